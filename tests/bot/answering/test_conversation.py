"""Follow-ups against the last answer, per place and member, until they are too old."""

import json
from pathlib import Path

import pytest

from bot.answering.engine import Engine
from bot.answering.followups import EXPIRES_AFTER, Conversation, Conversations
from bot.console import Console
from bot.texts import load_texts
from knowledge.extraction.compile import compile_article
from knowledge.model.article import read_article
from knowledge.model.storage import BRIEFINGS, Briefing, load

DATA = Path(__file__).parents[2] / "data"
SEED = BRIEFINGS / "trump-netanyahu-iran-meeting.yaml"


@pytest.fixture(scope="module")
def engine():
    """The engine over the project's first briefing."""
    return Engine([load(SEED)], load_texts())


def ask(engine, *turns):
    """The last answer of a dialogue."""
    conversation = Conversation()
    return [engine.ask(turn, conversation) for turn in turns][-1]


def test_another_actor_takes_the_place_of_the_last(engine):
    answer = ask(engine, "What is Iran's position on missiles?", "and Netanyahu?")
    assert answer.status == "answered"
    assert {citation.actor for citation in answer.citations} <= {"Benjamin Netanyahu"}


def test_an_actor_that_holds_nothing_is_refused_in_a_follow_up_too(engine):
    assert ask(engine, "What is Iran's position on missiles?", "and Hamas?").status == "declined"
    assert ask(engine, "What is Iran's position on missiles?", "and Macron?").status == "declined"


def test_another_topic_takes_the_place_of_the_last(engine):
    answer = ask(engine, "What did Trump say about Midnight Hammer?", "what about Gaza")
    assert answer.status != "declined" and "Gaza" in answer.citations[0].text + str(answer.sections)


def test_who_said_that_gives_the_speaker_of_the_last_excerpt(engine):
    answer = ask(engine, "red line missile arsenal", "who said that")
    assert answer.citations[0].actor == "Ali Shamkhani"


def test_more_gives_excerpts_that_were_not_shown(engine):
    conversation = Conversation()
    first = engine.ask("What did Trump say?", conversation)
    more = engine.ask("more", conversation)
    assert more.citations and not {c.id for c in first.citations} & {c.id for c in more.citations}


def test_a_full_question_is_never_changed_by_history(engine):
    for question in (
        "How long was the meeting?",
        "What did Trump say about Gaza?",
        "whats bitcoin trading at right now",
    ):
        alone, after = engine.ask(question), ask(engine, "What is Iran's position on missiles?", question)
        assert (after.status, after.citations, after.lead) == (alone.status, alone.citations, alone.lead)


def test_without_a_last_answer_a_follow_up_stands_for_itself(engine):
    assert engine.ask("more", Conversation()).status == "declined"


def test_a_conversation_is_one_members_in_one_place_and_expires():
    now = [0.0]
    kept = Conversations(clock=lambda: now[0])
    mine = kept.of(1, 1)
    assert kept.of(1, 1) is mine and kept.of(1, 2) is not mine and kept.of(2, 1) is not mine
    now[0] += EXPIRES_AFTER + 1
    assert kept.of(1, 1) is not mine


@pytest.mark.parametrize("article", ["oslo-gas-talks", "salt-swap-trial"])
def test_written_dialogues_end_well_more_often_than_not(model, article):
    read = read_article(DATA / "articles" / f"{article}.txt")
    base, _ = compile_article(read, model, "")
    engine = Engine([Briefing(base, read, read.path)], load_texts())
    right = turns = 0
    for line in (DATA / "followups.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["article"] != article:
            continue
        conversation = Conversation()
        for number, turn in enumerate(row["turns"]):
            answer = engine.ask(turn["q"], conversation)
            if number:
                turns += 1
                right += holds(answer, turn, read.text)
    assert turns >= 8 and right >= 0.55 * turns


def holds(answer, turn, text):
    """Whether a turn is answered as its row wants it, or at least offers the right excerpt."""
    if turn.get("kind") == "none":
        return answer.status != "answered"
    shown = [(citation.start, citation.end) for citation in answer.citations]
    return any(
        any(start <= text.find(snippet) + len(snippet) // 2 < end for start, end in shown)
        for alternative in turn["gold"]
        for snippet in alternative
    )


def test_a_refused_follow_up_leaves_the_conversation_as_it_was(engine):
    asked = ("What is Iran's position on missiles?", "and Macron?", "and Netanyahu?")
    answer = ask(engine, *asked)
    assert answer.status == "answered" and "missile" in answer.citations[0].text


def test_a_topic_that_is_swapped_is_gone(engine):
    answer = ask(engine, "What did Trump say about Midnight Hammer?", "what about Gaza", "what about the deal")
    words = {term.text.lower() for term in answer.reading.question.terms}
    assert not words & {"gaza", "hammer", "midnight hammer"}


def test_the_two_of_the_last_question_are_compared(engine):
    answer = ask(engine, "Did Trump meet Netanyahu?", "compare them")
    assert [section.heading for section in answer.sections] == ["Donald Trump", "Benjamin Netanyahu"]


def test_the_console_forgets_what_is_too_old(engine):
    now = [0.0]
    console = Console(engine, load_texts(), Conversations(lambda: now[0]))
    console.reply("What is Iran's position on missiles?")
    assert "Netanyahu" in console.reply("and Netanyahu?")
    before = console.reply("and Netanyahu?")
    now[0] += EXPIRES_AFTER + 1
    assert console.reply("and Netanyahu?") != before
