"""What a server's moderators do: add and choose briefings, see what was not answered, choose for the server."""

from __future__ import annotations

import logging
import math
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.discord.cards import LINE
from bot.discord.client import Readout
from bot.discord.library import MOST_UPLOADS, ROOM, Added, Limit, NoRoom, Removed, TooSoon
from bot.discord.markdown import CHOICE, CHOICES, CONTENT, REASONS, literal, one_line, shortened
from bot.errors import IngestUnavailable, StoreUnavailable
from bot.ingest import Stage
from bot.store import Store
from bot.texts import Texts, load_texts
from knowledge.errors import BadData
from knowledge.model.article import MAX_BYTES

log = logging.getLogger(__name__)

TEXTS = load_texts()  # for Discord's own record of the commands
SPARE = 100  # characters of a notice kept free for what stands around a list
PROBLEM = 400  # characters of a problem that a notice shows
EVERY_BRIEFING = "*"
HERE, EVERYWHERE = "this_channel", "whole_server"
PLACES = {HERE: TEXTS("discord.library.this_channel"), EVERYWHERE: TEXTS("discord.library.whole_server")}
STAGES: dict[Stage, str] = {
    "loading": TEXTS("discord.library.stages.loading"),
    "compiling": TEXTS("discord.library.stages.compiling"),
}
LIMITS: dict[Limit, str] = {
    "number": "discord.library.too_many",
    "server": "discord.library.server_full",
    "all": "discord.library.full",
}
FETCH_SECONDS = 20.0
DAYS, MOST_TERMS = 30, 10  # that /coverage looks back, and of each kind that it shows

