"""The table of countries: what a word stands for, and that no row contradicts another."""

from collections import Counter

import pytest

from knowledge.errors import BadData
from knowledge.lexicon.people import Country, load_countries
from knowledge.lexicon.tables import read_table


@pytest.fixture(scope="module")
def countries():
    return load_countries()


@pytest.mark.parametrize(
    ("text", "country", "how"),
    [
        ("US", "United States", "name"),
        ("the U.S.", "United States", "name"),
        ("Britain's", "United Kingdom", "name"),
        ("Burma", "Myanmar", "name"),
        ("Czechia", "Czech Republic", "name"),
        ("IRAN", "Iran", "name"),
        ("Iranians", "Iran", "demonym"),
        ("Frenchwoman", "France", "demonym"),
        ("Danes'", "Denmark", "demonym"),
        ("Tehran", "Iran", "capital"),
        ("Kiev", "Ukraine", "capital"),
        ("Washington, D.C.", "United States", "capital"),
        ("Tel Aviv", "Israel", "metonym"),
        ("the Kremlin", "Russia", "metonym"),
        ("the Hague", "Netherlands", "metonym"),
        ("Downing\n Street", "United Kingdom", "metonym"),
        ("Scots", "Scotland", "demonym"),
        ("St. John's", "Antigua and Barbuda", "capital"),
        ("the Philippines'", "Philippines", "name"),
    ],
)
def test_a_word_stands_for_its_country(countries, text, country, how):
    assert countries.find(text) == (country, how)


@pytest.mark.parametrize("text", ["us", "turkey", "polish", "IN", "NO", "the", "", "Hamas", "Chinas", "Frenchs"])
def test_a_word_that_is_no_country_stands_for_none(countries, text):
    assert countries.find(text) is None


@pytest.mark.parametrize("text", ["Jordan", "Chad", "the Georgia", "Washington", "Santiago's", "GEORGIA"])
def test_a_word_with_another_common_meaning_is_marked(countries, text):
    assert countries.find(text) is not None
    assert countries.ambiguous(text)


@pytest.mark.parametrize("text", ["Iran", "Tehran", "Washington, D.C.", "nowhere"])
def test_a_plain_word_is_not_marked(countries, text):
    assert not countries.ambiguous(text)


def test_demonyms_hold_adjective_and_people_in_both_numbers(countries):
    assert [word for word, how in countries.words("Poland") if how == "demonym"] == ["Polish", "Pole", "Poles"]
    assert [word for word, how in countries.words("Laos") if how == "demonym"] == ["Laotian", "Lao", "Laotians"]
    assert countries.words("Atlantis") == ()


def test_every_member_of_the_table_is_there(countries):
    states = [row for row in countries.rows if not row.part_of]
    assert len(states) >= 197
    for name in ("Kosovo", "Taiwan", "Palestine", "Vatican", "Hong Kong", "South Sudan", "East Timor", "Eswatini"):
        assert countries.find(name) == (name, "name")


def test_no_word_stands_for_two_countries(countries):
    counted = Counter(word for row in countries.rows for word in {word for word, _ in row.words()})
    assert [word for word, times in counted.items() if times > 1] == []


def test_no_row_says_a_word_twice(countries):
    for row in countries.rows:
        words = [word for word, _ in row.words()]
        assert len(words) == len(set(words)), row.name


def test_every_mark_and_every_owner_names_something_in_the_table(countries):
    names = {row.name for row in countries.rows}
    for row in countries.rows:
        assert row.part_of is None or row.part_of in names - {row.name}, row.name
        assert set(row.ambiguous) <= {word for word, _ in row.words()}, row.name


def test_every_state_but_the_city_states_has_a_capital(countries):
    without = {row.name for row in countries.rows if not row.part_of and not row.capital}
    assert without <= {"Monaco", "San Marino", "Vatican", "Singapore", "Sao Tome and Principe", "Kashmir"}


def test_a_bad_table_is_refused_with_every_fault(tmp_path):
    table = tmp_path / "countries.yaml"
    table.write_text("- {name: Ruritania, demonym: [Ruritanian], capital: [Strelsau]}\n- {names: [x]}\n")
    with pytest.raises(BadData) as refused:
        read_table(tuple[Country, ...], table)
    assert [problem.where for problem in refused.value.problems] == ["[0].capital", "[0].demonym", "[1].name"]
