"""The button "More": the next page of an answer, only for who pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.cards.presses import pressed_call

if TYPE_CHECKING:
    from bot.client import Readout


def add(client: Readout) -> None:
    """Adds the button."""

    async def more(interaction: discord.Interaction, rest: str) -> None:
        page, _, call = rest.partition(":")
        await client.replies.answer(interaction, pressed_call(call), page=int(page), private=True, limited=False)

    client.presses["more"] = more
