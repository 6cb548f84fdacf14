"""Which commands Discord was told last, so that they are only told again when they changed."""

from __future__ import annotations

from sqlalchemy import select

from bot.store.database import Database
from bot.store.tables import NOWHERE, synced_commands


class SyncedCommands:
    """A digest of the commands synced to each server, or to all of them (None)."""

    def __init__(self, database: Database):
        self._database = database

    async def digest(self, guild_id: int | None) -> str | None:
        """The digest of what was synced there last; None when nothing was."""
        query = select(synced_commands.c.digest).where(synced_commands.c.guild_id == (guild_id or NOWHERE))
        async with self._database.reading() as connection:
            return await connection.scalar(query)

    async def remember(self, guild_id: int | None, digest: str) -> None:
        """Notes what was synced there, after Discord took it."""
        row = self._database.insert(synced_commands).values(guild_id=guild_id or NOWHERE, digest=digest)
        async with self._database.writing() as connection:
            await connection.execute(row.on_conflict_do_update(index_elements=["guild_id"], set_={"digest": digest}))
