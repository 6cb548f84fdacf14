"""Around places of the article: the sentence, the heads joined to a head, what holds what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.attributions.clauses import children
from knowledge.build.attribution import Spans
from knowledge.model.spans import Span, inside

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def sentence_around(doc: Doc, start: int, end: int) -> list[int]:
    """[start, end) of the sentence, or the sentences, around a place."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or not len(span):
        return [start, end]
    return [min(span[0].sent.start_char, start), max(span[-1].sent.end_char, end)]


def conjuncts_of(head: Token) -> Iterator[Token]:
    """The heads joined to a head by "and", "or" and commas, in order."""
    for other in children(head, "conj"):
        yield other
        yield from conjuncts_of(other)


def covers(places: Spans, inner: Span) -> bool:
    """Whether one of the places holds the inner one."""
    return any(inside(inner, place) for place in places)
