"""Answer, offer a choice, or decline: a sureness between 0 and 1, two thresholds and a margin over the runner-up."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from bot.answering.question import Question
from bot.answering.ranking import Candidate, Ranking, Weights
from bot.answering.terms import FORM

Status = Literal["answered", "choose", "declined"]

ELSEWHERE, FARTHER = 0.6, 0.15  # a ruled-out sentence that meets this much, and this much more than the best one left
MATTER = 0.25  # share of the question's words, numbers and media aside, that an answer has or has around it
VERBATIM = 0.7  # share of the question from which words in quotation marks may be those of the article
NEAR_IT, STRANGE = 0.4, 0.5  # met less than this, with this share in words the article does not know: another matter
FOREIGN = 0.35  # share of the question's own words that the article has nothing for: "the weather in Kars"
COUNTED = frozenset(["number", "money", "percent", "date", "age", "measure", "duration"])  # a sentence has them or not
LOOSELY = 0.45  # share of the words that is there although nobody of the description asked for speaks
SAFE_SLIP = 7  # letters from which a mended word is hardly another English one
ON_TOPIC = 0.12  # share of the question, words around at half, from which an actor's words may be on its topic


@dataclass(frozen=True)
class Decision:
    """The outcome, how sure the engine is of the best candidate (0 to 1), and why, in the words of `explain`."""

    status: Status
    sureness: float
    reason: str


def decide(question: Question, ranking: Ranking, weights: Weights) -> Decision:
    """The outcome for a ranking."""
    refused = refusal_reason(question, ranking)
    if refused:
        return Decision("declined", 0.0, refused)
    best, bars = ranking.candidates[0], weights.thresholds
    sure = sureness(sureness_parts(question, ranking), weights.sureness)
    if not question.holder and best.coverage < NEAR_IT and _strange(question, exotic=True) >= STRANGE:
        return Decision("declined", sure, "most of it is nothing the article speaks of")
    if sure < bars["choose"]:
        if ranking.loose and best.matter >= LOOSELY and sure >= bars["choose"] / 2:
            return Decision("choose", sure, "nobody of that description speaks, and the rest is there")
        return Decision("declined", sure, "below the lower threshold")
    if off_topic(question, best):
        return Decision("declined", sure, "nothing by that actor on the topic")
    if sure < bars["answer"]:
        return Decision("choose", sure, "below the upper threshold")
    doubt = never_answered(question, ranking)
    if doubt:
        return Decision("choose", sure, doubt)
    if lead_of(ranking) < bars["margin"]:
        return Decision("choose", sure, "too near to the runner-up")
    return Decision("answered", sure, "sure enough")


def _only_alike(question: Question, best: Candidate) -> bool:
    """Whether all that a question asks with is one word, and that is not there itself: a word of like meaning, or
    what a short slip was read as, may be another matter ("was anyone fired", where somebody dismissed a charge)."""
    slips = {meant for written, meant in question.mended if len(written) < SAFE_SLIP}
    words = [term for term in question.terms if not term.light]
    if len(words) != 1 or words[0].actors or best.parts["kind"] > 0:
        return False
    return words[0].text in slips or words[0].met_by(best.sentence) < FORM


def off_topic(question: Question, best: Candidate) -> bool:
    """Whether an actor's nearest words have next to nothing of what was asked: of words that the article has, or that
    are no English known here. Everyday words that it lacks may be another way to say what it has."""
    if question.holder is None or not any(term.known or term.exotic for term in question.terms):
        return False
    return best.coverage + 0.5 * (best.context - best.coverage) < ON_TOPIC


def never_answered(question: Question, ranking: Ranking) -> str | None:
    """What forbids to answer outright, however sure: the kind of answer asked for, or a name, is not there."""
    best = ranking.candidates[0]
    if ranking.loose:
        return "nobody of that description speaks"
    if ranking.elsewhere >= ELSEWHERE and best.own <= ranking.elsewhere - FARTHER:
        return "what was asked stands in a sentence that is ruled out"
    plainly = (
        question.wants in COUNTED and best.parts["kind"] >= 1
    )  # "how many blue helmets": a number of them is there
    if not plainly and _strange(question, heavy=True) >= FOREIGN:
        return "too much of it is nothing the article has"
    if not question.holder and question.act == "general" and _only_alike(question, best):
        return "only words of like meaning are there"
    if question.holder and best.standing < 2 and best.own < ranking.elsewhere:
        return "another says more of it"
    if question.quoted and best.coverage < VERBATIM:
        return "the words quoted are not there"
    if best.matter < MATTER:
        return "nothing of the matter itself"
    if len(namesakes(question, ranking)) > 1:
        return "several of that name"
    if best.parts["kind"] <= -0.6:
        return "no answer of the kind asked for"
    if best.parts["elsewhere"]:
        return "another place is spoken of there"
    if best.parts["names_missing"] >= 1:
        return "a name of the question is not there"
    if best.parts["predicate_missing"]:
        return "nobody there does what was asked"
    return None


def namesakes(question: Question, ranking: Ranking) -> list[str]:
    """The actors of one name whose words come into question: "Marsh" where two people called Marsh speak of it."""
    if question.holder is None or len(question.holder.actors) < 2:
        return []
    near = [c for c in ranking.candidates if c.standing == 2 and c.coverage >= 0.5 * ranking.candidates[0].coverage]
    return [actor for actor in question.holder.actors if any(actor in c.sentence.holders for c in near)]


def refusal_reason(question: Question, ranking: Ranking) -> str | None:
    """Why nothing can be answered whatever the scores are, None where something may be."""
    if question.unknown:
        return "unknown name"
    if question.empty and not question.holder:
        return "nothing to look for"
    return None if ranking.candidates else "vetoed"


def sureness_parts(question: Question, ranking: Ranking) -> dict[str, float]:
    """What speaks for and against the best candidate, each about 0 to 1."""
    best, rival = ranking.candidates[0], _rival(ranking)
    parts = best.parts
    return {
        "coverage": best.coverage if question.terms else 1.0,
        "context": best.context - best.coverage,
        "likeness": parts["likeness"],
        "kind": max(0.0, parts["kind"]),
        "other_kind": -min(0.0, parts["kind"]),
        "gap": best.gap,
        "names_missing": min(2.0, parts["names_missing"]),
        "predicate_missing": parts["predicate_missing"],
        "holder": float(best.standing == 2),
        "told_of": float(bool(question.holder) and best.standing == 1),
        "elsewhere": max(0.0, ranking.elsewhere - best.own),
        "strange": _strange(question),
        "lead": min(1.0, (best.score - rival.score) / 8.0) if rival else 0.0,
        "words": min(1.0, math.log1p(len(question.terms)) / 2.0),
    }


def sureness(parts: dict[str, float], weights: dict[str, float]) -> float:
    """The logistic function of the weighted parts."""
    total = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in parts.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def _strange(question: Question, exotic: bool = False, heavy: bool = False) -> float:
    """The share of the question's weight in words that the article has nothing for: all of them, the `exotic` of them,
    or the `heavy` ones among the heavy."""
    terms = [term for term in question.terms if not (heavy and term.light)]
    total = sum(term.weight for term in terms)
    strange = sum(term.weight for term in terms if (term.exotic if exotic else not term.known))
    return strange / total if total else 0.0


def lead_of(ranking: Ranking) -> float:
    """How far the best candidate's score is above the best of another paragraph; without one, without end."""
    rival = _rival(ranking)
    return ranking.candidates[0].score - rival.score if rival else math.inf


def _rival(ranking: Ranking) -> Candidate | None:
    """The best candidate from another paragraph than the best of all."""
    best = ranking.candidates[0]
    others = (c for c in ranking.candidates[1:] if c.sentence.paragraph != best.sentence.paragraph)
    return next(others, None)
