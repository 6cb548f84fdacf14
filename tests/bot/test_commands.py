"""The registry of commands, and actor and topic in what is typed after one."""

import pytest

from bot.answering.answer import Answer
from bot.answering.engine import Engine
from bot.building import compiled
from bot.commands import (
    ACTOR,
    ANY_TOPIC,
    COMMANDS,
    Call,
    Command,
    actor_and_topic,
    call,
    complete,
    parse,
    two_actors_and_topic,
)
from bot.console import Console
from bot.texts import load_texts
from knowledge.model.storage import load
from tests.loopback import world
from tests.loopback.member import Member
from tests.loopback.running import bot, engine_of


@pytest.fixture(scope="module")
def scope():
    return Engine([load(compiled()[0])], load_texts()).scope()


@pytest.mark.parametrize(
    ("typed", "parted"),
    [
        ("Iran", ("Iran", None)),
        ("irn", ("irn", None)),
        ("iran missiles", ("iran", "missiles")),
        ("ali shamkhani", ("ali shamkhani", None)),
        ("Ali Shamkhani missiles", ("Ali Shamkhani", "missiles")),
        ("united states nuclear program", ("united states", "nuclear program")),
        ("united states, the deal", ("united states", "the deal")),
        ("iran bananas", ("iran", "bananas")),
        ("vladimir putin", ("vladimir putin", None)),
    ],
)
def test_a_name_and_a_topic_are_told_apart(scope, typed, parted):
    assert actor_and_topic(typed, scope) == parted


@pytest.mark.parametrize(
    ("typed", "parted"),
    [
        ("Iran, Israel", ("Iran", "Israel", None)),
        ("iran and israel on missiles", ("iran", "israel", "missiles")),
        ("united states iran missiles", ("united states", "iran", "missiles")),
        ("trump vs netanyahu", ("trump", "netanyahu", None)),
        ("Iran", ("Iran", "", None)),
    ],
)
def test_two_names_and_a_topic_are_told_apart(scope, typed, parted):
    assert two_actors_and_topic(typed, scope) == parted


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("who is she?", Call("ask", ("who is she?",))),
        ("/ask who is she?", Call("ask", ("who is she?",))),
        ("/position", Call("chart")),
        ("/position iran missiles", Call("position", ("iran", "missiles"))),
        ("/quotes iran", Call("quotes", ("iran", ""))),
        ("/compare iran and israel", Call("compare", ("iran", "israel", ""))),
        ("/topic the deal", Call("topic", ("the deal",))),
        ("/actors of all kinds", Call("actors")),
        ("/source q-1", Call("source", ("q-1",))),
        ("/quotes", None),
        ("/help", None),
        ("/chart", None),
        ("/cite x", None),
        ("/nonsense x", None),
    ],
)
def test_a_typed_line_is_a_question_or_a_listed_command_with_what_it_needs(scope, line, expected):
    assert parse(line, scope) == expected


def test_position_without_an_actor_is_everybodys_on_a_topic_or_the_chart():
    assert call("position", None, "pay") == Call("topic", ("pay",))
    assert call("position", None, None) == Call("chart")
    assert call("position", "Iran", None) == Call("position", ("Iran", ""))


def test_what_a_command_was_given_is_told_by_kind():
    assert Call("compare", ("Iran", "", "pay")).given("actor") == ["Iran"]
    assert Call("compare", ("Iran", "", "pay")).given("topic") == ["pay"]
    assert Call("source", ("q-1",)).given("actor") == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("/po", [("/position", -3)]), ("/x", []), ("plain words", []), ("/actors i", []), ("/nonsense i", [])],
)
def test_commands_are_completed(scope, typed, expected):
    assert list(complete(typed, scope)) == expected


def test_actors_and_then_topics_are_completed(scope):
    assert ("Iran", -4) in complete("/quotes iran", scope)
    topics = [text for text, start in complete("/compare iran israel mis", scope) if start == -3]
    assert topics and all("mis" in topic.lower() for topic in topics)
    assert all(start == -3 for _, start in complete("/topic mis", scope))


async def test_a_command_that_is_added_here_is_found_everywhere(monkeypatch):
    """In Discord with its options, completed; typed in a message; on the console with Tab; in both kinds of help."""

    def view(scope, actor, topic):
        return Answer("/echo", "answered", f"{actor} on {topic or 'nothing'}")

    monkeypatch.setitem(COMMANDS, "echo", Command("echo", view, (ACTOR, ANY_TOPIC)))
    texts = world.texts_with("echo", usage="ACTOR [topic]", description="Says it again")
    engine = engine_of()
    async with bot(engine, texts=texts) as (discord, client):
        alex = Member(discord, "alex")
        [made] = [command for command in discord.commands if command["name"] == "echo"]
        assert made["description"] == "Says it again"
        options = [(option["name"], option["required"], option["autocomplete"]) for option in made["options"]]
        assert options == [("actor", True, True), ("topic", False, True)]
        assert "Quell on pay" in (await alex.slash("echo", actor="Quell", topic="pay")).text
        assert "Quell on nothing" in (await alex.say(f"<@{client.user.id}> /echo Quell")).text
        assert await alex.autocomplete("echo", "actor", "quel") == ["Mara Quell"]
        assert "/echo ACTOR [topic]" in (await alex.slash("help")).text
    assert "Quell on pay" in Console(engine, texts).reply("/echo Quell, pay")
    assert "needs more: /echo ACTOR [topic]" in Console(engine, texts).reply("/echo")
    assert list(complete("/ec", engine.scope())) == [("/echo", -3)]
    assert ("Mara Quell", -4) in complete("/echo quel", engine.scope())
    assert "/echo ACTOR [topic]" in Console(engine, texts).reply("/help")
