"""What a question named that the briefing could not answer: actors, topics, and words that nothing matched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypedDict

from bot.answering.answer import Answer, Reading
from bot.cards import Recipe
from knowledge.model.storage import Briefing


class Missing(TypedDict):
    """The terms to count; of a question these are all that is kept by default."""

    actors: list[str]
    topics: list[str]
    words: list[str]


def missing_of(answer: Answer, recipe: Recipe, briefings: Mapping[str, Briefing]) -> Missing:
    """The terms of a question or command, as the engine read them."""
    if isinstance(answer.reading, Reading):
        question, briefing = answer.reading.question, briefings.get(answer.reading.briefing)
        return Missing(
            actors=[*(name.meant for name in question.names), *question.unknown],
            topics=list(_topics(question.text, briefing)) if briefing else [],
            words=[term.text for term in question.terms if not term.known and term.text not in question.unknown],
        )
    arguments = [argument for argument in recipe.arguments if argument]
    actors = {"position": 1, "quotes": 1, "compare": 2}.get(recipe.command, 0)
    topics = recipe.arguments[actors:] if actors or recipe.command == "topic" else ()
    return Missing(actors=arguments[:actors], topics=[topic for topic in topics if topic], words=[])


def _topics(text: str, briefing: Briefing) -> Iterable[str]:
    """The briefing's topics that a text has a word of."""
    for topic in briefing.base.topics:
        words = "|".join(re.escape(term) for term in (topic.name, *topic.terms))
        if re.search(rf"\b(?:{words})", text, re.IGNORECASE):
            yield topic.name
