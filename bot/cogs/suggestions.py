"""Buttons that ask what was suggested: a question, or a command such as `/position Iran`."""

from __future__ import annotations

import discord

from bot.cogs._recipes import parse_line


def add(client) -> None:
    """Adds the buttons."""

    async def ask(interaction: discord.Interaction, rest: str) -> None:
        await client.replies.answer(interaction, parse_line(rest, client.desk))

    client.presses["ask"] = ask
