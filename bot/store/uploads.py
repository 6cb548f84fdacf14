"""The briefings that moderators added: the article as it came and the fact base compiled from it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, delete, select

from bot.store.bindings import Bindings
from bot.store.database import STARTUP_SECONDS, Database
from bot.store.records import Upload
from bot.store.tables import bindings, uploads


class Uploads:
    """Briefings that belong to one server each."""

    def __init__(self, database: Database, bound: Bindings):
        self._database, self._bound = database, bound

    async def put(
        self, guild_id: int, briefing_id: str, title: str, article: bytes, factbase: str, added_at: datetime
    ) -> None:
        """Adds a briefing, or replaces the server's one of that id."""
        values = {"title": title, "article": article, "factbase": factbase, "added_at": added_at}
        row = self._database.insert(uploads).values(guild_id=guild_id, briefing_id=briefing_id, **values)
        async with self._database.writing() as connection:
            await connection.execute(row.on_conflict_do_update(index_elements=["guild_id", "briefing_id"], set_=values))

    async def of_guild(self, guild_id: int) -> list[Upload]:
        """The briefings of a server, oldest first."""
        return await self._read(select(uploads).where(uploads.c.guild_id == guild_id))

    async def everywhere(self) -> list[Upload]:
        """Every briefing of every server, oldest first: what to load at the start."""
        return await self._read(select(uploads), STARTUP_SECONDS)

    async def remove(self, guild_id: int, briefing_id: str) -> bool:
        """Deletes a briefing and the bindings to it; False when there was none."""
        async with self._database.writing() as connection:
            here = (bindings.c.guild_id == guild_id) & (bindings.c.briefing_id == briefing_id)
            await connection.execute(delete(bindings).where(here))
            here = (uploads.c.guild_id == guild_id) & (uploads.c.briefing_id == briefing_id)
            found = (await connection.execute(delete(uploads).where(here))).rowcount > 0
        self._bound.forget(guild_id)
        return found

    async def _read(self, query: Select, seconds: float | None = None) -> list[Upload]:
        async with self._database.reading(seconds) as connection:
            rows = await connection.execute(query.order_by(uploads.c.added_at, uploads.c.briefing_id))
            return [Upload(**row) for row in rows.mappings()]
