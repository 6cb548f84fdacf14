"""What the engine knows about English questions: the table `questions.yaml`, words by the part they play."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from typing import Literal

from bot.answering.spelling import OF_ENGLISH, OF_FRAMES, Speller
from knowledge.lexicon.answer_kinds import AnswerKinds
from knowledge.lexicon.cues import verbs_playing
from knowledge.lexicon.tables import table
from knowledge.lexicon.words import WordList, fold, load_groups, stem, words


@dataclass(frozen=True)
class Wants:
    """The words that ask for a kind of answer: question words, nouns behind "what", words behind "how"."""

    asks: dict[str, WordList]
    nouns: dict[str, WordList]
    how: dict[str, WordList]


@dataclass(frozen=True)
class FollowUps:
    """What follow-ups are told by; phrases of several words count as one."""

    more: list[str]
    openings: list[str]
    said: WordList
    both: WordList
    pointing: WordList


@dataclass(frozen=True)
class Names:
    """What is neither English nor a slip of it."""

    media: list[str]


@dataclass(frozen=True)
class English:
    """The lists of the table; its comments say what each is for."""

    stop: WordList
    light: WordList
    literal: WordList
    articles: WordList
    determiners: WordList
    definite: WordList
    be: WordList
    spelling: dict[str, str]
    contractions: dict[str, list[str]]
    digit_words: dict[str, str]
    no_counts: WordList
    question_words: WordList
    auxiliaries: WordList
    view_adjectives: WordList
    view_nouns: dict[Literal["position", "said"], WordList]
    representatives: WordList
    repeats: WordList
    light_phrases: list[str]
    phrasal_verbs: WordList
    particles: WordList
    before_us: WordList
    before_media: WordList
    before_hearers: WordList
    links: WordList
    role_nouns: WordList
    wants: Wants
    venues: WordList
    money_verbs: WordList
    money_words: WordList
    list_asked: WordList
    compare_asked: WordList
    article_words: WordList
    followups: FollowUps
    loose_months: WordList
    loose_numbers: WordList
    names: Names
    common: WordList

    @cached_property
    def kinds(self) -> AnswerKinds:
        """The words that tell kinds of answer, numbers and months among them."""
        return table(AnswerKinds, "answer_kinds")

    @cached_property
    def speech(self) -> WordList:
        """Verbs that ask for words said."""
        return WordList(verbs_playing("asked_said"))

    @cached_property
    def view(self) -> WordList:
        """Verbs that ask for a position."""
        return WordList(verbs_playing("asked_view"))

    @cached_property
    def bare_verbs(self) -> WordList:
        """Verbs of a frame that carry no content of their own."""
        return WordList(verbs_playing("asked_bare"))

    @cached_property
    def light_stems(self) -> frozenset[str]:
        """The light phrases as their stems, joined by spaces."""
        return frozenset(" ".join(map(stem, phrase.split())) for phrase in self.light_phrases)

    @cached_property
    def media(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Known media: the name, and its folded words."""
        return tuple((name, tuple(fold(name).replace("-", " ").split())) for name in self.names.media)

    @cached_property
    def framing(self) -> frozenset[str]:
        """The words that make a question what it is: question words, verbs of speech and of wanting, their nouns."""
        return frozenset().union(
            *(self.question_words, self.auxiliaries, self.speech, self.view, self.view_adjectives),
            *(*self.view_nouns.values(), self.representatives, self.role_nouns, self.stop, self.light),
        )

    @cached_property
    def speller(self) -> Speller:
        """What a slip may be read as in any briefing."""
        return Speller.build({OF_FRAMES: self.framing, OF_ENGLISH: self.known})

    @cached_property
    def known(self) -> WordList:
        """Every word on any list but those of names, and of the table of synonyms: so neither a name nor a slip."""
        members = (member for group in load_groups() for member in group if member.islower())  # "NATO" is a name
        tables = [getattr(self, field.name) for field in fields(self) if field.name != "names"]
        listed = _words_in([*tables, self.kinds, self.speech, self.view, self.bare_verbs])
        return WordList({*listed, *(word.plain for member in members for word in words(member))})


def _words_in(table: object) -> Iterator[str]:
    if isinstance(table, str):
        yield from table.split()
    elif isinstance(table, dict):
        yield from _words_in([*table, *table.values()])
    elif isinstance(table, frozenset | list):
        for inner in table:
            yield from _words_in(inner)
    elif is_dataclass(table):
        yield from _words_in([getattr(table, field.name) for field in fields(table)])
