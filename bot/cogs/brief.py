"""/brief: what the briefing holds, with buttons to start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.cards import Recipe

if TYPE_CHECKING:
    from bot.client import Readout


def add(client: Readout) -> None:
    """Adds the command."""

    @client.tree.command(name="brief", description=client.texts("commands.brief.description"))
    async def brief(interaction: discord.Interaction) -> None:
        await client.replies.answer(interaction, Recipe("brief"))
