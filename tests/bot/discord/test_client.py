"""The client: what it asks of Discord, how it comes, how it goes, and what it does when something is wrong."""

import asyncio
import logging
import threading
from dataclasses import replace

import pytest

from bot.answering.engine import Scope
from bot.commands import Call
from bot.discord.client import run_client
from bot.errors import ExitCode
from bot.health import registry
from bot.settings import RateLimit, Shards
from bot.store import Store
from bot.texts import load_texts
from tests.loopback import world
from tests.loopback.gateway import PRIVILEGED
from tests.loopback.member import Member, NoAnswer
from tests.loopback.running import bot, engine_of, eventually, logged_in
from tests.loopback.server import Discord


@pytest.fixture
def broken(stand_in, monkeypatch):
    """A bot with a fault of ours in two commands and in completion."""

    def fail(*arguments):
        raise RuntimeError("a secret detail")

    stand_in("ask", fail)
    stand_in("position", fail)
    monkeypatch.setattr(Scope, "complete_actor", fail)


@pytest.fixture
async def store(tmp_path):
    async with await Store.open(f"sqlite:///{tmp_path / 'state.sqlite3'}") as store:
        yield store


async def test_it_asks_for_no_privileged_intent():
    async with bot() as (discord, _):
        [login] = discord.gateway.identified
        assert login["intents"] & PRIVILEGED == 0
        assert login["shard"] == [0, 1]


async def test_commands_are_synced_once_and_again_only_when_they_changed(store):
    async with Discord() as discord:
        for expected in (1, 1):
            async with logged_in(discord, store=store):
                assert discord.synced == expected
        texts = world.texts_with("ask", description="Something else")
        from bot.discord.client import Readout

        client = Readout(engine_of(), world.settings(), texts, store)
        async with client:
            await client.login(discord.token)
        assert discord.synced == 2


async def test_without_a_store_commands_are_synced_at_every_start():
    async with Discord() as discord:
        for expected in (1, 2):
            async with logged_in(discord):
                assert discord.synced == expected


async def test_only_the_process_with_shard_0_syncs():
    async with Discord(guilds=2) as discord, logged_in(discord, shards=Shards((1,), 2)):
        assert discord.synced == 0


async def test_every_command_says_what_it_and_its_options_do():
    async with bot() as (discord, _):
        for command in discord.commands:
            if command["type"] == 1:
                assert len(command["description"]) > 3
                for option in command["options"]:
                    assert option["description"] not in ("", "…")


async def test_slow_work_is_announced_and_then_answered(slow):
    slow("position")
    async with bot(defer_after=0.05) as (discord, _):
        reply = await Member(discord, "alex").slash("position", actor="Almers")
        assert "rejects any rise" in reply.text
        assert [body["type"] for method, path, body in discord.requests if path.endswith("/callback")] == [5]


async def test_slow_work_that_is_private_stays_private(slow):
    slow("position")
    async with bot(defer_after=0.05, private_replies=True) as (discord, _):
        assert (await Member(discord, "alex").slash("position", actor="Almers")).private


async def test_slow_work_on_a_message_shows_that_the_bot_is_typing(slow):
    slow("ask")
    async with bot(defer_after=0.05) as (discord, client):
        alex = Member(discord, "alex")
        reply = await alex.say(f"<@{client.user.id}> who rejects a rise?")
        assert "Dov Almers" in reply.text and discord.typing == [int(alex.channel["id"])]


async def test_an_answer_under_way_is_given_before_the_bot_leaves(slow):
    slow("position")
    async with bot() as (discord, client):
        asking = asyncio.ensure_future(Member(discord, "alex").slash("position", actor="Almers"))
        await discord.gateway.wait_until(lambda: registry(client.health).get_sample_value("readout_asked_total"))
        await client.close()
        assert "rejects any rise" in (await asking).text


async def test_operators_see_what_was_asked_answered_and_failed(broken):
    async with bot() as (discord, client):
        alex = Member(discord, "alex")
        await alex.slash("brief")
        await alex.slash("position", actor="Almers")
        value = registry(client.health).get_sample_value
        assert value("readout_asked_total") == 2 and value("readout_failed_total") == 1
        assert value("readout_answers_total", {"status": "answered"}) == 1


async def test_replies_are_private_where_the_setting_says_so():
    async with bot(private_replies=True) as (discord, _):
        assert (await Member(discord, "alex").slash("position", actor="Almers")).private


async def test_a_fault_of_ours_is_one_friendly_line_with_an_id_that_the_log_has(caplog, broken):
    async with bot() as (discord, client):
        alex = Member(discord, "alex")
        reply = await alex.slash("position", actor="Almers")
        assert reply.private and "\n" not in reply.text and "secret" not in reply.text
        reference = reply.text.rsplit(" ", 1)[1].strip(".")
        assert f"error {reference} in /position" in caplog.text
        said = await alex.say(f"<@{client.user.id}> what now?")
        assert "secret" not in said.text and said.text.rsplit(" ", 1)[1].strip(".") in caplog.text
        assert await alex.autocomplete("position", "actor", "x") == []


async def test_an_answer_that_comes_too_late_is_only_logged(caplog, slow):
    slow("position")
    async with bot() as (discord, _):
        discord.deadline = 0.1
        with pytest.raises(NoAnswer):
            await Member(discord, "alex").slash("position", actor="Almers")
        assert "10062" in caplog.text
        assert "Traceback" not in caplog.text and "never retrieved" not in caplog.text


