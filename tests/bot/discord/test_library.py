"""The briefings of servers come and go at once: the store and the engine hold the same, and nobody sees another's."""

import asyncio
import dataclasses
from datetime import UTC, datetime

import pytest

from bot.answering.engine import Engine
from bot.discord import library as library_module
from bot.discord.library import RELOAD_EVERY, Library, NoRoom, Removed, TooSoon, source_name
from bot.errors import StoreUnavailable
from bot.settings import Shards
from bot.store import Store, Upload
from bot.texts import load_texts
from knowledge.errors import BadData
from knowledge.model.storage import dump
from tests.bot.held import PATIENCE, held_packing
from tests.loopback import world

ONE, OTHER = 111 << 22, 222 << 22  # servers


class Compiled:
    """In place of the compiler: fact bases made by hand, when they are wanted."""

    def __init__(self):
        self.ready = asyncio.Event()
        self.ready.set()
        self.asked = asyncio.Event()

    async def compile(self, article, name, progress=None):
        self.asked.set()
        await self.ready.wait()
        return dump(world.briefing(article.decode(), name.removesuffix(".txt")).base)


@pytest.fixture
async def store(sqlite_url):
    async with await Store.open(sqlite_url) as store:
        yield store


@pytest.fixture
def library(store):
    return Library(Engine([world.briefing()], load_texts()), store, None, Compiled())


async def add(library, guild, name, text=world.FERRY):
    async def progress(stage):
        pass

    return await library.add(guild, f"{name}.txt", text.encode(), progress)


async def begun(held):
    assert await asyncio.to_thread(held.begun.wait, PATIENCE)


async def kept(store):
    return {upload.briefing_id for upload in await store.uploads()}


async def agree(library, store):
    """Each server sees its own of what is kept, and nothing else beside what is shipped."""
    rows = await store.uploads()
    for guild in (ONE, OTHER, None):
        own = {row.briefing_id for row in rows if row.guild_id == guild}
        assert set(library._engine.visible(guild)) == {"ferry-strike"} | own


async def test_a_removal_while_another_server_adds_is_not_undone(library, store):
    await add(library, ONE, "mine")
    with held_packing(f"{OTHER}-theirs") as held:
        adding = asyncio.ensure_future(add(library, OTHER, "theirs"))
        await begun(held)
        removing = asyncio.ensure_future(library.remove(ONE, f"{ONE}-mine"))
        await asyncio.sleep(0.05)
        held.go.set()
        await adding
        assert await removing
    assert await kept(store) == {f"{OTHER}-theirs"}
    await agree(library, store)


async def test_additions_at_once_are_all_there(library, store):
    await asyncio.gather(*(add(library, guild, f"n{number}") for guild in (ONE, OTHER) for number in range(4)))
    assert len(await kept(store)) == 8
    await agree(library, store)


async def test_of_two_additions_of_one_briefing_at_once_the_store_and_the_desk_have_the_same(library, store):
    with held_packing(f"{ONE}-mine") as held:
        first = asyncio.ensure_future(add(library, ONE, "mine", world.FERRY.replace("14 sailings", "15 sailings")))
        await begun(held)
        second = asyncio.ensure_future(add(library, ONE, "mine"))
        await asyncio.sleep(0.3)
        held.go.set()
        await asyncio.gather(first, second)
    [row] = await store.uploads()
    assert row.article.decode() == library._engine.briefings[f"{ONE}-mine"].article.text == world.FERRY


async def test_a_removal_while_its_replacement_is_compiled_wins(library, store):
    await add(library, ONE, "mine")
    library._compiler.ready.clear()
    library._compiler.asked.clear()
    adding = asyncio.ensure_future(add(library, ONE, "mine"))
    await library._compiler.asked.wait()
    assert await library.remove(ONE, f"{ONE}-mine")
    library._compiler.ready.set()
    with pytest.raises(Removed):
        await adding
    assert await kept(store) == set()
    await agree(library, store)


async def test_a_removal_while_the_index_of_its_replacement_is_built_wins(library, store):
    await add(library, ONE, "mine")
    with held_packing(f"{ONE}-mine") as held:
        adding = asyncio.ensure_future(add(library, ONE, "mine"))
        await begun(held)
        removing = asyncio.ensure_future(library.remove(ONE, f"{ONE}-mine"))
        await asyncio.sleep(0.05)
        held.go.set()
        await adding
        assert await removing
    assert await kept(store) == set()
    await agree(library, store)


