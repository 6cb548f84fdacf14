"""Answer, offer a choice, or decline: how likely the first sentence is right, and the thresholds that a server chose.

The confidence is a logistic function of the evidence below, learned (`make tune`) on questions of which a third has no
answer, cross-fitted by article. On the articles kept for choosing its expected calibration error is .045 (ten bins).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean, pstdev
from typing import Literal

from bot.answering.features import Signal
from bot.answering.index import Index
from bot.answering.question import Question
from bot.answering.ranking import READ, Candidate, Ranking, Weights, is_anothers, shares
from bot.answering.terms import FORM

Status = Literal["answered", "choose", "declined"]
Caution = Literal["careful", "balanced", "bold"]

ELSEWHERE, FARTHER = 0.6, 0.15  # what a sentence that is ruled out meets, and how much more than the best
VERBATIM = 0.7  # share of the question from which words in quotation marks may be those of the article

# Beside the signals of the best candidate: the field behind it, the reader, the question.
Evidence = Literal[
    "wide", "other_kind", "anothers", "share", "ahead", "score", "cosine_peak", "cosine_first", "reader_sure",
    "reader_first", "reader_mean", "reader_wide", "reader_own", "agreed", "unmet", "exotic", "terms", "one_term",
    "elsewhere", "behind", "holder", "records", "own_behind", "holder_wide", "described", "yes_no", "many", "medium",
    "number", "date", "quoted", "mended"
]  # fmt: skip


@dataclass(frozen=True)
class Decision:
    """The outcome, how likely the best candidate is right (0 to 1), and why, in the words of `explain`."""

    status: Status
    confidence: float
    reason: str


def decide(
    question: Question, ranking: Ranking, index: Index, weights: Weights, caution: Caution = "balanced"
) -> Decision:
    """The outcome for a ranking."""
    refused = refusal_reason(question, ranking, index)
    if refused:
        return Decision("declined", 0.0, refused)
    sure = confidence(evidence(question, ranking, index), weights.confidence)
    if not question.topical and ranking.candidates[0].signals["own"]:
        return Decision("answered", 1.0, "an actor's words are asked for, whatever they are about")
    if sure < weights.thresholds["choose"]:
        return Decision("declined", sure, "below the lower threshold")
    if sure < weights.thresholds[caution]:
        return Decision("choose", sure, "below the upper threshold")
    doubt = never_answered(question, ranking, index)
    return Decision("choose", sure, doubt) if doubt else Decision("answered", sure, "sure enough")


def refusal_reason(question: Question, ranking: Ranking, index: Index) -> str | None:
    """Why nothing can be answered whatever the scores are, None where something may be."""
    if question.unknown:
        return "unknown name"
    if question.empty and not question.holder:
        return "nothing to look for"
    if not ranking.candidates:
        return "ruled out"
    if question.holder and not question.allowed & index.holders:
        return "an actor without any words or position"
    if question.holder and all(is_anothers(question, one.sentence, index) for one in ranking.candidates):
        return "only words of others"
    return None


def never_answered(question: Question, ranking: Ranking, index: Index) -> str | None:
    """What forbids to answer outright, however sure: what is shown would not be what was asked for."""
    best = ranking.candidates[0]
    if is_anothers(question, best.sentence, index):
        return "another's words"
    if ranking.elsewhere >= max(ELSEWHERE, best.signals["said"] + FARTHER):
        return "what was asked stands in a sentence that is ruled out, or another's"
    if question.quoted and best.signals["coverage"] < VERBATIM:
        return "the words quoted are not there"
    if len(namesakes(question, ranking)) > 1:
        return "several of that name"
    words = [term for term in question.terms if not term.light]
    alone = not question.holder and len(words) == 1 and not words[0].actors and best.signals["kind"] <= 0
    if alone and words[0].met_by(best.sentence) < FORM:
        return "only a word of like meaning is there"
    if best.signals["elsewhere"]:
        return "another place is spoken of there"
    return "a name of the question is not there" if best.signals["names"] else None


def namesakes(question: Question, ranking: Ranking) -> list[str]:
    """The actors of one name whose words come into question: "Marsh" where two people called Marsh speak of it."""
    if question.holder is None or len(question.holder.actors) < 2:
        return []
    best = ranking.candidates[0].signals["coverage"]
    near = [one for one in ranking.candidates if one.signals["own"] and one.signals["coverage"] >= 0.5 * best]
    return [actor for actor in question.holder.actors if any(actor in one.sentence.holders for one in near)]


def confidence(parts: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The logistic function of the weighted evidence."""
    total = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in parts.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def evidence(question: Question, ranking: Ranking, index: Index) -> dict[str, float]:
    """What speaks for and against the best candidate being right: its own signals, the field, the question."""
    best = ranking.candidates[0]
    parts: dict[str, float] = {name: best.signals[name] for name in _OWN}
    parts |= _field(ranking.candidates[:READ])
    parts |= _asked(question, ranking, index)
    parts["wide"] = best.wide**2
    parts["other_kind"] = min(0.0, best.signals["kind"])
    parts["anothers"] = float(is_anothers(question, best.sentence, index))
    if ranking.cosines:
        parts |= _meaning(question, ranking)
    return parts


