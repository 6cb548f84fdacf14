"""The button "Show context": the excerpt in its paragraph, marked, only for who pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.cogs._recipes import find_excerpt
from bot.cogs._replies import Place

if TYPE_CHECKING:
    from bot.client import Readout


def add(client: Readout) -> None:
    """Adds the button."""

    async def context(interaction: discord.Interaction, rest: str) -> None:
        key, _, excerpt_id = rest.partition("~")[0].partition(":")

        async def draw() -> discord.ui.LayoutView:
            found = find_excerpt(key, excerpt_id, client.desk, await client.scope(Place.of(interaction)))
            return client.cards.context(*found) if found else client.cards.note(client.texts("discord.gone"))

        await client.replies.view(interaction, draw())

    client.presses["context"] = context
