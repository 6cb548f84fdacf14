"""What members do and see: the real discord.py client, logged in over loopback."""

from dataclasses import replace

import pytest

from bot.commands import COMMANDS, Call
from bot.texts import load_texts
from tests.loopback import world
from tests.loopback.member import Member
from tests.loopback.running import bot, engine_of, logged_in
from tests.loopback.server import Discord


async def test_a_member_reads_a_position_with_its_speaker_and_its_place():
    async with bot() as (discord, _):
        reply = await Member(discord, "alex").slash("position", actor="Dov Almers")
        assert "Dov Almers (in the article's words)" in reply.text
        assert "rejects any rise before spring" in reply.text
        assert "paragraph 2" in reply.text
        assert "Ferry strike shuts the harbour" in reply.text and "2026-02-12" in reply.text
        assert not reply.private


async def test_a_quote_stands_between_quotation_marks_and_a_paraphrase_does_not():
    async with bot() as (discord, _):
        alex = Member(discord, "alex")
        quote = await alex.slash("quotes", actor="Mara Quell")
        assert "“We will not sail until the night shift is paid,”" in quote.text
        assert "(quoted words)" in quote.text
        position = await alex.slash("position", actor="Mara Quell")
        assert "“" not in position.text


async def test_a_citation_links_to_the_words_in_the_article():
    async with bot() as (discord, _):
        reply = await Member(discord, "alex").slash("position", actor="Dov Almers", topic="pay")
        assert "https://news.example/ferry-strike#:~:text=rejects%20any%20rise%20before%20spring" in reply.seen.of(
            "link"
        )


async def test_a_question_in_plain_words_is_answered():
    async with bot() as (discord, _):
        reply = await Member(discord, "alex").slash("ask", question="How many sailings were cancelled?")
        assert "14 sailings were cancelled" in reply.text
        assert "Asked: How many sailings were cancelled?" in reply.text


@pytest.mark.parametrize("command", ["actors", "topics", "brief", "status", "help"])
async def test_commands_without_arguments_answer(command):
    async with bot() as (discord, _):
        reply = await Member(discord, "alex").slash(command)
        assert reply.text.strip()


async def test_autocomplete_mends_a_misspelt_name():
    async with bot() as (discord, _):
        alex = Member(discord, "alex")
        assert "Mara Quell" in await alex.autocomplete("position", "actor", "quel")
        assert await alex.autocomplete("topic", "topic", "pa") == ["pay"]
        assert await alex.autocomplete("position", "topic", "", actor="Mara Quell")


async def test_a_mention_is_answered_by_a_reply_that_pings_nobody():
    async with bot() as (discord, client):
        alex = Member(discord, "alex")
        reply = await alex.say(f"<@{client.user.id}> how many sailings were cancelled?")
        assert "14 sailings were cancelled" in reply.text and "Asked" not in reply.text
        sent = next(body for method, path, body in reversed(discord.requests) if path.endswith("/messages"))
        assert sent["allowed_mentions"] == {"parse": [], "replied_user": False}


async def test_a_reply_to_the_bot_and_a_direct_message_are_answered():
    async with bot() as (discord, client):
        alex = Member(discord, "alex")
        first = await alex.say(f"<@{client.user.id}> how many sailings were cancelled?")
        second = await alex.say("who rejects a rise?", reply_to=first.message)
        assert "Dov Almers" in second.text
        direct = await Member(discord, "kim", guild=None).say("How many sailings were cancelled?")
        assert "14 sailings" in direct.text


async def test_what_is_not_meant_for_the_bot_is_left_alone():
    async with bot() as (discord, client):
        alex, robot = Member(discord, "alex"), Member(discord, "robot", bot=True)
        mention = f"<@{client.user.id}>"
        await alex.write("how many sailings were cancelled?")
        await alex.write("@everyone how many sailings were cancelled?")
        await robot.write(f"{mention} how many sailings were cancelled?")
        await Member(discord, "other").write("yes", reply_to=await alex.write("a word among members"))
        first = await alex.say(f"{mention} who rejects a rise?")  # events keep their order: all before it are done
        assert len([m for m in discord.messages.values() if m["author"]["id"] == str(client.user.id)]) == 1
        await alex.write("and what now?", reply_to=first.message, ping=False)
        await alex.say(f"{mention} who rejects a rise?")
        assert len([m for m in discord.messages.values() if m["author"]["id"] == str(client.user.id)]) == 2


async def test_show_context_marks_the_excerpt_in_its_paragraph_for_one_member_only():
    async with bot() as (discord, _):
        alex = Member(discord, "alex")
        reply = await alex.slash("position", actor="Dov Almers", topic="pay")
        context = await alex.press(reply, "Show context")
        assert context.private
        assert "Owner Dov Almers 【rejects any rise before spring】." in context.text
        assert "There is no money for it" in context.text


async def test_source_shows_the_same_by_id():
    async with bot() as (discord, client):
        position = next(p for p in client.gate._engine.briefings["ferry-strike"].base.positions if p.stance == "reject")
        alex = Member(discord, "alex")
        assert "【rejects any rise before spring】" in (await alex.slash("source", id=position.id.upper())).text
        assert "p-000000" in (await alex.slash("source", id="p-000000")).text


