"""From the edits file to `Edits`: every entry known, every key in its place, every value of its kind, with its line."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from knowledge.errors import BadData, Problem
from knowledge.lexicon.cues import load_lexicon
from knowledge.model.factbase import ActorKind

Value = str | list[str] | bool
Which = Literal["in", "by"]  # keys that say which of several excerpts is meant
Of = Literal["actors", "when", "where", "amounts"]  # keys of a fact

_ACTOR = {"kind", "role", "speaks_for", "description", "aliases"}
_QUOTE = {"speaker", "cue", "medium", "topics"}
_POSITION = {"actor", "stance", "cue", "topics", "negated"}
_STATEMENT = {"actor", "cue", "told_by", "topics", "negated"}
_FACT = set(get_args(Of))
_WHICH = set(get_args(Which))

Noun = Literal["actor", "topic", "quote", "position", "statement", "fact", "word"]  # what an entry is about
EditKind = Literal[
    "actor", "add actor", "drop actor", "merge actor", "quote", "add quote", "drop quote",
    "position", "add position", "drop position", "statement", "add statement", "drop statement",
    "fact", "drop fact", "topic", "add topic", "drop topic", "word",
]  # fmt: skip

# What an entry may begin with: the keys it may go on with, and those it must.
KINDS: dict[EditKind, tuple[set[str], set[str]]] = {
    "actor": (_ACTOR | {"name", "drop_aliases"}, set()),
    "add actor": (_ACTOR, {"kind"}),
    "drop actor": (set(), set()),
    "merge actor": ({"into"}, {"into"}),
    "quote": (_QUOTE | _WHICH, set()),
    "add quote": (_QUOTE | {"in"}, {"speaker"}),
    "drop quote": (_WHICH, set()),
    "position": (_POSITION | _WHICH, set()),
    "add position": (_POSITION | {"in"}, {"actor", "stance"}),
    "drop position": (_WHICH, set()),
    "statement": (_STATEMENT | _WHICH, set()),
    "add statement": (_STATEMENT | {"in"}, {"actor"}),
    "drop statement": (_WHICH, set()),
    "fact": (_FACT | {"in"}, set()),
    "drop fact": ({"in"}, set()),
    "topic": ({"name", "terms", "drop_terms"}, set()),
    "add topic": ({"terms"}, set()),
    "drop topic": (set(), set()),
    "word": ({"synonyms"}, {"synonyms"}),
}
_LISTS = {"aliases", "drop_aliases", "topics", "terms", "drop_terms", "synonyms", *_FACT}
_TRUTHS = yaml.SafeLoader.bool_values
_COMMENT = "why"
_YAML = "YAML (words that begin with a quotation mark or hold a colon go between quotation marks)"


@dataclass(frozen=True)
class Edit:
    """One entry: its kind ("drop actor"), the name or excerpt it is about, its other keys, and where each stands."""

    line: int
    kind: EditKind
    about: str
    fields: dict[str, Value] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def noun(self) -> Noun:
        """What it is about."""
        return self.kind.rpartition(" ")[2]  # type: ignore[return-value]  # every kind ends in one

    def words(self, key: str) -> str | None:
        """The text of a key, None where the entry does not have it."""
        value = self.fields.get(key)
        return value if isinstance(value, str) else None

    def items(self, key: str) -> list[str]:
        """The list of a key, empty where the entry does not have it."""
        value = self.fields.get(key)
        return value if isinstance(value, list) else []


@dataclass(frozen=True)
class Edits:
    """The entries of an edits file, in order."""

    path: Path
    entries: tuple[Edit, ...] = ()


def load_edits(path: Path) -> Edits:
    """The edits in a file. Raises BadData with every entry, key and value that means nothing, each with its line."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise BadData.one(path, "", error.strerror or "an unreadable file", "a YAML file") from error
    except UnicodeDecodeError as error:
        raise BadData.one(path, f"byte {error.start}", "bytes that are not UTF-8", "plain text in UTF-8") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        found = " ".join(str(getattr(error, "problem", None) or error).split())
        raise BadData.one(path, f"line {mark.line + 1}" if mark else "", found, _YAML) from error
    if root is None:
        return Edits(path)
    problems: list[Problem] = []
    if not isinstance(root, yaml.SequenceNode):
        raise BadData.one(path, _at(root), "no list", "a list of entries such as `- drop actor: NAME`")
    entries = [_entry(node, str(path), problems) for node in root.value]
    if problems:
        raise BadData(problems)
    return Edits(path, tuple(entry for entry in entries if entry is not None))


