"""The store when things go wrong: killed while it writes, started twice, locked, full, gone, and back again."""

import asyncio
import contextlib
import multiprocessing
import resource
import signal
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import asyncpg
import psutil
import pytest
from sqlalchemy import text

from bot.store import Feedback, GuildChoices, Store, StoreUnavailable, Upload
from tests.loopback.running import eventually

NOW = datetime(2026, 3, 1, tzinfo=UTC)
GUILD, CHANNEL = 7, 8
ROUNDS, WRITERS = 8, 4
BRIEFLY = {"read_seconds": 0.3, "write_seconds": 0.3}


def verdict(number: int) -> Feedback:
    return Feedback(GUILD, "briefing", f"q-{number}", "helpful", None, None, NOW)


def file_of(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


@pytest.fixture(scope="module")
def processes() -> multiprocessing.context.BaseContext:
    """Forks processes from one that has the store loaded, so that a round costs little."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["bot.store"])
    return context


def write_until_killed(url: str, first: int, acknowledged: Connection) -> None:
    """Writes rows, several at once, and tells the number of each that the store has taken."""

    async def write(store: Store, number: int) -> None:
        while True:
            await store.add_feedback(verdict(number))
            acknowledged.send(number)
            number += WRITERS

    async def main() -> None:
        async with await Store.open(url) as store:
            await asyncio.gather(*(write(store, first + offset) for offset in range(WRITERS)))

    asyncio.run(main())


def open_when_told(url: str, start, opened: Connection) -> None:
    """Opens the store at the same moment as others, and tells whether that went well."""

    async def main() -> None:
        async with await Store.open(url) as store:
            await store.add_feedback(verdict(1))

    start.wait()
    asyncio.run(main())
    opened.send("opened")


def all_received(pipe: Connection) -> Iterator[int]:
    with contextlib.suppress(EOFError):
        while True:
            yield pipe.recv()


async def test_killed_in_a_loop_under_load_it_loses_no_acknowledged_write(database_url, processes):
    promised: set[int] = set()
    for turn in range(ROUNDS):
        received, acknowledged = processes.Pipe(duplex=False)
        process = processes.Process(target=write_until_killed, args=(database_url, turn * 1_000_000, acknowledged))
        process.start()
        acknowledged.close()
        promised.update(received.recv() for _ in range(1 + 7 * turn))
        process.kill()
        promised.update(all_received(received))
        process.join()
        assert process.exitcode == -signal.SIGKILL
    async with await Store.open(database_url) as store:
        kept = {int(each.excerpt_id[2:]) for each in await store.feedback(GUILD, limit=1_000_000)}
    assert len(promised) >= ROUNDS
    assert promised <= kept, f"lost {sorted(promised - kept)[:10]} of {len(promised)}"


async def test_processes_that_start_at_once_migrate_once(database_url, processes):
    together, received, opened = processes.Barrier(4), *processes.Pipe(duplex=False)
    started = [processes.Process(target=open_when_told, args=(database_url, together, opened)) for _ in range(4)]
    for process in started:
        process.start()
    opened.close()
    assert list(all_received(received)) == ["opened"] * 4
    for process in started:
        process.join()
    async with await Store.open(database_url) as store:
        assert await store.feedback_counts(GUILD, "briefing") == {("q-1", "helpful"): 4}


async def told(attempt) -> str:
    """The one line of the StoreUnavailable that an attempt ends in."""
    with pytest.raises(StoreUnavailable) as raised:
        await attempt
    assert "\n" not in str(raised.value)
    return str(raised.value)


async def test_a_locked_sqlite_file_is_told_can_be_read_and_heals(sqlite_url):
    async with await Store.open(sqlite_url, **BRIEFLY) as store:
        await store.bind(GUILD, None, ["b"])
        with contextlib.closing(sqlite3.connect(file_of(sqlite_url), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert "locked" in await told(store.add_feedback(verdict(1)))
            assert await store.bound_briefings(GUILD, [CHANNEL]) == ("b",)
        await store.add_feedback(verdict(2))
        assert await store.feedback_counts(GUILD, "briefing") == {("q-2", "helpful"): 1}


async def test_a_locked_postgresql_table_is_told_and_heals(postgres_url):
    async with await Store.open(postgres_url, **BRIEFLY) as store:
        other = await asyncpg.connect(postgres_url)
        async with other.transaction():
            await other.execute("LOCK TABLE feedback IN ACCESS EXCLUSIVE MODE")
            assert "no answer in time" in await told(store.add_feedback(verdict(1)))
        await other.close()
        await store.add_feedback(verdict(2))
        assert await store.feedback_counts(GUILD, "briefing") == {("q-2", "helpful"): 1}


async def test_a_full_disk_is_told_and_heals_when_there_is_room(sqlite_url):
    async with await Store.open(sqlite_url) as store:
        await store.add_feedback(verdict(1))
        unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
        # No file may grow beyond what the log has now: to SQLite, a disk without room.
        resource.setrlimit(
            resource.RLIMIT_FSIZE, (file_of(sqlite_url).with_name("readout.sqlite3-wal").stat().st_size, unlimited[1])
        )
        try:
            line = await told(store.put_upload(Upload(GUILD, "big", "t", b"x" * 500_000, "y", NOW)))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
        assert "the disk is full" in line
        await store.add_feedback(verdict(2))
        assert len(await store.feedback(GUILD)) == 2
        assert await store.uploads(GUILD) == []


@pytest.mark.parametrize(
    ("state", "line"), [("53100", "disk is full"), ("53300", "cannot be used"), ("57P03", "cannot be used")]
)
async def test_what_a_postgresql_server_cannot_do_now_is_told(postgres_url, state, line):
    async with await Store.open(postgres_url) as store:

        async def refused() -> None:
            raising = text(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$")
            await store._database.write(lambda connection: connection.execute(raising))

        assert line in await told(refused())


async def test_a_postgresql_server_that_is_gone_is_told_and_found_again(postgres, postgres_url):
    async with await Store.open(postgres_url, fresh_seconds=0) as store:
        await store.bind(GUILD, CHANNEL, ["b"])
        await store.choose_private_replies(GUILD, True)
        await store.bound_briefings(GUILD, [CHANNEL])
        await store.choices(GUILD)
        postgres.stop()
        try:
            await told(store.add_feedback(verdict(1)))
            await told(store.ping())
            assert await store.bound_briefings(GUILD, [CHANNEL]) == ("b",), "the last known holds meanwhile"
            assert await store.choices(GUILD) == GuildChoices(True, None)
            await told(store.bound_briefings(GUILD + 1, [CHANNEL]))
            await told(store.choices(GUILD + 1))
            await told(Store.open(postgres_url))
        finally:
            postgres.ensure_postgres_running()
        await store.add_feedback(verdict(2))
        assert await store.feedback_counts(GUILD, "briefing") == {("q-2", "helpful"): 1}


async def test_a_bot_may_start_while_its_postgresql_server_is_away(postgres, postgres_url):
    async with Store(postgres_url) as store:
        postgres.stop()
        try:
            await told(store.bound_briefings(GUILD, [CHANNEL]))
        finally:
            postgres.ensure_postgres_running()
        await store.bind(GUILD, CHANNEL, ["b"])
        assert await store.bound_briefings(GUILD, [CHANNEL]) == ("b",)


async def test_a_sqlite_file_that_was_deleted_is_made_anew(sqlite_url):
    async with await Store.open(sqlite_url) as store:
        await store.add_feedback(verdict(1))
        for file in file_of(sqlite_url).parent.iterdir():
            file.unlink()
        await store.add_feedback(verdict(2))
    async with await Store.open(sqlite_url) as store:
        assert await store.feedback_counts(GUILD, "briefing") == {("q-2", "helpful"): 1}


async def test_a_postgresql_server_that_hangs_is_waited_for_once_and_no_longer_than_promised(postgres, postgres_url):
    async with await Store.open(postgres_url, fresh_seconds=0, read_seconds=0.2) as store:
        await store.bind(GUILD, CHANNEL, ["b"])
        server = psutil.Process(postgres.get_pid())
        everyone = [server, *server.children(recursive=True)]
        try:
            for process in everyone:
                process.suspend()
            asked = asyncio.ensure_future(told(store.uploads(GUILD)))
            longer = asyncio.ensure_future(asyncio.sleep(1.8))  # than is promised, and less than giving up takes
            await asyncio.wait({asked, longer}, return_when=asyncio.FIRST_COMPLETED)
            assert "no answer in time" in asked.result() and not longer.done()
            underway = len(store._database._underway)
            assert "no answer in time" in await told(store.choices(GUILD))
            assert len(store._database._underway) <= underway, "the second has not waited"
        finally:
            for process in everyone:
                process.resume()
            longer.cancel()

        async def found() -> bool:
            with contextlib.suppress(StoreUnavailable):
                return await store.bindings(GUILD) == {CHANNEL: ("b",)}
            return False

        await eventually(found, True)


async def test_a_file_that_is_no_database_is_told(sqlite_url):
    file_of(sqlite_url).parent.mkdir()
    file_of(sqlite_url).write_bytes(b"not a database at all " * 500)
    assert "no sound database" in await told(Store.open(sqlite_url))


async def test_a_directory_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert "cannot be reached" in await told(Store.open(f"sqlite:///{tmp_path / 'file' / 'readout.sqlite3'}"))


async def test_a_transaction_that_fails_half_way_leaves_nothing(store):
    async def half_way(connection) -> None:
        await connection.execute(text("INSERT INTO synced_commands VALUES (1, 'half')"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store._database.write(half_way)
    assert await store.synced_digest(1) is None


async def test_the_sqlite_file_is_set_up_so_that_a_power_cut_loses_nothing(sqlite_url):
    async def pragmas(connection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys")
        return [await connection.scalar(text(f"PRAGMA {name}")) for name in names]

    async with await Store.open(sqlite_url) as store:
        assert await store._database.read(pragmas) == ["wal", 2, 1]
