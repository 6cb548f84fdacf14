"""The gateway: one WebSocket for each shard of each process, with resuming."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import ClientConnectionError, WSMsgType, web

from tests.loopback.payloads import PRIVATE, Payload, snowflake

if TYPE_CHECKING:
    from tests.loopback.server import Discord

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, RESUME, RECONNECT, MEMBERS, INVALID, HELLO, ACK = (
    0,
    1,
    2,
    3,
    6,
    7,
    8,
    9,
    10,
    11,
)
MESSAGE_CONTENT, GUILD_MESSAGES, DIRECT_MESSAGES, GUILDS = 1 << 15, 1 << 9, 1 << 12, 1 << 0
PRIVILEGED = MESSAGE_CONTENT | 1 << 1 | 1 << 8


@dataclass
class Session:
    """What Discord remembers of one identified shard, across its connections."""

    id: str
    shard: tuple[int, int]
    intents: int
    sequence: int = 0
    sent: list[Payload] = field(default_factory=list)
    socket: web.WebSocketResponse | None = None
    resumed: int = 0
    close_code: int | None = None

    async def dispatch(self, event: str, data: Payload) -> None:
        """Sends an event, now or when the session resumes."""
        self.sequence += 1
        payload = {"op": DISPATCH, "t": event, "s": self.sequence, "d": data}
        self.sent.append(payload)
        await self._write(payload)

    async def send(self, op: int, data: object = None) -> None:
        """Sends a payload that is no event."""
        await self._write({"op": op, "d": data, "s": None, "t": None})

    async def _write(self, payload: Payload) -> None:
        with contextlib.suppress(ConnectionError, ClientConnectionError):  # cut: the bot gets it when it resumes
            if self.socket is not None and not self.socket.closed:
                await self.socket.send_str(json.dumps(payload))


class Gateway:
    """Accepts connections and hands events to the session that should have them."""

    def __init__(self, discord: Discord):
        self._discord = discord
        self.sessions: dict[str, Session] = {}
        self.identified: list[Payload] = []
        self.refuse: int | None = None  # a close code for every IDENTIFY to come

    def session_for(self, guild_id: int | None) -> Session:
        """The newest session of the shard that a guild (or, for None, a direct message) belongs to."""
        for session in reversed(self.sessions.values()):
            number, count = session.shard
            if number == ((guild_id >> 22) % count if guild_id else 0):
                return session
        raise LookupError(f"no session for guild {guild_id}: has the bot logged in?")

    async def message(self, event: str, message: Payload, guild_id: int | None) -> None:
        """A MESSAGE event, its content blank where the intents do not entitle the bot to it."""
        session = self.session_for(guild_id)
        if not session.intents & (GUILD_MESSAGES if guild_id else DIRECT_MESSAGES):
            return
        mine = self._discord.bot["id"]
        entitled = session.intents & MESSAGE_CONTENT or not guild_id or message["author"]["id"] == mine
        if not entitled and not any(person["id"] == mine for person in message["mentions"]):
            message = {**message, "content": "", "embeds": [], "attachments": [], "components": []}
        await session.dispatch(event, message)

    async def wait_until(self, condition: Callable[[], object], seconds: float = 10.0) -> None:
        """Waits, at most so long, until a condition holds on what the stand-in saw."""
        async with asyncio.timeout(seconds):
            while not condition():
                await asyncio.sleep(0.01)

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """One connection, from HELLO to close."""
        socket = web.WebSocketResponse(heartbeat=None, autoclose=True)
        await socket.prepare(request)
        await socket.send_str(json.dumps({"op": HELLO, "d": {"heartbeat_interval": 41250}, "s": None, "t": None}))
        session: Session | None = None
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            payload = json.loads(frame.data)
            if payload["op"] == HEARTBEAT:
                await socket.send_str(json.dumps({"op": ACK, "d": None, "s": None, "t": None}))
            elif payload["op"] == IDENTIFY:
                session = await self._identify(socket, payload["d"])
            elif payload["op"] == RESUME:
                session = await self._resume(socket, payload["d"])
            elif payload["op"] not in (PRESENCE, MEMBERS, 4):
                await socket.close(code=4001)
        if session is not None and session.socket is socket:
            session.close_code = socket.close_code
        return socket

    async def _identify(self, socket: web.WebSocketResponse, data: Payload) -> Session | None:
        self.identified.append(data)
        if self.refuse or data["token"] != self._discord.token:
            await socket.close(code=self.refuse or 4004)
            return None
        if data["intents"] & PRIVILEGED & ~self._discord.granted_intents:
            await socket.close(code=4014)
            return None
        shard = tuple(data.get("shard") or (0, 1))
        session = Session(f"session-{snowflake()}", shard, data["intents"], socket=socket)
        self.sessions[session.id] = session
        guilds = [guild for guild in self._discord.guilds.values() if (int(guild["id"]) >> 22) % shard[1] == shard[0]]
        await session.dispatch(
            "READY",
            {
                "v": 10,
                "user": self._discord.bot,
                "guilds": [{"id": guild["id"], "unavailable": True} for guild in guilds],
                "session_id": session.id,
                "session_type": "normal",
                "resume_gateway_url": f"ws://{self._discord.host}/gateway",
                "shard": list(shard),
                "application": {"id": self._discord.bot["id"], "flags": 0},
                "private_channels": [],
                "relationships": [],
                "geo_ordered_rtc_regions": [],
                "auth": {},
                "user_settings": {},
                "presences": [],
            },
        )
        for guild in guilds:
            await session.dispatch("GUILD_CREATE", guild)
        return session

    async def _resume(self, socket: web.WebSocketResponse, data: Payload) -> Session | None:
        session = self.sessions.get(data["session_id"])
        if session is None:
            await socket.send_str(json.dumps({"op": INVALID, "d": False, "s": None, "t": None}))
            return None
        session.socket, session.close_code = socket, None
        for payload in [p for p in session.sent if p["s"] > data["seq"]]:
            await socket.send_str(json.dumps(payload))
        session.resumed += 1
        await session.dispatch("RESUMED", {})
        return session

    # Faults.

    async def drop(self) -> None:
        """Cuts every connection without a word; the sessions can be resumed."""
        for session in self.sessions.values():
            if (
                session.socket is not None
                and session.socket._req is not None
                and session.socket._req.transport is not None
            ):
                session.socket._req.transport.abort()

    async def ask_to_reconnect(self) -> None:
        """Sends op 7 to every session: Discord wants them elsewhere."""
        for session in list(self.sessions.values()):
            await session.send(RECONNECT)

    async def invalidate(self) -> None:
        """Forgets every session and says so with op 9."""
        forgotten, self.sessions = self.sessions, {}
        for session in forgotten.values():
            await session.send(INVALID, False)


def is_private(channel: Payload) -> bool:
    """Whether a channel is a direct message."""
    return channel["type"] == PRIVATE
