"""What all commands for moderators share: who may use them, where, and what they say when they cannot."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import app_commands

from bot.cards.limits import CHOICE, CHOICES, CONTENT
from bot.cards.literal import literal, shortened
from bot.texts import Texts
from knowledge.errors import BadData

SPARE = 100  # characters of a notice kept free for what stands around a list

# Discord hides the commands from others; this check stands behind it, for a server may change what Discord hides.
may_manage = app_commands.checks.has_permissions(manage_guild=True)


def group(name: str, description: str) -> app_commands.Group:
    """A group of commands for moderators, in servers only."""
    return app_commands.Group(
        name=name,
        description=description,
        guild_only=True,
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        # discord.py merges these with the client's own: what is not said to be False stays allowed.
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
    )


def listed(lead: str, lines: Sequence[str], texts: Texts) -> str:
    """A notice with as many whole lines as Discord takes, and how many it left out."""
    kept, room = [lead], CONTENT - SPARE - len(lead)
    for number, line in enumerate(lines):
        room -= len(line) + 1
        if room < 0:
            return "\n".join([*kept, texts("discord.and_more", number=len(lines) - number)])
        kept.append(line)
    return "\n".join(kept)


def problems_of(error: BadData, name: str, texts: Texts) -> str:
    """What is wrong with an article, a line each, under the name that its file has for the member."""
    lines = []
    for problem in error.problems:
        place = f"{name}: {problem.where}" if problem.where else name
        line = texts("discord.problem", place=place, found=problem.found, expected=problem.expected)
        lines.append(f"- {literal(shortened(line, 400))}")
    return listed(texts("discord.library.refused"), lines, texts)


def choices(rows: Sequence[tuple[str, str]], typed: str) -> list[app_commands.Choice[str]]:
    """Choices (name, value) whose name or value holds what was typed, as many as Discord shows."""
    found = [row for row in rows if typed.casefold() in f"{row[0]} {row[1]}".casefold() and len(row[1]) <= CHOICE]
    return [app_commands.Choice(name=shortened(name, CHOICE) or value, value=value) for name, value in found[:CHOICES]]
