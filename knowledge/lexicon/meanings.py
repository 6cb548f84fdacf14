"""What words mean for a reader: those of like meaning (`synonyms.yaml`), and the theme of the news that a word is of.

Synonyms stand in the compiled fact base, where an editor sees and changes them: `arsenal: [stockpile, weapons]` says
that somebody who asks for the stockpile may be shown a sentence about the arsenal. Themes and generic nouns
(`themes.yaml`, `generic_nouns.yaml`) are compared in the singular.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.errors import BadData
from knowledge.lexicon.tables import table
from knowledge.lexicon.words import words

Group = dict[str, str]  # members in their order, each with the stems of its words

LONGEST = 4  # words of a phrase

_POSSESSIVE = re.compile(r"['’]s?$")
_PLURALS = (
    (re.compile(r"(\w{2})ies$"), r"\1y"),
    (re.compile(r"(ch|sh|ss|x|z)es$"), r"\1"),
    (re.compile(r"(\w\w[^usi])s$"), r"\1"),
)


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
    runs = {" ".join(stems[start : start + length]) for length in range(1, LONGEST + 1) for start in range(len(stems))}
    found: dict[str, set[str]] = {}
    for key in _by_key().keys() & (runs | written):
        for member, keys in _by_key()[key]:
            found.setdefault(member, set()).update(other for other in keys if keys[other] != keys[member])
    return {member: sorted(others) for member, others in sorted(found.items()) if others}


@functools.cache
def load_groups() -> tuple[Group, ...]:
    """The groups of the table of the language that is set. Raises BadData with the first line that is no group."""
    return groups_of(table(Synonyms, "synonyms").groups, "synonyms.yaml")


@functools.cache
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

    @functools.cached_property
    def longest(self) -> dict[str, int]:
        """How many words the longest word or phrase of a theme has that begins with a word."""
        lengths: dict[str, int] = {}
        for phrase in self.theme_of:
            lengths[phrase[0]] = max(lengths.get(phrase[0], 0), len(phrase))
        return lengths

    @functools.cached_property
    def names(self) -> frozenset[str]:
        """The names of all themes."""
        return frozenset(self.theme_of.values())


@functools.lru_cache(maxsize=20_000)
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


@functools.cache
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
