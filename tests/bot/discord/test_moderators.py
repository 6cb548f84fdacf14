"""What moderators do: briefings of a server, what it chooses, what could not be answered. On either database."""

import dataclasses
from datetime import UTC, datetime

import pytest

from bot.errors import IngestUnavailable, StoreUnavailable
from bot.store import Store, Upload
from bot.texts import load_texts
from knowledge.model.storage import dump
from tests.loopback import world
from tests.loopback.member import Member, NoSuchCommand
from tests.loopback.payloads import EVERYONE, MANAGE_GUILD
from tests.loopback.running import bot, eventually, logged_in
from tests.loopback.server import Discord

BRIDGE = """The bridge stays closed
Engineer Ida Brandt said the bridge must stay closed until May. "The cable is worn through," Brandt told reporters.
Mayor Tom Lund rejects a toll on the bridge.
"""
MODERATORS = [  # every command that only they may use
    *(("briefing", [sub]) for sub in ("add", "list", "use", "remove", "reload")),
    ("coverage", []),
    *(("settings", [sub]) for sub in ("show", "private", "questions")),
]
NEEDED = {"use": {"briefing": "*"}, "remove": {"briefing": "x"}, "private": {"on": True}, "questions": {"on": True}}
SPACY_ABSENT = "spaCy is not installed: articles cannot be compiled here"


def moderator(discord: Discord, guild: int | bool = True) -> Member:
    return Member(discord, "mod", guild, permissions=EVERYONE | MANAGE_GUILD)


async def put(store: Store, guild_id: int, name: str = "bridge") -> str:
    """A briefing of a server in the store, as /briefing add leaves it, without the seconds of compiling."""
    text = BRIDGE.replace("bridge", name)
    made = world.briefing(
        text,
        f"{guild_id}-{name}",
        {"Tom Lund": "person"},
        [],
        [("Tom Lund", "reject", f"rejects a toll on the {name}")],
    )
    added = Upload(guild_id, made.id, made.article.title, text.encode(), dump(made.base), datetime.now(UTC))
    await store.put_upload(added)
    return made.id


async def test_an_article_is_added_asked_kept_over_a_restart_and_removed(sqlite_url):
    pytest.importorskip("spacy", reason=SPACY_ABSENT)
    async with await Store.open(sqlite_url) as store, Discord(guilds=2) as discord:
        mod, other = moderator(discord), Member(discord, "other", list(discord.guilds)[1])
        async with logged_in(discord, store=store):
            added = await mod.slash("briefing", "add", file=mod.attach("bridge.txt", BRIDGE.encode()))

            async def told() -> bool:
                return "The bridge stays closed" in added.text

            await eventually(told, True)
            assert added.private
            answer = await mod.slash("position", actor="Tom Lund")
            assert "toll on the bridge" in answer.text and "The bridge stays closed" in answer.text
            assert "added here" in (await mod.slash("briefing", "list")).text
        async with logged_in(discord, store=store):
            assert "toll on the bridge" in (await mod.slash("position", actor="Tom Lund")).text
            assert "toll on the bridge" not in (await other.slash("position", actor="Tom Lund")).text
            assert await other.autocomplete("position", "actor", "Lund") == []
            [choice] = await mod.autocomplete("briefing", "briefing", "", "remove")
            assert choice == "The bridge stays closed"
            gone = await mod.slash("briefing", "remove", briefing=f"{mod.guild_id}-bridge")
            assert "removed" in gone.text
            assert "toll on the bridge" not in (await mod.slash("position", actor="Tom Lund")).text
        assert await store.uploads() == []
        assert discord.problems == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no words"),
        (b"one", "a single word"),
        (b"\x00\x01\x02", "a binary file"),
        (b"caf\xe9 au lait", "not UTF-8"),
        (b"x" * 2_000_001, "2,000,001 bytes"),
        (b"---\ncolour: red\n---\nA title\nSome words here.", "an unknown key"),
    ],
)
async def test_a_bad_article_is_refused_with_the_reason_under_its_own_name(store, content, reason):
    async with bot(store=store) as (discord, client):
        mod = moderator(discord)
        reply = await mod.slash("briefing", "add", file=mod.attach("my_article.txt", content))
        assert reply.private and reason in reply.text
        assert str(mod.guild_id) not in reply.text
        assert client.gate.own(mod.guild_id) == ()


