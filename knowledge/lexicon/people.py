"""The hand-written words about people and organisations: `titles.yaml`, and first names with their gender.

The headers and comments of the tables say what each list holds. Words are compared as `plain` writes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from knowledge.lexicon.countries import Countries, load_countries
from knowledge.lexicon.tables import table
from knowledge.lexicon.words import visible

Gender = Literal["male", "female"]


@dataclass(frozen=True)
class Gendered:
    """Words with the gender they point to; those in `either` point to none."""

    male: frozenset[str]
    female: frozenset[str]
    either: frozenset[str]

    def __contains__(self, word: str) -> bool:
        return word in self.male or word in self.female or word in self.either

    def get(self, word: str) -> Gender | None:
        """The gender that a word points to, or None."""
        return "female" if word in self.female else "male" if word in self.male else None


@dataclass(frozen=True)
class Lexicon:
    """What is known of words before any article is read."""

    honorifics: Gendered
    titles: frozenset[str]
    before_title: frozenset[str]
    persons: Gendered
    speaking: frozenset[str]
    organisations: frozenset[str]
    organisation_starts: frozenset[str]
    platforms: frozenset[str]
    offices: frozenset[str]
    suffixes: frozenset[str]
    particles: frozenset[str]
    nicknames: dict[str, str]
    parties: frozenset[str]
    no_names: frozenset[str]
    nobody: frozenset[str]
    places: frozenset[str]
    relational: frozenset[str]
    instruments: frozenset[str]
    company_nouns: frozenset[str]
    place_words: frozenset[str]
    company_endings: frozenset[str]
    legal_forms: frozenset[str]
    company_offices: frozenset[str]
    also_bodies: frozenset[str]
    public_offices: frozenset[str]
    bodies: frozenset[str]
    other_seats: frozenset[str]
    elected: frozenset[str]
    addressed: frozenset[str]
    past: frozenset[str]
    small_forms: frozenset[str]
    many: tuple[str, ...]
    members: tuple[str, ...]
    of_places: frozenset[str]
    numbered: frozenset[str]
    shares: frozenset[str]
    abbreviated: frozenset[str]
    asked: frozenset[str]
    long_forms: dict[str, str]
    same_office: dict[str, frozenset[str]]

    @property
    def countries(self) -> Countries:
        """The countries and the words that stand for them."""
        return load_countries()

    @cached_property
    def given_names(self) -> Gendered:
        """First names."""
        return table(Gendered, "given_names")

    def is_title(self, words: str) -> bool:
        """Whether the words (any case) are an office or an honorific that stands before a name."""
        key = plain(words)
        return key in self.titles or key in self.honorifics

    def gender_of_name(self, given: str) -> Gender | None:
        """The gender a first name points to, or None."""
        return self.given_names.get(plain(given))

    def is_given_name(self, word: str) -> bool:
        """Whether the word is a first name of the list."""
        return plain(word) in self.given_names

    def formal_name(self, given: str) -> str:
        """The long form of a first name: "benjamin" for "Ben"."""
        key = plain(given)
        return self.nicknames.get(key, key)


@cache
def lexicon() -> Lexicon:
    """The lists, read once and never changed."""
    return table(Lexicon, "titles")


def plain(words: str) -> str:
    """Lower case, without full stops and doubled spaces: the key of every list here."""
    return " ".join(visible(words).lower().replace(".", "").replace("’", "'").split())


# --- kinds of bodies


@dataclass(frozen=True)
class BodyClasses:
    """The nouns of each class of bodies."""

    classes: dict[str, frozenset[str]]

    @cached_property
    def _by_noun(self) -> dict[str, frozenset[str]]:
        nouns = frozenset().union(*self.classes.values())
        return {noun: frozenset(name for name, listed in self.classes.items() if noun in listed) for noun in nouns}

    def of(self, noun: str) -> frozenset[str]:
        """The classes of a noun in lower case."""
        return self._by_noun.get(noun, frozenset())


@cache
def body_classes() -> BodyClasses:
    """The classes of bodies in the language that is set."""
    return table(BodyClasses, "body_classes")
