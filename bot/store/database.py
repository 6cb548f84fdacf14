"""One database, SQLite or PostgreSQL: connections, transactions, migrations, and errors told in one line.

Each transaction is either for reading or for writing. For SQLite that decides how it begins: a writer takes
the one write lock at once (BEGIN IMMEDIATE), for a reader that became a writer half-way could not wait for it
(https://www.sqlite.org/lang_transaction.html, section 2.2).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Table, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import BadConfiguration, StoreUnavailable, missing_package
from knowledge.errors import Problem

T = TypeVar("T")
Work = Callable[[AsyncConnection], Awaitable[T]]

READ_SECONDS = 1.5  # a reader holds up an answer, and Discord waits 3 seconds for one
WRITE_SECONDS = 5.0
STARTUP_SECONDS = 60.0  # for migrations, and for reading what is read once
SILENT = "no answer in time; is it locked, or overloaded?"
MIGRATION_LOCK = 0x5EAD0  # the number of PostgreSQL's advisory lock, any number that nobody else uses

# SQLSTATE classes that say the server cannot do it now: connection, resources, object in use, operator, system
# (https://www.postgresql.org/docs/current/errcodes-appendix.html).
UNAVAILABLE_CLASSES = ("08", "53", "55", "57", "58")
DISK_FULL = "53100"
UNUSABLE_FILES = ("SQLITE_CORRUPT", "SQLITE_NOTADB")

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}

_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # with WAL, NORMAL may lose the last commits when the power fails
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what /forget deletes is overwritten, not only unlinked
)


class Database:
    """A pool of connections to one database, migrated before its first use.

    A database that is away when the bot starts is migrated when it comes back.
    """

    def __init__(self, url: str, *, read_seconds: float = READ_SECONDS, write_seconds: float = WRITE_SECONDS):
        """`url` as in the setting READOUT_DATABASE; the seconds are how long a transaction may take.

        Connects to nothing yet. Raises BadConfiguration.
        """
        self.name, self._engine = _engine(url, write_seconds)
        self.is_sqlite = self._engine.dialect.name == "sqlite"
        self._read_seconds, self._write_seconds = read_seconds, write_seconds
        self._migrated: object = None  # what was migrated: a mark of the database, None before
        self._one_at_a_time = asyncio.Lock()  # SQLite's writers: waiting here is fairer than its busy timeout
        self._underway: set[asyncio.Future[Any]] = set()  # transactions, those that were given up included
        self._silent_until = 0.0  # by the monotonic clock: an answer has just been waited for in vain

    async def close(self) -> None:
        """Closes every connection; those to a server that hangs are left to the system."""
        with suppress(StoreUnavailable):
            await self._in_time(self._engine.dispose(), self._write_seconds)

    async def read(self, work: Work[T], seconds: float | None = None) -> T:
        """What `work` gives, in a transaction that only reads; `seconds` long at most where no answer waits for it.

        Raises StoreUnavailable, at once where another has just waited in vain: one question waits once.
        """
        if seconds is None and time.monotonic() < self._silent_until:
            raise StoreUnavailable(f"{self.name}: {SILENT}")

        async def transaction() -> T:
            await self._ensure_migrated()
            async with self._engine.connect() as connection, connection.begin():
                return await work(connection)

        try:
            return await self._in_time(transaction(), seconds or self._read_seconds)
        except StoreUnavailable as error:
            if SILENT in str(error):
                self._silent_until = time.monotonic() + self._read_seconds
            raise

    async def write(self, work: Work[T]) -> T:
        """What `work` gives, in a transaction that is on the disk when this returns. Raises StoreUnavailable."""

        async def transaction() -> T:
            await self._ensure_migrated()
            async with self._write_transaction() as connection:
                return await work(connection)

        return await self._in_time(transaction(), self._write_seconds)

    async def migrate(self) -> None:
        """Brings the schema up to date; several processes may do so at once. Raises StoreUnavailable, and
        BadConfiguration when a newer Readout has been here."""
        async with self._told_in_one_line(), asyncio.timeout(STARTUP_SECONDS):
            if self.is_sqlite and self._file:
                self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            async with self._write_transaction() as connection:
                if not self.is_sqlite:
                    await connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
                await connection.run_sync(self._upgrade)
            self._migrated = self._mark()

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that knows ON CONFLICT, which the two databases spell alike."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    async def _ensure_migrated(self) -> None:
        if self._migrated is None or self._migrated != self._mark():
            await self._engine.dispose()
            await self.migrate()

    def _mark(self) -> object:
        """Tells one SQLite file from another: to one that was deleted, SQLite would go on writing for nobody."""
        if not self.is_sqlite or self._file is None:
            return True
        try:
            status = self._file.stat()
        except FileNotFoundError:
            return None
        return status.st_dev, status.st_ino

    @property
    def _file(self) -> Path | None:
        """SQLite's file; None for a database in memory."""
        file = self._engine.url.database
        return Path(file) if file and file != ":memory:" else None

    async def _in_time(self, transaction: Coroutine[Any, Any, T], seconds: float) -> T:
        """What a transaction gives. One that takes too long is given up and its end not waited for: a server that
        hangs does not answer a cancellation either."""

        async def told() -> T:
            async with self._told_in_one_line():
                return await transaction

        running = asyncio.ensure_future(told())
        self._underway.add(running)
        running.add_done_callback(self._ended)
        try:
            done, _ = await asyncio.wait({running}, timeout=seconds)
        except asyncio.CancelledError:
            running.cancel()
            raise
        if not done:
            running.cancel()
            raise StoreUnavailable(f"{self.name}: {SILENT}")
        return running.result()

    def _ended(self, transaction: asyncio.Future[Any]) -> None:
        self._underway.discard(transaction)
        if not transaction.cancelled():
            transaction.exception()  # seen: of one that was given up nobody asks

    @asynccontextmanager
    async def _write_transaction(self) -> AsyncIterator[AsyncConnection]:
        writer = self._engine.execution_options(writes=True)
        if self.is_sqlite:
            async with self._one_at_a_time, writer.begin() as connection:
                yield connection
        else:
            async with writer.begin() as connection:
                yield connection

    def _upgrade(self, connection: Connection) -> None:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "bot.store:migrations")
        try:
            command.upgrade(config, "head")
        except CommandError as error:  # "Can't locate revision identified by ..."
            found = f"a database made by a newer Readout ({error})"
            raise BadConfiguration(
                [Problem("READOUT_DATABASE", self.name, found, "this version's, or an older")]
            ) from None

    @asynccontextmanager
    async def _told_in_one_line(self) -> AsyncIterator[None]:
        try:
            yield
        except (TimeoutError, PoolTimeout):
            raise StoreUnavailable(f"{self.name}: {SILENT}") from None
        except OSError as error:
            raise StoreUnavailable(f"{self.name}: cannot be reached ({error.strerror or error}); is it up?") from error
        except DBAPIError as error:
            if not _is_unavailable(error):
                raise
            raise StoreUnavailable(f"{self.name}: {_reason(error)}") from error


