"""/ask: a question in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.cards import Recipe

if TYPE_CHECKING:
    from bot.client import Readout


def add(client: Readout) -> None:
    """Adds the command."""
    texts = client.texts

    @client.tree.command(name="ask", description=texts("commands.ask.description"))
    @app_commands.describe(question=texts("discord.options.question"))
    async def ask(interaction: discord.Interaction, question: str) -> None:
        await client.replies.answer(interaction, Recipe("ask", (question,)))
