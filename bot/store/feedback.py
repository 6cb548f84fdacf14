"""What members thought of the excerpts they were shown."""

from __future__ import annotations

from sqlalchemy import func, insert, select

from bot.store.batched import Batched
from bot.store.database import Database
from bot.store.records import Feedback
from bot.store.tables import NOWHERE, feedback


class FeedbackBook:
    """Verdicts on excerpts, one record for each press of a button."""

    def __init__(self, database: Database):
        self._database = database
        self._rows: Batched[dict[str, object]] = Batched(self._write)

    async def add(self, verdict: Feedback) -> None:
        """Keeps a verdict as it is: the caller leaves out the user unless the server keeps questions."""
        await self._rows.add({**vars(verdict), "guild_id": verdict.guild_id or NOWHERE})

    async def of_guild(self, guild_id: int | None, limit: int = 100) -> list[Feedback]:
        """The newest verdicts of a server (None: direct messages), newest first."""
        query = select(feedback).where(feedback.c.guild_id == (guild_id or NOWHERE))
        async with self._database.reading() as connection:
            rows = await connection.execute(query.order_by(feedback.c.id.desc()).limit(limit))
            return [
                Feedback(
                    row.guild_id or None, row.briefing_id, row.excerpt_id, row.verdict, row.reason, row.user_id, row.at
                )
                for row in rows
            ]

    async def counts(self, guild_id: int | None, briefing_id: str) -> dict[tuple[str, str], int]:
        """How many verdicts each excerpt of a briefing has, by (excerpt id, verdict)."""
        here = (feedback.c.guild_id == (guild_id or NOWHERE)) & (feedback.c.briefing_id == briefing_id)
        query = select(feedback.c.excerpt_id, feedback.c.verdict, func.count()).where(here)
        async with self._database.reading() as connection:
            rows = await connection.execute(query.group_by(feedback.c.excerpt_id, feedback.c.verdict))
            return {(excerpt, verdict): count for excerpt, verdict, count in rows}

    async def _write(self, rows: list[dict[str, object]]) -> None:
        async with self._database.writing() as connection:
            await connection.execute(insert(feedback), rows)
