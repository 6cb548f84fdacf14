"""When, where and how much: the times, places and amounts that a block of the article names, verbatim.

The parser's entities are the start; rules mend what a small model gets wrong (ages taken for dates, names
taken for places) and add what it passes over. The words are in `lexicon/en/details.yaml`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from knowledge.details.amounts import find_ages, find_amounts
from knowledge.details.places import find_places
from knowledge.details.spans import Place, touches, widest
from knowledge.details.times import find_times, is_duration
from knowledge.lexicon.countries import Countries
from knowledge.lexicon.details import Words

if TYPE_CHECKING:
    from spacy.tokens import Span

__all__ = ["Details", "Words", "find_details"]


@dataclass(frozen=True)
class Details:
    """The places in the article of one block's times, places and amounts, each in order.

    A duration ("two and a half hours") is a time and an amount.
    """

    when: list[Place] = field(default_factory=list)
    where: list[Place] = field(default_factory=list)
    amounts: list[Place] = field(default_factory=list)


def find_details(
    block: Span, text: str, words: Words, countries: Countries, is_place: Callable[[Place], bool | None]
) -> Details:
    """What a block tells of time, place and amount.

    `text` is that of its document. `is_place` is asked about [start, end) in the article: True or False for a name
    known to be a place or something else, None for a name that is not known.
    """
    ages = find_ages(block, text)
    when = [place for place in find_times(block, text, words) if not touches(place, ages)]
    durations = [place for place in when if is_duration(block.doc, text, place, words)]
    dates = [place for place in when if place not in durations]
    amounts = [place for place in find_amounts(block, text, words) if not touches(place, [*dates, *ages])]
    where = [
        place
        for place in find_places(block, words, countries)
        if not touches(place, when) and is_place(place) is not False
    ]
    return Details(when, widest(where), widest([*amounts, *durations, *ages]))