async def test_compare_shows_two_actors_and_topic_who_has_no_position():
    async with bot() as (discord, _):
        alex = Member(discord, "alex")
        both = await alex.slash("compare", first="Quell", second="Almers")
        assert both.text.index("Mara Quell") < both.text.index("rejects any rise")
        topic = await alex.slash("topic", topic="talks")
        assert "offered talks in March" in topic.text and "Mara Quell" in topic.text


async def test_the_menu_shows_nearest_quotes_privately_and_never_a_verdict():
    async with bot() as (discord, _):
        alex, other = Member(discord, "alex"), Member(discord, "other")
        message = await other.write("I read that 14 sailings were cancelled on Monday")
        reply = await alex.menu(load_texts()("discord.check"), message)
        assert reply.private and "14 sailings were cancelled" in reply.text
        assert "true" not in reply.text.lower() and "false" not in reply.text.lower()
        wordless = await alex.menu(load_texts()("discord.check"), await other.write(""))
        assert wordless.private and wordless.text


async def test_wrong_asks_for_one_of_four_reasons_and_thanks():
    async with bot() as (discord, _):
        alex = Member(discord, "alex")
        reply = await alex.slash("position", actor="Dov Almers")
        reasons = await alex.press(reply, "Wrong")
        assert reasons.private and len(reasons.buttons) == 4
        thanks = await alex.press(reasons, "Out of date")
        assert thanks.buttons == [] and "Thank you" in thanks.text
        assert (await alex.press(reply, "Helpful")).private


async def test_a_suggestion_can_be_pressed():
    async with bot() as (discord, _):
        alex = Member(discord, "alex")
        brief = await alex.slash("brief")
        reply = await alex.press(brief, "/position Mara Quell")
        assert "rise of 6 percent" in reply.text


async def test_buttons_work_after_a_restart():
    async with Discord() as discord:
        alex = Member(discord, "alex")
        async with logged_in(discord):
            reply = await alex.slash("position", actor="Dov Almers", topic="pay")
        async with logged_in(discord):
            assert "【rejects any rise before spring】" in (await alex.press(reply, "Show context")).text
        assert discord.problems == []


async def test_it_works_in_direct_messages_and_installed_by_a_member_for_himself():
    async with bot() as (discord, _):
        for member in (Member(discord, "kim", guild=None), Member(discord, "lou", guild=None, installed=True)):
            assert "rejects any rise" in (await member.slash("position", actor="Almers")).text


@pytest.fixture
def unsure(stand_in):
    """A bot that is sure of nothing."""

    def ask(scope, question):
        found = Call("position", ("Almers", "")).run(scope)
        return replace(found, question=question, status="choose", suggestions=("/brief",))

    stand_in("ask", ask)


async def test_the_candidate_that_was_meant_takes_the_place_of_the_choice(unsure):
    async with bot() as (discord, _):
        alex = Member(discord, "alex")
        choice = await alex.slash("ask", question="what about the rise")
        assert choice.buttons == ["This one (1)", "This one (2)", "None of these", "/brief"]
        picked = await alex.press(choice, "This one (2)")
        assert picked.message["id"] == choice.message["id"]
        assert "offered talks in March" in picked.text and "rejects any rise" not in picked.text
        assert picked.buttons == ["Show context", "Helpful", "Wrong"]


async def test_none_of_these_says_where_to_start(unsure):
    async with bot() as (discord, _):
        alex = Member(discord, "alex")
        none = await alex.press(await alex.slash("ask", question="what about the rise"), "None of these")
        assert "None of these" in none.text and "/position Mara Quell" in none.buttons


async def test_another_member_picks_a_candidate_for_himself_alone(unsure):
    async with bot() as (discord, client):
        alex, kim = Member(discord, "alex"), Member(discord, "kim")
        for choice in (
            await alex.slash("ask", question="what about the rise"),
            await alex.say(f"<@{client.user.id}> what about the rise"),
        ):
            before = choice.text
            picked = await kim.press(choice, "This one (1)")
            assert picked.private and "rejects any rise" in picked.text
            assert choice.text == before


async def test_more_shows_the_rest_privately_page_by_page():
    words = [f"statement number {number} of many" for number in range(1, 16)]
    text = "A long list of claims\n" + "\n".join(f"Mara Quell said that {word}." for word in words)
    many = world.briefing(
        text, "claims", {"Mara Quell": "person"}, [], [("Mara Quell", "claim", word) for word in words]
    )
    async with bot(engine_of(many)) as (discord, _):
        alex = Member(discord, "alex")
        page = await alex.slash("position", actor="Quell")
        texts = [page.text]
        while "More" in page.buttons:
            page = await alex.press(page, "More")
            assert page.private
            texts.append(page.text)
        assert [word for word in words if any(f"{word}\n" in text for text in texts)] == words
        assert len(texts) == 3


