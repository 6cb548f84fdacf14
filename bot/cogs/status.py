"""/status: what the bot has loaded, how it is connected, and what it cannot see; only for who asks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import discord

from bot.cards.literal import one_line
from bot.cogs._replies import Place

if TYPE_CHECKING:
    from bot.client import Readout


def add(client: Readout) -> None:
    """Adds the command."""
    texts = client.texts

    @client.tree.command(name="status", description=texts("discord.commands.status.description"))
    async def status(interaction: discord.Interaction) -> None:
        await client.replies.thinking(interaction)
        scope = await client.scope(Place.of(interaction))
        here = {name: briefing for name, briefing in client.desk.briefings.items() if name in scope}
        latency = client.latency
        lines = [
            texts(
                "discord.status_gateway",
                milliseconds="?" if math.isnan(latency) else round(latency * 1000),
                shards=client.shard_count or 1,
            ),
            texts.count("discord.status_briefings", len(here)),
            *(f"- {one_line(briefing.base.article.title)}" for briefing in list(here.values())[:10]),
            texts("discord.status_store_on" if client.store else "discord.status_store_off"),
            texts("discord.status_intents"),
        ]
        await client.replies.notice(interaction, "\n".join(lines))
