"""What a sentence could answer: does it hold a date, a number, a duration, money, a reason, a name?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.english import English
from knowledge.lexicon.words import Word

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?:s)?$")
_CLOCK = re.compile(r"\b\d{1,2}(?::\d\d)?\s?(?:a\.?m|p\.?m|o['’]clock)\b", re.I)
_MONEY = re.compile(r"[$€£¥]\s?\d")
_AGE = re.compile(r",\s\d{1,3},|\b\d{1,3}[- ]years?[- ]old\b|\baged?\s\d{1,3}\b", re.I)
_PERCENT = re.compile(r"\d\s?%|\bper\s?cent\b", re.I)


def cardinals_in(words: Sequence[Word], english: English) -> tuple[int, ...]:
    """The places of words that count something: no ordinals, no years, no days of a month, not "one"."""
    table, months = english.numbers, english.months
    found = []
    for place, word in enumerate(words):
        before = words[place - 1].plain if place else ""
        if word.digits:
            after = words[place + 1].plain if place + 1 < len(words) else ""
            if after in ("percent", "percentage", "per"):
                continue
            dated = before in months or _YEAR.match(word.plain) or not word.plain[-1].isdigit()
            if not dated:
                found.append(place)
        elif word.plain in table and word.plain not in english.ordinals and word.plain != "one":
            found.append(place)
    return tuple(found)


def numbers_in(words: Sequence[Word], english: English) -> dict[str, int]:
    """The numbers of a sentence, written in digits, with the place of the word: "seventh" is 7, "10,000" 10000."""
    table = english.numbers
    found: dict[str, int] = {}
    for place, word in enumerate(words):
        if word.digits:
            found.setdefault(digits_of(word), place)
        elif word.plain in table:
            found.setdefault(f"{table[word.plain]:g}", place)
    return found


def digits_of(word: Word) -> str:
    """A number word's digits: "7th" is 7, "1990s" 1990."""
    return re.sub(r"(?:st|nd|rd|th|s)$", "", word.plain)


def evidence_in(text: str, words: Sequence[Word], english: English) -> frozenset[str]:
    """The kinds of answer a sentence holds, among date, number, duration, money, percent, age, reason."""
    found = set()
    plain = [word.plain for word in words]
    numbers = numbers_in(words, english)
    if _dated(text, words, english):
        found.add("date")
    if cardinals_in(words, english):
        found.add("number")
    if any(_lasts(plain, words, place, english) for place in range(len(plain))):
        found.add("duration")
    if _AGE.search(text):
        found.add("age")
    if _MONEY.search(text) or (numbers and any(word in english.currencies for word in plain)):
        found.add("money")
    if _PERCENT.search(text):
        found.add("percent")
    if any(word in english.reasons for word in plain):
        found.add("reason")
    elif any(word in english.reasons_weak for word in plain):
        found.add("reason_weak")
    return frozenset(found)


def _lasts(plain: Sequence[str], words: Sequence[Word], place: int, english: English) -> bool:
    """Whether a duration begins at a word: "two and a half hours", "for a decade", but not "six years after"."""
    counted = words[place].digits or (plain[place] in english.numbers and plain[place] not in english.ordinals)
    loose = plain[place] in ("several", "few", "many") or (
        plain[place] in ("a", "an") and plain[place - 1] in ("for", "half")
    )
    if (
        not counted
        and not loose
        and not (plain[place] == "a" and plain[place + 1 : place + 2] in (["decade"], ["century"]))
    ):
        return False
    for unit in range(place + 1, min(place + 5, len(plain))):
        if plain[unit] in english.units:
            return plain[unit + 1 : unit + 2] not in (["after"], ["ago"], ["before"], ["earlier"], ["later"])
    return False


def _dated(text: str, words: Sequence[Word], english: English) -> bool:
    months, weekdays, loose = english.months, english.weekdays, english.date_words
    for word in words:
        if word.plain in months and word.capital and word.plain != "may":
            return True
        if word.plain in weekdays or word.plain in loose or _YEAR.match(word.plain):
            return True
    return bool(_CLOCK.search(text))
