"""The button "Show context": the excerpt in its paragraph, marked, only for who pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.cogs._replies import Place
from bot.commands import find_excerpt

if TYPE_CHECKING:
    from bot.client import Readout


def add(client: Readout) -> None:
    """Adds the button."""

    async def context(interaction: discord.Interaction, rest: str) -> None:
        key, _, excerpt_id = rest.partition("~")[0].partition(":")

        async def draw() -> discord.ui.LayoutView:
            scope = client.desk.scope(await client.scope(Place.of(interaction)))
            found = find_excerpt(key, excerpt_id, scope)
            return client.cards.context(*found) if found else client.cards.note(client.texts("discord.gone"))

        await client.replies.view(interaction, draw())

    client.presses["context"] = context
