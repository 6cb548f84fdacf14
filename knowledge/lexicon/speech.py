"""Words that say that somebody speaks, and where: nouns of `speech.yaml`, verbs of `verbs.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from knowledge.lexicon.tables import table
from knowledge.lexicon.verbs import verbs_playing


@dataclass(frozen=True)
class Speech:
    """Lemmas and nouns of speech; the comments of the tables say what each list is for."""

    statements: frozenset[str]
    venues: frozenset[str]
    claims: frozenset[str]
    nobody: frozenset[str]
    thing_pronouns: frozenset[str]
    describing: frozenset[str]
    sender_prepositions: frozenset[str]
    answers: frozenset[str]
    small_in_titles: frozenset[str]
    venue_prepositions: frozenset[str]
    partner_prepositions: frozenset[str]
    occasions: frozenset[str]
    posts: frozenset[str]
    platform_verbs: dict[str, str]

    @property
    def verbs(self) -> frozenset[str]:
        """Verbs that stand beside a quotation with its speaker as the subject."""
        return verbs_playing("quotes")

    @property
    def weak_verbs(self) -> frozenset[str]:
        """Those of them that as often do something else."""
        return verbs_playing("weakly")

    @property
    def addressing(self) -> frozenset[str]:
        """Those whose object is spoken to."""
        return verbs_playing("tells")

    @property
    def issuing(self) -> frozenset[str]:
        """Verbs of handing out a statement."""
        return verbs_playing("issues")


@cache
def load_speech() -> Speech:
    """The words of the language that is set."""
    return table(Speech, "speech")
