"""What a question named that the briefing could not answer: actors, topics, and words that nothing matched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypedDict

from bot.answering.answer import Answer, Reading
from bot.commands import Call
from knowledge.model.storage import Briefing


class Missing(TypedDict):
    """The terms to count; of a question these are all that is kept by default."""

    actors: list[str]
    topics: list[str]
    words: list[str]


def missing_of(answer: Answer, call: Call, briefings: Mapping[str, Briefing]) -> Missing:
    """The terms of a question or command, as the engine read them."""
    if isinstance(answer.reading, Reading):
        question, briefing = answer.reading.question, briefings.get(answer.reading.briefing)
        return Missing(
            actors=[*(name.meant for name in question.names), *question.unknown],
            topics=list(_topics(question.text, briefing)) if briefing else [],
            words=[term.text for term in question.terms if not term.known and term.text not in question.unknown],
        )
    return Missing(actors=call.given("actor"), topics=call.given("topic"), words=[])


def _topics(text: str, briefing: Briefing) -> Iterable[str]:
    """The briefing's topics that a text has a word of."""
    for topic in briefing.base.topics:
        words = "|".join(re.escape(term) for term in (topic.name, *topic.terms))
        if re.search(rf"\b(?:{words})", text, re.IGNORECASE):
            yield topic.name