async def test_an_announcement_that_comes_too_late_is_only_logged(caplog, slow):
    slow("position")
    async with bot(defer_after=0.15) as (discord, _):
        discord.deadline = 0.1
        with pytest.raises(NoAnswer):
            await Member(discord, "alex").slash("position", actor="Almers")
        discord.deadline = 3.0
        assert (await Member(discord, "kim").slash("brief")).text
        assert "10062" in caplog.text
        assert "Traceback" not in caplog.text and "never retrieved" not in caplog.text


async def test_too_many_questions_get_a_private_notice_and_buttons_still_work():
    async with bot(rate_limit=RateLimit(2, 30)) as (discord, _client):
        alex, kim = Member(discord, "alex"), Member(discord, "kim")
        first = await alex.slash("position", actor="Almers")
        assert not (await alex.slash("brief")).private
        stopped = await alex.slash("brief")
        assert stopped.private and "wait" in stopped.text
        assert "【" in (await alex.press(first, "Show context")).text
        assert not (await kim.slash("brief")).private


async def test_a_suggestion_on_an_answer_of_ones_own_is_never_too_much():
    async with bot(rate_limit=RateLimit(1, 30)) as (discord, _):
        alex, kim = Member(discord, "alex"), Member(discord, "kim")
        brief = await alex.slash("brief")
        assert "rise of 6 percent" in (await alex.press(brief, "/position Mara Quell")).text
        assert "rise of 6 percent" in (await kim.press(brief, "/position Mara Quell")).text
        assert "wait" in (await kim.press(brief, "/position Mara Quell")).text


async def test_a_choice_that_takes_long_is_still_replaced_in_its_place(stand_in, slow):
    def unsure(scope, question):
        return replace(Call("position", ("Almers", "")).run(scope), question=question, status="choose")

    stand_in("ask", unsure)
    slow("brief")
    async with bot(defer_after=0.1) as (discord, _):
        alex = Member(discord, "alex")
        choice = await alex.slash("ask", question="what?")
        pressed = await alex.press(choice, "None of these")

        async def shown() -> bool:
            return "None of these, then" in pressed.text

        await eventually(shown, True)
        assert pressed.message["id"] == choice.message["id"] and len(discord.messages) == 1


async def test_it_remembers_no_card_that_it_sent():
    async with bot() as (discord, client):
        alex = Member(discord, "alex")
        reply = await alex.slash("position", actor="Almers")
        await alex.press(reply, "Wrong")
        await alex.say(f"<@{client.user.id}> who rejects a rise?")
        assert list(client.persistent_views) == []


async def test_answers_have_threads_of_their_own():
    """Whatever else is done in threads (reading fact bases, waiting for files) holds up no answer."""
    async with bot() as (discord, _):
        go = threading.Event()
        others = [asyncio.ensure_future(asyncio.to_thread(go.wait, 30)) for _ in range(64)]
        try:
            assert (await Member(discord, "alex").slash("position", actor="Almers")).text
            assert not any(other.done() for other in others)
        finally:
            go.set()
            await asyncio.gather(*others)


async def test_too_many_mentions_get_one_notice_in_private():
    async with bot(rate_limit=RateLimit(1, 30)) as (discord, client):
        alex = Member(discord, "alex")
        direct = Member(discord, "alex", guild=None)
        direct.user["id"] = alex.user["id"]
        mention = f"<@{client.user.id}>"
        await alex.say(f"{mention} who rejects a rise?")
        for _ in range(3):
            await alex.write(f"{mention} and now?")
        await Member(discord, "kim").say(f"{mention} who rejects a rise?")

        async def notices() -> list[str]:
            return [message["content"][:20] for message in discord.visible_in(int(direct.channel["id"]))]

        await eventually(notices, ["That was a lot of qu"])
    assert len(await notices()) == 1, "by now every message was dealt with"


async def test_a_wrong_token_ends_with_the_code_for_configuration(caplog):
    async with Discord() as discord:
        from bot.discord.client import Readout

        client = Readout(engine_of(), world.settings(), load_texts())
        assert await run_client(client, "a-wrong-token") == ExitCode.CONFIGURATION
        assert "DISCORD_TOKEN" in caplog.records[-1].getMessage()
        assert "a-wrong-token" not in caplog.text
        assert discord.gateway.identified == []


async def test_buttons_of_a_message_that_is_gone_from_the_briefing_say_so():
    async with bot() as (discord, client):
        alex = Member(discord, "alex")
        reply = await alex.slash("position", actor="Almers")
        client.gate._engine.remove("ferry-strike")
        for label in ("Show context", "Helpful"):
            assert (await alex.press(reply, label)).private
        assert load_texts()("discord.gone") in (await alex.press(reply, "Show context")).text


async def test_nothing_typed_or_written_is_in_the_log(caplog):
    caplog.set_level(logging.INFO)
    async with bot() as (discord, client):
        alex = Member(discord, "alex")
        await alex.slash("ask", question="what about the xylophone?")
        await alex.say(f"<@{client.user.id}> what about the xylophone?")
        assert "xylophone" not in caplog.text and "alex" not in caplog.text and discord.token not in caplog.text


async def test_it_leaves_the_gateway_with_a_goodbye():
    async with bot() as (discord, client):
        [session] = discord.gateway.sessions.values()
        await client.close()
        await discord.gateway.wait_until(lambda: session.close_code is not None)
        assert session.close_code == 1000


@pytest.mark.parametrize("question", ["?!... —", "x" * 6000, "@everyone <@1> **what**", "   ", "😀", "why\x00not"])
async def test_odd_questions_have_a_clear_outcome(question):
    async with bot() as (discord, _):
        reply = await Member(discord, "alex").slash("ask", question=question)
        assert reply.text.strip() and reply.seen.of("mention") == []
        await asyncio.sleep(0)
