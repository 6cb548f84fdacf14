"""Sweeps over bot/cogs and bot/cards: every feature is loaded, every word they show is in the catalogue."""

import re
from pathlib import Path

import pytest

import bot
from bot.cards import presses
from bot.cards.presses import REASONS
from bot.client import build_client
from bot.cogs import FEATURES
from bot.texts import load_texts
from tests.loopback import world
from tests.loopback.member import Member
from tests.loopback.running import bot as running
from tests.loopback.running import desk_of

PACKAGE = Path(bot.__file__).parent
SOURCES = [*PACKAGE.glob("cogs/*.py"), *PACKAGE.glob("cards/*.py"), PACKAGE / "client.py"]
KEY = re.compile(r"""texts(?:\.get|\.count)?\(\s*(f?)["']([\w.{}'\[\] ]+)["']""")
CONDITIONAL = re.compile(r"""["'](discord\.[\w.]+)["']""")


def test_every_feature_is_loaded_and_every_file_is_a_feature_or_a_shared_part():
    files = {path.stem for path in PACKAGE.glob("cogs/*.py") if not path.stem.startswith("_")}
    assert set(FEATURES) == files and len(FEATURES) == len(files)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_text_that_the_code_names_is_in_the_catalogue(path):
    texts, source = load_texts(), path.read_text(encoding="utf-8")
    named = {key for formatted, key in KEY.findall(source) if not formatted} | set(CONDITIONAL.findall(source))
    for key in named:
        assert texts.get(key)


def test_every_reason_has_words():
    assert all(load_texts()(f"discord.reasons.{reason}") for reason in REASONS)


async def test_help_names_every_command_and_discord_has_every_command_that_help_names():
    async with running() as (discord, _):
        shown = (await Member(discord, "alex").slash("help")).text
        assert set(re.findall(r"/(\w+)", shown.split("\n\n")[0])) == {
            c["name"] for c in discord.commands if c["type"] == 1
        }


async def test_every_press_that_a_card_can_hold_has_a_feature_that_answers_it():
    client = build_client(desk_of(), world.settings(), load_texts())
    documented = re.findall(r"^    (\w+)(?::|  )", presses.__doc__, re.M)
    assert set(documented) == set(client.presses)


async def test_the_answering_code_knows_nothing_of_discord():
    for path in PACKAGE.glob("answering/*.py"):
        assert "discord" not in re.findall(r"^\s*(?:import|from) (\w+)", path.read_text(encoding="utf-8"), re.M)
