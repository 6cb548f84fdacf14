"""What the engine hands to every skin: an answer, its citations, and what to ask next.

An answer never contains a sentence about the news that the article does not: `lead` and `heading` are
fixed labels from `bot/texts.yaml`, every citation is an excerpt that stood the check of `factbase.verify`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.answering.confidence import Decision, Status
from bot.answering.index import Sentence
from bot.answering.question import Question
from bot.answering.ranking import Ranking, shares
from knowledge.model.factbase import Excerpt, Held, Position, Quote, Statement
from knowledge.model.spans import Span, inside, overlap
from knowledge.model.storage import Briefing

CitationKind = Literal["quote", "position", "statement", "fact"]
KINDS: dict[type, CitationKind] = {Quote: "quote", Position: "position", Statement: "statement"}
MOST_SHOWN, MOST_LISTED = 3, 10
NEAR_BEST = 0.3  # of the likelihood of the best, from which a further citation is shown beside it


@dataclass(frozen=True)
class Citation:
    """One excerpt with its place. `paragraph` counts from 1, title and headings included; `actor` is the name of who
    said or holds it, None for a plain fact, `shown` that with what it is and whose where it is no name; `told_by` is
    shown for who tells it where that is another."""

    briefing: str
    id: str
    kind: CitationKind
    actor: str | None
    text: str
    start: int
    end: int
    paragraph: int
    medium: str | None = None
    cue: str | None = None
    stance: str | None = None
    told_by: str | None = None
    shown: str | None = None

    @property
    def who(self) -> str | None:
        """What to show for who said or holds it."""
        return self.shown or self.actor

    @property
    def span(self) -> Span:
        """Where it stands in the article."""
        return self.start, self.end

    def as_json(self) -> dict[str, object]:
        """The keys of the JSON contract, in its order."""
        keys = ("briefing", "id", "kind", "actor", "text", "start", "end", "paragraph")
        return {key: getattr(self, key) for key in keys}


@dataclass(frozen=True)
class Section:
    """A part of an answer under a heading: excerpts, or plain lines such as the names of actors."""

    heading: str | None = None
    citations: tuple[Citation, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A question with everything that led to its answer: kept with the answer for follow-ups and `explain`."""

    question: Question
    ranking: Ranking
    decision: Decision
    briefing: str
    follows: bool = False  # whether it was read against the answer before it
    shown: int = MOST_SHOWN  # how many candidates have been shown so far


@dataclass(frozen=True)
class Answer:
    """An answer to one question. `suggestions` are questions or commands that the briefing can answer."""

    question: str
    status: Status
    lead: str
    sections: tuple[Section, ...] = ()
    suggestions: tuple[str, ...] = ()
    reading: Reading | None = field(default=None, compare=False)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation, best first."""
        return tuple(citation for section in self.sections for citation in section.citations)

    def as_json(self) -> dict[str, object]:
        """The JSON contract: question, status, lead, citations, suggestions."""
        return {
            "question": self.question,
            "status": self.status,
            "lead": self.lead,
            "citations": [citation.as_json() for citation in self.citations],
            "suggestions": list(self.suggestions),
        }


ENOUGH = 0.5  # share of its sentence from which a quote is shown by itself: the rest is then only who said it


def cite_excerpt(excerpt: Excerpt, briefing: Briefing, actor: str | None = None) -> Citation | None:
    """The citation of a record, None (never shown) where its text does not stand at its offsets.

    `actor` is the id of who is named with a fact.
    """
    article = briefing.article
    if not excerpt.text or article.text[excerpt.start : excerpt.end] != excerpt.text:
        return None
    record = excerpt if isinstance(excerpt, Held) else None
    teller = excerpt.told_by if isinstance(excerpt, Statement) else None
    holder = record.holder if record else actor
    return Citation(
        briefing=briefing.id,
        id=excerpt.id,
        kind=KINDS.get(type(excerpt), "fact"),
        actor=briefing.base.name(holder) if holder else record.source if record else None,
        text=excerpt.text,
        start=excerpt.start,
        end=excerpt.end,
        paragraph=article.paragraph(excerpt.start),
        medium=excerpt.medium if isinstance(excerpt, Quote) else None,
        cue=record.cue if record else None,
        stance=excerpt.stance if isinstance(excerpt, Position) else None,
        told_by=briefing.base.shown(teller) if teller else None,
        shown=briefing.base.shown(holder) if holder else None,
    )


def citations(reading: Reading, briefing: Briefing) -> tuple[Citation, ...]:
    """The citations of the best candidates, no place of the article twice."""
    question, candidates, status = reading.question, reading.ranking.candidates, reading.decision.status
    most = MOST_LISTED if question.many else MOST_SHOWN
    found: list[Citation] = []
    share = shares(candidates)
    for candidate, likely in zip(candidates[: 2 * most], share, strict=False):
        if status == "answered" and not question.many and likely < NEAR_BEST * share[0]:
            break  # an answer is not padded with what only shares a word
        citation = cite(candidate.sentence, question, briefing)
        if citation and not any(overlap(citation.span, other.span) for other in found):
            found.append(citation)
    return tuple(found[:most])


def first_citation(reading: Reading, briefing: Briefing) -> Citation | None:
    """What would be cited first if nothing were declined."""
    best = reading.ranking.candidates[:1]
    return cite(best[0].sentence, reading.question, briefing) if best else None


def cite(sentence: Sentence, question: Question, briefing: Briefing) -> Citation | None:
    """The fullest excerpt of a sentence that fits the question: a quote, or for words said a statement that has all of
    them, else the sentence."""
    fact, allowed = sentence.fact, question.allowed
    if question.act in ("said", "who_said", "position"):
        own = [one for one in sentence.records if question.act == "who_said" or one.holder in allowed]
        shown = [one for one in own if isinstance(one, Quote) or (question.act != "position" and _has_all(one, own))]
        longest = max(shown, key=lambda one: one.end - one.start, default=None)
        if longest and (
            not inside((longest.start, longest.end), (fact.start, fact.end))
            or longest.end - longest.start >= ENOUGH * (fact.end - fact.start)
        ):
            return cite_excerpt(longest, briefing)
    holders = sentence.holders & allowed if allowed else sentence.holders
    actor = next(iter(holders)) if len(holders) == 1 and question.act != "general" else None
    citation = cite_excerpt(fact, briefing, actor)
    teller = sentence.teller(actor) if actor else None
    return replace(citation, told_by=briefing.base.shown(teller)) if citation and teller else citation


def _has_all(record: Held, records: Iterable[Held]) -> bool:
    """Whether a record is a statement with all of some records in it."""
    whole = record.start, record.end
    return isinstance(record, Statement) and all(inside((one.start, one.end), whole) for one in records)
