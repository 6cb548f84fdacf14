"""Countries and the words that stand for them: names, demonyms, capitals, seats of government.

"Tehran has vowed", "Burmese officials", "the Kremlin said" all speak of a state. The table is
`lexicon/en/countries.yaml`, written by hand; its header says what each field means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

import yaml

from knowledge.errors import BadData, Problem

How = Literal["name", "demonym", "capital", "metonym"]

TABLE = Path(__file__).parent / "en" / "countries.yaml"
LISTS = ("names", "demonyms", "people", "capitals", "metonyms", "ambiguous")
TEXTS = ("name", "capital", "part_of")

_NO_PLURAL = ("ese", "ish", "sh", "ch", "s", "x", "z")  # "Chinese", "Irish", "Welsh", "French", "Swiss"
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
        plurals = [f"{word}s" for word in self.demonyms if not word.endswith(_NO_PLURAL) and f"{word}s" != self.name]
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
        for order in ("name", "demonym", "capital", "metonym"):  # "Singapore" is first of all the country
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
def load_countries(path: Path = TABLE) -> Countries:
    """The table of countries from a YAML file. Raises BadData with every row that cannot be used."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(raw, list):
        raise BadData.one(path.name, "", "no list", "a list of countries")
    problems = [problem for number, row in enumerate(raw) for problem in _row_problems(path.name, number, row)]
    if problems:
        raise BadData(problems)
    return Countries(tuple(_country(row) for row in raw))


def _country(row: dict) -> Country:
    return Country(**{key: tuple(value) if key in LISTS else value for key, value in row.items()})


def _row_problems(file: str, number: int, row: object) -> list[Problem]:
    if not isinstance(row, dict) or not isinstance(row.get("name"), str):
        return [Problem(file, f"row {number + 1}", repr(row)[:60], "a mapping with a name")]
    wrong = []
    for key, value in row.items():
        if key in LISTS:
            good, expected = isinstance(value, list) and all(isinstance(word, str) for word in value), "a list of texts"
        else:
            good, expected = isinstance(value, str), "a text"
        if key not in TEXTS + LISTS:
            wrong.append(Problem(file, row["name"], f"the key {key}", f"one of {', '.join(TEXTS + LISTS)}"))
        elif not good:
            wrong.append(Problem(file, f"{row['name']}, {key}", repr(value)[:60], expected))
    return wrong
