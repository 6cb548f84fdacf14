"""The one door to what survives a restart: a section of `Store` for each kind of record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any, Self, TypeVar

from sqlalchemy import CompoundSelect, Executable, Select, Table, delete, func, insert, select, text, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import tables
from bot.store.cache import FRESH_SECONDS, GATHER_SECONDS, Batched, Remembered
from bot.store.database import STARTUP_SECONDS, Database
from bot.store.tables import CoverageCount, CoverageKind, Feedback, GuildChoices, LoggedQuestion, Outcome, Upload

TERMS_PER_KIND = 12  # of one question; so that a wall of words fills no database

Record = TypeVar("Record", Feedback, LoggedQuestion)
_Counted = tuple[int | None, date, CoverageKind, str, Outcome]  # the primary key of `coverage`, in the order of columns


class Store:
    """Bindings, choices, uploads, feedback, coverage, questions, synced commands.

    Every method raises StoreUnavailable when the database is locked, gone or full. A store made by hand, not by
    `open`, connects and migrates at its first use: a bot may start while its database is away.
    """

    def __init__(self, url: str, *, fresh_seconds: float = FRESH_SECONDS, **patience: float):
        """`url` as in the setting READOUT_DATABASE, `fresh_seconds` as for Remembered, `patience` as for Database.

        Raises BadConfiguration when the url cannot be read.
        """
        self._database = Database(url, **patience)
        self._bound = Remembered(self.bindings, fresh_seconds)
        self._choices = Remembered(self._read_choices, fresh_seconds)
        self._verdicts: Batched[dict[str, object]] = Batched(lambda rows: self._write(insert(tables.feedback), rows))
        self._counts = Batched(self._write_counts, GATHER_SECONDS)
        self._asked: Batched[dict[str, object]] = Batched(
            lambda rows: self._write(insert(tables.questions), rows), GATHER_SECONDS
        )

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
        await self._read(select(text("1")))

    # Bindings: which briefings answer where, for a whole server and for single channels instead.

    async def bind(self, guild_id: int, channel_id: int | None, briefing_ids: Sequence[str]) -> None:
        """Binds a channel, or with None the whole server, to these briefings and no others; none unbinds it."""
        here = (tables.bindings.c.guild_id == guild_id) & (tables.bindings.c.channel_id == channel_id)
        rows = [
            {"guild_id": guild_id, "channel_id": channel_id, "place": place, "briefing_id": briefing_id}
            for place, briefing_id in enumerate(dict.fromkeys(briefing_ids))
        ]

        async def work(connection: AsyncConnection) -> None:
            await connection.execute(delete(tables.bindings).where(here))
            if rows:
                await connection.execute(insert(tables.bindings), rows)

        try:
            await self._database.write(work)
        finally:
            self._bound.forget(guild_id)

    async def bindings(self, guild_id: int) -> dict[int | None, tuple[str, ...]]:
        """Every binding of a server, by channel id; None is the server itself."""
        query = select(tables.bindings.c.channel_id, tables.bindings.c.briefing_id).where(
            tables.bindings.c.guild_id == guild_id
        )
        found: dict[int | None, tuple[str, ...]] = {}
        for channel_id, briefing_id in await self._read(
            query.order_by(tables.bindings.c.channel_id, tables.bindings.c.place)
        ):
            found[channel_id] = (*found.get(channel_id, ()), briefing_id)
        return found

    async def bound_briefings(self, guild_id: int, channel_ids: Sequence[int]) -> tuple[str, ...]:
        """The briefings that answer in a channel, empty when nobody has chosen any.

        `channel_ids` are the channel and what it stands in (a thread's channel), nearest first. A channel that
        is bound keeps to its briefings while the database is away: the last known binding holds until then.
        """
        known = await self._bound.get(guild_id)
        return next((known[place] for place in (*channel_ids, None) if place in known), ())

    # What the moderators of a server chose for it.

    async def choices(self, guild_id: int) -> GuildChoices:
        """A server's choices; the last known ones while the database is away."""
        return await self._choices.get(guild_id)

    async def choose_private_replies(self, guild_id: int, choice: bool | None) -> None:
        """Whether replies to commands show only to who asked; None leaves it to the bot's setting."""
        await self._choose(guild_id, {"private_replies": choice})

    async def choose_log_questions(self, guild_id: int, choice: bool | None) -> None:
        """Whether questions and who asked them are kept; None leaves it to the bot's setting."""
        await self._choose(guild_id, {"log_questions": choice})

    async def _choose(self, guild_id: int, choice: Mapping[str, bool | None]) -> None:
        try:
            await self._put(tables.guilds, {"guild_id": guild_id}, choice)
        finally:
            self._choices.forget(guild_id)

    async def _read_choices(self, guild_id: int) -> GuildChoices:
        query = select(tables.guilds.c.private_replies, tables.guilds.c.log_questions).where(
            tables.guilds.c.guild_id == guild_id
        )
        return next((GuildChoices(*row) for row in await self._read(query)), GuildChoices())

    # Briefings that moderators added to their server: the article as it came and the fact base compiled from it.

    async def put_upload(self, upload: Upload) -> None:
        """Adds a briefing, or replaces the server's one of that id."""
        values = {**vars(upload), "title": _storable(upload.title)}
        await self._put(tables.uploads, {name: values.pop(name) for name in ("guild_id", "briefing_id")}, values)

    async def uploads(self, guild_id: int | None = None) -> list[Upload]:
        """The briefings of a server, or of all of them: what to load at the start; oldest first."""
        query = select(tables.uploads).order_by(tables.uploads.c.added_at, tables.uploads.c.briefing_id)
        if guild_id is not None:
            query = query.where(tables.uploads.c.guild_id == guild_id)
        return [Upload(*row) for row in await self._read(query, STARTUP_SECONDS if guild_id is None else None)]

    async def remove_upload(self, guild_id: int, briefing_id: str) -> bool:
        """Deletes a briefing and the bindings to it; False when there was none."""
        bound, here = tables.bindings.c, tables.uploads.c
        _, gone = await self._write_all(
            delete(tables.bindings).where(bound.guild_id == guild_id, bound.briefing_id == briefing_id),
            delete(tables.uploads).where(here.guild_id == guild_id, here.briefing_id == briefing_id),
        )
        self._bound.forget(guild_id)
        return gone > 0

    # What members thought of the excerpts they were shown, one record for each press of a button.

    async def add_feedback(self, verdict: Feedback) -> None:
        """Keeps a verdict as it is: the caller leaves out the user unless the server keeps questions."""
        await self._verdicts.add(dict(vars(verdict)))

    async def feedback(self, guild_id: int | None, limit: int = 100) -> list[Feedback]:
        """The newest verdicts of a server (None: direct messages), newest first."""
        return await self._newest(Feedback, tables.feedback, guild_id, limit)

    async def feedback_counts(self, guild_id: int | None, briefing_id: str) -> dict[tuple[str, str], int]:
        """How many verdicts each excerpt of a briefing has, by (excerpt id, verdict)."""
        key = (tables.feedback.c.excerpt_id, tables.feedback.c.verdict)
        here = (tables.feedback.c.guild_id == guild_id) & (tables.feedback.c.briefing_id == briefing_id)
        rows = await self._read(select(*key, func.count()).where(here).group_by(*key))
        return {(excerpt, verdict): count for excerpt, verdict, count in rows}

    # What could not be answered: counts by actor, topic and word, a day and a server each. No question is kept.

    async def count_unanswered(
        self,
        guild_id: int | None,
        outcome: Outcome,
        *,
        actors: Iterable[str] = (),
        topics: Iterable[str] = (),
        words: Iterable[str] = (),
        at: datetime,
    ) -> None:
        """Counts a question that ended so under each actor and topic it named and each word nothing matched."""
        named: dict[CoverageKind, Iterable[str]] = {"actor": actors, "topic": topics, "word": words}
        day = at.astimezone(UTC).date()
        keys: list[_Counted] = [
            (guild_id, day, kind, term, outcome) for kind, terms in named.items() for term in _terms(terms)
        ]
        if keys:
            await self._counts.add(keys)

    async def coverage(self, guild_id: int | None, since: date, limit: int = 20) -> list[CoverageCount]:
        """The terms counted most since a day (UTC), that day included; at most `limit` of each kind."""
        total = func.sum(tables.coverage.c.count).label("total")
        key = (tables.coverage.c.kind, tables.coverage.c.term, tables.coverage.c.outcome)
        query = (
            select(*key, total)
            .where(tables.coverage.c.guild_id == guild_id, tables.coverage.c.day >= since)
            .group_by(*key)
            .order_by(total.desc(), tables.coverage.c.term, tables.coverage.c.outcome)
        )
        rows = [
            CoverageCount(kind, term, outcome, int(count)) for kind, term, outcome, count in await self._read(query)
        ]
        kinds: tuple[CoverageKind, ...] = ("actor", "topic", "word")
        return [row for kind in kinds for row in [row for row in rows if row.kind == kind][:limit]]

    async def _write_counts(self, counted: list[list[_Counted]]) -> None:
        totals = Counter(key for keys in counted for key in keys)
        # Sorted, so that two processes that count at once lock the rows in the same order.
        keys = sorted(totals, key=repr)
        rows = [dict(zip(tables.coverage.columns.keys(), (*key, totals[key]), strict=True)) for key in keys]
        add = self._database.insert(tables.coverage)
        add = add.on_conflict_do_update(
            index_elements=list(tables.coverage.primary_key.columns),
            set_={"count": tables.coverage.c.count + add.excluded["count"]},
        )
        await self._write(add, rows)

    # Questions as they were asked: kept only where an administrator turned this on, and not for ever.

    async def log_question(self, question: LoggedQuestion) -> None:
        """Keeps a question; whether it may be kept is the caller's to know."""
        await self._asked.add({**vars(question), "question": _storable(question.question)})

    async def questions(self, guild_id: int | None, limit: int = 100) -> list[LoggedQuestion]:
        """The newest questions of a server (None: direct messages), newest first."""
        return await self._newest(LoggedQuestion, tables.questions, guild_id, limit)

    # Which commands Discord was told last, so that they are only told again when they changed.

    async def synced_digest(self, guild_id: int | None) -> str | None:
        """The digest of the commands synced last to a server, or to all of them (None); None when none were."""
        query = select(tables.synced_commands.c.digest).where(tables.synced_commands.c.guild_id == guild_id)
        return next((row.digest for row in await self._read(query)), None)

    async def note_synced(self, guild_id: int | None, digest: str) -> None:
        """Notes what was synced there, after Discord took it."""
        await self._put(tables.synced_commands, {"guild_id": guild_id}, {"digest": digest})

    # What goes away again.

    async def expire(self, before: datetime) -> int:
        """Deletes questions, feedback and counts older than that. Returns how many records went."""
        gone = await self._write_all(
            delete(tables.questions).where(tables.questions.c.at < before),
            delete(tables.feedback).where(tables.feedback.c.at < before),
            delete(tables.coverage).where(tables.coverage.c.day < before.astimezone(UTC).date()),
        )
        return sum(gone)

    async def forget(self, user_id: int) -> int:
        """Deletes a user's questions and takes his name off his feedback. Returns how many records it touched."""
        touched = await self._write_all(
            delete(tables.questions).where(tables.questions.c.user_id == user_id),
            update(tables.feedback).where(tables.feedback.c.user_id == user_id).values(user_id=None),
        )
        return sum(touched)

    async def guild_ids(self) -> set[int]:
        """The servers whose moderators added or chose anything."""
        kept = (tables.bindings, tables.guilds, tables.uploads)
        rows = await self._read(union(*(select(table.c.guild_id) for table in kept)), STARTUP_SECONDS)
        return {row.guild_id for row in rows}

    async def forget_guild(self, guild_id: int) -> None:
        """Deletes all there is of a server, for when the bot was removed from it."""
        await self._write_all(
            *(delete(table).where(table.c.guild_id == guild_id) for table in tables.metadata.sorted_tables)
        )
        self._bound.forget(guild_id)
        self._choices.forget(guild_id)

    # The few ways to read and write that all of these share.

    async def _read(self, query: Select[Any] | CompoundSelect[Any], seconds: float | None = None) -> Sequence[Any]:
        """The rows of a query, each a named tuple of what it selects."""

        async def work(connection: AsyncConnection) -> Sequence[Any]:
            rows: Sequence[Any] = (await connection.execute(query)).all()
            return rows

        return await self._database.read(work, seconds)

    async def _newest(self, kind: type[Record], table: Table, guild_id: int | None, limit: int) -> list[Record]:
        """The newest rows of a server as records, whose fields have the names of columns."""
        columns = [table.c[field.name] for field in fields(kind)]
        query = select(*columns).where(table.c.guild_id == guild_id).order_by(table.c.id.desc()).limit(limit)
        return [kind(*row) for row in await self._read(query)]

    async def _write(self, statement: Executable, rows: Sequence[Mapping[str, object]]) -> None:
        async def work(connection: AsyncConnection) -> None:
            await connection.execute(statement, rows)

        await self._database.write(work)

    async def _write_all(self, *statements: Executable) -> list[int]:
        """Executes them in one transaction. Returns how many rows each of them touched."""

        async def work(connection: AsyncConnection) -> list[int]:
            return [(await connection.execute(statement)).rowcount for statement in statements]

        return await self._database.write(work)

    async def _put(self, table: Table, key: Mapping[str, object], values: Mapping[str, object]) -> None:
        """Inserts a row, or changes these values of the row with that key."""
        row = self._database.insert(table).values(**key, **values)
        await self._write_all(row.on_conflict_do_update(index_elements=list(key), set_=values))


def _terms(terms: Iterable[str]) -> list[str]:
    """The terms as counted: folded, without doubles, no more and no longer than there is room for."""
    folded = dict.fromkeys(" ".join(_storable(term).casefold().split())[: tables.TERM_LENGTH] for term in terms)
    return [term for term in folded if term][:TERMS_PER_KIND]


def _storable(text: str) -> str:
    """A text without what databases refuse: PostgreSQL a zero character, both of them half a surrogate pair."""
    return text.replace("\0", " ").encode(errors="replace").decode()
