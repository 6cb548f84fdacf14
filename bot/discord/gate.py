"""Who may see which briefing. Whatever Discord brings reaches the briefings through `Gate`, which is told who asks:
`tests/bot/discord/test_gate.py` holds that there is no way around it."""

from __future__ import annotations

from bot.answering.engine import Engine, Scope
from bot.discord.records import Place, Records


class Gate:
    """The briefings of an engine for those who may see them: everybody's, and a server's own for that server alone."""

    def __init__(self, engine: Engine, records: Records):
        self._engine, self._records = engine, records

    def visible(self, guild_id: int | None) -> tuple[str, ...]:
        """The ids of the briefings that a server may see. None is no server."""
        return self._engine.visible(guild_id)

    def own(self, guild_id: int) -> tuple[str, ...]:
        """The ids of the briefings that a server added."""
        return self._engine.owned(guild_id)

    async def scope(self, place: Place) -> Scope:
        """The briefings that answer in a place. A channel that is bound never falls back on others."""
        visible = self.visible(place.guild_id)
        bound = await self._records.briefings(place)
        return self._engine.scope(visible if bound is None else [name for name in bound if name in visible])

    def title(self, guild_id: int | None, briefing_id: str) -> str:
        """The title of a briefing that a server may see; else its id, which is all that the server knows of it."""
        article = self._engine.scope(self.visible(guild_id)).article(briefing_id)
        return article.title if article else briefing_id
