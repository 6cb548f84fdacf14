"""Plain data, as YAML gives it, into typed records: what a key may hold is said once, by annotations of dataclasses.

    str int float bool        "strict": a scalar of that type; "textual": a text that is read as one
    Literal["a", "b"]         one of these words
    list[X]  tuple[X, ...]    a list
    frozenset[X]              a list; in "textual" data also words parted by blanks in one text
    a class made from it      the same, of texts
    dict[K, V]                a mapping
    X | None                  an X, or nothing
    a dataclass               a mapping with its fields as keys; a field with a default may be left out

Every problem of the data is told at once, each with its place, what was found there and what was expected.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from functools import cache
from types import GenericAlias
from typing import Any, Literal, TypeVar, get_args, get_origin

from cattrs import Converter
from cattrs.cols import list_structure_factory, mapping_structure_factory
from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn

from knowledge.errors import BadData, Problem

T = TypeVar("T")
Scalars = Literal["strict", "textual"]
Hook = Callable[[Any, Any], Any]

_STRICT = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}
_TEXTUAL: dict[type, tuple[Callable[[str], Any], str]] = {
    str: (str, "text"),
    int: (int, "a whole number"),
    float: (float, "a number"),
    bool: ({"true": True, "false": False}.__getitem__, "true or false"),
}


class _Unfit(Exception):
    """A value that is not what its annotation says."""

    def __init__(self, value: object, expected: str):
        super().__init__(expected)
        self.found, self.expected = shown(value), expected


def structure(data: object, kind: type[T], file: str, scalars: Scalars = "strict") -> T:
    """The data of a file as a `kind`. Raises BadData with every problem found in it."""
    try:
        return _converter(scalars).structure(data, kind)
    except (BaseValidationError, _Unfit) as error:
        problems = [Problem(file, where or "top level", *told) for where, *told in _problems(error, "")]
        raise BadData(problems) from None


def shown(value: object, limit: int = 60) -> str:
    """A value as a problem shows it: as JSON, on one line, not too long."""
    if value is None:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= limit else text[: limit - 1] + "…"


@cache
def _converter(scalars: Scalars) -> Converter:
    converter = Converter()
    for scalar in _STRICT:
        converter.register_structure_hook(scalar, _strict if scalars == "strict" else _textual)
    converter.register_structure_hook_func(_generic(Literal), _literal)

    @converter.register_structure_hook_factory(dataclasses.is_dataclass)
    def record(kind: type) -> Hook:
        read: Hook = make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True)
        return lambda value, _: read(_checked(value, dict, "a mapping of keys"), kind)

    @converter.register_structure_hook_factory(_generic(list, tuple, frozenset))
    def collection(kind: Any) -> Hook:
        made: Callable[[list[Any]], Any] = kind.__origin__
        words = scalars == "textual" and made is frozenset
        items: Any = GenericAlias(list, (get_args(kind)[0],))
        read = list_structure_factory(items, converter)

        def hook(value: Any, _: Any) -> Any:
            value = value.split() if words and isinstance(value, str) else _checked(value, list, "a list")
            return made(read(value, kind))

        return hook

    @converter.register_structure_hook_factory(lambda kind: isinstance(kind, type) and issubclass(kind, frozenset))
    def words(kind: Any) -> Hook:
        read = converter.get_structure_hook(frozenset[str])
        return lambda value, _: kind(read(value, frozenset[str]))

    @converter.register_structure_hook_factory(_generic(dict))
    def mapping(kind: Any) -> Hook:
        read = mapping_structure_factory(kind, converter)
        return lambda value, _: read(_checked(value, dict, "a mapping"), kind)

    return converter


def _generic(*origins: object) -> Callable[[Any], bool]:
    return lambda kind: get_origin(kind) in origins


def _strict(value: Any, kind: type) -> Any:
    if type(value) is kind:
        return value
    unquoted = kind is str and not (value is None or isinstance(value, dict | list))
    raise _Unfit(value, _STRICT[kind] + (' (put it in quotation marks: "…")' if unquoted else ""))


def _textual(value: Any, kind: type) -> Any:
    read, expected = _TEXTUAL[kind]
    try:
        return read(_checked(value, str, expected))
    except (ValueError, KeyError):
        raise _Unfit(value, expected) from None


def _literal(value: Any, kind: Any) -> Any:
    if value not in get_args(kind):
        raise _Unfit(value, f"one of {', '.join(map(str, get_args(kind)))}")
    return value


def _checked(value: Any, kind: type, expected: str) -> Any:
    if not isinstance(value, kind):
        raise _Unfit(value, expected)
    return value


def _problems(error: BaseException, where: str) -> Iterator[tuple[str, str, str]]:
    """Where, found and expected of every problem in an error of cattrs; the steps of its path stand in notes."""
    for note in getattr(error, "__notes__", ()):
        step = getattr(note, "name", getattr(note, "index", ""))
        if "mapping key" in note:
            where += f", key {step}"
        else:
            where += f"[{step}]" if isinstance(step, int) else f".{step}" if where else str(step)
    if isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            yield from _problems(inner, where)
    elif isinstance(error, ForbiddenExtraKeysError):
        known = ", ".join(field.name for field in dataclasses.fields(error.cl))
        for key in sorted(map(str, error.extra_fields)):
            yield f"{where}.{key}" if where else key, "an unknown key", f"one of {known}"
    elif isinstance(error, _Unfit):
        yield where, error.found, error.expected
    elif isinstance(error, KeyError):
        yield where, "nothing", f"the key {error.args[0]}"
    else:
        raise error
