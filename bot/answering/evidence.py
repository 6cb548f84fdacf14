"""What a sentence could answer: does it hold a date, a number, a duration, money, a reason, a name?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.english import English
from knowledge.words import Word

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?:s)?$")
_CLOCK = re.compile(r"\b\d{1,2}(?::\d\d)?\s?(?:a\.?m|p\.?m|o['’]clock)\b", re.I)
_MONEY = re.compile(r"[$€£¥]\s?\d")
_PERCENT = re.compile(r"\d\s?%|\bper\s?cent\b", re.I)


def numbers_in(words: Sequence[Word], english: English) -> dict[str, int]:
    """The numbers of a sentence, written in digits, with the place of the word: "seventh" is 7, "10,000" 10000."""
    table = english.mapping("numbers")
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
    """The kinds of answer a sentence holds, among date, number, duration, money, percent, reason, place."""
    found = set()
    plain = [word.plain for word in words]
    numbers = numbers_in(words, english)
    if _dated(text, words, english):
        found.add("date")
    if numbers:
        found.add("number")
    units, numeral = english.words("units"), english.mapping("numbers")
    for here, after in zip(range(len(plain)), range(1, len(plain) + 1), strict=True):
        if words[here].digits or plain[here] in numeral or plain[here] in ("a", "an", "several", "few", "half"):
            near = plain[after : after + 4]
            if any(unit in units for unit in near):
                found.add("duration")
    if _MONEY.search(text) or (numbers and any(word in ("dollars", "euros", "pounds", "dollar") for word in plain)):
        found.add("money")
    if _PERCENT.search(text):
        found.add("percent")
    if any(word in english.words("reasons") for word in plain):
        found.add("reason")
    return frozenset(found)


def _dated(text: str, words: Sequence[Word], english: English) -> bool:
    months, weekdays, loose = english.mapping("months"), english.words("weekdays"), english.words("date_words")
    for word in words:
        if word.plain in months and word.capital and word.plain != "may":
            return True
        if word.plain in weekdays or word.plain in loose or _YEAR.match(word.plain):
            return True
    return bool(_CLOCK.search(text))
