"""The engine of `readout attribute`: texts in, attributions out, in the shape that corpora of quotations use.

{"id": "a1", "text": "..."}  ->  {"id": "a1", "attributions": [{"source": [[0, 5]], "cue": [[6, 10]],
                                 "content": [[11, 30]], "speaker": "Ali Shamkhani", "kind": "indirect"}]}
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.build.attribution import Attribution, Spans
from knowledge.build.reading import read
from knowledge.errors import BadData
from knowledge.model.article import parse_article

if TYPE_CHECKING:
    from spacy.language import Language

BAR = 0.5  # an attribution below this is left out


def flat(attributions: list[Attribution]) -> list[dict]:
    """The attributions for output: outermost first, none inside or across the content of another."""
    chosen: list[Attribution] = []
    taken: list[tuple[int, int]] = []
    ranked = [one for one in attributions if one.confidence >= BAR]
    ranked.sort(key=lambda one: (one.level, -one.confidence, -_size(one)))
    for one in ranked:
        if any(low < end and start < high for low, high in taken for start, end in one.content + one.cue):
            continue
        chosen.append(one)
        taken += one.content + one.cue
    chosen = [replace(one, source=_without_nested(one, chosen)) for one in sorted(chosen, key=lambda one: one.content)]
    return [
        {
            "source": _lists(one.source),
            "cue": _lists(one.cue),
            "content": _lists(one.content),
            "speaker": one.speaker,
            "kind": one.kind,
        }
        for one in chosen
    ]


def _without_nested(one: Attribution, chosen: list[Attribution]) -> Spans:
    """The source up to a relative clause that is an attribution itself: "Borges, who predicted ..."."""
    if len(one.source) != 1:
        return one.source
    low, high = one.source[0]
    inner = [
        other.source[0][0]
        for other in chosen
        if other is not one and other.source and other.cue and low < other.cue[0][0] < high and low < other.source[0][0]
    ]
    return ((low, min(inner)),) if inner else one.source


def _size(one: Attribution) -> int:
    return sum(high - low for low, high in one.content)


def _lists(places: tuple[tuple[int, int], ...]) -> list[list[int]]:
    return [[low, high] for low, high in places]


def attribute_lines(lines: Iterable[str], model: Language) -> Iterator[dict]:
    """`attribute` for JSON lines; empty lines are skipped. Raises BadData with the line of the first bad one."""
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _attributed(_parsed(line, number), number, seen, model)


def attribute(rows: Iterable[dict], model: Language) -> Iterator[dict]:
    """The attributions of each {id, text}: one {id, attributions} each, in order.

    Offsets count characters of the text given. Raises BadData with the number of the first row that is not
    usable: no text or no words, an id that is no text or comes twice.
    """
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        yield _attributed(row, number, seen, model)


def _attributed(row: object, number: int, seen: set[str], model: Language) -> dict:
    identity, text = _checked(row, number, seen)
    try:
        article = parse_article(text, identity, Path(identity), hashlib.sha256(text.encode()).hexdigest())
    except BadData as error:
        found = error.problems[0]
        raise BadData.one("input", f"line {number}, text", found.found, found.expected) from error
    return {"id": identity, "attributions": flat(read(article, model).attributions)}


def _parsed(line: str, number: int) -> object:
    try:
        return json.loads(line)
    except ValueError as error:
        raise BadData.one("input", f"line {number}", "no JSON", 'an object {"id": ..., "text": ...}') from error


def _checked(row: object, number: int, seen: set[str]) -> tuple[str, str]:
    where = f"line {number}"
    if not isinstance(row, dict):
        raise BadData.one("input", where, type(row).__name__, 'an object {"id": ..., "text": ...}')
    for key in ("id", "text"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            raise BadData.one("input", f"{where}, {key}", repr(row.get(key))[:40], "a text that is not empty")
    if row["id"] in seen:
        raise BadData.one("input", f"{where}, id", f"{row['id']!r} a second time", "an id used once")
    seen.add(row["id"])
    return row["id"], row["text"]
