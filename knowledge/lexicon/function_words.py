"""Function words: what small words tell of the words beside them, and which words can mean somebody.

The tables are `function_words.yaml` and `mentions.yaml`; their comments say what each list is for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from knowledge.lexicon.people import Gendered, plain
from knowledge.lexicon.tables import table

_WORD = re.compile(r"[\w'’-]+")


@dataclass(frozen=True)
class FunctionWords:
    """What small words tell of a name beside them, and what the grammar of the build reads."""

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
    copulas: frozenset[str]
    modals: frozenset[str]
    future: frozenset[str]
    spelled: dict[str, str]
    normative: frozenset[str]
    commissive: frozenset[str]
    obliging: frozenset[str]
    states: frozenset[str]
    negations: frozenset[str]
    refusals: frozenset[str]
    question_words: frozenset[str]
    whether: frozenset[str]
    added: frozenset[str]
    relatives: frozenset[str]
    conjunctions: frozenset[str]
    openers: frozenset[str]
    personal: frozenset[str]
    impersonal: frozenset[str]
    reflexive: frozenset[str]
    charging: frozenset[str]
    holding: frozenset[str]
    modifying: frozenset[str]
    perception: frozenset[str]
    in_names: frozenset[str]


@cache
def function_words() -> FunctionWords:
    """The lists, read once and never changed."""
    return table(FunctionWords, "function_words")


@dataclass(frozen=True)
class MentionWords:
    """Words of what can mean somebody named elsewhere, or somebody only described."""

    plural: frozenset[str]
    neuter: frozenset[str]
    first: frozenset[str]
    speaking: frozenset[str]
    relative: frozenset[str]
    many: frozenset[str]
    voices: frozenset[str]
    nobody: frozenset[str]
    new: frozenset[str]
    known: frozenset[str]
    bare: frozenset[str]
    definite: frozenset[str]
    articles: frozenset[str]
    owned: frozenset[str]
    counted: frozenset[str]
    approximate: frozenset[str]
    empty: frozenset[str]
    state: frozenset[str]
    of_names: frozenset[str]
    of_actors: frozenset[str]
    joining: frozenset[str]
    around: frozenset[str]
    unmarked: frozenset[str]

    def telling(self, text: str) -> list[str]:
        """The words of a phrase that tell who is meant, as `plain` writes them."""
        return [word for word in _WORD.findall(plain(text)) if word not in self.empty]


@cache
def mention_words() -> MentionWords:
    """The lists, read once and never changed."""
    return table(MentionWords, "mentions")
