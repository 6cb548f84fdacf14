"""Which kinds of answer a sentence holds: a date, a number, a duration, money, a reason ...; and its numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.lexicon.tables import table
from knowledge.lexicon.words import Word, WordList, words

AnswerKind = Literal["age", "date", "duration", "money", "number", "percent", "place", "reason", "reason_weak"]

DURATION_WITHIN = 4  # words behind a number in which its unit stands: "two and a half hours"

_YEAR = re.compile(r"(?:1[5-9]|20)\d\ds?$")
_CLOCK = re.compile(r"\b\d{1,2}(?::\d\d)?\s?(?:a\.?m|p\.?m|o['’]clock)\b", re.I)
_MONEY = re.compile(r"[$€£¥]\s?\d")
_AGE = re.compile(r",\s\d{1,3},|\b\d{1,3}[- ]years?[- ]old\b|\baged?\s\d{1,3}\b", re.I)
_PERCENT = re.compile(r"\d\s?%|\bper\s?cent\b", re.I)


@dataclass(frozen=True)
class AnswerKinds:
    """The table `answer_kinds.yaml`; its comments say what each list tells."""

    numbers: dict[str, float]
    ordinals: WordList
    uncounted: WordList
    percent: WordList
    months: dict[str, int]
    loose_months: WordList
    weekdays: WordList
    date_words: WordList
    units: WordList
    loose_counts: WordList
    articles: WordList
    before_articles: WordList
    long_units: WordList
    behind_times: WordList
    currencies: WordList
    reasons_weak: WordList
    reasons: WordList


def kinds_in(text: str) -> list[AnswerKind]:
    """The kinds of answer a sentence holds, in alphabetical order; places are not looked for here."""
    listed, found = table(AnswerKinds, "answer_kinds"), words(text)
    plain = [word.plain for word in found]
    reason = not listed.reasons.isdisjoint(plain)
    money = bool(numbers_in(found)) and not listed.currencies.isdisjoint(plain)
    holds: dict[AnswerKind, object] = {
        "age": _AGE.search(text),
        "date": _CLOCK.search(text) or any(_is_dated(word, listed) for word in found),
        "duration": any(_lasts(found, place, listed) for place in range(len(found))),
        "money": money or _MONEY.search(text),
        "number": cardinals_in(found),
        "percent": _PERCENT.search(text),
        "reason": reason,
        "reason_weak": not reason and not listed.reasons_weak.isdisjoint(plain),
    }
    return [kind for kind, held in holds.items() if held]


def cardinals_in(found: Sequence[Word]) -> tuple[int, ...]:
    """The places of words that count something: no ordinals, no years, no days of a month, no shares, not "one"."""
    listed = table(AnswerKinds, "answer_kinds")
    places = []
    for place, word in enumerate(found):
        before = found[place - 1].plain if place else ""
        after = found[place + 1].plain if place + 1 < len(found) else ""
        if word.digits:
            dated = before in listed.months or _YEAR.match(word.plain) or not word.plain[-1].isdigit()
            if not dated and after not in listed.percent:
                places.append(place)
        elif word.plain in listed.numbers and word.plain not in listed.ordinals | listed.uncounted:
            places.append(place)
    return tuple(places)


def numbers_in(found: Sequence[Word]) -> dict[str, int]:
    """The numbers of a sentence, written in digits, with the place of the word: "seventh" is 7, "10,000" 10000."""
    numbers = table(AnswerKinds, "answer_kinds").numbers
    places: dict[str, int] = {}
    for place, word in enumerate(found):
        if word.digits:
            places.setdefault(digits_of(word), place)
        elif word.plain in numbers:
            places.setdefault(f"{numbers[word.plain]:g}", place)
    return places


def digits_of(word: Word) -> str:
    """A number word's digits: "7th" is 7, "1990s" 1990."""
    return re.sub(r"(?:st|nd|rd|th|s)$", "", word.plain)


def _is_dated(word: Word, listed: AnswerKinds) -> bool:
    if word.plain in listed.months and word.capital and word.plain not in listed.loose_months:
        return True
    return word.plain in listed.weekdays or word.plain in listed.date_words or bool(_YEAR.match(word.plain))


def _lasts(found: Sequence[Word], place: int, listed: AnswerKinds) -> bool:
    """Whether a duration begins at a word: "two and a half hours", "for a decade", but not "six years after"."""
    word, before = found[place].plain, found[place - 1].plain if place else ""
    behind = [other.plain for other in found[place + 1 : place + 2 + DURATION_WITHIN]]
    counted = found[place].digits or (word in listed.numbers and word not in listed.ordinals)
    loose = word in listed.loose_counts or (word in listed.articles and before in listed.before_articles)
    if not counted and not loose and not (word == "a" and behind and behind[0] in listed.long_units):
        return False
    unit = next((n for n, other in enumerate(behind[:DURATION_WITHIN]) if other in listed.units), None)
    return unit is not None and not listed.behind_times.intersection(behind[unit + 1 : unit + 2])
