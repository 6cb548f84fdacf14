"""/position: what an actor wants, rejects, offers or fears, by topic; without an actor, a chart of all of them."""

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

    @client.tree.command(name="position", description=texts("commands.position.description"))
    @app_commands.describe(actor=texts("chart.option"), topic=texts("discord.options.topic"))
    @app_commands.autocomplete(actor=complete_actor(client), topic=complete_topic(client))
    async def position(interaction: discord.Interaction, actor: str | None = None, topic: str | None = None) -> None:
        if actor:
            recipe = Recipe("position", (actor, topic or ""))
        else:
            recipe = Recipe("topic", (topic,)) if topic else Recipe("chart")
        await client.replies.answer(interaction, recipe)
