"""The tables of a language: `lexicon/CODE/NAME.yaml` into a typed dataclass, read once, every problem told at once.

A field's annotation says what its key may hold:

    frozenset[str]        a list, or words separated by blanks in one text; so for a class made from frozenset
    dict[str, float]      a mapping; keys and values by their own annotations
    list[Row]             rows, each a mapping for the dataclass `Row`
    Literal["a", "b"]     one of these words
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from cattrs import Converter, transform_error
from cattrs.errors import BaseValidationError

from knowledge.errors import BadData, Problem, UnknownLanguage

T = TypeVar("T")

TABLES = Path(__file__).parent
LANGUAGE = "READOUT_LANGUAGE"  # the setting that names another language's tables


@cache
def table(kind: type[T], name: str, language: str | None = None) -> T:
    """The table `name` of a language (default: the one that is set, else English) as the dataclass `kind`.

    Raises UnknownLanguage where there are no tables of that language, BadData with every problem of the file.
    """
    folder = TABLES / (language or chosen_language())
    return read_table(kind, folder / f"{name}.yaml")


def chosen_language() -> str:
    """The code of the language that the environment names, else English. Raises UnknownLanguage."""
    code = os.environ.get(LANGUAGE) or "en"
    known = sorted(path.name for path in TABLES.iterdir() if path.is_dir() and not path.name.startswith("_"))
    if code not in known:
        raise UnknownLanguage(f"{LANGUAGE}: found {code!r}, expected one of: {', '.join(known)}")
    return code


def read_table(kind: type[T], path: Path) -> T:
    """The file as the dataclass `kind`. Raises BadData with every problem found."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every value stays a text: "on" is a preposition here
    try:
        raw = yaml.load(path.read_bytes(), Loader=loader)
        return _converter().structure(raw, kind)
    except (OSError, yaml.YAMLError) as error:
        raise BadData.one(path, "", str(error).splitlines()[0], "a readable YAML file") from error
    except BaseValidationError as error:
        raise BadData([Problem(str(path), *_told(line)) for line in transform_error(error, path="")]) from error


def _told(line: str) -> tuple[str, str, str]:
    """A line of cattrs ("... @ .verbs[3].stance") as where, found, expected."""
    found, _, where = line.rpartition(" @ ")
    return where.lstrip("."), found or line, "what its field's annotation says"


@cache
def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True)
    converter.register_structure_hook(float, lambda value, _: float(value))
    converter.register_structure_hook(int, lambda value, _: int(value))
    converter.register_structure_hook(bool, lambda value, _: {"true": True, "false": False}[value])
    converter.register_structure_hook_func(
        lambda kind: getattr(kind, "__origin__", None) is frozenset,
        lambda value, kind: frozenset(_item(one, kind, converter) for one in _listed(value)),
    )
    converter.register_structure_hook_func(
        lambda kind: isinstance(kind, type) and issubclass(kind, frozenset),
        lambda value, kind: kind(str(one) for one in _listed(value)),
    )
    return converter


def _item(value: Any, kind: Any, converter: Converter) -> Any:
    return converter.structure(value, get_args(kind)[0])


def _listed(value: Any) -> list[Any]:
    if isinstance(value, str):
        return value.split()
    if not isinstance(value, list):
        raise TypeError(f"{type(value).__name__}, not a list or words")
    return value