async def test_a_removal_while_the_library_is_loaded_is_not_undone(library, store):
    base = dump(world.briefing(article_id=f"{ONE}-mine").base)
    for guild in (ONE, OTHER):
        text = base.replace(f"{ONE}-mine", f"{guild}-mine")
        await store.put_upload(Upload(guild, f"{guild}-mine", "Mine", world.FERRY.encode(), text, datetime.now(UTC)))
    with held_packing(f"{ONE}-mine") as held:
        loading = asyncio.ensure_future(library.load())
        await begun(held)
        leaving = [asyncio.ensure_future(library.forget_guild(guild)) for guild in (ONE, OTHER)]
        await asyncio.sleep(0.05)
        held.go.set()
        await asyncio.gather(loading, *leaving)
    assert await kept(store) == set()
    await agree(library, store)


async def test_nothing_is_added_to_a_server_that_removed_the_bot_meanwhile(library, store):
    library._compiler.ready.clear()
    adding = asyncio.ensure_future(add(library, ONE, "mine"))
    await library._compiler.asked.wait()
    await library.forget_guild(ONE)
    library._compiler.ready.set()
    with pytest.raises(Removed):
        await adding
    assert await kept(store) == set()
    await agree(library, store)


async def test_what_is_loaded_late_does_not_replace_what_was_added_meanwhile(library, store):
    old = world.FERRY.replace("14 sailings", "15 sailings")
    base = dump(world.briefing(old, f"{ONE}-mine").base)
    await store.put_upload(Upload(ONE, f"{ONE}-mine", "Mine", old.encode(), base, datetime.now(UTC)))
    rows = await store.uploads()

    async def before() -> list:
        return rows

    await add(library, ONE, "mine")
    store.uploads = before
    await library.load()
    assert "14 sailings" in library._engine.briefings[f"{ONE}-mine"].article.text


# --- limits and names


