"""Positions: who wants, rejects, threatens, fears ... what, as slices of the article."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import read

from knowledge.extraction.positions import drafts, find_positions, reason_against
from knowledge.extraction.reading import read as read_whole
from knowledge.extraction.topics import tagged
from knowledge.model.article import read_article
from knowledge.model.factbase import FORMAT, ArticleRef, FactBase, Topic

SEED = Path(__file__).resolve().parents[3] / "seeds" / "trump-netanyahu-iran-meeting.txt"


def held(text: str, model: object) -> list[tuple[str | None, str, str]]:
    """(actor or source, stance, words) of every position of a text."""
    return [(one.actor or one.source, one.stance, one.text) for one in read(text, model).positions()]


def drafted(text: str, model: object) -> list[tuple[str, str, str]]:
    """(actor, stance, words) of what could be a position, however sure."""
    reading = read(text, model)
    return [(one.actor, one.shown_by.stance, reading.words([(one.start, one.end)])) for one in drafts(reading)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Norway fears that Sweden will close the border.",
            ("norway", "fear", "fears that Sweden will close the border"),
        ),
        ("Anna Berg said the harbour must close.", ("anna-berg", "demand", "said the harbour must close")),
        ("Anna Berg said she would not resign.", ("anna-berg", "reject", "said she would not resign")),
        ("Critics of the tax demanded a new vote.", ("critics-of-the-tax", "demand", "demanded a new vote")),
        ("The treaty was rejected by Sweden.", ("sweden", "reject", "The treaty was rejected by Sweden")),
        ("The mine won the support of Anna Berg.", ("anna-berg", "support", "The mine won the support of Anna Berg")),
        ("Norway's refusal to sign it angered Sweden.", ("norway", "reject", "Norway's refusal to sign it")),
        ("Anna Berg is leaving Oslo. She opposes the tax.", ("anna-berg", "oppose", "opposes the tax")),
    ],
)
def test_a_position_is_the_clause_that_shows_it_with_its_holder(model, text, expected):
    assert expected in held(text, model)


@pytest.mark.parametrize(
    "text",
    [
        "Anna Berg said it had rained.",
        "If Norway rejects the treaty, the talks will end.",
        "The storm threatens the harbour.",
        "It is hoped that the rain will end.",
        "They want to sign the treaty.",
        "Norway asked whether Sweden would sign.",
        "Does Norway want to sign the treaty?",
        "Norway makes hard decisions.",
        "Anna Berg said she would know in May.",
        "When Norway agrees on something, Sweden follows.",
        "The ministry declined to comment.",
        "Norway refused to say whether it would sign.",
        "Such a step would need the consent of Norway.",
        "Paul Roth did not win clear commitments from Norway.",
        "Not everyone thinks that the tax will fall.",
    ],
)
def test_what_is_nobodys_position_is_left_out(model, text):
    assert held(text, model) == []


def test_it_holds_as_surely_as_the_body_that_it_means(model):
    assert held("Halden Motors sued Norway. It seeks 25 million euros.", model) == [
        ("halden-motors", "want", "seeks 25 million euros")
    ]
    assert held("The storm grew. It threatens the harbour.", model) == []
    text = "Paul Roth met Anna Berg. The outcome of the Roth-Berg meeting underscores the trouble with the tax."
    assert held(text, model) == []


def test_the_people_of_a_country_are_not_the_country(model):
    found = held("Many Americans want lower taxes. America wants peace.", model)
    assert all(holder != "united-states" for holder, _, words in found if "taxes" in words)


def test_a_participle_gives_its_own_noun_to_the_holder(model):
    found = held("Norway signed a treaty opposed by Sweden.", model)
    assert found == [("sweden", "oppose", "a treaty opposed by Sweden")]


def test_direct_speech_that_is_only_asserted_is_a_quote_and_no_position(model):
    assert held('"The island is ours and always was," Anna Berg insisted.', model) == []


def test_conjoined_contents_are_positions_of_their_own(model):
    found = held("Anna Berg called for cutting the tax and building a new harbour.", model)
    assert ("anna-berg", "demand", "called for cutting the tax") in found
    assert ("anna-berg", "demand", "building a new harbour") in found


def test_conjoined_holders_hold_it_each(model):
    assert held("Norway and Sweden demanded an apology.", model) == [
        ("norway", "demand", "demanded an apology"),
        ("sweden", "demand", "demanded an apology"),
    ]


def test_a_holder_that_is_nobody_turns_the_position_round(model):
    (one,) = read("Few ministers said they would support the new tax.", model).positions()
    assert one.negated
    assert one.text == "Few ministers said they would support the new tax"


def test_a_clause_inside_another_of_the_same_holder_is_not_told_twice(model):
    assert held("Sweden declined to threaten Norway.", model) == [("sweden", "reject", "declined to threaten Norway")]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Berg said that Paul Roth opposes the tax.",
        "Anna Berg said that Norway wanted war.",
        "Anna Berg denied that Norway had threatened to leave.",
        "Anna Berg claimed that Norway had rejected the offer.",
        "Anna Berg accused Sweden of backing the militia.",
        "Anna Berg wants Norway to sign it and dare Sweden to reject the treaty.",
        '"Norway wants war and Sweden supports it," Anna Berg said.',
    ],
)
def test_what_one_says_of_another_is_no_position_of_the_other(model, text):
    assert {holder for holder, _, _ in held(text, model)} <= {"anna-berg"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sweden backed Norway's call for a vote.", ("norway", "demand", "Norway's call for a vote")),
        (
            "Sweden signed the plan backed by Norway and Iceland.",
            ("norway", "support", "the plan backed by Norway and Iceland"),
        ),
        ("A union spokesman said the union rejects the offer.", ("the-union", "reject", "rejects the offer")),
        ("According to Reuters, Norway rejected the treaty.", ("norway", "reject", "rejected the treaty")),
        (
            "Paul Roth said he supports the bill, while Anna Berg said she opposes the tax.",
            ("anna-berg", "oppose", "opposes the tax"),
        ),
        ("Polls suggest that voters in Norway want the cap.", ("voters-in-norway", "want", "want the cap")),
        ("Anna Berg welcomed the offer; Norway has not responded.", ("anna-berg", "praise", "welcomed the offer")),
    ],
)
def test_what_the_article_takes_for_granted_or_a_spokesman_says_is_the_holders(model, text, expected):
    assert expected in drafted(text, model)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A judge ruled that Acme Corp. broke the law and ordered the company to pay.",
            ("a-judge", "demand", "ordered the company to pay"),
        ),
        (
            "Anna Berg said she opposes the tax but would back a credit.",
            ("anna-berg", "support", "would back a credit"),
        ),
    ],
)
def test_a_conjunct_belongs_to_the_verb_whose_subject_it_can_have(model, text, expected):
    found = held(text, model)
    assert expected in found
    assert {holder for holder, _, _ in found} == {expected[0]}


def test_what_a_clause_goes_on_with_is_not_the_speakers(model):
    text = "Anna Berg said that the mayor was “tired, not angry,” and would keep pushing for a vote."
    assert held(text, model) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Norway said it was deeply concerned and called on all sides to respect the border.",
            ("norway", "demand", "called on all sides to respect the border"),
        ),
        (
            "Norway said it would free the guards, and threatened to close the port.",
            ("norway", "threaten", "threatened to close the port"),
        ),
        ("Norway said it would free the guards.", ("norway", "intend", "said it would free the guards")),
        (
            "Anna Berg is the foreign minister. She said her government would not extradite Paul Roth.",
            ("anna-berg", "reject", "said her government would not extradite Paul Roth"),
        ),
        (
            "It was an offer that Norway turned down.",
            ("norway", "reject", "an offer that Norway turned down"),
        ),
        (
            "Anna Berg wants the strike postponed until October.",
            ("anna-berg", "want", "wants the strike postponed until October"),
        ),
        (
            "The commander wants the line moved west.",  # a past tense for the tagger
            ("the-commander", "want", "wants the line moved west"),
        ),
        ("Norway has offered 40 million kroner.", ("norway", "offer", "has offered 40 million kroner")),
        ("Anna Berg would like the two firms broken up.", ("anna-berg", "want", "would like the two firms broken up")),
        ("A judge threw out the settlement on Monday.", ("a-judge", "reject", "threw out the settlement on Monday")),
        ("Anna Berg disputed the figures.", ("anna-berg", "deny", "disputed the figures")),
        ("Anna Berg dismissed the charge.", ("anna-berg", "reject", "dismissed the charge")),
    ],
)
def test_what_a_body_says_of_itself_and_what_is_turned_down_are_positions(model, text, expected):
    assert expected in held(text, model)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Norway accused the federation of holding island economies hostage.",
            ("norway", "accuse", "accused the federation of holding island economies hostage"),
        ),
        ("Anna Berg endorsed Paul Roth last month.", ("anna-berg", "support", "endorsed Paul Roth last month")),
        (
            "Norway threatened to close the port if any army crossed the border.",
            ("norway", "threaten", "threatened to close the port if any army crossed the border"),
        ),
        (
            "Anna Berg rejected the plan on Monday, and it rained.",
            ("anna-berg", "reject", "rejected the plan on Monday"),
        ),
        (
            "Norway offered to cut its catch, provided that Sweden did, and Sweden agreed.",
            ("norway", "offer", "offered to cut its catch, provided that Sweden did"),
        ),
        (
            "Norway called for a debate before any further ships were sent.",
            ("norway", "demand", "called for a debate before any further ships were sent"),
        ),
        (
            "The union wants shields on every bus, while the city says they are coming.",
            ("the-union", "want", "wants shields on every bus"),
        ),
        ("Anna Berg disputed that account.", ("anna-berg", "deny", "Anna Berg disputed that account.")),
        ("Anna Berg wants it to be led by a judge.", ("anna-berg", "want", "Anna Berg wants it to be led by a judge.")),
        (
            "The mayor, Anna Berg, accused it of fraud.",
            ("anna-berg", "accuse", "The mayor, Anna Berg, accused it of fraud."),
        ),
    ],
)
def test_a_position_can_be_read_alone(model, text, expected):
    assert expected in held(text, model)


def test_what_is_denied_keeps_its_cue(model):
    assert held("Norway denied taking the boat and hiding the crew.", model) == [
        ("norway", "deny", "denied taking the boat and hiding the crew")
    ]


def test_the_first_person_in_a_quotation_is_its_speaker(model):
    found = held('"I reject this treaty, and I will say so again," Anna Berg told reporters.', model)
    assert ("anna-berg", "reject", "reject this treaty") in found


def test_topics_are_those_of_the_clause_and_ids_differ(model):
    positions = read("Norway and Sweden demanded an apology.", model).positions()
    topics = [Topic("norway", "Norway"), Topic("regret", "regret", ["demanded an apology"])]
    base = tagged(FactBase(FORMAT, ArticleRef("x", "x", "x", "x"), topics=topics, positions=positions))
    assert [one.topics for one in base.positions] == [["regret"]] * 2
    assert len({one.id for one in positions}) == 2


@pytest.fixture(scope="module")
def seed(model):
    """The article of the seed and its positions by the rules alone."""
    article = read_article(SEED)
    return article, find_positions(read_whole(article, model))


def test_every_position_is_a_slice_inside_its_sentence(seed):
    article, positions = seed
    for one in positions:
        assert article.text[one.start : one.end] == one.text
        assert one.sentence[0] <= one.start < one.end <= one.sentence[1]


@pytest.mark.parametrize(
    ("actor", "stance", "words"),
    [
        ("benjamin-netanyahu", "want", "aimed to persuade Trump to expand diplomatic efforts"),
        ("benjamin-netanyahu", "propose", "advocated for including stringent limits on Iran's missile arsenal"),
        ("benjamin-netanyahu", "propose", "addressing its support for proxy groups such as Hamas and Hezbollah"),
        ("benjamin-netanyahu", "demand", "emphasizing that these must be integral to any negotiations"),
        ("israel", "fear", "apprehensive about a potential narrow nuclear deal"),
        ("donald-trump", "demand", "reiterated his insistence on continuing negotiations"),
        ("donald-trump", "believe", 'defined a "good deal" with Iran as entailing "no nuclear weapons, no missiles."'),
        ("donald-trump", "suggest", "hinted at potential military escalations"),
        ("donald-trump", "intend", "considerations to deploy a second aircraft carrier strike group"),
        ("donald-trump", "threaten", "threats of strikes against Iran"),
        ("iran", "assert", "has firmly stated its non-negotiable stance on missile capabilities"),
        ("ali-shamkhani", "assert", "asserted that the country's missile arsenal is a red line"),
        ("iran", "offer", "has expressed willingness to discuss nuclear program restrictions"),
        ("iran", "reject", "rejects linking these to missile issues"),
        ("iran", "promise", "has vowed retaliation"),
        ("united-states", "demand", "pushing for broader restrictions"),
        ("israel", "demand", "pushing for broader restrictions"),
        ("iran", "support", "defending its missile sovereignty"),
    ],
)
def test_the_briefing_gives_its_positions_to_the_right_mouths(seed, actor, stance, words):
    assert any((one.actor, one.stance) == (actor, stance) and words in one.text for one in seed[1])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Does Norway oppose the treaty?", "a question"),
        ("If Norway rejects the treaty, it will fail.", "so only on a condition"),
        ("Norway plans to reject the treaty.", "an infinitive, which nobody says is so"),
        ("The minister declined to comment on it.", "refuses only to speak"),
        ("The project needs the support of Norway.", "somebody only lacks or looks for it"),
        ("Norway rejects the treaty.", None),
    ],
)
def test_what_shows_no_position_says_why(model, text, reason):
    reading = read(text, model)
    reasons = {reason_against(one, reading) for one in reading.attributions}
    assert reason in reasons
