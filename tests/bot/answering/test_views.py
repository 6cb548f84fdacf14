"""The views that need no question."""

import pytest

from bot.commands import Call
from knowledge.model.factbase import Actor, Position, Statement


@pytest.fixture
def scope(engine):
    """The briefings that are asked."""
    return engine.scope()


def run(scope, name, *arguments):
    return Call(name, arguments).run(scope)


def test_positions_of_a_misspelt_actor_are_found(scope):
    answer = run(scope, "position", "irn", "missiles")
    assert answer.status == "answered"
    assert all(citation.actor in ("Iran", "Ali Shamkhani") for citation in answer.citations)


def test_quotes_are_the_actors_own(scope):
    answer = run(scope, "quotes", "trump", "")
    assert {citation.actor for citation in answer.citations} == {"Donald Trump"}
    assert {citation.kind for citation in answer.citations} == {"quote"}


def test_an_actor_that_is_mentioned_but_holds_nothing_is_said_to_hold_nothing(scope):
    answer = run(scope, "position", "hezbollah", "")
    assert answer.status == "declined" and "Hezbollah" in answer.lead


@pytest.mark.parametrize("view", ["position", "quotes"])
def test_an_unknown_actor_is_named_and_others_offered(scope, view):
    answer = run(scope, view, "macron", "")
    assert answer.status == "declined" and "macron" in answer.lead and answer.suggestions


def test_a_topic_lists_who_has_a_position_and_who_has_none(scope):
    answer = run(scope, "topic", "missiles")
    assert answer.status == "answered"
    assert len([section for section in answer.sections if section.citations]) >= 2


def test_a_source_stands_among_its_neighbours(scope, shipped):
    quote = shipped[0].base.quotes[0]
    answer = run(scope, "source", quote.id)
    assert answer.citations[0].text == quote.text
    assert len(answer.citations) > 1


def test_a_statement_is_shown_with_its_holder_its_cue_and_who_tells_it(invented):
    sentence = "Ana Ruiz said that France had decided to pay for the bridge."
    words = "had decided to pay for the bridge"
    start = len("A day in the valley\n") + sentence.index(words)
    actors = [Actor("ana-ruiz", "Ana Ruiz", "person"), Actor("france", "France", "country")]
    told = Statement("s-1", "france", words, start, start + len(words), "decided", told_by="ana-ruiz")
    engine = invented(actors, [(sentence, ["ana-ruiz"])], statements=[told])
    citation = run(engine.scope(), "source", told.id).citations[0]
    assert (citation.kind, citation.actor, citation.cue, citation.told_by) == (
        "statement",
        "France",
        "decided",
        "Ana Ruiz",
    )
    assert citation.as_json()["kind"] == "statement"


def test_what_a_spokeswoman_says_counts_for_the_body_and_shows_whose_she_is(invented):
    sentence = "Closing the harbour would be wrong, a spokeswoman for the ministry said."
    words = "Closing the harbour would be wrong"
    start = len("A day in the valley\n")
    her = Actor("her", "a spokeswoman for the ministry", "person", speaks_for="mof", description="a spokeswoman")
    held = Position("p-1", "her", "reject", words, start, start + len(words), [start, start + len(sentence)], "said")
    engine = invented(
        [her, Actor("mof", "Ministry of Fisheries", "organisation")], [(sentence, ["her"])], positions=[held]
    )
    for asked in ("Ministry of Fisheries", "a spokeswoman for the ministry"):
        citation = run(engine.scope(), "position", asked, "").citations[0]
        assert citation.who == "a spokeswoman · Ministry of Fisheries"
        assert citation.as_json()["actor"] == "a spokeswoman for the ministry"  # the contract: the plain name
    [section] = run(engine.scope(), "position", "Ministry of Fisheries", "").sections
    assert section.heading == "a spokeswoman · Ministry of Fisheries"
    answer = engine.ask("What is the Ministry of Fisheries' position on the harbour?")
    assert (answer.status, answer.citations[0].who) == ("answered", "a spokeswoman · Ministry of Fisheries")


def test_statements_count_and_are_neither_positions_nor_quotes(scope):
    [line] = [line for line in run(scope, "actors").sections[0].lines if line.startswith("Reuters")]
    assert line == "Reuters (organisation): 0 positions, 0 quotes, 1 statements"
    for view in ("position", "quotes"):
        answer = run(scope, view, "reuters", "")
        assert answer.status == "declined" and answer.suggestions[0] == "What did Reuters say?"
    assert any("3 statements" in line for line in run(scope, "brief").sections[0].lines)
    shown = run(scope, "compare", "reuters", "iran", "")
    assert {citation.kind for citation in shown.sections[0].citations} == {"statement"}


def test_what_somebody_said_draws_on_statements(scope):
    answer = scope.ask("What did Reuters say?")
    assert answer.status == "answered"
    assert (answer.citations[0].kind, answer.citations[0].actor) == ("statement", "Reuters")


def test_an_unknown_source_is_declined(scope):
    assert run(scope, "source", "q-000000").status == "declined"


def test_a_message_is_set_beside_the_nearest_excerpts_without_a_verdict(scope):
    answer = run(scope, "check", "Trump says Iran was hit with 25 missiles in Midnight Hammer")
    assert "Midnight Hammer" in answer.citations[0].text
    assert "25" in answer.lead
    assert run(scope, "check", "The cat sat on the mat.").status == "declined"


def test_overviews_name_what_there_is(scope):
    assert any("Iran" in line for line in run(scope, "actors").sections[0].lines)
    assert run(scope, "topics").sections[0].lines
    assert run(scope, "brief").suggestions


def test_completion_gives_the_best_first_and_at_most_25(scope):
    assert scope.complete_actor("tru")[0] == "Donald Trump"
    assert len(scope.complete_actor("")) <= 25
    assert all("mis" in topic.lower() for topic in scope.complete_topic("mis"))
