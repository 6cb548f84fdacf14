"""Briefings come and go in several threads at once: none is lost, none comes back, none changes hands."""

import dataclasses
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.answering.engine import EVERYBODY, Engine
from bot.texts import load_texts
from tests.bot.held import PATIENCE, held_building
from tests.loopback import world

ONE, OTHER = 111, 222  # servers


def named(name):
    made = world.briefing()
    return dataclasses.replace(
        made, base=dataclasses.replace(made.base, article=dataclasses.replace(made.base.article, id=name))
    )


@pytest.fixture
def desk():
    return Engine([named("shipped")], load_texts())


@pytest.fixture
def pool():
    with ThreadPoolExecutor(16) as pool:
        yield pool


def test_a_briefing_is_seen_by_its_owner_only(desk):
    assert desk.replace(named("mine"), ONE) and desk.replace(named("theirs"), OTHER)
    assert desk.visible(ONE) == ("shipped", "mine")
    assert desk.visible(OTHER) == ("shipped", "theirs")
    assert desk.visible(None) == ("shipped",)
    assert desk.owned(ONE) == ("mine",) and desk.owned(EVERYBODY) == ("shipped",)


def test_a_briefing_whose_owner_nobody_knows_is_seen_by_nobody(desk):
    desk.replace(named("stray"), None)
    assert "stray" not in {name for guild in (None, ONE, OTHER) for name in desk.visible(guild)}


def test_a_briefing_does_not_change_hands(desk):
    assert desk.replace(named("mine"), ONE)
    assert not desk.replace(named("mine"), OTHER)
    assert not desk.replace(named("mine"), EVERYBODY)
    assert not desk.replace(named("shipped"), ONE)
    assert desk.visible(OTHER) == ("shipped",) and desk.owned(ONE) == ("mine",)


def test_what_is_removed_while_another_is_being_loaded_stays_removed(desk, pool):
    desk.replace(named("mine"), ONE)
    with held_building("theirs") as held:
        loading = pool.submit(desk.replace, named("theirs"), OTHER)
        assert held.begun.wait(PATIENCE)
        desk.remove("mine")
        held.go.set()
        assert loading.result(PATIENCE)
    assert set(desk.briefings) == {"shipped", "theirs"}
    assert desk.visible(OTHER) == ("shipped", "theirs")


def test_what_is_removed_while_its_replacement_is_built_does_not_come_back(desk, pool):
    desk.replace(named("mine"), ONE)
    with held_building("mine") as held:
        loading = pool.submit(desk.replace, named("mine"), ONE)
        assert held.begun.wait(PATIENCE)
        desk.remove("mine")
        held.go.set()
        assert not loading.result(PATIENCE)
    assert set(desk.briefings) == {"shipped"}
    assert desk.replace(named("mine"), ONE), "what is added after the removal is taken"


def test_what_was_read_before_a_removal_is_not_taken_after_it(desk):
    desk.replace(named("mine"), ONE)
    since = desk.removals
    desk.remove("mine")
    assert not desk.replace(named("mine"), ONE, since)
    assert desk.replace(named("another"), ONE, since)


def test_nothing_of_an_owner_who_left_comes_back(desk, pool):
    desk.replace(named("mine"), ONE)
    with held_building("new") as held:
        loading = pool.submit(desk.replace, named("new"), ONE)
        assert held.begun.wait(PATIENCE)
        desk.remove_all(ONE)
        held.go.set()
        assert not loading.result(PATIENCE)
    assert set(desk.briefings) == {"shipped"}


def test_of_many_additions_at_once_none_is_lost(desk, pool):
    names = [f"number-{number}" for number in range(16)]
    together = threading.Barrier(len(names))
    with held_building(*names) as held:

        def add(name):
            together.wait(PATIENCE)
            return desk.replace(named(name), ONE)

        loading = [pool.submit(add, name) for name in names]
        assert held.begun.wait(PATIENCE)
        held.go.set()
        assert all(one.result(PATIENCE) for one in loading)
    assert set(desk.owned(ONE)) == set(names)


def test_additions_and_removals_at_once_leave_what_was_told(desk, pool):
    """Each name is added and removed again and again by a thread of its own; what it was told last holds."""

    def churn(name):
        for _ in range(20):
            assert desk.replace(named(name), ONE)
            desk.remove(name)
        return desk.replace(named(name), ONE) if name < "number-4" else False

    names = [f"number-{number}" for number in range(8)]
    kept = [name for name, there in zip(names, pool.map(churn, names), strict=True) if there]
    assert set(desk.owned(ONE)) == set(kept) == set(names[:4])
