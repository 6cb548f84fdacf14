"""The stand-in must refuse what Discord refuses: a test that it lets through proves nothing."""

import aiohttp
import pytest

from tests.loopback import limits, openapi
from tests.loopback.markdown import read
from tests.loopback.member import Member, NoSuchCommand
from tests.loopback.payloads import COMPONENTS_V2
from tests.loopback.running import bot
from tests.loopback.server import Discord

NONE = {"parse": []}
BUTTON = {"type": 2, "style": 1, "label": "x", "custom_id": "x"}


def text(content: str) -> dict:
    return {"type": 10, "content": content}


def row(*buttons: dict) -> dict:
    return {"type": 1, "components": list(buttons)}


def v2(*components: dict, **more) -> dict:
    return {"components": list(components), "flags": COMPONENTS_V2, "allowed_mentions": NONE, **more}


GOOD = [
    {"content": "x" * 2000, "allowed_mentions": NONE},
    v2(text("x" * 4000)),
    v2(*(text("x") for _ in range(40))),
    v2({"type": 17, "components": [text("x")]}, row(BUTTON)),
    {"embeds": [{"title": "x" * 256, "description": "x" * 4096}], "allowed_mentions": NONE},
]
BAD = [
    ({"content": "x" * 2001, "allowed_mentions": NONE}, "content of 2001"),
    ({"content": " ", "allowed_mentions": NONE}, "empty message"),
    ({"content": "x"}, "allowed_mentions"),
    (v2(text("x" * 2000), text("x" * 2001)), "4001 characters"),
    (v2(*(text("x") for _ in range(41))), "41 components"),
    (v2({"type": 17, "components": [text("x") for _ in range(40)]}), "41 components"),
    (v2(text("x"), content="x"), "beside components of version 2"),
    ({"components": [text("x")], "allowed_mentions": NONE}, "without their flag"),
    (v2(text(" ")), "blank text"),
    (v2(text("x"), row(BUTTON, BUTTON)), "used 2 times"),
    (v2(text("x"), row({**BUTTON, "custom_id": "x" * 101})), "custom_id of 101"),
    (v2(text("x"), row({**BUTTON, "custom_id": ""})), "custom_id of 0"),
    (v2(text("x"), row({**BUTTON, "label": "x" * 81})), "label of 81"),
    (v2(text("x"), row({"type": 2, "style": 5, "label": "x", "url": "javascript:x"})), "link button"),
    (v2(text("x"), row(*({**BUTTON, "custom_id": str(n)} for n in range(6)))), "row of 6"),
    (v2({"type": 9, "components": [text("x")]}), "section"),
    (v2({"type": 17, "components": []}), "empty container"),
    (v2({"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]}), "not sent"),
    ({"embeds": [{"description": "x" * 3001}] * 2, "allowed_mentions": NONE}, "6002 characters"),
    ({"embeds": [{"fields": [{"name": "x", "value": ""}]}], "allowed_mentions": NONE}, "without name or value"),
]


@pytest.mark.parametrize("body", GOOD)
def test_what_discord_takes_is_taken(body):
    assert limits.message_problems(body) == []


@pytest.mark.parametrize(("body", "problem"), BAD)
def test_what_discord_refuses_is_refused(body, problem):
    assert any(problem in found for found in limits.message_problems(body))


def test_commands_and_choices_beyond_the_limits_are_refused():
    command = {"name": "ask", "description": "x", "type": 1}
    assert limits.command_problems([command]) == []
    for bad in (
        {"name": "Ask"},
        {"description": ""},
        {"description": "x" * 101},
        {"options": [{**command, "name": str(n)} for n in range(26)]},
    ):
        assert limits.command_problems([{**command, **bad}])
    assert limits.command_problems([command, command])
    many = [{"name": "x", "value": "x"}] * 26
    assert limits.callback_problems({"type": 8, "data": {"choices": many}})
    assert limits.callback_problems({"type": 8, "data": {"choices": [{"name": "x", "value": "x" * 101}]}})
    assert limits.callback_problems({"type": 8, "data": {"choices": many[:25]}}) == []


@pytest.mark.skipif(openapi.load() is None, reason="../shared/data/discord/openapi.json is absent")
@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ({"type": 4, "data": {"embeds": [{"title": "x" * 257}]}}, "maxLength 256"),
        ({"type": 4, "data": {"content": "x" * 2001}}, "maxLength 2000"),
        ({"type": 8, "data": {"choices": [{"name": "x", "value": "x"}] * 26}}, "maxItems 25"),
        ({"type": 4, "data": {"components": [row({**BUTTON, "custom_id": "x" * 101})]}}, "maxLength 100"),
    ],
)
def test_bodies_are_checked_against_discords_description(body, rule):
    problems = openapi.load().problems("POST", "/interactions/1/token/callback", body)
    assert any(rule in problem for problem in problems)


@pytest.mark.skipif(openapi.load() is None, reason="../shared/data/discord/openapi.json is absent")
def test_a_good_body_has_nothing_against_it():
    assert (
        openapi.load().problems("POST", "/interactions/1/token/callback", {"type": 4, "data": {"content": "x"}}) == []
    )


async def test_an_unknown_route_is_named():
    async with Discord() as discord, aiohttp.ClientSession() as session:
        async with session.get(f"http://{discord.host}/api/v10/guilds/1/emojis") as response:
            assert response.status == 404 and "GET /api/v10/guilds/1/emojis" in (await response.json())["message"]
        assert discord.problems


async def test_a_second_answer_to_an_interaction_is_refused():
    async with bot(clean=False) as (discord, _):
        reply = await Member(discord, "alex").slash("brief")
        interaction = reply.interaction
        url = f"http://{discord.host}/api/v10/interactions/{interaction.id}/{interaction.token}/callback"
        body = {"type": 4, "data": {"content": "x"}}
        async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
            assert response.status == 400 and (await response.json())["code"] == 40060


async def test_a_command_that_was_never_synced_cannot_be_used():
    async with bot() as (discord, _):
        with pytest.raises(NoSuchCommand):
            await Member(discord, "alex").slash("nonsense")
        with pytest.raises(NoSuchCommand):
            await Member(discord, "alex").slash("quotes")
        with pytest.raises(NoSuchCommand):
            await Member(discord, "alex").slash("brief", actor="x")


async def test_without_the_intent_only_what_is_meant_for_the_bot_has_words():
    async with bot() as (discord, _client):
        alex, kim = Member(discord, "alex"), Member(discord, "kim", guild=None)
        await alex.write("among members")
        await kim.write("in private")
        [session] = discord.gateway.sessions.values()
        contents = [
            event["d"]["content"]
            for event in session.sent
            if event["t"] == "MESSAGE_CREATE" and not event["d"]["author"]["bot"]
        ]
        assert contents == ["", "in private"]


@pytest.mark.parametrize(
    ("source", "shown", "effect"),
    [
        ("**bold**", "bold", ("bold", "bold")),
        ("# head", "head", ("heading", "head")),
        ("-# small", "small", ("subtext", "small")),
        ("> said", "said", ("quote", "said")),
        ("[a](https://x.example)", "a", ("link", "https://x.example")),
        ("see https://x.example/y.", "see https://x.example/y.", ("link", "https://x.example/y")),
        ("@everyone", "@everyone", ("mention", "@everyone")),
        ("<@1>", "<@1>", ("mention", "<@1>")),
        (":smile:", ":smile:", ("emoji", ":smile:")),
        ("||x||", "x", ("spoiler", "x")),
        ("`x`", "x", ("code", "x")),
        ("_x_", "x", ("italic", "x")),
        ("1. x", "x", ("list", "x")),
    ],
)
def test_the_reader_of_markdown_sees_what_it_does(source, shown, effect):
    seen = read(source)
    assert seen.text == shown and effect in seen.effects
