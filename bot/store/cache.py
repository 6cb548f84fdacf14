"""What spares the database work: values that are remembered for a while, and rows that are committed together."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

from bot.errors import StoreUnavailable

FRESH_SECONDS = 10.0  # how long a change that another process made may go unseen
GATHER_SECONDS = 0.05  # for rows that nobody waits to see: a moment for others to come along

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
Row = TypeVar("Row")


class Remembered(Generic[Key, Value]):
    """The last known value for each key, read by `read` when there is none or it is no longer fresh.

    A server's commands all reach the process that runs its shard, so what that process wrote itself it forgets
    at once. While the database is away, the last known value holds.
    """

    def __init__(self, read: Callable[[Key], Awaitable[Value]], fresh_seconds: float = FRESH_SECONDS):
        self._read, self._fresh_seconds = read, fresh_seconds
        self._known: dict[Key, tuple[float, Value]] = {}
        self._forgotten = 0  # how often; a value that was being read meanwhile may be the old one

    async def get(self, key: Key) -> Value:
        """The value; an old one when the database is away. Raises StoreUnavailable when there is not even that."""
        known = self._known.get(key)
        if known and time.monotonic() - known[0] < self._fresh_seconds:
            return known[1]
        forgotten = self._forgotten
        try:
            value = await self._read(key)
        except StoreUnavailable:
            if known is None:
                raise
            return known[1]
        if forgotten == self._forgotten:
            self._known[key] = time.monotonic(), value
        return value

    def forget(self, key: Key) -> None:
        """The value has changed: the next `get` reads it."""
        self._known.pop(key, None)
        self._forgotten += 1


class Batched(Generic[Row]):
    """Group commit: rows that come within `gather_seconds`, or while a batch is written, go into one transaction.

    A commit costs some milliseconds however much is in it: by `python -m tests.bench.load` the bot answers 320 to
    400 questions a second with it, 200 to 250 without (two cores, SQLite, questions counted but not kept).
    """

    def __init__(self, write: Callable[[list[Row]], Awaitable[object]], gather_seconds: float = 0.0):
        self._write, self._gather_seconds = write, gather_seconds
        self._rows: list[Row] = []
        self._batch: asyncio.Task[None] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def add(self, row: Row) -> None:
        """Returns when the row is on the disk. Raises what `write` raised on its batch."""
        self._rows.append(row)
        if self._batch is None:
            self._batch = asyncio.create_task(self._write_batch())
        try:
            await asyncio.shield(self._batch)  # who no longer waits takes nobody else's row with him
        except StoreUnavailable as error:
            raise StoreUnavailable(*error.args) from None  # one for each, for each gets a traceback of its own

    async def _write_batch(self) -> None:
        await asyncio.sleep(self._gather_seconds)
        async with self._one_at_a_time:
            rows, self._rows, self._batch = self._rows, [], None
            await self._write(rows)
