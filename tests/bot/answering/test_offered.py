"""What is shown beside the best sentence, and what is offered where nobody of the description speaks."""

import pytest

from bot.answering.followups import Conversation
from knowledge.model.factbase import Actor

NORLAND = Actor("norland", "Norland", "country")
BEST = "The ferry to Perrin takes forty minutes in calm weather."


@pytest.fixture
def ferry(invented):
    """One sentence that answers, and others that share a word with it at most."""
    sentences = [
        (BEST, []),
        ("Perrin has two bakeries.", []),
        ("Norland wants the harbour dredged.", ["norland"]),
        ("The union turned the harbour offer down on Friday.", []),
    ]
    return invented([NORLAND], sentences)


def test_an_answer_is_not_padded_with_what_shares_a_word(ferry):
    answer = ferry.ask("how long does the ferry to Perrin take")
    assert answer.status == "answered"
    assert [citation.text for citation in answer.citations] == [BEST]


def test_what_was_not_shown_comes_with_more(ferry):
    conversation = Conversation()
    ferry.ask("how long does the ferry to Perrin take", conversation)
    assert "bakeries" in str(ferry.ask("more", conversation).citations)


def test_where_nobody_of_a_description_speaks_the_rest_is_shown_under_nobodys_name(ferry):
    answer = ferry.ask("did the stevedores reject the harbour offer on Friday")
    assert answer.status != "declined" and answer.citations[0].actor is None
    assert "stevedores" not in answer.lead


@pytest.mark.parametrize("question", ["what is the us position on the harbour", "what does the US want"])
def test_the_us_is_a_country_that_the_briefing_lacks(ferry, question):
    answer = ferry.ask(question)
    assert answer.status == "declined" and not answer.citations


def test_us_is_no_country_where_it_means_the_asker(ferry):
    assert not ferry.ask("tell us about the harbour").reading.question.unknown


@pytest.mark.parametrize("question", ["hi", "thanks!", "what is this about", "summarize the article"])
def test_an_empty_question_is_shown_the_way_with_an_actor_of_the_briefing(ferry, question):
    answer = ferry.ask(question)
    assert answer.status == "declined"
    assert "Iran" not in answer.lead and "/brief" in answer.suggestions


def test_an_unknown_name_is_told_whole_and_without_its_possessive(ferry):
    assert "Tim Cook" in ferry.ask("did Tim Cook say anything on Norland").lead
    assert "denmark's" not in ferry.ask("what is denmark's position").lead
