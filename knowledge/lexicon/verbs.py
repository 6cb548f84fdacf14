"""Verbs: `verbs.yaml`, one row each, from which the cues, the words of speech and the verbs of questions are taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from knowledge.lexicon.tables import table

Stance = Literal[
    "report", "ask", "know", "predict", "believe", "assert", "suggest", "doubt", "deny", "want", "intend", "prefer",
    "demand", "propose", "support", "oppose", "reject", "agree", "offer", "promise", "threaten", "warn", "fear",
    "accuse", "criticise", "praise",
]  # fmt: skip

Part = Literal[
    "quotes", "weakly", "tells", "requotes", "hearer", "asks", "issues", "shades", "receives", "lacks", "refrains",
    "silent", "asked_said", "asked_view", "asked_bare",
]  # fmt: skip


# How a cue takes its content; the header of the table has an example of each. A preposition stands for itself, and
# `obj_PREP` for an object before one.
NamedConstruction = Literal[
    "that", "wh", "to", "ing", "to_x", "obj", "obj_ing", "obj_to", "obj_as", "small", "raising", "adverb"
]
Construction = NamedConstruction | str


@dataclass(frozen=True)
class Cue:
    """One reading of a cue: the holder's stance, a hand-set weight between 0 and 1, and whether the noun in
    the content gives the stance instead ("expressed fear")."""

    stance: Stance
    weight: float
    inherit: bool = False


@dataclass(frozen=True)
class Verb:
    """A row of the table, whose header says what constructions and parts mean.

    `takes` gives weights by stance and construction, `inherits` weights by construction where the noun that follows
    gives the stance; `experiencer` is the stance of the object that feels what the subject is.
    """

    plays: frozenset[Part] = frozenset()
    takes: dict[Stance, dict[str, float]] = field(default_factory=dict)
    inherits: dict[str, float] = field(default_factory=dict)
    experiencer: Cue | None = None

    def readings(self) -> dict[Construction, Cue]:
        """The cue of each construction."""
        found: dict[Construction, Cue] = {
            construction: Cue(stance, weight)
            for stance, weights in self.takes.items()
            for construction, weight in weights.items()
        }
        return found | {construction: Cue("report", weight, True) for construction, weight in self.inherits.items()}


def all_verbs() -> dict[str, Verb]:
    """Every verb by its lemma; a verb with a particle is two words."""
    return table(dict[str, Verb], "verbs")


@cache
def verbs_playing(part: Part) -> frozenset[str]:
    """The lemmas of the verbs that play a part."""
    return frozenset(lemma for lemma, verb in all_verbs().items() if part in verb.plays)
