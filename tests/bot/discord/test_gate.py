"""Nothing of a briefing crosses the border of its server: by no way round the gate, and by no forged button."""

import ast

import pytest

from bot.answering.engine import Engine, Scope
from bot.commands import briefing_key
from bot.store import Store
from bot.texts import load_texts
from knowledge.model.storage import PROJECT
from tests.bot.discord.test_moderators import moderator, put
from tests.loopback import world
from tests.loopback.member import Member
from tests.loopback.reply import Reply
from tests.loopback.running import eventually, logged_in
from tests.loopback.server import Discord

HOLDERS = ("gate.py", "library.py")  # who may hold an engine: the one who asks who may see, the one who changes


def test_nothing_in_discord_reaches_the_engine_but_through_the_gate():
    """Of the modules for Discord, only the gate and the library use an engine; the client hands it on to these two.

    A scope, which is what the gate gives, comes from nowhere else.
    """
    broken = []
    for path in sorted((PROJECT / "bot" / "discord").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        handed_on = {id(one) for node in ast.walk(tree) for one in arguments(node)}
        for node in ast.walk(tree):
            if path.name in HOLDERS:
                continue
            name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
            reaches = name in ("engine", "_engine") and not (path.name == "client.py" and id(node) in handed_on)
            makes = isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
                "Engine",
                "Scope",
                "Loaded",
                "Shelf",
            )
            if reaches or makes or (name == "Engine" and path.name != "client.py"):
                broken.append(f"{path.name}:{getattr(node, 'lineno', 0)}: {ast.unparse(node)[:80]}")
    assert broken == []


def arguments(node: ast.AST) -> list[ast.expr]:
    """What is handed to the gate or the library."""
    named = isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Gate", "Library")
    return node.args if named else []


@pytest.fixture
async def store(sqlite_url):
    async with await Store.open(sqlite_url) as store:
        yield store


async def pressed(member: Member, shown: Reply, custom_id: str) -> Reply:
    """What comes of a button that somebody has given another meaning."""
    button = shown.button("Helpful")
    button["custom_id"] = custom_id
    return await member._component(shown, {"custom_id": custom_id, "component_type": button["type"]})


@pytest.mark.parametrize("press", ["context", "pick", "good", "wrong", "why:speaker"])
async def test_a_button_that_names_another_servers_excerpt_shows_and_counts_nothing(store, press):
    async with Discord(guilds=2) as discord:
        mod, other = moderator(discord), moderator(discord, list(discord.guilds)[1])
        bridge = await put(store, mod.guild_id)
        async with logged_in(discord, store=store) as client:
            own = await mod.slash("position", actor="Lund")
            excerpt = client.gate._engine.briefing(bridge).base.positions[0].id
            shown = await other.slash("position", actor="Almers")
            reply = await pressed(other, shown, f"{press}:{briefing_key(bridge)}:{excerpt}")
            assert "toll" not in reply.text and "bridge" not in reply.text
            assert await store.feedback(other.guild_id) == [] == await store.feedback(mod.guild_id)
            await mod.press(own, "Helpful")

            async def votes() -> int:
                return len(await store.feedback(mod.guild_id))

            await eventually(votes, 1)


async def test_a_reason_that_is_none_of_ours_is_not_kept(store):
    """/coverage tells reasons by their texts: one that has none would leave it without an answer."""
    async with Discord() as discord, logged_in(discord, store=store):
        mod = moderator(discord)
        reply = await mod.slash("position", actor="Almers")
        key = reply.button("Helpful")["custom_id"].partition(":")[2]
        await pressed(mod, reply, f"why:nonsense:{key}")
        assert await store.feedback(mod.guild_id) == []
        assert (await mod.slash("coverage")).text


def test_a_scope_finds_no_excerpt_of_a_briefing_that_it_lacks():
    engine = Engine([world.briefing(), world.briefing(article_id="other")], load_texts())
    scope = engine.scope(["ferry-strike"])
    excerpt = scope.indexes[0].base.quotes[0].id
    assert isinstance(scope, Scope) and scope.excerpt("ferry-strike", excerpt)
    assert scope.excerpt("other", excerpt) is None and scope.article("other") is None
