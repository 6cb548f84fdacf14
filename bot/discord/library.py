"""Which briefings there are for whom: those that the bot ships for everybody, those that a server added for itself.

Shipped ones may change while the bot runs: a new fact base is served once it stands every check, else the old one.
"""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.answering.engine import Engine, Scope
from bot.answering.shelf import EVERYBODY
from bot.building import compiled
from bot.discord.records import Place, Records
from bot.errors import StoreUnavailable
from bot.ingest import ArticleCompiler, Progress
from bot.settings import Shards
from bot.store import Store, Upload
from knowledge.errors import BadData
from knowledge.model import article as articles
from knowledge.model.factbase import FactBase
from knowledge.model.storage import Briefing, load, load_text

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
    """The briefings of servers, in the store and in the engine: one change after the other, so that both hold the same.

    `compiler` makes a fact base of an article (default: the child process of bot/ingest.py).
    """

    def __init__(
        self,
        engine: Engine,
        store: Store | None,
        records: Records,
        shards: Shards | None,
        compiler: ArticleCompiler | None = None,
    ):
        self._engine, self._store, self._records, self._shards = engine, store, records, shards
        self._compiler = compiler or ArticleCompiler()
        self._changing = asyncio.Lock()
        self._loading: asyncio.Task[None] | None = None
        self._loaded = store is None

    def visible(self, guild_id: int | None) -> tuple[str, ...]:
        """The ids of the briefings that a server may see: everybody's and its own. Starts loading what is not there."""
        if not self._loaded and (self._loading is None or self._loading.done()):
            self._loading = asyncio.ensure_future(self.load())
        return self._engine.visible(guild_id)

    async def scope(self, place: Place) -> Scope:
        """The briefings that answer in a place. A channel that is bound never falls back on others."""
        visible = self.visible(place.guild_id)
        bound = await self._records.briefings(place)
        return self._engine.scope(visible if bound is None else [name for name in bound if name in visible])

    def title(self, guild_id: int | None, briefing_id: str) -> str:
        """The title of a briefing that a server may see; else its id, which is all that the server knows of it."""
        briefing = self._engine.briefings.get(briefing_id) if briefing_id in self.visible(guild_id) else None
        return briefing.base.article.title if briefing else briefing_id

    def own(self, guild_id: int) -> tuple[str, ...]:
        """The ids of the briefings that a server added."""
        return self._engine.owned(guild_id)

    async def close(self) -> None:
        """Waits for what is still being loaded."""
        if self._loading is not None:
            await asyncio.wait({self._loading})

    async def load(self) -> None:
        """Loads the briefings of the servers that this process serves; those it has already stay."""
        if self._store is None:
            return
        since = self._engine.removals
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
        since = self._engine.removals
        self._room(guild_id)
        # What can be seen without compiling, first: no need to make anybody wait for the model.
        await asyncio.to_thread(articles.parse, article, Path(Path(name).name))
        # The server's id keeps apart what two servers call by one name.
        factbase = await self._compiler.compile(article, f"{guild_id}-{Path(name).name}", progress)
        briefing = await asyncio.to_thread(load_text, factbase, article, Path(f"{Path(name).name}.yaml"))
        title, at = briefing.base.article.title, datetime.now(UTC)
        async with self._changing:
            self._room(guild_id)  # others may have been added while this one was compiled
            if not self._engine.admits(briefing.id, guild_id, since):
                raise Removed(title)
            await self._store.put_upload(Upload(guild_id, briefing.id, title, article, factbase, at))
            await asyncio.to_thread(self._engine.replace, briefing, guild_id, since)
        return briefing

    async def remove(self, guild_id: int, briefing_id: str) -> bool:
        """Deletes a briefing of a server; False where the server has none of that id. Raises StoreUnavailable."""
        async with self._changing:
            if self._store is None or briefing_id not in self.own(guild_id):
                return False
            await self._store.remove_upload(guild_id, briefing_id)
            self._engine.remove(briefing_id)
            return True

    async def forget_guild(self, guild_id: int) -> None:
        """Deletes all there is of a server that removed the bot. Raises StoreUnavailable."""
        async with self._changing:
            if self._store is not None:
                await self._store.forget_guild(guild_id)
            self._engine.remove_all(guild_id)

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
        if upload.briefing_id in self._engine.briefings:
            return
        path = Path(f"{upload.briefing_id}.yaml")
        try:
            briefing = await asyncio.to_thread(load_text, upload.factbase, upload.article, path)
        except BadData as error:
            for problem in error.problems:
                log.error("left out a briefing of server %d: %s", upload.guild_id, problem)
            return
        await asyncio.to_thread(self._engine.replace, briefing, upload.guild_id, since)


