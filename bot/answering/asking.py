"""One question put to one briefing: read, rank, decide, cite."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.answering.answer import MOST_ANSWERS, Answer, Citation, Reading, Section, cite
from bot.answering.decision import decide, namesakes
from bot.answering.followups import kind_of, refer
from bot.answering.index import Index
from bot.answering.question import Question, read
from bot.answering.ranking import Candidate, Weights, rank
from bot.answering.views import refusal, suggestions
from bot.texts import Texts
from knowledge.model.spans import overlap

MOST_CHOICES, MOST_LISTED, MOST_COMPARED = 5, 10, 2
NEAR_BEST = 0.6  # share of the best score from which a further citation is shown beside it
MOST_READ_AS = 2  # misspelt names that a lead speaks of
MORE = 0.15  # share of the last question that a further excerpt must meet, with the words around it


@dataclass(frozen=True)
class Asking:
    """What a question is asked of and with."""

    index: Index
    weights: Weights
    texts: Texts


def ask_one(text: str, asking: Asking, last: Reading | None = None) -> Answer:
    """The answer of one briefing to a question; a follow-up is read against the last reading."""
    english = asking.index.english
    question = read(text, asking.index)
    kind = kind_of(question, english) if last else None
    if last is None or kind is None:
        return _answer(question, asking)
    if kind == "more":
        return _more(text, last, asking)
    if kind == "speaker":
        return _speaker(text, last, asking)
    referred = _answer(refer(question, kind, last), asking)
    alone = kind == "swap" and referred.status == "declined" and not (question.names or question.unknown)
    points = any(word.plain in english.followups.pointing for word in question.words)
    if alone and not points and any(term.known and not term.light for term in question.terms):
        return _answer(question, asking)  # a swap that finds nothing, of words that the briefing has, asks by itself
    return replace(referred, reading=replace(referred.reading, follows=True) if referred.reading else None)


def first_citation(reading: Reading, index: Index) -> Citation | None:
    """What would be cited first if nothing were declined."""
    best = reading.ranking.candidates[:1]
    return cite(best[0].sentence, reading.question, index.briefing) if best else None


def _answer(question: Question, asking: Asking) -> Answer:
    if question.act == "compare" and len(question.names) >= 2:
        return _compare(question, asking)
    reading = _read(question, asking)
    cited = _citations(reading, asking.index)
    if reading.decision.status == "declined" or not cited:
        return _refusal(reading, asking)
    lead = _lead(reading, cited, asking)
    for written, meant in question.mended[:MOST_READ_AS]:
        if meant in {part for name in question.names for part in (name.meant, *name.meant.split())}:
            lead = asking.texts("answer.read_as", written=written, meant=meant.title(), lead=lead)
    reading = replace(reading, shown=len(cited))
    return Answer(question.text, reading.decision.status, lead, (Section(None, cited),), (), reading)


def _read(question: Question, asking: Asking) -> Reading:
    ranking = rank(question, asking.index, asking.weights)
    return Reading(question, ranking, decide(question, ranking, asking.weights), asking.index.id)


def _refusal(reading: Reading, asking: Asking) -> Answer:
    lead = refusal(reading, asking.index, asking.texts)
    tries = suggestions(reading.question, asking.index, asking.texts)
    return Answer(reading.question.text, "declined", lead, (), tries, reading)


def _compare(question: Question, asking: Asking) -> Answer:
    """Each of two actors' nearest words or positions, side by side under their names."""
    texts, terms = asking.texts, tuple(term for term in question.terms if not term.actors)
    named = [asking.index.base.name(name.actors[0]) for name in question.names[:2]]
    sections, held = [], []
    readings = [
        _read(replace(question, act="position", holder=name, terms=terms), asking) for name in question.names[:2]
    ]
    for actor, reading in zip(named, readings, strict=True):
        cited = () if reading.decision.status == "declined" else _citations(reading, asking.index)
        lines = () if cited else (texts("browse.nothing_here"),)
        sections.append(Section(texts("browse.heading", actor=actor), cited[:MOST_COMPARED], lines))
        held += [reading] if cited else []
    best = max(held or readings, key=lambda reading: reading.decision.sureness)
    best = replace(best, question=question)
    if not held:
        return _refusal(best, asking)
    sure = all(reading.decision.status == "answered" for reading in held)
    lead = texts("browse.compare", first=named[0], second=named[1])
    return Answer(question.text, "answered" if sure else "choose", lead, tuple(sections), (), best)


