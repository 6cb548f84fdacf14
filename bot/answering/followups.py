"""Follow-ups: "and Israel?", "what about missiles", "who said that", "more", "why?", read against the last answer.

A question that says by itself what it asks is never changed. What counts as a follow-up:

    more       "more", "what else": the next excerpts
    speaker    "who said that", "who says so": who is behind the excerpt last shown
    swap       "and X?", "what about X": the last question with another actor or another topic in it
    compare    "compare them": the two actors of the last question
    bare       up to three words with a question word: "why?", "how long", "who paid"
    pointing   "he", "she", "it", "that", "there" and no name: "how old is he", "when does it report"

Here too is what a follow-up refers to: the last answer, per channel and member, until it is too old.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.answering.answer import Answer
from bot.answering.index import Index
from bot.answering.question import Question
from bot.answering.terms import Term

Kind = Literal["more", "speaker", "compare", "swap", "bare", "pointing"]

KEPT = 0.35  # of its weight: a word of the last question beside those of the follow-up
POINTED = 0.7  # the same where the follow-up only points
HEAVIEST_POINTING = 2  # content words with which a question can still be one that only points


@dataclass(frozen=True)
class Last:
    """What a follow-up refers to: the last question as it was understood, and the sentences its answer showed."""

    question: Question
    shown: tuple[int, ...]


def kind_of(question: Question, index: Index) -> Kind | None:
    """Whether a question is a follow-up, and of which kind; None for one that stands by itself."""
    english = index.english
    plain = [word.plain for word in question.words]
    if not plain:
        return None
    joined = " ".join(plain)
    if joined in english.followups.more:
        return "more"
    if plain[0] == "who" and plain[-1] in english.followups.said and question.act == "who_said" and len(plain) <= 4:
        return "speaker"
    if english.compare_asked.intersection(plain) and english.followups.both.intersection(plain):
        return None if question.names else "compare"
    lead = _lead(plain, index)
    asks = any(word in english.question_words for word in plain[lead:])
    if lead and not asks and len(plain) - lead <= 6:
        return "swap"
    rest = plain[lead:]
    if asks and len(rest) <= 3 and not question.names and not english.articles.intersection(rest):
        return "bare"
    heavy = [term for term in question.terms if not term.light]
    points = any(word in english.followups.pointing for word in plain)
    if points and not question.names and not question.unknown and len(heavy) <= HEAVIEST_POINTING:
        return "pointing"
    return None


def refer(question: Question, kind: Kind, last: Last, index: Index) -> Question:
    """The follow-up with what it leaves unsaid filled in from the last question."""
    if kind == "swap":
        return _swap(question, last, index)
    if kind == "compare":
        terms = tuple(term for term in question.terms if term.known)
        return replace(question, act="compare", names=last.question.names, terms=terms)
    old = tuple(replace(term, weight=term.weight * POINTED) for term in last.question.terms)
    names = () if question.holder else last.question.names
    filled = _at(question, question.terms + old, last)
    holder = question.holder or (last.question.holder if question.act == "general" and kind == "bare" else None)
    return replace(filled, names=names, holder=holder)


def _swap(question: Question, last: Last, index: Index) -> Question:
    """The last question with another actor in place of its own, or other words in place of its topic."""
    before = last.question
    common = {
        "act": before.act,
        "wants": before.wants,
        "counted": None,
        "yes_no": before.yes_no,
        "medium": question.medium or before.medium,
        "quoted": None,
    }
    new = tuple(term for term in question.terms if not term.actors)
    named = question.holder or next((name for name in question.names if name.actors), None)
    if named and before.holder and not new:
        return replace(question, **common, holder=named, holder_words=(), names=(named,), terms=before.terms)
    if before.holder_words and not before.holder and named and not new:
        return replace(question, **common, holder=named, holder_words=(), names=(named,), terms=before.terms)
    if named and not new:
        kept = tuple(term for term in before.terms if not term.actors)
        names = tuple(term for term in question.terms if term.actors)
        swapped = replace(question, **common, holder=None, terms=names + kept, names=(named,), required=names)
        return swapped if names else replace(swapped, act="position", holder=named, terms=kept, required=())
    old = () if before.holder else before.terms  # an actor's words on one topic, then on another
    kept = tuple(replace(term, weight=term.weight * KEPT) for term in old if term.known)
    return replace(
        question,
        **common,
        holder=before.holder,
        holder_words=before.holder_words,
        terms=new + kept,
        names=before.names,
        required=new,
    )


def _at(question: Question, terms: tuple[Term, ...], last: Last) -> Question:
    return replace(question, terms=terms, anchor=last.shown[:1])


def _lead(plain: list[str], index: Index) -> int:
    """How many words "and", "what about", "and on" take up at the beginning."""
    for opening in sorted(index.english.followups.openings, key=len, reverse=True):
        parts = opening.split()
        if plain[: len(parts)] == parts:
            return len(parts)
    return 0


EXPIRES_AFTER = 600.0  # seconds; after ten minutes nobody means the last answer any more
MOST_CONVERSATIONS = 10_000  # conversations kept at once; the least recent one goes first


@dataclass
class Conversation:
    """One member's exchange in one place. `last` is the last answer that was given, None at the start."""

    last: Answer | None = None


@dataclass
class Conversations:
    """The conversations that are going on. `clock` gives seconds."""

    clock: Callable[[], float] = time.monotonic
    _kept: OrderedDict[Hashable, tuple[float, Conversation]] = field(default_factory=OrderedDict)

    def of(self, channel_id: int, user_id: int) -> Conversation:
        """The conversation of a member in a channel, a new one where the last is too old."""
        key, now = (channel_id, user_id), self.clock()
        since, conversation = self._kept.pop(key, (now, Conversation()))
        if now - since > EXPIRES_AFTER:
            conversation = Conversation()
        self._kept[key] = (now, conversation)
        while len(self._kept) > MOST_CONVERSATIONS:
            self._kept.popitem(last=False)
        return conversation
