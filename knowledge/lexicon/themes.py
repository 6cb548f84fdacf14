"""Themes of the news and generic nouns, read from their lexicons, and words as the topics compare them."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

LEXICON = Path(__file__).parent / "en"

_POSSESSIVE = re.compile(r"['’]s?$")
_PLURALS = (
    (re.compile(r"(\w{2})ies$"), r"\1y"),
    (re.compile(r"(ch|sh|ss|x|z)es$"), r"\1"),
    (re.compile(r"(\w\w[^usi])s$"), r"\1"),
)
_IRREGULAR = {
    "women": "woman",
    "men": "man",
    "children": "child",
    "people": "people",
    "crises": "crisis",
    "analyses": "analysis",
    "caucuses": "caucus",
    "viruses": "virus",
    "campuses": "campus",
    "bonuses": "bonus",
} | {word: word for word in ("news", "politics", "economics", "ethics", "series", "species", "means", "headquarters")}


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
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending, replacement in _PLURALS:
        changed = ending.sub(replacement, word)
        if changed != word:
            return changed
    return word


@functools.cache
def load_themes(folder: Path = LEXICON) -> Themes:
    """The themes and the generic nouns of the lexicon."""
    themes = yaml.safe_load((folder / "themes.yaml").read_text(encoding="utf-8"))
    generic = yaml.safe_load((folder / "generic_nouns.yaml").read_text(encoding="utf-8"))
    theme_of = {
        tuple(singular(part) for part in word.split()): theme["name"]
        for theme in themes
        for word in [*theme["words"], *theme.get("doubtful", [])]
    }
    doubtful = frozenset(singular(word) for theme in themes for word in theme.get("doubtful", []))
    return Themes(theme_of, doubtful, frozenset(singular(word) for words in generic.values() for word in words))


@functools.cache
def load_lookalikes(path: Path = LEXICON / "lookalikes.yaml") -> frozenset[str]:
    """The words whose stem misleads; see the file's header."""
    return frozenset(yaml.safe_load(path.read_text(encoding="utf-8")))
