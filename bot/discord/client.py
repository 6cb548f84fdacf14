"""The Discord client: least intents, no mentions, one place for errors, commands synced when they changed.

It draws what the engine answers and keeps what the store keeps; it knows nothing of articles.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import signal
from collections.abc import Callable
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.answering.engine import Engine
from bot.discord.cards import Cards
from bot.discord.gate import Gate
from bot.discord.library import Library
from bot.discord.records import Records
from bot.discord.replies import Limiter, Replies
from bot.errors import ExitCode, StoreUnavailable
from bot.health import Health
from bot.settings import Settings
from bot.store import Store
from bot.texts import Texts

log = logging.getLogger(__name__)

DEFER_AFTER = 1.5  # seconds; Discord gives up after three, and the way there takes some of them
ATTACHMENT_ORIGINS = ("https://cdn.discordapp.com", "https://media.discordapp.net")  # of what members attach
IDENTIFY_EVERY = 5.0  # seconds that Discord wants between the logins of two shards
CONNECTING = ("READY", "RESUMED")  # events without which there is no connection
EXTENSIONS = ("queries", "members", "buttons", "moderators")


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
    """The bot. `engine` answers, `store` remembers (None: nothing is kept), `health` counts."""

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        texts: Texts,
        store: Store | None = None,
        *,
        defer_after: float = DEFER_AFTER,
        identify_every: float = IDENTIFY_EVERY,
        health: Health | None = None,
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
        self.settings, self.texts, self.store, self.health = settings, texts, store, health or Health()
        self.records = Records(store, settings)
        self.gate = Gate(engine, self.records)
        self.library = Library(engine, store, settings.shards)
        self.limiter = Limiter(settings.rate_limit)
        self.cards = Cards(texts)
        self.replies = Replies(self.gate, self.records, self.cards, self.health, self.limiter, texts, defer_after)
        self.attachment_origins = ATTACHMENT_ORIGINS
        parsers = self._connection.parsers  # discord.py lets an event that it cannot read end the connection for good
        parsers |= {name: _guarded(name, parse) for name, parse in parsers.items() if name not in CONNECTING}
        self._identify_every = identify_every

    async def setup_hook(self) -> None:
        """Once, before the gateway: what members can do is there, and Discord learns of changed commands."""
        await self.load_features()
        await self.library.load()
        if self.settings.shards is None or self.settings.shards.first:
            try:
                await sync_commands(self.tree, self.store, self.settings.development_guild)
            except discord.HTTPException as error:
                log.error("commands could not be synced, the old ones stay: %s", error)

    async def load_features(self) -> None:
        """Adds the commands, listeners and buttons."""
        for name in EXTENSIONS:
            await self.load_extension(f"bot.discord.{name}")

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
        """Nothing: there are no text commands; members.py listens on its own."""

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """What a listener let through: a fault of ours, for the log only."""
        log.exception("error in %s", event_method)


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
        except (discord.LoginFailure, discord.PrivilegedIntentsRequired):
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


def _guarded(name: str, parse: Callable[[Any], None]) -> Callable[[Any], None]:
    """A parser of an event that passes over what it cannot read."""

    def parsed(data: Any) -> None:
        try:
            parse(data)
        except Exception:
            log.exception("an event %s could not be read and is passed over", name)

    return parsed


def digest(tree: app_commands.CommandTree, application_id: int | None) -> str:
    """A digest of the commands as Discord would get them; the same for the same commands in any order."""
    payload = sorted(json.dumps(command.to_dict(tree), sort_keys=True) for command in tree.get_commands())
    return hashlib.sha256(json.dumps([application_id, *payload]).encode()).hexdigest()


async def sync_commands(tree: app_commands.CommandTree, store: Store | None, guild_id: int | None = None) -> bool:
    """Tells Discord the commands (of one development server, where `guild_id` is given) if they changed since last
    time; without a store, or while it is away, always. Returns whether Discord was told.

    Raises discord.HTTPException when Discord does not take them.
    """
    now = digest(tree, tree.client.application_id)
    try:
        if store is not None and await store.synced_digest(guild_id) == now:
            log.info("commands unchanged, not synced")
            return False
    except StoreUnavailable as error:
        log.warning("commands are synced anew: %s", error)
    guild = discord.Object(guild_id) if guild_id else None
    if guild is not None:
        tree.copy_global_to(guild=guild)
    synced = await tree.sync(guild=guild)
    log.info("synced %d commands", len(synced))
    if store is not None:
        try:
            await store.note_synced(guild_id, now)
        except StoreUnavailable as error:
            log.warning("the next start will sync again: %s", error)
    return True
