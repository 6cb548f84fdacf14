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

from bot.answering.answer import Answer, Reading
from bot.answering.english import English
from bot.answering.question import Question

Kind = Literal["more", "speaker", "compare", "swap", "bare", "pointing"]

KEPT = 0.35  # of its weight: a word of the last question beside those of the follow-up
POINTED = 0.7  # the same where the follow-up only points
HEAVIEST_POINTING = 2  # content words with which a question can still be one that only points
LONGEST_SPEAKER, LONGEST_SWAP, LONGEST_BARE = 4, 6, 3  # words, those of the opening apart

EXPIRES_AFTER = 600.0  # seconds; after ten minutes nobody means the last answer any more
MOST_CONVERSATIONS = 10_000  # kept at once; the least recent one goes first


def kind_of(question: Question, english: English) -> Kind | None:
    """Whether a question is a follow-up, and of which kind; None for one that stands by itself."""
    plain, listed = [word.plain for word in question.words], english.followups
    if not plain:
        return None
    if " ".join(plain) in listed.more:
        return "more"
    who_says = plain[0] == "who" and plain[-1] in listed.said
    if who_says and question.act == "who_said" and len(plain) <= LONGEST_SPEAKER:
        return "speaker"
    if english.compare_asked.intersection(plain) and listed.both.intersection(plain):
        return None if question.names else "compare"
    rest = plain[_opening(plain, english) :]
    asks = bool(english.question_words.intersection(rest))
    if len(rest) < len(plain) and not asks and len(rest) <= LONGEST_SWAP:
        return "swap"
    if asks and len(rest) <= LONGEST_BARE and not question.names and not english.articles.intersection(rest):
        return "bare"
    heavy = [term for term in question.terms if not term.light]
    points = bool(listed.pointing.intersection(plain))
    if points and not question.names and not question.unknown and len(heavy) <= HEAVIEST_POINTING:
        return "pointing"
    return None


def refer(question: Question, kind: Kind, last: Reading) -> Question:
    """The follow-up with what it leaves unsaid filled in from the last question."""
    before = last.question
    if kind == "swap":
        return _swap(question, before)
    if kind == "compare":
        terms = tuple(term for term in question.terms if term.known)
        return replace(question, act="compare", names=before.names, terms=terms)
    old = tuple(replace(term, weight=term.weight * POINTED) for term in before.terms)
    return replace(
        question,
        terms=question.terms + old,
        anchor=tuple(candidate.sentence.number for candidate in last.ranking.candidates[:1]),
        names=() if question.holder else before.names,
        holder=question.holder or (before.holder if question.act == "general" and kind == "bare" else None),
    )


def _opening(plain: list[str], english: English) -> int:
    """How many words "and", "what about", "and on" take up at the beginning."""
    openings = [opening.split() for opening in english.followups.openings]
    return max((len(words) for words in openings if plain[: len(words)] == words), default=0)


def _swap(question: Question, before: Question) -> Question:
    """The last question with another actor in place of its own, or other words in place of its topic."""
    swapped = replace(
        question,
        act=before.act,
        wants=before.wants,
        counted=None,
        yes_no=before.yes_no,
        medium=question.medium or before.medium,
        quoted=None,
    )
    named = question.holder or next((name for name in question.names if name.actors), None)
    new = tuple(term for term in question.terms if not term.actors)
    if named and not new and (before.holder or before.holder_words):
        return replace(swapped, holder=named, holder_words=(), names=(named,), terms=before.terms)
    if named and not new:
        kept = tuple(term for term in before.terms if not term.actors)
        names = tuple(term for term in question.terms if term.actors)
        if not names:
            return replace(swapped, act="position", holder=named, names=(named,), terms=kept, required=())
        return replace(swapped, holder=None, names=(named,), terms=names + kept, required=names)
    old = () if before.holder else before.terms  # an actor's words on one topic, then on another
    kept = tuple(replace(term, weight=term.weight * KEPT) for term in old if term.known)
    return replace(
        swapped,
        holder=before.holder,
        holder_words=before.holder_words,
        terms=new + kept,
        names=before.names,
        required=new,
    )


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
