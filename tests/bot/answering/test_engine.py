"""Questions put to the shipped briefing, and what must never be answered."""

from dataclasses import replace

import pytest

from bot.answering.engine import Engine
from bot.answering.shelf import EVERYBODY
from bot.texts import load_texts
from tests.loopback import world

LONG_LOST = "What did Steve Witkoff say after the session?"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What is Iran's position on missiles?", "missile"),
        ("who is shamkhani", "an adviser to Iran's Supreme Leader"),
        ("how long was the meeting", "two and a half hours"),
        ("When were the talks in Oman?", "February 6"),
        ("is tehran open to curbing its atomic work", "willingness to discuss nuclear program restrictions"),
        ("Who did Trump meet with in Washington?", "Benjamin Netanyahu"),
        ("did they reach an agreement", "definitive"),
    ],
)
def test_the_right_sentence_comes_first(engine, question, words):
    answer = engine.ask(question)
    assert answer.status == "answered"
    assert words in answer.citations[0].text


def test_of_one_medium_all_that_fits_is_shown(engine):
    answer = engine.ask("What did Trump write on Truth Social about the meeting?")
    assert answer.status == "answered" and any("I have just finished meeting" in one.text for one in answer.citations)
    assert {one.medium for one in answer.citations} == {"Truth Social"}


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("What did Putin say?", "Putin"),
        (LONG_LOST, "Steve Witkoff"),
        ("What did Ali Shamkhani say on Fox Business?", "No statement by Ali Shamkhani on Fox Business"),
        ("What did Khamenei say about the Oman talks?", "Khamenei"),
        ("How did Hezbollah react to the meeting?", "Hezbollah"),
        ("whats bitcoin trading at right now", ""),
    ],
)
def test_what_the_briefing_lacks_is_declined_and_what_it_holds_is_said(engine, question, lead):
    answer = engine.ask(question)
    assert answer.status == "declined" and not answer.citations
    assert lead in answer.lead
    assert answer.suggestions


def test_the_lead_of_a_refusal_names_who_spoke_there_instead(engine):
    lead = engine.ask("What did Ali Shamkhani say on Fox Business?").lead
    assert "Donald Trump on Fox Business (1)" in lead


def test_a_representative_answers_for_the_country_and_is_shown_as_himself(engine):
    answer = engine.ask("What did Iran say about its missile arsenal being a red line?")
    assert "Ali Shamkhani" in [citation.actor for citation in answer.citations]


def test_a_yes_or_no_is_never_added(engine):
    answer = engine.ask("Did they reach a definitive agreement on Iran?")
    assert answer.status == "answered"
    assert not answer.lead.lower().startswith(("yes", "no"))


def test_every_citation_is_the_article_at_its_offsets(engine, shipped):
    texts = {briefing.id: briefing.article.text for briefing in shipped}
    for question in ("What did Trump say?", "all of trump's quotes", "iran", "compare Iran and Israel on the deal"):
        for citation in engine.ask(question).citations:
            assert texts[citation.briefing][citation.start : citation.end] == citation.text


def test_the_json_of_an_answer_has_the_keys_of_the_contract(engine):
    plain = engine.ask("How long was the meeting?").as_json()
    assert list(plain) == ["question", "status", "lead", "citations", "suggestions"]
    keys = ["briefing", "id", "kind", "actor", "text", "start", "end", "paragraph"]
    assert all(list(citation) == keys for citation in plain["citations"])


def test_at_most_three_citations_are_answered_and_ten_listed(engine):
    assert len(engine.ask("What did Trump say?").citations) <= 3
    assert len(engine.ask("list all of Trump's statements").citations) <= 10


def test_two_actors_are_compared_side_by_side(engine):
    answer = engine.ask("compare Iran and Netanyahu on missiles")
    assert [section.heading for section in answer.sections] == ["Iran", "Benjamin Netanyahu"]
    assert all(section.citations for section in answer.sections)


def test_a_desk_without_briefings_says_so():
    answer = Engine([], load_texts()).ask("What did Trump say?")
    assert answer.status == "declined" and answer.lead


def test_a_briefing_that_is_not_asked_does_not_answer(engine):
    assert engine.ask("How long was the meeting?", briefings=[]).status == "declined"


def test_a_briefing_is_swapped_whole(shipped):
    engine = Engine(shipped, load_texts())
    first = shipped[0]
    engine.remove(first.id)
    assert first.id not in engine.briefings
    assert engine.replace(first, EVERYBODY)
    assert engine.ask("How long was the meeting?").status == "answered"


def test_what_does_not_stand_in_the_article_letter_for_letter_is_never_shown():
    """The check before anything is sent, for a base that nobody has verified."""
    made = world.briefing()
    quotes = [replace(quote, text=quote.text.replace("no money", "money")) for quote in made.base.quotes]
    facts = [replace(fact, start=fact.start + 1, end=fact.end + 1) for fact in made.base.facts]
    engine = Engine([replace(made, base=replace(made.base, quotes=quotes, facts=facts))], load_texts())
    scope, wrong = engine.scope(), {made.base.quotes[1].id, *(fact.id for fact in facts)}
    answers = [
        scope.ask(question) for question in ("What did Dov Almers say?", "What about money?", "Who rejects a rise?")
    ]
    answers += [scope.source(excerpt) for excerpt in wrong]
    answers += [
        scope.each(lambda browser: browser.held("quotes", "Almers", "")),
        scope.check("There is no money for it"),
    ]
    assert not wrong & {citation.id for answer in answers for citation in answer.citations}
    assert all(scope.excerpt(made.id, excerpt) is None for excerpt in wrong)
