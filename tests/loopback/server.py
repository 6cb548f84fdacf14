"""The stand-in itself: its world of guilds, channels, people and messages, its faults, and what it saw."""

from __future__ import annotations

import asyncio
import re
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import discord
import yarl
from aiohttp import web

from tests.loopback import openapi, payloads
from tests.loopback.gateway import Gateway, is_private
from tests.loopback.payloads import EPHEMERAL, Payload, snowflake
from tests.loopback.routes import add_routes

DEADLINE = 3.0  # seconds that Discord waits for the first answer to an interaction


@dataclass
class Fault:
    """An answer to give instead of the right one, `times` times, to requests that a pattern fits."""

    pattern: str
    status: int
    times: int = 1
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    after: bool = False  # whether the request takes effect all the same, its answer alone being lost


@dataclass
class Interaction:
    """What Discord remembers of one interaction."""

    id: int
    token: str
    kind: int
    guild_id: int | None
    channel_id: int
    user: Payload
    command: str | None = None
    made: float = field(default_factory=time.monotonic)
    answer: Payload | None = None  # the callback's body
    private: bool = False
    message_id: int | None = None  # of the original response
    followups: list[int] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    refused: list[str] = field(default_factory=list)  # error codes that the bot got

    @property
    def deferred(self) -> bool:
        """Whether all that was said so far is "thinking"."""
        return self.answer is not None and self.answer["type"] == 5 and self.message_id is not None


class Discord:
    """Discord on loopback. `async with Discord() as discord:` starts it and points discord.py at it."""

    def __init__(self, guilds: int = 1, deadline: float = DEADLINE):
        self.token = "stand-in.token.for-tests"
        self.deadline = deadline
        self.granted_intents = 0  # privileged intents switched on in the portal: none
        self.bot = payloads.user(snowflake(), "Readout", bot=True)
        self.owner = payloads.user(snowflake(), "owner")
        self.guilds: dict[int, Payload] = {}
        self.channels: dict[int, Payload] = {}
        for number in range(guilds):
            self.add_guild(number)
        self.commands: list[Payload] = []
        self.synced = 0
        self.guild_commands: dict[int, list[Payload]] = {}
        self.messages: dict[int, Payload] = {}
        self.interactions: dict[int, Interaction] = {}
        self.private_to: dict[int, str] = {}  # message id -> the only user who sees it
        self.requests: list[tuple[str, str, Any]] = []
        self.typing: list[int] = []
        self.problems: list[str] = []
        self.faults: deque[Fault] = deque()
        self.description = openapi.load()
        self.gateway = Gateway(self)
        self.files: dict[str, bytes] = {}  # what members attached
        self.uploaded: dict[str, bytes] = {}  # what the bot attached, by name
        self.host = ""
        self.posted = asyncio.Event()

    def add_guild(self, shard: int) -> int:
        """A guild with one channel, `#general`; `shard` is `id >> 22` up to a constant."""
        guild_id = snowflake(shard + 1)
        channel = payloads.channel(snowflake(), "general", guild_id)
        self.guilds[guild_id] = payloads.guild(guild_id, f"Guild {shard}", [channel], self.bot, self.owner)
        self.channels[int(channel["id"])] = channel
        return guild_id

    def add_thread(self, name: str) -> Payload:
        """A thread in the channel of the first guild; to be made before the bot logs in."""
        parent = self.general()
        thread = payloads.thread(snowflake(), name, parent, self.owner)
        self.guilds[int(parent["guild_id"])]["threads"].append(thread)
        self.channels[int(thread["id"])] = thread
        return thread

    def general(self, guild_id: int | None = None) -> Payload:
        """The channel of a guild, of the first one by default."""
        return self.guilds[guild_id or next(iter(self.guilds))]["channels"][0]

    async def __aenter__(self) -> Discord:
        app = web.Application(client_max_size=30_000_000)
        add_routes(app, self)
        app.router.add_get("/gateway", self.gateway.handle)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.host = f"127.0.0.1:{site._server.sockets[0].getsockname()[1]}"
        self._before = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
        discord.http.Route.BASE = f"http://{self.host}/api/v10"
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://{self.host}/gateway")
        return self

    async def __aexit__(self, *_: object) -> None:
        discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = self._before
        await self._runner.cleanup()

    # Faults.

    def fail(self, pattern: str, status: int, times: int = 1, **more: Any) -> None:
        """The next requests whose `METHOD /path` the pattern fits get this status instead."""
        self.faults.append(Fault(pattern, status, times, **more))

    def fault_for(self, method: str, path: str) -> Fault | None:
        """The fault to answer a request with; used up."""
        for fault in self.faults:
            if fault.times > 0 and re.search(fault.pattern, f"{method} {path}"):
                fault.times -= 1
                return fault
        return None

    # The world.

    def add_message(self, channel_id: int, author: Payload, body: Payload, **more: Any) -> Payload:
        """Stores a message made of a body that the bot or a member sent."""
        content = body.get("content") or ""
        mentioned = [self.bot] if f"<@{self.bot['id']}>" in content or f"<@!{self.bot['id']}>" in content else []
        message = payloads.message(
            snowflake(),
            channel_id,
            author,
            content,
            mentions=mentioned,
            embeds=body.get("embeds") or [],
            components=payloads.numbered(body.get("components") or []),
            flags=body.get("flags") or 0,
            **more,
        )
        self.messages[int(message["id"])] = message
        self.posted.set()
        return message

    def change_message(self, message_id: int, body: Payload) -> Payload:
        """Changes a message; whether it is private and its version of components stay."""
        message = self.messages[message_id]
        for key in ("content", "embeds"):
            if key in body:
                message[key] = body[key] or ([] if key == "embeds" else "")
        if "components" in body:
            message["components"] = payloads.numbered(body["components"] or [])
        message["flags"] |= body.get("flags") or 0
        message["edited_timestamp"] = payloads.WHEN
        self.posted.set()
        return message

    async def announce(self, message: Payload) -> None:
        """The MESSAGE_CREATE event of a message, to the bot."""
        channel = self.channels[int(message["channel_id"])]
        guild_id = None if is_private(channel) else int(channel["guild_id"])
        extra = (
            {}
            if guild_id is None
            else {
                "guild_id": str(guild_id),
                "member": {k: v for k, v in payloads.member(message["author"]).items() if k != "user"},
            }
        )
        await self.gateway.message("MESSAGE_CREATE", {**message, **extra}, guild_id)

    def visible_in(self, channel_id: int) -> list[Payload]:
        """The messages that everybody in a channel sees, oldest first."""
        return [
            message
            for message in self.messages.values()
            if int(message["channel_id"]) == channel_id and not message["flags"] & EPHEMERAL
        ]
