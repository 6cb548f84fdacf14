"""Attributions: who says or holds what, construction by construction, and the lexicon behind it."""

from __future__ import annotations

import pytest
from reading import read

from knowledge.extraction.attributions import find_attributions, united
from knowledge.lexicon.cues import load_lexicon
from knowledge.model.spans import minus

STANCES = {
    "report",
    "ask",
    "know",
    "predict",
    "believe",
    "assert",
    "suggest",
    "doubt",
    "deny",
    "want",
    "intend",
    "prefer",
    "demand",
    "propose",
    "support",
    "oppose",
    "reject",
    "agree",
    "offer",
    "promise",
    "threaten",
    "warn",
    "fear",
    "accuse",
    "criticise",
    "praise",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna Berg said the harbour must close.", ("Anna Berg", "said", "the harbour must close")),
        ("The strike will end soon, Anna Berg said.", ("Anna Berg", "said", "The strike will end soon")),
        ("Paul Roth hopes to reopen the mine.", ("Paul Roth", "hopes", "to reopen the mine")),
        ("The ministers urged Norway to sign it.", ("The ministers", "urged", "Norway to sign it")),
        ("Anna Berg told the crowd that it was over.", ("Anna Berg", "told", "that it was over")),
        ("Norway called for a pause in the talks.", ("Norway", "called for", "a pause in the talks")),
        ("Anna Berg tutted that it was over.", ("Anna Berg", "tutted", "that it was over")),
        (
            "The party released a statement saying it had won.",
            ("The party", "released a statement saying", "it had won"),
        ),
        ("The remark worried analysts.", ("analysts", "worried", "The remark")),
        ("The war seems to be over.", ("", "seems", "The war … to be over")),
        ("Norway commented on the vote in Sweden.", ("Norway", "commented on", "the vote in Sweden")),
        ("Anna Berg made it clear that it was over.", ("Anna Berg", "made it clear", "that it was over")),
        ("It is unclear whether the harbour will close.", ("", "It is unclear", "whether the harbour will close")),
        ("Half of the voters chose her, a survey found.", ("a survey", "found", "Half of the voters chose her")),
        ("Norway considers the treaty dead.", ("Norway", "considers", "the treaty dead")),
        ("Sweden accused Norway of breaking the treaty.", ("Sweden", "accused", "Norway of breaking the treaty")),
        ("According to the ministry, two ships were lost.", ("the ministry", "According to", "two ships were lost")),
        ("In the view of Anna Berg, the tax is too high.", ("Anna Berg", "In the view of", "the tax is too high")),
        ("Norway is open to talks about fishing.", ("Norway", "is open to", "talks about fishing")),
        ("Anna Berg is in favor of a new tax.", ("Anna Berg", "is in favor of", "a new tax")),
        ("Anna Berg expressed concern about the tax.", ("Anna Berg", "expressed concern about", "the tax")),
        ("Norway's refusal to sign it angered Sweden.", ("Norway", "refusal", "to sign it")),
        ("The vote left Norway worried about its border.", ("Norway", "worried about", "its border")),
        ("The mine won the support of Anna Berg.", ("Anna Berg", "won the support of", "The mine")),
        ("The treaty was rejected by Sweden.", ("Sweden", "was rejected by", "The treaty")),
        ("Norway was accused of fraud.", ("", "was accused", "Norway … of fraud")),
        ("The ambulance service wants four more crews.", ("The ambulance service", "wants", "four more crews")),
    ],
)
def test_a_construction_gives_holder_cue_and_content(model, text, expected):
    assert expected in read(text, model).triples()


def test_who_is_accused_of_a_deed_does_it(model):
    found = read("Anna Berg accused Norway of planning a raid.", model).triples()
    assert ("Norway", "planning", "a raid") in found
    assert ("Anna Berg", "planning", "a raid") not in found


def test_conjoined_cues_share_their_holder(model):
    reading = read("Norway rejected the plan and vowed to veto any new treaty.", model)
    assert ("Norway", "rejected", "the plan") in reading.triples()
    assert ("Norway", "vowed", "to veto any new treaty") in reading.triples()


def test_absolute_phrases_have_holders_of_their_own(model):
    text = "With both sides holding firm, Norway pushing for talks and Sweden refusing to attend, the summit ended."
    triples = read(text, model).triples()
    assert ("Norway", "pushing for", "talks") in triples
    assert ("Sweden", "refusing", "to attend") in triples


def test_a_cue_that_the_tagger_takes_for_a_noun_is_read_as_a_verb(model):
    text = (
        "Iran has expressed willingness to discuss limits in exchange for relief but rejects linking these to missiles."
    )
    reading = read(text, model)
    assert reading.by_cue("rejects").stance == "reject"
    assert reading.words(reading.by_cue("rejects").content) == "linking these to missiles"


