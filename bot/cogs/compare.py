"""/compare: two actors side by side, without a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.cards import Recipe
from bot.cogs._options import complete_actor, complete_topic

if TYPE_CHECKING:
    from bot.client import Readout


def add(client: Readout) -> None:
    """Adds the command."""
    texts = client.texts

    @client.tree.command(name="compare", description=texts("commands.compare.description"))
    @app_commands.describe(
        first=texts("discord.options.actor"),
        second=texts("discord.options.second"),
        topic=texts("discord.options.topic"),
    )
    @app_commands.autocomplete(
        first=complete_actor(client), second=complete_actor(client), topic=complete_topic(client)
    )
    async def compare(interaction: discord.Interaction, first: str, second: str, topic: str | None = None) -> None:
        await client.replies.answer(interaction, Recipe("compare", (first, second, topic or "")))
