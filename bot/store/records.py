"""What the store hands out. Ids are Discord's snowflakes; times are aware and in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Verdict = Literal["helpful", "wrong"]
CoverageKind = Literal["actor", "topic", "word"]
Outcome = Literal["choose", "declined"]


@dataclass(frozen=True)
class GuildChoices:
    """What the moderators of a server chose; None where they have not, so that the bot's setting holds."""

    private_replies: bool | None = None
    log_questions: bool | None = None


@dataclass(frozen=True)
class Upload:
    """A briefing that a server's moderators added. `article` is the file as it came, byte for byte."""

    guild_id: int
    briefing_id: str
    title: str
    article: bytes
    factbase: str
    added_at: datetime


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


@dataclass(frozen=True)
class CoverageCount:
    """How often questions that named `term` ended in `outcome`."""

    kind: CoverageKind
    term: str
    outcome: Outcome
    count: int


@dataclass(frozen=True)
class LoggedQuestion:
    """A question as it was asked, kept only where an administrator turned this on."""

    guild_id: int | None
    channel_id: int | None
    user_id: int
    question: str
    status: str
    at: datetime
