"""When Discord fails: the bot recovers by itself, and this is what members see in the meantime."""

import resource
import sqlite3

import pytest
from discord.backoff import ExponentialBackoff

from bot.store import Store
from tests.loopback.member import Member, NoAnswer
from tests.loopback.payloads import EVERYONE, MANAGE_GUILD
from tests.loopback.running import bot, logged_in
from tests.loopback.server import Discord

CALLBACK = "POST /interactions/.*/callback"
BUSY = {"message": "You are being rate limited.", "retry_after": 0.05, "global": False}


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    """Reconnects at once, where discord.py would wait some random seconds."""
    monkeypatch.setattr(ExponentialBackoff, "delay", lambda self: 0.0)


async def asked(discord: Discord, member: Member | None = None) -> str:
    return (await (member or Member(discord, "alex")).slash("position", actor="Almers")).text


async def test_a_dropped_connection_is_resumed_and_what_was_said_meanwhile_is_answered():
    async with bot() as (discord, client):
        [session] = discord.gateway.sessions.values()
        await discord.gateway.drop()
        reply = await Member(discord, "alex").say(f"<@{client.user.id}> who rejects a rise?")
        assert "Dov Almers" in reply.text
        assert session.resumed == 1 and len(discord.gateway.identified) == 1


@pytest.mark.parametrize("event", ["INTERACTION_CREATE", "MESSAGE_CREATE", "GUILD_CREATE", "NONSENSE"])
async def test_an_event_that_cannot_be_read_is_passed_over(event, caplog):
    async with bot() as (discord, _):
        [session] = discord.gateway.sessions.values()
        for data in ({}, [], "nonsense", None):
            await session.dispatch(event, data)
        assert "rejects any rise" in await asked(discord)
        assert len(discord.gateway.identified) == 1 and not session.resumed


async def test_when_discord_asks_for_it_the_bot_reconnects():
    async with bot() as (discord, _):
        [session] = discord.gateway.sessions.values()
        await discord.gateway.ask_to_reconnect()
        await discord.gateway.wait_until(lambda: session.resumed == 1)
        assert "rejects any rise" in await asked(discord)


async def test_an_invalid_session_is_begun_anew():
    async with bot() as (discord, _):
        await discord.gateway.invalidate()
        await discord.gateway.wait_until(lambda: len(discord.gateway.identified) == 2)
        assert "rejects any rise" in await asked(discord)
        assert discord.synced == 1


async def test_a_busy_discord_that_says_how_long_is_waited_for():
    async with bot() as (discord, _):
        discord.fail(CALLBACK, 429, body=BUSY, headers={"Via": "1.1 google", "Retry-After": "1"})
        assert "rejects any rise" in await asked(discord)


async def test_a_busy_discord_that_does_not_say_how_long_is_asked_once_more():
    async with bot() as (discord, _):
        discord.fail(CALLBACK, 429, body={"message": "busy"})
        assert "rejects any rise" in await asked(discord)


async def test_a_discord_that_stays_busy_is_left_alone_and_the_log_knows(caplog):
    async with bot() as (discord, _):
        discord.deadline = 1.5
        discord.fail(CALLBACK, 429, times=20, body={"message": "busy"})
        with pytest.raises(NoAnswer):
            await asked(discord)
        assert len([path for _, path, _ in discord.requests if path.endswith("/callback")]) <= 4
        assert "never retrieved" not in caplog.text and "in /position" in caplog.text
        discord.faults.clear()
        assert "rejects any rise" in await asked(discord)


async def test_an_inner_error_of_discord_is_tried_again():
    async with bot() as (discord, _):
        discord.fail(CALLBACK, 500)
        assert "rejects any rise" in await asked(discord)


async def test_an_answer_that_arrived_although_discord_said_otherwise_is_not_given_twice(caplog):
    async with bot(clean=False) as (discord, _):
        discord.fail(CALLBACK, 500, after=True)
        assert "rejects any rise" in await asked(discord)
        await asked(discord)  # by now the first has heard that it was there already: 40060
        assert "Traceback" not in caplog.text
        assert len(discord.messages) == 2


async def test_an_error_of_discord_while_a_message_is_answered_is_tried_again():
    async with bot() as (discord, client):
        discord.fail("POST /channels/.*/messages", 502)
        reply = await Member(discord, "alex").say(f"<@{client.user.id}> who rejects a rise?")
        assert "Dov Almers" in reply.text


