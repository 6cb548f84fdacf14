"""The engine: the loaded briefings, and every question that the skins can put to them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, Literal

from bot.answering.answer import Answer, Reading, Section
from bot.answering.asking import Asking, ask_one
from bot.answering.english import English
from bot.answering.followups import Conversation
from bot.answering.index import Index
from bot.answering.ranking import Weights, load_weights
from bot.answering.views import Browser, check_text
from bot.texts import Texts
from knowledge.lexicon.countries import load_countries
from knowledge.lexicon.tables import table
from knowledge.lexicon.words import fold
from knowledge.model.storage import Briefing

MOST_COMPLETIONS = 25  # what Discord shows
EVERYBODY: Final = "everybody"

Owner = int | Literal["everybody"]  # the id of the server that a briefing belongs to; shipped ones are everybody's


@dataclass(frozen=True)
class Loaded:
    """A briefing made ready for questions, and whose it is: in one record, so that none is here without an owner."""

    index: Index
    owner: Owner


class Engine:
    """The loaded briefings and the questions asked of them.

    It begins with the briefings that everybody may see. Every method that answers takes `briefings`, the ids of those
    to ask (default: all), and answers with an `Answer` whose citations stood the check against their article.
    Briefings are swapped whole: a question that runs keeps its own. Any thread may call any method.
    """

    def __init__(
        self,
        briefings: Iterable[Briefing],
        texts: Texts,
        weights: Weights | None = None,
    ):
        self._texts = texts
        self._weights = weights or load_weights()
        self._loaded: Mapping[str, Loaded] = MappingProxyType(
            {briefing.id: Loaded(self._index(briefing), EVERYBODY) for briefing in briefings}
        )
        self._changing = threading.Lock()  # held to change what is loaded, never while an index is built
        self._removals = 0
        self._removed: dict[str, int] = {}  # briefings: the number of their last removal
        self._left: dict[Owner, int] = {}  # owners: the number of the last removal of all that is theirs

    @property
    def briefings(self) -> Mapping[str, Briefing]:
        """The loaded briefings by id."""
        return {name: loaded.index.briefing for name, loaded in self._loaded.items()}

    def visible(self, guild_id: int | None) -> tuple[str, ...]:
        """The ids of the briefings that a server may see: everybody's and its own. None is no server."""
        return tuple(
            name
            for name, loaded in self._loaded.items()
            if loaded.owner == EVERYBODY or (guild_id is not None and loaded.owner == guild_id)
        )

    def owned(self, owner: Owner) -> tuple[str, ...]:
        """The ids of the briefings of an owner."""
        return tuple(name for name, loaded in self._loaded.items() if loaded.owner == owner)

    @property
    def weights(self) -> Weights:
        """The weights and thresholds in use."""
        return self._weights

    @property
    def removals(self) -> int:
        """How many removals there have been: to be read before a briefing is, and handed to `replace` with it."""
        return self._removals

    def replace(self, briefing: Briefing, owner: Owner, since: int | None = None) -> bool:
        """Loads a briefing, in place of the owner's one with its id where there is one.

        Returns False, and changes nothing, where `admits` says no: where it or all of its owner's was removed after
        `since` (a value of `removals`; default: the call), so also while its index is built.
        """
        since = self._removals if since is None else since
        loaded = Loaded(self._index(briefing), owner)
        with self._changing:
            if not self.admits(briefing.id, owner, since):
                return False
            self._loaded = MappingProxyType({**self._loaded, briefing.id: loaded})
        return True

    def admits(self, briefing_id: str, owner: Owner, since: int) -> bool:
        """Whether `replace` would take a briefing: no briefing changes hands, and what was removed stays removed."""
        there = self._loaded.get(briefing_id)
        removed = max(self._removed.get(briefing_id, 0), self._left.get(owner, 0))
        return removed <= since and (there is None or there.owner == owner)

    def remove(self, briefing_id: str) -> None:
        """Forgets a briefing. Raises KeyError where none has that id."""
        with self._changing:
            left = dict(self._loaded)
            del left[briefing_id]
            self._removals += 1
            self._removed[briefing_id] = self._removals
            self._loaded = MappingProxyType(left)

    def remove_all(self, owner: Owner) -> None:
        """Forgets the briefings of an owner."""
        with self._changing:
            self._removals += 1
            self._left[owner] = self._removals
            left = {name: loaded for name, loaded in self._loaded.items() if loaded.owner != owner}
            self._loaded = MappingProxyType(left)

    def ask(
        self, question: str, conversation: Conversation | None = None, briefings: Sequence[str] | None = None
    ) -> Answer:
        """The answer to a question in plain words, a follow-up read against the conversation's last answer.

        The answer becomes the last one of the conversation; where it refuses a follow-up, the one before it stays.
        """
        last = conversation.last.reading if conversation and conversation.last else None
        reading = last if isinstance(last, Reading) else None
        answer = self._merged(question, [self._asked(question, i, reading) for i in self.indexes(briefings)])
        refused = answer.status == "declined" and isinstance(answer.reading, Reading) and answer.reading.follows
        if conversation is not None and not refused:
            conversation.last = answer
        return answer

    def position(self, actor: str, topic: str | None = None, briefings: Sequence[str] | None = None) -> Answer:
        """What an actor wants, rejects, offers or fears, by topic when one is given."""
        return self._browse(lambda browser: browser.held("positions", actor, topic), briefings)

    def quotes(self, actor: str, topic: str | None = None, briefings: Sequence[str] | None = None) -> Answer:
        """What an actor said, word for word."""
        return self._browse(lambda browser: browser.held("quotes", actor, topic), briefings)

    def compare(
        self, first: str, second: str, topic: str | None = None, briefings: Sequence[str] | None = None
    ) -> Answer:
        """Two actors side by side."""
        return self._browse(lambda browser: browser.compare(first, second, topic), briefings)

    def topic(self, topic: str, briefings: Sequence[str] | None = None) -> Answer:
        """Every actor's position on a topic, and who has none."""
        return self._browse(lambda browser: browser.topic(topic), briefings)

    def actors(self, briefings: Sequence[str] | None = None) -> Answer:
        """Who acts or speaks."""
        return self._browse(lambda browser: browser.actors(), briefings)

    def topics(self, briefings: Sequence[str] | None = None) -> Answer:
        """What the briefings talk about."""
        return self._browse(lambda browser: browser.topics(), briefings)

    def brief(self, briefings: Sequence[str] | None = None) -> Answer:
        """What the briefings hold, and where to start."""
        return self._browse(lambda browser: browser.brief(), briefings)

    def source(self, excerpt_id: str, briefings: Sequence[str] | None = None) -> Answer:
        """The excerpt of an id with the sentences around it."""
        for index in self.indexes(briefings):
            found = Browser(index, self._texts).source(excerpt_id)
            if found:
                return found
        lead = self._texts("browse.unknown_source", id=excerpt_id.strip()[:40])
        return Answer(f"/source {excerpt_id}", "declined", lead, (), (self._texts("decline.try_brief"),))

    def check(self, text: str, briefings: Sequence[str] | None = None) -> Answer:
        """The quotes nearest to a message. Never whether it is true."""
        answers = [check_text(text, index, self._weights, self._texts) for index in self.indexes(briefings)]
        return self._merged(text, answers)

    def complete_actor(self, typed: str, briefings: Sequence[str] | None = None) -> list[str]:
        """Names of actors for what has been typed so far, best first."""
        found = [a.name for index in self.indexes(briefings) for a in index.names.search(typed, MOST_COMPLETIONS)]
        return list(dict.fromkeys(found))[:MOST_COMPLETIONS]

    def complete_topic(self, typed: str, briefings: Sequence[str] | None = None) -> list[str]:
        """Names of topics for what has been typed so far, best first."""
        wanted = fold(typed).strip()
        names = [topic.name for index in self.indexes(briefings) for topic in index.briefing.base.topics]
        ranked = [(not fold(name).startswith(wanted), wanted not in fold(name), n) for n, name in enumerate(names)]
        kept = [names[number] for starts, inside, number in sorted(ranked) if not (starts and inside)]
        return list(dict.fromkeys(kept))[:MOST_COMPLETIONS]

    def indexes(self, briefings: Sequence[str] | None = None) -> list[Index]:
        """The briefings asked, newest first, made ready for questions."""
        chosen = [loaded.index for name, loaded in self._loaded.items() if briefings is None or name in briefings]
        return sorted(chosen, key=lambda index: index.briefing.base.article.published or "", reverse=True)

    def _index(self, briefing: Briefing) -> Index:
        return Index.build(briefing, table(English, "questions"), load_countries())

    def _asked(self, question: str, index: Index, last: Reading | None) -> Answer:
        there = last if last and last.briefing == index.id else None
        return ask_one(question, Asking(index, self._weights, self._texts), there)

    def _browse(self, view: Callable[[Browser], Answer], briefings: Sequence[str] | None) -> Answer:
        answers = [view(Browser(index, self._texts)) for index in self.indexes(briefings)]
        return self._merged(answers[0].question if answers else "", answers)

    def _merged(self, question: str, answers: list[Answer]) -> Answer:
        """One answer of several briefings: those that answer, newest first, each under its briefing's name and date.

        Where none answers, those that offer a choice; where none does, the refusal that knows most of the names.
        """
        if not answers:
            return Answer(question, "declined", self._texts("decline.not_loaded"))
        if len(answers) == 1:
            return answers[0]
        for status in ("answered", "choose"):
            good = [answer for answer in answers if answer.status == status]
            if good:
                return self._together(good)
        return min(answers, key=_strangeness)

    def _together(self, answers: list[Answer]) -> Answer:
        """Answers under their briefings' names; the citations and the reading of the surest stay with the first."""
        sections: list[Section] = []
        for answer in answers:
            heading = self._named(answer)
            for number, section in enumerate(answer.sections):
                sections.append(replace(section, heading=heading) if number == 0 else section)
        tries = tuple(dict.fromkeys(suggestion for answer in answers for suggestion in answer.suggestions))[:3]
        return replace(answers[0], sections=tuple(sections), suggestions=tries)

    def _named(self, answer: Answer) -> str | None:
        briefing_id = next((citation.briefing for citation in answer.citations), None)
        if briefing_id is None or briefing_id not in self._loaded:
            return None
        ref = self._loaded[briefing_id].index.briefing.base.article
        key = "answer.briefing_dated" if ref.published else "answer.briefing"
        return self._texts(key, title=ref.title, date=ref.published or "")


def _strangeness(answer: Answer) -> int:
    """How many names of the question a refusing briefing does not know."""
    return len(answer.reading.question.unknown) if isinstance(answer.reading, Reading) else 0
