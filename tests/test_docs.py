"""What CONTRIBUTING.md tells of exists: files, the names in them, tasks of make, commands."""

import ast
import re
from pathlib import Path

import pytest

from bot.cli import COMMANDS

PROJECT = Path(__file__).parent.parent
TEXT = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PLACES = sorted(
    {told for told in re.findall(r"`([\w./-]+(?::[\w.]+)?)`", TEXT) if "/" in told.partition(":")[0].lstrip("/")}
)


def defined(file: Path) -> set[str]:
    """The names that a module defines, those of its classes as Class.name."""
    found = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        names = [node] if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) else []
        found |= {each.name for each in names}
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{each.name}" for each in node.body if hasattr(each, "name")}
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found


@pytest.mark.parametrize("place", PLACES)
def test_every_place_that_contributors_are_sent_to_exists(place):
    path, _, name = place.partition(":")
    assert (PROJECT / path).exists(), path
    assert not name or name in defined(PROJECT / path), name


def test_every_task_and_command_that_contributors_are_told_of_exists():
    tasks = set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"`make ([a-z]+)", TEXT)) <= tasks
    assert set(re.findall(r"`readout ([a-z]+)", TEXT)) <= {command.name for command in COMMANDS}
    assert len(PLACES) > 40 and len(TEXT.splitlines()) < 100