@pytest.mark.parametrize("limit", ["number", "server", "all"])
async def test_what_is_full_takes_no_more_however_many_come_at_once(library, store, monkeypatch, limit):
    size = library._engine.size()
    setting = {"number": ("MOST_UPLOADS", 2), "server": ("SERVER_ROOM", size // 2), "all": ("ROOM", size + size // 2)}
    monkeypatch.setattr(library_module, *setting[limit])
    adding = (add(library, ONE, f"n{number}") for number in range(5))
    ended = await asyncio.gather(*adding, return_exceptions=True)
    refused = [one for one in ended if isinstance(one, NoRoom)]
    assert {one.limit for one in refused} == {limit}
    assert len(await kept(store)) == 5 - len(refused) == (2 if limit == "number" else 1)
    await agree(library, store)


async def test_what_takes_an_older_ones_place_is_taken_where_no_more_are(library, store, monkeypatch):
    monkeypatch.setattr(library_module, "MOST_UPLOADS", 1)
    assert not (await add(library, ONE, "mine")).replaced
    assert (await add(library, ONE, "mine", world.FERRY.replace("14 sailings", "15 sailings"))).replaced
    [row] = await store.uploads()
    assert "15 sailings" in row.article.decode()


@pytest.mark.parametrize(
    ("one", "other"),
    [("⛴.txt", "⛵.txt"), ("a" * 60 + "b.txt", "a" * 60 + "c.txt"), ("a b.txt", "a-b.txt"), ("x.md", "x.txt")],
)
async def test_two_names_are_two_briefings(library, store, one, other):
    for name in (one, other):
        await library.add(ONE, name, world.FERRY.encode(), None)
    assert len(await kept(store)) == 2
    await agree(library, store)


def test_a_plain_name_is_its_id_and_capitals_make_no_other():
    assert source_name(ONE, "bridge.txt") == source_name(ONE, "Bridge.txt") == f"{ONE}-bridge.txt"


async def test_nothing_of_an_article_is_parsed_in_the_process_that_answers_before_it_was_compiled(library, monkeypatch):
    def parsed(*arguments, **named):
        raise AssertionError("parsed here")

    async def refused(*arguments):
        raise BadData.one("mine.txt", "front matter", "20,008 characters", "at most 4,000")

    monkeypatch.setattr("knowledge.model.article.parse_text", parsed)
    monkeypatch.setattr(library._compiler, "compile", refused)
    with pytest.raises(BadData, match="at most 4,000"):
        await add(library, ONE, "mine")


# --- a store that is away, servers that are gone


async def away(*arguments):
    raise StoreUnavailable("no room on the disk")


async def test_a_removal_that_the_store_cannot_take_holds_at_once_and_is_made_up_for(library, store, monkeypatch):
    await add(library, ONE, "mine")
    with monkeypatch.context() as patch:
        patch.setattr(store, "remove_upload", away)
        with pytest.raises(StoreUnavailable):
            await library.remove(ONE, f"{ONE}-mine")
        assert library._engine.owned(ONE) == ()
        await library.catch_up()
        assert (await library.reload(ONE)).changes == [], "what was removed does not come back"
        assert await kept(store) == {f"{ONE}-mine"}
    await library.catch_up()
    assert await kept(store) == set()


async def test_what_is_added_anew_after_such_a_removal_is_not_deleted(library, store, monkeypatch):
    await add(library, ONE, "mine")
    with monkeypatch.context() as patch:
        patch.setattr(store, "remove_upload", away)
        with pytest.raises(StoreUnavailable):
            await library.remove(ONE, f"{ONE}-mine")
        patch.setattr(store, "forget_guild", away)
        with pytest.raises(StoreUnavailable):
            await library.forget_guild(ONE)
    await add(library, ONE, "mine")
    await library.catch_up()
    assert await kept(store) == {f"{ONE}-mine"}
    await agree(library, store)


async def test_what_the_store_could_not_give_at_the_start_is_loaded_later(library, store, monkeypatch):
    await add(library, ONE, "mine")
    fresh = Library(Engine([], load_texts()), store, None, Compiled())
    with monkeypatch.context() as patch:
        patch.setattr(store, "uploads", away)
        await fresh.load()
        assert fresh._engine.owned(ONE) == ()
    await fresh.catch_up()
    assert fresh._engine.owned(ONE) == (f"{ONE}-mine",)


async def test_servers_that_the_bot_is_no_longer_in_are_forgotten(library, store):
    await add(library, ONE, "mine")
    await add(library, OTHER, "theirs")
    await store.bind(333, None, ["ferry-strike"])
    await store.choose_private_replies(444, True)
    await library.forget_strangers({OTHER}.__contains__)
    assert await store.guild_ids() == {OTHER}
    assert library._engine.owned(ONE) == () and library._engine.owned(OTHER)


async def test_servers_of_other_processes_are_left_alone(store):
    await store.bind(ONE, None, ["ferry-strike"])
    library = Library(Engine([], load_texts()), store, Shards((0,), 2))
    await library.forget_strangers(lambda guild_id: False)
    assert await store.guild_ids() == {ONE}, "its shard is 1"


# --- reloading


async def changed(store, text, guild=ONE):
    """The row of a briefing as another process leaves it."""
    [row] = await store.uploads(guild)
    base = dump(world.briefing(text, row.briefing_id).base)
    await store.put_upload(dataclasses.replace(row, article=text.encode(), factbase=base, added_at=datetime.now(UTC)))


async def test_a_server_reloads_its_own_and_nobody_elses(library, store, monkeypatch):
    await add(library, ONE, "mine")
    await add(library, OTHER, "theirs")
    taken = []
    take = library._take
    monkeypatch.setattr(library, "_take", lambda upload, since: taken.append(upload.guild_id) or take(upload, since))
    for guild in (ONE, OTHER):
        await changed(store, world.FERRY.replace("14 sailings", "15 sailings"), guild)
    [change] = (await library.reload(ONE)).changes
    assert change.briefing == f"{ONE}-mine" and taken == [ONE]
    assert "15 sailings" in library._engine.briefing(f"{ONE}-mine").article.text


async def test_a_server_reloads_once_in_a_while(library):
    assert (await library.reload(ONE)).changes == []
    with pytest.raises(TooSoon) as raised:
        await library.reload(ONE)
    assert 0 < raised.value.seconds <= RELOAD_EVERY
    await library.reload(OTHER)


async def test_what_another_version_compiled_is_compiled_anew_which_a_line_says(library, store, caplog):
    await add(library, ONE, "mine")
    [row] = await store.uploads()
    old = row.factbase.replace("format: 2", "format: 1").replace("text:", "words:")
    await store.put_upload(dataclasses.replace(row, factbase=old, added_at=datetime.now(UTC)))
    fresh = Library(Engine([], load_texts()), store, None, Compiled())
    await fresh.load()
    await fresh._renewing
    assert fresh._engine.owned(ONE) == (f"{ONE}-mine",)
    assert [kept.factbase for kept in await store.uploads()] == [row.factbase]
    [line] = [message for message in caplog.messages if "anew" in message]
    assert f"server {ONE}" in line and "format: found 1" in line
