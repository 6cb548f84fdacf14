"""What a loaded briefing costs: little at rest, and what all share is there once."""

import gc
import tracemalloc

import pytest

from bot.answering.engine import Engine
from bot.answering.shelf import EVERYBODY, MOST_READY, Loaded, Shelf
from bot.texts import load_texts
from knowledge.model.storage import BRIEFINGS, load
from tests.loopback import world

QUESTION = "What does Mara Quell demannd?"  # a slip, so that the speller is made


@pytest.fixture
def shipped():
    return load(next(BRIEFINGS.glob("*.yaml")))


def test_a_briefing_at_rest_takes_less_than_150_kilobytes(shipped):
    Loaded.of(shipped, EVERYBODY)  # what is only needed once
    gc.collect()
    tracemalloc.start()
    try:
        kept = [Loaded.of(shipped, number) for number in range(20)]
        gc.collect()
        assert tracemalloc.get_traced_memory()[0] / len(kept) < 150_000
    finally:
        tracemalloc.stop()


def test_the_speller_of_english_and_the_table_of_countries_are_there_once():
    engine = Engine([world.briefing(article_id=name) for name in ("one", "other")], load_texts())
    assert engine.ask(QUESTION).citations
    one, other = engine.indexes()
    assert one.speller.below is other.speller.below is not None
    assert one.names.countries is other.names.countries


def test_only_so_many_are_ready_and_those_asked_last_stay():
    shelf = Shelf(most=2)
    first, second, third = (Loaded.of(world.briefing(article_id=name), EVERYBODY) for name in ("a", "b", "c"))
    kept, gone = shelf.index(first), shelf.index(second)
    assert shelf.index(first) is kept
    shelf.index(third)
    assert shelf.index(first) is kept and shelf.index(second) is not gone


def test_what_is_removed_is_not_kept_ready():
    engine = Engine([world.briefing()], load_texts())
    engine.ask(QUESTION)
    engine.remove("ferry-strike")
    assert not engine._shelf._ready


def test_more_briefings_than_stay_ready_are_all_asked():
    names = [f"number-{number}" for number in range(3)]
    engine = Engine([world.briefing(article_id=name) for name in names], load_texts())
    engine._shelf = Shelf(most=1)
    answer = engine.ask("What does Dov Almers reject?")
    assert {citation.briefing for citation in answer.citations} == set(names) and MOST_READY > 1
