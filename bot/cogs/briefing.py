"""/briefing: what a server's moderators do with briefings: add, list, use, remove, reload."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.cards.blocks import LINE
from bot.cards.literal import one_line, shortened
from bot.cogs._adding import add_article
from bot.cogs._managing import choices, group, listed, may_manage
from bot.errors import StoreUnavailable

if TYPE_CHECKING:
    from bot.client import Readout

log = logging.getLogger(__name__)

EVERY_BRIEFING = "*"
HERE, EVERYWHERE = "this_channel", "whole_server"


def add(client: Readout) -> None:
    """Adds the commands."""
    texts, library, notice = client.texts, client.library, client.replies.notice
    commands = group("briefing", texts("discord.commands.briefing.description"))

    def title(briefing_id: str) -> str:
        briefing = client.desk.briefings.get(briefing_id)
        return shortened(briefing.base.article.title if briefing else briefing_id, LINE)

    async def complete_visible(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        rows = [(title(name), name) for name in library.visible(interaction.guild_id)]
        return choices([(texts("discord.library.all"), EVERY_BRIEFING), *rows], current)

    async def complete_own(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return choices([(title(name), name) for name in library.own(interaction.guild_id or 0)], current)

    @commands.command(name="add", description=texts("discord.library.commands.add"))
    @app_commands.describe(file=texts("discord.options.file"), link=texts("discord.options.link"))
    @may_manage
    async def add_briefing(
        interaction: discord.Interaction, file: discord.Attachment | None = None, link: str | None = None
    ) -> None:
        if not library.keeps:
            await notice(interaction, texts("discord.no_store"))
            return
        if (file is None) == (link is None):
            await notice(interaction, texts("discord.library.one_file"))
            return
        await client.replies.thinking(interaction)

        async def tell(text: str) -> None:
            await interaction.edit_original_response(content=text)

        await add_article(client, interaction.guild_id, file or link, tell)

    @commands.command(name="list", description=texts("discord.library.commands.list"))
    @may_manage
    async def list_briefings(interaction: discord.Interaction) -> None:
        await client.replies.thinking(interaction)
        bound = await client.store.bindings(interaction.guild_id) if client.store else {}
        own, lines = library.own(interaction.guild_id), []
        for name in library.visible(interaction.guild_id):
            kind = texts("discord.library.own" if name in own else "discord.library.shipped")
            places = [place for place, ids in bound.items() if name in ids]
            where = [f"<#{place}>" if place else texts("discord.library.whole_server") for place in places]
            lines.append(f"- {one_line(title(name))} ({kind})" + (f": {', '.join(where)}" if where else ""))
        lead = texts("discord.library.list_bound" if bound else "discord.library.list_all")
        await notice(interaction, listed(lead, lines, texts))

    @commands.command(name="use", description=texts("discord.library.commands.use"))
    @app_commands.describe(
        briefing=texts("discord.options.briefing"),
        where=texts("discord.options.where"),
        keep=texts("discord.options.keep"),
    )
    @app_commands.choices(
        where=[app_commands.Choice(name=texts(f"discord.library.{key}"), value=key) for key in (HERE, EVERYWHERE)]
    )
    @app_commands.autocomplete(briefing=complete_visible)
    @may_manage
    async def use_briefing(
        interaction: discord.Interaction, briefing: str, where: str = HERE, keep: bool = False
    ) -> None:
        guild_id = interaction.guild_id
        if client.store is None:
            await notice(interaction, texts("discord.no_store"))
            return
        if briefing != EVERY_BRIEFING and briefing not in library.visible(guild_id):
            await notice(interaction, texts("discord.library.unknown", name=one_line(briefing[:100])))
            return
        await client.replies.thinking(interaction)
        channel = interaction.channel_id if where == HERE else None
        before = (await client.store.bindings(guild_id)).get(channel, ()) if keep else ()
        chosen = () if briefing == EVERY_BRIEFING else tuple(dict.fromkeys((*before, briefing)))
        await client.store.bind(guild_id, channel, chosen)
        key = "discord.library.used" if chosen else "discord.library.used_all"
        lines = [f"- {one_line(title(name))}" for name in chosen]
        await notice(interaction, listed(texts(key, place=texts(f"discord.library.{where}")), lines, texts))

    @commands.command(name="remove", description=texts("discord.library.commands.remove"))
    @app_commands.describe(briefing=texts("discord.options.briefing"))
    @app_commands.autocomplete(briefing=complete_own)
    @may_manage
    async def remove_briefing(interaction: discord.Interaction, briefing: str) -> None:
        name = one_line(title(briefing))
        await client.replies.thinking(interaction)
        gone = await library.remove(interaction.guild_id, briefing)
        await notice(interaction, texts(f"discord.library.{'removed' if gone else 'not_own'}", name=name))

    @commands.command(name="reload", description=texts("discord.library.commands.reload"))
    @may_manage
    async def reload_briefings(interaction: discord.Interaction) -> None:
        if client.reloader is None:
            await notice(interaction, texts("discord.library.no_reload"))
            return
        await client.replies.thinking(interaction)
        found = await asyncio.to_thread(client.reloader.reload, True)
        lines = [texts("discord.library.changed", name=one_line(row.briefing), **_counts(row)) for row in found.changes]
        lines += [f"- {one_line(str(problem)[:400])}" for error in found.failed for problem in error.problems]
        lead = "failed" if found.failed else "reloaded" if found.changes else "unchanged"
        await notice(interaction, listed(texts(f"discord.library.{lead}"), lines, texts))

    async def on_guild_remove(guild: discord.Guild) -> None:
        """The bot was removed from a server: nothing of it is kept."""
        try:
            await library.forget_guild(guild.id)
        except StoreUnavailable as error:
            log.warning("what is kept of server %d could not be deleted: %s", guild.id, error)

    client.tree.add_command(commands)
    client.add_listener(on_guild_remove, "on_guild_remove")


def _counts(change) -> dict[str, int]:
    return {"added": change.added, "removed": change.removed, "kept": change.kept}