async def test_only_links_to_discords_own_files_are_followed(store):
    async with bot(store=store) as (discord, _client):
        mod = moderator(discord)
        for link in (
            "http://169.254.169.254/latest/meta-data",
            "https://evil.example/a.txt",
            "file:///etc/passwd",
            "no link",
            "http://[",
            f"http://{discord.host}",
            f"http://{discord.host}@evil.example/x",
        ):
            assert "no link of a file on Discord" in (await mod.slash("briefing", "add", link=link)).text
        gone = await mod.slash("briefing", "add", link=f"http://{discord.host}/files/gone.txt")
        assert "does not have that file" in gone.text
        discord.fail("GET /files/", 302, headers={"Location": f"http://{discord.host}/files/one.txt"})
        mod.attach("one.txt", b"one")
        moved = await mod.slash("briefing", "add", link=f"http://{discord.host}/files/moved.txt")
        assert "does not have that file" in moved.text, "redirects are not followed"
        assert "a single word" in (await mod.slash("briefing", "add", link=f"http://{discord.host}/files/one.txt")).text
        assert "either" in (await mod.slash("briefing", "add")).text


async def test_a_channel_answers_from_the_briefing_that_it_is_bound_to_and_from_no_other(store):
    async with Discord() as discord:
        mod = moderator(discord)
        bridge = await put(store, mod.guild_id)
        async with logged_in(discord, store=store):
            both = await mod.autocomplete("briefing", "briefing", "", "use")
            assert both == [
                load_texts()("discord.library.all"),
                "Ferry strike shuts the harbour",
                "The bridge stays closed",
            ]
            used = await mod.slash("briefing", "use", briefing=bridge)
            assert "The bridge stays closed" in used.text
            assert "rejects any rise" not in (await mod.slash("position", actor="Almers")).text
            assert "toll on the bridge" in (await mod.slash("position", actor="Lund")).text
            await mod.slash("briefing", "use", briefing="ferry-strike", keep=True)
            assert "rejects any rise" in (await mod.slash("position", actor="Almers")).text
            listed = await mod.slash("briefing", "list")
            assert f"<#{mod.channel['id']}>" in listed.source
            await mod.slash("briefing", "use", briefing="ferry-strike", where="whole_server")
            await mod.slash("briefing", "use", briefing="*")
            assert "toll" not in (await mod.slash("position", actor="Lund")).text
            await mod.slash("briefing", "use", briefing="*", where="whole_server")
            assert "toll" in (await mod.slash("position", actor="Lund")).text
            assert "no briefing" in (await mod.slash("briefing", "use", briefing="nonsense")).text
        assert discord.problems == []


async def test_a_thread_answers_from_the_briefing_of_its_channel(store):
    async with Discord() as discord:
        mod, alex = moderator(discord), Member(discord, "alex")
        alex.channel = discord.add_thread("a thread")
        bridge = await put(store, mod.guild_id)
        async with logged_in(discord, store=store) as client:
            await mod.slash("briefing", "use", briefing=bridge)
            assert "rejects any rise" not in (await alex.slash("position", actor="Almers")).text
            said = await alex.say(f"<@{client.user.id}> /position Tom Lund")
            assert "toll on the bridge" in said.text
            assert "rejects any rise" not in (await alex.say(f"<@{client.user.id}> /position Almers")).text
        assert discord.problems == []


async def test_a_bound_channel_whose_briefing_is_gone_falls_back_on_no_other(store):
    async with bot(store=store) as (discord, _client):
        mod = moderator(discord)
        await store.bind(mod.guild_id, int(mod.channel["id"]), ["long-gone"])
        reply = await mod.slash("position", actor="Almers")
        assert "rejects any rise" not in reply.text


