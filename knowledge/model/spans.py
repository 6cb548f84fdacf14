"""Stretches of text: [start, end), end exclusive, in characters or in tokens, whichever the caller counts in."""

from __future__ import annotations

from collections.abc import Iterable

Span = tuple[int, int]


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a place. An empty span shares none."""
    return max(one[0], other[0]) < min(one[1], other[1])


def inside(inner: Span, outer: Span) -> bool:
    """Whether a span lies wholly in another, its edges included."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def overlap_any(one: Span, others: Iterable[Span]) -> bool:
    """Whether a span shares a place with one of the others."""
    return any(overlap(one, other) for other in others)


def inside_any(inner: Span, outers: Iterable[Span]) -> bool:
    """Whether a span lies wholly in one of the others."""
    return any(inside(inner, outer) for outer in outers)


def shared(one: Span, other: Span) -> int:
    """How many places two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def size(spans: Iterable[Span]) -> int:
    """How many places the spans have; they must not overlap."""
    return sum(end - start for start, end in spans)


def widest(spans: Iterable[Span]) -> Span:
    """From the first start to the last end. Raises ValueError where there is no span."""
    starts, ends = zip(*spans, strict=True)
    return min(starts), max(ends)


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same places as spans in order, those that overlap or touch made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def minus(spans: Iterable[Span], taken: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of the spans without the places that are taken, in order."""
    left = list(union(spans))
    for low, high in union(taken):
        left = [
            piece
            for start, end in left
            for piece in ((start, min(end, low)), (max(start, high), end))
            if piece[0] < piece[1]
        ]
    return tuple(left)


def trim(span: Span, text: str, marks: str) -> Span:
    """The span of `text` without white space and `marks` at its edges; empty at its start where nothing is left."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in marks):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in marks):
        end -= 1
    return start, end
