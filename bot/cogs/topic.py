"""/topic: every actor's position on a topic, and who has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.cards import Recipe
from bot.cogs._options import complete_topic

if TYPE_CHECKING:
    from bot.client import Readout


def add(client: Readout) -> None:
    """Adds the command."""
    texts = client.texts

    @client.tree.command(name="topic", description=texts("commands.topic.description"))
    @app_commands.describe(topic=texts("discord.options.topic"))
    @app_commands.autocomplete(topic=complete_topic(client))
    async def topic(interaction: discord.Interaction, topic: str) -> None:
        await client.replies.answer(interaction, Recipe("topic", (topic,)))
