"""Linear models whose weights are data: `lexicon/en/weights/NAME.yaml`, applied in plain Python.

`make learn` writes the tables (logistic regression over marked articles); nothing here needs scikit-learn. A feature
that a model does not know counts nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge.lexicon.tables import table

Features = Mapping[str, float]
Reasons = list[tuple[str, float]]  # features with what each adds to a score, the loudest first

LARGEST = 30.0  # a score beyond this is as sure as can be


@dataclass(frozen=True)
class Logistic:
    """One logistic model."""

    bias: float
    weights: dict[str, float]

    def probability(self, features: Features) -> float:
        """Between 0 and 1."""
        total = self.bias + _sum(self.weights, features)
        return 1 / (1 + math.exp(-max(-LARGEST, min(LARGEST, total))))

    def reasons(self, features: Features) -> Reasons:
        """What spoke for and against."""
        return _reasons(self.weights, features)


@dataclass(frozen=True)
class Ranker:
    """A ranker of candidates, a Bradley-Terry model: the weights of a family are added to those of `any`."""

    families: dict[str, dict[str, float]]

    def shares(self, family: str, candidates: Sequence[Features]) -> list[float]:
        """The probability of each candidate, in their order; they add up to 1."""
        return _softmax([_sum(self._weights(family), features) for features in candidates])

    def reasons(self, family: str, features: Features) -> Reasons:
        """What spoke for and against a candidate."""
        return _reasons(self._weights(family), features)

    def _weights(self, family: str) -> dict[str, float]:
        return self._merged.get(family) or self.families["any"]

    @cached_property
    def _merged(self) -> dict[str, dict[str, float]]:
        shared = self.families["any"]
        return {
            family: {name: shared.get(name, 0.0) + own.get(name, 0.0) for name in (*shared, *own)}
            for family, own in self.families.items()
            if family != "any"
        }


@dataclass(frozen=True)
class Classes:
    """A multinomial model: the weights of each class, its `bias` among them."""

    classes: dict[str, dict[str, float]]

    def shares(self, features: Features) -> dict[str, float]:
        """The probability of each class."""
        scores = [weights.get("bias", 0.0) + _sum(weights, features) for weights in self.classes.values()]
        return dict(zip(self.classes, _softmax(scores), strict=True))

    def reasons(self, name: str, features: Features) -> Reasons:
        """What spoke for and against a class."""
        return _reasons(self.classes[name], features)


@dataclass(frozen=True)
class Weights:
    """All that is learned of a language: what kind a name is, who is meant, who is an actor, what is a position."""

    kinds: Classes
    meant: Ranker
    actor: Logistic
    position: Logistic


def load_weights() -> Weights:
    """The weights of the language that is set. Raises BadData with every problem of a file."""
    return Weights(
        table(Classes, "weights/name_kinds"),
        table(Ranker, "weights/who_is_meant"),
        table(Logistic, "weights/is_actor"),
        table(Logistic, "weights/is_position"),
    )


def _sum(weights: Mapping[str, float], features: Features) -> float:
    total = 0.0
    for name, value in features.items():
        total += weights.get(name, 0.0) * value
    return total


def _softmax(scores: list[float]) -> list[float]:
    top = max(scores)
    raised = [math.exp(score - top) for score in scores]
    total = sum(raised)
    return [one / total for one in raised]


def _reasons(weights: Mapping[str, float], features: Features) -> Reasons:
    parts = [(name, round(weights[name] * value, 2)) for name, value in features.items() if name in weights]
    return sorted(parts, key=lambda part: -abs(part[1]))
