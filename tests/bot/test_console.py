"""An answer as plain text."""

import dataclasses

import pytest

from bot.answering.answer import Answer, Citation, Section
from bot.answering.engine import Engine
from bot.console import Console, draw, help_text
from bot.newcomers import wanted
from bot.texts import load_texts
from tests.loopback import world

QUOTE = Citation("story", "q-1", "quote", "Ana Ruiz", "They are a danger", 10, 27, 3, medium="Daily Post", cue="told")
CLAIM = Citation("story", "p-1", "position", "Ana Ruiz", "wants quiet streets", 40, 59, 4, cue="wants")


def answer(*citations: Citation, status="answered", suggestions=()) -> Answer:
    return Answer("q", status, "The lead", (Section(None, citations),), suggestions)


def test_spoken_words_stand_in_quotation_marks_and_a_paraphrase_never_does():
    text = draw(answer(QUOTE, CLAIM), load_texts())
    assert "“They are a danger”" in text and "│ wants quiet streets" in text and "“wants" not in text


def test_every_excerpt_has_its_speaker_medium_id_and_paragraph():
    lines = draw(answer(QUOTE), load_texts()).splitlines()
    assert " 1. Ana Ruiz · told · Daily Post" in lines and "    q-1 · paragraph 3" in lines


def test_it_is_said_who_tells_what_another_says():
    told = Citation("story", "s-1", "statement", "Ana Ruiz", "that it rained", 40, 54, 4, cue="said", told_by="Bo Lind")
    assert " 1. Ana Ruiz · said · as told by Bo Lind" in draw(answer(told), load_texts()).splitlines()


def test_one_without_a_name_is_shown_with_whose_it_is():
    shown = dataclasses.replace(QUOTE, shown="a spokeswoman · City of Northport")
    assert " 1. a spokeswoman · City of Northport · told · Daily Post" in draw(answer(shown), load_texts()).splitlines()


def test_the_briefing_is_named_where_there_are_several():
    assert "story" not in draw(answer(QUOTE), load_texts())
    assert "q-1 · paragraph 3 · story" in draw(answer(QUOTE), load_texts(), several=True)


def test_suggestions_and_choices_are_told():
    text = draw(answer(QUOTE, status="choose", suggestions=("/brief",)), load_texts())
    assert "  /brief" in text and "Type a number" in text


def test_an_article_cannot_steer_the_terminal():
    hostile = Citation("story", "f-1", "fact", None, "red \x1b[31malert\x07 \x9b2J", 0, 5, 1)
    text = draw(answer(hostile), load_texts())
    assert not any(ord(c) < 32 and c != "\n" for c in text) and "\x9b" not in text and "␛[31malert␇" in text


def test_long_words_are_never_cut():
    word = "x" * 300
    assert word in draw(answer(Citation("s", "f-1", "fact", None, word, 0, 300, 1)), load_texts())


def test_help_tells_every_command_with_what_it_takes():
    text = help_text(load_texts())
    assert "/position" in text and "/compare ACTOR ACTOR [topic]" in text


MARSHES = """Two letters about the harbour
Helen Marsh rejects the sale of the harbour. Victor Marsh wants a vote on the harbour.
"""


def test_a_choice_without_excerpts_is_numbered_and_its_number_chooses():
    positions = [("Helen Marsh", "reject", "rejects the sale"), ("Victor Marsh", "want", "wants a vote")]
    made = world.briefing(MARSHES, "marshes", dict.fromkeys(("Helen Marsh", "Victor Marsh"), "person"), [], positions)
    console = Console(Engine([made], load_texts()), load_texts())
    offered = console.reply("/position Marsh")
    assert " 1. /position Helen Marsh" in offered and " 2. /position Victor Marsh" in offered
    assert "wants a vote" in console.reply("2")
    console.reply("/position Marsh")
    assert "rejects the sale" in console.reply("1")
    console.reply("/position Marsh")
    assert "3" in console.reply("3") and "2. " not in console.reply("0")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("What is this article about?", "Ferry strike"),
        ("summary please", "Ferry strike"),
        ("give me a quick overview of the story", "Ferry strike"),
        ("tl;dr", "Ferry strike"),
        ("whats this about", "Ferry strike"),
        ("What happened?", "Ferry strike"),
        ("help", "/compare ACTOR"),
        ("how does this work?", "/compare ACTOR"),
        ("what can I ask you?", "/compare ACTOR"),
        ("hello", "/compare ACTOR"),
    ],
)
def test_what_newcomers_type_is_answered(line, found):
    assert found in Console(Engine([world.briefing()], load_texts()), load_texts()).reply(line)


@pytest.mark.parametrize(
    "line", ["What about the ferry?", "Who wants help?", "What is the strike about?", "what about it"]
)
def test_a_question_that_only_looks_like_it_is_asked(line):
    assert wanted(line) is None
