"""What the moderators of a server chose for it."""

from __future__ import annotations

from sqlalchemy import select

from bot.errors import StoreUnavailable
from bot.store.database import Database
from bot.store.records import GuildChoices
from bot.store.tables import guilds


class Guilds:
    """The choices of each server."""

    def __init__(self, database: Database):
        self._database = database
        self._last_known: dict[int, GuildChoices] = {}

    async def choices(self, guild_id: int) -> GuildChoices:
        """A server's choices; the last known ones while the database is away."""
        query = select(guilds.c.private_replies, guilds.c.log_questions).where(guilds.c.guild_id == guild_id)
        try:
            async with self._database.reading() as connection:
                row = (await connection.execute(query)).mappings().one_or_none()
        except StoreUnavailable:
            if guild_id not in self._last_known:
                raise
            return self._last_known[guild_id]
        self._last_known[guild_id] = GuildChoices(**row) if row else GuildChoices()
        return self._last_known[guild_id]

    async def choose_private_replies(self, guild_id: int, choice: bool | None) -> None:
        """Whether replies to commands show only to who asked; None leaves it to the bot's setting."""
        await self._choose(guild_id, private_replies=choice)

    async def choose_log_questions(self, guild_id: int, choice: bool | None) -> None:
        """Whether questions and who asked them are kept; None leaves it to the bot's setting."""
        await self._choose(guild_id, log_questions=choice)

    async def _choose(self, guild_id: int, **choice: bool | None) -> None:
        row = self._database.insert(guilds).values(guild_id=guild_id, **choice)
        async with self._database.writing() as connection:
            await connection.execute(row.on_conflict_do_update(index_elements=["guild_id"], set_=choice))