def test_nested_attributions_stay_with_their_level(model):
    reading = read("Anna Berg said that Paul Roth believes that the tax is too high.", model)
    assert reading.by_cue("said").level == 0
    assert reading.by_cue("believes").level == 1
    assert reading.by_cue("believes").speaker == "Paul Roth"


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("Norway did not support the tax.", "did not support", {"negated": True, "stance": "support", "tense": "past"}),
        ("Norway would reject the offer.", "would reject", {"modality": "would", "stance": "reject"}),
        ("Sweden declined to threaten Norway.", "declined to threaten", {"negated": True, "stance": "threaten"}),
        ("Norway fears a new war.", "fears", {"stance": "fear", "tense": "present", "passive": False}),
        ("The tax was opposed by Sweden.", "was opposed by", {"passive": True, "stance": "oppose", "tense": "past"}),
        ("Anna Berg expressed fear of war.", "expressed fear of", {"stance": "fear", "tense": "past"}),
        ("Anna Berg said that Norway should sign.", "said", {"stance": "demand"}),
        ("Anna Berg said she would not resign.", "said", {"stance": "reject"}),
        ("Anna Berg said it had rained.", "said", {"stance": "report"}),
    ],
)
def test_stance_polarity_modality_and_tense_are_told(model, text, cue, expected):
    found = read(text, model).by_cue(cue)
    assert {key: getattr(found, key) for key in expected} == expected


def test_an_addressee_is_neither_holder_nor_content(model):
    reading = read("Anna Berg told reporters that Norway would sign.", model)
    assert reading.triples() == [("Anna Berg", "told", "that Norway would sign")]


def test_what_the_writer_adds_stays_out_of_the_content(model):
    reading = read("Anna Berg said she voted for the treaty, which was signed in 1998.", model)
    assert reading.words(reading.by_cue("said").content) == "she voted for the treaty"


def test_a_quotation_and_its_verb_are_one_attribution_with_all_its_parts(model):
    reading = read('"We will leave this island," Anna Berg said. "Nobody can stop us now."', model)
    (said,) = [one for one in reading.attributions if reading.words(one.cue) == "said"]
    assert said.kind == "direct"
    assert reading.words(said.content) == '"We will leave this island," … "Nobody can stop us now."'


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            'Candidates who think so are "very dangerously wrong today," Anna Berg said.',
            'Candidates who think so are "very dangerously wrong today,"',
        ),
        ('Anna Berg said the plan was "not what we wanted at all."', 'the plan was "not what we wanted at all."'),
    ],
)
def test_a_quotation_inside_a_sentence_keeps_the_words_around_it(model, text, content):
    reading = read(text, model)
    assert reading.words(reading.by_cue("said").content) == content


def test_words_inside_a_quotation_never_reach_out_of_it(model):
    reading = read('Anna Berg said, "I believe that the tax is fair," and left the room.', model)
    assert reading.words(reading.by_cue("believe").content) == "that the tax is fair"


def test_every_place_lies_in_the_article_and_holds_words(model):
    reading = read('Norway, Anna Berg said, "must wait." She hopes, as Paul Roth does, for peace.', model)
    assert reading.attributions
    for one in reading.attributions:
        for low, high in (*one.source, *one.cue, *one.content):
            assert 0 <= low < high <= len(reading.article.text)
            assert any(letter.isalnum() or letter == ":" for letter in reading.article.text[low:high])


def test_before_anybody_is_resolved_all_is_found(model):
    reading = read("Anna Berg said it was over.", model)
    (one,) = find_attributions(reading.article, reading.doc, [], [])
    assert (reading.words(one.source), one.speaker, one.actor) == ("Anna Berg", None, None)


def test_the_lexicon_keeps_to_its_stances_and_to_weights_between_nothing_and_one():
    lexicon = load_lexicon()
    tables = (lexicon.verbs, lexicon.nouns, lexicon.adjectives)
    cues = [cue for table in tables for row in table.values() for cue in row.values()]
    assert len(lexicon.verbs) > 500
    assert {cue.stance for cue in cues} == STANCES
    assert lexicon.positions < STANCES
    assert all(0 < cue.weight < 1 for cue in cues)
    assert all(isinstance(construction, str) for table in tables for row in table.values() for construction in row)


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        (((0, 5),), ((5, 9),), ((0, 9),)),
        (((0, 5),), ((8, 9),), ((0, 5), (8, 9))),
        (((3, 9),), ((0, 4), (7, 12)), ((0, 12),)),
    ],
)
def test_united_places_overlap_no_more(one, other, joined):
    assert united(one, other) == joined


@pytest.mark.parametrize(
    ("places", "barred", "left"),
    [
        (((0, 9),), ((3, 5),), ((0, 3), (5, 9))),
        (((0, 9),), ((0, 9),), ()),
        (((0, 2), (4, 9)), ((1, 6),), ((0, 1), (6, 9))),
    ],
)
def test_barred_places_are_cut_out(places, barred, left):
    assert minus(places, barred) == left
