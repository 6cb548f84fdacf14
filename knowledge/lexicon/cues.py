"""The cue lexicon: which word, in which construction, gives which stance, and how surely.

The data is `knowledge/lexicon/en/cues.yaml`; its header says what the classes, constructions and weights mean.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True)
class Cue:
    """One reading of a cue: the holder's stance, a hand-set weight between 0 and 1, and whether the noun in
    the content gives the stance instead ("expressed fear")."""

    stance: str
    weight: float
    inherit: bool = False


Readings = dict[str, dict[str, Cue]]  # lemma -> construction -> cue


@dataclass(frozen=True)
class Lexicon:
    """Every cue by part of speech, and the small word lists that the frames need."""

    verbs: Readings
    nouns: Readings
    adjectives: Readings
    sources: dict[str, Cue]  # "according to" -> cue
    source_nouns: dict[str, Cue]  # "view", of "in my view" -> cue
    experiencers: dict[str, Cue]  # "worry", whose object fears its subject
    surveys: dict[str, Cue]  # "poll", of "in a poll"
    adverbs: dict[str, Cue]  # "allegedly"
    phrases: dict[str, Cue]  # "in favor of" -> cue
    addressing: frozenset[str]
    shading: frozenset[str]
    receiving: frozenset[str]
    lacking: frozenset[str]
    silent: frozenset[str]
    silences: frozenset[str]
    documents: frozenset[str]
    holders: frozenset[str]
    mouthpieces: frozenset[str]
    bodies: frozenset[str]
    outlets: frozenset[str]
    positions: frozenset[str]
    particles: frozenset[str] = field(default_factory=frozenset)

    def verb(self, lemma: str, construction: str) -> Cue | None:
        """The reading of a verb in a construction, or None."""
        return self.verbs.get(lemma, {}).get(construction)


@cache
def load_lexicon() -> Lexicon:
    """The lexicon that ships with the package, read once."""
    text = (files("knowledge") / "lexicon" / "en" / "cues.yaml").read_text(encoding="utf-8")
    raw = yaml.load(text, Loader=yaml.BaseLoader)  # BaseLoader: the preposition "on" stays a word
    sources: dict[str, Cue] = {}
    nouns: dict[str, Cue] = {}
    surveys: dict[str, Cue] = {}
    adverbs: dict[str, Cue] = {}
    for entry in raw["sources"]:
        cue = Cue(entry["stance"], float(entry["weight"]))
        surveys |= dict.fromkeys(entry.get("surveys", ()), cue)
        adverbs |= dict.fromkeys(entry.get("adverbs", ()), cue)
        sources |= dict.fromkeys(entry.get("words", ()), cue)
        nouns |= dict.fromkeys(entry.get("nouns", ()), cue)
    experiencers = {
        lemma: Cue(entry["stance"], float(entry["weight"]))
        for entry in raw["experiencers"]
        for lemma in entry["lemmas"]
    }
    phrases = {
        word: Cue(entry["stance"], float(entry["weight"])) for entry in raw["phrases"] for word in entry["words"]
    }
    verbs = _readings(raw["verbs"])
    return Lexicon(
        verbs,
        _readings(raw["nouns"]),
        _readings(raw["adjectives"]),
        sources,
        nouns,
        experiencers,
        surveys,
        adverbs,
        phrases,
        frozenset(raw["addressing"]),
        frozenset(raw["shading"]),
        frozenset(raw["receiving"]),
        frozenset(raw["lacking"]),
        frozenset(raw["silent"]),
        frozenset(raw["silences"]),
        frozenset(raw["documents"]),
        frozenset(raw["holders"]),
        frozenset(raw["mouthpieces"]),
        frozenset(raw["bodies"]),
        frozenset(raw["outlets"]),
        frozenset(raw["positions"]),
        frozenset(lemma.split(" ", 1)[1] for lemma in verbs if " " in lemma),
    )


def _readings(classes: list[dict]) -> Readings:
    """Classes as a table; a later class corrects an earlier one, word by word and construction by construction."""
    table: Readings = {}
    for entry in classes:
        for lemma in entry["lemmas"]:
            row = table.setdefault(lemma, {})
            for construction, weight in entry["takes"].items():
                row[construction] = Cue(entry["stance"], float(weight), entry.get("inherit") == "true")
    return table
