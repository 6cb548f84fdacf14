"""Topics: what an article is about, by its own words, and which texts speak of it."""

from pathlib import Path

import pytest
import yaml

from knowledge.extraction.reading import read
from knowledge.extraction.topics import FEWEST, MOST, find_topics, topic_matcher
from knowledge.lexicon.words import load_themes, singular, words
from knowledge.model.article import parse_text, read_article
from knowledge.model.factbase import Topic

ROOT = Path(__file__).parents[3]
LEXICON = ROOT / "knowledge" / "lexicon" / "en"
SEED = ROOT / "seeds" / "trump-netanyahu-iran-meeting.txt"
HARBOUR = """Town Fights Over a Toll for Boats
The toll on boats divides the town. Anna Berg wants the toll gone. The toll board meets on Monday.
Fishing boats bring crabs. The crab harvest fell. Crabs are fewer each year.
The toll on boats would pay for a lighthouse. The lighthouse is old.
Berg fears the lighthouse will fall. Nobody pays for the boats now."""


def stems(text):
    return " ".join(word.stem for word in words(text))


@pytest.fixture(scope="module")
def topics_of(model):
    """A function from an article, or the words of one, to its topics."""

    def find(article):
        if isinstance(article, str):
            article = parse_text(article, "x", Path("x.txt"), "")
        return find_topics(read(article, model))

    return find


@pytest.fixture(scope="module")
def seed_topics(topics_of):
    return topics_of(read_article(SEED))


def test_the_shipped_briefing_has_the_topics_a_reader_would_name(seed_topics):
    names = {topic.name for topic in seed_topics}
    assert {
        "missiles",
        "nuclear program",
        "sanctions",
        "proxy groups",
        "security",
        "negotiations",
        "military action",
    } <= names
    assert FEWEST <= len(seed_topics) <= MOST


def test_terms_are_words_of_the_article(seed_topics):
    text = stems(read_article(SEED).text)
    for topic in seed_topics:
        assert topic.terms
        for term in topic.terms:
            assert stems(term) in text, term


def test_terms_start_with_the_plainest_word(seed_topics):
    missiles = next(topic for topic in seed_topics if topic.name == "missiles")
    assert missiles.terms[0] == "missile"
    assert "missile arsenal" in missiles.terms


def test_no_topic_is_an_actors_name_or_a_generic_noun(topics_of):
    names = {topic.name for topic in topics_of(HARBOUR)}
    assert {"toll", "boats"} <= names
    assert not names & {"anna berg", "berg", "town", "monday", "year"}


def test_ids_are_unique_slugs(seed_topics):
    ids = [topic.id for topic in seed_topics]
    assert len(set(ids)) == len(ids)
    assert "nuclear-program" in ids


def test_the_same_article_gives_the_same_topics(topics_of, seed_topics):
    assert topics_of(read_article(SEED)) == seed_topics


def test_the_matcher_knows_a_topic_by_any_form_of_its_terms():
    topics = [Topic("sanctions", "sanctions", ["sanction"]), Topic("aid", "military aid", ["aid"])]
    speaks_of = topic_matcher(topics)
    assert speaks_of("They sanctioned the bank and cut Military-Aid.") == ["sanctions", "aid"]
    assert speaks_of("The military said no.") == []
    assert speaks_of("") == []


def test_the_matcher_is_not_misled_by_words_of_one_stem():
    topics = [Topic(name, name, [name]) for name in ("security", "negotiations", "relations", "protests")]
    speaks_of = topic_matcher(topics)
    assert speaks_of("He secured nothing related to it; the stance is non-negotiable to Protestants.") == []
    assert speaks_of("They negotiated over relations and protested for security.") == [topic.id for topic in topics]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Sanctions", "sanction"),
        ("bodies", "body"),
        ("attacks'", "attack"),
        ("crises", "crisis"),
        ("women", "woman"),
        ("news", "news"),
        ("boss", "boss"),
        ("taxes", "tax"),
        ("gas", "gas"),
        ("status", "status"),
        ("Iran’s", "iran"),
    ],
)
def test_a_noun_is_put_into_the_singular(word, expected):
    assert singular(word) == expected


def test_no_word_stands_under_two_themes_or_is_generic_too():
    rows = yaml.safe_load((LEXICON / "themes.yaml").read_text(encoding="utf-8"))
    words = [singular(word) for row in rows for word in [*row["words"], *row.get("doubtful", [])]]
    assert len(words) == len(set(words))
    assert len({row["name"] for row in rows}) == len(rows)
    assert all(row.keys() <= {"name", "words", "doubtful"} for row in rows)


def test_a_generic_noun_that_is_a_theme_word_is_only_a_doubtful_one():
    themes = load_themes()
    sure = {" ".join(words) for words in themes.theme_of} - themes.doubtful
    assert sure & themes.generic == set()


def test_no_generic_noun_stands_twice():
    groups = yaml.safe_load((LEXICON / "generic_nouns.yaml").read_text(encoding="utf-8"))
    words = [word for group in groups.values() for word in group]
    assert len(words) == len(set(words))
    assert all(word == word.lower() for word in words)
