"""Autocomplete for actors and topics: ranked, at most what Discord shows, and never an error."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.cards.limits import CHOICE, CHOICES
from bot.cogs._replies import Place

if TYPE_CHECKING:
    from bot.client import Readout

log = logging.getLogger(__name__)
Completion = Callable[[discord.Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]

PATIENCE = 2.0  # seconds: a list that comes after three is thrown away


def complete_actor(client: Readout) -> Completion:
    """Completes the names of actors."""
    return _completion(client, lambda typed, briefings: client.desk.complete_actor(typed, briefings))


def complete_topic(client: Readout) -> Completion:
    """Completes the names of topics."""
    return _completion(client, lambda typed, briefings: client.desk.complete_topic(typed, briefings))


def _completion(client: Readout, complete: Callable[[str, Any], list[str]]) -> Completion:
    async def completed(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        try:
            async with asyncio.timeout(PATIENCE):
                briefings = await client.scope(Place.of(interaction))
            names = complete(current[:CHOICE], briefings)
        except Exception:  # a fault here could not be shown; discord.py would leave the member waiting
            log.exception("autocomplete failed")
            return []
        fitting = [name for name in names if 1 <= len(name) <= CHOICE]  # a name is never cut
        return [app_commands.Choice(name=name, value=name) for name in fitting[:CHOICES]]

    return completed
