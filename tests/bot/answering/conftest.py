"""The desk over what the project ships."""

from __future__ import annotations

import pytest

from bot.answering.desk import Desk
from bot.building import compiled
from bot.texts import load_texts
from knowledge.storage import load

SEED = "trump-netanyahu-iran-meeting"


@pytest.fixture(scope="session")
def shipped():
    """Every shipped briefing."""
    return [load(path) for path in compiled()]


@pytest.fixture(scope="session")
def desk(shipped):
    """The desk over every shipped briefing; no test changes it."""
    return Desk(shipped, load_texts())


@pytest.fixture(scope="session")
def index(desk):
    """The index of the project's first briefing."""
    return desk.indexes([SEED])[0]
