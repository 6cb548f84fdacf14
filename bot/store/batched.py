"""Rows that come at once go to the disk together: one transaction for all that waited for the one before.

A commit costs some milliseconds however much is in it, and under load every question brings a row.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from bot.errors import StoreUnavailable

GATHER_SECONDS = 0.05  # for rows that nobody waits to see: a moment for others to come along

Row = TypeVar("Row")


class Batched(Generic[Row]):
    """A queue of rows before `write`, which puts a list of them into one transaction, `gather_seconds` after the
    first of them came."""

    def __init__(self, write: Callable[[list[Row]], Awaitable[None]], gather_seconds: float = 0.0):
        self._write, self._gather_seconds = write, gather_seconds
        self._waiting: list[tuple[Row, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def add(self, row: Row) -> None:
        """Returns when the row is on the disk. Raises what `write` raised on its batch."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((row, done))
        if self._writer is None:
            self._writer = asyncio.create_task(self._drain())
        await done

    async def _drain(self) -> None:
        try:
            while self._waiting:
                await asyncio.sleep(self._gather_seconds)
                batch, self._waiting = self._waiting, []
                await self._write_batch(batch)
        finally:
            self._writer = None

    async def _write_batch(self, batch: list[tuple[Row, asyncio.Future[None]]]) -> None:
        error: Exception | None = None
        try:
            await self._write([row for row, _ in batch])
        except Exception as raised:
            error = raised
        for _, done in batch:
            if done.done():  # whoever waited was cancelled meanwhile
                continue
            if error is None:
                done.set_result(None)
            else:  # an exception of its own for everybody, for each gets a traceback of its own
                done.set_exception(StoreUnavailable(*error.args) if isinstance(error, StoreUnavailable) else error)
