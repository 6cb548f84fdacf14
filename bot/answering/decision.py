"""Answer, offer a choice, or decline: two thresholds and a margin over the runner-up."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answering.answer import Status
from bot.answering.index import Index
from bot.answering.question import Question
from bot.answering.ranking import Candidate, Ranking
from bot.answering.weights import Weights


@dataclass(frozen=True)
class Decision:
    """The outcome, how sure the engine is of the best candidate (0 to 1), and why, in the words of `explain`."""

    status: Status
    sureness: float
    reason: str


def decide(question: Question, ranking: Ranking, index: Index, weights: Weights) -> Decision:
    """The outcome for a ranking."""
    if question.unknown:
        return Decision("declined", 0.0, "unknown name")
    if question.empty and not question.holder:
        return Decision("declined", 0.0, "nothing to look for")
    if not ranking.candidates:
        return Decision("declined", 0.0, "vetoed")
    best = ranking.candidates[0]
    sure = sureness(question, best)
    bars = weights.thresholds
    if sure < bars["choose"]:
        return Decision("declined", sure, "below the lower threshold")
    if sure < bars["answer"]:
        return Decision("choose", sure, "below the upper threshold")
    return Decision("answered", sure, "sure enough")


def sureness(question: Question, best: Candidate) -> float:
    """How much of the question the candidate meets, less what speaks against it; 0 to 1."""
    if not question.terms:
        return 1.0
    sure = 0.6 * best.coverage + 0.4 * best.context
    sure += 0.3 * min(0.0, best.parts["kind"])
    sure -= 0.3 * best.parts["names_missing"]
    if question.holder and best.standing == 2:
        sure += 0.1
    return max(0.0, min(1.0, sure))
