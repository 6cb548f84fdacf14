"""/source: an excerpt in its paragraph, marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.cards.presses import briefing_key
from bot.cogs._recipes import find_excerpt
from bot.cogs._replies import Place

if TYPE_CHECKING:
    from bot.client import Readout


def add(client: Readout) -> None:
    """Adds the command."""
    texts = client.texts

    @client.tree.command(name="source", description=texts("commands.source.description"))
    @app_commands.describe(id=texts("discord.options.id"))
    async def source(interaction: discord.Interaction, id: str) -> None:
        wanted = id.strip().lstrip("#").lower()

        async def draw() -> discord.ui.LayoutView:
            briefings = await client.scope(Place.of(interaction))
            for briefing_id in briefings:
                found = find_excerpt(briefing_key(briefing_id), wanted, client.desk, briefings)
                if found is not None:
                    return client.cards.context(*found)
            return client.cards.draw(client.desk.source(wanted, briefings))[0]

        await client.replies.view(interaction, draw(), private=None)
