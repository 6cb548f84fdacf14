"""The candidates of a choice: the one that was meant, or "None of these"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.cogs._buttons import asker_of
from bot.commands import Call

if TYPE_CHECKING:
    from bot.client import Readout


def add(client: Readout) -> None:
    """Adds the buttons."""

    async def pick(interaction: discord.Interaction, rest: str) -> None:
        key, _, excerpt_id = rest.partition("~")[0].partition(":")
        await _answer(interaction, Call("cite", (f"{key}.{excerpt_id}",)))

    async def none(interaction: discord.Interaction, rest: str) -> None:
        await _answer(interaction, Call("none"))

    async def _answer(interaction: discord.Interaction, call: Call) -> None:
        """In place of the candidates for who asked; for anybody else privately, the candidates stay."""
        own = asker_of(interaction.message) in (None, interaction.user.id)
        await client.replies.answer(interaction, call, private=not own, limited=False, edit=own)

    client.presses["pick"] = pick
    client.presses["none"] = none
