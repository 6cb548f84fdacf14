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
_MONEY = re.compile(r"[$€£¥₹₦₩₽₺₴₪]\s?\d")
_LETTERED = re.compile(r"(\d+(?:\.\d+)?)([a-z]+)")
_AGE = re.compile(r",\s\d{1,3},|\b\d{1,3}[- ]years?[- ]old\b|\baged?\s\d{1,3}\b", re.I)
_PERCENT = re.compile(r"\d\s?%|\bper\s?cent\b", re.I)


@dataclass(frozen=True)
class AnswerKinds:
    """The table `answer_kinds.yaml`; its comments say what each list tells."""

    numbers: dict[str, float]
    scales: dict[str, float]
    scale_letters: dict[str, float]
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
    money = not listed.currencies.isdisjoint(plain) and bool(numbers_in(found))
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
            bare = word.plain[-1].isdigit() or _lettered(word, listed) is not None
            dated = before in listed.months or _YEAR.match(word.plain) or not bare
            if not dated and after not in listed.percent:
                places.append(place)
        elif word.plain in listed.numbers and word.plain not in listed.ordinals | listed.uncounted:
            places.append(place)
    return tuple(places)


def numbers_in(found: Sequence[Word]) -> dict[str, int]:
    """The numbers of a sentence, written in digits, with the place of the word: "seventh" is 7, "10,000" 10000.

    An amount is there as a whole and by its words: "1.1 billion" is 1100000000 and 1.1.
    """
    numbers = table(AnswerKinds, "answer_kinds").numbers
    places: dict[str, int] = {}
    for place, word in enumerate(found):
        value, length = amount_at(found, place)
        if length:
            places.setdefault(value, place)
        if word.digits:
            places.setdefault(digits_of(word), place)
        elif word.plain in numbers:
            places.setdefault(f"{numbers[word.plain]:g}", place)
    return places


def amount_at(found: Sequence[Word], place: int) -> tuple[str, int]:
    """The value of the amount that begins at a word, in digits, and how many words it has, 0 where none begins.

    >>> from knowledge.lexicon.words import words
    >>> [amount_at(words(text), 0) for text in ("1.1bn", "1.1 billion", "1,100 million", "40 crore", "12")]
    [('1100000000', 1), ('1100000000', 2), ('1100000000', 2), ('400000000', 2), ('12', 1)]
    """
    listed, word = table(AnswerKinds, "answer_kinds"), found[place]
    value = _lettered(word, listed)
    if value is None and not word.digits:
        value = listed.numbers.get(word.plain)
    elif value is None and re.fullmatch(r"\d+(?:\.\d+)?", word.plain):
        value = float(word.plain)
    if value is None or word.plain in listed.ordinals:
        return (digits_of(word), 1) if word.digits else ("", 0)
    end = place + 1
    while end < len(found) and found[end].plain in listed.scales:
        value *= listed.scales[found[end].plain]
        end += 1
    scaled = end > place + 1 or not word.digits or _lettered(word, listed) is not None
    return (f"{value:.15g}" if scaled else digits_of(word)), end - place


def _lettered(word: Word, listed: AnswerKinds) -> float | None:
    """The value of a number with letters for its scale: "1.1bn", "48m", "250k"."""
    match = _LETTERED.fullmatch(word.plain)
    scale = listed.scale_letters.get(match[2]) if match else None
    return float(match[1]) * scale if match and scale else None


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
    counted = found[place].digits or (word in listed.numbers and word not in listed.ordinals)
    loose = word in listed.loose_counts or (word in listed.articles and before in listed.before_articles)
    if not counted and not loose and word != "a":
        return False
    behind = [other.plain for other in found[place + 1 : place + 2 + DURATION_WITHIN]]
    if not counted and not loose and listed.long_units.isdisjoint(behind[:1]):
        return False
    unit = next((n for n, other in enumerate(behind[:DURATION_WITHIN]) if other in listed.units), None)
    return unit is not None and not listed.behind_times.intersection(behind[unit + 1 : unit + 2])
