"""`readout bot`: settings, log, briefings, store, health port and client, put together and taken down in order."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.answering.engine import Engine
from bot.building import compiled
from bot.discord.chart import can_draw
from bot.discord.client import Readout, run_client
from bot.errors import ExitCode, StoreUnavailable
from bot.health import Health, serving
from bot.logs import logging_to
from bot.reloading import Reloader
from bot.settings import Settings, load_settings
from bot.store import Store
from bot.texts import Texts
from knowledge.errors import BadData, Problem
from knowledge.lexicon.tables import LANGUAGE
from knowledge.model.storage import Briefing, load
from knowledge.reader.model import find_reader

log = logging.getLogger(__name__)

LOOK_EVERY = 5.0  # seconds between two looks at the files of the briefings and at the gateway
EXPIRE_EVERY = 3600.0  # seconds between two sweeps of what has outlived the retention time


def run_bot(settings_file: Path | None, shards: str | None, texts: Texts) -> ExitCode:
    """Runs the bot until it is told to stop. Raises BadConfiguration, and BadData where no briefing can be served."""
    environ = dict(os.environ) | ({"READOUT_SHARDS": shards} if shards else {})
    settings = load_settings(environ, settings_file)
    os.environ[LANGUAGE] = settings.language  # where the tables look, here and in the child that compiles an article
    with logging_to(settings.log_format, settings.log_level, settings.secrets()):
        return asyncio.run(serve(settings, texts))


async def serve(settings: Settings, texts: Texts) -> ExitCode:
    """The bot's life: everything is opened in order and closed in the other."""
    reader = find_reader() if settings.reader else None
    engine, health = Engine(load_briefings(settings.briefings), texts, reader), Health()
    health.briefings(len(engine.articles))
    async with contextlib.AsyncExitStack() as stack:
        store = await stack.enter_async_context(Store(settings.database.reveal()))
        try:
            await store.migrate()
        except StoreUnavailable as error:  # answers go on without; the store tries again at its next use
            log.warning("%s", error)
            health.store(answers=False)
        if settings.health_port is not None:
            await stack.enter_async_context(serving(health, settings.health_host, settings.health_port))
        if not can_draw():
            log.info("/position without an actor comes in words: pip install 'readout[chart]' brings its picture")
        reloader = Reloader(engine, settings.briefings)
        client = Readout(engine, settings, texts, store, health=health)
        chores = [
            asyncio.create_task(_every(LOOK_EVERY, lambda: _look(client, engine, reloader, store))),
            asyncio.create_task(_every(EXPIRE_EVERY, lambda: _expire(store, settings))),
        ]
        try:
            return await run_client(client, settings.token.reveal())
        finally:
            for chore in chores:
                chore.cancel()
            await asyncio.gather(*chores, return_exceptions=True)


def load_briefings(sources: tuple[Path, ...]) -> list[Briefing]:
    """The briefings in files and folders; a bad one is logged and left out. Raises BadData when none is good."""
    briefings, problems = [], []
    for path in [path for source in sources for path in (compiled(source) if source.is_dir() else [source])]:
        try:
            briefings.append(load(path))
        except BadData as error:
            problems += error.problems
    if not briefings:
        places = ", ".join(map(str, sources))
        raise BadData(problems or [Problem(places, "", "no fact base", "what `readout build` writes")])
    for problem in problems:
        log.error("left out: %s", problem)
    return briefings


async def _every(seconds: float, chore: Callable[[], Awaitable[None]]) -> None:
    """Does a chore again and again; a chore that fails is logged and tried again."""
    while True:
        try:
            await chore()
        except Exception:
            log.exception("a chore failed")
        await asyncio.sleep(seconds)


async def _look(client: Readout, engine: Engine, reloader: Reloader, store: Store) -> None:
    """Takes changed briefings, and notes how the gateway and the database are."""
    health = client.health
    await client.library.catch_up()
    found = await asyncio.to_thread(reloader.reload)
    for change in found.changes:
        log.info("briefing %s: %d excerpts came, %d went", change.briefing, change.added, change.removed)
    for error in found.failed:
        health.reload_failed()
        for problem in error.problems:
            log.error("not reloaded, the old one is still served: %s", problem)
    health.briefings(len(engine.articles))
    for number, shard in client.shards.items():
        health.gateway(number, connected=not shard.is_closed() and client.is_ready())
    try:
        await store.ping()
    except StoreUnavailable:
        health.store(answers=False)
    else:
        health.store(answers=True)


async def _expire(store: Store, settings: Settings) -> None:
    """Deletes what has outlived the retention time."""
    began = time.monotonic()
    try:
        gone = await store.expire(datetime.now(UTC) - timedelta(days=settings.retention_days))
    except StoreUnavailable as error:
        log.warning("%s", error)
    else:
        if gone:
            log.info(
                "%d records outlived %d days; deleted in %.1f s",
                gone,
                settings.retention_days,
                time.monotonic() - began,
            )