# Discord hides the commands from others; this check stands behind it, for a server may change what Discord hides.
may_manage = app_commands.checks.has_permissions(manage_guild=True)
Choices = list[app_commands.Choice[str]]


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class Briefings(
    commands.GroupCog, group_name="briefing", group_description=TEXTS("discord.commands.briefing.description")
):
    """/briefing: add, list, use, remove, reload."""

    def __init__(self, bot: Readout):
        self._bot, self._library, self._gate, self._texts = bot, bot.library, bot.gate, bot.texts

    async def complete_visible(self, interaction: discord.Interaction, current: str) -> Choices:
        """Every briefing that the server may see, and all of them."""
        names = self._gate.visible(interaction.guild_id)
        all_of_them = (self._texts("discord.library.all"), EVERY_BRIEFING)
        return choices([all_of_them, *((self._title(interaction, name), name) for name in names)], current)

    async def complete_own(self, interaction: discord.Interaction, current: str) -> Choices:
        """The briefings that the server added."""
        names = self._gate.own(guild_of(interaction))
        return choices([(self._title(interaction, name), name) for name in names], current)

    @app_commands.command(description=TEXTS("discord.library.commands.add"))
    @app_commands.describe(file=TEXTS("discord.options.file"), link=TEXTS("discord.options.link"))
    @may_manage
    async def add(
        self, interaction: discord.Interaction, file: discord.Attachment | None = None, link: str | None = None
    ) -> None:
        """An article from a file or the link of one, compiled apart, its progress told."""
        source = file or link
        if not self._library.keeps:
            await self._notice(interaction, self._texts("discord.no_store"))
        elif source is None or (file is not None and link is not None):
            await self._notice(interaction, self._texts("discord.library.one_file"))
        else:
            await self._bot.replies.thinking(interaction)

            async def tell(text: str) -> None:
                await interaction.edit_original_response(content=text)

            await add_article(self._bot, guild_of(interaction), source, tell)

    @app_commands.command(description=TEXTS("discord.library.commands.list"))
    @may_manage
    async def list(self, interaction: discord.Interaction) -> None:
        """The briefings that the server may see, and where they answer."""
        texts, guild_id = self._texts, guild_of(interaction)
        await self._bot.replies.thinking(interaction)
        bound = await self._bot.store.bindings(guild_id) if self._bot.store else {}
        own, lines = self._gate.own(guild_id), []
        for name in self._gate.visible(guild_id):
            kind = texts("discord.library.own" if name in own else "discord.library.shipped")
            places = [place for place, names in bound.items() if name in names]
            where = [f"<#{place}>" if place else texts("discord.library.whole_server") for place in places]
            title = one_line(self._title(interaction, name))
            lines.append(f"- {title} ({kind})" + (f": {', '.join(where)}" if where else ""))
        lead = texts("discord.library.list_bound" if bound else "discord.library.list_all")
        await self._notice(interaction, listed(lead, lines, texts))

    @app_commands.command(description=TEXTS("discord.library.commands.use"))
    @app_commands.describe(
        briefing=TEXTS("discord.options.briefing"),
        where=TEXTS("discord.options.where"),
        keep=TEXTS("discord.options.keep"),
    )
    @app_commands.choices(where=[app_commands.Choice(name=name, value=value) for value, name in PLACES.items()])
    @app_commands.autocomplete(briefing=complete_visible)
    @may_manage
    async def use(self, interaction: discord.Interaction, briefing: str, where: str = HERE, keep: bool = False) -> None:
        """Which briefing answers in a channel or in the whole server."""
        texts, guild_id = self._texts, guild_of(interaction)
        if self._bot.store is None:
            await self._notice(interaction, texts("discord.no_store"))
            return
        if briefing != EVERY_BRIEFING and briefing not in self._gate.visible(guild_id):
            await self._notice(interaction, texts("discord.library.unknown", name=one_line(briefing[:100])))
            return
        await self._bot.replies.thinking(interaction)
        channel = interaction.channel_id if where == HERE else None
        before = (await self._bot.store.bindings(guild_id)).get(channel, ()) if keep else ()
        chosen = () if briefing == EVERY_BRIEFING else tuple(dict.fromkeys((*before, briefing)))
        await self._bot.store.bind(guild_id, channel, chosen)
        lead = texts("discord.library.used" if chosen else "discord.library.used_all", place=PLACES[where])
        lines = [f"- {one_line(self._title(interaction, name))}" for name in chosen]
        await self._notice(interaction, listed(lead, lines, texts))

    @app_commands.command(description=TEXTS("discord.library.commands.remove"))
    @app_commands.describe(briefing=TEXTS("discord.options.briefing"))
    @app_commands.autocomplete(briefing=complete_own)
    @may_manage
    async def remove(self, interaction: discord.Interaction, briefing: str) -> None:
        """Removes a briefing of the server."""
        texts, name = self._texts, one_line(self._title(interaction, briefing))
        await self._bot.replies.thinking(interaction)
        try:
            gone = await self._library.remove(guild_of(interaction), briefing)
        except StoreUnavailable as error:
            log.warning("%s", error)
            await self._notice(interaction, texts("discord.library.removed_later", name=name))
        else:
            key = "discord.library.removed" if gone else "discord.library.not_own"
            await self._notice(interaction, texts(key, name=name))

    @app_commands.command(description=TEXTS("discord.library.commands.reload"))
    @may_manage
    async def reload(self, interaction: discord.Interaction) -> None:
        """Serves the server's own briefings as the database has them."""
        texts = self._texts
        if not self._library.keeps:
            await self._notice(interaction, texts("discord.no_store"))
            return
        await self._bot.replies.thinking(interaction)
        try:
            found = await self._library.reload(guild_of(interaction))
        except TooSoon as error:
            await self._notice(interaction, texts("discord.library.too_soon", seconds=math.ceil(error.seconds)))
            return
        lines = []
        for change in found.changes:
            counts = {"added": change.added, "removed": change.removed, "kept": change.kept}
            lines.append(texts("discord.library.changed", name=one_line(change.briefing), **counts))
        lines += [f"- {one_line(name)}" for name in found.failed]
        lead = "discord.library.reloaded" if found.changes else "discord.library.unchanged"
        await self._notice(interaction, listed(texts("discord.library.failed" if found.failed else lead), lines, texts))

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed from a server: nothing of it is kept."""
        try:
            await self._library.forget_guild(guild.id)
        except StoreUnavailable as error:
            log.warning("what is kept of server %d is deleted later: %s", guild.id, error)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Discord has told which servers the bot is in: those that removed it meanwhile are forgotten."""
        self._bot.replies.afterwards(self._forget_strangers())

    async def _forget_strangers(self) -> None:
        try:
            await self._library.forget_strangers(lambda guild_id: self._bot.get_guild(guild_id) is not None)
        except StoreUnavailable as error:
            log.warning("servers that removed the bot are forgotten later: %s", error)

    def _title(self, interaction: discord.Interaction, briefing_id: str) -> str:
        return shortened(self._gate.title(interaction.guild_id, briefing_id), LINE)

    async def _notice(self, interaction: discord.Interaction, text: str) -> None:
        await self._bot.replies.notice(interaction, text)