def _more(text: str, last: Reading, asking: Asking) -> Answer:
    """The next excerpts on the last question: by the same actor, on its words, or right after the one shown."""
    candidates = last.ranking.candidates
    shown = {candidate.sentence.number for candidate in candidates[: last.shown]}
    near = {candidates[0].sentence.number + reach for reach in (1, 2)} if candidates else set()
    following = [
        candidate
        for candidate in candidates
        if candidate.sentence.number not in shown
        and (candidate.context >= MORE or candidate.standing == 2 or candidate.sentence.number in near)
    ]
    following.sort(key=lambda candidate: candidate.sentence.number not in near)
    cited = tuple(_cited(following[:MOST_ANSWERS], last.question, asking.index))
    if not cited or last.decision.status == "declined":
        return _nothing_more(text, last, asking)
    before = tuple(candidate for candidate in candidates if candidate.sentence.number in shown)
    ranking = replace(last.ranking, candidates=(*before, *following))
    reading = replace(last, ranking=ranking, shown=last.shown + MOST_ANSWERS)
    return Answer(text, "answered", asking.texts("answer.more"), (Section(None, cited),), (), reading)


def _speaker(text: str, last: Reading, asking: Asking) -> Answer:
    """Who is behind the excerpt shown last: the excerpt again, with its speaker's name."""
    shown = () if last.decision.status == "declined" else last.ranking.candidates[:1]
    cited = tuple(_cited(shown, replace(last.question, act="who_said"), asking.index))
    if not cited:
        return _nothing_more(text, last, asking)
    speaker = cited[0].actor
    lead = asking.texts("answer.who_said", actor=speaker) if speaker else asking.texts("answer.plain")
    return Answer(text, "answered", lead, (Section(None, cited),), (), last)


def _nothing_more(text: str, last: Reading, asking: Asking) -> Answer:
    return Answer(text, "declined", asking.texts("answer.no_more"), (), (asking.texts("decline.try_brief"),), last)


def _cited(candidates: Iterable[Candidate], question: Question, index: Index) -> list[Citation]:
    found = (cite(candidate.sentence, question, index.briefing) for candidate in candidates)
    return [citation for citation in found if citation]


def _citations(reading: Reading, index: Index) -> tuple[Citation, ...]:
    """The citations of the best candidates, no place of the article twice."""
    question, candidates, status = reading.question, reading.ranking.candidates, reading.decision.status
    most = MOST_LISTED if question.many else MOST_ANSWERS if status == "answered" else MOST_CHOICES
    found: list[Citation] = []
    for candidate in candidates[: 2 * most]:
        if status == "answered" and not question.many and found and candidate.score < NEAR_BEST * candidates[0].score:
            break  # an answer is not padded with what only shares a word
        citation = cite(candidate.sentence, question, index.briefing)
        if citation and not any(overlap(citation.span, other.span) for other in found):
            found.append(citation)
    return tuple(found[:most])


def _lead(reading: Reading, cited: tuple[Citation, ...], asking: Asking) -> str:
    question, texts, base = reading.question, asking.texts, asking.index.base
    if reading.decision.status == "choose":
        meant = namesakes(question, reading.ranking)
        if len(meant) > 1:
            named = texts("decline.and").join(actor.name for actor in base.actors if actor.id in meant)
            return texts("choose.which_actor", actors=named)
        return texts("choose.lead")
    speaker = cited[0].actor
    if question.act == "who_said" and speaker:
        return texts("answer.who_said", actor=speaker)
    if question.act in ("said", "position") and question.holder:
        names = [actor.name for actor in base.actors if actor.id in question.holder.actors]
        if speaker and speaker not in names:
            key = {"said": "answer.said_for", "position": "answer.position_for"}[question.act]
            return texts(key, actor=names[0], speaker=speaker)
        key = {"said": "answer.said", "position": "answer.position"}[question.act]
        return texts(key, actor=speaker or names[0])
    if question.act == "definition" and question.names and len(question.terms) <= 1:
        return texts("answer.definition", name=base.name(question.names[0].actors[0]))
    return texts("answer.plain")
