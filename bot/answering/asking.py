"""One question put to one briefing: read, rank, decide, cite."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.answering.answer import MOST_ANSWERS, Answer, Citation, Reading, Section, cite
from bot.answering.decision import Decision, decide, namesakes
from bot.answering.filters import allowed_holders
from bot.answering.followups import Last, kind_of, refer
from bot.answering.index import Index
from bot.answering.names import Name
from bot.answering.question import Question, read
from bot.answering.ranking import Candidate, Ranking, Weights, rank
from bot.answering.views import refusal, suggestions
from bot.texts import Texts

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
    question = read(text, asking.index)
    kind = kind_of(question, asking.index) if last else None
    if last and kind in ("more", "speaker"):
        return more(text, last, asking) if kind == "more" else speaker(text, last, asking)
    if last and kind:
        shown = tuple(c.sentence.number for c in last.ranking.candidates[:MOST_ANSWERS])
        referred = _answer(refer(question, kind, Last(last.question, shown), asking.index), asking)
        alone = kind == "swap" and referred.status == "declined" and not (question.names or question.unknown)
        points = any(word.plain in asking.index.english.followups.pointing for word in question.words)
        if not alone or points or not any(term.known and not term.light for term in question.terms):
            return replace(referred, reading=replace(referred.reading, follows=True))
    return _answer(question, asking)  # a swap that finds nothing, of words that the briefing has, asks by itself


def _answer(question: Question, asking: Asking) -> Answer:
    if question.act == "compare" and len(question.names) >= 2:
        return compare(question, asking)
    ranking = rank(question, asking.index, asking.weights)
    decision = decide(question, ranking, asking.weights)
    reading = Reading(question, ranking, decision, asking.index.id)
    cited = _citations(question, ranking, decision, asking.index)
    if decision.status == "declined" or not cited:
        lead = refusal(question, ranking, decision, asking.index, asking.texts)
        return Answer(question.text, "declined", lead, (), suggestions(question, asking.index, asking.texts), reading)
    reading = replace(reading, shown=len(cited))
    lead = _read_as(question, _lead(question, ranking, decision, cited, asking), asking.texts)
    return Answer(question.text, decision.status, lead, (Section(None, cited),), (), reading)


def compare(question: Question, asking: Asking) -> Answer:
    """Each of two actors' nearest words or positions, side by side under their names."""
    sections, readings = [], []
    for name in question.names[:2]:
        terms = tuple(term for term in question.terms if not term.actors)
        single = replace(question, act="position", holder=name, terms=terms)
        ranking = rank(single, asking.index, asking.weights)
        decision = decide(single, ranking, asking.weights)
        cited = _citations(single, ranking, decision, asking.index) if decision.status != "declined" else ()
        heading = asking.texts("browse.heading", actor=_actor_name(name, asking))
        lines = () if cited else (asking.texts("browse.nothing_here"),)
        sections.append(Section(heading, cited[:MOST_COMPARED], lines))
        readings.append(Reading(question, ranking, decision, asking.index.id))
    held = [reading for reading, section in zip(readings, sections, strict=True) if section.citations]
    best = max(held or readings, key=lambda reading: reading.decision.sureness)
    if not held:
        lead = refusal(question, best.ranking, best.decision, asking.index, asking.texts)
        return Answer(question.text, "declined", lead, (), suggestions(question, asking.index, asking.texts), best)
    first, second = (_actor_name(name, asking) for name in question.names[:2])
    sure = all(reading.decision.status == "answered" for reading in held)
    lead = asking.texts("browse.compare", first=first, second=second)
    return Answer(question.text, "answered" if sure else "choose", lead, tuple(sections), (), best)


