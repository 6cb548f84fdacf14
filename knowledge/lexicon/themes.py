"""Themes of the news and generic nouns, read from their lexicons, and words as the topics compare them."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from knowledge.lexicon.tables import table

_POSSESSIVE = re.compile(r"['’]s?$")
_PLURALS = (
    (re.compile(r"(\w{2})ies$"), r"\1y"),
    (re.compile(r"(ch|sh|ss|x|z)es$"), r"\1"),
    (re.compile(r"(\w\w[^usi])s$"), r"\1"),
)


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
        for words in self.theme_of:
            lengths[words[0]] = max(lengths.get(words[0], 0), len(words))
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
