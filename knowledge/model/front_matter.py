"""The front matter of an article: what its file says of it before it begins, in a few lines of YAML."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from knowledge.errors import BadData

META_KEYS = ("title", "url", "publisher", "published")
MOST_META = 4_000  # characters

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?\r?\n)---[ \t]*(?:\r?\n|\Z)", re.S)
_UNCLOSED = re.compile(rf"\A\ufeff?---[ \t]*\r?\n(?:{'|'.join(META_KEYS)}):")
_PLAIN_COLON = re.compile(r"\s*(\w+):[ \t]+[^\"'\s].*?:(?:\s|$)")


def read_front_matter(text: str, path: Path) -> tuple[dict[str, str], int]:
    """The keys and texts of the front matter with the offset behind it; of an article without, none and 0.

    Raises BadData with what is wrong with it in the file called `path`.
    """
    match = _FRONT_MATTER.match(text)
    if not match:
        if _UNCLOSED.match(text):
            raise BadData.one(path, "line 1", "front matter that does not end", "a line `---` behind it")
        return {}, 0
    if len(match[1]) > MOST_META:
        expected = f"at most {MOST_META:,}: {', '.join(META_KEYS)}"
        raise BadData.one(path, "front matter", f"{len(match[1]):,} characters", expected)
    try:
        rows = _rows(match[1], path)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line if mark else 0
        colon = _PLAIN_COLON.match([*match[1].splitlines(), ""][line]) if mark else None
        found = f"{colon[1]} with a colon in its text" if colon else "front matter that is not YAML"
        expected = "quotation marks around the text" if colon else "lines such as `title: ...`"
        raise BadData.one(path, f"line {line + 2}", found, expected) from error
    if rows is None:
        return {}, 0  # a rule of dashes above ordinary text
    meta: dict[str, str] = {}
    for key, value in rows:
        where = f"front matter, {key}"
        if key not in META_KEYS:
            raise BadData.one(path, where, "an unknown key", f"one of {', '.join(META_KEYS)}")
        if key in meta:
            raise BadData.one(path, where, "a key that stands there twice", "each key once")
        if problem := _wrong(key, value):
            raise BadData.one(path, where, *problem)
        meta[key] = value
    return {key: value for key, value in meta.items() if value}, match.end()


def _rows(text: str, path: Path) -> list[tuple[str, str]] | None:
    """The pairs of a flat mapping in YAML; None where it is something else. Raises BadData and YAMLError.

    Read event by event: what nests is refused where it opens, however deep it would go.
    """
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    rows: list[tuple[str, str]] = []
    key: str | None = None
    flat = False
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.MappingStartEvent) and not flat:
            flat = True
        elif isinstance(event, yaml.NodeEvent) and not flat:
            return None
        elif isinstance(event, yaml.ScalarEvent):
            if key is None:
                key = event.value
                continue
            if _is_cut(text, event):
                found = "a text cut off at ` #`"
                raise BadData.one(path, f"front matter, {key}", found, "quotation marks around the text")
            rows.append((key, event.value.strip()))
            key = None
        elif isinstance(event, yaml.NodeEvent):
            where = f"front matter, {key}" if key else "front matter"
            raise BadData.one(path, where, "a list or mapping", "a text")
    return rows


def _is_cut(text: str, scalar: yaml.ScalarEvent) -> bool:
    """Whether YAML takes what stands behind a text without quotation marks for a comment."""
    end = scalar.end_mark
    behind = [*text.splitlines(), ""][end.line][end.column :] if end else ""
    return scalar.style in (None, "") and behind.lstrip().startswith("#")


def _wrong(key: str, value: str) -> tuple[str, str] | None:
    """What is wrong with a text of the front matter, found and expected."""
    if key == "url" and value and not _is_web(value):
        return f"{value[:40]!r}", "a link that begins with http:// or https://"
    if key == "published" and value and not _is_date(value):
        return f"{value[:40]!r}", "a day of the calendar such as 2026-02-12"
    return None


def _is_web(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _is_date(value: str) -> bool:
    """Whether a text is a day or a time of ISO 8601."""
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
