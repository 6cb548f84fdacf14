"""Every sentence that may answer a question, with each signal, best first.

A linear model orders the sentences by their words and places; where there is a reader, it reads the best few of them,
and a second model with what it says orders those. Three filters stand before: a medium, a number or a date that is
asked for and not there. They take nothing from what is found first on the sets kept for choosing, and no other medium,
number or date is ever given for the one that was asked for.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from bot.answering.features import Matching, Signal, Signals, standing
from bot.answering.index import Index, Sentence
from bot.answering.meaning import Meaning
from bot.answering.question import Question
from bot.answering.terms import same_number
from knowledge.lexicon.tables import read_table

Filter = Literal["medium", "number", "date", "topic"]

HERE = Path(__file__).parent
WITH_READER, WORDS_ALONE = HERE / "weights_reader.yaml", HERE / "weights_words.yaml"
READ = 8  # sentences that the reader reads


@dataclass(frozen=True)
class Weights:
    """What was learned from question sets (`make tune`). `signals` order all sentences; `reading` those that were read,
    empty without a reader; `confidence` is a logistic model of the first one being right; `thresholds` decide.
    """

    signals: dict[str, float]
    reading: dict[str, float]
    confidence: dict[str, float]
    thresholds: dict[str, float]


def load_weights(with_reader: bool, path: Path | None = None) -> Weights:
    """The weights from a YAML file. Raises BadData with every problem of the file."""
    return read_table(Weights, path or (WITH_READER if with_reader else WORDS_ALONE))


@dataclass(frozen=True)
class Candidate:
    """A sentence with its signals and its score."""

    sentence: Sentence
    signals: Signals
    score: float

    @property
    def wide(self) -> float:
        """The share of the question that it meets together with the sentences around it."""
        return self.signals["coverage"] + self.signals["context"]


@dataclass(frozen=True)
class Ranking:
    """Candidates best first, and the sentences that each filter ruled out; `cosines` of all sentences, () without
    a reader."""

    candidates: tuple[Candidate, ...]
    ruled_out: dict[Filter, tuple[Sentence, ...]]
    elsewhere: float = 0.0  # the largest share of the question in a sentence that is ruled out, or another's
    cosines: tuple[float, ...] = ()


def rank(question: Question, index: Index, weights: Weights) -> Ranking:
    """The candidates for a question in one briefing, best first; none where names alone tell that it holds nothing."""
    if question.unknown or (question.empty and not question.holder):
        return Ranking((), {})
    return ordered(question, gathered(question, index), index.meaning, weights)


def gathered(question: Question, index: Index) -> Ranking:
    """The candidates in the order of the article, with all signals but what the reader says."""
    matching = Matching(question, index)
    cosines = index.meaning.cosines(question.text) if index.meaning else []
    candidates: list[Candidate] = []
    ruled_out: dict[Filter, list[Sentence]] = {}
    for sentence in index.sentences:
        missing = filtered(question, sentence, index)
        if missing:
            ruled_out.setdefault(missing, []).append(sentence)
        else:
            near = _nearness(sentence.number, cosines) if cosines else {}
            candidates.append(Candidate(sentence, matching.signals(sentence) | near, 0.0))
    kept = {one.sentence.number for one in candidates if not is_anothers(question, one.sentence, index)}
    elsewhere = max((matching.said(one) for one in index.sentences if one.number not in kept), default=0.0)
    ruled = {name: tuple(found) for name, found in ruled_out.items()}
    return Ranking(tuple(candidates), ruled, elsewhere, tuple(cosines))


def ordered(question: Question, field: Ranking, meaning: Meaning | None, weights: Weights) -> Ranking:
    """Gathered candidates best first; those that were not read stay behind those that were."""
    candidates = sorted((_scored(one, weights.signals) for one in field.candidates), key=_best_first)
    if meaning and weights.reading and candidates:
        best, rest = candidates[:READ], candidates[READ:]
        candidates = sorted(
            (_scored(one, weights.reading) for one in read_best(question, best, meaning)), key=_best_first
        )
        candidates += rest
    return replace(field, candidates=tuple(candidates))


def read_best(question: Question, candidates: Sequence[Candidate], meaning: Meaning) -> list[Candidate]:
    """Candidates with what the reader says of them."""
    said = meaning.read(question.text, [candidate.sentence.number for candidate in candidates])
    return [replace(one, signals={**one.signals, "reader": told}) for one, told in zip(candidates, said, strict=True)]


def filtered(question: Question, sentence: Sentence, index: Index) -> Filter | None:
    """What a sentence lacks without which it cannot answer, None where it may."""
    if question.medium and not sentence.is_from(question.medium):
        return "medium"
    if question.numbers:
        before = index.neighbours(sentence, -1)
        there = {*sentence.numbers, *(before.numbers if before and before.paragraph == sentence.paragraph else ())}
        if not all(any(same_number(number, other) for other in there) for number in question.numbers):
            return "number"
    if question.months:
        months = index.english.kinds.months
        there_too = {months[word.plain] for word in sentence.words if word.plain in months and word.capital}
        if not set(question.months) <= there_too:
            return "date"
    if question.required and not any(term.met_by(sentence) for term in question.required):
        return "topic"
    return None


def shares(candidates: Sequence[Candidate]) -> list[float]:
    """How likely each candidate is the best, by the model that ordered them: the softmax of the scores."""
    top = max((candidate.score for candidate in candidates), default=0.0)
    weights = [math.exp(candidate.score - top) for candidate in candidates]
    return [weight / sum(weights) for weight in weights]


def is_anothers(question: Question, sentence: Sentence, index: Index) -> bool:
    """Whether one actor's words are asked for and a sentence gives another's."""
    return bool(question.holder and sentence.holders) and not standing(question, sentence, index)


def _nearness(number: int, cosines: Sequence[float]) -> Signals:
    around = [cosines[other] for other in (number - 1, number + 1) if 0 <= other < len(cosines)]
    here = cosines[number]
    return {"cosine": here, "cosine_around": max(around, default=0.0)}


def _scored(candidate: Candidate, weights: dict[str, float]) -> Candidate:
    return replace(candidate, score=sum(weights.get(name, 0.0) * value for name, value in candidate.signals.items()))


def _best_first(candidate: Candidate) -> tuple[float, int]:
    return -candidate.score, candidate.sentence.number


def weigh(signals: Signals, weights: dict[str, float]) -> dict[Signal, float]:
    """What each signal adds to a score."""
    return {name: weights[name] * value for name, value in signals.items() if value and name in weights}
