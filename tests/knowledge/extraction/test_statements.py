"""Statements: what somebody says, reports, finds ... that no quote and no position of theirs tells already."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import read

from knowledge.extraction.compile import compile_article
from knowledge.extraction.statements import find_statements
from knowledge.model.article import read_article
from knowledge.model.factbase import verify

SEED = Path(__file__).resolve().parents[3] / "seeds" / "trump-netanyahu-iran-meeting.txt"


def stated(text: str, model: object) -> list[tuple[str | None, str | None, str]]:
    """(actor or source, who tells it, words) of every statement of a text."""
    reading = read(text, model)
    found = find_statements(reading, reading.quotes()[0], reading.positions())
    return [(one.actor or one.source, one.told_by, one.text) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna Berg said the harbour had closed.", ("anna-berg", None, "the harbour had closed")),
        ("Norway reported that two boats had sunk.", ("norway", None, "that two boats had sunk")),
        ("The harbour had closed, according to Anna Berg.", ("anna-berg", None, "The harbour had closed")),
        ("Two officials said the harbour had closed.", ("two-officials", None, "the harbour had closed")),
        ("The harbour, Anna Berg said, had closed.", ("anna-berg", None, "The harbour, Anna Berg said, had closed")),
        ("Anna Berg is back in Oslo. She said the tax had risen.", ("anna-berg", None, "the tax had risen")),
    ],
)
def test_a_statement_is_the_content_with_its_holder(model, text, expected):
    assert expected in stated(text, model)


def test_speech_inside_speech_has_its_holder_and_who_tells_it(model):
    found = stated("Anna Berg said that Paul Roth had reported that the harbour was closed.", model)
    assert ("paul-roth", "anna-berg", "that the harbour was closed") in found
    assert ("anna-berg", None, "that Paul Roth had reported that the harbour was closed") in found


def test_what_somebody_says_of_himself_is_told_by_no_other(model):
    found = stated("Anna Berg said she knew that the harbour was empty.", model)
    assert found == [("anna-berg", None, "she knew that the harbour was empty")]


@pytest.mark.parametrize(
    "text",
    ["Anna Berg did not say that the harbour had closed.", "Few experts said that the harbour had closed."],
)
def test_what_is_denied_stands_with_its_whole_sentence(model, text):
    assert [words for _, _, words in stated(text, model)] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Berg denied that.",
        "The ministry declined to comment.",
        "Two officials spoke of 30,000.",
        "Anna Berg expects a deal by May.",
        "The police put the crowd at 48,000.",
    ],
)
def test_a_content_that_is_no_clause_stands_with_its_holder_and_cue(model, text):
    assert [words.rstrip(".") for _, _, words in stated(text, model)] == [text.rstrip(".")]


def test_who_is_named_before_who_is_told_with_it(model):
    found = stated("The mayor, who called the old deal historic, is back in Oslo.", model)
    assert found == [("the-mayor", None, "The mayor, who called the old deal historic")]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Berg said “the harbour is closed for good”.",  # a quote
        "Norway fears that Sweden will close the border.",  # a position
        "Anna Berg denied that the harbour had closed.",
        "Did Anna Berg say that the harbour had closed?",
        "If Anna Berg says that the harbour is open, the boats will come.",
        "Anna Berg said no more.",
        "Anna Berg hoped to veto it.",
        "Anna Berg did not win the consent of Norway.",
        "It was said that the harbour had closed.",
    ],
)
def test_what_is_told_already_asked_or_nobodys_is_no_statement(model, text):
    assert stated(text, model) == []


def test_the_briefing_keeps_its_quotes_and_positions_and_gains_only_what_they_do_not_tell(model):
    article = read_article(SEED)
    base, _ = compile_article(article, model, "seeds/" + SEED.name)
    assert verify(base, article.text, article.sha256) == []
    assert [(one.actor, one.told_by, one.text.split()[-1]) for one in base.statements] == [
        ("reuters", None, "Iran"),
        ("donald-trump", None, 'good"'),
        ("donald-trump", None, "actions"),
    ]


def test_a_fact_names_who_holds_the_records_in_it(model):
    article = read_article(SEED)
    base, _ = compile_article(article, model, "seeds/" + SEED.name)
    for fact in base.facts:
        held = [one for one in base.held() if one.start < fact.end and fact.start < one.end]
        assert set(fact.speakers) == {one.holder for one in held if one.holder}