async def test_where_it_may_not_write_it_stays_silent(caplog):
    async with bot() as (discord, client):
        discord.fail("POST /channels/.*/messages", 403, body={"code": 50013, "message": "Missing Permissions"})
        alex = Member(discord, "alex")
        await alex.write(f"<@{client.user.id}> who rejects a rise?")
        assert "Dov Almers" in (await alex.say(f"<@{client.user.id}> who rejects a rise?")).text
        assert len([m for m in discord.messages.values() if m["author"]["bot"]]) == 1
        assert "Traceback" not in caplog.text


async def test_where_it_may_not_attach_a_picture_it_sends_the_words():
    async with bot() as (discord, client):
        discord.fail("POST /channels/.*/messages", 403, body={"code": 50013, "message": "Missing Permissions"})
        said = await Member(discord, "alex").say(f"<@{client.user.id}> /position")
        assert said.message["content"] and "Dov Almers" in said.text


async def test_a_card_that_discord_refuses_is_sent_as_text():
    async with bot() as (discord, client):
        alex, body = Member(discord, "alex"), {"code": 50035, "message": "Invalid Form Body"}
        discord.fail(CALLBACK, 400, body=body)
        reply = await alex.slash("position", actor="Almers")
        assert reply.message["content"] and "rejects any rise before spring" in reply.text
        discord.fail("POST /channels/.*/messages", 400, body=body)
        said = await alex.say(f"<@{client.user.id}> who rejects a rise?")
        assert said.message["content"] and "Dov Almers" in said.text


async def test_commands_that_discord_does_not_take_leave_the_old_ones_and_the_bot_running(caplog):
    async with Discord() as discord:
        async with logged_in(discord):
            pass
        discord.fail("PUT /applications/.*/commands", 400, body={"code": 50035, "message": "no"})
        async with logged_in(discord):
            assert "rejects any rise" in await asked(discord)
        assert "commands could not be synced" in caplog.text


async def test_a_message_deleted_before_the_answer_gets_it_all_the_same(slow):
    slow("ask", 0.1)
    async with bot() as (discord, client):
        alex = Member(discord, "alex")
        message = await alex.write(f"<@{client.user.id}> who rejects a rise?")
        del discord.messages[int(message["id"])]
        await discord.gateway.wait_until(lambda: discord.messages)
        [answer] = discord.messages.values()
        assert "Dov Almers" in str(answer["components"]) and "message_reference" not in answer


async def test_without_its_database_questions_are_answered_and_moderators_told(tmp_path):
    store = Store("postgresql://nobody:nothing@127.0.0.1:1/none", read_seconds=0.3, write_seconds=0.3)
    async with store, bot(store=store) as (discord, _):
        assert "rejects any rise" in await asked(discord)
        mod = Member(discord, "mod", permissions=EVERYONE | MANAGE_GUILD)
        assert "database cannot be reached" in (await mod.slash("coverage")).text
        assert "database cannot be reached" in (await mod.slash("briefing", "use", briefing="ferry-strike")).text
        reply = await mod.slash("position", actor="Almers")
        assert "Thank you" in (await mod.press(reply, "Helpful")).text


async def test_a_locked_database_holds_up_no_answer(tmp_path):
    path = tmp_path / "state.sqlite3"
    store = await Store.open(f"sqlite:///{path}", read_seconds=0.3, write_seconds=0.3)
    async with store, bot(store=store) as (discord, _):
        lock = sqlite3.connect(path, isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        try:
            assert "rejects any rise" in await asked(discord)
            assert (await Member(discord, "alex").slash("ask", question="What did Zebulon say?")).text
            mod = Member(discord, "mod", permissions=EVERYONE | MANAGE_GUILD)
            refused = await mod.slash("briefing", "use", briefing="ferry-strike")
            assert "database cannot be reached" in refused.text
        finally:
            lock.execute("ROLLBACK")
            lock.close()
        assert "Ferry strike" in (await mod.slash("briefing", "use", briefing="ferry-strike")).text


async def test_a_full_disk_holds_up_no_answer_and_heals(tmp_path):
    path = tmp_path / "state.sqlite3"
    store = await Store.open(f"sqlite:///{path}", read_seconds=0.3, write_seconds=0.3)
    async with store, bot(store=store) as (discord, _):
        mod = Member(discord, "mod", permissions=EVERYONE | MANAGE_GUILD)
        unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
        # No file may grow: to SQLite, a disk without room.
        resource.setrlimit(resource.RLIMIT_FSIZE, (1, unlimited[1]))
        try:
            assert "rejects any rise" in await asked(discord)
            assert (await Member(discord, "alex").slash("ask", question="What did Zebulon say?")).text
            refused = await mod.slash("briefing", "use", briefing="ferry-strike")
            assert "database cannot be reached" in refused.text
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
        assert "Ferry strike" in (await mod.slash("briefing", "use", briefing="ferry-strike")).text