@dataclass(frozen=True)
class Change:
    """How a briefing changed: how many excerpts came, went, and stand as they were."""

    briefing: str
    added: int
    removed: int
    kept: int


@dataclass(frozen=True)
class Reload:
    """What one look at the files found. `failed` are the problems of files that could not be taken: what was
    served before them still is."""

    changes: list[Change] = field(default_factory=list)
    failed: list[BadData] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.changes or self.failed)


class Reloader:
    """Watches the files and folders that an engine was filled from. `reload` blocks for as long as loading takes, and
    while another thread reloads: run it in a thread."""

    def __init__(self, engine: Engine, sources: Sequence[Path]):
        self._engine, self._sources = engine, list(sources)
        self._reloading = threading.Lock()
        self._seen: dict[Path, tuple[int, int, int]] = {path: _mark(path) for path in self._files()}
        self._served: dict[Path, str] = {briefing.path: name for name, briefing in engine.briefings.items()}

    def reload(self, everything: bool = False) -> Reload:
        """Takes the files that are new or changed (or all of them) and lets go of those that are gone."""
        with self._reloading:
            return self._reload(everything)

    def _reload(self, everything: bool) -> Reload:
        found = Reload()
        files = self._files()
        for path in files:
            mark = _mark(path)
            if everything or self._seen.get(path) != mark:
                self._seen[path] = mark
                self._take(path, found)
        for path in [path for path in self._served if path not in files and path.parent in map(Path, self._sources)]:
            name = self._served.pop(path)
            self._seen.pop(path, None)
            if name in self._engine.briefings:
                gone = sum(1 for _ in self._engine.briefings[name].base.excerpts())
                self._engine.remove(name)
                found.changes.append(Change(name, 0, gone, 0))
        return found

    def _take(self, path: Path, found: Reload) -> None:
        since = self._engine.removals
        try:
            briefing = load(path)
        except BadData as error:
            found.failed.append(error)
            return
        before = self._engine.briefings.get(briefing.id)
        if before is not None and before.base == briefing.base:
            return
        if not self._engine.replace(briefing, EVERYBODY, since):
            problem = BadData.one(path, "article.id", briefing.id, "an id that no briefing of a server has")
            found.failed.append(problem)
            return
        self._served[path] = briefing.id
        found.changes.append(difference(before, briefing))

    def _files(self) -> list[Path]:
        return [path for source in self._sources for path in (compiled(source) if source.is_dir() else [source])]


def difference(before: Briefing | None, after: Briefing) -> Change:
    """How a briefing differs from the one it takes the place of. Excerpts are told apart by their ids."""
    old, new = _excerpts(before.base) if before else {}, _excerpts(after.base)
    kept = len(old.keys() & new.keys())
    return Change(after.id, len(new) - kept, len(old) - kept, kept)


def _excerpts(base: FactBase) -> dict[str, dict[str, object]]:
    return {excerpt.id: dataclasses.asdict(excerpt) for _, excerpt in base.excerpts()}


def _mark(path: Path) -> tuple[int, int, int]:
    """What changes with a file: when it was written, how long it is, which file it is."""
    try:
        state = path.stat()
    except OSError:
        return (0, 0, 0)
    return (state.st_mtime_ns, state.st_size, state.st_ino)
