"""The tables, as the newest migration leaves them; a test compares the two.

A guild id of 0 stands for direct messages and installs by a user, a channel id of 0 for a whole server: a
primary key has no room for NULL.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator

NOWHERE = 0


class UtcTime(TypeDecorator[datetime]):
    """An aware time in UTC. SQLite knows no time zones, so both databases store it without."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


# SQLite counts rows by itself only in a column of type INTEGER.
_Counter = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData()

bindings = Table(
    "bindings",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("briefing_id", String(200), nullable=False),
)

uploads = Table(
    "uploads",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("briefing_id", String(200), primary_key=True),
    Column("title", Text, nullable=False),
    Column("article", LargeBinary, nullable=False),
    Column("factbase", Text, nullable=False),
    Column("added_at", UtcTime, nullable=False),
)

guilds = Table(
    "guilds",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("private_replies", Boolean),
    Column("log_questions", Boolean),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", _Counter, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("briefing_id", String(200), nullable=False),
    Column("excerpt_id", String(200), nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("reason", String(40)),
    Column("user_id", BigInteger),
    Column("at", UtcTime, nullable=False),
    Index("feedback_by_user", "user_id"),
    Index("feedback_by_time", "at"),
)

coverage = Table(
    "coverage",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("term", String(100), primary_key=True),
    Column("outcome", String(10), primary_key=True),
    Column("count", Integer, nullable=False),
)

questions = Table(
    "questions",
    metadata,
    Column("id", _Counter, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("question", Text, nullable=False),
    Column("status", String(10), nullable=False),
    Column("at", UtcTime, nullable=False),
    Index("questions_by_user", "user_id"),
    Index("questions_by_time", "at"),
)

synced_commands = Table(
    "synced_commands",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False),
)
