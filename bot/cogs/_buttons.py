"""Buttons that work for ever: whatever message they stand on, `custom_id` says what to do (bot/cards/presses.py)."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import discord
from discord import ui

if TYPE_CHECKING:
    from bot.client import Readout

Press = Callable[[discord.Interaction, str], Awaitable[None]]


class Button(ui.DynamicItem[ui.Button], template=r"(?P<verb>[a-z]+)(?::(?P<rest>[^\n]*))?"):
    """Any button of the bot; hands a press to the feature that put its verb into `client.presses`."""

    def __init__(self, item: ui.Button, verb: str, rest: str):
        super().__init__(item)
        self._verb, self._rest = verb, rest

    @classmethod
    async def from_custom_id(cls, interaction: discord.Interaction, item: ui.Item, match: re.Match[str], /) -> Button:
        """The button on the message that was pressed."""
        return cls(item, match["verb"], match["rest"] or "")

    async def callback(self, interaction: discord.Interaction[Readout]) -> None:
        """Never raises: discord.py would only log it, and the member would read that nothing happened."""
        client = interaction.client
        try:
            press = client.presses.get(self._verb)
            if press is None:
                await client.replies.notice(interaction, client.texts("discord.gone"))
            else:
                await press(interaction, self._rest)
        except Exception as error:
            await client.replies.failed(interaction, error)


def asker_of(message: discord.Message | None) -> int | None:
    """Who asked the question that a message of the bot answers; None where Discord does not say."""
    if message is None:
        return None
    if message.interaction_metadata is not None:
        return message.interaction_metadata.user.id
    asked = message.reference.resolved if message.reference else None
    return asked.author.id if isinstance(asked, discord.Message) else None
