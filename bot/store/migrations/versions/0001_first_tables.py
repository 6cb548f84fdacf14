"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, primary_key=True, autoincrement=False)


def upgrade() -> None:
    counter = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "bindings",
        _key("guild_id"),
        _key("channel_id"),
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("briefing_id", sa.String(200), nullable=False),
    )
    op.create_table(
        "uploads",
        _key("guild_id"),
        sa.Column("briefing_id", sa.String(200), primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("article", sa.LargeBinary, nullable=False),
        sa.Column("factbase", sa.Text, nullable=False),
        sa.Column("added_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "guilds",
        _key("guild_id"),
        sa.Column("private_replies", sa.Boolean),
        sa.Column("log_questions", sa.Boolean),
    )
    op.create_table(
        "feedback",
        sa.Column("id", counter, primary_key=True),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("briefing_id", sa.String(200), nullable=False),
        sa.Column("excerpt_id", sa.String(200), nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(40)),
        sa.Column("user_id", sa.BigInteger),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_index("feedback_by_user", "feedback", ["user_id"])
    op.create_index("feedback_by_time", "feedback", ["at"])
    op.create_table(
        "coverage",
        _key("guild_id"),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("kind", sa.String(10), primary_key=True),
        sa.Column("term", sa.String(100), primary_key=True),
        sa.Column("outcome", sa.String(10), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )
    op.create_table(
        "questions",
        sa.Column("id", counter, primary_key=True),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("channel_id", sa.BigInteger, nullable=False),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_index("questions_by_user", "questions", ["user_id"])
    op.create_index("questions_by_time", "questions", ["at"])
    op.create_table("synced_commands", _key("guild_id"), sa.Column("digest", sa.String(64), nullable=False))
