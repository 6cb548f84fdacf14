"""Fact bases that change on the bot's disk: a new one is served once it stands every check, else the old one."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.answering.engine import Engine
from bot.answering.shelf import EVERYBODY
from bot.building import compiled
from knowledge.errors import BadData
from knowledge.model.factbase import FactBase
from knowledge.model.storage import Briefing, load


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
        for path in [path for path in self._served if path not in files and path.parent in map(Path, self._sources)]:
            self._seen.pop(path, None)
            self._let_go(path, found)
        for path in files:
            mark = _mark(path)
            if everything or self._seen.get(path) != mark:
                self._seen[path] = mark
                self._take(path, found)
        return found

    def _take(self, path: Path, found: Reload) -> None:
        since = self._engine.removals
        try:
            briefing = load(path)
        except BadData as error:
            found.failed.append(error)
            return
        before = self._engine.briefing(briefing.id)
        same = before is not None and before.base == briefing.base and briefing.id in self._engine.owned(EVERYBODY)
        if not same and not self._engine.replace(briefing, EVERYBODY, since):
            problem = BadData.one(path, "article.id", briefing.id, "an id that no briefing of a server has")
            found.failed.append(problem)
            return
        if self._served.get(path, briefing.id) != briefing.id:
            self._let_go(path, found)  # the file holds another briefing now
        self._served[path] = briefing.id
        if not same:
            found.changes.append(difference(before, briefing))

    def _let_go(self, path: Path, found: Reload) -> None:
        """No longer serves what a file held, unless another file holds it too."""
        name = self._served.pop(path)
        before = self._engine.briefing(name)
        if before is not None and name not in self._served.values():
            self._engine.remove(name)
            found.changes.append(Change(name, 0, sum(1 for _ in before.base.excerpts()), 0))

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
