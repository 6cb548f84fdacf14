"""Words that can be compared."""

import pytest

from knowledge.lexicon.words import fold, stem, words


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Iran's 10,000 U.S.-made rockets", ["iran", "10000", "us", "made", "rockets"]),
        ("don't", ["dont"]),
        ("François Hollande’s", ["francois", "hollande"]),
        ("on Sept. 11, 2.5 percent", ["on", "sept", "11", "2.5", "percent"]),
        ("the 7th, the 1990s", ["the", "7th", "the", "1990s"]),
        ("?!… 🙂", []),
        ("", []),
    ],
)
def test_a_text_is_taken_apart_into_folded_words(text, plain):
    assert [word.plain for word in words(text)] == plain


def test_every_word_stands_at_its_place_in_the_text():
    text = "“Élysée” said — 1,000 “no”s; Łódź’s mayor"
    for word in words(text):
        assert text[word.start : word.end] == word.text


@pytest.mark.parametrize(
    ("one", "other"),
    [("took", "taking"), ("fled", "flees"), ("children", "child"), ("harbour", "harbor"), ("sanctioned", "sanctions")],
)
def test_forms_of_one_word_have_one_stem(one, other):
    assert stem(fold(one)) == stem(fold(other))


def test_words_of_other_families_have_other_stems():
    assert len({stem("iran"), stem("iraq"), stem("oman")}) == 3


def test_no_more_words_are_read_than_asked_for():
    assert len(words("word " * 5000, 60)) == 60


def test_a_word_of_any_length_has_a_stem():
    assert stem("x" * 10_000) == "x" * 10_000


def test_what_nobody_sees_is_no_part_of_a_word():
    found = words("Ann Tul\u00adly\u200b, \ufb01nance \uff2e\uff4f\uff52\uff44 \ufeffco\u200doperates")
    assert [word.plain for word in found] == ["ann", "tully", "finance", "nord", "cooperates"]
    assert found[1].text == "Tul\u00adly"
