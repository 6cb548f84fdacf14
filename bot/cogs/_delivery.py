"""How words and cards reach Discord: once, patiently, and as plain text where a card is refused."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import discord

from bot.chart import Chart
from bot.cogs._pictures import files_of, hung

log = logging.getLogger(__name__)
T = TypeVar("T")

UNKNOWN_INTERACTION, ALREADY_ACKNOWLEDGED = 10062, 40060  # Discord's JSON error codes
BUSY_PAUSE = 0.5  # seconds before the one more try that a busy Discord gets
_THINKING = (
    discord.InteractionResponseType.deferred_channel_message,
    discord.InteractionResponseType.deferred_message_update,
)


@dataclass(frozen=True)
class Drawn:
    """An answer ready to be sent: its cards, the pictures of the first, and how to say the same in plain text."""

    views: list[discord.ui.LayoutView]
    plain: Callable[[], list[str]] | None = None
    pictures: Sequence[Chart] = ()


async def respond(interaction: discord.Interaction, drawn: Drawn, private: bool, edit: bool = False) -> None:
    """Answers an interaction with every card; in place of the message whose button was pressed where `edit`."""
    first, *rest = drawn.views
    try:
        await respond_first(interaction, {"view": hung(first, drawn.pictures)}, private, edit, drawn.pictures)
        for view in rest:
            await patiently(lambda view=view: interaction.followup.send(view=view, ephemeral=private))
    except discord.HTTPException as error:
        if not _refused(error) or drawn.plain is None:
            raise
        log.error("a card was refused, sent as text: %s", error)
        for number, text in enumerate(drawn.plain()):
            if number == 0 and not edit:
                await respond_first(interaction, {"content": text}, private)
            else:
                await interaction.followup.send(text, ephemeral=private, suppress_embeds=True)


async def reply(message: discord.Message, drawn: Drawn) -> None:
    """Answers a message with every card, as replies that ping nobody; also where the message is gone by now."""
    reference = message.to_reference(fail_if_not_exists=False)

    async def send(**what: Any) -> None:
        await message.channel.send(**what, reference=reference, mention_author=False)

    try:
        for number, view in enumerate(drawn.views):
            own = drawn.pictures if number == 0 else ()
            await patiently(lambda view=view, own=own: send(view=hung(view, own), files=files_of(own)))
    except discord.HTTPException as error:
        pictured = isinstance(error, discord.Forbidden) and drawn.pictures  # it may write there, but not attach
        if not (_refused(error) or pictured) or drawn.plain is None:
            raise
        log.warning("a card was refused, sent as text: %s", error)
        for text in drawn.plain():
            await send(content=text, suppress_embeds=True)


async def respond_first(
    interaction: discord.Interaction,
    what: dict[str, Any],
    private: bool,
    edit: bool = False,
    pictures: Sequence[Chart] = (),
) -> None:
    """The first answer to an interaction, or what takes the place of "thinking ..."."""

    def files(key: str) -> dict[str, Any]:
        return {**what, **({key: files_of(pictures)} if pictures else {})}

    response = interaction.response
    if not response.is_done() and edit:
        await patiently(lambda: response.edit_message(**files("attachments")))
    elif not response.is_done():
        await patiently(lambda: response.send_message(**files("files"), ephemeral=private))
    elif response.type in _THINKING and "view" in what:
        await patiently(lambda: interaction.edit_original_response(**files("attachments")))
    else:
        await patiently(lambda: interaction.followup.send(**files("files"), ephemeral=private))


async def patiently(send: Callable[[], Awaitable[T]]) -> T:
    """Sends, once more after a moment where Discord is too busy and discord.py did not wait by itself (it does so
    only for answers of Discord's own, not for those of what stands before it)."""
    try:
        return await send()
    except discord.HTTPException as error:
        if error.status != 429:
            raise
        await asyncio.sleep(BUSY_PAUSE)
        return await send()


def _refused(error: discord.HTTPException) -> bool:
    """Whether Discord did not like what was sent, rather than when."""
    return error.status == 400 and error.code != ALREADY_ACKNOWLEDGED
