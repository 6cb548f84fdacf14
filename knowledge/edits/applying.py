"""Edits applied to a fact base: pure, in order, every entry that no longer applies reported with its line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from knowledge.edits import actors, excerpts, topics
from knowledge.edits.finding import Misfit
from knowledge.edits.reading import Edit, Edits
from knowledge.errors import BadData, Problem
from knowledge.model.factbase import Fact, FactBase

_APPLY: dict[str, Callable[[FactBase, Edit, str], FactBase]] = {
    "actor": actors.change,
    "add actor": actors.add,
    "drop actor": actors.drop,
    "merge actor": actors.merge,
    "quote": excerpts.change_quote,
    "add quote": excerpts.add_quote,
    "drop quote": excerpts.drop_quote,
    "position": excerpts.change_position,
    "add position": excerpts.add_position,
    "drop position": excerpts.drop_position,
    "topic": topics.change,
    "add topic": topics.add,
    "drop topic": topics.drop,
    "word": topics.add_synonyms,
}


def apply_edits(base: FactBase, edits: Edits, text: str) -> FactBase:
    """The fact base with the edits; `text` is the article's. The one given stays as it is.

    Raises BadData with every entry that does not apply; the others are applied first, so that each problem is
    told once.
    """
    problems: list[Problem] = []
    before = base
    for edit in edits.entries:
        try:
            base = _APPLY[edit.kind](base, edit, text)
        except Misfit as misfit:
            line = edit.lines.get(misfit.key, edit.line)
            problems.append(Problem(str(edits.path), f"line {line}", misfit.found, misfit.expected))
    if problems:
        raise BadData(problems)
    return _with_speakers(before, base)


def _with_speakers(before: FactBase, after: FactBase) -> FactBase:
    """The edited base with each fact's speakers following the quotes and positions that stand in it."""
    known = {actor.id for actor in after.actors}

    def put(fact: Fact) -> Fact:
        was, now = _holders(before, fact), _holders(after, fact)
        kept = [one for one in fact.speakers if one in known and (one in now or one not in was)]
        return replace(fact, speakers=list(dict.fromkeys([*kept, *(one for one in now if one not in was)])))

    return replace(after, facts=[put(fact) for fact in after.facts])


def _holders(base: FactBase, fact: Fact) -> list[str]:
    """Who says or holds something in the place of a fact."""
    there = [(quote.speaker, quote) for quote in base.quotes] + [(one.actor, one) for one in base.positions]
    return [holder for holder, one in there if holder and one.start < fact.end and fact.start < one.end]
