"""What could not be answered: counts by actor, topic and word, a day and a server each. No question is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime

from sqlalchemy import func, select

from bot.store.batched import GATHER_SECONDS, Batched
from bot.store.database import Database
from bot.store.records import CoverageCount, CoverageKind, Outcome
from bot.store.tables import NOWHERE, coverage

TERMS_PER_KIND = 12  # of one question; so that a wall of words fills no database
TERM_LENGTH = 100  # characters, as wide as the column

_Key = tuple[int, date, str, str, str]  # the columns of the primary key, in their order


class Coverage:
    """Counts of questions that ended in *choose* or *declined*."""

    def __init__(self, database: Database):
        self._database = database
        self._keys: Batched[list[_Key]] = Batched(self._write, GATHER_SECONDS)

    async def count(
        self,
        guild_id: int | None,
        outcome: Outcome,
        *,
        actors: Iterable[str] = (),
        topics: Iterable[str] = (),
        words: Iterable[str] = (),
        at: datetime,
    ) -> None:
        """Counts one such question under each actor and topic it named and each word nothing matched."""
        named: dict[CoverageKind, Iterable[str]] = {"actor": actors, "topic": topics, "word": words}
        place = (guild_id or NOWHERE, at.astimezone(UTC).date())
        keys = [(*place, kind, term, outcome) for kind, terms in named.items() for term in _terms(terms)]
        if keys:
            await self._keys.add(keys)

    async def _write(self, counted: list[list[_Key]]) -> None:
        totals = Counter(key for keys in counted for key in keys)
        # Sorted, so that two processes that count at once lock the rows in the same order.
        rows = [dict(zip(coverage.columns.keys(), (*key, totals[key]), strict=True)) for key in sorted(totals)]
        add = self._database.insert(coverage)
        add = add.on_conflict_do_update(
            index_elements=list(coverage.primary_key.columns),
            set_={"count": coverage.c.count + add.excluded["count"]},
        )
        async with self._database.writing() as connection:
            await connection.execute(add, rows)

    async def report(self, guild_id: int | None, since: date, limit: int = 20) -> list[CoverageCount]:
        """The terms counted most since a day (UTC), that day included; at most `limit` of each kind."""
        total = func.sum(coverage.c.count).label("total")
        key = (coverage.c.kind, coverage.c.term, coverage.c.outcome)
        query = (
            select(*key, total)
            .where(coverage.c.guild_id == (guild_id or NOWHERE), coverage.c.day >= since)
            .group_by(*key)
            .order_by(total.desc(), coverage.c.term, coverage.c.outcome)
        )
        found: dict[str, list[CoverageCount]] = {"actor": [], "topic": [], "word": []}
        async with self._database.reading() as connection:
            for kind, term, outcome, count in await connection.execute(query):
                if len(found[kind]) < limit:
                    found[kind].append(CoverageCount(kind, term, outcome, int(count)))
        return [row for rows in found.values() for row in rows]


def _terms(terms: Iterable[str]) -> list[str]:
    """The terms as counted: folded, without doubles, no more and no longer than there is room for."""
    folded = dict.fromkeys(" ".join(term.replace("\0", " ").casefold().split())[:TERM_LENGTH] for term in terms)
    return [term for term in folded if term][:TERMS_PER_KIND]
