"""/topics: what the briefing talks about."""

from __future__ import annotations

import discord

from bot.cards import Recipe


def add(client) -> None:
    """Adds the command."""

    @client.tree.command(name="topics", description=client.texts("commands.topics.description"))
    async def topics(interaction: discord.Interaction) -> None:
        await client.replies.answer(interaction, Recipe("topics"))