async def test_commands_for_moderators_are_hidden_from_others_and_refused_when_forced(store):
    async with bot(store=store) as (discord, _):
        alex, direct = Member(discord, "alex"), Member(discord, "kim", guild=None)
        for name, groups in MODERATORS:
            with pytest.raises(NoSuchCommand):
                await alex.slash(name, *groups)
            with pytest.raises(NoSuchCommand):
                await direct.slash(name, *groups)
            forced = await alex.slash(name, *groups, forced=True, **NEEDED.get(groups[-1] if groups else "", {}))
            assert forced.private and forced.text == load_texts()("discord.not_allowed")


async def test_coverage_tells_what_was_not_answered_and_what_was_called_wrong(store):
    async with bot(store=store) as (discord, _):
        mod = moderator(discord)
        assert "everything was answered" in (await mod.slash("coverage")).text
        await mod.slash("ask", question="What did Zebulon say about helicopters?")
        reply = await mod.slash("position", actor="Almers")
        await mod.press(await mod.press(reply, "Wrong"), "Wrong speaker")

        async def told() -> list[bool]:
            text = (await mod.slash("coverage")).text
            return [words in text for words in ("zebulon", "helicopters", "Wrong speaker, 1 times")]

        await eventually(told, [True, True, True])


async def test_a_server_chooses_private_replies(store):
    async with bot(store=store) as (discord, _):
        mod = moderator(discord)
        assert not (await mod.slash("brief")).private
        assert "only to who asked" in (await mod.slash("settings", "private", on=True)).text
        assert (await mod.slash("brief")).private
        await mod.slash("settings", "private", on=False)
        assert not (await mod.slash("brief")).private


async def test_questions_are_kept_only_where_a_moderator_says_so_and_forgotten_on_demand(store):
    async with bot(store=store) as (discord, _):
        mod = moderator(discord)
        await mod.slash("ask", question="What does Almers want?")
        reply = await mod.slash("position", actor="Almers")
        for _ in range(3):  # however often one presses, it is one verdict
            await mod.press(reply, "Helpful")
        assert await store.questions(mod.guild_id) == []

        async def judges() -> list[int | None]:
            return [row.user_id for row in await store.feedback(mod.guild_id)]

        await eventually(judges, [None])
        await mod.slash("settings", "questions", on=True)
        await mod.slash("ask", question="What does Almers want?")

        async def kept() -> list[str]:
            return [row.question for row in await store.questions(mod.guild_id)]

        await eventually(kept, ["What does Almers want?"])
        assert (await mod.slash("forget")).private
        assert await store.questions(mod.guild_id) == []


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ("MOST_UPLOADS", "has 0 briefings of its own"),
        ("SERVER_ROOM", "room there is for one server"),
        ("ROOM", "no room"),
    ],
)
async def test_a_limit_that_is_reached_is_told(store, monkeypatch, caplog, limit, told):
    monkeypatch.setattr(f"bot.discord.library.{limit}", 0)
    monkeypatch.setattr("bot.discord.moderators.MOST_UPLOADS", 0)
    async with bot(store=store) as (discord, _):
        mod = moderator(discord)
        assert told in (await mod.slash("briefing", "add", file=mod.attach("bridge.txt", BRIDGE.encode()))).text
        assert ("no server can add" in caplog.text) == (limit == "ROOM"), "which is for whoever runs the bot"


async def test_half_a_surrogate_pair_in_a_question_is_answered_and_kept_as_what_can_be_written(store):
    async with bot(store=store, log_questions=True) as (discord, _):
        asked = await Member(discord, "alex").slash("ask", question="What does Almers want? \ud83d")
        assert asked.text and "went wrong" not in asked.text

        async def kept() -> list[str]:
            return [row.question for row in await store.questions(Member(discord, "kim").guild_id)]

        await eventually(kept, ["What does Almers want? ?"])


