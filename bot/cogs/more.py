"""The button "More": the next page of an answer, only for who pressed."""

from __future__ import annotations

import discord

from bot.cards import Recipe


def add(client) -> None:
    """Adds the button."""

    async def more(interaction: discord.Interaction, rest: str) -> None:
        page, _, recipe = rest.partition(":")
        await client.replies.answer(interaction, Recipe.parse(recipe), page=int(page), private=True, limited=False)

    client.presses["more"] = more