def more(text: str, last: Reading, asking: Asking) -> Answer:
    """The next excerpts on the last question: by the same actor, on its words, or right after the one shown."""
    candidates = list(last.ranking.candidates)
    shown = {candidate.sentence.number for candidate in candidates[: last.shown]}
    first = candidates[0].sentence if candidates else None
    near = {first.number + 1, first.number + 2} if first else set()
    following = [
        candidate
        for candidate in candidates
        if candidate.sentence.number not in shown
        and (candidate.context >= MORE or candidate.standing == 2 or candidate.sentence.number in near)
    ]
    following.sort(key=lambda candidate: candidate.sentence.number not in near)
    ranking = replace(last.ranking, candidates=tuple([c for c in candidates if c.sentence.number in shown] + following))
    after = tuple(
        citation
        for candidate in following[:MOST_ANSWERS]
        if (citation := _cited(candidate, last.question, asking.index))
    )
    if not after or last.decision.status == "declined":
        return Answer(text, "declined", asking.texts("answer.no_more"), (), (asking.texts("decline.try_brief"),), last)
    reading = replace(last, ranking=ranking, shown=last.shown + MOST_ANSWERS)
    return Answer(text, "answered", asking.texts("answer.more"), (Section(None, after),), (), reading)


def speaker(text: str, last: Reading, asking: Asking) -> Answer:
    """Who is behind the excerpt shown last: the excerpt again, with its speaker's name."""
    best = last.ranking.candidates[0] if last.ranking.candidates and last.decision.status != "declined" else None
    question = replace(last.question, act="who_said")
    citation = _cited(best, question, asking.index) if best else None
    if citation is None:
        return Answer(text, "declined", asking.texts("answer.no_more"), (), (asking.texts("decline.try_brief"),), last)
    key = "answer.who_said" if citation.actor else "answer.plain"
    lead = asking.texts(key, actor=citation.actor)
    return Answer(text, "answered", lead, (Section(None, (citation,)),), (), last)


def _actor_name(name: Name, asking: Asking) -> str:
    actor = asking.index.briefing.base.actor(name.actors[0])
    return actor.name if actor else name.written


def first_citation(reading: Reading, index: Index) -> Citation | None:
    """What would be cited first if nothing were declined."""
    if not reading.ranking.candidates:
        return None
    return _cited(reading.ranking.candidates[0], reading.question, index)


def _cited(candidate: Candidate, question: Question, index: Index) -> Citation | None:
    return cite(candidate.sentence, question, allowed_holders(question, index), index.briefing)


def _citations(question: Question, ranking: Ranking, decision: Decision, index: Index) -> tuple[Citation, ...]:
    """The citations of the best candidates, no place of the article twice."""
    best = ranking.candidates[0].score if ranking.candidates else 0.0
    single = decision.status == "answered" and not question.many
    most = MOST_LISTED if question.many else MOST_ANSWERS if decision.status == "answered" else MOST_CHOICES
    allowed = allowed_holders(question, index)
    found: list[Citation] = []
    for candidate in ranking.candidates[: 2 * most]:
        if single and found and candidate.score < NEAR_BEST * best:
            break  # an answer is not padded with what only shares a word
        citation = cite(candidate.sentence, question, allowed, index.briefing)
        if citation and not any(other.start < citation.end and citation.start < other.end for other in found):
            found.append(citation)
    return tuple(found[:most])


def _read_as(question: Question, lead: str, texts: Texts) -> str:
    """The lead, saying first which misspelt names were read as which."""
    for written, meant in question.mended[:MOST_READ_AS]:
        if meant in {part for name in question.names for part in (name.meant, *name.meant.split())}:
            lead = texts("answer.read_as", written=written, meant=meant.title(), lead=lead)
    return lead


def _lead(question: Question, ranking: Ranking, decision: Decision, cited: tuple[Citation, ...], asking: Asking) -> str:
    texts, base = asking.texts, asking.index.briefing.base
    if decision.status == "choose":
        named = namesakes(question, ranking)
        if len(named) > 1:
            actors = texts("decline.and").join(actor.name for actor in base.actors if actor.id in named)
            return texts("choose.which_actor", actors=actors)
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
        return (
            texts("answer.definition", name=_actor_name(question.names[0], asking))
            if question.names and len(question.terms) <= 1
            else texts("answer.plain")
        )
    return texts("answer.plain")
