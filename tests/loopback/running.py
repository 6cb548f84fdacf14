"""The real client, logged in to the stand-in, for as long as a test needs it."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

from bot.answering.engine import Engine
from bot.discord.client import Readout
from bot.store import Store
from bot.texts import Texts, load_texts
from knowledge.model.storage import Briefing
from tests.loopback import world
from tests.loopback.server import Discord

T = TypeVar("T")


def engine_of(*briefings: Briefing) -> Engine:
    """An engine over these briefings, over the small one made by hand where none is given."""
    return Engine(briefings or [world.briefing()], _texts())


@functools.cache
def _texts() -> Texts:
    """What every engine and client needs and none of them changes, read once."""
    return load_texts()


@asynccontextmanager
async def logged_in(
    discord: Discord, engine: Engine | None = None, store: Store | None = None, *, wait: bool = True, **options: Any
) -> AsyncIterator[Readout]:
    """A client that is ready; closed afterwards. `options` with the name of a setting change that setting."""
    origins = (f"http://{discord.host}",)
    changes = {name: options.pop(name) for name in list(options) if name in world.settings().__dict__}
    client = Readout(
        engine or engine_of(),
        world.settings(**changes),
        options.pop("texts", None) or _texts(),
        store,
        **{"guild_ready_timeout": 0.05, "identify_every": 0.0, **options},
    )
    client.attachment_origins = origins
    async with client:
        running = asyncio.ensure_future(client.start(discord.token))
        ready = asyncio.ensure_future(client.wait_until_ready() if wait else asyncio.sleep(0))
        try:
            async with asyncio.timeout(10):
                await asyncio.sleep(0)
                await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                running.result()
            yield client
        finally:
            ready.cancel()
            await client.close()
            with suppress(asyncio.CancelledError):
                await running


async def eventually(question: Callable[[], Awaitable[T]], answer: T) -> None:
    """Asks until the answer is this, for what the bot does after it has answered; fails after 30 seconds."""
    found = await question()
    with suppress(TimeoutError):
        async with asyncio.timeout(30):
            while found != answer:
                await asyncio.sleep(0.02)
                found = await question()
    assert found == answer


@asynccontextmanager
async def bot(
    engine: Engine | None = None, store: Store | None = None, *, guilds: int = 1, clean: bool = True, **options: Any
) -> AsyncIterator[tuple[Discord, Readout]]:
    """The stand-in and a client logged in to it. Where `clean`, every body must have kept to Discord's rules."""
    async with Discord(guilds) as discord, logged_in(discord, engine, store, **options) as client:
        yield discord, client
        if clean:
            assert discord.problems == []