_OWN: tuple[Signal, ...] = (
    "coverage", "context", "paragraph", "closeness", "names", "numbers", "kind", "own", "told", "nobodys", "speaks",
    "title", "length"
)  # fmt: skip


def _field(candidates: tuple[Candidate, ...]) -> dict[str, float]:
    """How far the best stands out."""
    share = shares(candidates)
    rival = candidates[1].score if len(candidates) > 1 else candidates[0].score - 3.0
    return {"share": share[0], "ahead": min(3.0, candidates[0].score - rival), "score": candidates[0].score}


def _meaning(question: Question, ranking: Ranking) -> dict[str, float]:
    """How sure the reader is, and whether words, vectors and reader agree."""
    best, cosines = ranking.candidates[0].signals, ranking.cosines
    most = max(one.signals["coverage"] for one in ranking.candidates)
    read = [one for one in ranking.candidates if "reader" in one.signals]
    said = [one.signals["reader"] for one in read]
    own = [one.signals["reader"] for one in read if one.signals["own"] or one.signals["told"]]
    first = best["reader"] == max(said), best["cosine"] == max(cosines), best["coverage"] == most
    sure = 1.0 / (1.0 + math.exp(-best["reader"]))
    return {
        "cosine": best["cosine"],
        "cosine_peak": (max(cosines) - fmean(cosines)) / (pstdev(cosines) or 1.0),
        "cosine_first": float(first[1]),
        "reader": best["reader"],
        "reader_sure": sure,
        "reader_first": float(first[0]),
        "reader_mean": fmean(said),
        "reader_wide": sure * ranking.candidates[0].wide,
        "reader_own": max(own, default=-6.0) - max(said) if question.holder else 0.0,
        "agreed": float(all(first)),
    }


def _asked(question: Question, ranking: Ranking, index: Index) -> dict[str, float]:
    """What was asked, and what the briefing knows of it."""
    best, holder = ranking.candidates[0].signals, question.holder
    terms = [term for term in question.terms if not term.light]
    total = sum(term.weight for term in question.terms) or 1.0
    own = [one for one in index.base.held() if one.holder in question.allowed] if holder else []
    said = [one.signals["coverage"] for one in ranking.candidates if one.signals["own"]]
    most = max(one.signals["coverage"] for one in ranking.candidates)
    return {
        "unmet": sum(term.weight for term in question.terms if not term.known) / total,
        "exotic": sum(term.weight for term in question.terms if term.exotic) / total,
        "terms": min(10, len(question.terms)) / 10,
        "one_term": float(len(terms) <= 1),
        "elsewhere": max(0.0, ranking.elsewhere - best["said"]),
        "behind": most - best["coverage"],
        "holder": float(bool(holder)),
        "records": math.log1p(len(own)),
        "own_behind": max(said, default=0.0) - best["coverage"] if holder else 0.0,
        "holder_wide": ranking.candidates[0].wide if holder else 0.0,
        "described": float(bool(question.holder_words)),
        "yes_no": float(question.yes_no),
        "many": float(question.many),
        "medium": float(bool(question.medium)),
        "number": float(bool(question.numbers)),
        "date": float(bool(question.months)),
        "quoted": float(bool(question.quoted)),
        "mended": float(min(2, len(question.mended))),
        f"act_{question.act}": 1.0,
        f"wants_{question.wants}": 1.0,
        f"kind_{question.wants}": best["kind"],
    }
