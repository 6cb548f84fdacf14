"""Logistic regression (scikit-learn) over features by name, into the models that plain Python applies.

Deterministic: the same examples give the same weights. Weights are rounded to what the tables keep.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from knowledge.lexicon.weights import Classes, Features, Logistic, Ranker

DIGITS, SMALLEST = 2, 0.05  # of a weight in a table
MOST = 2000  # steps
RIGHT = 2  # right candidates of one mention that are compared with the wrong ones

Example = tuple[str, list[Features], list[int]]  # family of a mention, its candidates, which of them are right


def logistic(rows: Sequence[Features], labels: Sequence[bool], strength: float) -> Logistic:
    """A model that tells the rows of label True; `strength` is the inverse of the regularization."""
    vectors, fitted = _fitted(rows, labels, strength)
    weights = dict(zip(vectors.feature_names_, map(float, fitted.coef_[0]), strict=True))
    return Logistic(round(float(fitted.intercept_[0]), DIGITS), _short(weights))


def classes(rows: Sequence[Features], labels: Sequence[str], strength: float) -> Classes:
    """A model of several classes."""
    vectors, fitted = _fitted(rows, labels, strength)
    found = {}
    for name, bias, weights in zip(fitted.classes_, fitted.intercept_, fitted.coef_, strict=True):
        named = dict(zip(vectors.feature_names_, map(float, weights), strict=True))
        found[str(name)] = {"bias": round(float(bias), DIGITS), **_short(named)}
    return Classes(found)


def ranker(examples: Sequence[Example], strength: float) -> Ranker:
    """A ranker: pairwise logistic regression over the differences of right and wrong candidates, no intercept."""
    rows: list[Features] = []
    labels: list[bool] = []
    shares: list[float] = []
    for family, candidates, right in examples:
        wrong = [index for index in range(len(candidates)) if index not in right]
        for good in right[:RIGHT]:
            for bad in wrong:
                difference = _by_family(family, candidates[good], candidates[bad])
                rows += [difference, {name: -value for name, value in difference.items()}]
                labels += [True, False]
                shares += [1 / math.sqrt(len(wrong)) / min(RIGHT, len(right))] * 2
    vectors = DictVectorizer()
    matrix = vectors.fit_transform(rows)
    fitted = LogisticRegression(C=strength, fit_intercept=False, max_iter=MOST).fit(matrix, labels, shares)
    families: dict[str, dict[str, float]] = {"any": {}}
    for name, weight in zip(vectors.feature_names_, map(float, fitted.coef_[0]), strict=True):
        family, _, feature = name.partition(":")
        families.setdefault(family, {})[feature] = weight
    return Ranker({family: _short(weights) for family, weights in families.items()})


def _fitted(
    rows: Sequence[Features], labels: Sequence[bool] | Sequence[str], strength: float
) -> tuple[DictVectorizer, LogisticRegression]:
    vectors = DictVectorizer()
    matrix = vectors.fit_transform(rows)
    return vectors, LogisticRegression(C=strength, max_iter=MOST).fit(matrix, labels)


def _by_family(family: str, one: Features, other: Features) -> dict[str, float]:
    """The difference of two candidates, for all families and for the one of the mention."""
    shared = {name: one.get(name, 0.0) - other.get(name, 0.0) for name in {**one, **other}}
    return {f"{prefix}:{name}": value for prefix in ("any", family) for name, value in shared.items() if value}


def _short(weights: dict[str, float]) -> dict[str, float]:
    return {name: round(weight, DIGITS) for name, weight in sorted(weights.items()) if abs(weight) >= SMALLEST}
