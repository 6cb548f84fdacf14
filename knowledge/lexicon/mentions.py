"""Words of what can mean somebody: `mentions.yaml`, and `body_classes.yaml` for what kind of body a noun means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property

from knowledge.lexicon.people import plain
from knowledge.lexicon.tables import table

_WORD = re.compile(r"[\w'’-]+")


@dataclass(frozen=True)
class MentionWords:
    """The lists of the table, whose comments say what each is for."""

    plural: frozenset[str]
    neuter: frozenset[str]
    first: frozenset[str]
    speaking: frozenset[str]
    relative: frozenset[str]
    many: frozenset[str]
    voices: frozenset[str]
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
def mention_words() -> MentionWords:
    """The words of the language that is set."""
    return table(MentionWords, "mentions")


@cache
def body_classes() -> BodyClasses:
    """The classes of bodies in the language that is set."""
    return table(BodyClasses, "body_classes")
