"""Quotes: the words inside the marks, whose they are, and those that nobody is named for."""

from __future__ import annotations

import pytest
from reading import read


def test_a_quote_is_the_words_inside_the_marks_with_speaker_and_cue(model):
    reading = read('"We will leave this island," Anna Berg said.', model)
    (quote,), unattributed = reading.quotes()
    assert (quote.text, quote.speaker, quote.cue) == ("We will leave this island,", "anna-berg", "said")
    assert reading.article.text[quote.start : quote.end] == quote.text
    assert unattributed == []


def test_the_two_halves_of_a_split_statement_have_one_speaker(model):
    quotes, _ = read(
        '"We will leave this island," Anna Berg said. "Nobody can stop us from going now."', model
    ).quotes()
    assert [quote.speaker for quote in quotes] == ["anna-berg", "anna-berg"]
    assert quotes[0].id != quotes[1].id


def test_an_unnamed_speaker_is_kept_as_the_article_names_him(model):
    reading = read('"We will not leave this island," a senior official said.', model)
    quotes, _ = reading.quotes()
    assert [reading.cast.name(quote.speaker) for quote in quotes] == ["a senior official"]


def test_words_that_nobody_is_named_for_are_reported_apart(model):
    text = 'The harbour closed in May.\n\n"No boats may pass this point today."\n\nThe walls are grey.'
    quotes, unattributed = read(text, model).quotes()
    assert quotes == []
    assert [one.text for one in unattributed] == ["No boats may pass this point today."]


def test_a_term_between_marks_is_no_quote(model):
    quotes, unattributed = read('The so-called "harbour tax" was signed in May.', model).quotes()
    assert (quotes, unattributed) == ([], [])


def test_the_nearer_speaker_has_the_words_that_another_reports(model):
    text = 'Anna Berg said that Paul Roth called the tax "a very bad mistake for Norway" on Monday.'
    quotes, _ = read(text, model).quotes()
    assert [(quote.text, quote.speaker) for quote in quotes] == [("a very bad mistake for Norway", "paul-roth")]


def test_each_paragraph_of_a_long_quotation_is_a_quote(model):
    text = 'Anna Berg said: "The island is ours and we love it.\n\n"We will leave it all the same, I promise."'
    quotes, _ = read(text, model).quotes()
    assert [quote.speaker for quote in quotes] == ["anna-berg", "anna-berg"]
    assert quotes[1].text == "We will leave it all the same, I promise."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Anna Berg characterized the meeting as "very good" and left.', ("very good", "anna-berg")),
        ('Anna Berg found the testimony "not credible."', ("not credible.", "anna-berg")),
        (
            'The plan was described as "an insult wrapped in a form" by Anna Berg.',
            ("an insult wrapped in a form", "anna-berg"),
        ),
    ],
)
def test_a_few_quoted_words_under_a_cue_are_a_quote(model, text, expected):
    assert [(quote.text, quote.speaker) for quote in read(text, model).quotes()[0]] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        'Anna Berg accused Norway of planning a new "harbour access charge".',
        'Anna Berg said that the "harbour tax" was signed.',
        'Anna Berg said on "Morning Engine" that it was over.',
    ],
)
def test_a_name_or_term_in_marks_under_a_cue_is_no_quote(model, text):
    assert read(text, model).quotes() == ([], [])


# --- what was denied, and joint statements


@pytest.mark.parametrize(
    "text",
    [
        'Colin Frere rejected claims that the sale was "a done deal".',
        'Colin Frere denied calling the mayor "a liar and a thief".',
        'Colin Frere refused to say whether the sale was "a stitch-up between friends".',
        'Colin Frere never said the park was "a worthless piece of land".',
        'Colin Frere did not say it was "a fair price for all".',
        'Colin Frere would not say if it was "a matter for the police".',
        'Asked whether the deal was "a gift to the rich", Colin Frere did not answer.',
    ],
)
def test_denied_words_are_nobodys_quote(text, model):
    assert read(f"Colin Frere is a developer. {text}", model).quotes()[0] == []


@pytest.mark.parametrize(
    "text",
    [
        '"It is not a done deal," Colin Frere denied.',
        'Colin Frere denied it: "There is no deal at all."',
        'Colin Frere dismissed the claim as "complete and utter nonsense".',
    ],
)
def test_words_of_a_denial_are_its_speakers(text, model):
    assert [quote.speaker for quote in read(text, model).quotes()[0]] == ["colin-frere"]


@pytest.mark.parametrize(
    "said",
    [
        'Ann Tully and Colin Frere said in a joint statement: "We will not sell the park."',
        '"We will not sell the park," Tully and Frere said.',
        '"We will not sell the park," said Ann Tully and Colin Frere in a joint statement.',
    ],
)
def test_a_joint_statement_is_a_quote_of_each(said, model):
    quotes, _ = read(f"Ann Tully, the mayor, met Colin Frere, a developer. {said}", model).quotes()
    assert [quote.speaker for quote in quotes] == ["ann-tully", "colin-frere"]
    assert len({quote.id for quote in quotes}) == 2
