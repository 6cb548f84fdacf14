"""/coverage: what could not be answered, by actor, topic and unmatched word, and what members called wrong."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.cards.literal import one_line
from bot.cogs._managing import listed, may_manage

if TYPE_CHECKING:
    from bot.client import Readout

DAYS = 30
KINDS = ("actor", "topic", "word")
MOST = 10  # of each kind


def add(client: Readout) -> None:
    """Adds the command."""
    texts = client.texts

    @client.tree.command(name="coverage", description=texts("discord.commands.coverage.description"))
    @app_commands.describe(days=texts("discord.options.days"))
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @may_manage
    async def coverage(interaction: discord.Interaction, days: app_commands.Range[int, 1, 365] = DAYS) -> None:
        if client.store is None:
            await client.replies.notice(interaction, texts("discord.no_store"))
            return
        await client.replies.thinking(interaction)
        since = (datetime.now(UTC) - timedelta(days=days)).date()
        counts = await client.store.coverage(interaction.guild_id, since, MOST)
        verdicts = await client.store.feedback(interaction.guild_id)
        lines = []
        for kind in KINDS:
            rows = [row for row in counts if row.kind == kind]
            lines += [texts(f"discord.coverage.{kind}")] if rows else []
            lines += [
                texts(f"discord.coverage.{row.outcome}", term=one_line(row.term), count=row.count) for row in rows
            ]
        wrong = Counter(
            (row.excerpt_id, row.reason) for row in verdicts if row.verdict == "wrong" and row.at.date() >= since
        )
        lines += [texts("discord.coverage.wrong")] if wrong else []
        lines += [
            texts("discord.coverage.wrong_row", id=excerpt, reason=texts(f"discord.reasons.{reason}"), count=count)
            for (excerpt, reason), count in wrong.most_common(MOST)
        ]
        lead = texts("discord.coverage.lead" if lines else "discord.coverage.nothing", days=days)
        await client.replies.notice(interaction, listed(lead, lines, texts))
