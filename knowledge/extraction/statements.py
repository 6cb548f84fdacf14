"""Statements: what somebody says, reports, finds, expects ... where no quote or position of theirs tells it already.

A statement's text is one slice of the article, the content from its first word to its last in one paragraph. What was
denied, negated or asked is no statement by itself: the whole sentence stands for it, with its cue. A content that is no
clause stands with its holder and cue: "Berg expects a deal by May".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from knowledge.extraction.attributions import Attribution, Spans
from knowledge.extraction.excerpts import (
    AGAINST,
    FINITE,
    clause_end,
    clause_or_sentence,
    denied_by_holder,
    readable,
    sentence_around,
)
from knowledge.extraction.mentions import antecedent, head_of
from knowledge.extraction.positions import BAR, holders, innermost, is_asserted, stands_alone, words_around
from knowledge.extraction.reading import Reading
from knowledge.lexicon.cues import load_lexicon
from knowledge.model.factbase import Held, Position, Quote, Statement, excerpt_id
from knowledge.model.spans import Span, minus, size, widest
from knowledge.parsing.document import span_at

DEEP = 0.8  # an indirect attribution inside another below this is none
WORDS = 3  # less than that says nothing
TELLING = ("NOUN", "PROPN", "NUM", "VERB", "AUX")  # a content without any is "so" or "no more"
TOLD = 0.8  # the share of a content inside records of its holder from which it is told already


@dataclass(frozen=True)
class Draft:
    """A statement before those that are told already are left out: its slice, its holder, what shows it."""

    start: int
    end: int
    holder: str
    shown_by: Attribution
    content: Spans
    joint: bool

    def is_told(self, told: Iterable[Held], longer: Iterable[Draft]) -> bool:
        """Whether records have it, of a joint holder those of that holder, or longer drafts of the same holder."""
        places = [(one.start, one.end) for one in told if not self.joint or one.holder == self.holder]
        places += [(one.start, one.end) for one in longer if one.holder == self.holder]
        return size(minus(self.content, places)) <= (1 - TOLD) * size(self.content)


def find_statements(reading: Reading, quotes: list[Quote], positions: list[Position]) -> list[Statement]:
    """Every statement of the article, in order; one for each paragraph of its content, and for each of conjoined
    holders.
    """
    kept: list[Draft] = []
    for draft in sorted(_drafts(reading), key=lambda one: (one.start - one.end, one.start)):
        if not draft.is_told([*quotes, *positions], kept):  # the longest come first
            kept.append(draft)
    seen: set[str] = set()
    return [_statement(reading, draft, seen) for draft in sorted(kept, key=lambda one: (one.start, one.end))]


def _drafts(reading: Reading) -> Iterator[Draft]:
    for one in reading.attributions:
        if one.confidence < (DEEP if one.level and one.kind == "indirect" else BAR) or not is_asserted(one, reading):
            continue
        for content in _by_paragraph(one.content, reading):
            found = holders(one, reading)
            place = _slice(one, content, reading)
            if place is not None:
                yield from (Draft(*place, actor, one, content, len(found) > 1) for actor in found)


def _slice(one: Attribution, content: Spans, reading: Reading) -> Span | None:
    """The content where it is a clause, else the clause that it is part of: "Berg expects a deal", "Berg denied it"."""
    place, words = readable(reading, *widest(content)), _words(content, reading)
    if one.kind == "indirect" and not (any(word.tag_ in FINITE for word in words) and _says(place, reading)):
        told = one.stance in load_lexicon().positions or any(word.pos_ in TELLING for word in words)
        if not told or not one.source or not stands_alone(one, reading):
            return None
        start, end = widest((_holder(one, reading), *one.cue, *content))
        place = readable(reading, start, clause_end(reading.doc, start, end))
    return place if _says(place, reading) else None


def _says(place: Span, reading: Reading) -> bool:
    return len(reading.article.text[slice(*place)].split()) >= WORDS


def _words(content: Spans, reading: Reading) -> list[Token]:
    return [token for place in content for token in span_at(reading.doc, place) or ()]


def _holder(one: Attribution, reading: Reading) -> Span:
    """The place of the words for the holder; of "who" or "which" with the noun before it."""
    head = head_of(reading.doc, one.source[0])
    noun = antecedent(head) if head is not None else None
    return one.source[0] if noun is None or noun is head else (noun.left_edge.idx, one.source[0][1])


def _by_paragraph(content: Spans, reading: Reading) -> Iterator[Spans]:
    """The places of a content, those of each paragraph together."""
    paragraphs: dict[int, list[Span]] = {}
    for place in content:
        paragraphs.setdefault(reading.article.paragraph(place[0]), []).append(place)
    yield from map(tuple, paragraphs.values())


def _statement(reading: Reading, draft: Draft, seen: set[str]) -> Statement:
    one, text = draft.shown_by, reading.article.text
    negated = one.negated != denied_by_holder(reading.article, one)
    sentence = sentence_around(reading.doc, draft.start, draft.end)
    start, end = draft.start, draft.end
    if negated or one.stance in AGAINST:
        start, end = clause_or_sentence(one, reading)
    words = text[start:end]
    teller = innermost(words_around(one, reading))
    told_by = teller.actor if teller is not None else None
    return Statement(
        excerpt_id("s", words, text[slice(*sentence)], seen),
        draft.holder,
        words,
        start,
        end,
        cue=reading.article.verbatim(one.cue) or None,
        told_by=told_by if told_by != draft.holder else None,
        negated=negated,
    )
