"""What spares the database work under load: remembered answers and batched rows, and that neither tells lies."""

import asyncio

import pytest

from bot.errors import StoreUnavailable
from bot.store import Store
from bot.store.cache import Batched, Remembered

GUILD, CHANNEL = 7, 8


async def test_a_change_is_seen_at_once_by_the_process_that_made_it(store):
    assert await store.bound_briefings(GUILD, [CHANNEL]) == ()
    await store.bind(GUILD, CHANNEL, ["b"])
    assert await store.bound_briefings(GUILD, [CHANNEL]) == ("b",)
    await store.remove_upload(GUILD, "b")
    assert await store.bound_briefings(GUILD, [CHANNEL]) == ()
    assert (await store.choices(GUILD)).private_replies is None
    await store.choose_private_replies(GUILD, True)
    assert (await store.choices(GUILD)).private_replies is True
    await store.forget_guild(GUILD)
    assert (await store.choices(GUILD)).private_replies is None


async def test_a_change_by_another_process_is_seen_when_what_is_remembered_is_no_longer_fresh(database_url):
    async with (
        await Store.open(database_url, fresh_seconds=0) as here,
        await Store.open(database_url) as elsewhere,
    ):
        assert await here.bound_briefings(GUILD, [CHANNEL]) == ()
        await elsewhere.bind(GUILD, None, ["b"])
        await elsewhere.choose_log_questions(GUILD, True)
        assert await here.bound_briefings(GUILD, [CHANNEL]) == ("b",)
        assert (await here.choices(GUILD)).log_questions is True


async def test_what_is_fresh_is_not_read_again():
    reads: list[str] = []

    async def read(key: str) -> str:
        reads.append(key)
        return key.upper()

    remembered = Remembered(read, fresh_seconds=3600)
    assert [await remembered.get("a") for _ in range(3)] + [await remembered.get("b")] == ["A", "A", "A", "B"]
    assert reads == ["a", "b"]
    remembered.forget("a")
    await remembered.get("a")
    assert reads == ["a", "b", "a"]


async def test_a_value_that_was_read_while_it_changed_is_not_remembered():
    value, reading, go_on = "old", asyncio.Event(), asyncio.Event()

    async def read(key: str) -> str:
        found = value
        reading.set()
        await go_on.wait()
        return found

    remembered = Remembered(read, fresh_seconds=3600)
    slow = asyncio.create_task(remembered.get("key"))
    await reading.wait()
    value = "new"
    remembered.forget("key")
    go_on.set()
    assert await slow == "old"
    assert await remembered.get("key") == "new"


async def test_rows_that_come_while_one_is_written_are_written_together():
    batches: list[list[int]] = []

    async def write(rows: list[int]) -> None:
        batches.append(rows)
        await asyncio.sleep(0)

    batched = Batched(write)
    await asyncio.gather(*(batched.add(number) for number in range(50)))
    assert sorted(number for batch in batches for number in batch) == list(range(50))
    assert len(batches) < 5
    await batched.add(50)
    assert batches[-1] == [50]


async def test_everybody_whose_row_could_not_be_written_is_told_and_later_rows_are_tried():
    away = True

    async def write(rows: list[int]) -> None:
        await asyncio.sleep(0)
        if away:
            raise StoreUnavailable("gone")

    batched = Batched(write)
    results = await asyncio.gather(*(batched.add(number) for number in range(5)), return_exceptions=True)
    assert [type(result) for result in results] == [StoreUnavailable] * 5
    away = False
    await batched.add(6)


async def test_one_who_does_not_wait_takes_nobody_elses_row_with_him():
    written: list[int] = []

    async def write(rows: list[int]) -> None:
        await asyncio.sleep(0)
        written.extend(rows)

    batched = Batched(write)
    first, second = (asyncio.create_task(batched.add(number)) for number in (1, 2))
    await asyncio.sleep(0)
    first.cancel()
    await second
    assert written == [1, 2]
    with pytest.raises(asyncio.CancelledError):
        await first
