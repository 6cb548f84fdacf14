"""Actor and topic in what is typed after a command."""

import pytest

from bot.answering.arguments import actor_and_topic, two_actors_and_topic
from bot.answering.engine import Engine
from bot.building import compiled
from bot.texts import load_texts
from knowledge.model.storage import load


@pytest.fixture(scope="module")
def desk():
    return Engine([load(compiled()[0])], load_texts())


@pytest.mark.parametrize(
    ("typed", "parted"),
    [
        ("Iran", ("Iran", None)),
        ("irn", ("irn", None)),
        ("iran missiles", ("iran", "missiles")),
        ("ali shamkhani", ("ali shamkhani", None)),
        ("Ali Shamkhani missiles", ("Ali Shamkhani", "missiles")),
        ("united states nuclear program", ("united states", "nuclear program")),
        ("united states, the deal", ("united states", "the deal")),
        ("iran bananas", ("iran", "bananas")),
        ("vladimir putin", ("vladimir putin", None)),
    ],
)
def test_a_name_and_a_topic_are_told_apart(desk, typed, parted):
    assert actor_and_topic(typed, desk) == parted


@pytest.mark.parametrize(
    ("typed", "parted"),
    [
        ("Iran, Israel", ("Iran", "Israel", None)),
        ("iran and israel on missiles", ("iran", "israel", "missiles")),
        ("united states iran missiles", ("united states", "iran", "missiles")),
        ("trump vs netanyahu", ("trump", "netanyahu", None)),
        ("Iran", ("Iran", "", None)),
    ],
)
def test_two_names_and_a_topic_are_told_apart(desk, typed, parted):
    assert two_actors_and_topic(typed, desk) == parted
