"""The hand-written words about people and organisations, read from `lexicon/` once per run."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

from knowledge.lexicon.countries import Countries, load_countries

Gender = Literal["male", "female"]

FOLDER = Path(__file__).parent / "en"


@dataclass(frozen=True)
class Lexicon:
    """What is known of words before any article is read. Keys are lower case, without full stops."""

    countries: Countries
    given_names: dict[str, Gender | None]
    honorifics: dict[str, Gender | None]
    titles: frozenset[str]
    before_title: frozenset[str]
    persons: dict[str, Gender | None]
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
    long_forms: dict[str, str]
    same_office: dict[str, list[str]]

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


def plain(words: str) -> str:
    """Lower case, without full stops and doubled spaces: the key of every list here."""
    return " ".join(words.lower().replace(".", "").replace("’", "'").split())


@functools.cache
def load_lexicon() -> Lexicon:
    """The lexicon, read once and never changed."""
    titles = yaml.safe_load((FOLDER / "titles.yaml").read_text(encoding="utf-8"))
    names = yaml.safe_load((FOLDER / "given_names.yaml").read_text(encoding="utf-8"))
    given: dict[str, Gender | None] = dict.fromkeys(names["either"].lower().split())
    for gender in ("male", "female"):
        given |= dict.fromkeys(names[gender].lower().split(), gender)
    persons: dict[str, Gender | None] = dict.fromkeys(titles["persons"]["either"])
    for gender in ("male", "female"):
        persons |= dict.fromkeys(titles["persons"][gender], gender)
    sets = ("titles", "before_title", "speaking", "organisations", "organisation_starts", "offices", "suffixes")
    sets += ("particles", "platforms", "parties", "no_names", "nobody", "places", "relational", "instruments")
    sets += ("company_nouns", "place_words", "company_endings", "legal_forms", "company_offices")
    sets += ("also_bodies", "public_offices", "bodies", "elected", "other_seats")
    return Lexicon(
        countries=load_countries(),
        given_names=given,
        honorifics={word: None if gender == "none" else gender for word, gender in titles["honorifics"].items()},
        persons=persons,
        nicknames=titles["nicknames"],
        long_forms=titles["long_forms"],
        same_office=titles["same_office"],
        **{name: frozenset(map(str, titles[name])) for name in sets},
    )
