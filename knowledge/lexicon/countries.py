"""Countries and the words that stand for them: names, demonyms, capitals, seats of government.

"Tehran has vowed", "Burmese officials", "the Kremlin said" all speak of a state. The table is
`lexicon/en/countries.yaml`, written by hand; its header says what each field means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal, get_args

from knowledge.lexicon.tables import table
from knowledge.lexicon.words import Endings

How = Literal["name", "demonym", "capital", "metonym"]

_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
SHORTEST_CAPITALS = 4  # "IRAN" in a headline is Iran; of three letters or fewer, capitals are an abbreviation


@dataclass(frozen=True)
class Country:
    """One row of the table; `part_of` names the state that a land or territory belongs to."""

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
    """The table, indexed. Build it once with `load_countries` and hand it on."""

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

    def demonyms(self, name: str) -> tuple[str, ...]:
        """Adjectives and words for the people of a country, () for a name that is not in the table."""
        row = self._rows.get(name)
        return tuple(word for word, how in row.words() if how == "demonym") if row else ()

    def words(self, name: str) -> tuple[tuple[str, How], ...]:
        """Every word that stands for a country, each with how; () for a name that is not in the table."""
        row = self._rows.get(name)
        return tuple(row.words()) if row else ()

    def part_of(self, name: str) -> str | None:
        """The state that a land or territory belongs to ("United Kingdom" for "Scotland"), else None."""
        row = self._rows.get(name)
        return row.part_of if row else None


@cache
def load_countries() -> Countries:
    """The table of countries of the language that is set. Raises BadData with every row that cannot be used."""
    return Countries(table(tuple[Country, ...], "countries"))
