"""Which briefings there are for whom: those that the bot ships for everybody, those that a server added for itself."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bot.answering.engine import Engine
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


class Removed(Exception):
    """The briefing `title`, or all of its server, was removed while it was being added."""

    def __init__(self, title: str):
        super().__init__(title)
        self.title = title


class Library:
    """The briefings of servers, in the store and on the desk: one change after the other, so that both hold the same.

    `compiler` makes a fact base of an article (default: the child process of bot/ingest.py).
    """

    def __init__(
        self, desk: Engine, store: Store | None, shards: Shards | None, compiler: ArticleCompiler | None = None
    ):
        self._desk, self._store, self._shards = desk, store, shards
        self._compiler = compiler or ArticleCompiler()
        self._changing = asyncio.Lock()
        self._loading: asyncio.Task[None] | None = None
        self._loaded = store is None

    def visible(self, guild_id: int | None) -> tuple[str, ...]:
        """The ids of the briefings that a server may see: everybody's and its own. Starts loading what is not there."""
        if not self._loaded and (self._loading is None or self._loading.done()):
            self._loading = asyncio.ensure_future(self.load())
        return self._desk.visible(guild_id)

    def own(self, guild_id: int) -> tuple[str, ...]:
        """The ids of the briefings that a server added."""
        return self._desk.owned(guild_id)

    async def close(self) -> None:
        """Waits for what is still being loaded."""
        if self._loading is not None:
            await asyncio.wait({self._loading})

    async def load(self) -> None:
        """Loads the briefings of the servers that this process serves; those it has already stay."""
        if self._store is None:
            return
        since = self._desk.removals
        try:
            uploads = await self._store.uploads()
        except StoreUnavailable as error:
            log.warning("briefings of servers are not there yet: %s", error)
            return
        for upload in uploads:
            if self._here(upload.guild_id):
                async with self._changing:
                    await self._take(upload, since)
        self._loaded = True

    async def add(self, guild_id: int, name: str, article: bytes, progress: Progress) -> Briefing:
        """Compiles an article from a file called `name`, keeps it and serves it.

        Raises BadData with what is wrong with the article, IngestUnavailable, StoreUnavailable, TooMany; and Removed
        where a removal came between: it is meant for what is being added, too.
        """
        assert self._store is not None, "callers ask `keeps` first"
        since = self._desk.removals
        self._room(guild_id)
        await asyncio.to_thread(_precheck, article, Path(name).name)
        # The server's id keeps apart what two servers call by one name.
        factbase = await self._compiler.compile(article, f"{guild_id}-{Path(name).name}", progress)
        briefing = await asyncio.to_thread(_read, article, factbase)
        title, at = briefing.base.article.title, datetime.now(UTC)
        async with self._changing:
            self._room(guild_id)  # others may have been added while this one was compiled
            if not self._desk.admits(briefing.id, guild_id, since):
                raise Removed(title)
            await self._store.put_upload(Upload(guild_id, briefing.id, title, article, factbase, at))
            await asyncio.to_thread(self._desk.replace, briefing, guild_id, since)
        return briefing

    async def remove(self, guild_id: int, briefing_id: str) -> bool:
        """Deletes a briefing of a server; False where the server has none of that id. Raises StoreUnavailable."""
        async with self._changing:
            if self._store is None or briefing_id not in self.own(guild_id):
                return False
            await self._store.remove_upload(guild_id, briefing_id)
            self._desk.remove(briefing_id)
            return True

    async def forget_guild(self, guild_id: int) -> None:
        """Deletes all there is of a server that removed the bot. Raises StoreUnavailable."""
        async with self._changing:
            if self._store is not None:
                await self._store.forget_guild(guild_id)
            self._desk.remove_all(guild_id)

    @property
    def keeps(self) -> bool:
        """Whether briefings can be added at all."""
        return self._store is not None

    def _here(self, guild_id: int) -> bool:
        return self._shards is None or (guild_id >> 22) % self._shards.count in self._shards.ids

    def _room(self, guild_id: int) -> None:
        """Raises TooMany where a server may add no more."""
        if len(self.own(guild_id)) >= MOST_UPLOADS:
            raise TooMany

    async def _take(self, upload: Upload, since: int) -> None:
        """Serves a briefing as it was kept at `since`, but for one that was added or removed after that."""
        if upload.briefing_id in self._desk.briefings:
            return
        try:
            briefing = await asyncio.to_thread(_read, upload.article, upload.factbase)
        except BadData as error:
            for problem in error.problems:
                log.error("left out a briefing of server %d: %s", upload.guild_id, problem)
            return
        await asyncio.to_thread(self._desk.replace, briefing, upload.guild_id, since)


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
