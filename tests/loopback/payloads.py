"""The objects of Discord's protocol, as dictionaries: users, guilds, channels, messages."""

from __future__ import annotations

import itertools
from typing import Any

Payload = dict[str, Any]

TEXT, PRIVATE, THREAD = 0, 1, 11  # channel types
SLASH, USER_MENU, MESSAGE_MENU = 1, 2, 3  # application command types
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5  # interaction types
EPHEMERAL, COMPONENTS_V2, SUPPRESS_EMBEDS = 1 << 6, 1 << 15, 1 << 2  # message flags
MANAGE_GUILD = 1 << 5
EVERYONE = 104324673  # what a new server lets everybody do: read, write, use commands
WHEN = "2026-02-12T09:00:00+00:00"

_counter = itertools.count(1)


def snowflake(shard: int = 0) -> int:
    """A fresh id; `shard` is what `id >> 22` gives, which decides the shard of a guild."""
    return (1_000_000 + shard << 22) | next(_counter) if shard else (next(_counter) << 22) + (1 << 58)


def user(user_id: int, name: str, bot: bool = False) -> Payload:
    """A user as others see it."""
    return {
        "id": str(user_id),
        "username": name,
        "global_name": name,
        "discriminator": "0",
        "avatar": None,
        "bot": bot,
        "public_flags": 0,
        "flags": 0,
    }


def member(person: Payload, permissions: int = EVERYONE) -> Payload:
    """A user in a guild, as an interaction carries it."""
    return {
        "user": person,
        "roles": [],
        "joined_at": WHEN,
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "nick": None,
        "avatar": None,
        "flags": 0,
        "pending": False,
        "permissions": str(permissions),
        "communication_disabled_until": None,
    }


def channel(channel_id: int, name: str, guild_id: int) -> Payload:
    """A text channel of a guild."""
    return {
        "id": str(channel_id),
        "type": TEXT,
        "name": name,
        "guild_id": str(guild_id),
        "position": 0,
        "permission_overwrites": [],
        "nsfw": False,
        "topic": None,
        "last_message_id": None,
        "parent_id": None,
        "rate_limit_per_user": 0,
        "permissions": str(EVERYONE),
        "flags": 0,
    }


def thread(thread_id: int, name: str, parent: Payload, owner: Payload) -> Payload:
    """A public thread in a text channel."""
    return {
        "id": str(thread_id),
        "type": THREAD,
        "name": name,
        "guild_id": parent["guild_id"],
        "parent_id": parent["id"],
        "owner_id": owner["id"],
        "last_message_id": None,
        "message_count": 0,
        "member_count": 1,
        "rate_limit_per_user": 0,
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 1440,
            "archive_timestamp": WHEN,
            "locked": False,
            "create_timestamp": WHEN,
        },
        "permissions": str(EVERYONE),
        "flags": 0,
    }


def private_channel(channel_id: int, person: Payload) -> Payload:
    """A direct-message channel with one person."""
    return {"id": str(channel_id), "type": PRIVATE, "last_message_id": None, "recipients": [person], "flags": 0}


def guild(guild_id: int, name: str, channels: list[Payload], bot: Payload, owner: Payload) -> Payload:
    """A guild as GUILD_CREATE carries it."""
    everyone = {
        "id": str(guild_id),
        "name": "@everyone",
        "color": 0,
        "hoist": False,
        "position": 0,
        "permissions": str(EVERYONE),
        "managed": False,
        "mentionable": False,
        "flags": 0,
        "icon": None,
        "unicode_emoji": None,
    }
    return {
        "id": str(guild_id),
        "name": name,
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "owner_id": owner["id"],
        "afk_channel_id": None,
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "roles": [everyone],
        "emojis": [],
        "features": [],
        "mfa_level": 0,
        "application_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "vanity_url_code": None,
        "description": None,
        "banner": None,
        "premium_tier": 0,
        "preferred_locale": "en-US",
        "public_updates_channel_id": None,
        "nsfw_level": 0,
        "stickers": [],
        "premium_progress_bar_enabled": False,
        "joined_at": WHEN,
        "large": False,
        "unavailable": False,
        "member_count": 2,
        "voice_states": [],
        "members": [member(bot), member(owner)],
        "channels": channels,
        "threads": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def message(message_id: int, channel_id: int, author: Payload, content: str = "", **more: Any) -> Payload:
    """A message; `more` overrides any key."""
    return {
        "id": str(message_id),
        "channel_id": str(channel_id),
        "author": author,
        "content": content,
        "timestamp": WHEN,
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "type": 0,
        "flags": 0,
        **more,
    }


def numbered(components: list[Payload]) -> list[Payload]:
    """The components as Discord sends them back: each with an `id` of its own."""
    given = itertools.count(1)

    def number(component: Payload) -> Payload:
        copy = {"id": next(given), **component}
        for key in ("components", "items"):
            if key in copy and isinstance(copy[key], list):
                copy[key] = [number(child) if "type" in child else child for child in copy[key]]
        for key in ("accessory", "component"):
            if isinstance(copy.get(key), dict):
                copy[key] = number(copy[key])
        return copy

    return [number(component) for component in components]


def walk(components: list[Payload]):
    """Every component, nested ones included, in the order of reading."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        for key in ("accessory", "component"):
            if isinstance(component.get(key), dict):
                yield from walk([component[key]])
