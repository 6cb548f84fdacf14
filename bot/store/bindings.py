"""Which briefings answer where: for a whole server, and for single channels instead."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from bot.store.database import Database
from bot.store.remembered import Remembered
from bot.store.tables import NOWHERE, bindings

_ByChannel = dict[int, tuple[str, ...]]


class Bindings:
    """Bindings of servers and channels to briefings, in an order of their own."""

    def __init__(self, database: Database, fresh_seconds: float):
        self._database = database
        self._remembered: Remembered[int, _ByChannel] = Remembered(self._read, fresh_seconds)
        self.forget = self._remembered.forget

    async def bind(self, guild_id: int, channel_id: int | None, briefing_ids: Sequence[str]) -> None:
        """Binds a channel, or with None the whole server, to these briefings and no others; none unbinds it."""
        place = channel_id or NOWHERE
        here = (bindings.c.guild_id == guild_id) & (bindings.c.channel_id == place)
        rows = [
            {"guild_id": guild_id, "channel_id": place, "place": number, "briefing_id": briefing_id}
            for number, briefing_id in enumerate(dict.fromkeys(briefing_ids))
        ]
        try:
            async with self._database.writing() as connection:
                await connection.execute(delete(bindings).where(here))
                if rows:
                    await connection.execute(insert(bindings), rows)
        finally:
            self.forget(guild_id)

    async def of_guild(self, guild_id: int) -> dict[int | None, tuple[str, ...]]:
        """Every binding of a server, by channel id; None is the server itself."""
        return {channel or None: ids for channel, ids in (await self._read(guild_id)).items()}

    async def briefings(self, guild_id: int, channel_ids: Sequence[int]) -> tuple[str, ...]:
        """The briefings that answer in a channel, empty when nobody has chosen any.

        `channel_ids` are the channel and what it stands in (a thread's channel), nearest first. A channel that
        is bound keeps to its briefings while the database is away: the last known binding holds until then.
        """
        known = await self._remembered.get(guild_id)
        return next((known[place] for place in (*channel_ids, NOWHERE) if place in known), ())

    async def _read(self, guild_id: int) -> _ByChannel:
        query = (
            select(bindings).where(bindings.c.guild_id == guild_id).order_by(bindings.c.channel_id, bindings.c.place)
        )
        found: _ByChannel = {}
        async with self._database.reading() as connection:
            for row in await connection.execute(query):
                found[row.channel_id] = (*found.get(row.channel_id, ()), row.briefing_id)
        return found
