"""/forget: deletes what the bot keeps of the member who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

if TYPE_CHECKING:
    from bot.client import Readout


def add(client: Readout) -> None:
    """Adds the command."""
    texts = client.texts

    @client.tree.command(name="forget", description=texts("discord.commands.forget.description"))
    async def forget(interaction: discord.Interaction) -> None:
        await client.replies.thinking(interaction)
        number = await client.store.forget(interaction.user.id) if client.store else 0
        await client.replies.notice(interaction, texts.count("discord.forgotten", number))
