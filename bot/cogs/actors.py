"""/actors: who acts or speaks in the briefing."""

from __future__ import annotations

import discord

from bot.cards import Recipe


def add(client) -> None:
    """Adds the command."""

    @client.tree.command(name="actors", description=client.texts("commands.actors.description"))
    async def actors(interaction: discord.Interaction) -> None:
        await client.replies.answer(interaction, Recipe("actors"))
