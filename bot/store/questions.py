"""Questions as they were asked: kept only where an administrator turned this on, and not for ever."""

from __future__ import annotations

from sqlalchemy import insert, select

from bot.store.batched import GATHER_SECONDS, Batched
from bot.store.database import Database
from bot.store.records import LoggedQuestion
from bot.store.tables import NOWHERE, questions


class Questions:
    """The question log."""

    def __init__(self, database: Database):
        self._database = database
        self._rows: Batched[dict[str, object]] = Batched(self._write, GATHER_SECONDS)

    async def log(self, question: LoggedQuestion) -> None:
        """Keeps a question; whether it may be kept is the caller's to know."""
        row: dict[str, object] = {
            **vars(question),
            "guild_id": question.guild_id or NOWHERE,
            "channel_id": question.channel_id or NOWHERE,
            "question": question.question.replace("\0", " "),  # PostgreSQL's text has no room for it
        }
        await self._rows.add(row)

    async def newest(self, guild_id: int | None, limit: int = 100) -> list[LoggedQuestion]:
        """The newest questions of a server (None: direct messages), newest first."""
        query = select(questions).where(questions.c.guild_id == (guild_id or NOWHERE))
        async with self._database.reading() as connection:
            rows = await connection.execute(query.order_by(questions.c.id.desc()).limit(limit))
            return [
                LoggedQuestion(
                    row.guild_id or None, row.channel_id or None, row.user_id, row.question, row.status, row.at
                )
                for row in rows
            ]

    async def _write(self, rows: list[dict[str, object]]) -> None:
        async with self._database.writing() as connection:
            await connection.execute(insert(questions), rows)
