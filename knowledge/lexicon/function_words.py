"""Pronouns, determiners and prepositions: `lexicon/en/function_words.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from knowledge.lexicon.people import Gendered
from knowledge.lexicon.tables import table


@dataclass(frozen=True)
class FunctionWords:
    """What small words tell of a name beside them; the comments of the table say what each list holds."""

    pronouns: Gendered
    objects: frozenset[str]
    pointing: frozenset[str]
    placing: frozenset[str]
    locative: frozenset[str]
    moving: frozenset[str]
    tying: frozenset[str]
    after_role: frozenset[str]
    inside_title: frozenset[str]
    inside_body: frozenset[str]
    before_and: frozenset[str]


@cache
def function_words() -> FunctionWords:
    """The lists, read once and never changed."""
    return table(FunctionWords, "function_words")
