"""Actors by topics: how many positions and quotes each has, as a picture and in words.

Words first: `overview` lists every number, so nobody needs the picture; the picture shows the actors and topics
with most of them. A position or quote on two topics counts under both; one on no topic counts for its actor only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.answering.answer import Answer, Section
from bot.texts import Texts
from knowledge.model.factbase import FactBase

ACTORS, TOPICS = 12, 8  # rows and columns of a picture: more cannot be read on a telephone
ALT = 1024  # characters that Discord takes as the description of an attachment
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


@dataclass(frozen=True)
class Chart:
    """A picture (PNG, to be shown at half its size), what it shows in words, and the lines with every number."""

    png: bytes
    alt: str
    table: str


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


def chart(base: FactBase, texts: Texts) -> Chart:
    """The chart of a fact base. The same base gives the same bytes."""
    from bot.drawing import draw_grid

    whole = tally(base)
    shown = whole.part(ACTORS, TOPICS)
    title, note = texts("chart.title"), _note(whole, shown, texts)
    png = draw_grid(title, base.article.title, texts("chart.all"), shown, note)
    return Chart(png, _alt(f"{title}. {base.article.title}.", shown, note, texts), "\n".join(_lines(whole, texts)))


def overview(bases: Sequence[FactBase], texts: Texts) -> Answer:
    """Every number of the chart in words, each briefing under its title."""
    tallies = [tally(base) for base in bases]
    sections = [
        Section(base.article.title, (), tuple(_lines(one, texts)))
        for base, one in zip(bases, tallies, strict=True)
        if one.actors
    ]
    if not sections:
        return Answer("/position", "declined", texts("chart.nothing"), (), (texts("decline.try_brief"),))
    names = dict.fromkeys(name for one in tallies for name in one.actors[:TRIES])
    tries = tuple(texts("decline.try_position", actor=name) for name in list(names)[:TRIES])
    return Answer("/position", "answered", f"{texts('chart.title')}. {texts('chart.note')}", tuple(sections), tries)


def _lines(tally: Tally, texts: Texts) -> list[str]:
    """A line for every actor, with every topic that it has anything on."""
    lines = []
    for actor, number, row in zip(tally.actors, tally.all_of, tally.cells, strict=True):
        cells = _listed(_cells(tally, row, texts), texts) or texts("chart.no_topic")
        lines.append(texts("chart.row", actor=actor, number=number, cells=cells))
    return lines


def _cells(tally: Tally, row: Iterable[int], texts: Texts) -> list[str]:
    named = sorted(zip(tally.topics, row, strict=True), key=lambda cell: -cell[1])
    return [texts("chart.cell", topic=topic, number=number) for topic, number in named if number]


def _listed(words: Iterable[str], texts: Texts) -> str:
    return texts("decline.comma").join(words)


def _note(whole: Tally, shown: Tally, texts: Texts) -> str:
    actors, topics = len(whole.actors) - len(shown.actors), len(whole.topics) - len(shown.topics)
    left = [texts.count("chart.left_actors", actors)] if actors else []
    left += [texts.count("chart.left_topics", topics)] if topics else []
    note = texts("chart.note")
    return f"{note} {texts('chart.left_out', list=_listed(left, texts))}" if left else note


def _alt(opening: str, shown: Tally, note: str, texts: Texts) -> str:
    """The picture in words; where Discord has no room for all, whole rows are left to the lines of the message."""
    lines, rest = [f"{line}." for line in _lines(shown, texts)], texts("chart.alt_rest")
    whole = " ".join([opening, *lines, note])
    if len(whole) <= ALT:
        return whole
    while lines and len(" ".join([opening, *lines, rest])) > ALT:
        lines.pop()
    return " ".join([opening, *lines, rest])[:ALT]