async def test_more_of_an_answer_to_a_question_shows_the_excerpts_that_were_left(stand_in):
    def talkative(scope, question):
        return replace(Call("position", ("Quell", "")).run(scope), question=question)

    stand_in("ask", talkative)
    words = [f"statement number {number}" for number in range(1, 11)]
    text = "A long list of claims\n" + "\n".join(f"Mara Quell said that {word} holds." for word in words)
    many = world.briefing(
        text, "claims", {"Mara Quell": "person"}, [], [("Mara Quell", "claim", f"{word} holds") for word in words]
    )
    async with bot(engine_of(many)) as (discord, client):
        alex = Member(discord, "alex")
        for first in (await alex.slash("ask", question="what?"), await alex.say(f"<@{client.user.id}> what?")):
            rest = await alex.press(first, "More")
            assert rest.private and "More" not in rest.buttons
            assert [word for word in words if f"{word} holds" in first.text] == words[:6]
            assert [word for word in words if f"{word} holds" in rest.text] == words[6:]


async def test_a_follow_up_is_read_against_what_the_same_member_asked_in_the_same_channel(stand_in):
    conversations, ask = {}, COMMANDS["ask"].view

    def listening(scope, question):
        conversations[question] = scope.conversation
        return ask(replace(scope, conversation=None), question)

    stand_in("ask", listening)
    async with bot() as (discord, client):
        alex, kim, direct = Member(discord, "alex"), Member(discord, "kim"), Member(discord, "alex", guild=None)
        direct.user["id"] = alex.user["id"]
        await alex.slash("ask", question="one")
        await alex.say(f"<@{client.user.id}> two")
        await kim.slash("ask", question="three")
        await direct.say("four")
        assert conversations["one"] is conversations["two"] is not None
        assert len({id(conversation) for conversation in conversations.values()}) == 3


async def test_and_the_other_one_is_understood_in_a_reply():
    async with bot() as (discord, client):
        alex = Member(discord, "alex")
        first = await alex.say(f"<@{client.user.id}> What does Almers want?")
        assert "rejects any rise" in first.text
        second = await alex.say("and Quell?", reply_to=first.message)
        assert "rise of 6 percent" in second.text and "rejects any rise" not in second.text


async def test_a_member_who_installed_the_bot_for_himself_uses_it_in_a_server_that_does_not_have_it():
    async with bot() as (discord, _):
        elsewhere = discord.add_guild(7)  # after the login: the bot never hears of it
        lou = Member(discord, "lou", elsewhere, installed=True)
        reply = await lou.slash("position", actor="Almers", topic="pay")
        assert "rejects any rise" in reply.text
        assert "【" in (await lou.press(reply, "Show context")).text


EVIL = (
    "# Title **bold** [link](https://evil.example) @everyone\r\n"
    "<@123456789012345678> **Eve** said: "
    "“@everyone `code` ||spoiler|| <#1> https://evil.example/x 😀 :smile: # not a heading”.\r\n"
    "> **Eve** rejects _every_ ~~single~~ <t:1700000000:R> </ask:1> offer of @here.\r\n"
)


async def test_nothing_in_an_article_works_in_discord():
    words = "@everyone `code` ||spoiler|| <#1> https://evil.example/x 😀 :smile: # not a heading"
    clause = "rejects _every_ ~~single~~ <t:1700000000:R> </ask:1> offer of @here"
    evil = world.briefing(EVIL, "evil", {"**Eve**": "person"}, [("**Eve**", words)], [("**Eve**", "reject", clause)])
    async with bot(engine_of(evil)) as (discord, client):
        alex = Member(discord, "alex")
        replies = [
            await alex.slash("quotes", actor="Eve"),
            await alex.slash("position", actor="Eve"),
            await alex.slash("position"),
            await alex.slash("ask", question="What did <@1> @everyone **Eve** reject?"),
            await alex.slash("brief"),
            await alex.slash("actors"),
            await alex.slash("status"),
            await alex.say(f"<@{client.user.id}> What does Eve reject?"),
        ]
        replies.append(await alex.press(replies[0], "Show context"))
        for reply in replies:
            harm = {kind for kind, _ in reply.seen.effects} - {"bold", "subtext", "quote", "list"}
            assert harm == set(), (harm, reply.source)
        assert f"“{words}”" in replies[0].text and clause in replies[1].text
        assert await alex.autocomplete("position", "actor", "Eve") == ["**Eve**"]


@pytest.mark.parametrize(
    "mark",
    [
        "<:thinking:123456789012345678>",
        "<a:wave:1>",
        "<#12>",
        "<@34>",
        "<@&56>",
        "</ask:78>",
        "<t:1700000000:R>",
        "<id:home>",
    ],
)
async def test_discords_marks_are_no_words(mark):
    async with bot() as (discord, client):
        alex = Member(discord, "alex")
        question = f"what did Dov Almers write {mark}"
        for reply in (await alex.say(f"<@{client.user.id}> {question}"), await alex.slash("ask", question=question)):
            assert "There is no money for it" in reply.text, reply.text


async def test_a_newcomer_is_told_what_can_be_asked():
    async with bot() as (discord, client):
        alex = Member(discord, "alex")
        assert "/compare" in (await alex.say(f"<@{client.user.id}> help")).text
        assert "Ferry strike" in (await alex.slash("ask", question="What is this article about?")).text
