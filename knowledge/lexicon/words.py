"""Text into words that can be compared: accents and case folded, possessives dropped, stems by Snowball; and what they
mean for a reader: the words of like meaning (`synonyms.yaml`), the theme of the news they are of (`themes.yaml`).

Synonyms stand in the compiled fact base, where an editor sees and changes them: `arsenal: [stockpile, weapons]` says
that somebody who asks for the stockpile may be shown a sentence about the arsenal. Themes and generic nouns
(`generic_nouns.yaml`) are compared in the singular.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple

import snowballstemmer

from knowledge.errors import BadData
from knowledge.lexicon.tables import table

LONGEST = 40  # letters; what is longer is no word
LONGEST_PHRASE = 4  # words
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
_PLURALS = (
    (re.compile(r"(\w{2})ies$"), r"\1y"),
    (re.compile(r"(ch|sh|ss|x|z)es$"), r"\1"),
    (re.compile(r"(\w\w[^usi])s$"), r"\1"),
)

Group = dict[str, str]  # members in their order, each with the stems of its words


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


# --- words of like meaning


@dataclass(frozen=True)
class Synonyms:
    """The table: one group a line, members parted by commas."""

    groups: list[str]


def synonyms_for(article_text: str) -> dict[str, list[str]]:
    """Words and phrases of the article, each with what may be asked for it, both in alphabetical order.

    Words are compared by stem, phrases by the stems of their words in a row, abbreviations as they are written.
    Raises BadData for a table that is no table.
    """
    article = words(article_text)
    stems, written = [word.stem for word in article], {word.text for word in article if word.text.isupper()}
    runs = {
        " ".join(stems[start : start + length])
        for length in range(1, LONGEST_PHRASE + 1)
        for start in range(len(stems))
    }
    found: dict[str, set[str]] = {}
    for key in _by_key().keys() & (runs | written):
        for member, keys in _by_key()[key]:
            found.setdefault(member, set()).update(other for other in keys if keys[other] != keys[member])
    return {member: sorted(others) for member, others in sorted(found.items()) if others}


@cache
def load_groups() -> tuple[Group, ...]:
    """The groups of the table of the language that is set. Raises BadData with the first line that is no group."""
    return groups_of(table(Synonyms, "synonyms").groups, "synonyms.yaml")


@cache
def _by_key() -> dict[str, list[tuple[str, Group]]]:
    """Members with their groups by what an article must have: "US" and "WHO" as written, for "us" and "who" are others;
    the stems of the rest, which are in lower case."""
    found: dict[str, list[tuple[str, Group]]] = {}
    for keys in load_groups():
        for member, key in keys.items():
            found.setdefault(member if member.isupper() else key, []).append((member, keys))
    return found


def groups_of(lines: Sequence[str], file: str) -> tuple[Group, ...]:
    """The groups that stand in lines of a file. Raises BadData with the first line that is none."""
    groups = []
    for number, line in enumerate(lines):
        members = [" ".join(member.split()) for member in line.split(",")]
        if len(members) < 2 or not all(words(member) for member in members):
            raise BadData.one(file, f"groups[{number}]", repr(line)[:60], "words parted by commas")
        groups.append({member: " ".join(word.stem for word in words(member)) for member in members})
    return tuple(groups)


# --- themes


@dataclass(frozen=True)
class Theme:
    """A row of the table: what the topic is called, its words, and those that count only beside one of them."""

    name: str
    words: tuple[str, ...]
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True)
class Themes:
    """`theme_of` gives the theme of a word or phrase (its words in the singular), `doubtful` holds those that count
    only beside another of their theme, `generic` the nouns of no topic."""

    theme_of: dict[tuple[str, ...], str]
    doubtful: frozenset[str]
    generic: frozenset[str]

    @cached_property
    def longest(self) -> dict[str, int]:
        """How many words the longest word or phrase of a theme has that begins with a word."""
        lengths: dict[str, int] = {}
        for phrase in self.theme_of:
            lengths[phrase[0]] = max(lengths.get(phrase[0], 0), len(phrase))
        return lengths

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all themes."""
        return frozenset(self.theme_of.values())


@lru_cache(maxsize=20_000)
def singular(word: str) -> str:
    """A noun in lower case and the singular, by its ending: "Sanctions" is "sanction", "bodies" is "body"."""
    word = _POSSESSIVE.sub("", word.lower())
    irregular = table(dict[str, str], "plurals").get(word)
    if irregular is not None:
        return irregular
    for ending, replacement in _PLURALS:
        changed = ending.sub(replacement, word)
        if changed != word:
            return changed
    return word


@cache
def load_themes() -> Themes:
    """The themes and the generic nouns of the language that is set."""
    themes = table(tuple[Theme, ...], "themes")
    generic = table(dict[str, frozenset[str]], "generic_nouns")
    return Themes(
        {_key(word): theme.name for theme in themes for word in (*theme.words, *theme.doubtful)},
        frozenset(singular(word) for theme in themes for word in theme.doubtful),
        frozenset(singular(word) for nouns in generic.values() for word in nouns),
    )


def _key(word: str) -> tuple[str, ...]:
    return tuple(singular(part) for part in word.split())
