"""/help: every command, only for who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.commands import listed

if TYPE_CHECKING:
    from bot.client import Readout


def add(client: Readout) -> None:
    """Adds the command."""
    texts = client.texts

    @client.tree.command(name="help", description=texts("commands.help.description"))
    async def help(interaction: discord.Interaction) -> None:
        words = texts.get("commands")
        rows = {**{name: words[name] for name in listed()}, **texts.get("discord.commands")}
        lines = [f"`/{' '.join((name, row['usage'])).strip()}` {row['description']}" for name, row in rows.items()]
        text = "\n".join(
            [texts("discord.help_lead"), *lines, "", texts("discord.help_foot", menu=texts("discord.check"))]
        )
        await client.replies.notice(interaction, text)
