"""Limits that Discord keeps but its description does not: checked on every body that the stand-in gets.

Figures: Discord's developer documentation (message, component, interaction and command reference); the sum of
4,000 characters over a V2 message is documented by discord.py (`LayoutView.content_length`) only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from tests.loopback.payloads import COMPONENTS_V2, EPHEMERAL, Payload, walk

CONTENT, V2_TEXT, V2_PARTS, EMBED_SUM, EMBEDS = 2000, 4000, 40, 6000, 10
CUSTOM_ID, LABEL, URL, PLACEHOLDER, OPTIONS, CHOICES, CHOICE = 100, 80, 512, 150, 25, 25, 100
COMMAND_SUM, COMMANDS, MENUS = 8000, 100, 15

ROW, BUTTON, SELECTS, INPUT, SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER, LABELLED = (
    1,
    2,
    {3, 5, 6, 7, 8},
    4,
    9,
    10,
    11,
    12,
    13,
    14,
    17,
    18,
)
V2_ONLY = {SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER}
LINK_STYLE, PREMIUM_STYLE = 5, 6
ALLOWED_FLAGS = EPHEMERAL | COMPONENTS_V2 | 1 << 2 | 1 << 12
LOADING = 1 << 7  # set by Discord itself while the bot is "thinking"
SLASH_NAME = re.compile(r"[-_'\w]{1,32}")


def message_problems(
    body: Payload, flags_before: int = 0, files: Collection[str] = (), edit: bool = False
) -> list[str]:
    """What Discord would refuse in a message to send, or to change where `edit`."""
    flags = (body.get("flags") or flags_before) & ~LOADING
    components, embeds, content = body.get("components") or [], body.get("embeds") or [], body.get("content") or ""
    found: list[str] = []
    if flags & ~ALLOWED_FLAGS:
        found.append(f"flags {flags} that a bot cannot set")
    if not edit and not (
        content.strip() or embeds or components or files or body.get("poll") or body.get("sticker_ids")
    ):
        found.append("50006: an empty message")
    if len(content) > CONTENT:
        found.append(f"content of {len(content)} characters, {CONTENT} at most")
    if body.get("allowed_mentions") is None and not edit:
        found.append("no allowed_mentions: everybody in the text would be pinged")
    v2 = bool(flags & COMPONENTS_V2)
    if v2 and (content or embeds or body.get("poll")):
        found.append("content, embeds or a poll beside components of version 2")
    found += _component_problems(components, v2)
    found += _embed_problems(embeds)
    return found + [f"{name!r} is shown but was not sent" for name in _attached(components) if name not in files]


def _attached(components: list[Payload]) -> list[str]:
    """The names of the files that components show."""
    media = [item["media"] for part in walk(components) for item in part.get("items") or [] if "media" in item]
    media += [part[key] for part in walk(components) for key in ("media", "file") if isinstance(part.get(key), dict)]
    urls = [one["url"] for one in media]
    return [url.removeprefix("attachment://") for url in urls if url.startswith("attachment://")]


def _component_problems(components: list[Payload], v2: bool) -> list[str]:
    found: list[str] = []
    every = list(walk(components))
    if not v2 and any(part["type"] in V2_ONLY for part in every):
        found.append("components of version 2 without their flag")
    if v2 and len(every) > V2_PARTS:
        found.append(f"{len(every)} components, {V2_PARTS} at most")
    if not v2 and len(components) > 5:
        found.append(f"{len(components)} rows, 5 at most")
    texts = [part.get("content", "") for part in every if part["type"] == TEXT]
    if sum(map(len, texts)) > V2_TEXT:
        found.append(f"{sum(map(len, texts))} characters of text, {V2_TEXT} at most")
    found += ["a blank text" for text in texts if not text.strip()]
    ids = Counter(part["custom_id"] for part in every if "custom_id" in part)
    found += [f"custom_id {name!r} used {number} times" for name, number in ids.items() if number > 1]
    numbers = Counter(part["id"] for part in every if part.get("id"))
    found += [f"component id {number} used twice" for number, count in numbers.items() if count > 1]
    for part in every:
        found += _part_problems(part)
    return found


def _part_problems(part: Payload) -> list[str]:
    found: list[str] = []
    kind, style = part["type"], part.get("style")
    if kind == BUTTON:
        if (style in (LINK_STYLE, PREMIUM_STYLE) and "custom_id" in part) or (style != LINK_STYLE and "url" in part):
            found.append("a button with both custom_id and url, or the wrong one for its style")
        if style == LINK_STYLE and not _is_url(part.get("url", "")):
            found.append(f"a link button with the url {part.get('url')!r}")
        if len(part.get("label") or "") > LABEL:
            found.append(f"a label of {len(part['label'])} characters, {LABEL} at most")
        if not (part.get("label") or part.get("emoji")):
            found.append("a button without label or emoji")
    if (
        (kind == BUTTON and style not in (LINK_STYLE, PREMIUM_STYLE)) or kind in SELECTS or kind == INPUT
    ) and not 1 <= len(part.get("custom_id") or "") <= CUSTOM_ID:
        found.append(f"a custom_id of {len(part.get('custom_id') or '')} characters, 1 to {CUSTOM_ID}")
    if kind == ROW:
        inside = [child["type"] for child in part.get("components", [])]
        if not inside or len(inside) > 5 or (any(child in SELECTS for child in inside) and len(inside) > 1):
            found.append(f"a row of {len(inside)} components")
    if kind == SECTION and not (1 <= len(part.get("components", [])) <= 3 and part.get("accessory")):
        found.append("a section needs 1 to 3 texts and an accessory")
    if kind == 3 and not 1 <= len(part.get("options", [])) <= OPTIONS:
        found.append(f"a menu of {len(part.get('options', []))} options")
    if kind == 3 and len({option["value"] for option in part.get("options", [])}) != len(part.get("options", [])):
        found.append("a menu with two options of one value")
    if kind == CONTAINER and not part.get("components"):
        found.append("an empty container")
    return found


def _embed_problems(embeds: list[Payload]) -> list[str]:
    found = [f"{len(embeds)} embeds, {EMBEDS} at most"] if len(embeds) > EMBEDS else []
    total = 0
    for embed in embeds:
        fields = embed.get("fields", [])
        found += [
            "an embed field without name or value"
            for entry in fields
            if not (entry.get("name") or "").strip() or not (entry.get("value") or "").strip()
        ]
        words = [
            embed.get("title"),
            embed.get("description"),
            (embed.get("footer") or {}).get("text"),
            (embed.get("author") or {}).get("name"),
        ]
        words += [text for entry in fields for text in (entry.get("name"), entry.get("value"))]
        total += sum(len(text or "") for text in words)
        if embed.get("url") and not _is_url(embed["url"]):
            found.append(f"an embed with the url {embed['url']!r}")
    return found + ([f"{total} characters in the embeds, {EMBED_SUM} at most"] if total > EMBED_SUM else [])


def callback_problems(body: Payload, flags_before: int = 0, files: Collection[str] = ()) -> list[str]:
    """What Discord would refuse in the answer to an interaction."""
    kind, data = body.get("type"), body.get("data") or {}
    if kind in (4, 7):
        return message_problems(data, flags_before if kind == 7 else 0, files, edit=kind == 7)
    if kind == 8:
        return _choice_problems(data.get("choices", []))
    if kind == 9:
        return modal_problems(data)
    return [] if kind in (1, 5, 6) else [f"an answer of type {kind!r}"]


def modal_problems(data: Payload) -> list[str]:
    """What Discord would refuse in a modal."""
    found = (
        []
        if 1 <= len(data.get("components", [])) <= 5
        else [f"a modal of {len(data.get('components', []))} components"]
    )
    if not 1 <= len(data.get("title", "")) <= 45:
        found.append("a modal title of 1 to 45 characters is needed")
    if not 1 <= len(data.get("custom_id", "")) <= CUSTOM_ID:
        found.append("a modal custom_id of 1 to 100 characters is needed")
    for part in walk(data.get("components", [])):
        if part["type"] == LABELLED and len(part.get("label", "")) > 45:
            found.append(f"a modal label of {len(part['label'])} characters, 45 at most")
        found += _part_problems(part) if part["type"] != LABELLED else []
    return found


def _choice_problems(choices: list[Payload]) -> list[str]:
    found = [f"{len(choices)} choices, {CHOICES} at most"] if len(choices) > CHOICES else []
    for choice in choices:
        if not 1 <= len(choice["name"]) <= CHOICE:
            found.append(f"a choice named with {len(choice['name'])} characters, 1 to {CHOICE}")
        if isinstance(choice["value"], str) and not 1 <= len(choice["value"]) <= CHOICE:
            found.append(f"a choice with a value of {len(choice['value'])} characters, 1 to {CHOICE}")
    return found


def command_problems(commands: list[Payload]) -> list[str]:
    """What Discord would refuse in a set of commands."""
    found: list[str] = []
    kinds = Counter(command.get("type", 1) for command in commands)
    found += [f"{kinds[1]} slash commands, {COMMANDS} at most"] if kinds[1] > COMMANDS else []
    found += [f"{kinds[kind]} menu commands of type {kind}, {MENUS} at most" for kind in (2, 3) if kinds[kind] > MENUS]
    names = Counter((command.get("type", 1), command["name"]) for command in commands)
    found += [f"two commands named {name[1]!r}" for name, number in names.items() if number > 1]
    for command in commands:
        if command.get("type", 1) == 1:
            found += _slash_problems(command, depth=0)
            if (total := _command_length(command)) > COMMAND_SUM:
                found.append(f"/{command['name']} has {total} characters in all, {COMMAND_SUM} at most")
        elif not 1 <= len(command["name"]) <= 32 or command.get("description"):
            found.append(f"menu {command['name']!r}: 1 to 32 characters and no description")
    return found


def _slash_problems(entry: Payload, depth: int) -> list[str]:
    name, options = entry["name"], entry.get("options", [])
    found: list[str] = []
    if not SLASH_NAME.fullmatch(name) or name != name.lower():
        found.append(f"{name!r} is no name for a command or option")
    if not 1 <= len(entry.get("description", "")) <= 100:
        found.append(f"{name}: a description of 1 to 100 characters is needed")
    if len(options) > OPTIONS:
        found.append(f"{name}: {len(options)} options, {OPTIONS} at most")
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        found.append(f"{name}: an option that must be given comes after one that need not")
    if entry.get("choices") and entry.get("autocomplete"):
        found.append(f"{name}: choices and autocomplete at once")
    if depth > 2:
        found.append(f"{name}: nested too deep")
    return found + [problem for option in options for problem in _slash_problems(option, depth + 1)]


def _command_length(entry: Payload) -> int:
    own = len(entry["name"]) + len(entry.get("description", ""))
    own += sum(len(str(choice["name"])) + len(str(choice["value"])) for choice in entry.get("choices", []))
    return own + sum(_command_length(option) for option in entry.get("options", []))


def _is_url(text: Any) -> bool:
    if not isinstance(text, str) or len(text) > URL or any(c.isspace() for c in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https", "discord") and bool(parts.netloc)
