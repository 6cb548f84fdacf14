"""How well the records of articles agree with the marks: covered, under the right holder, in a wrong mouth."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from knowledge.extraction.excerpts import find_quotes
from knowledge.extraction.positions import find_positions
from knowledge.extraction.reading import Reading
from knowledge.extraction.statements import find_statements
from knowledge.learning.marks import MarkedRecord, Marks, same
from knowledge.model.factbase import Held, Position
from knowledge.model.spans import Span, shared

HALF = 0.5  # the share of a marked record that a record must cover

Counted = Literal[
    "records", "covered", "held", "named", "group", "quote", "position", "statement", "actors", "actors found", "ours",
    "ours right", "all", "nobody", "said", "wrong", "positions", "positions right", "held right", "named right",
    "group right", "quote right", "position right", "statement right",
]  # fmt: skip
Figure = Literal[
    "covered", "holder", "named", "group", "quotes", "positions", "statements", "actors found", "actors right",
    "wrong mouth", "nobody", "positions right",
]  # fmt: skip
Counts = Counter[str]  # of Counted


@dataclass(frozen=True)
class Placed:
    """A marked record with its place in the article."""

    record: MarkedRecord
    place: Span


def records_of(reading: Reading) -> list[Held]:
    """The quotes, positions and statements of a reading."""
    quotes, _ = find_quotes(reading)
    positions = find_positions(reading)
    return [*quotes, *positions, *find_statements(reading, quotes, positions)]


def placed(text: str, marks: Marks) -> list[Placed]:
    """The marked records where they stand in a text."""
    starts = ((one, text.find(one.text)) for one in marks.records)
    return [Placed(one, (start, start + len(one.text))) for one, start in starts]


def is_covered(place: Span, marked: Placed) -> bool:
    """Whether a place has half of a marked record, or lies in it by half."""
    size = min(marked.place[1] - marked.place[0], place[1] - place[0])
    return shared(place, marked.place) >= HALF * size


def count(reading: Reading, marks: Marks) -> Counts:
    """The counts of one article, that `shown` divides."""
    counts: Counts = Counter()
    names = {actor.id: [actor.name, *actor.aliases] for actor in reading.cast.actors}
    gold = {actor.name: actor.texts for actor in marks.actors}
    counts["actors"] = len(gold)
    counts["actors found"] = sum(any(same(one, own) for own in names.values()) for one in gold.values())
    counts["ours"] = len(names)
    counts["ours right"] = sum(any(same(one, own) for one in gold.values()) for own in names.values())
    records, marked = records_of(reading), placed(reading.article.text, marks)
    for one in marked:
        size = one.place[1] - one.place[0]
        over = [other for other in records if shared((other.start, other.end), one.place) >= HALF * size]
        counts["records"] += 1
        counts["covered"] += bool(over)
        if one.record.holder is None:
            continue
        right = any(other.holder and same(names[other.holder], gold[one.record.holder]) for other in over)
        for kind in ("held", one.record.type, "group" if marks.by_name[one.record.holder].is_group else "named"):
            counts[kind] += 1
            counts[f"{kind} right"] += right
    for other in records:
        _count_record(other, [one for one in marked if is_covered((other.start, other.end), one)], names, gold, counts)
    return counts


def _count_record(
    one: Held, marked: list[Placed], names: dict[str, list[str]], gold: dict[str, list[str]], counts: Counts
) -> None:
    holders = [gold[other.record.holder] for other in marked if other.record.holder]
    right = one.holder is not None and any(same(names[one.holder], texts) for texts in holders)
    counts["all"] += 1
    counts["nobody"] += one.holder is None
    if one.holder is not None and holders:
        counts["said"] += 1
        counts["wrong"] += not right
    if isinstance(one, Position) and one.holder is not None:
        counts["positions"] += 1
        counts["positions right"] += right


def shown(counts: Counts) -> str:
    """The figures as one line."""
    shares: dict[Figure, tuple[Counted, Counted]] = {
        "covered": ("covered", "records"),
        "holder": ("held right", "held"),
        "named": ("named right", "named"),
        "group": ("group right", "group"),
        "quotes": ("quote right", "quote"),
        "positions": ("position right", "position"),
        "statements": ("statement right", "statement"),
        "actors found": ("actors found", "actors"),
        "actors right": ("ours right", "ours"),
        "wrong mouth": ("wrong", "said"),
        "nobody": ("nobody", "all"),
        "positions right": ("positions right", "positions"),
    }
    return ", ".join(f"{name} {counts[part] / max(1, counts[whole]):.3f}" for name, (part, whole) in shares.items())
