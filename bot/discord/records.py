"""What the Discord side reads from and writes to the store; an answer never waits or fails for its record.

Without a store, or while the database is away, the settings hold and nothing is kept.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypedDict, TypeVar

import discord

from bot.answering.answer import Answer
from bot.answering.engine import Scope
from bot.commands import Call
from bot.errors import StoreUnavailable
from bot.settings import Settings
from bot.store import Feedback, GuildChoices, LoggedQuestion, Store, Verdict
from knowledge.model.storage import Briefing

log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True)
class Place:
    """Where somebody asks: the server (None in direct messages), the channel and what it stands in, the member."""

    guild_id: int | None
    channel_ids: tuple[int, ...]
    user_id: int

    @classmethod
    def of(cls, event: discord.Interaction | discord.Message) -> Place:
        """The place of an interaction or a message."""
        author = event.user if isinstance(event, discord.Interaction) else event.author
        guild = event.guild_id if isinstance(event, discord.Interaction) else getattr(event.guild, "id", None)
        parent = getattr(event.channel, "parent_id", None)
        channels = tuple(place for place in (getattr(event.channel, "id", None), parent) if place)
        return cls(guild, channels, author.id)


class Missing(TypedDict):
    """The terms to count; of a question these are all that is kept by default."""

    actors: list[str]
    topics: list[str]
    words: list[str]


class Records:
    """The store behind a door that never raises StoreUnavailable."""

    def __init__(self, store: Store | None, settings: Settings):
        self._store, self._settings = store, settings

    @property
    def private_by_default(self) -> bool:
        """Whether replies show only to who asked in servers that have not chosen."""
        return self._settings.private_replies

    async def briefings(self, place: Place) -> tuple[str, ...] | None:
        """The ids of the briefings bound to a place, nearest first; None where nobody has chosen."""
        if self._store is None or place.guild_id is None:
            return None
        return await self._tried(self._store.bound_briefings(place.guild_id, place.channel_ids), ()) or None

    async def private_replies(self, guild_id: int | None) -> bool:
        """Whether replies to commands show only to who asked."""
        chosen = (await self._choices(guild_id)).private_replies
        return self._settings.private_replies if chosen is None else chosen

    async def keeps_questions(self, guild_id: int | None) -> bool:
        """Whether questions, and who asked them, may be kept."""
        chosen = (await self._choices(guild_id)).log_questions
        return self._settings.log_questions if chosen is None else chosen

    async def asked(self, answer: Answer, missing: Missing, place: Place) -> None:
        """Counts what could not be answered; keeps the question where that is turned on."""
        if self._store is None:
            return
        at = datetime.now(UTC)
        if answer.status != "answered":
            counting = self._store.count_unanswered(place.guild_id, answer.status, **missing, at=at)
            await self._tried(counting, None)
        if answer.question and await self.keeps_questions(place.guild_id):
            channel_id = next(iter(place.channel_ids), None)
            row = LoggedQuestion(place.guild_id, channel_id, place.user_id, answer.question, answer.status, at)
            await self._tried(self._store.log_question(row), None)

    async def judged(
        self, place: Place, briefing: str, excerpt: str, verdict: Verdict, reason: str | None = None
    ) -> bool:
        """Keeps a verdict on an excerpt; False where it could not be kept."""
        if self._store is None:
            return False
        named = place.user_id if await self.keeps_questions(place.guild_id) else None
        row = Feedback(place.guild_id, briefing, excerpt, verdict, reason, named, datetime.now(UTC))
        return await self._tried(_done(self._store.add_feedback(row)), False)

    async def _choices(self, guild_id: int | None) -> GuildChoices:
        if self._store is None or guild_id is None:
            return GuildChoices()
        return await self._tried(self._store.choices(guild_id), GuildChoices())

    async def _tried(self, work: Awaitable[T], otherwise: T) -> T:
        try:
            return await work
        except StoreUnavailable as error:
            log.warning("going on without the store: %s", error)
            return otherwise


async def _done(work: Awaitable[object]) -> bool:
    await work
    return True


def missing_of(answer: Answer, call: Call, scope: Scope) -> Missing:
    """The terms of a question or command, as the engine read them in a scope."""
    if answer.reading is not None:
        question = answer.reading.question
        briefing = next((one.briefing for one in scope.indexes if one.id == answer.reading.briefing), None)
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
