"""Facts: which sentences, who is in them, and the times, places and amounts they name."""

from pathlib import Path

import pytest
import yaml

from knowledge.extraction.compile import compile_article
from knowledge.extraction.facts import find_facts
from knowledge.extraction.reading import read
from knowledge.model.article import parse_text, read_article
from knowledge.model.factbase import FORMAT, ArticleRef, FactBase, verify

SEEDS = sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))


@pytest.fixture(scope="module")
def facts_of(model):
    """A function from an article, or the words of one, to its facts."""

    def find(article):
        if isinstance(article, str):
            article = parse_text(article, "x", Path("x.txt"), "")
        return find_facts(read(article, model))

    return find


@pytest.fixture(scope="module")
def fact_of(facts_of):
    """A function from one sentence to its fact."""

    def find(sentence):
        facts = facts_of(f"A title of the article\n{sentence}")
        assert [fact.text for fact in facts[1:]] == [sentence]
        return facts[1]

    return find


@pytest.mark.parametrize(
    ("sentence", "when"),
    [
        ("The leaders met on Wednesday, local time.", ["Wednesday"]),
        ("Talks were held in Oman on February 6 for the first time.", ["February 6"]),
        ("He assumed office in January of last year.", ["January of last year"]),
        ("The session extended over two and a half hours behind closed doors.", ["two and a half hours"]),
        ("She was freed in 2010 after 15 years under house arrest.", ["2010", "15 years"]),
        ("He came a month later and left on Monday morning.", ["a month later", "Monday morning"]),
        ("The law passed three weeks ago.", ["three weeks ago"]),
        ("The hearing begins at 9:30 a.m. on Thursday.", ["9:30 a.m. on Thursday", "9:30 a.m.", "Thursday"]),
        ("The bridge opened on May 4, 1998, after long delays.", ["May 4, 1998"]),
        ("They may march again if nothing changes.", []),
        ("Hours later the strait was open.", ["Hours later"]),
        ("Christmas came and went on the border.", ["Christmas"]),
        ("The ferry sailed to Christmas Island.", []),
        ("A 71-year-old teacher read the letter.", []),
    ],
)
def test_times_are_found_word_for_word(fact_of, sentence, when):
    found = fact_of(sentence).when
    assert set(found) <= set(when)
    assert bool(found) == bool(when)
    assert all(words in when for words in found)


@pytest.mark.parametrize(
    ("sentence", "where"),
    [
        ("Trump met Netanyahu in Washington on Wednesday.", ["Washington"]),
        ("The carrier is near Tehran now.", ["Tehran"]),
        ("The officials met at a hotel near the airport on Monday.", ["a hotel", "the airport"]),
        ("Trump spoke about talks with Iran.", []),
        ("She flew from Paris to Beijing last week.", ["Paris", "Beijing"]),
    ],
)
def test_places_are_where_something_is_and_not_whoever_acts(fact_of, sentence, where):
    assert fact_of(sentence).where == where


@pytest.mark.parametrize(
    ("sentence", "amounts"),
    [
        ("It was their seventh encounter since then.", ["seventh encounter"]),
        ("The nation of 53 million people voted.", ["53 million people"]),
        ("Only 40 percent of the members came.", ["40 percent"]),
        ("The bridge cost $3.5 billion to build.", ["$3.5 billion"]),
        ("The bridge cost £1.1bn to build.", ["£1.1bn"]),
        ("The bridge cost $48m to build.", ["$48m"]),
        ("About 250k visitors came.", ["250k visitors"]),
        ("The loss was put at Rs 40 crore.", ["Rs 40 crore"]),
        ("The meeting lasted 90 minutes.", ["90 minutes"]),
        ("A 71-year-old teacher read the letter.", ["71-year-old"]),
        ("One thing is clear in 2016.", []),
    ],
)
def test_amounts_are_found_with_what_they_count(fact_of, sentence, amounts):
    assert fact_of(sentence).amounts == amounts


def test_actors_are_those_named_and_those_meant(facts_of):
    facts = facts_of(
        "Minister Meets Envoy\n"
        "Angela Merkel met Emmanuel Macron in Berlin on Monday. She praised the talks with France. Nobody else came. "
        "France said it would sign."
    )
    first, second, third = (set(fact.actors) for fact in facts[1:4])
    assert {"angela-merkel", "emmanuel-macron"} <= first
    assert {"angela-merkel", "france"} <= second
    assert third == set()


def test_speakers_are_those_whose_words_a_sentence_gives(model):
    text = "Minister Meets Envoy\nAngela Merkel met Emmanuel Macron on Monday. “We agreed on it all,” Merkel said."
    base, _ = compile_article(parse_text(text, "x", Path("x.txt"), ""), model, "x.txt")
    assert [fact.speakers for fact in base.facts] == [[], [], ["angela-merkel"]]


def test_headings_and_bylines_are_no_facts_and_the_title_is(facts_of):
    facts = facts_of(
        "Harbour Stays Open\nBy Ida Holm\nThe harbour stays open.\nWhat Comes Next\n- It will be widened soon."
    )
    assert [fact.text for fact in facts] == [
        "Harbour Stays Open",
        "The harbour stays open.",
        "- It will be widened soon.",
    ]


def test_a_title_in_the_front_matter_is_a_fact_where_it_stands(facts_of):
    facts = facts_of("---\ntitle: Harbour stays open\npublisher: Gull\n---\nThe harbour stays open this year.")
    assert (facts[0].text, facts[0].start) == ("Harbour stays open", 11)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_facts_of_a_shipped_article_verify_and_cover_its_text(model, path):
    article = read_article(path)
    reading = read(article, model)
    facts = find_facts(reading)
    base = FactBase(FORMAT, ArticleRef("x", "x", "x", article.sha256), actors=reading.cast.actors, facts=facts)
    assert verify(base, article.text, article.sha256) == []
    covered = sum(fact.end - fact.start for fact in facts)
    words = sum(block.end - block.start for block in article.blocks if block.kind not in ("heading", "byline"))
    assert covered > 0.97 * words
    for fact in facts:
        assert all(words in fact.text for words in [*fact.when, *fact.where, *fact.amounts])


def test_an_edit_in_one_paragraph_changes_no_id_elsewhere(facts_of):
    text = SEEDS[0].read_text(encoding="utf-8")
    changed = text.replace("following talks held in Oman", "after long talks held in Muscat, Oman,")
    before, after = ({fact.text: fact.id for fact in facts_of(words)} for words in (text, changed))
    same = before.keys() & after.keys()
    assert len(same) == len(before) - 1
    assert all(before[words] == after[words] for words in same)


@pytest.mark.parametrize("name", ["details.yaml", "sentences.yaml"])
def test_no_word_stands_twice_in_a_list(name):
    path = Path(__file__).parents[3] / "knowledge" / "lexicon" / "en" / name
    for key, words in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader).items():
        assert len(words) == len(set(words)), key
