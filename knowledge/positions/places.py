"""Between places of the article and spans of a block's parse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.attribution import Attribution, Spans
from knowledge.attributions.clauses import children

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from knowledge.parsing import ParsedBlock


def block_of(one: Attribution, parsed: list[ParsedBlock]) -> ParsedBlock | None:
    """The block an attribution stands in."""
    anchor = (one.cue or one.content)[0][0]
    return next((block for block in parsed if block.block.start <= anchor < block.block.end), None)


def span_at(block: ParsedBlock, place: tuple[int, int]) -> Span | None:
    """The tokens of a place of the article, or None where none lies inside it."""
    span = block.doc.char_span(place[0] - block.start, place[1] - block.start, alignment_mode="contract")
    return span if span is not None and len(span) else None


def sentence_around(block: ParsedBlock, start: int, end: int) -> list[int]:
    """[start, end) of the sentence, or the sentences, around a place."""
    spans = [block.place(sentence) for sentence in block.doc.sents]
    around = [place for place in spans if place[0] < end and start < place[1]]
    return [min(around[0][0], start), max(around[-1][1], end)] if around else [start, end]


def conjuncts_of(head: Token) -> Iterator[Token]:
    """The heads joined to a head by "and", "or" and commas, in order."""
    for other in children(head, "conj"):
        yield other
        yield from conjuncts_of(other)


def covers(places: Spans, inner: tuple[int, int]) -> bool:
    """Whether one of the places holds the inner one."""
    return any(start <= inner[0] and inner[1] <= end for start, end in places)
