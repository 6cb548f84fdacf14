"""The tables of a language: `lexicon/CODE/NAME.yaml` into typed records, read once, every problem told at once.

What a key of a table may hold is said by the annotations of its dataclass; `knowledge/model/records.py` lists them.
Every scalar is read from the text it was written as: `on` and `No` are words here, not truth values.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from knowledge.errors import BadData, UnknownLanguage
from knowledge.model.records import structure

T = TypeVar("T")

TABLES = Path(__file__).parent
LANGUAGE = "READOUT_LANGUAGE"  # the setting that names another language's tables


def table(kind: type[T], name: str, language: str | None = None) -> T:
    """The table `name` of a language (default: the one that is set, else English) as a `kind`.

    Raises UnknownLanguage where there are no tables of that language, BadData with every problem of the file.
    """
    annotation: Any = kind  # functools.cache forgets type variables
    found: T = _table(annotation, name, language)
    return found


@cache
def _table(annotation: Any, name: str, language: str | None) -> Any:
    return read_table(annotation, TABLES / (language or chosen_language()) / f"{name}.yaml")


def chosen_language() -> str:
    """The code of the language that the environment names, else English. Raises UnknownLanguage."""
    code = os.environ.get(LANGUAGE) or "en"
    if code not in languages():
        raise UnknownLanguage(f"{LANGUAGE}: found {code!r}, expected one of: {', '.join(languages())}")
    return code


def languages() -> list[str]:
    """The codes of the languages that have tables."""
    return sorted(path.name for path in TABLES.iterdir() if path.is_dir() and not path.name.startswith("_"))


def read_table(kind: type[T], path: Path) -> T:
    """The file as a `kind`. Raises BadData with every problem found."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # C's is ten times as fast; Base keeps every scalar a text
    try:
        raw = yaml.load(path.read_bytes(), Loader=loader)
    except OSError as error:
        raise BadData.one(path, "", error.strerror or "an unreadable file", "a table of words") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else ""
        raise BadData.one(path, where, " ".join(str(getattr(error, "problem", error)).split()), "YAML") from error
    return structure(raw, kind, str(path), scalars="textual")
