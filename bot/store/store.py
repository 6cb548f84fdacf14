"""The one door to what survives a restart, with one room for each kind of record."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Self

from sqlalchemy import delete, text, update

from bot.store.bindings import Bindings
from bot.store.commands import SyncedCommands
from bot.store.coverage import Coverage
from bot.store.database import Database
from bot.store.feedback import FeedbackBook
from bot.store.guilds import Guilds
from bot.store.questions import Questions
from bot.store.remembered import FRESH_SECONDS
from bot.store.tables import coverage, feedback, metadata, questions
from bot.store.uploads import Uploads


class Store:
    """Bindings, uploads, servers' choices, feedback, coverage, questions, synced commands.

    Every method of it and its rooms raises StoreUnavailable when the database is locked, gone or full. A store
    made by hand, not by `open`, connects and migrates at its first use: a bot may start while its database
    is away.
    """

    def __init__(self, url: str, *, fresh_seconds: float = FRESH_SECONDS, **patience: float):
        """`url` as in the setting READOUT_DATABASE, `fresh_seconds` as for Remembered, `patience` as for Database.

        Raises BadConfiguration when the url cannot be read.
        """
        self._database = Database(url, **patience)
        self.bindings = Bindings(self._database, fresh_seconds)
        self.uploads = Uploads(self._database, self.bindings)
        self.guilds = Guilds(self._database, fresh_seconds)
        self.feedback = FeedbackBook(self._database)
        self.coverage = Coverage(self._database)
        self.questions = Questions(self._database)
        self.commands = SyncedCommands(self._database)

    @classmethod
    async def open(cls, url: str, **options: float) -> Self:
        """A store whose schema is up to date. Raises StoreUnavailable and BadConfiguration."""
        store = cls(url, **options)
        try:
            await store.migrate()
        except BaseException:
            await store.close()
            raise
        return store

    async def migrate(self) -> None:
        """Brings the schema up to date; harmless when it is, or when another process does so at once."""
        await self._database.migrate()

    async def close(self) -> None:
        """Closes the connections."""
        await self._database.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.close()

    @property
    def name(self) -> str:
        """The database's url without its password, for messages."""
        return self._database.name

    async def ping(self) -> None:
        """Returns when the database answers."""
        async with self._database.reading() as connection:
            await connection.execute(text("SELECT 1"))

    async def expire(self, before: datetime) -> int:
        """Deletes questions, feedback and counts older than that. Returns how many records went."""
        old = (
            delete(questions).where(questions.c.at < before),
            delete(feedback).where(feedback.c.at < before),
            delete(coverage).where(coverage.c.day < before.astimezone(UTC).date()),
        )
        async with self._database.writing() as connection:
            return sum([(await connection.execute(statement)).rowcount for statement in old])

    async def forget(self, user_id: int) -> int:
        """Deletes a user's questions and takes his name off his feedback. Returns how many records it touched."""
        async with self._database.writing() as connection:
            asked = await connection.execute(delete(questions).where(questions.c.user_id == user_id))
            judged = await connection.execute(
                update(feedback).where(feedback.c.user_id == user_id).values(user_id=None)
            )
            return asked.rowcount + judged.rowcount

    async def forget_guild(self, guild_id: int) -> None:
        """Deletes all there is of a server, for when the bot was removed from it."""
        async with self._database.writing() as connection:
            for table in metadata.sorted_tables:
                await connection.execute(delete(table).where(table.c.guild_id == guild_id))
        self.bindings.forget(guild_id)
        self.guilds.forget(guild_id)
