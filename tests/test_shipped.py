"""Sweeps over what the project ships: every fact base, every command, every text."""

import re
from pathlib import Path

import pytest

from bot.building import build, compiled, seeds
from bot.cli import COMMANDS
from bot.commands import listed, told
from bot.console import help_text
from bot.errors import ExitCode
from bot.settings import settings_table
from bot.texts import load_texts
from knowledge.model.storage import PROJECT, load

README = PROJECT / "README.md"


@pytest.mark.parametrize("path", compiled(), ids=lambda path: path.stem)
def test_every_shipped_fact_base_stands_every_check(path):
    briefing = load(path)
    assert briefing.base.facts and briefing.base.actors


def test_the_users_briefing_has_its_eleven_actors_and_no_other():
    base = load(PROJECT / "knowledge/briefings/trump-netanyahu-iran-meeting.yaml").base
    assert {actor.name for actor in base.actors} == {
        *("Donald Trump", "Benjamin Netanyahu", "Ali Shamkhani", "Ali Khamenei", "Iran", "Israel", "United States"),
        *("Hamas", "Hezbollah", "Reuters", "Fox Business"),
    }


def test_every_seed_has_a_fact_base_that_is_not_stale(capsys):
    assert {path.stem for path in seeds()} == {path.stem for path in compiled()}
    assert build([], None, load_texts(), check=True) == ExitCode.GOOD, capsys.readouterr().err


def test_every_command_of_the_command_line_is_in_the_readme():
    readme = README.read_text(encoding="utf-8")
    described = {command.name for command in COMMANDS}
    assert described >= {"build", "check", "ask", "chat", "eval", "bot"}
    assert [name for name in sorted(described) if f"`readout {name}" not in readme] == []


def test_every_command_of_the_registry_is_in_the_readme_and_in_help_in_its_order():
    texts, readme = load_texts(), README.read_text(encoding="utf-8")
    assert list(texts.get("commands")) == list(listed())
    rows = told(texts).values()
    table = readme.partition("| command | what it shows |\n|---|---|\n")[2].partition("\n\n")[0]
    assert table == "\n".join(f"| `{usage}` | {description} |" for usage, description in rows)
    for usage, description in rows:
        assert usage in help_text(texts)
        assert 1 <= len(description) <= 100, "Discord's limit for a description"


def test_every_discord_command_and_every_setting_is_in_the_readme():
    readme = README.read_text(encoding="utf-8")
    names = [f"`/{name}" for name in load_texts().get("discord.commands")]
    names += [f"`{setting.name}`" for setting in settings_table()]
    assert [name for name in names if name not in readme] == []


def test_every_text_that_the_code_asks_for_is_in_the_catalogue():
    texts, asked = load_texts(), set()
    for path in [*(PROJECT / "bot").rglob("*.py")]:
        asked |= set(re.findall(r"texts(?:\.get)?\(\s*\"([a-z_.]+)\"", path.read_text(encoding="utf-8")))
    assert len(asked) > 30
    for key in sorted(asked):
        texts.get(key)  # raises KeyError


def test_no_path_of_a_machine_and_no_secret_is_in_the_tree():
    home = re.compile(r"/(?:home|Users|root)/\w+|[MN][\w-]{23,25}\.[\w-]{6}\.[\w-]{27,}")
    for path in [*PROJECT.glob("bot/**/*.py"), *PROJECT.glob("knowledge/**/*.py"), README]:
        assert not home.search(Path(path).read_text(encoding="utf-8")), path
