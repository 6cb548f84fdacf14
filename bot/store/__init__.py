"""What must survive a restart, in SQLite or PostgreSQL: `Store` is the one door.

    async with await Store.open(url) as store:
        await store.bind(guild_id, channel_id, ["trump-netanyahu"])

Every method raises `bot.errors.StoreUnavailable` when the database is locked, gone or full; a method that
returned has its change on the disk.
"""

from bot.errors import StoreUnavailable
from bot.store.store import Store
from bot.store.tables import CoverageCount, Feedback, GuildChoices, LoggedQuestion, Upload, Verdict

__all__ = [
    "CoverageCount",
    "Feedback",
    "GuildChoices",
    "LoggedQuestion",
    "Store",
    "StoreUnavailable",
    "Upload",
    "Verdict",
]
