"""The tables as the newest migration leaves them (a test compares the two), and the records read from them.

Ids are Discord's snowflakes; times are aware and in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import BigInteger, Column, Index, String, Table, Text
from sqlalchemy.types import TypeDecorator

Verdict = Literal["helpful", "wrong"]
CoverageKind = Literal["actor", "topic", "word"]
Outcome = Literal["choose", "declined"]

TERM_LENGTH = 100  # characters of a counted term


class UtcTime(TypeDecorator[datetime]):
    """An aware time in UTC. SQLite knows no time zones, so both databases store it without."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """The time without its zone."""
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """The time with its zone."""
        return value.replace(tzinfo=UTC) if value else None


class OptionalId(TypeDecorator[int]):
    """An id or None, stored as 0, for a primary key has no room for NULL: no server (direct messages and installs by
    a user), or no channel (the whole server)."""

    impl = BigInteger
    cache_ok = True
    coerce_to_is_types = ()  # `column == None` is a comparison with 0, not IS NULL

    def process_bind_param(self, value: int | None, dialect: sa.Dialect) -> int:
        """The id, or 0."""
        return value or 0

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> int | None:
        """The id, or None."""
        return value or None


# SQLite counts rows by itself only in a column of type INTEGER.
_Counter = BigInteger().with_variant(sa.Integer, "sqlite")

_KEY: dict[str, Any] = {"primary_key": True, "autoincrement": False}  # a key that we give, not the database

metadata = sa.MetaData()

bindings = Table(
    "bindings",
    metadata,
    Column("guild_id", BigInteger, **_KEY),
    Column("channel_id", OptionalId, **_KEY),
    Column("place", sa.Integer, **_KEY),
    Column("briefing_id", String(200), nullable=False),
)

guilds = Table(
    "guilds",
    metadata,
    Column("guild_id", BigInteger, **_KEY),
    Column("private_replies", sa.Boolean),
    Column("log_questions", sa.Boolean),
)


@dataclass(frozen=True)
class GuildChoices:
    """What the moderators of a server chose; None where they have not, so that the bot's setting holds."""

    private_replies: bool | None = None
    log_questions: bool | None = None


uploads = Table(
    "uploads",
    metadata,
    Column("guild_id", BigInteger, **_KEY),
    Column("briefing_id", String(200), primary_key=True),
    Column("title", Text, nullable=False),
    Column("article", sa.LargeBinary, nullable=False),
    Column("factbase", Text, nullable=False),
    Column("added_at", UtcTime, nullable=False),
)


@dataclass(frozen=True)
class Upload:
    """A briefing that a server's moderators added. `article` is the file as it came, byte for byte."""

    guild_id: int
    briefing_id: str
    title: str
    article: bytes
    factbase: str
    added_at: datetime


feedback = Table(
    "feedback",
    metadata,
    Column("id", _Counter, primary_key=True),
    Column("guild_id", OptionalId, nullable=False),
    Column("briefing_id", String(200), nullable=False),
    Column("excerpt_id", String(200), nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("reason", String(40)),
    Column("user_id", BigInteger),
    Column("at", UtcTime, nullable=False),
    Index("feedback_by_user", "user_id"),
    Index("feedback_by_time", "at"),
)


@dataclass(frozen=True)
class Feedback:
    """What a member thought of an excerpt. `user_id` is None unless the server keeps questions."""

    guild_id: int | None
    briefing_id: str
    excerpt_id: str
    verdict: Verdict
    reason: str | None
    user_id: int | None
    at: datetime


coverage = Table(
    "coverage",
    metadata,
    Column("guild_id", OptionalId, **_KEY),
    Column("day", sa.Date, primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("term", String(TERM_LENGTH), primary_key=True),
    Column("outcome", String(10), primary_key=True),
    Column("count", sa.Integer, nullable=False),
)


@dataclass(frozen=True)
class CoverageCount:
    """How often questions that named `term` ended in `outcome`."""

    kind: CoverageKind
    term: str
    outcome: Outcome
    count: int


questions = Table(
    "questions",
    metadata,
    Column("id", _Counter, primary_key=True),
    Column("guild_id", OptionalId, nullable=False),
    Column("channel_id", OptionalId, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("question", Text, nullable=False),
    Column("status", String(10), nullable=False),
    Column("at", UtcTime, nullable=False),
    Index("questions_by_user", "user_id"),
    Index("questions_by_time", "at"),
)


@dataclass(frozen=True)
class LoggedQuestion:
    """A question as it was asked, kept only where an administrator turned this on."""

    guild_id: int | None
    channel_id: int | None
    user_id: int
    question: str
    status: str
    at: datetime


synced_commands = Table(
    "synced_commands",
    metadata,
    Column("guild_id", OptionalId, **_KEY),
    Column("digest", String(64), nullable=False),
)
