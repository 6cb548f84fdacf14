"""What is asked for at every question is remembered: for a while instead of asking, and while the database is away.

A server's commands all reach the process that runs its shard, so what that process wrote itself it forgets at
once; `FRESH_SECONDS` is only how long a change made elsewhere may go unseen.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

from bot.errors import StoreUnavailable

FRESH_SECONDS = 10.0

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembered(Generic[Key, Value]):
    """The last known value for each key, read by `read` when there is none or it is no longer fresh."""

    def __init__(self, read: Callable[[Key], Awaitable[Value]], fresh_seconds: float = FRESH_SECONDS):
        self._read, self._fresh_seconds = read, fresh_seconds
        self._known: dict[Key, tuple[float, Value]] = {}
        self._forgotten = 0  # how often; a value that was being read meanwhile may be the old one

    async def get(self, key: Key) -> Value:
        """The value; an old one when the database is away. Raises StoreUnavailable when there is not even that."""
        read_at, value = self._known.get(key, (None, None))
        if read_at is not None and time.monotonic() - read_at < self._fresh_seconds:
            return value
        forgotten = self._forgotten
        try:
            value = await self._read(key)
        except StoreUnavailable:
            if read_at is None:
                raise
            return value
        if forgotten == self._forgotten:
            self._known[key] = time.monotonic(), value
        return value

    def forget(self, key: Key) -> None:
        """The value has changed: the next `get` reads it."""
        self._known.pop(key, None)
        self._forgotten += 1
