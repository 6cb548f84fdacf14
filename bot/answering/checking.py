"""A message beside the briefing: the excerpts nearest to it, and which of its words they lack. Never true or false."""

from __future__ import annotations

from bot.answering.answer import Answer, Section
from bot.answering.citing import cite_excerpt
from bot.answering.index import Index
from bot.answering.question import Question, read
from bot.answering.ranking import rank
from bot.answering.weights import Weights
from bot.texts import Texts

NEAR = 0.35  # share of the message's words, by rarity, that an excerpt must meet to be shown
MOST = 3


def check_text(text: str, index: Index, weights: Weights, texts: Texts) -> Answer:
    """The excerpts of a briefing nearest to a message."""
    slots = read(text, index)
    loose = Question(text=slots.text, words=slots.words, terms=slots.terms, names=slots.names)
    near = [candidate for candidate in rank(loose, index, weights).candidates if candidate.coverage >= NEAR][:MOST]
    cited = tuple(filter(None, (cite_excerpt(candidate.sentence.fact, index.briefing) for candidate in near)))
    if not cited:
        return Answer(text, "declined", texts("browse.check_nothing"), (), (texts("decline.try_brief"),))
    lead = texts("browse.check")
    missing = [term.text for term in slots.terms if not any(term.met_by(candidate.sentence) for candidate in near)]
    numbers = [
        number for number in slots.numbers if not any(number in candidate.sentence.numbers for candidate in near)
    ]
    if missing or numbers:
        words = texts("decline.comma").join([*missing, *numbers])
        lead = f"{lead} {texts('browse.check_missing', words=words)}"
    return Answer(text, "answered", lead, (Section(None, cited),))
