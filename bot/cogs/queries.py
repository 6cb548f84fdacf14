"""The slash commands that the registry lists (bot/commands.py), with their options and what completes them."""

from __future__ import annotations

import asyncio
import inspect
import logging
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.cards.limits import CHOICE, CHOICES
from bot.cogs._replies import Place
from bot.commands import Argument, Command, call, listed

if TYPE_CHECKING:
    from bot.client import Readout

log = logging.getLogger(__name__)

PATIENCE = 2.0  # seconds: a list that comes after three is thrown away


def add(client: Readout) -> None:
    """Adds the commands."""
    for command in listed().values():
        if command.view is not None:
            client.tree.add_command(_slash(client, command))


def _slash(client: Readout, command: Command) -> app_commands.Command[None, ..., None]:
    """A command as Discord's, its options made of its arguments."""

    async def asked(interaction: discord.Interaction, **given: str | None) -> None:
        if command.name == "source":  # here in its paragraph, marked
            await _show_source(client, interaction, given["id"] or "")
            return
        arguments = (given.get(argument.name) or None for argument in command.arguments)
        await client.replies.answer(interaction, call(command.name, *arguments))

    where = inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=discord.Interaction)
    options = [_option(argument) for argument in command.arguments]
    asked.__signature__ = inspect.Signature([where, *options])  # type: ignore[attr-defined]  # discord.py reads it
    texts = client.texts
    if command.arguments:
        app_commands.describe(**{argument.name: texts(argument.about) for argument in command.arguments})(asked)
    description = texts.get("commands")[command.name]["description"]
    slash = app_commands.Command(name=command.name, description=description, callback=asked)
    for argument in command.arguments:
        if argument.kind != "text":
            slash.autocomplete(argument.name)(_completion(client, argument))
    return slash


def _option(argument: Argument) -> inspect.Parameter:
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    if argument.optional:
        return inspect.Parameter(argument.name, kind, annotation=str | None, default=None)
    return inspect.Parameter(argument.name, kind, annotation=str)


def _completion(client: Readout, argument: Argument):
    """Autocomplete: ranked, at most what Discord shows, and never an error."""

    async def completed(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        try:
            async with asyncio.timeout(PATIENCE):
                scope = client.desk.scope(await client.scope(Place.of(interaction)))
            complete = scope.complete_actor if argument.kind == "actor" else scope.complete_topic
            names = complete(current[:CHOICE])
        except Exception:  # a fault here could not be shown; discord.py would leave the member waiting
            log.exception("autocomplete failed")
            return []
        fitting = [name for name in names if 1 <= len(name) <= CHOICE]  # a name is never cut
        return [app_commands.Choice(name=name, value=name) for name in fitting[:CHOICES]]

    return completed


async def _show_source(client: Readout, interaction: discord.Interaction, excerpt_id: str) -> None:
    wanted = excerpt_id.strip().lstrip("#").lower()

    async def draw() -> discord.ui.LayoutView:
        scope = client.desk.scope(await client.scope(Place.of(interaction)))
        for briefing_id in scope.briefings:
            found = scope.excerpt(briefing_id, wanted)
            if found is not None:
                return client.cards.context(*found)
        return client.cards.draw(scope.source(wanted))[0]

    await client.replies.view(interaction, draw(), private=None)
