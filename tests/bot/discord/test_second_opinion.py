"""The same flows once more through simcord, a simulation of Discord that we did not write: what it refuses and our
own stand-in does not would be a hole in the stand-in. It has no sockets, so it proves nothing about those."""

from contextlib import asynccontextmanager

import discord
import pytest
import simcord

from bot.commands import Call
from bot.discord.cards import Cards
from bot.discord.client import Readout
from bot.texts import load_texts
from tests.bot.discord.test_cards import answer, citation
from tests.loopback import world
from tests.loopback.markdown import read
from tests.loopback.payloads import walk
from tests.loopback.running import engine_of


@asynccontextmanager
async def simulated():
    """A server with one channel, and a member and a moderator in it."""
    client = Readout(engine_of(), world.settings(shards=None), load_texts(), shard_count=1)
    async with simcord.run(client) as env:
        guild = env.create_guild()
        channel = guild.create_text_channel("general")
        managers = guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
        alex = guild.add_member(env.create_user("alex"))
        mod = guild.add_member(env.create_user("mod"), roles=[managers])
        yield client, channel, alex, mod


def shown(components: list[dict]) -> str:
    """The words of a card."""
    return read("\n".join(part["content"] for part in walk(components) if part["type"] == 10)).text


async def test_commands_answer_with_cards():
    async with simulated() as (_, channel, alex, _mod):
        for name, options, words in (
            ("position", {"actor": "Almers"}, "rejects any rise before spring"),
            ("quotes", {"actor": "Quell"}, "“We will not sail until the night shift is paid,”"),
            ("compare", {"first": "Quell", "second": "Almers"}, "the crews want a rise of 6 percent"),
            ("topic", {"topic": "talks"}, "offered talks in March"),
            ("ask", {"question": "How many sailings were cancelled?"}, "14 sailings were cancelled"),
            ("actors", {}, "Mara Quell"),
            ("topics", {}, "talks"),
            ("brief", {}, "Ferry strike shuts the harbour"),
        ):
            result = await alex.slash(channel, name, **options)
            assert words in shown(result.response.components), name
            assert not result.ephemeral and not result.deferred, name


async def test_help_and_status_are_private():
    async with simulated() as (_, channel, alex, _mod):
        for name in ("help", "status", "forget"):
            result = await alex.slash(channel, name)
            assert result.ephemeral and result.response.content


async def test_autocomplete_offers_names():
    async with simulated() as (_, channel, alex, _mod):
        choices = await alex.autocomplete(channel, "position", "actor", "quel")
        assert "Mara Quell" in [choice["name"] for choice in choices]


async def test_buttons_answer():
    async with simulated() as (_, channel, alex, _mod):
        result = await alex.slash(channel, "position", actor="Almers", topic="pay")
        context = await alex.click(result.response, label="Show context")
        assert context.ephemeral and "【rejects any rise before spring】" in shown(context.response.components)
        wrong = await alex.click(result.response, label="Wrong")
        assert wrong.ephemeral
        await alex.click(wrong.response, label="Out of date")
        brief = await alex.slash(channel, "brief")
        asked = await alex.click(brief.response, label="/position Mara Quell")
        assert "a rise of 6 percent" in shown(asked.response.components)


async def test_messages_that_mean_the_bot_are_answered_and_no_others():
    async with simulated() as (client, channel, alex, _mod):
        await alex.send(channel, f"{client.user.mention} how many sailings were cancelled?")
        replied = channel.last_message
        assert replied.author.id == client.user.id and not replied.mentions
        await alex.send(channel, "how many sailings were cancelled?")
        assert channel.last_message.author.id != client.user.id
        await alex.send_dm("how many sailings were cancelled?")


async def test_the_menu_on_a_message_answers_privately():
    async with simulated() as (_, channel, alex, mod):
        message = await mod.send(channel, "14 sailings were cancelled on Monday")
        result = await alex.context_menu(channel, load_texts()("discord.check"), message)
        assert result.ephemeral and "14 sailings were cancelled" in shown(result.response.components)


async def test_commands_for_moderators_are_hidden_from_members():
    async with simulated() as (_, channel, alex, mod):
        for_moderators = {"briefing", "coverage", "settings"}
        assert not for_moderators & {name.split()[0] for name in alex.available_commands(channel)}
        assert for_moderators <= {name.split()[0] for name in mod.available_commands(channel)}


@pytest.mark.parametrize("status", ["answered", "choose", "declined"])
@pytest.mark.parametrize("length", [5, 900, 3500])
async def test_the_largest_cards_are_taken(status, length):
    """Cards at the limits, sent by a bare command, so that simcord judges their bodies."""
    cited = [citation(number, ("*words* " * length)[:length]) for number in range(1, 13)]
    one = answer(*cited, status=status, suggestions=["/brief", "x" * 80, "y" * 200], question="why? " * 100)
    client = Readout(engine_of(), world.settings(shards=None), load_texts(), shard_count=1)

    @client.tree.command(name="draw", description="draws")
    async def draw(interaction: discord.Interaction) -> None:
        cards = Cards(load_texts(), client.gate._engine.articles.get)
        views = cards.draw(one, Call("position", ("x" * 100,)))
        await interaction.response.send_message(view=views[0])
        for view in views[1:]:
            await interaction.followup.send(view=view)

    async with simcord.run(client) as env:
        guild = env.create_guild()
        channel = guild.create_text_channel("general")
        result = await guild.add_member(env.create_user("alex")).slash(channel, "draw")
        assert result.response.components
