"""Sweeps over bot/discord: every extension is loaded, every word that it shows is in the catalogue."""

import re
from pathlib import Path

import pytest

import bot
from bot.discord import markdown
from bot.discord.client import EXTENSIONS, Readout
from bot.discord.markdown import REASONS
from bot.texts import load_texts
from tests.loopback import world
from tests.loopback.member import Member
from tests.loopback.running import bot as running
from tests.loopback.running import engine_of

PACKAGE = Path(bot.__file__).parent
SOURCES = [*PACKAGE.glob("discord/*.py"), PACKAGE / "commands.py", PACKAGE / "console.py"]
KEY = re.compile(r"""texts(?:\.get|\.count)?\(\s*(f?)["']([\w.{}'\[\] ]+)["']""", re.IGNORECASE)
CONDITIONAL = re.compile(r"""["'](discord\.[\w.]+)["']""")
MODULES = re.compile(r"discord\.(?:ext|py)")  # no keys


def test_every_extension_is_loaded():
    with_setup = {
        path.stem for path in PACKAGE.glob("discord/*.py") if "async def setup(" in path.read_text(encoding="utf-8")
    }
    assert set(EXTENSIONS) == with_setup and len(EXTENSIONS) == len(with_setup)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_text_that_the_code_names_is_in_the_catalogue(path):
    texts, source = load_texts(), path.read_text(encoding="utf-8")
    named = {key for formatted, key in KEY.findall(source) if not formatted} | set(CONDITIONAL.findall(source))
    for key in {key for key in named if not MODULES.match(key)}:
        assert texts.get(key)


def test_every_reason_has_words():
    assert all(load_texts()(words) for words in REASONS.values())


async def test_help_names_every_command_and_discord_has_every_command_that_help_names():
    async with running() as (discord, _):
        shown = (await Member(discord, "alex").slash("help")).text
        assert set(re.findall(r"/(\w+)", shown.split("\n\n")[0])) == {
            c["name"] for c in discord.commands if c["type"] == 1
        }


async def test_every_press_that_a_card_can_hold_has_a_feature_that_answers_it():
    client = Readout(engine_of(), world.settings(), load_texts())
    await client.load_features()
    documented = re.findall(r"^    (\w+)(?::|  )", markdown.__doc__, re.M)
    assert set(documented) == set(client.get_cog("Buttons").presses)


async def test_the_answering_code_knows_nothing_of_discord():
    for path in PACKAGE.glob("answering/*.py"):
        assert "discord" not in re.findall(r"^\s*(?:import|from) (\w+)", path.read_text(encoding="utf-8"), re.M)
