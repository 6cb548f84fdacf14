"""Whose words are asked for: a role, a surname that two have, a word that is a name as well."""

import pytest

from knowledge.model.factbase import Actor

FIRST = "A lawmaker, Rosa Quill, met a Labour aide in the hall and said the levy was finished."
AIDE = "A Labour aide said that two members would never vote for the levy."


@pytest.fixture
def valley(invented):
    """Two people, and an aide without a name."""
    actors = [
        Actor("rosa-quill", "Rosa Quill", "person", role="lawmaker"),
        Actor("bill-tarn", "Bill Tarn", "person", aliases=["Bill"], role="Mayor of Oxley"),
        Actor("jo-tarn", "Jo Tarn", "person"),
        Actor("oxley", "Oxley", "place"),
    ]
    sentences = [
        (FIRST, ["rosa-quill"]),
        (AIDE, []),
        ("Bill Tarn said Oxley needs the levy for its schools.", ["bill-tarn"]),
        ("Jo Tarn said the levy would empty the farms.", ["jo-tarn"]),
        ("The bill would raise nine million a year.", []),
    ]
    return invented(actors, sentences)


def test_a_role_that_stands_near_a_name_is_not_its_bearers(valley):
    answer = valley.ask("what did the labour aide say")
    assert answer.citations[0].text == AIDE
    assert "Quill" not in answer.lead and answer.citations[0].actor != "Rosa Quill"


def test_a_role_of_the_base_is_its_bearers(valley):
    answer = valley.ask("what did the mayor of oxley say")
    assert answer.citations[0].actor == "Bill Tarn"


def test_a_word_in_small_letters_behind_an_article_is_no_name(valley):
    answer = valley.ask("what did the bill say")
    assert answer.status != "answered" and not answer.reading.question.names
    assert valley.ask("what did bill say").citations[0].actor == "Bill Tarn"


def test_of_two_with_one_surname_it_is_asked_which_is_meant(valley):
    answer = valley.ask("what did tarn say about the levy")
    assert answer.status == "choose"
    assert "Bill Tarn" in answer.lead and "Jo Tarn" in answer.lead


@pytest.mark.parametrize(
    ("question", "holder"),
    [
        ("what does quill demand from oxley?", "rosa-quill"),
        ("what is oxley's demand", "oxley"),
        ("when did quill give her address", None),
    ],
)
def test_a_verb_behind_a_name_is_no_noun_and_a_noun_no_verb(valley, question, holder):
    read_as = valley.ask(question).reading.question
    assert (read_as.holder.actors[0] if read_as.holder else None) == holder
    assert not read_as.holder_words


def test_how_many_there_are_is_taken_as_known_behind_the(valley):
    assert not valley.ask("what did the two members say about the four levies").reading.question.numbers
    assert valley.ask("did four members vote").reading.question.numbers == ("4",)
