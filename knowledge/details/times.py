"""Dates, times of day and durations in a block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.build.document import is_gap, place_of
from knowledge.details.spans import Place, joined, matches
from knowledge.lexicon.details import Words, in_list

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?:-\d\d(?:\d\d)?)?s?$")
_CLOCK = re.compile(r"\b\d{1,2}(?::\d\d)?\s?(?:[ap]\.m\.|[ap]m\b|o['’]clock)(?:\s(?:E[SD]?T|GMT|local time)\b)?", re.I)
_ORDINAL = re.compile(r"(?:first|second|third|\wth|\d(?:st|nd|rd))$")
_BARE = re.compile(r"(?:the )?(?:end|start|beginning|middle)", re.I)
_NAMES = ("ORG", "PERSON", "WORK_OF_ART", "PRODUCT", "GPE", "FAC")
_BEFORE_YEAR = {"in", "since", "by", "until", "before", "after", "from", "during", "of"}
_BEFORE_MONTH = {"in", "since", "by", "until", "last", "next", "this", "late", "early", "mid", "of", "during"}
_BETWEEN_NUMBERS = {"and", "a", "half", "to", "-", "–"}


def find_times(block: Span, text: str, words: Words) -> list[Place]:
    """The times of a block in order: "Wednesday", "January of last year", "two and a half hours"."""
    places = [(span.start_char, span.end_char) for span in block.ents if _is_time(span, words)]
    places += matches(_CLOCK, block, text)
    places += [place for token in block if _marks_time(token, words) for place in _at(token, words)]
    trimmed = (_trimmed(text, place, words) for place in joined(text, places))
    return [place for place in trimmed if place is not None]


def is_duration(doc: Doc, text: str, place: Place, words: Words) -> bool:
    """Whether a time is a number of units and not a date: "90 minutes", "several weeks"."""
    span = doc.char_span(*place, alignment_mode="expand")
    if span is None or _CLOCK.search(text[slice(*place)]):
        return False
    counted = False
    for token in span:
        if token.lower_ in words.months | words.weekdays or _YEAR.match(token.text):
            return False
        ordinal = _ORDINAL.search(token.lower_)
        counted = counted or (token.like_num and not ordinal) or token.lower_ in ("half", "several")
        if counted and token.lemma_.lower() in words.units:
            return True
    return False


def _is_time(span: Span, words: Words) -> bool:
    """Whether what the model calls a date or time is one: not a small number, a bare unit or a part of a name."""
    if span.label_ not in ("DATE", "TIME"):
        return False
    text = span.text.lower()
    if len(span) == 1 and (span.root.lemma_.lower() in words.units or text in words.days or span.text.isupper()):
        return bool(_YEAR.match(text))  # the rules below take the others where they are times
    return "/" in text or any(_marks_time(token, words) for token in span)


def _marks_time(token: Token, words: Words) -> bool:
    return in_list(token, words.marks) or bool(_YEAR.match(token.text))


def _at(token: Token, words: Words) -> Iterator[Place]:
    """The time that begins or ends at a token, if any."""
    lower = token.lower_
    before, after = token.doc[token.i - 1], token.nbor()
    named = token.ent_type_ in _NAMES
    if lower in words.weekdays and token.is_title and not named:
        yield place_of(token)
    elif lower in words.months and token.is_title and not named:
        yield from _month(token)
    elif lower in words.days:
        in_name = not token.is_lower and (before.is_title or after.is_title)
        if not in_name and not (token.is_upper and before.is_upper):
            yield place_of(token)
    elif _YEAR.match(token.text) and before.lower_ in _BEFORE_YEAR:
        yield place_of(token)
    elif token.lemma_.lower() in words.units and not is_gap(before) and after.text != "-":
        yield from _unit(token, words)


def _month(token: Token) -> Iterator[Place]:
    """A month with the day and the year after it; alone only after a preposition ("May" is also a verb and a name)."""
    doc, last = token.doc, token.i
    while True:
        if doc[last + 1].text.isdigit():
            last += 1
        elif doc[last + 1].text == "," and last > token.i and _YEAR.match(doc[last + 2].text):
            last += 2
        else:
            break
    if last > token.i or doc[token.i - 1].lower_ in _BEFORE_MONTH:
        yield place_of(token, doc[last])


def _unit(token: Token, words: Words) -> Iterator[Place]:
    """ "last year", "a month later", "two and a half hours", "several weeks ago"."""
    doc, before, after = token.doc, token.nbor(-1), token.nbor()
    backward = after.lower_ in words.after_units
    first = before.i
    if before.like_num or before.lower_ in ("half", "several", "few"):
        while doc[first - 1].like_num or doc[first - 1].lower_ in _BETWEEN_NUMBERS:
            first -= 1
    elif before.lower_ in words.weekdays:
        pass
    elif before.lower_ in words.pointers:
        first -= doc[first - 1].lower_ == "the"
    elif not backward:
        return
    elif before.lower_ not in ("a", "an"):
        first = token.i
    yield place_of(doc[first], after if backward else token)


def _trimmed(text: str, place: Place, words: Words) -> Place | None:
    """The place without "about", "more than", a possessive ending or a mark around it; None where nothing is left."""
    low, high = place
    while (match := re.match(r"(\w+)\s+", text[low:high])) and match[1].lower() in words.approximately:
        low += match.end()
    low += len(text[low:high]) - len(text[low:high].lstrip(" ,-–("))
    high = low + len(re.sub(r"(?:['’]s?|[\s,;:)-]+|\sof)+$", "", text[low:high]))
    return (low, high) if low < high and not _BARE.fullmatch(text[low:high]) else None
