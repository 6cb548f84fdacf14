"""One question put to one briefing: read, rank, decide, cite."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answering.answer import Answer, Citation, Section
from bot.answering.citing import cite
from bot.answering.decision import Decision, decide
from bot.answering.index import Index
from bot.answering.question import Question, read
from bot.answering.ranking import Ranking, rank
from bot.answering.refusal import refusal, suggestions
from bot.answering.vetoes import allowed_holders
from bot.answering.weights import Weights
from bot.texts import Texts

MOST_ANSWERS, MOST_CHOICES, MOST_LISTED = 3, 5, 10


@dataclass(frozen=True)
class Asking:
    """What a question is asked of and with."""

    index: Index
    weights: Weights
    texts: Texts


@dataclass(frozen=True)
class Reading:
    """A question with everything that led to its answer: kept with the answer for follow-ups and `explain`."""

    question: Question
    ranking: Ranking
    decision: Decision
    briefing: str


def ask_one(text: str, asking: Asking) -> Answer:
    """The answer of one briefing to a question."""
    question = read(text, asking.index)
    ranking = rank(question, asking.index, asking.weights)
    decision = decide(question, ranking, asking.weights)
    reading = Reading(question, ranking, decision, asking.index.id)
    cited = _citations(question, ranking, decision, asking.index)
    if decision.status == "declined" or not cited:
        lead = refusal(question, ranking, asking.index, asking.texts)
        return Answer(text, "declined", lead, (), suggestions(question, asking.index, asking.texts), reading)
    return Answer(text, decision.status, _lead(question, decision, cited, asking), (Section(None, cited),), (), reading)


def first_citation(reading: Reading, index: Index) -> Citation | None:
    """What would be cited first if nothing were declined."""
    if not reading.ranking.candidates:
        return None
    allowed = allowed_holders(reading.question, index)
    return cite(reading.ranking.candidates[0].sentence, reading.question, allowed, index.briefing)


def _citations(question: Question, ranking: Ranking, decision: Decision, index: Index) -> tuple[Citation, ...]:
    """The citations of the best candidates, no place of the article twice."""
    most = MOST_LISTED if question.many else MOST_ANSWERS if decision.status == "answered" else MOST_CHOICES
    allowed = allowed_holders(question, index)
    found: list[Citation] = []
    for candidate in ranking.candidates[: 2 * most]:
        citation = cite(candidate.sentence, question, allowed, index.briefing)
        if citation and not any(other.start < citation.end and citation.start < other.end for other in found):
            found.append(citation)
    return tuple(found[:most])


def _lead(question: Question, decision: Decision, cited: tuple[Citation, ...], asking: Asking) -> str:
    texts, base = asking.texts, asking.index.briefing.base
    if decision.status == "choose":
        return texts("choose.lead")
    speaker = cited[0].actor
    if question.act == "who_said" and speaker:
        return texts("answer.who_said", actor=speaker)
    if question.act in ("said", "position") and question.holder:
        names = [actor.name for actor in base.actors if actor.id in question.holder.actors]
        if speaker and speaker not in names:
            return texts(f"answer.{question.act}_for", actor=names[0], speaker=speaker)
        return texts(f"answer.{question.act}", actor=speaker or names[0])
    if question.act == "definition":
        return texts("answer.definition", name=question.names[0].written if question.names else question.text)
    return texts("answer.plain")
