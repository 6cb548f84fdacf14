"""What shares a word with the article and is another matter is never answered."""

import pytest

from knowledge.model.factbase import Actor

SENTENCES = [
    ("Hotels in Perrin were full when the council met.", []),
    ("The mayor dismissed the charge and went home.", []),
    ("Norland keeps about 300 rangers at a camp in Upper Vale.", []),
    ("The road to Southmark was closed for the night.", []),
]


@pytest.fixture
def perrin(invented):
    """A town, two countries, and what a charge met with."""
    actors = [Actor("norland", "Norland", "country"), Actor("southmark", "Southmark", "country")]
    engine = invented(actors, SENTENCES, synonyms={"dismissed": ["fire", "fired", "sack"], "went home": ["joke"]})
    for fact in engine.indexes()[0].briefing.base.facts:
        fact.where.extend(["Upper Vale"] if "Upper Vale" in fact.text else [])
    return engine


@pytest.mark.parametrize(
    "question",
    [
        "whats the weather in perrin",
        "was anyone fired?",
        "tell me a joke about the mayor",
        "how many rangers does Norland have in Southmark",
    ],
)
def test_a_shared_word_is_no_answer(perrin, question):
    assert perrin.ask(question).status != "answered"


@pytest.mark.parametrize("question", ["how many rangers does Norland keep", "did the mayor dismiss the charge"])
def test_what_stands_there_is_answered(perrin, question):
    assert perrin.ask(question).status == "answered"


@pytest.mark.parametrize("name", ["putin", "macron", "Putin", "erdogan"])
@pytest.mark.parametrize("question", ["what did {} say", "what does {} want", "did {} say anything about missiles"])
def test_a_strange_name_in_small_letters_is_declined_and_gets_nobodys_words(engine, name, question):
    """One who is not there is told to be not there, with who is: no other's words are offered instead."""
    answer = engine.ask(question.format(name))
    assert answer.status == "declined" and not answer.citations
    assert name in answer.lead and "Donald Trump" in answer.lead
