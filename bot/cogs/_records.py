"""What the Discord side reads from and writes to the store; an answer never waits or fails for its record.

Without a store, or while the database is away, the settings hold and nothing is kept.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from bot.answering.answer import Answer
from bot.cogs._missing import Missing
from bot.errors import StoreUnavailable
from bot.settings import Settings
from bot.store import Feedback, GuildChoices, LoggedQuestion, Store, Verdict

log = logging.getLogger(__name__)
T = TypeVar("T")


class Records:
    """The store behind a door that never raises StoreUnavailable."""

    def __init__(self, store: Store | None, settings: Settings):
        self._store, self._settings = store, settings

    async def briefings(self, guild_id: int | None, channel_ids: Sequence[int]) -> tuple[str, ...] | None:
        """The ids of the briefings bound to a channel, nearest first; None where nobody has chosen."""
        if self._store is None or guild_id is None:
            return None
        return await self._tried(self._store.bound_briefings(guild_id, channel_ids), ()) or None

    async def private_replies(self, guild_id: int | None) -> bool:
        """Whether replies to commands show only to who asked."""
        chosen = (await self._choices(guild_id)).private_replies
        return self._settings.private_replies if chosen is None else chosen

    async def keeps_questions(self, guild_id: int | None) -> bool:
        """Whether questions, and who asked them, may be kept."""
        chosen = (await self._choices(guild_id)).log_questions
        return self._settings.log_questions if chosen is None else chosen

    async def asked(
        self, answer: Answer, missing: Missing, guild_id: int | None, channel_id: int | None, user_id: int
    ) -> None:
        """Counts what could not be answered; keeps the question where that is turned on."""
        if self._store is None:
            return
        at = datetime.now(UTC)
        if answer.status != "answered":
            counting = self._store.count_unanswered(guild_id, answer.status, **missing, at=at)
            await self._tried(counting, None)
        if answer.question and await self.keeps_questions(guild_id):
            row = LoggedQuestion(guild_id, channel_id, user_id, answer.question, answer.status, at)
            await self._tried(self._store.log_question(row), None)

    async def judged(
        self,
        guild_id: int | None,
        user_id: int,
        briefing: str,
        excerpt: str,
        verdict: Verdict,
        reason: str | None = None,
    ) -> bool:
        """Keeps a verdict on an excerpt; False where it could not be kept."""
        if self._store is None:
            return False
        named = user_id if await self.keeps_questions(guild_id) else None
        row = Feedback(guild_id, briefing, excerpt, verdict, reason, named, datetime.now(UTC))
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