class Coverage(commands.Cog):
    """/coverage: what could not be answered, and what members called wrong."""

    def __init__(self, bot: Readout):
        self._bot = bot

    @app_commands.command(description=TEXTS("discord.commands.coverage.description"))
    @app_commands.describe(days=TEXTS("discord.options.days"))
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @may_manage
    async def coverage(self, interaction: discord.Interaction, days: app_commands.Range[int, 1, 365] = DAYS) -> None:
        """By actor, topic and unmatched word; by excerpt and reason."""
        texts, store, guild_id = self._bot.texts, self._bot.store, guild_of(interaction)
        if store is None:
            await self._bot.replies.notice(interaction, texts("discord.no_store"))
            return
        await self._bot.replies.thinking(interaction)
        since = (datetime.now(UTC) - timedelta(days=days)).date()
        counts = await store.coverage(guild_id, since, MOST_TERMS)
        verdicts = await store.feedback(guild_id)
        kinds = {"actor": "discord.coverage.actor", "topic": "discord.coverage.topic", "word": "discord.coverage.word"}
        outcomes = {"choose": "discord.coverage.choose", "declined": "discord.coverage.declined"}
        lines = []
        for kind, heading in kinds.items():
            rows = [row for row in counts if row.kind == kind]
            lines += [texts(heading)] if rows else []
            lines += [texts(outcomes[row.outcome], term=one_line(row.term), count=row.count) for row in rows]
        wrong = Counter(
            (row.excerpt_id, row.reason)
            for row in verdicts
            if row.verdict == "wrong" and row.reason and row.at.date() >= since
        )
        lines += [texts("discord.coverage.wrong")] if wrong else []
        for (excerpt, reason), count in wrong.most_common(MOST_TERMS):
            words = texts(REASONS[reason or ""])
            lines.append(texts("discord.coverage.wrong_row", id=excerpt, reason=words, count=count))
        lead = texts("discord.coverage.lead" if lines else "discord.coverage.nothing", days=days)
        await self._bot.replies.notice(interaction, listed(lead, lines, texts))


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class ServerSettings(
    commands.GroupCog, group_name="settings", group_description=TEXTS("discord.commands.settings.description")
):
    """/settings: what a server chooses; what it does not choose is left to the bot's settings."""

    def __init__(self, bot: Readout):
        self._bot = bot

    @app_commands.command(description=TEXTS("discord.settings.commands.show"))
    @may_manage
    async def show(self, interaction: discord.Interaction) -> None:
        """What is chosen."""
        await self._bot.replies.thinking(interaction)
        await self._tell(interaction)

    @app_commands.command(description=TEXTS("discord.settings.commands.private"))
    @app_commands.describe(on=TEXTS("discord.options.on"))
    @may_manage
    async def private(self, interaction: discord.Interaction, on: bool) -> None:
        """Whether answers to commands show only to who asked."""
        await self._choose(interaction, Store.choose_private_replies, on)

    @app_commands.command(description=TEXTS("discord.settings.commands.questions"))
    @app_commands.describe(on=TEXTS("discord.options.on"))
    @may_manage
    async def questions(self, interaction: discord.Interaction, on: bool) -> None:
        """Whether questions, and who asked them, are kept."""
        await self._choose(interaction, Store.choose_log_questions, on)

    async def _choose(
        self, interaction: discord.Interaction, choose: Callable[[Store, int, bool], Awaitable[None]], on: bool
    ) -> None:
        if self._bot.store is None:
            await self._bot.replies.notice(interaction, self._bot.texts("discord.no_store"))
            return
        await self._bot.replies.thinking(interaction)
        await choose(self._bot.store, guild_of(interaction), on)
        await self._tell(interaction)

    async def _tell(self, interaction: discord.Interaction) -> None:
        texts, records = self._bot.texts, self._bot.records
        private = await records.private_replies(interaction.guild_id)
        keeps = await records.keeps_questions(interaction.guild_id)
        lines = [
            texts("discord.settings.private_on" if private else "discord.settings.private_off"),
            texts("discord.settings.questions_on" if keeps else "discord.settings.questions_off"),
        ]
        await self._bot.replies.notice(interaction, "\n".join(lines))


async def setup(bot: Readout) -> None:
    """Adds the cogs."""
    await bot.add_cog(Briefings(bot))
    await bot.add_cog(Coverage(bot))
    await bot.add_cog(ServerSettings(bot))


# --- an article that is added


class Unfit(Exception):
    """A file that cannot be had or cannot be an article; the message is for the member."""


