"""Which briefings there are for whom: those that the bot ships for everybody, those that a server added for itself."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bot.answering.desk import Desk
from bot.errors import StoreUnavailable
from bot.ingest import ArticleCompiler, Progress
from bot.settings import Shards
from bot.store import Store, Upload
from knowledge.errors import BadData, Problem
from knowledge.model.article import read_article
from knowledge.model.storage import Briefing, load, parse, read_yaml

log = logging.getLogger(__name__)

MOST_UPLOADS = 50  # of one server; each stays in memory


class TooMany(Exception):
    """A server has as many briefings of its own as it may."""


class Library:
    """The briefings of servers, in the store and on the desk."""

    def __init__(self, desk: Desk, store: Store | None, shards: Shards | None):
        self._desk, self._store, self._shards = desk, store, shards
        self._owners: dict[str, int] = {}
        self._compiler = ArticleCompiler()
        self._loading: asyncio.Task[None] | None = None
        self._loaded = store is None

    def visible(self, guild_id: int | None) -> tuple[str, ...]:
        """The ids of the briefings that a server may see: everybody's and its own. Starts loading what is not there."""
        if not self._loaded and (self._loading is None or self._loading.done()):
            self._loading = asyncio.ensure_future(self.load())
        return tuple(name for name in self._desk.briefings if self._owners.get(name, guild_id) == guild_id)

    def own(self, guild_id: int) -> tuple[str, ...]:
        """The ids of the briefings that a server added."""
        return tuple(name for name, owner in self._owners.items() if owner == guild_id and name in self._desk.briefings)

    async def close(self) -> None:
        """Waits for what is still being loaded."""
        if self._loading is not None:
            await asyncio.wait({self._loading})

    async def load(self) -> None:
        """Loads the briefings of the servers that this process serves; those it has already stay."""
        if self._store is None:
            return
        try:
            uploads = await self._store.uploads.everywhere()
        except StoreUnavailable as error:
            log.warning("briefings of servers are not there yet: %s", error)
            return
        for upload in uploads:
            if self._here(upload.guild_id) and upload.briefing_id not in self._owners:
                await self._take(upload)
        self._loaded = True

    async def add(self, guild_id: int, name: str, article: bytes, progress: Progress) -> Briefing:
        """Compiles an article from a file called `name`, keeps it and serves it.

        Raises BadData with what is wrong with the article, IngestUnavailable, StoreUnavailable, TooMany.
        """
        assert self._store is not None, "callers ask `keeps` first"
        if len(self.own(guild_id)) >= MOST_UPLOADS:
            raise TooMany
        await asyncio.to_thread(_precheck, article, Path(name).name)
        # The server's id keeps apart what two servers call by one name.
        factbase = await self._compiler.compile(article, f"{guild_id}-{Path(name).name}", progress)
        briefing = await asyncio.to_thread(_read, article, factbase)
        at = datetime.now(UTC)
        await self._store.uploads.put(guild_id, briefing.id, briefing.base.article.title, article, factbase, at)
        self._owners[briefing.id] = guild_id
        await asyncio.to_thread(self._desk.replace, briefing)
        return briefing

    async def remove(self, guild_id: int, briefing_id: str) -> bool:
        """Deletes a briefing of a server; False where the server has none of that id. Raises StoreUnavailable."""
        if self._store is None or self._owners.get(briefing_id) != guild_id:
            return False
        await self._store.uploads.remove(guild_id, briefing_id)
        self._forget(briefing_id)
        return True

    async def forget_guild(self, guild_id: int) -> None:
        """Deletes all there is of a server that removed the bot. Raises StoreUnavailable."""
        if self._store is not None:
            await self._store.forget_guild(guild_id)
        for briefing_id in self.own(guild_id):
            self._forget(briefing_id)

    @property
    def keeps(self) -> bool:
        """Whether briefings can be added at all."""
        return self._store is not None

    def _here(self, guild_id: int) -> bool:
        return self._shards is None or (guild_id >> 22) % self._shards.count in self._shards.ids

    def _forget(self, briefing_id: str) -> None:
        self._owners.pop(briefing_id, None)
        if briefing_id in self._desk.briefings:
            self._desk.remove(briefing_id)

    async def _take(self, upload: Upload) -> None:
        try:
            briefing = await asyncio.to_thread(_read, upload.article, upload.factbase)
        except BadData as error:
            for problem in error.problems:
                log.error("left out a briefing of server %d: %s", upload.guild_id, problem)
            return
        self._owners[briefing.id] = upload.guild_id
        await asyncio.to_thread(self._desk.replace, briefing)


def _precheck(article: bytes, name: str) -> None:
    """Raises BadData for what can be seen without compiling: no need to make anybody wait for the model."""
    with tempfile.TemporaryDirectory(prefix="readout-") as directory:
        path = Path(directory, "article.txt")
        path.write_bytes(article)
        try:
            read_article(path)
        except BadData as error:
            problems = [Problem(name, problem.where, problem.found, problem.expected) for problem in error.problems]
            raise BadData(problems) from None


def _read(article: bytes, factbase: str) -> Briefing:
    """A briefing from its two files, every excerpt verified. Raises BadData."""
    with tempfile.TemporaryDirectory(prefix="readout-") as directory:
        path = Path(directory, "briefing.yaml")
        path.write_text(factbase, encoding="utf-8")
        name = Path(parse(read_yaml(path), path).article.path).name
        Path(directory, name).write_bytes(article)
        return load(path)
