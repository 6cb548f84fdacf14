"""/quotes: what an actor said, word for word."""

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

    @client.tree.command(name="quotes", description=texts("commands.quotes.description"))
    @app_commands.describe(actor=texts("discord.options.actor"), topic=texts("discord.options.topic"))
    @app_commands.autocomplete(actor=complete_actor(client), topic=complete_topic(client))
    async def quotes(interaction: discord.Interaction, actor: str, topic: str | None = None) -> None:
        await client.replies.answer(interaction, Recipe("quotes", (actor, topic or "")))