async def add_article(
    bot: Readout, guild_id: int, source: discord.Attachment | str, tell: Callable[[str], Awaitable[None]]
) -> None:
    """Adds the article in an attachment or behind a link, and tells how that goes and how it ended.

    Raises StoreUnavailable, and nothing else that a member or a moderator can bring about.
    """
    texts = bot.texts
    link = source.strip().strip("<>") if isinstance(source, str) else ""
    name = unquote(link.partition("?")[0].rsplit("/", 1)[-1]) if isinstance(source, str) else source.filename

    async def progress(stage: Stage) -> None:
        await tell(STAGES[stage])

    try:
        if isinstance(source, str):
            article = await _linked(link, bot.attachment_origins, texts)
        else:
            article = await _attached(source, texts)
        added = await bot.library.add(guild_id, name or "article", article, progress)
    except Unfit as error:
        await tell(str(error))
    except BadData as error:
        await tell(problems_of(error, name, texts))
    except IngestUnavailable as error:
        log.error("%s", error)
        await tell(texts("discord.library.cannot_compile"))
    except NoRoom as error:
        if error.limit == "all":
            log.error("no server can add a briefing: those at rest take %d MiB already", ROOM // 2**20)
        await tell(texts(LIMITS[error.limit], number=MOST_UPLOADS))
    except Removed as error:
        await tell(texts("discord.library.removed", name=one_line(shortened(error.title, LINE))))
    else:
        await tell(_told(added, texts))


def _told(added: Added, texts: Texts) -> str:
    base = added.briefing.base
    return texts(
        "discord.library.replaced" if added.replaced else "discord.library.added",
        title=one_line(shortened(base.article.title, LINE)),
        actors=len(base.actors),
        topics=len(base.topics),
        quotes=len(base.quotes),
        positions=len(base.positions),
        statements=len(base.statements),
        facts=len(base.facts),
        unattributed=len(base.unattributed),
    )


async def _attached(file: discord.Attachment, texts: Texts) -> bytes:
    """The bytes of an attached file."""
    if file.size > MAX_BYTES:
        raise _too_big(file.size, texts)
    try:
        return await file.read()
    except discord.HTTPException as error:
        raise Unfit(texts("discord.library.not_there")) from error


async def _linked(link: str, origins: tuple[str, ...], texts: Texts) -> bytes:
    """The bytes behind the link of an attachment. Nothing but Discord's own file hosts is asked: nobody can make the
    bot fetch from the network that it runs in."""
    if not link.startswith(tuple(f"{origin}/" for origin in origins)):
        raise Unfit(texts("discord.library.no_attachment"))
    data = b""
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=FETCH_SECONDS)) as session,
            session.get(link, allow_redirects=False) as response,
        ):
            if response.status != 200:
                raise Unfit(texts("discord.library.not_there"))
            async for chunk in response.content.iter_chunked(2**16):
                data += chunk
                if len(data) > MAX_BYTES:
                    raise _too_big(len(data), texts)
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Unfit(texts("discord.library.not_there")) from error
    return data


def _too_big(size: int, texts: Texts) -> Unfit:
    return Unfit(texts("discord.library.too_big", size=f"{size:,}", limit=f"{MAX_BYTES:,}"))


# --- notices


def guild_of(interaction: discord.Interaction) -> int:
    """The server in which a command for moderators was given: Discord offers these in servers only."""
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    return interaction.guild_id


def listed(lead: str, lines: Sequence[str], texts: Texts) -> str:
    """A notice with as many whole lines as Discord takes, and how many it left out."""
    kept, room = [lead], CONTENT - SPARE - len(lead)
    for number, line in enumerate(lines):
        room -= len(line) + 1
        if room < 0:
            return "\n".join([*kept, texts("discord.and_more", number=len(lines) - number)])
        kept.append(line)
    return "\n".join(kept)


def problems_of(error: BadData, name: str, texts: Texts) -> str:
    """What is wrong with an article, a line each, under the name that its file has for the member."""
    lines = []
    for problem in error.problems:
        place = f"{name}: {problem.where}" if problem.where else name
        line = texts("discord.problem", place=place, found=problem.found, expected=problem.expected)
        lines.append(f"- {literal(shortened(line, PROBLEM))}")
    return listed(texts("discord.library.refused"), lines, texts)


def choices(rows: Sequence[tuple[str, str]], typed: str) -> Choices:
    """Choices (name, value) whose name or value holds what was typed, as many as Discord shows."""
    found = [row for row in rows if typed.casefold() in f"{row[0]} {row[1]}".casefold() and len(row[1]) <= CHOICE]
    return [app_commands.Choice(name=shortened(name, CHOICE) or value, value=value) for name, value in found[:CHOICES]]