async def test_reload_says_what_changed_of_the_servers_own(store, monkeypatch):
    monkeypatch.setattr("bot.discord.library.RELOAD_EVERY", 0.0)
    async with Discord(guilds=2) as discord:
        mod, other = moderator(discord), moderator(discord, list(discord.guilds)[1])
        await put(store, mod.guild_id)
        async with logged_in(discord, store=store):
            assert "Nothing has changed" in (await mod.slash("briefing", "reload")).text
            [row] = await store.uploads()
            await store.put_upload(dataclasses.replace(row, factbase="nonsense: [", added_at=datetime.now(UTC)))
            monkeypatch.setattr("bot.ingest.ArticleCompiler.compile", broken)
            failed = await mod.slash("briefing", "reload")
            assert "what was served before still is" in failed.text and row.briefing_id in failed.text
            assert "/" not in failed.text.replace("`/", ""), "no path of the host"
            assert "toll on the bridge" in (await mod.slash("position", actor="Lund")).text
            assert "Nothing has changed" in (await other.slash("briefing", "reload")).text
            await store.remove_upload(mod.guild_id, row.briefing_id)
            assert "went, 0 stayed" in (await mod.slash("briefing", "reload")).text


async def broken(*arguments):
    raise IngestUnavailable("no build step at /opt/readout/secret")


async def test_a_server_that_reloads_again_and_again_is_told_to_wait(store):
    async with bot(store=store) as (discord, _client):
        mod = moderator(discord)
        await mod.slash("briefing", "reload")
        assert "a moment ago" in (await mod.slash("briefing", "reload")).text


async def test_another_servers_briefing_cannot_be_removed_and_is_not_named(store):
    async with Discord(guilds=2) as discord:
        mod, other = moderator(discord), moderator(discord, list(discord.guilds)[1])
        bridge = await put(store, mod.guild_id)
        async with logged_in(discord, store=store) as client:
            for name in (bridge, "ferry-strike"):
                refused = await other.slash("briefing", "remove", briefing=name)
                assert "added no briefing" in refused.text and "bridge stays" not in refused.text
            assert client.gate.own(mod.guild_id) == (bridge,)
            assert await store.uploads(), "nor is it deleted"


async def test_a_removal_that_the_database_cannot_take_holds_and_is_told(store, monkeypatch):
    async def away(*arguments):
        raise StoreUnavailable("no room on the disk")

    async with Discord() as discord:
        mod = moderator(discord)
        bridge = await put(store, mod.guild_id)
        async with logged_in(discord, store=store):
            monkeypatch.setattr(store, "remove_upload", away)
            assert "no longer shown" in (await mod.slash("briefing", "remove", briefing=bridge)).text
            assert "toll on the bridge" not in (await mod.slash("position", actor="Lund")).text


async def test_what_is_kept_of_a_server_that_removed_the_bot_while_it_was_offline_goes(store):
    async with Discord() as discord:
        mod = moderator(discord)
        await put(store, mod.guild_id)
        await put(store, 1)
        async with logged_in(discord, store=store) as client:

            async def owners() -> list[int]:
                return [upload.guild_id for upload in await store.uploads()]

            await eventually(owners, [mod.guild_id])
            assert client.gate.own(1) == ()


async def test_nothing_of_a_server_is_kept_when_it_removes_the_bot(store):
    async with Discord() as discord:
        mod = moderator(discord)
        await put(store, mod.guild_id)
        async with logged_in(discord, store=store) as client:
            assert client.gate.own(mod.guild_id)
            [session] = discord.gateway.sessions.values()
            await session.dispatch("GUILD_DELETE", {"id": str(mod.guild_id)})
            await Member(discord, "kim", guild=None).slash("brief")
            await eventually(store.uploads, [])
            assert client.gate.own(mod.guild_id) == ()


async def test_without_a_database_moderators_are_told():
    async with bot() as (discord, _):
        mod = moderator(discord)
        for groups, options in ((["add"], {"link": "x"}), (["use"], {"briefing": "*"})):
            assert (await mod.slash("briefing", *groups, **options)).text == load_texts()("discord.no_store")
        assert (await mod.slash("coverage")).text == load_texts()("discord.no_store")
        assert "Ferry strike" in (await mod.slash("briefing", "list")).text
