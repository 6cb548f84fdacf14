"""Whose words are asked for: a role, a surname that two have, a word that is a name as well."""

import pytest

from knowledge.factbase import Actor

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
    assert "Quill" not in answer.lead and all(citation.actor != "Rosa Quill" for citation in answer.citations)


def test_a_role_of_the_base_is_its_bearers(valley):
    answer = valley.ask("what did the mayor of oxley say")
    assert answer.citations[0].actor == "Bill Tarn"
