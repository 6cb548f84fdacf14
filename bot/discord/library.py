"""The briefings that servers add for themselves: in the store and in the engine, one change after the other."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from bot.answering.engine import Engine
from bot.errors import IngestUnavailable, StoreUnavailable
from bot.ingest import ArticleCompiler, Progress
from bot.reloading import Change, difference
from bot.settings import Shards
from bot.store import Store, Upload
from knowledge.errors import BadData
from knowledge.model.article import decode, slug
from knowledge.model.storage import Briefing, load_text

log = logging.getLogger(__name__)

MOST_UPLOADS = 50  # of one server
SERVER_ROOM, ROOM = 8 * 2**20, 256 * 2**20  # bytes at rest of one server's briefings, and of all together
RELOAD_EVERY = 60.0  # seconds between two reloads of one server
NAME_LENGTH = 40  # characters of a file's name that stand in an id whole

Limit = Literal["number", "server", "all"]


class NoRoom(Exception):
    """No more briefings are taken: `limit` says which limit is reached."""

    def __init__(self, limit: Limit):
        super().__init__(limit)
        self.limit = limit


class TooSoon(Exception):
    """A server reloaded its briefings a moment ago; `seconds` are left to wait."""

    def __init__(self, seconds: float):
        super().__init__(seconds)
        self.seconds = seconds


class Removed(Exception):
    """The briefing `title`, or all of its server, was removed while it was being added."""

    def __init__(self, title: str):
        super().__init__(title)
        self.title = title


@dataclass(frozen=True)
class Added:
    """A briefing that was added, and whether it took the place of an older one of that name."""

    briefing: Briefing
    replaced: bool


@dataclass(frozen=True)
class Renewal:
    """What a reload of a server's briefings found: what changed, and the ids of those that cannot be served."""

    changes: list[Change]
    failed: list[str]


