"""Buttons that ask what was suggested: a question, or a command such as `/position Iran`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.cogs._buttons import asker_of

if TYPE_CHECKING:
    from bot.client import Readout


def add(client: Readout) -> None:
    """Adds the buttons."""

    async def ask(interaction: discord.Interaction, rest: str) -> None:
        own = asker_of(interaction.message) == interaction.user.id  # what one was offered oneself is never too much
        await client.replies.answer(interaction, rest, limited=not own)

    client.presses["ask"] = ask
