"""Arithmetic on places: pairs of start and end, end exclusive."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

Place = tuple[int, int]


def place_of(first: Token, last: Token | None = None) -> Place:
    """[start, end) in the document from one token to another, itself without the second."""
    last = first if last is None else last
    return first.idx, last.idx + len(last)


def touches(place: Place, others: list[Place]) -> bool:
    """Whether a place shares a character with any of the others."""
    return any(place[0] < high and low < place[1] for low, high in others)


def widest(places: list[Place]) -> list[Place]:
    """Places in order, each once, without those inside another."""
    unique = sorted(set(places))
    return [
        (low, high)
        for low, high in unique
        if not any((low, high) != other and other[0] <= low and high <= other[1] for other in unique)
    ]


def joined(text: str, places: list[Place]) -> list[Place]:
    """Places in order; those that meet, or have only a space or "of" between them, made one."""
    found: list[Place] = []
    for low, high in sorted(set(places)):
        if found and (low <= found[-1][1] or re.fullmatch(r"\s|\sof\s", text[found[-1][1] : low])):
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return found
