"""What the moderators of a server chose for it."""

from __future__ import annotations

from sqlalchemy import select

from bot.store.database import Database
from bot.store.records import GuildChoices
from bot.store.remembered import Remembered
from bot.store.tables import guilds


class Guilds:
    """The choices of each server."""

    def __init__(self, database: Database, fresh_seconds: float):
        self._database = database
        self._remembered: Remembered[int, GuildChoices] = Remembered(self._read, fresh_seconds)
        self.forget = self._remembered.forget

    async def choices(self, guild_id: int) -> GuildChoices:
        """A server's choices; the last known ones while the database is away."""
        return await self._remembered.get(guild_id)

    async def choose_private_replies(self, guild_id: int, choice: bool | None) -> None:
        """Whether replies to commands show only to who asked; None leaves it to the bot's setting."""
        await self._choose(guild_id, private_replies=choice)

    async def choose_log_questions(self, guild_id: int, choice: bool | None) -> None:
        """Whether questions and who asked them are kept; None leaves it to the bot's setting."""
        await self._choose(guild_id, log_questions=choice)

    async def _choose(self, guild_id: int, **choice: bool | None) -> None:
        row = self._database.insert(guilds).values(guild_id=guild_id, **choice)
        try:
            async with self._database.writing() as connection:
                await connection.execute(row.on_conflict_do_update(index_elements=["guild_id"], set_=choice))
        finally:
            self.forget(guild_id)

    async def _read(self, guild_id: int) -> GuildChoices:
        query = select(guilds.c.private_replies, guilds.c.log_questions).where(guilds.c.guild_id == guild_id)
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).mappings().one_or_none()
        return GuildChoices(**row) if row else GuildChoices()
