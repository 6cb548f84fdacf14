"""/topics: what the briefing talks about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.cards import Recipe

if TYPE_CHECKING:
    from bot.client import Readout


def add(client: Readout) -> None:
    """Adds the command."""

    @client.tree.command(name="topics", description=client.texts("commands.topics.description"))
    async def topics(interaction: discord.Interaction) -> None:
        await client.replies.answer(interaction, Recipe("topics"))
