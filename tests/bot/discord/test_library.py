"""The briefings of servers come and go at once: the store and the engine hold the same, and nobody sees another's."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.answering.engine import Engine
from bot.discord.library import Library, Removed
from bot.discord.records import Records
from bot.store import Store, Upload
from bot.texts import load_texts
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
    records = Records(store, world.settings())
    return Library(Engine([world.briefing()], load_texts()), store, records, None, Compiled())


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
        assert set(library.visible(guild)) == {"ferry-strike"} | own


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
