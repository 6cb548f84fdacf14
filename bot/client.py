"""The Discord client: least intents, no mentions, one place for errors, commands synced when they changed.

It draws what the desk answers and keeps what the store keeps; it knows nothing of articles.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import cogs
from bot.answering.engine import Engine
from bot.answering.followups import Conversations
from bot.cards import Cards, sources_of
from bot.cogs._library import Library
from bot.cogs._limiter import Limiter
from bot.cogs._records import Records
from bot.cogs._replies import Place, Replies
from bot.errors import ExitCode, StoreUnavailable
from bot.health import Health
from bot.reloading import Reloader
from bot.settings import Settings
from bot.store import Store
from bot.sync import sync_commands
from bot.texts import Texts

log = logging.getLogger(__name__)

DEFER_AFTER = 1.5  # seconds; Discord gives up after three, and the way there takes some of them
ATTACHMENT_ORIGINS = ("https://cdn.discordapp.com", "https://media.discordapp.net")  # of what members attach
IDENTIFY_EVERY = 5.0  # seconds that Discord wants between the logins of two shards


class Tree(app_commands.CommandTree["Readout"]):
    """The commands, with one place for every error that one of them raises."""

    async def on_error(self, interaction: discord.Interaction[Readout], error: app_commands.AppCommandError, /) -> None:
        texts, replies = self.client.texts, self.client.replies
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        text = None
        if isinstance(cause, app_commands.MissingPermissions):
            text = texts("discord.not_allowed")
        elif isinstance(cause, app_commands.NoPrivateMessage):
            text = texts("discord.only_in_servers")
        elif isinstance(cause, StoreUnavailable):
            log.warning("%s", cause)
            text = texts("discord.store_away")
        elif isinstance(cause, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            text = texts("discord.commands_changed")
        if text is None:
            await replies.failed(interaction, cause)
            return
        try:
            await replies.notice(interaction, text)
        except discord.HTTPException as second:
            log.warning("a refusal could not be told: %s", second)


class Readout(commands.AutoShardedBot):
    """The bot. `desk` answers, `store` remembers (None: nothing is kept), `health` counts, `reloader` takes changed
    briefings (None: /briefing reload says that there is none)."""

    def __init__(
        self,
        desk: Engine,
        settings: Settings,
        texts: Texts,
        store: Store | None = None,
        *,
        defer_after: float = DEFER_AFTER,
        identify_every: float = IDENTIFY_EVERY,
        health: Health | None = None,
        reloader: Reloader | None = None,
        **options: Any,
    ):
        if settings.shards:
            options = {"shard_ids": list(settings.shards.ids), "shard_count": settings.shards.count, **options}
        super().__init__(
            commands.when_mentioned,
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            tree_cls=Tree,
            help_command=None,
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            **options,
        )
        self.desk, self.settings, self.texts, self.store = desk, settings, texts, store
        self.records = Records(store, settings)
        self.library = Library(desk, store, settings.shards)
        self.attachment_origins = ATTACHMENT_ORIGINS
        self.limiter = Limiter(settings.rate_limit)
        self.conversations = Conversations()
        self.cards = Cards(texts, sources_of(lambda: desk.briefings))
        self.replies = Replies(self, defer_after)
        self.presses: dict[str, cogs.Press] = {}
        self.health, self.reloader = health or Health(), reloader
        self._identify_every = identify_every
        cogs.add_all(self)

    async def setup_hook(self) -> None:
        """Once, before the gateway: buttons of old messages work again, and Discord learns of changed commands."""
        self.add_dynamic_items(cogs.Button)
        await self.library.load()
        if self.settings.shards is None or self.settings.shards.first:
            try:
                await sync_commands(self.tree, self.store, self.settings.development_guild)
            except discord.HTTPException as error:
                log.error("commands could not be synced, the old ones stay: %s", error)

    async def close(self) -> None:
        """Leaves Discord, after the answers that are under way."""
        if not self.is_closed():
            await self.replies.finish()
            await self.library.close()
        await super().close()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Keeps the pace that Discord wants."""
        if not initial:
            await asyncio.sleep(self._identify_every)

    async def on_message(self, message: discord.Message, /) -> None:
        """Nothing: there are no text commands; bot/cogs/mentions.py listens on its own."""

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """What a listener let through: a fault of ours, for the log only."""
        log.exception("error in %s", event_method)

    async def scope(self, place: Place) -> tuple[str, ...]:
        """The ids of the briefings that answer in a place. A channel that is bound never falls back on others."""
        visible = self.library.visible(place.guild_id)
        bound = await self.records.briefings(place.guild_id, place.channel_ids)
        return visible if bound is None else tuple(name for name in bound if name in visible)


def build_client(desk: Engine, settings: Settings, texts: Texts, store: Store | None = None, **options: Any) -> Readout:
    """A client ready to be started; `options` go to `Readout` and on to discord.py."""
    return Readout(desk, settings, texts, store, **options)


async def run_client(client: Readout, token: str) -> ExitCode:
    """Runs until SIGTERM or SIGINT, then says goodbye to Discord. The last line of the log says why it ended.

    GOOD after a signal, CONFIGURATION where Discord does not take the token, FAULT where the connection is lost.
    """
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt instead
            loop.add_signal_handler(name, stop.set)
    async with client:
        running, stopping = asyncio.ensure_future(client.start(token)), asyncio.ensure_future(stop.wait())
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        await client.close()
        try:
            async with asyncio.timeout(10):
                await running
        except discord.LoginFailure:
            log.error(client.texts("discord.bad_token"))
            return ExitCode.CONFIGURATION
        except discord.PrivilegedIntentsRequired:
            log.error(client.texts("discord.bad_token"))
            return ExitCode.CONFIGURATION
        except (discord.DiscordException, OSError, TimeoutError) as error:
            if not stop.is_set():
                log.error(client.texts("discord.connection_lost", error=error))
                return ExitCode.FAULT
    if stop.is_set():
        log.info(client.texts("discord.stopped"))
        return ExitCode.GOOD
    log.error(client.texts("discord.connection_lost", error="closed"))
    return ExitCode.FAULT
