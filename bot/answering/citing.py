"""From a candidate to a citation: which excerpt is shown, and the last check that it stands in the article."""

from __future__ import annotations

from bot.answering.answer import Citation
from bot.answering.index import Sentence
from bot.answering.question import Question
from knowledge.model.factbase import Excerpt, Position, Quote
from knowledge.model.storage import Briefing

ENOUGH = 0.5  # share of its sentence from which a quote is shown by itself: the rest is then only who said it


def cite_excerpt(excerpt: Excerpt, briefing: Briefing, actor: str | None = None) -> Citation | None:
    """The citation of a record, None (never shown) where its text does not stand at its offsets."""
    article = briefing.article
    if not excerpt.text or article.text[excerpt.start : excerpt.end] != excerpt.text:
        return None
    kind = {"Quote": "quote", "Position": "position"}.get(type(excerpt).__name__, "fact")
    holder = (
        excerpt.speaker if isinstance(excerpt, Quote) else excerpt.actor if isinstance(excerpt, Position) else actor
    )
    found = briefing.base.actor(holder)
    source = getattr(excerpt, "source", None)
    return Citation(
        briefing=briefing.id,
        id=excerpt.id,
        kind=kind,
        actor=found.name if found else source,
        text=excerpt.text,
        start=excerpt.start,
        end=excerpt.end,
        paragraph=article.paragraph(excerpt.start),
        medium=getattr(excerpt, "medium", None),
        cue=getattr(excerpt, "cue", None),
        stance=getattr(excerpt, "stance", None),
    )


def cite(sentence: Sentence, question: Question, allowed: frozenset[str], briefing: Briefing) -> Citation | None:
    """The fullest excerpt of a sentence that fits the question: a quote for words said, else the sentence."""
    if question.act in ("said", "who_said", "position"):
        quotes = [q for q in sentence.quotes if question.act == "who_said" or q.speaker in allowed]
        longest = max(quotes, key=lambda quote: quote.end - quote.start, default=None)
        if longest and _tells_more(longest, sentence):
            return cite_excerpt(longest, briefing)
    holders = sentence.holders & allowed if allowed else sentence.holders
    actor = next(iter(holders)) if len(holders) == 1 and question.act != "general" else None
    return cite_excerpt(sentence.fact, briefing, actor)


def _tells_more(quote: Quote, sentence: Sentence) -> bool:
    """A quote that goes beyond the sentence, or makes up most of it."""
    beyond = quote.start < sentence.fact.start or quote.end > sentence.fact.end
    return beyond or quote.end - quote.start >= ENOUGH * (sentence.fact.end - sentence.fact.start)
