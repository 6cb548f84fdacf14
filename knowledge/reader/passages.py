"""What the reader reads of a briefing: each sentence in words that can be understood by themselves.

A sentence of an article rarely says whose words it gives or whom "she" means; the fact base knows. So a passage is led
by the holder of what is said in it where the sentence does not name them ("Ali Shamkhani, adviser to ..., on Fox: "),
has the name behind the first pronoun or description of everybody else it means ("she (Ana Ruiz)"), and is followed by
the end of the sentence before. On the articles of the news sets that are kept for choosing, the built text finds the
right sentence first .03 more often than the bare one by cosine alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.model.factbase import Actor, Fact, FactBase, Held
from knowledge.model.spans import overlap

BEFORE = 30  # words kept of the sentence before: the reader has room for some eighty
LONGEST_NAME = 45  # characters; a longer description explains nothing
SEPARATOR = " [SEP] "  # the mark between two texts that the encoder was pre-trained with


@dataclass(frozen=True)
class Passage:
    """A sentence as the reader reads it, and the end of the one before, "" for the first."""

    text: str
    before: str

    @property
    def whole(self) -> str:
        """Both, in the form that the reader was trained on."""
        return f"{self.text}{SEPARATOR}{self.before}" if self.before else self.text


def passages(base: FactBase) -> list[Passage]:
    """The passages of a fact base: one for each of its facts, in the order of the article."""
    actors = {actor.id: actor for actor in base.actors}
    facts = sorted(base.facts, key=lambda fact: (fact.start, fact.end))
    explained = [_explained(fact, actors) for fact in facts]
    befores = ["", *(" ".join(text.split()[-BEFORE:]) for text in explained)]
    held = base.held()
    led = [_holder(fact, held, actors) + text for fact, text in zip(facts, explained, strict=True)]
    return [Passage(text, before) for text, before in zip(led, befores, strict=False)]


def _explained(fact: Fact, actors: dict[str, Actor]) -> str:
    """The sentence on one line, with the names behind the words that only refer to somebody."""
    text = " ".join(fact.text.split())
    for words, actor_id in fact.refers.items():
        actor, there = actors[actor_id], re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text)
        proper = actor.name[:1].isupper() and len(actor.name) <= LONGEST_NAME
        if there and proper and not actor.is_named_in(fact.text):
            text = f"{text[: there.end()]} ({actor.name}){text[there.end() :]}"
    return text


def _holder(fact: Fact, held: Sequence[Held], actors: dict[str, Actor]) -> str:
    """Who holds most of the sentence, with role and medium where it does not tell them; "" where it tells all."""
    span = fact.start, fact.end
    own = [one for one in held if overlap(span, (one.start, one.end)) and (one.holder in actors or one.source)]
    if not own:
        return ""
    longest = max(own, key=lambda one: one.end - one.start)
    actor, medium = actors.get(longest.holder or ""), getattr(longest, "medium", None)
    on = f" on {medium}" if medium and medium.lower() not in fact.text.lower() else ""
    name = actor.name if actor else longest.source or ""
    named = actor.is_named_in(fact.text) if actor else name.lower() in fact.text.lower()
    if named:
        return f"{name}{on}: " if on else ""
    told = actor is None or not actor.role or actor.role.lower() in fact.text.lower()
    return f"{name}{on}: " if told or actor is None else f"{name}, {actor.role}{on}: "
