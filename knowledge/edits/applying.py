"""Edits applied to a fact base: pure, in order, every entry that no longer applies reported with its line."""

from __future__ import annotations

from collections.abc import Callable

from knowledge.edits import actors, excerpts, topics
from knowledge.edits.finding import Misfit
from knowledge.edits.reading import Edit, Edits
from knowledge.factbase import FactBase
from knowledge.problems import BadData, Problem

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
    for edit in edits.entries:
        try:
            base = _APPLY[edit.kind](base, edit, text)
        except Misfit as misfit:
            line = edit.lines.get(misfit.key, edit.line)
            problems.append(Problem(str(edits.path), f"line {line}", misfit.found, misfit.expected))
    if problems:
        raise BadData(problems)
    return base
