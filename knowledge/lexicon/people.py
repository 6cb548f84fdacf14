"""The hand-written words about people, bodies and countries: `titles.yaml`, first names with their gender, kinds of
bodies, and words that stand for a state: names, demonyms, capitals, seats of government ("Tehran has vowed").

The headers and comments of the tables say what each list holds. Words are compared as `plain` writes them, those for
countries as they are written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal, get_args

from knowledge.lexicon.tables import table
from knowledge.lexicon.words import Endings, visible, words

Gender = Literal["male", "female"]
How = Literal["name", "demonym", "capital", "metonym"]

SHORTEST_CAPITALS = 4  # "IRAN" in a headline is Iran; of three letters or fewer, capitals are an abbreviation
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")


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


# --- countries


@dataclass(frozen=True)
class Country:
    """One row of the table, whose header says what each field means."""

    name: str
    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    capital: str | None = None
    capitals: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    part_of: str | None = None
    ambiguous: tuple[str, ...] = ()

    def words(self) -> list[tuple[str, How]]:
        """Every word of the row with how it stands for the country, names first."""
        unchanged = table(Endings, "endings").no_plural
        plurals = [f"{word}s" for word in self.demonyms if not word.endswith(unchanged) and f"{word}s" != self.name]
        capitals = [self.capital, *self.capitals] if self.capital else []
        groups: list[tuple[How, list[str]]] = [
            ("name", [self.name, *self.names]),
            ("demonym", [*self.demonyms, *self.people, *plurals]),
            ("capital", capitals),
            ("metonym", list(self.metonyms)),
        ]
        return [(word, how) for how, words in groups for word in words]


@dataclass(frozen=True)
class Countries:
    """The table, indexed."""

    rows: tuple[Country, ...]

    @cached_property
    def _rows(self) -> dict[str, Country]:
        return {row.name: row for row in self.rows}

    @cached_property
    def _index(self) -> dict[str, tuple[str, How]]:
        index: dict[str, tuple[str, How]] = {}
        for order in get_args(How):  # "Singapore" is first of all the country
            for row in self.rows:
                for word, how in row.words():
                    if how == order:
                        index.setdefault(word, (row.name, how))
        return index

    @cached_property
    def _capitals(self) -> dict[str, str]:
        return {word.upper(): word for word in reversed(self._index) if len(word) >= SHORTEST_CAPITALS}

    @cached_property
    def _ambiguous(self) -> frozenset[str]:
        return frozenset(word for row in self.rows for word in row.ambiguous)

    def _key(self, text: str) -> str | None:
        """The table's own spelling of a word, without article, possessive and odd spaces."""
        plain = " ".join(text.split())
        for whole in (plain, _POSSESSIVE.sub("", plain)):  # "St. John's" is a capital, "Iran's" a possessive
            bare = whole[4:] if whole.lower().startswith("the ") else whole
            for candidate in (whole, bare, f"The {bare}" if bare != whole else ""):
                if candidate in self._index:
                    return candidate
        return self._capitals.get(bare) if bare.isupper() and len(bare) >= SHORTEST_CAPITALS else None

    @cached_property
    def by_words(self) -> dict[tuple[str, ...], str]:
        """The country of each name and demonym, by its folded words: what means nothing else than the country."""
        named = ((word, row.name) for row in self.rows for word, how in row.words() if how in ("name", "demonym"))
        return {tuple(part.plain for part in words(word)): country for word, country in named}

    def find(self, text: str) -> tuple[str, How] | None:
        """The country that a word or name stands for, and how; None where it stands for none.

        Case counts ("US", not "us"; "TURKEY" in capitals is read as Turkey, "turkey" is a bird). A leading
        "the" and a possessive ending are passed over. Ask `ambiguous` whether the bare word is enough.
        """
        key = self._key(text)
        return self._index[key] if key else None

    def ambiguous(self, text: str) -> bool:
        """Whether the word as often means something else ("Jordan", "Georgia", "Washington", "Santiago")."""
        return self._key(text) in self._ambiguous

    def words(self, name: str) -> tuple[tuple[str, How], ...]:
        """Every word that stands for a country, each with how; () for a name that is not in the table."""
        row = self._rows.get(name)
        return tuple(row.words()) if row else ()


@cache
def load_countries() -> Countries:
    """The table of countries of the language that is set. Raises BadData with every row that cannot be used."""
    return Countries(table(tuple[Country, ...], "countries"))
