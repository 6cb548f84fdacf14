"""`make tune`: learns the weights and thresholds of the engine from question sets. No network, no chance: the same
questions give the same file.

Four steps, each on what the step before found:

1. the weights of the ranking: logistic regression over pairs of a right and another sentence of one question
   (T. Joachims, Optimizing Search Engines using Clickthrough Data, 2002)
2. the same over those that the reader reads, with what it says of them
3. the confidence: logistic regression of whether the first sentence is right, over rankings that were fitted without
   the article (five folds)
4. the thresholds, each by the share of unanswerable questions that it lets through

The questions of one article are never both learned from and judged. The reader's part is learned from what readers said
that had not seen the article: JSON lines `{"article", "question", "cosines": [...], "scores": {number: logit}}`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot.answering.answer import cite_excerpt
from bot.answering.confidence import Caution, confidence, evidence, never_answered, refusal_reason
from bot.answering.engine import Engine
from bot.answering.index import Index
from bot.answering.question import Question, read
from bot.answering.ranking import (
    READ,
    WITH_READER,
    WORDS_ALONE,
    Candidate,
    Ranking,
    Weights,
    gathered,
    load_weights,
    ordered,
    read_best,
)
from bot.errors import ExitCode
from bot.measure.evaluation import Row, briefing_of, hits, read_rows
from bot.texts import Texts
from knowledge.errors import BadData

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FOLDS = 5
EASY = {True: 4.0, False: 20.0}  # with and without a reader: what a question of the easy sets counts; they are few
BY_HAND = {"anchor": 4.0}  # follow-ups stand in no question set
PENALTY = {"pairs": 1.0, "confidence": 0.03}  # scikit-learn's C
RISKS: dict[Caution, float] = {"careful": 0.1, "balanced": 0.25, "bold": 0.4}  # of the unanswerable ones, answered
OFFERED = 0.95  # share of findable sentences that the lower threshold must let through
RARE = 0.25  # the least spread that evidence is scaled by: what is rare is learned with care


@dataclass(frozen=True)
class Recorded:
    """What readers that had not seen an article said of it."""

    cosines_of: Mapping[str, Sequence[float]]
    scores_of: Mapping[str, Mapping[str, float]]

    def cosines(self, question: str) -> list[float]:
        """See `Meaning.cosines`."""
        return list(self.cosines_of[question])

    def read(self, question: str, numbers: Sequence[int]) -> list[float]:
        """See `Meaning.read`; what was not read is taken to be a little worse than the worst that was."""
        said = self.scores_of[question]
        worst = min(said.values(), default=0.0) - 1.0
        return [said.get(str(number), worst) for number in numbers]


@dataclass(frozen=True)
class Case:
    """A question with its candidates, and the numbers of the sentences that are right."""

    article: str
    row: Row
    question: Question
    index: Index
    gathered: Ranking
    right: frozenset[int]
    weight: float


def tune_files(
    questions: Sequence[Path], engine: Engine, texts: Texts, said: Path | None = None, table: Path | None = None
) -> ExitCode:
    """Learns the weights without a reader, or from what readers `said` those with one; prints cross-fitted figures."""
    recorded = _recorded(said) if said else {}
    cases = [case for path in questions for case in _cases(path, engine, recorded)]
    start = table or (WITH_READER if said else WORDS_ALONE)
    weights, judged = fit(cases, bool(said))
    start.write_text(as_yaml(weights), encoding="utf-8")
    articles = {case.article for case in cases}
    print(texts("tune.written", path=start.name, questions=len(cases), articles=len(articles)))
    for name, value in _figures(judged, weights.thresholds["balanced"]).items():
        print(texts("tune.held_out", figure=name, value=f"{value:.3f}"))
    load_weights(bool(said), start)
    return ExitCode.GOOD


@dataclass(frozen=True)
class Judged:
    """A case with its ranking by weights that had not seen its article, and the confidence in its first sentence."""

    case: Case
    ranking: Ranking
    sure: float
    right: bool


def fit(cases: Sequence[Case], with_reader: bool) -> tuple[Weights, list[Judged]]:
    """The weights for cases, and every case as judged by weights that had not seen its article."""
    articles = sorted({case.article for case in cases})
    fold = {article: number % FOLDS for number, article in enumerate(articles)}
    cross: list[tuple[Case, Ranking]] = []
    for number in range(FOLDS):
        there = [case for case in cases if fold[case.article] == number]
        if there:
            weights = _fit_order([case for case in cases if fold[case.article] != number] or there, with_reader)
            cross += [(case, ordered(case.question, case.gathered, case.index.meaning, weights)) for case in there]
    cross = [(case, ranking) for case, ranking in cross if not _refused(case, ranking)]
    parts = [evidence(case.question, ranking, case.index) for case, ranking in cross]
    right = np.array([ranking.candidates[0].sentence.number in case.right for case, ranking in cross], np.float64)
    counts = np.array([case.weight for case, _ in cross])
    sure = np.zeros(len(cross))
    for number in range(FOLDS):
        here = np.flatnonzero([fold[case.article] == number for case, _ in cross])
        rest = np.flatnonzero([fold[case.article] != number for case, _ in cross])
        rest = rest if len(rest) else here  # all are on one article
        if len(here):
            learned = _fit_confidence([parts[n] for n in rest], right[rest], counts[rest])
            sure[here] = [confidence(parts[n], learned) for n in here]
    judged = [Judged(*pair, value, bool(hit)) for pair, value, hit in zip(cross, sure, right, strict=True)]
    weights = _fit_order(cases, with_reader)
    learned = _fit_confidence(parts, right, counts)
    return Weights(weights.signals, weights.reading, learned, _thresholds(judged)), judged


def _recorded(said: Path) -> dict[str, Recorded]:
    """What readers said, by article. Raises BadData with the first line that is none."""
    cosines: dict[str, dict[str, list[float]]] = {}
    scores: dict[str, dict[str, dict[str, float]]] = {}
    for number, line in enumerate(said.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            cosines.setdefault(row["article"], {})[row["question"]] = row["cosines"]
            scores.setdefault(row["article"], {})[row["question"]] = row["scores"]
        except (ValueError, KeyError, TypeError) as error:
            raise BadData.one(
                said, f"line {number}", line[:50], '{"article", "question", "cosines", "scores"}'
            ) from error
    return {name: Recorded(cosines[name], scores[name]) for name in cosines}


def _cases(path: Path, engine: Engine, recorded: Mapping[str, Recorded]) -> list[Case]:
    briefing_id = briefing_of(path, engine)
    briefing, [index] = engine.briefings[briefing_id], engine.indexes([briefing_id])
    said = recorded.get(briefing_id)
    index = replace(index, meaning=said)
    cases = []
    for row in read_rows(path, briefing.article):
        if recorded and (said is None or row.question not in said.scores_of):
            continue  # no reader was asked that had not seen it
        question = read(row.question, index)
        cited = ((sentence.number, cite_excerpt(sentence.fact, briefing)) for sentence in index.sentences)
        right = frozenset(number for number, citation in cited if citation and hits(row, [citation], briefing.article))
        weight = 1.0 if "news" in path.parts else EASY[bool(recorded)]
        cases.append(Case(briefing_id, row, question, index, gathered(question, index), right, weight))
    return cases


def _refused(case: Case, ranking: Ranking) -> bool:
    return refusal_reason(case.question, ranking, case.index) is not None


def _fit_order(cases: Sequence[Case], with_reader: bool) -> Weights:
    """The two ranking models."""
    signals = _fit_pairs((case.gathered.candidates, case.right) for case in cases)
    if not with_reader:
        return Weights(signals, {}, {}, {})
    first = Weights(signals, {}, {}, {})
    fields = []
    for case in cases:
        best = ordered(case.question, case.gathered, None, first).candidates[:READ]
        if best and case.index.meaning:
            fields.append((read_best(case.question, best, case.index.meaning), case.right))
    return Weights(signals, _fit_pairs(fields), {}, {})


def _fit_pairs(fields: Iterable[tuple[Sequence[Candidate], frozenset[int]]]) -> dict[str, float]:
    """Weights that put right sentences before others: every question counts the same, however many pairs it has."""
    from sklearn.linear_model import LogisticRegression

    names: list[str] = []
    pairs, counts = [], []
    for candidates, right in fields:
        names = names or [name for name in candidates[0].signals if name not in BY_HAND] if candidates else names
        rows = np.array([[one.signals[name] for name in names] for one in candidates], np.float64)  # type: ignore[index]
        good = np.array([one.sentence.number in right for one in candidates], np.bool_)
        for place in np.flatnonzero(good):
            others = rows[place] - rows[~good]
            pairs.append(others)
            counts.append(np.full(len(others), 1.0 / max(1, len(others) * good.sum())))
    values: Floats = np.concatenate(pairs)
    weight: Floats = np.concatenate(counts)
    size = values.std(0) + 1e-6
    both = np.concatenate([values, -values]) / size
    wanted = np.repeat([1.0, 0.0], len(values))
    model = LogisticRegression(C=PENALTY["pairs"], fit_intercept=False, max_iter=1000)
    model.fit(both, wanted, np.tile(weight * len(pairs) / weight.sum(), 2))
    return {name: round(float(value), 3) for name, value in zip(names, model.coef_[0] / size, strict=True)} | BY_HAND


def _fit_confidence(parts: Sequence[Mapping[str, float]], right: Floats, counts: Floats) -> dict[str, float]:
    """The weights of the evidence, in the units of the evidence."""
    from sklearn.linear_model import LogisticRegression

    names = list(dict.fromkeys(name for part in parts for name in part))
    rows = np.array([[part.get(name, 0.0) for name in names] for part in parts])
    middle, size = rows.mean(0), np.maximum(rows.std(0), RARE)
    model = LogisticRegression(C=PENALTY["confidence"], max_iter=1000).fit((rows - middle) / size, right, counts)
    weights = model.coef_[0] / size
    bias = float(model.intercept_[0] - (weights * middle).sum())
    learned = {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
    return {"bias": round(bias, 3)} | {name: weight for name, weight in sorted(learned.items()) if weight}


def _thresholds(judged: Sequence[Judged]) -> dict[str, float]:
    """The confidence from which each kind of server is answered, by the share of unanswerable questions that pass; and
    from which a choice is offered."""
    none = [one.sure for one in judged if not one.case.row.answerable]
    bars = {caution: _quantile(none, 1 - risk) for caution, risk in RISKS.items()}
    found = [one.sure for one in judged if one.case.row.answerable and _among(one)]
    return bars | {"choose": min(*bars.values(), _quantile(found, 1 - OFFERED))}


def _quantile(values: Sequence[float], share: float) -> float:
    return round(float(np.quantile(values, share)), 3) if len(values) else 0.5


def _among(one: Judged, most: int = 3) -> bool:
    return any(candidate.sentence.number in one.case.right for candidate in one.ranking.candidates[:most])


def _figures(judged: Sequence[Judged], bar: float) -> dict[str, float]:
    """Cross-fitted figures of what is judged at a threshold; refused questions are left out."""
    good = [one for one in judged if one.case.row.answerable]
    none = [one for one in judged if not one.case.row.answerable]
    sure: Callable[[Judged], bool] = lambda one: (  # noqa: E731
        one.sure >= bar and never_answered(one.case.question, one.ranking, one.case.index) is None
    )
    hit = sum(one.right and sure(one) for one in good) + sum(not sure(one) for one in none)
    return {
        "right": hit / max(1, len(judged)),
        "first": sum(one.right for one in good) / max(1, len(good)),
        "answered": sum(map(sure, good)) / max(1, len(good)),
        "none": sum(map(sure, none)) / max(1, len(none)),
    }


def as_yaml(weights: Weights) -> str:
    """The weights as the small commented file they are kept in."""
    lines = ["# How sentences are ordered and when the engine answers. Written by `make tune`: bot/measure/tuning.py."]
    notes = {
        "signals": "What each signal adds to a sentence's score: bot/answering/features.py.",
        "reading": "The same for the sentences that the reader read.",
        "confidence": "What speaks for the first sentence being right (logistic): bot/answering/confidence.py.",
        "thresholds": "From its own up each kind of server is answered, from `choose` up offered, below that declined.",
    }
    for part, note in notes.items():
        values = getattr(weights, part)
        lines += ["", f"# {note}", f"{part}:" if values else f"{part}: {{}}"]
        lines += [f"  {name}: {value:g}" for name, value in values.items()]
    return "\n".join(lines) + "\n"
