"""Positions: the attributions by which an actor wants, demands, rejects, threatens, offers, fears ... something.

A position's text is one slice of the article, from the cue to the end of its content. Precision comes first:
a holder that is neither an actor nor a person or body by name is no holder, and the position is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from knowledge.article import Article
from knowledge.attribution import Attribution, Spans
from knowledge.attributions.clauses import children
from knowledge.attributions.lexicon import Lexicon, load_lexicon
from knowledge.factbase import Position, excerpt_id

if TYPE_CHECKING:
    from spacy.tokens import Token

    from knowledge.actors import Cast
    from knowledge.parsing import ParsedBlock

BAR = 0.45  # an attribution below this is no position
WORDS = 60  # a longer clause is a parse gone wrong
PRONOUNS = {
    "he",
    "she",
    "they",
    "i",
    "we",
    "you",
    "who",
    "his",
    "her",
    "their",
    "my",
    "our",
    "it",
    "its",
    "that",
    "this",
    "which",
    "one",
}
FIRST_PERSON = {"i", "my", "me", "we", "our", "us"}


def find_positions(
    article: Article,
    parsed: list[ParsedBlock],
    attributions: list[Attribution],
    cast: Cast,
    topics_of: Callable[[str], list[str]],
) -> list[Position]:
    """Every position of the article, in order; conjoined contents ("for limiting X and addressing Y") apart.

    `topics_of` gives the ids of the topics of a text.
    """
    lexicon = load_lexicon()
    positions: list[Position] = []
    seen: set[str] = set()
    taken: set[tuple[int, int]] = set()
    for one in attributions:
        if one.stance not in lexicon.positions or one.confidence < BAR or not one.cue:
            continue
        block = _block_of(one, parsed)
        if block is None or block.block.kind in ("title", "heading", "byline"):
            continue
        actor = _actor(article, one, attributions, cast)
        source = _source(article, one, block, lexicon)
        if actor is None and source is None:
            continue
        for start, end in _clauses(one, block):
            text = article.text[start:end]
            if (start, end) in taken or len(text.split()) > WORDS or "\n" in text:
                continue
            taken.add((start, end))
            sentence = _sentence(block, start, end)
            positions.append(
                Position(
                    excerpt_id("p", text, article.text[sentence[0] : sentence[1]], seen),
                    actor,
                    one.stance,
                    text,
                    start,
                    end,
                    sentence,
                    cue=" ".join(article.text[low:high] for low, high in one.cue),
                    source=None if actor else source,
                    topics=topics_of(text),
                    negated=one.negated,
                    modality=one.modality,
                    tense=one.tense,
                    passive=one.passive,
                )
            )
    return sorted(positions, key=lambda position: (position.start, position.end))


def _actor(article: Article, one: Attribution, attributions: list[Attribution], cast: Cast) -> str | None:
    """The actor who holds it; "I" and "my" inside somebody's words are that speaker's."""
    if one.source and article.text[slice(*one.source[0])].lower() in FIRST_PERSON:
        around = [
            other
            for other in attributions
            if other is not one and other.kind != "indirect" and _covers(other.content, one.cue[0])
        ]
        speaker = min(around, key=lambda other: sum(end - start for start, end in other.content), default=None)
        return speaker.actor if speaker is not None else None
    return one.actor


def _source(article: Article, one: Attribution, block: ParsedBlock, lexicon: Lexicon) -> str | None:
    """The holder's words where they name a person or a body; None for pronouns and things."""
    if not one.source:
        return None
    start, end = one.source[0]
    words = article.text[start:end]
    if words.lower() in PRONOUNS:
        return None
    span = block.doc.char_span(start - block.start, end - block.start, alignment_mode="expand")
    if span is None:
        return None
    head = span.root
    known = head.lemma_.lower() in lexicon.holders or head.lower_ in lexicon.holders
    return words if known or head.ent_type_ in ("PERSON", "ORG", "GPE", "NORP") else None


def _clauses(one: Attribution, block: ParsedBlock) -> Iterator[tuple[int, int]]:
    """The slices that show a position: cue and content, and each further conjunct of the content by itself."""
    cue_start, cue_end = one.cue[0][0], one.cue[-1][1]
    start, end = min(cue_start, one.content[0][0]), max(cue_end, one.content[-1][1])
    if one.content[0][0] < cue_start:
        yield start, end
        return
    cuts = [place for place in _conjuncts(one, block) if place > cue_end]
    edges = [start, *cuts, end]
    for low, high in pairwise(edges):
        yield _trimmed(block, low, high)


def _conjuncts(one: Attribution, block: ParsedBlock) -> list[int]:
    """Where a second clause, gerund or infinitive of the content begins, in the article."""
    inside = [
        token
        for token in block.doc
        if _covers(one.content, (block.start + token.idx, block.start + token.idx + len(token)))
    ]
    places = {token.i for token in inside}
    tops = [token for token in inside if token.head.i not in places or token.dep_ == "ROOT"]
    starts = []
    for top in tops:
        for head in (top, *children(top, "pcomp")):
            starts += [other for other in _chain(head) if other.i in places]
        if top.dep_ == "conj" and top.i != inside[0].i:
            starts.append(top)
    return sorted({block.start + block.doc[_first(token)].idx for token in starts if _clausal(token)})


def _chain(head: Token) -> Iterator[Token]:
    for other in children(head, "conj"):
        yield other
        yield from _chain(other)


def _clausal(token: Token) -> bool:
    return token.pos_ == "VERB" and token.tag_ != "VBN" and len(list(token.subtree)) > 2


def _first(token: Token) -> int:
    return token.left_edge.i


def _trimmed(block: ParsedBlock, low: int, high: int) -> tuple[int, int]:
    """The slice without the conjunction, space and punctuation that lead to the next conjunct."""
    span = block.doc.char_span(low - block.start, high - block.start, alignment_mode="contract")
    if span is None:
        return low, high
    tokens = list(span)
    while tokens and (
        (tokens[-1].is_punct and tokens[-1].text not in "\"')") or tokens[-1].is_space or tokens[-1].dep_ == "cc"
    ):
        tokens.pop()
    if not tokens:
        return low, high
    return block.start + tokens[0].idx, block.start + tokens[-1].idx + len(tokens[-1])


def _sentence(block: ParsedBlock, start: int, end: int) -> list[int]:
    spans = [block.place(sentence) for sentence in block.doc.sents]
    around = [place for place in spans if place[0] < end and start < place[1]]
    return [min(around[0][0], start), max(around[-1][1], end)] if around else [start, end]


def _block_of(one: Attribution, parsed: list[ParsedBlock]) -> ParsedBlock | None:
    return next((block for block in parsed if block.block.start <= one.cue[0][0] < block.block.end), None)


def _covers(places: Spans, inner: tuple[int, int]) -> bool:
    return any(start <= inner[0] and inner[1] <= end for start, end in places)
