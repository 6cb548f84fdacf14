"""The words of a question as they were meant: slang, contractions and slips of the finger mended."""

from __future__ import annotations

import re

from bot.answering.english import English
from bot.answering.index import Index
from bot.answering.spelling import MOST_TRIED
from knowledge.words import Word, stem, words

MOST_WORDS = 60


def plain_words(text: str, english: English) -> list[Word]:
    """The words of a question with slips in its question words mended and contractions taken apart."""
    spelling, contractions = english.mapping("spelling"), english.mapping("contractions")
    found: list[Word] = []
    written = words(text, MOST_WORDS)
    for place, word in enumerate(written):
        after = written[place + 1].plain if place + 1 < len(written) else ""
        if word.plain in ("2", "4") and not (after in ("", "th") or after.isdigit()) and _no_count(after, english):
            plain = {"2": "to", "4": "for"}[word.plain]
            found.append(Word(plain, plain, plain, word.start, word.end))
            continue
        if word.plain in contractions:
            found += [Word(part, part, stem(part), word.start, word.end) for part in contractions[word.plain]]
        elif word.plain in spelling and not (word.capital and found):
            plain = spelling[word.plain]
            found.append(Word(plain, plain, stem(plain), word.start, word.end))
        else:
            found.append(word)
            if re.search(r"['’]s$", word.text) and word.plain in english.words("question_words"):
                found.append(Word("is", "is", "is", word.end, word.end))
    return found


def mended_words(asked: list[Word], index: Index, cased: bool) -> tuple[list[Word], tuple[tuple[str, str], ...]]:
    """The words with slips of the finger mended, and what was read as what. Countries stay the countries they are;
    a word with a capital can only be one of the article's."""
    found, mended, tried = [], [], 0
    for place, word in enumerate(asked):
        meant = None
        if tried < MOST_TRIED and not index.speller.knows(word.plain) and not index.names.country_of((word.plain,)):
            named, tried = cased and word.capital and place > 0, tried + 1
            meant = index.speller.mend(word.plain, name=named)
        if meant is None or stem(meant) == word.stem:
            found.append(word)
        else:
            mended.append((word.text, meant))
            text = meant.capitalize() if word.capital else meant
            found.append(Word(text, meant, stem(meant), word.start, word.end))
    return found, tuple(mended)


def _no_count(after: str, english: English) -> bool:
    """Whether "2" or "4" before a word is no number: "4 the plan", "back 2 work"."""
    return after in ("the", "a", "an", "his", "her", "their", "my", "our") or not after.endswith("s")


def is_cased(asked: list[Word]) -> bool:
    """Whether capitals mean something here: not in shouting, not where every word has one, not where none has."""
    letters = [word for word in asked[1:] if word.text[:1].isalpha()]
    capitals = sum(word.capital for word in letters)
    shouting = sum(word.text.isupper() and len(word.text) > 3 for word in letters) > 0.4 * len(letters)
    return bool(capitals) and not shouting and (len(letters) < 3 or capitals < 0.8 * len(letters))
