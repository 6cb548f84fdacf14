"""Statements: what somebody says, reports, finds, expects ... where no quote or position of theirs tells it already.

A statement's text is one slice of the article, the content from its first word to its last in one paragraph. What was
denied, negated or asked is no statement by itself: the whole sentence stands for it, with its cue. A content of a word
or two stands with its holder and cue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.extraction.attributions import Attribution, Spans
from knowledge.extraction.excerpts import AGAINST, clause_or_sentence, denied_by_holder, readable, sentence_around
from knowledge.extraction.positions import BAR, holders, innermost, is_asserted, stands_alone, words_around
from knowledge.extraction.reading import Reading
from knowledge.lexicon.cues import load_lexicon
from knowledge.model.factbase import Held, Position, Quote, Statement, excerpt_id
from knowledge.model.spans import Span, minus, size, widest
from knowledge.parsing.document import span_at

DEEP = 0.8  # an indirect attribution inside another below this is none
WORDS = 3  # less than that says nothing
TELLING = ("NOUN", "PROPN", "NUM", "VERB", "AUX")
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
    """The content where it says something by itself, else the clause that it belongs to: "Berg denied it"."""
    place = readable(reading, *widest(content))
    if _says(place, reading):
        return place
    told = one.stance in load_lexicon().positions or _names(content, reading)
    if not told or one.kind != "indirect" or not one.source or not stands_alone(one, reading):
        return None
    place = readable(reading, *widest((*one.source, *one.cue, *content)))
    return place if _says(place, reading) else None


def _says(place: Span, reading: Reading) -> bool:
    return len(reading.article.text[slice(*place)].split()) >= WORDS


def _names(content: Spans, reading: Reading) -> bool:
    """Whether a content is more than "so" or "no more"."""
    spans = (span_at(reading.doc, place) for place in content)
    return any(token.pos_ in TELLING for span in spans for token in span or ())


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