def _engine(url: str, write_seconds: float) -> tuple[str, AsyncEngine]:
    """The url as it may be shown, and an engine for it."""
    try:
        parsed = make_url(url)
        parsed = parsed.set(drivername=_DRIVERS[parsed.get_backend_name()])
    except (ArgumentError, KeyError):
        problem = Problem("environment", "READOUT_DATABASE", "another url", "sqlite:///FILE or postgresql://HOST/NAME")
        raise BadConfiguration([problem]) from None
    name = parsed.set(drivername=parsed.get_backend_name()).render_as_string(hide_password=True)
    if parsed.get_backend_name() == "sqlite":
        return name, _sqlite_engine(parsed, write_seconds)
    try:  # with the ping first, a server that was restarted costs nobody an error
        return name, create_async_engine(parsed, pool_pre_ping=True, connect_args={"timeout": write_seconds})
    except ModuleNotFoundError:
        raise missing_package("READOUT_DATABASE", "a postgresql:// url", "asyncpg", "postgresql") from None


def _sqlite_engine(url: URL, write_seconds: float) -> AsyncEngine:
    engine = create_async_engine(url, connect_args={"timeout": write_seconds})

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # BEGIN is ours to send, below
        cursor = connection.cursor()
        for pragma in _SQLITE_PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _is_unavailable(error: DBAPIError) -> bool:
    """Whether the database is to blame, not our statement."""
    return (
        error.connection_invalidated
        or isinstance(error, OperationalError | InterfaceError)
        or _sqlstate(error).startswith(UNAVAILABLE_CLASSES)
        or _sqlite_code(error) in UNUSABLE_FILES
    )


def _reason(error: DBAPIError) -> str:
    """What went wrong and what to do, from what the driver said."""
    said = str(error.orig).splitlines()[0] if str(error.orig) else type(error.orig).__name__
    if "locked" in said:
        return "locked by another process; wait for it, or end it"
    if "disk" in said or _sqlstate(error) == DISK_FULL:  # SQLite: "database or disk is full", "disk I/O error"
        return f"the disk is full or broken ({said.rpartition('>: ')[2]}); make room"
    if _sqlite_code(error) in UNUSABLE_FILES:
        return "the file is no sound database; move it away, or put a backup in its place"
    return f"cannot be used ({said.rpartition('>: ')[2]}); is it up, and may this user write to it?"


def _sqlstate(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def _sqlite_code(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlite_errorname", "")
