"""Discord is told the commands only when they changed: by a digest of what would be sent, kept in the store."""

from __future__ import annotations

import hashlib
import json
import logging

import discord
from discord import app_commands

from bot.errors import StoreUnavailable
from bot.store import Store

log = logging.getLogger(__name__)


def digest(tree: app_commands.CommandTree, application_id: int | None) -> str:
    """A digest of the commands as Discord would get them; the same for the same commands in any order."""
    payload = sorted(json.dumps(command.to_dict(tree), sort_keys=True) for command in tree.get_commands())
    return hashlib.sha256(json.dumps([application_id, *payload]).encode()).hexdigest()


async def sync_commands(tree: app_commands.CommandTree, store: Store | None, guild_id: int | None = None) -> bool:
    """Tells Discord the commands (of one development server, where `guild_id` is given) if they changed since last
    time; without a store, or while it is away, always. Returns whether Discord was told.

    Raises discord.HTTPException when Discord does not take them.
    """
    now = digest(tree, tree.client.application_id)
    try:
        if store is not None and await store.synced_digest(guild_id) == now:
            log.info("commands unchanged, not synced")
            return False
    except StoreUnavailable as error:
        log.warning("commands are synced anew: %s", error)
    guild = discord.Object(guild_id) if guild_id else None
    if guild is not None:
        tree.copy_global_to(guild=guild)
    synced = await tree.sync(guild=guild)
    log.info("synced %d commands", len(synced))
    if store is not None:
        try:
            await store.note_synced(guild_id, now)
        except StoreUnavailable as error:
            log.warning("the next start will sync again: %s", error)
    return True
