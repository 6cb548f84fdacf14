"""The words that tell when, where and how much, read from `lexicon/en/details.yaml`."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True)
class Words:
    """The lists of the lexicon, lower case; its comments say what each is for."""

    weekdays: frozenset[str]
    months: frozenset[str]
    days: frozenset[str]
    units: frozenset[str]
    pointers: frozenset[str]
    after_units: frozenset[str]
    approximately: frozenset[str]
    uncounted: frozenset[str]
    locative: frozenset[str]
    visiting: frozenset[str]
    parts: frozenset[str]
    places: frozenset[str]
    regions: frozenset[str]

    @functools.cached_property
    def marks(self) -> frozenset[str]:
        """The words without which there is no time, years and clock times apart."""
        return self.weekdays | self.months | self.days | self.units


def in_list(token: Token, words: frozenset[str]) -> bool:
    """Whether a token stands in a list of singulars, itself in the singular or the plural."""
    lower = token.lower_
    return lower in words or (lower[-1] == "s" and token.lemma_.lower() in words)
