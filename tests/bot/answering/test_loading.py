"""Briefings come and go in several threads at once: none is lost, none comes back, none changes hands."""

import dataclasses
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.answering.engine import Engine
from bot.answering.shelf import EVERYBODY
from bot.texts import load_texts
from tests.bot.held import PATIENCE, held_packing
from tests.loopback import world

ONE, OTHER = 111, 222  # servers


def named(name):
    made = world.briefing()
    return dataclasses.replace(
        made, base=dataclasses.replace(made.base, article=dataclasses.replace(made.base.article, id=name))
    )


@pytest.fixture
def engine():
    return Engine([named("shipped")], load_texts())


@pytest.fixture
def pool():
    with ThreadPoolExecutor(16) as pool:
        yield pool


def test_a_briefing_is_seen_by_its_owner_only(engine):
    assert engine.replace(named("mine"), ONE) and engine.replace(named("theirs"), OTHER)
    assert engine.visible(ONE) == ("shipped", "mine")
    assert engine.visible(OTHER) == ("shipped", "theirs")
    assert engine.visible(None) == ("shipped",)
    assert engine.owned(ONE) == ("mine",) and engine.owned(EVERYBODY) == ("shipped",)


def test_a_briefing_whose_owner_nobody_knows_is_seen_by_nobody(engine):
    engine.replace(named("stray"), None)
    assert "stray" not in {name for guild in (None, ONE, OTHER) for name in engine.visible(guild)}


def test_a_briefing_does_not_change_hands(engine):
    assert engine.replace(named("mine"), ONE)
    assert not engine.replace(named("mine"), OTHER)
    assert not engine.replace(named("mine"), EVERYBODY)
    assert not engine.replace(named("shipped"), ONE)
    assert engine.visible(OTHER) == ("shipped",) and engine.owned(ONE) == ("mine",)


def test_what_is_removed_while_another_is_being_loaded_stays_removed(engine, pool):
    engine.replace(named("mine"), ONE)
    with held_packing("theirs") as held:
        loading = pool.submit(engine.replace, named("theirs"), OTHER)
        assert held.begun.wait(PATIENCE)
        engine.remove("mine")
        held.go.set()
        assert loading.result(PATIENCE)
    assert set(engine.briefings) == {"shipped", "theirs"}
    assert engine.visible(OTHER) == ("shipped", "theirs")


def test_what_is_removed_while_its_replacement_is_built_does_not_come_back(engine, pool):
    engine.replace(named("mine"), ONE)
    with held_packing("mine") as held:
        loading = pool.submit(engine.replace, named("mine"), ONE)
        assert held.begun.wait(PATIENCE)
        engine.remove("mine")
        held.go.set()
        assert not loading.result(PATIENCE)
    assert set(engine.briefings) == {"shipped"}
    assert engine.replace(named("mine"), ONE), "what is added after the removal is taken"


def test_what_was_read_before_a_removal_is_not_taken_after_it(engine):
    engine.replace(named("mine"), ONE)
    since = engine.removals
    engine.remove("mine")
    assert not engine.replace(named("mine"), ONE, since)
    assert engine.replace(named("another"), ONE, since)


def test_nothing_of_an_owner_who_left_comes_back(engine, pool):
    engine.replace(named("mine"), ONE)
    with held_packing("new") as held:
        loading = pool.submit(engine.replace, named("new"), ONE)
        assert held.begun.wait(PATIENCE)
        engine.remove_all(ONE)
        held.go.set()
        assert not loading.result(PATIENCE)
    assert set(engine.briefings) == {"shipped"}


def test_of_many_additions_at_once_none_is_lost(engine, pool):
    names = [f"number-{number}" for number in range(16)]
    together = threading.Barrier(len(names))
    with held_packing(*names) as held:

        def add(name):
            together.wait(PATIENCE)
            return engine.replace(named(name), ONE)

        loading = [pool.submit(add, name) for name in names]
        assert held.begun.wait(PATIENCE)
        held.go.set()
        assert all(one.result(PATIENCE) for one in loading)
    assert set(engine.owned(ONE)) == set(names)


def test_additions_and_removals_at_once_leave_what_was_told(engine, pool):
    """Each name is added and removed again and again by a thread of its own; what it was told last holds."""

    def churn(name):
        for _ in range(20):
            assert engine.replace(named(name), ONE)
            engine.remove(name)
        return engine.replace(named(name), ONE) if name < "number-4" else False

    names = [f"number-{number}" for number in range(8)]
    kept = [name for name, there in zip(names, pool.map(churn, names), strict=True) if there]
    assert set(engine.owned(ONE)) == set(kept) == set(names[:4])
