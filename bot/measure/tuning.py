"""`make tune`: sets the weights and thresholds of the engine from question sets. No network, no chance: the same
questions give the same file.

Three steps, each on what the step before found:

1. the weights of the ranking, by coordinate search: one weight after the other is moved up and down by steps that
   grow finer, and kept where more right sentences come first (ties: higher up)
2. the sureness, by logistic regression with a penalty on large weights (gradient descent): is the first sentence
   right, given coverage, gaps, kind of answer ...
3. the thresholds, by trying them all: the upper one for most questions right, the lower one so that what is offered
   as a choice holds nearly all sentences that were found

What is reported are the figures of `readout eval`, cross-validated by article: the answers to the questions on an
article come from weights set without it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bot.answering.answer import Reading, cite
from bot.answering.decision import lead_of, never_answered, off_topic, refusal_reason, sureness, sureness_parts
from bot.answering.engine import Engine
from bot.answering.ranking import TABLE, Candidate, Ranking, Weights, load_weights
from bot.errors import ExitCode
from bot.measure.evaluation import Row, Verdict, briefing_of, evaluate, figures, hits, read_rows
from bot.texts import Texts

STEPS = (1.0, 0.5, 0.25, 0.1)  # how far a ranking weight moves, as a share of its size
LEAVING = 0.02  # questions that a step of one away from the first weight costs
ROUNDS, RATE, PENALTY = 1500, 0.5, 0.01  # of the gradient descent
MARGINS = (0.0, 0.1, 0.2)  # of the score, between the best and the best of another paragraph
BARS = [n / 100 for n in range(20, 81, 2)]
OFFERED = 0.985  # share of findable sentences that the lower threshold must let through
NONE_COST = 2.0  # answering what has no answer is worse than offering a choice where there is one


@dataclass(frozen=True)
class Case:
    """A question with its ranked candidates, which of them are right, and whether it is refused in any case."""

    article: str
    row: Row
    reading: Reading
    right: dict[int, bool]  # by the number of the candidate's sentence
    refused: bool


def tune_files(questions: Sequence[Path], engine: Engine, texts: Texts, table: Path = TABLE) -> ExitCode:
    """Sets `weights.yaml` from question sets and prints the figures, the second of them cross-validated."""
    cases = [case for path in questions for case in _cases(path, engine)]
    start = load_weights()
    articles = sorted({case.article for case in cases})
    weights = fit(cases, start)
    table.write_text(as_yaml(weights), encoding="utf-8")
    print(texts("tune.written", path=table.name, questions=len(cases), articles=len(articles)))
    fitted: list[Verdict] = []
    held_out: list[Verdict] = []
    for article in articles:
        here = [case for case in cases if case.article == article]
        fitted += _judged(here, weights, engine, texts)
        if len(articles) > 1:
            rest = [case for case in cases if case.article != article]
            held_out += _judged(here, fit(rest, start), engine, texts)
    for name, value in figures(fitted).items():
        print(texts("tune.fitted", figure=name, value=f"{value:.3f}"))
    for name, value in figures(held_out).items() if held_out else ():
        print(texts("tune.held_out", figure=name, value=f"{value:.3f}"))
    return ExitCode.GOOD


def fit(cases: Sequence[Case], start: Weights) -> Weights:
    """Weights and thresholds for cases."""
    signals = _fit_signals(cases, start.signals)
    ranked = [(case, _ranked(case, signals)) for case in cases if not case.refused]
    fitted = _fit_sureness(ranked, start.sureness)
    thresholds = _fit_thresholds(ranked, fitted)
    return Weights(signals, fitted, thresholds)


def _judged(cases: Sequence[Case], weights: Weights, engine: Engine, texts: Texts) -> list[Verdict]:
    """The verdicts on the questions of one article, answered with these weights."""
    article = cases[0].article
    return evaluate([case.row for case in cases], Engine([engine.briefings[article]], texts, weights), article)


def _cases(path: Path, engine: Engine) -> list[Case]:
    briefing_id = briefing_of(path, engine)
    briefing = engine.briefings[briefing_id]
    cases = []
    for row in read_rows(path, briefing.article):
        reading = engine.ask(row.question, briefings=[briefing_id]).reading
        assert reading is not None, "only views have none"
        right = {}
        for candidate in reading.ranking.candidates:
            cited = cite(candidate.sentence, reading.question, briefing)
            right[candidate.sentence.number] = cited is not None and hits(row, [cited], briefing.article)
        refused = refusal_reason(reading.question, reading.ranking) is not None
        cases.append(Case(briefing_id, row, reading, right, refused))
    return cases


def _ranked(case: Case, signals: dict[str, float]) -> Ranking:
    scored = [replace(c, score=_score(c, signals)) for c in case.reading.ranking.candidates]
    scored.sort(key=lambda candidate: (-candidate.score, candidate.sentence.number))
    return replace(case.reading.ranking, candidates=tuple(scored))


def _score(candidate: Candidate, signals: dict[str, float]) -> float:
    return sum(signals.get(name, 0.0) * value for name, value in candidate.parts.items())


def _fit_signals(cases: Sequence[Case], start: dict[str, float]) -> dict[str, float]:
    findable = [case for case in cases if case.row.answerable and any(case.right.values())]
    best, signals = _found(findable, start, start), dict(start)
    for step in STEPS:
        for name in sorted(signals):
            if name == "coverage":  # the unit of all the others
                continue
            size = max(1.0, abs(start[name]))
            for move in (step * size, -step * size):
                trial = {**signals, name: round(signals[name] + move, 2)}
                value = _found(findable, trial, start)
                if value > best + 1e-9:
                    best, signals = value, trial
    return signals


def _found(cases: Sequence[Case], signals: dict[str, float], start: dict[str, float]) -> float:
    """Right sentences first, and a little for those second or third; to leave where the search began costs a little,
    so that a part that these questions do not need keeps its weight."""
    total = 0.0
    for case in cases:
        scored = [(-_score(c, signals), c.sentence.number) for c in case.reading.ranking.candidates]
        scored.sort()
        place = next((n for n, (_, number) in enumerate(scored) if case.right[number]), 99)
        total += 1.0 if place == 0 else 0.3 / place
    return total - LEAVING * sum(abs(value - start[name]) for name, value in signals.items())


def _fit_sureness(ranked: Sequence[tuple[Case, Ranking]], start: dict[str, float]) -> dict[str, float]:
    names = sorted(set(start) - {"bias"})
    rows = [[parts[name] for name in names] for parts in (sureness_parts(c.reading.question, r) for c, r in ranked)]
    wanted = [float(case.right[ranking.candidates[0].sentence.number]) for case, ranking in ranked]
    values, right = np.array(rows).reshape(-1, len(names)), np.array(wanted)
    weights, bias, count = np.zeros(len(names)), 0.0, max(1, len(rows))
    for _ in range(ROUNDS):
        error = 1.0 / (1.0 + np.exp(-(values @ weights + bias))) - right
        bias -= RATE * error.sum() / count
        weights -= RATE * (PENALTY * weights + error @ values / count)
    return {"bias": round(float(bias), 3)} | {
        name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)
    }


def _fit_thresholds(ranked: Sequence[tuple[Case, Ranking]], fitted: dict[str, float]) -> dict[str, float]:
    sure = [
        (case, ranking, sureness(sureness_parts(case.reading.question, ranking), fitted)) for case, ranking in ranked
    ]

    def worth(bar: float, margin: float) -> float:
        answered = [
            (case, ranking)
            for case, ranking, value in sure
            if value >= bar and lead_of(ranking) >= margin and not _kept_back(case, ranking)
        ]
        good = sum(case.row.answerable and _first_right(case, ranking) for case, ranking in answered)
        return good - NONE_COST * sum(not case.row.answerable for case, _ in answered)

    pairs = [(bar, margin) for bar in BARS for margin in MARGINS]
    answer, margin = max(pairs, key=lambda pair: (round(worth(*pair), 6), pair[0], -pair[1]))
    found = sorted(value for case, ranking, value in sure if case.row.answerable and _among(case, ranking, 5))
    choose = found[int((1 - OFFERED) * len(found))] if found else answer
    return {"answer": answer, "choose": min(answer, math.floor(choose * 100) / 100), "margin": margin}


def _kept_back(case: Case, ranking: Ranking) -> bool:
    """Whether a rule of the decision forbids an answer, whatever the sureness."""
    question, best = case.reading.question, ranking.candidates[0]
    return off_topic(question, best) or never_answered(question, ranking) is not None


def _first_right(case: Case, ranking: Ranking) -> bool:
    return case.right[ranking.candidates[0].sentence.number]


def _among(case: Case, ranking: Ranking, most: int) -> bool:
    return any(case.right[candidate.sentence.number] for candidate in ranking.candidates[:most])


def as_yaml(weights: Weights) -> str:
    """The weights as the small commented file they are kept in."""
    lines = ["# How candidates are ranked and when the engine answers. Written by `make tune`: bot/measure/tuning.py."]
    notes = {
        "signals": "What each part adds to a candidate's score; bot/answering/ranking.py says what the parts are.",
        "sureness": "What speaks for the best candidate being right (logistic); bot/answering/decision.py.",
        "thresholds": "From `answer` up it is answered, from `choose` up offered, below that declined.",
    }
    for part, note in notes.items():
        lines += ["", f"# {note}", f"{part}:"]
        lines += [f"  {name}: {value:g}" for name, value in getattr(weights, part).items()]
    return "\n".join(lines) + "\n"
