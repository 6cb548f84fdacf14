"""The menu "What does the briefing say?" on a message: the nearest excerpts, privately, and never "true" or "false"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.commands import Call

if TYPE_CHECKING:
    from bot.client import Readout


def add(client: Readout) -> None:
    """Adds the menu command."""
    texts = client.texts

    async def check(interaction: discord.Interaction, message: discord.Message) -> None:
        text = message.content.strip()
        if text:
            await client.replies.answer(interaction, Call("check", (text,)), private=True)
        else:
            await client.replies.notice(interaction, texts("discord.no_words"))

    client.tree.add_command(app_commands.ContextMenu(name=texts("discord.check"), callback=check))
