"""/actors: who acts or speaks in the briefing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.cards import Recipe

if TYPE_CHECKING:
    from bot.client import Readout


def add(client: Readout) -> None:
    """Adds the command."""

    @client.tree.command(name="actors", description=client.texts("commands.actors.description"))
    async def actors(interaction: discord.Interaction) -> None:
        await client.replies.answer(interaction, Recipe("actors"))
