"""Fact bases that change under a running bot."""

import shutil

import pytest

from bot.answering.engine import Engine
from bot.answering.shelf import EVERYBODY
from bot.building import compiled
from bot.reloading import Reloader
from bot.texts import load_texts
from knowledge.model.storage import PROJECT, SEAL, load, sealed

SEED = "trump-netanyahu-iran-meeting"


@pytest.fixture
def folder(tmp_path):
    """A folder with a copy of the shipped fact base, its article where the fact base names it."""
    shutil.copy(compiled()[0], tmp_path / f"{SEED}.yaml")
    shutil.copy(PROJECT / "seeds" / f"{SEED}.txt", tmp_path)
    return tmp_path


@pytest.fixture
def watched(folder):
    engine = Engine([load(path) for path in compiled(folder)], load_texts())
    return engine, Reloader(engine, [folder])


def without_first_fact(text: str) -> str:
    head, _, rest = text.partition("facts:\n- id: ")
    return sealed(head + "facts:\n- id: " + rest.split("\n- id: ", 1)[1].rpartition(SEAL)[0])


def called(text: str, name: str) -> str:
    """The fact base under another id."""
    return sealed(text.rpartition(SEAL)[0].replace(f"id: {SEED}", f"id: {name}", 1))


def test_nothing_changed_is_nothing_found(watched):
    assert not watched[1].reload()
    assert not watched[1].reload(everything=True)


def test_a_changed_fact_base_is_served_and_the_change_is_told(watched, folder):
    engine, reloader = watched
    path, before = folder / f"{SEED}.yaml", len(engine.briefings[SEED].base.facts)
    path.write_text(without_first_fact(path.read_text(encoding="utf-8")), encoding="utf-8")
    (change,) = reloader.reload().changes
    assert (change.briefing, change.added, change.removed) == (SEED, 0, 1) and change.kept > 20
    assert len(engine.briefings[SEED].base.facts) == before - 1


def test_a_bad_fact_base_is_told_and_the_old_one_still_answers(watched, folder):
    engine, reloader = watched
    path = folder / f"{SEED}.yaml"
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace("kind: person", "kind: dog"), encoding="utf-8")
    found = reloader.reload()
    assert not found.changes and "kind" in str(found.failed[0])
    assert engine.ask("Who is Ali Shamkhani?").status == "answered"
    path.write_text(without_first_fact(good), encoding="utf-8")
    assert reloader.reload().changes


def test_a_new_file_is_served_and_a_file_that_is_gone_is_let_go(watched, folder):
    engine, reloader = watched
    path = folder / f"{SEED}.yaml"
    other = folder / "other.yaml"
    other.write_text(called(path.read_text(encoding="utf-8"), "other"), encoding="utf-8")
    assert [change.briefing for change in reloader.reload().changes] == ["other"]
    assert set(engine.briefings) == {SEED, "other"}
    other.unlink()
    (change,) = reloader.reload().changes
    assert change.briefing == "other" and change.removed > 0 and set(engine.briefings) == {SEED}


def test_a_file_that_holds_another_id_now_lets_go_of_the_old_one(watched, folder):
    engine, reloader = watched
    path = folder / f"{SEED}.yaml"
    path.write_text(called(path.read_text(encoding="utf-8"), "renamed"), encoding="utf-8")
    assert {change.briefing for change in reloader.reload().changes} == {SEED, "renamed"}
    assert set(engine.articles) == {"renamed"}


def test_a_briefing_that_another_file_holds_too_stays(watched, folder):
    engine, reloader = watched
    path, twin = folder / f"{SEED}.yaml", folder / "twin.yaml"
    twin.write_bytes(path.read_bytes())
    reloader.reload()
    path.write_text(called(path.read_text(encoding="utf-8"), "renamed"), encoding="utf-8")
    reloader.reload()
    assert set(engine.articles) == {SEED, "renamed"}


def test_a_file_that_was_renamed_is_served_on(watched, folder):
    engine, reloader = watched
    (folder / f"{SEED}.yaml").rename(folder / "moved.yaml")
    reloader.reload()
    assert set(engine.articles) == {SEED}


def test_an_id_that_a_server_has_is_refused_and_the_old_one_stays(watched, folder):
    engine, reloader = watched
    path = folder / f"{SEED}.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(called(text, "theirs"), encoding="utf-8")
    engine.replace(load(path), 222)
    found = reloader.reload(everything=True)
    assert "no briefing of a server has" in str(found.failed[0]) and not found.changes
    assert engine.owned(222) == ("theirs",) and engine.owned(EVERYBODY) == (SEED,)
