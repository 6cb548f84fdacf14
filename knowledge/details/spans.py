"""Arithmetic on places: pairs of start and end, end exclusive."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.model.spans import inside, overlap

if TYPE_CHECKING:
    from spacy.tokens import Span

Place = tuple[int, int]


def matches(pattern: re.Pattern[str], block: Span, text: str) -> list[Place]:
    """Where a pattern matches in a block; `text` is that of its document."""
    return [match.span() for match in pattern.finditer(text, block.start_char, block.end_char)]


def touches(place: Place, others: list[Place]) -> bool:
    """Whether a place shares a character with any of the others."""
    return any(overlap(place, other) for other in others)


def widest(places: list[Place]) -> list[Place]:
    """Places in order, each once, without those inside another."""
    unique = sorted(set(places))
    return [place for place in unique if not any(place != other and inside(place, other) for other in unique)]


def joined(text: str, places: list[Place]) -> list[Place]:
    """Places in order; those that meet, or have only a space or "of" between them, made one."""
    found: list[Place] = []
    for low, high in sorted(set(places)):
        if found and (low <= found[-1][1] or re.fullmatch(r"\s|\sof\s", text[found[-1][1] : low])):
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return found
