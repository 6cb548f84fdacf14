"""The cue lexicon: which word, in which construction, gives which stance, and how surely.

The data are `verbs.yaml` and `cues.yaml`; their headers say what constructions, stances and weights mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

from knowledge.lexicon.tables import table
from knowledge.lexicon.verbs import Construction, Cue, Stance, all_verbs

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
