"""The table of synonyms, and what of it goes into a fact base."""

import pytest

from knowledge.errors import BadData
from knowledge.lexicon.tables import read_table
from knowledge.lexicon.words import Synonyms, groups_of, load_groups, synonyms_for


def test_only_groups_that_the_article_has_a_word_of_are_kept():
    found = synonyms_for("The arsenal grew. He vowed retaliation.")
    assert "stockpile" in found["arsenal"]
    assert "hit back" in found["retaliation"]
    assert "pneumonia" not in found


def test_phrases_are_found_by_their_words_in_a_row():
    assert "head of government" in synonyms_for("The prime minister spoke.")["prime minister"]
    assert "prime minister" not in synonyms_for("The minister spoke of prime beef.")


def test_abbreviations_are_compared_as_they_are_written():
    assert "US" in synonyms_for("The US left.")
    assert "US" not in synonyms_for("They told us.")


def test_the_same_article_gives_the_same_synonyms_in_the_same_order():
    text = "Talks on sanctions relief stalled after the attack on the aide."
    assert list(synonyms_for(text).items()) == list(synonyms_for(text).items())
    assert list(synonyms_for(text)) == sorted(synonyms_for(text))


def test_the_table_holds_several_hundred_groups_without_a_member_twice_in_one():
    groups = load_groups()
    assert len(groups) > 700
    assert [group for group in groups if len(set(group)) < len(group)] == []


@pytest.mark.parametrize("line", ["alone", "one,", "[a, b]", "'!!, ??'"])
def test_a_line_that_is_no_group_is_named(tmp_path, line):
    table = tmp_path / "table.yaml"
    table.write_text(f"groups:\n  - big, large\n  - {line}\n", encoding="utf-8")
    with pytest.raises(BadData, match=r"groups\[1\]"):
        groups_of(read_table(Synonyms, table).groups, table.name)
