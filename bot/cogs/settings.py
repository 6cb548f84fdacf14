"""/settings: what a server's moderators choose for it; None of a choice leaves it to the bot's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.cogs._managing import group, may_manage

if TYPE_CHECKING:
    from bot.client import Readout


def add(client: Readout) -> None:
    """Adds the commands."""
    texts = client.texts
    commands = group("settings", texts("discord.commands.settings.description"))

    async def tell(interaction: discord.Interaction) -> None:
        private = await client.records.private_replies(interaction.guild_id)
        keeps = await client.records.keeps_questions(interaction.guild_id)
        await client.replies.notice(
            interaction,
            "\n".join(
                [
                    texts(f"discord.settings.private_{'on' if private else 'off'}"),
                    texts(f"discord.settings.questions_{'on' if keeps else 'off'}"),
                ]
            ),
        )

    async def chosen(interaction: discord.Interaction, choose, on: bool) -> None:
        if client.store is None:
            await client.replies.notice(interaction, texts("discord.no_store"))
            return
        await client.replies.thinking(interaction)
        await choose(interaction.guild_id, on)
        await tell(interaction)

    @commands.command(name="show", description=texts("discord.settings.commands.show"))
    @may_manage
    async def show(interaction: discord.Interaction) -> None:
        await client.replies.thinking(interaction)
        await tell(interaction)

    @commands.command(name="private", description=texts("discord.settings.commands.private"))
    @app_commands.describe(on=texts("discord.options.on"))
    @may_manage
    async def private(interaction: discord.Interaction, on: bool) -> None:
        await chosen(interaction, client.store and client.store.choose_private_replies, on)

    @commands.command(name="questions", description=texts("discord.settings.commands.questions"))
    @app_commands.describe(on=texts("discord.options.on"))
    @may_manage
    async def questions(interaction: discord.Interaction, on: bool) -> None:
        await chosen(interaction, client.store and client.store.choose_log_questions, on)

    client.tree.add_command(commands)
