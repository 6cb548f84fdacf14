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

from spacy.language import Language

from knowledge.errors import BadData
from knowledge.extraction.attributions import Attribution, Spans
from knowledge.extraction.coreference import BEST
from knowledge.extraction.reading import read
from knowledge.model.article import parse_text
from knowledge.model.spans import Span, overlap_any, size

BAR = 0.5  # an attribution below this is left out
EXPECTED = 'an object {"id": ..., "text": ...}'

Row = dict[str, object]


def attribute_lines(lines: Iterable[str], model: Language) -> Iterator[Row]:
    """`attribute` for JSON lines; empty lines are skipped. Raises BadData with the line of the first bad one."""
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                raise BadData.one("input", f"line {number}", "no JSON", EXPECTED) from error
            yield _attributed(row, f"line {number}", seen, model)


def attribute(rows: Iterable[object], model: Language) -> Iterator[Row]:
    """The attributions of each {id, text}: one {id, attributions} each, in order.

    Offsets count characters of the text given; other keys of a row are passed over, for those of corpora have many.
    Raises BadData with the number of the first row that is not usable: no text or no words, an id that is no text or
    comes twice.
    """
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        yield _attributed(row, f"line {number}", seen, model)


def _attributed(row: object, where: str, seen: set[str], model: Language) -> Row:
    if not isinstance(row, dict):
        raise BadData.one("input", where, type(row).__name__, EXPECTED)
    for key in ("id", "text"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            raise BadData.one("input", f"{where}, {key}", repr(row.get(key))[:40], "a text that is not empty")
    name, text = row["id"], row["text"]
    if name in seen:
        raise BadData.one("input", f"{where}, id", f"{name!r} a second time", "an id used once")
    seen.add(name)
    try:
        article = parse_text(text, name, Path(name), hashlib.sha256(text.encode()).hexdigest())
    except BadData as error:
        found = error.problems[0]
        raise BadData.one("input", f"{where}, text", found.found, found.expected) from error
    return {"id": name, "attributions": [_shown(one) for one in _flat(read(article, model, margins=BEST).attributions)]}


def _shown(one: Attribution) -> Row:
    places = {name: [list(span) for span in getattr(one, name)] for name in ("source", "cue", "content")}
    return {**places, "speaker": one.speaker, "kind": one.kind}


def _flat(attributions: list[Attribution]) -> list[Attribution]:
    """The attributions in order, outer before inner, none inside or across the content of another."""
    chosen: list[Attribution] = []
    taken: list[Span] = []
    ranked = [one for one in attributions if one.confidence >= BAR]
    for one in sorted(ranked, key=lambda one: (one.level, -one.confidence, -size(one.content))):
        if not any(overlap_any(span, taken) for span in one.content + one.cue):
            chosen.append(one)
            taken += one.content + one.cue
    return [replace(one, source=_without_nested(one, chosen)) for one in sorted(chosen, key=lambda one: one.content)]


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