class Library:
    """Adds, removes and loads the briefings of servers, so that the store and the engine hold the same.

    `compiler` makes a fact base of an article (default: the child process of bot/ingest.py).
    """

    def __init__(
        self, engine: Engine, store: Store | None, shards: Shards | None, compiler: ArticleCompiler | None = None
    ):
        self._engine, self._store, self._shards = engine, store, shards
        self._compiler = compiler or ArticleCompiler()
        self._changing = asyncio.Lock()
        self._loaded = store is None
        self._renewing: asyncio.Task[object] | None = None
        self._added_at: dict[str, datetime] = {}  # briefings: when the row that is served was written
        self._reloaded: dict[int, float] = {}  # servers: when they reloaded
        self._owed: set[tuple[int, str | None]] = set()  # removals that the store could not take: of None, all

    @property
    def keeps(self) -> bool:
        """Whether briefings can be added at all."""
        return self._store is not None

    async def catch_up(self) -> None:
        """Does what the store could not do before: loads what is not loaded yet, deletes what was removed."""
        if not self._loaded:
            await self.load()
        for guild_id, briefing_id in list(self._owed):
            try:
                await self._delete(guild_id, briefing_id)
            except StoreUnavailable:
                return

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
        stale = []
        for upload in uploads:
            async with self._changing:
                wanted = self._here(upload.guild_id) and not self._owes(upload)
                if wanted and upload.briefing_id not in self._engine.articles:
                    stale += [] if await self._take(upload, since) else [upload]
        self._loaded = True
        if stale:
            self._renewing = asyncio.create_task(self._renew(stale, since))

    async def close(self) -> None:
        """Gives up what is still being compiled anew."""
        if self._renewing is not None:
            self._renewing.cancel()
            await asyncio.wait({self._renewing})

    async def add(self, guild_id: int, name: str, article: bytes, progress: Progress) -> Added:
        """Compiles an article from a file called `name`, keeps it and serves it.

        Raises BadData with what is wrong with the article, IngestUnavailable, StoreUnavailable, NoRoom; and Removed
        where a removal came between: it is meant for what is being added, too.
        """
        assert self._store is not None, "callers ask `keeps` first"
        if (guild_id, None) in self._owed:  # it left and came back while the store was away
            await self._delete(guild_id, None)
        since, source = self._engine.removals, source_name(guild_id, name)
        briefing_id = slug(Path(source).stem)
        self._admit(guild_id, briefing_id)
        decode(article, Path(Path(name).name))  # what can be seen without parsing: nobody need wait for a process
        factbase = await self._compiler.compile(article, source, progress)
        briefing = await asyncio.to_thread(load_text, factbase, article, Path(f"{Path(name).name}.yaml"))
        title, at = briefing.base.article.title, datetime.now(UTC)
        async with self._changing:
            self._admit(guild_id, briefing.id)  # others may have been added while this one was compiled
            if not self._engine.admits(briefing.id, guild_id, since):
                raise Removed(title)
            replaced = briefing.id in self._engine.owned(guild_id)
            await self._store.put_upload(Upload(guild_id, briefing.id, title, article, factbase, at))
            self._owed.discard((guild_id, briefing.id))
            await asyncio.to_thread(self._engine.replace, briefing, guild_id, since)
            self._added_at[briefing.id] = at
        return Added(briefing, replaced)

    async def remove(self, guild_id: int, briefing_id: str) -> bool:
        """Deletes a briefing of a server; False where the server has none of that id.

        Raises StoreUnavailable where the store cannot delete it now: it is served no more, and `catch_up` deletes it.
        """
        async with self._changing:
            if self._store is None or briefing_id not in self._engine.owned(guild_id):
                return False
            self._engine.remove(briefing_id)
            await self._delete(guild_id, briefing_id)
            return True

    async def reload(self, guild_id: int) -> Renewal:
        """Serves a server's briefings as the store has them. Raises StoreUnavailable, and TooSoon."""
        assert self._store is not None, "callers ask `keeps` first"
        now = time.monotonic()
        if (left := self._reloaded.get(guild_id, -RELOAD_EVERY) + RELOAD_EVERY - now) > 0:
            raise TooSoon(left)
        self._reloaded[guild_id] = now
        found, stale = Renewal([], []), []
        async with self._changing:
            since = self._engine.removals
            kept = {row.briefing_id: row for row in await self._store.uploads(guild_id) if not self._owes(row)}
            for gone in set(self._engine.owned(guild_id)) - kept.keys():
                before = self._engine.briefing(gone)
                self._engine.remove(gone)
                found.changes.append(Change(gone, 0, sum(1 for _ in before.base.excerpts()) if before else 0, 0))
            for upload in kept.values():
                if self._added_at.get(upload.briefing_id) != upload.added_at:
                    before = self._engine.briefing(upload.briefing_id)
                    taken = await self._take(upload, since)
                    found.changes.extend([difference(before, taken)] if taken else [])
                    stale += [] if taken else [upload]
        found.failed.extend(await self._renew(stale, since))
        return found

    async def forget_guild(self, guild_id: int) -> None:
        """Deletes all there is of a server that removed the bot. Raises StoreUnavailable: then `catch_up` does."""
        async with self._changing:
            self._engine.remove_all(guild_id)
            await self._delete(guild_id, None)

    async def forget_strangers(self, is_in: Callable[[int], bool]) -> None:
        """Deletes all there is of servers of this process that have removed the bot while it was away.

        `is_in` tells of a server whether the bot is in it. Raises StoreUnavailable.
        """
        for guild_id in await self._store.guild_ids() if self._store else ():
            if self._here(guild_id) and not is_in(guild_id):
                await self.forget_guild(guild_id)
                log.info("server %d had removed the bot: nothing of it is kept any more", guild_id)

    async def _delete(self, guild_id: int, briefing_id: str | None) -> None:
        """Deletes from the store what the engine no longer has; owed until that is done."""
        if self._store is None:
            return
        self._owed.add((guild_id, briefing_id))
        if briefing_id is None:
            await self._store.forget_guild(guild_id)
        else:
            await self._store.remove_upload(guild_id, briefing_id)
        self._owed.discard((guild_id, briefing_id))

    def _owes(self, upload: Upload) -> bool:
        return bool({(upload.guild_id, upload.briefing_id), (upload.guild_id, None)} & self._owed)

    def _here(self, guild_id: int) -> bool:
        return self._shards is None or (guild_id >> 22) % self._shards.count in self._shards.ids

    def _admit(self, guild_id: int, briefing_id: str) -> None:
        """Raises NoRoom where a server may add no more. What takes an older one's place needs no place of its own."""
        own = self._engine.owned(guild_id)
        if briefing_id not in own and len(own) >= MOST_UPLOADS:
            raise NoRoom("number")
        if self._engine.size(guild_id) >= SERVER_ROOM:
            raise NoRoom("server")
        if self._engine.size() >= ROOM:
            raise NoRoom("all")

    async def _take(self, upload: Upload, since: int) -> Briefing | None:
        """Serves a briefing as it was kept at `since`, but for one that was removed after that; None where the fact
        base cannot be used, as one of an older version cannot."""
        path = Path(f"{upload.briefing_id}.yaml")
        try:
            briefing = await asyncio.to_thread(load_text, upload.factbase, upload.article, path)
        except BadData as error:
            log.warning("a briefing of server %d is to be compiled anew: %s", upload.guild_id, error.problems[0])
            return None
        if await asyncio.to_thread(self._engine.replace, briefing, upload.guild_id, since):
            self._added_at[upload.briefing_id] = upload.added_at
        return briefing

    async def _renew(self, stale: Iterable[Upload], since: int) -> list[str]:
        """Compiles articles anew whose fact bases cannot be used, one by one. Returns the ids of those that failed."""
        assert self._store is not None, "what is stale comes from there"
        failed = []
        for upload in stale:
            try:
                factbase = await self._compiler.compile(upload.article, f"{upload.briefing_id}.txt")
                renewed = replace(upload, factbase=factbase)
                async with self._changing:
                    if self._engine.admits(upload.briefing_id, upload.guild_id, since):
                        await self._store.put_upload(renewed)
                        await self._take(renewed, since)
            except (BadData, IngestUnavailable, StoreUnavailable) as error:
                log.error("briefing %s of server %d is left out: %s", upload.briefing_id, upload.guild_id, error)
                failed.append(upload.briefing_id)
        return failed


def source_name(guild_id: int, name: str) -> str:
    """What an article from a file called `name` is called here; its briefing's id is made from that.

    The server's id keeps apart what two servers call by one name, a digest what two names would share.
    """
    plain = Path(name).name.removesuffix(".txt")
    short = slug(plain)[:NAME_LENGTH]
    mark = "" if plain.casefold() == short else f"-{hashlib.sha256(plain.encode()).hexdigest()[:8]}"
    return f"{guild_id}-{short}{mark}.txt"
