"""Cues: which word, in which construction, gives which stance, and how surely; and the words of speech.

The data are `verbs.yaml`, one row a verb (questions take theirs from it too), `cues.yaml` for cues that are
no verbs, and `speech.yaml` for nouns that say that somebody speaks, and where. Their headers say what constructions,
parts, stances and weights mean.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
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


# --- every cue by part of speech

Readings = dict[str, dict[Construction, Cue]]  # by lemma


@dataclass(frozen=True)
class CueClass:
    """Words of one stance, with a weight for each construction that they take."""

    stance: Stance
    takes: dict[str, float]
    lemmas: frozenset[str]


@dataclass(frozen=True)
class Lexicon:
    """Every cue by part of speech, and the small word lists that the frames need."""

    positions: frozenset[Stance]
    noun_classes: list[CueClass]
    adjective_classes: list[CueClass]
    sources: dict[str, Cue]  # "according to"
    source_nouns: dict[str, Cue]  # "view", of "in my view"
    surveys: dict[str, Cue]  # "poll", of "in a poll"
    adverbs: dict[str, Cue]  # "allegedly"
    phrases: dict[str, Cue]  # "in favor of"
    documents: frozenset[str]
    mouthpieces: frozenset[str]
    bodies: frozenset[str]
    outlets: frozenset[str]
    holders: frozenset[str]

    def verb(self, lemma: str, construction: Construction) -> Cue | None:
        """The reading of a verb in a construction, or None."""
        return self.verbs.get(lemma, {}).get(construction)

    @cached_property
    def verbs(self) -> Readings:
        """Verbs that attribute something."""
        return {lemma: readings for lemma, verb in all_verbs().items() if (readings := verb.readings())}

    @cached_property
    def nouns(self) -> Readings:
        """Nouns that attribute something."""
        return _readings(self.noun_classes)

    @cached_property
    def adjectives(self) -> Readings:
        """Adjectives that attribute something."""
        return _readings(self.adjective_classes)

    @cached_property
    def experiencers(self) -> dict[str, Cue]:
        """Verbs whose object feels what the subject is."""
        return {lemma: verb.experiencer for lemma, verb in all_verbs().items() if verb.experiencer}

    @cached_property
    def particles(self) -> frozenset[str]:
        """What makes two words one verb: "out", of "point out"."""
        return frozenset(lemma.split(" ", 1)[1] for lemma in self.verbs if " " in lemma)


@cache
def load_lexicon() -> Lexicon:
    """The lexicon of the language that is set."""
    return table(Lexicon, "cues")


def _readings(classes: list[CueClass]) -> Readings:
    """Classes as a table; a later class corrects an earlier one, word by word and construction by construction."""
    found: Readings = {}
    for one in classes:
        for lemma in one.lemmas:
            found.setdefault(lemma, {}).update({name: Cue(one.stance, weight) for name, weight in one.takes.items()})
    return found


# --- speech


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


@cache
def load_speech() -> Speech:
    """The words of the language that is set."""
    return table(Speech, "speech")
