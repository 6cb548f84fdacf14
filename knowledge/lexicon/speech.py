"""Words that say that somebody speaks, and where: `lexicon/en/speech.yaml`, read once per run."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from knowledge.lexicon.tables import table


@dataclass(frozen=True)
class Speech:
    """Lemmas and nouns of speech; the comments in the file say what each list is for."""

    verbs: frozenset[str]
    weak_verbs: frozenset[str]
    addressing: frozenset[str]
    statements: frozenset[str]
    venues: frozenset[str]
    claims: frozenset[str]
    issuing: frozenset[str]


@functools.cache
def load_speech() -> Speech:
    """The lists, read once and never changed."""
    return table(Speech, "speech")
