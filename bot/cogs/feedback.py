"""Helpful and Wrong: a verdict on the best excerpt of an answer; Wrong asks for one of four reasons."""

from __future__ import annotations

import discord

from bot.cards.presses import find_briefing


def add(client) -> None:
    """Adds the buttons."""
    texts = client.texts

    async def good(interaction: discord.Interaction, rest: str) -> None:
        await client.replies.notice(interaction, texts("discord.thanks"))
        client.replies.afterwards(_keep(interaction, rest, "helpful", None))

    async def wrong(interaction: discord.Interaction, rest: str) -> None:
        await client.replies.view(interaction, client.cards.reasons(rest))

    async def why(interaction: discord.Interaction, rest: str) -> None:
        reason, _, excerpt = rest.partition(":")
        await client.replies.view(interaction, client.cards.note(texts("discord.thanks_wrong")), edit=True)
        client.replies.afterwards(_keep(interaction, excerpt, "wrong", reason))

    async def _keep(interaction: discord.Interaction, excerpt: str, verdict, reason: str | None) -> None:
        """After the thanks: a slow database holds up no member."""
        key, _, excerpt_id = excerpt.partition(":")
        briefing = find_briefing(key, client.desk.briefings)
        if briefing is not None:
            await client.records.judged(
                interaction.guild_id, interaction.user.id, briefing, excerpt_id, verdict, reason
            )

    client.presses.update(good=good, wrong=wrong, why=why)
