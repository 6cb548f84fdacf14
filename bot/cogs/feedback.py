"""Helpful and Wrong: a verdict on the best excerpt of an answer; Wrong asks for one of four reasons."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

import discord

from bot.commands import find_briefing
from bot.store import Verdict

if TYPE_CHECKING:
    from bot.client import Readout

REMEMBERED = 10_000  # presses; a member who presses twice is counted once


def add(client: Readout) -> None:
    """Adds the buttons."""
    texts = client.texts
    pressed: OrderedDict[tuple[int, str], None] = OrderedDict()

    async def good(interaction: discord.Interaction, rest: str) -> None:
        await client.replies.view(interaction, keep(interaction, rest, "helpful", None, "thanks"))

    async def wrong(interaction: discord.Interaction, rest: str) -> None:
        async def ask() -> discord.ui.LayoutView:
            return client.cards.reasons(rest)

        await client.replies.view(interaction, ask())

    async def why(interaction: discord.Interaction, rest: str) -> None:
        reason, _, excerpt = rest.partition(":")
        await client.replies.view(interaction, keep(interaction, excerpt, "wrong", reason, "thanks_wrong"), edit=True)

    async def keep(
        interaction: discord.Interaction, excerpt: str, verdict: Verdict, reason: str | None, thanks: str
    ) -> discord.ui.LayoutView:
        """Keeps a verdict and thanks for it: what was thanked for is on the disk."""
        key, _, excerpt_id = excerpt.partition(":")
        briefing = find_briefing(key, client.desk.briefings)
        if briefing is None:
            return client.cards.note(texts("discord.gone"))
        press = (interaction.user.id, f"{verdict}:{excerpt}")
        if press not in pressed:
            guild_id, user_id = interaction.guild_id, interaction.user.id
            if not await client.records.judged(guild_id, user_id, briefing, excerpt_id, verdict, reason):
                return client.cards.note(texts("discord.thanks_unkept"))
            pressed[press] = None
            while len(pressed) > REMEMBERED:
                pressed.popitem(last=False)
        return client.cards.note(texts(f"discord.{thanks}"))

    client.presses.update(good=good, wrong=wrong, why=why)
