"""Text into words that can be compared: accents and case folded, possessives dropped, stems by Snowball."""

from __future__ import annotations

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple

import snowballstemmer

from knowledge.lexicon.tables import table

LONGEST = 40  # letters; what is longer is no word
UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # soft hyphen, spaces and joiners without width, byte order mark
_ONE_AT_A_TIME = threading.Lock()

# A number with its commas and decimals, and letters on it ("7th", "1.1bn"); initials with points ("U.S."); a word with
# its apostrophes. Hyphens part words.
_LETTERS = rf"[^\W_]+(?:[{UNSEEN}]+[^\W_]+)*"
_WORD = re.compile(rf"\d+(?:[.,]\d+)*[^\W\d_]{{0,3}}\b|(?:[^\W\d_]\.){{2,}}|{_LETTERS}(?:['’ʼ]{_LETTERS})*")
_POSSESSIVE = re.compile(r"['’ʼ]s?$")
_SEEN = {ord(letter): "" for letter in UNSEEN} | {
    code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0xFB00, 0xFB07), *range(0xFF01, 0xFF5F))
}
_LIGATURES = str.maketrans({"ø": "o", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d"})


class Word(NamedTuple):
    """A word at [start, end) of its text: as written, folded, and its stem."""

    text: str
    plain: str
    stem: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it is written with a capital letter first."""
        return self.text[:1].isupper()

    @property
    def digits(self) -> bool:
        """Whether it is a number in digits, ordinals such as "7th" included."""
        return self.text[:1].isdigit()


@dataclass(frozen=True)
class Endings:
    """The table `endings.yaml`; its comments say what each list tells."""

    nouns: tuple[str, ...]
    related: frozenset[str]
    regular: tuple[str, ...]
    instead_of_e: tuple[str, ...]
    instead_of_y: tuple[str, ...]
    no_plural: tuple[str, ...]
    no_form: tuple[str, ...]


class WordList(frozenset[str]):
    """The folded words of a list in a table; other forms of them are told by their stems."""

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of the words."""
        return frozenset(map(stem, self))

    def has(self, word: Word) -> bool:
        """Whether a word, or another form of it, is on the list."""
        return word.plain in self or word.stem in self.stems

    def has_verb(self, word: Word) -> bool:
        """Whether a word is a form of a verb on the list: "threatened" of "threaten", but no noun made from it."""
        if word.plain in self:
            return True
        return word.stem in self.stems and not word.plain.endswith(table(Endings, "endings").nouns)


def visible(text: str) -> str:
    """The text as a reader sees it: without characters that nobody sees, ligatures and full-width letters as usual."""
    return text if text.isascii() else text.translate(_SEEN)


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower case without accents: "Élysée" is "elysee"."""
    decomposed = unicodedata.normalize("NFKD", visible(text).casefold().translate(_LIGATURES))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@lru_cache(maxsize=20_000)
def stem(plain: str) -> str:
    """The Snowball stem of a folded word, irregular forms read as their word first ("fled" as "flee")."""
    if not plain.isalpha() or len(plain) > LONGEST:
        return plain
    plain = _irregular().get(plain, plain)
    if len(plain) <= 3:
        return plain
    with _ONE_AT_A_TIME:  # a stemmer keeps the word it works on
        return str(_stemmer().stemWord(plain))


@cache
def _irregular() -> dict[str, str]:
    """Irregular forms and second spellings, each with the word that it is read as."""
    kinds = table(dict[str, dict[str, frozenset[str]]], "irregular").values()
    return {form: word for rows in kinds for word, forms in rows.items() for form in forms}


@cache
def _stemmer() -> Any:
    return snowballstemmer.stemmer("english")


def words(text: str, most: int | None = None) -> list[Word]:
    """The words of a text in order, at most `most` of them.

    >>> [word.plain for word in words("Iran's 10,000 U.S.-made rockets")]
    ['iran', '10000', 'us', 'made', 'rockets']
    """
    found: list[Word] = []
    for match in _WORD.finditer(text):
        if most is not None and len(found) >= most:
            break
        plain = _plain(match[0])
        if plain:
            found.append(Word(match[0], plain, stem(plain), match.start(), match.end()))
    return found


@lru_cache(maxsize=20_000)
def _plain(written: str) -> str:
    folded = fold(written)
    if folded[:1].isdigit():
        return folded.replace(",", "")
    if "." in folded:
        return folded.replace(".", "")
    return re.sub(r"['’ʼ]", "", _POSSESSIVE.sub("", folded))
