"""The fact base on disk: YAML to and from `FactBase`, told apart from bad YAML in words for people.

What a key may hold is said once, by the dataclasses of `factbase.py`: `records.py` reads what their annotations say,
and `json_schema` writes the same for editors (`knowledge/schema.json`; `python -m knowledge.model.storage` renews it).
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import re
import types
import typing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from knowledge.errors import BadData, Problem
from knowledge.model import article as articles
from knowledge.model.article import Article, read_article
from knowledge.model.factbase import FORMAT, FactBase, verify
from knowledge.model.records import shown, structure

PROJECT = Path(__file__).resolve().parents[2]
BRIEFINGS = PROJECT / "knowledge" / "briefings"
SEEDS = PROJECT / "seeds"
DEEPEST = 1_000  # brackets open at once; a fact base has three
SEAL = "# sha256: "  # opens the last line of a fact base

# Keys that the YAML says only where there is something to say; all others stand in every record.
_LEFT_OUT = frozenset(
    {"source", "negated", "modality", "tense", "passive", "speakers", "told_by", "refers", "description"}
)


@dataclass(frozen=True)
class Briefing:
    """A fact base that stood every check, the article it was checked against, and the file it came from."""

    base: FactBase
    article: Article
    path: Path

    @property
    def id(self) -> str:
        """The briefing's id: its article's."""
        return self.base.article.id


def load(path: Path) -> Briefing:
    """The briefing in a YAML file, its article found, every excerpt verified.

    Raises BadData with all problems; also for a file that is sound but not whole, as one cut off between two records.
    """
    base = parse(read_yaml(path), path)
    briefing = _verified(base, read_article(_article_path(base, path)), path)
    if not _is_whole(path.read_bytes()):
        found = "a fact base without its right checksum in the last line: cut off, or changed by hand"
        raise BadData.one(path, "", found, "what `readout build` writes; run it again")
    return briefing


def load_text(factbase: str, article: bytes, path: Path) -> Briefing:
    """The briefing in a text of YAML and the bytes of its article, as `load` gives it from two files.

    `path` is what the problems in BadData call the YAML; nothing is read from there.
    """
    base = parse(_plain(factbase, path), path)
    return _verified(base, articles.parse(article, Path(base.article.path)), path)


def dump(base: FactBase) -> str:
    """The fact base as YAML, sealed. The same base gives the same text."""
    return sealed(yaml.dump(as_plain(base), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110))


def sealed(text: str) -> str:
    """A text of YAML with a last line that says what all lines before it were: a comment, for those who read YAML."""
    return f"{text}{SEAL}{hashlib.sha256(text.encode()).hexdigest()}\n"


def stored_path(article: Path, out: Path) -> str:
    """How a fact base in the folder `out` names its article: from the project where it lies inside, else from `out`."""
    resolved = article.resolve()
    if resolved.is_relative_to(PROJECT):
        return resolved.relative_to(PROJECT).as_posix()
    return Path(os.path.relpath(resolved, out.resolve())).as_posix()


def read_yaml(path: Path) -> Any:
    """The plain data in a YAML file. Raises BadData naming the line of a syntax error."""
    try:
        return _plain(path.read_bytes(), path)
    except OSError as error:
        raise BadData.one(path, "", error.strerror or "an unreadable file", "a YAML file") from error


def parse(data: Any, path: Path) -> FactBase:
    """Plain data as a FactBase. Raises BadData naming every wrong key and type."""
    if isinstance(data, dict) and data.get("format") != FORMAT:
        found = shown(data.get("format"))
        raise BadData.one(path, "format", found, f"{FORMAT} (run `readout build` to renew the file)")
    return structure(data, FactBase, str(path))


def as_plain(record: Any) -> Any:
    """A dataclass as dicts and lists; fields that hold their default are left out, but for what the contract names."""
    if dataclasses.is_dataclass(record):
        return {
            item.name: as_plain(getattr(record, item.name))
            for item in dataclasses.fields(record)
            if not (item.name in _LEFT_OUT and not getattr(record, item.name))
        }
    if isinstance(record, list):
        return [as_plain(item) for item in record]
    return record


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the YAML, for editors."""
    definitions: dict[str, Any] = {}
    _schema(FactBase, definitions)
    root = definitions.pop("FactBase")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Readout fact base",
        **root,
        "$defs": definitions,
    }


def _plain(text: bytes | str, path: Path) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader reads the same YAML ten times as fast
    if _depth(text if isinstance(text, str) else text.decode(errors="replace")) > DEEPEST:
        raise BadData.one(path, "", "lists within lists without end", "YAML as `readout build` writes it")
    try:
        return yaml.load(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else ""
        found = " ".join(str(getattr(error, "problem", None) or error).split())
        raise BadData.one(path, where, found, "YAML as `readout build` writes it") from error


def _depth(text: str) -> int:
    """How many brackets stand open at once, those in words too: the C loader, unlike Python's, has no end to that."""
    deepest = depth = 0
    for bracket in re.findall(r"[\[{\]}]", text):
        depth = depth + 1 if bracket in "[{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest


def _is_whole(data: bytes) -> bool:
    """Whether a file is as `sealed` made it."""
    text, mark, digest = data.rpartition(SEAL.encode())
    return bool(mark) and digest.strip() == hashlib.sha256(text).hexdigest().encode()


def _verified(base: FactBase, article: Article, path: Path) -> Briefing:
    wrong = verify(base, article.text, article.sha256)
    if wrong:
        raise BadData([Problem(str(path), *problem) for problem in wrong])
    return Briefing(base.with_speakers(), article, path)


def _article_path(base: FactBase, path: Path) -> Path:
    places = [PROJECT / base.article.path, path.parent / base.article.path, path.parent / Path(base.article.path).name]
    there = [place for place in places if place.is_file()]
    if not there:
        expected = "an article that is there, from the project or from this file"
        raise BadData.one(path, "article.path", repr(base.article.path), expected)
    return there[0]


def _schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of an annotation; every dataclass met is added to `definitions`."""
    if dataclasses.is_dataclass(kind):
        name: str = getattr(kind, "__name__", "")
        if name not in definitions:
            definitions[name] = {}  # reserved before its fields are walked
            hints, items = typing.get_type_hints(kind), dataclasses.fields(kind)
            properties = {item.name: _schema(hints[item.name], definitions) for item in items}
            missing = dataclasses.MISSING
            definitions[name] = {
                "type": "object",
                "description": " ".join((kind.__doc__ or "").split()),
                "properties": properties | ({"format": {"const": FORMAT}} if kind is FactBase else {}),
                "required": [i.name for i in items if i.default is missing and i.default_factory is missing],
                "additionalProperties": False,
            }
        return {"$ref": f"#/$defs/{name}"}
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if origin is list:
        return {"type": "array", "items": _schema(inside[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(inside[1], definitions)}
    if origin is types.UnionType:
        return {"anyOf": [_schema(inside[0], definitions), {"type": "null"}]}
    if origin is Literal:
        return {"enum": list(inside)}
    return {"type": {str: "string", int: "integer", bool: "boolean"}[kind]}


class _Dumper(yaml.SafeDumper):
    """Records as blocks, lists of plain values on one line: a changed fact is a changed line in a review."""

    def represent_list_shortly(self, items: list[Any]) -> yaml.Node:
        return self.represent_sequence(
            "tag:yaml.org,2002:seq", items, flow_style=not any(isinstance(item, dict) for item in items)
        )

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(list, _Dumper.represent_list_shortly)


if __name__ == "__main__":
    schema = PROJECT / "knowledge" / "schema.json"
    schema.write_text(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
