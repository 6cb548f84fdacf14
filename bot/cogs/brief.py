"""/brief: what the briefing holds, with buttons to start from."""

from __future__ import annotations

import discord

from bot.cards import Recipe


def add(client) -> None:
    """Adds the command."""

    @client.tree.command(name="brief", description=client.texts("commands.brief.description"))
    async def brief(interaction: discord.Interaction) -> None:
        await client.replies.answer(interaction, Recipe("brief"))
