"""Actors by topics: how many positions and quotes each has, in words.

A position or quote on two topics counts under both; one on no topic counts for its actor only. Every number is in
the words: the picture of them (bot/discord/chart.py) shows only the actors and topics with most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.answering.answer import Answer, Section
from bot.answering.engine import Scope
from bot.texts import Texts
from knowledge.model.factbase import FactBase

TRIES = 3


@dataclass(frozen=True)
class Tally:
    """Positions and quotes: `all_of[row]` of an actor, `cells[row][column]` of an actor on a topic."""

    actors: tuple[str, ...]
    topics: tuple[str, ...]
    all_of: tuple[int, ...]
    cells: tuple[tuple[int, ...], ...]

    def part(self, actors: int, topics: int) -> Tally:
        """The first rows and columns."""
        cells = tuple(row[:topics] for row in self.cells[:actors])
        return Tally(self.actors[:actors], self.topics[:topics], self.all_of[:actors], cells)


def tally(base: FactBase) -> Tally:
    """The numbers of a fact base: actors who have any, topics that have any, those with most first."""
    held = [(position.actor, position.topics) for position in base.positions]
    held += [(quote.speaker, quote.topics) for quote in base.quotes]
    all_of = Counter(holder for holder, _ in held)
    on = Counter((holder, topic) for holder, topics in held for topic in dict.fromkeys(topics) if holder is not None)
    of_topic = Counter({topic.id: sum(on[actor.id, topic.id] for actor in base.actors) for topic in base.topics})
    actors = sorted((a for a in base.actors if all_of[a.id]), key=lambda a: (-all_of[a.id], -a.mentions))
    topics = sorted((t for t in base.topics if of_topic[t.id]), key=lambda t: -of_topic[t.id])
    return Tally(
        tuple(actor.name for actor in actors),
        tuple(topic.name for topic in topics),
        tuple(all_of[actor.id] for actor in actors),
        tuple(tuple(on[actor.id, topic.id] for topic in topics) for actor in actors),
    )


def overview(scope: Scope) -> Answer:
    """Every number in words, each briefing under its title: /position without an actor."""
    texts, bases = scope.texts, [index.briefing.base for index in scope.indexes]
    tallies = [tally(base) for base in bases]
    sections = [
        Section(base.article.title, (), tuple(rows(one, texts)))
        for base, one in zip(bases, tallies, strict=True)
        if one.actors
    ]
    if not sections:
        return Answer("/position", "declined", texts("chart.nothing"), (), (texts("decline.try_brief"),))
    names = dict.fromkeys(name for one in tallies for name in one.actors[:TRIES])
    tries = tuple(texts("decline.try_position", actor=name) for name in list(names)[:TRIES])
    return Answer("/position", "answered", f"{texts('chart.title')}. {texts('chart.note')}", tuple(sections), tries)


def rows(tally: Tally, texts: Texts) -> list[str]:
    """A line for every actor, with every topic that it has anything on."""
    lines = []
    for actor, number, row in zip(tally.actors, tally.all_of, tally.cells, strict=True):
        cells = texts("decline.comma").join(_cells(tally, row, texts)) or texts("chart.no_topic")
        lines.append(texts("chart.row", actor=actor, number=number, cells=cells))
    return lines


def _cells(tally: Tally, row: Iterable[int], texts: Texts) -> list[str]:
    named = sorted(zip(tally.topics, row, strict=True), key=lambda cell: -cell[1])
    return [texts("chart.cell", topic=topic, number=number) for topic, number in named if number]
