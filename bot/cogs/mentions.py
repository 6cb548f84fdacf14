"""Messages that mean the bot: a mention, a reply to a message of its own, a direct message. It hears no others.

Discord shows the bot the words of these alone, since it asks for no privileged intent.
"""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING

import discord

if TYPE_CHECKING:
    from bot.client import Readout

log = logging.getLogger(__name__)

SPOKEN = (discord.MessageType.default, discord.MessageType.reply)


def add(client: Readout) -> None:
    """Adds the listener."""

    async def on_message(message: discord.Message) -> None:
        if not meant(message, client.user):
            return
        try:
            await _answer(message)
        except discord.Forbidden as error:
            log.warning("may not write in a channel: %s", error)
        except Exception as error:
            await client.replies.failed(message, error)

    async def _answer(message: discord.Message) -> None:
        if seconds := client.limiter.wait(message.author.id):
            await _slow_down(message, seconds)
            return
        text = without_mention(message.content, client.user)
        await client.replies.message(message, text or "/brief")

    async def _slow_down(message: discord.Message, seconds: float) -> None:
        """One private notice in each window: in a channel nobody else need read it."""
        if client.limiter.first_notice(message.author.id):
            await message.author.send(client.texts("discord.slow_down", seconds=math.ceil(seconds)))

    client.add_listener(on_message, "on_message")


def meant(message: discord.Message, me: discord.ClientUser) -> bool:
    """Whether a message asks the bot. Another bot's, and one to everyone or to a role, never does."""
    if message.author.bot or message.webhook_id or message.type not in SPOKEN:
        return False
    return message.guild is None or any(user.id == me.id for user in message.mentions)


def without_mention(text: str, me: discord.ClientUser) -> str:
    """The words of a message without the mention of the bot."""
    for mention in (f"<@{me.id}>", f"<@!{me.id}>"):
        text = text.replace(mention, " ")
    return " ".join(text.split())