def _entry(node: yaml.Node, file: str, problems: list[Problem]) -> Edit | None:
    """An entry of the file; None where it means nothing, which is told in `problems`."""
    if not isinstance(node, yaml.MappingNode):
        problems.append(Problem(file, _at(node), _shown(node), "an entry such as `- drop actor: NAME`"))
        return None
    keys: list[tuple[Any, yaml.Node, yaml.Node]]
    keys = [(key.value if isinstance(key, yaml.ScalarNode) else "", key, value) for key, value in node.value]
    # "position" and "statement" have a key "actor", which is also how an entry may begin: the first key decides
    if not keys or keys[0][0] not in KINDS:
        expected = f"an entry that begins with one of: {', '.join(KINDS)}"
        problems.append(Problem(file, _at(keys[0][1] if keys else node), keys[0][0] if keys else "nothing", expected))
        return None
    before = len(problems)
    kind: EditKind = keys[0][0]
    name = _value(kind, keys[0][2], file, problems)
    may, must = KINDS[kind]
    fields: dict[str, Value] = {}
    for key_name, key, value in keys[1:]:
        if key_name in fields or key_name == kind:
            problems.append(Problem(file, _at(key), f"{key_name} twice", "each key once"))
        elif key_name in may:
            fields[key_name] = _value(key_name, value, file, problems)
        elif key_name != _COMMENT:
            allowed = ", ".join(sorted(may | {_COMMENT}))
            problems.append(Problem(file, _at(key), f"the key {key_name}", f"for `{kind}` one of: {allowed}"))
    for missing in sorted(must - fields.keys()):
        problems.append(Problem(file, _at(node), f"`{kind}` without {missing}", f"the key {missing}"))
    bare = not fields.keys() - _WHICH and not kind.startswith(("add ", "drop "))
    if bare and len(problems) == before:
        expected = f"what it should be: {', '.join(sorted(may))}"
        problems.append(Problem(file, _at(node), f"`{kind}` and nothing else", expected))
    if len(problems) > before:
        return None
    lines = {key_name: key.start_mark.line + 1 for key_name, key, _ in keys}
    return Edit(node.start_mark.line + 1, kind, str(name), fields, lines)


def _value(key: str, node: yaml.Node, file: str, problems: list[Problem]) -> Value:
    """The value of a key; what does not fit is appended to `problems`."""

    def wrong(expected: str) -> str:
        problems.append(Problem(file, _at(node), f"{key}: {_shown(node)}", expected))
        return ""

    if key in _LISTS:
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if not all(isinstance(item, yaml.ScalarNode) and item.value.strip() for item in items):
            return wrong("a list of texts")
        return [item.value.strip() for item in items]
    if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
        return wrong("a text")
    value = str(node.value).strip()
    if key == "negated":
        return _TRUTHS[value.lower()] if value.lower() in _TRUTHS else wrong("true or false")
    if key == "kind" and value not in get_args(ActorKind):
        return wrong(f"one of: {', '.join(get_args(ActorKind))}")
    if key == "stance" and value not in load_lexicon().positions:
        return wrong(f"one of: {', '.join(sorted(load_lexicon().positions))}")
    return value


def _at(node: yaml.Node) -> str:
    return f"line {node.start_mark.line + 1}"


def _shown(node: yaml.Node) -> str:
    if isinstance(node, yaml.ScalarNode):
        return repr(node.value) if node.value else "nothing"
    return "a list" if isinstance(node, yaml.SequenceNode) else "a mapping"
