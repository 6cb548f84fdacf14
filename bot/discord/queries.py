"""The slash commands that the registry lists (bot/commands.py), with their options and what completes them."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.commands import Argument, Command, call, listed, told
from bot.discord.client import Readout
from bot.discord.markdown import CHOICE, CHOICES, spoken
from bot.discord.records import Place
from bot.texts import seen

log = logging.getLogger(__name__)

PATIENCE = 2.0  # seconds: a list that comes after three is thrown away

Choices = list[app_commands.Choice[str]]


class Queries(commands.Cog):
    """Questions and views."""

    def __init__(self, bot: Readout):
        self._bot = bot

    async def cog_load(self) -> None:
        """Adds the commands."""
        for command in listed().values():
            if command.view is not None:
                self._bot.tree.add_command(self._slash(command))

    def _slash(self, command: Command) -> app_commands.Command[Any, ..., None]:
        """A command as Discord's, its options made of its arguments."""
        texts, arguments = self._bot.texts, command.arguments

        async def asked(interaction: discord.Interaction, **given: str | None) -> None:
            if command.name == "source":
                await self._show_source(interaction, given["id"] or "")
            else:
                values = (spoken(given.get(argument.name) or "") or None for argument in arguments)
                made = call(command.name, *values)
                plain = made.arguments[0] if command.name == "ask" else None  # what newcomers type is no question
                await self._bot.replies.answer(interaction, plain or made)

        where = inspect.Parameter(
            "interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=discord.Interaction
        )
        signature = inspect.Signature([where, *map(_option, arguments)])
        asked.__signature__ = signature  # type: ignore[attr-defined]  # where discord.py reads the options
        if arguments:
            app_commands.describe(**{argument.name: texts(argument.about) for argument in arguments})(asked)
        _, description = told(texts)[command.name]
        slash: app_commands.Command[Any, ..., None] = app_commands.Command(
            name=command.name, description=description, callback=asked
        )
        for argument in arguments:
            if argument.kind != "text":
                slash.autocomplete(argument.name)(self._completion(argument))
        return slash

    def _completion(self, argument: Argument) -> Callable[[discord.Interaction, str], Coroutine[Any, Any, Choices]]:
        """Autocomplete: ranked, at most what Discord shows, and never an error."""

        async def completed(interaction: discord.Interaction, current: str) -> Choices:
            try:
                async with asyncio.timeout(PATIENCE):
                    scope = await self._bot.gate.scope(Place.of(interaction))
                    complete = scope.complete_actor if argument.kind == "actor" else scope.complete_topic
                    names = await self._bot.replies.worked(lambda: complete(current[:CHOICE]))
            except Exception:  # a fault here could not be shown; discord.py would leave the member waiting
                log.exception("autocomplete failed")
                return []
            fitting = [name for name in names if 1 <= len(name) <= CHOICE]  # a name is never cut
            return [app_commands.Choice(name=seen(name), value=name) for name in fitting[:CHOICES]]

        return completed

    async def _show_source(self, interaction: discord.Interaction, excerpt_id: str) -> None:
        """The excerpt in its paragraph, marked: here there is more room than in an answer."""
        wanted = excerpt_id.strip().lstrip("#").lower()

        async def draw() -> ui.LayoutView:
            scope = await self._bot.gate.scope(Place.of(interaction))

            def drawn() -> ui.LayoutView:
                for briefing_id in scope.briefings:
                    found = scope.excerpt(briefing_id, wanted)
                    if found is not None:
                        return self._bot.cards.context(*found)
                return self._bot.cards.of(scope).draw(scope.source(wanted))[0]

            return await self._bot.replies.worked(drawn)

        await self._bot.replies.view(interaction, draw(), private=None)


def _option(argument: Argument) -> inspect.Parameter:
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    if argument.optional:
        return inspect.Parameter(argument.name, kind, annotation=str | None, default=None)
    return inspect.Parameter(argument.name, kind, annotation=str)


async def setup(bot: Readout) -> None:
    """Adds the cog."""
    await bot.add_cog(Queries(bot))
