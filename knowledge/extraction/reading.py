"""The reading of an article: its parse, who acts in it, and every attribution. All that is built stands on it.

It is also the engine of `readout attribute`: texts in, attributions out, in the shape that corpora of quotations use.

{"id": "a1", "text": "..."}  ->  {"id": "a1", "attributions": [{"source": [[0, 5]], "cue": [[6, 10]],
                                 "content": [[11, 30]], "speaker": "Ali Shamkhani", "kind": "indirect"}]}
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from knowledge.errors import BadData
from knowledge.extraction.acting import acting
from knowledge.extraction.attributions import FLOOR, Attribution, Spans, find_attributions, joint, resolved
from knowledge.extraction.cast import Cast, acting_cast, named_cast, whole_cast
from knowledge.extraction.coreference import BEST, Chooser, Margins, Meant, chooser, resolve
from knowledge.extraction.entities import Entity, find_entities
from knowledge.extraction.names import find_mentions
from knowledge.extraction.roles import find_roles
from knowledge.extraction.speech import attribute_quotes
from knowledge.lexicon.tables import table
from knowledge.lexicon.weights import Classes, Weights, load_weights
from knowledge.model.article import Article, parse_text
from knowledge.model.spans import Span, overlap_any, size
from knowledge.parsing.document import parse
from knowledge.parsing.mending import mend
from knowledge.parsing.quotations import Quotation, find_quotations
from knowledge.parsing.sentences import Sentence, Splitter

BAR = 0.5  # an attribution below this is no row
EXPECTED = 'an object {"id": ..., "text": ...}'

Row = dict[str, object]


@dataclass(frozen=True)
class Parsed:
    """An article and its parse (`knowledge.parsing.document`); `sentences` are those of its blocks by rules on
    characters. Each list is in the order of the text; offsets count the article's characters."""

    article: Article
    quotations: list[Quotation]
    sentences: list[Sentence]
    doc: Doc


@dataclass(frozen=True)
class Unresolved(Parsed):
    """What is known before anybody is resolved: who is named, and every attribution without its holder."""

    entities: list[Entity]
    unresolved: list[Attribution]

    def resolve(self, choose: Chooser) -> Meant:
        """Whom every mention means."""
        sources = [place for one in self.unresolved if one.confidence >= FLOOR for place in one.source]
        return resolve(self.article, self.doc, self.entities, sources, choose)

    def told(self, meant: Meant) -> list[Attribution]:
        """The attributions with the numbers of those meant as their actors, whoever acts; last those of joint holders
        once more for each."""
        cast = whole_cast(self.doc, meant)
        found = resolved(self.article, self.doc, self.unresolved, cast)
        return [*found, *joint(found, cast, self.doc)]


@dataclass(frozen=True)
class Reading(Unresolved):
    """All that was found in an article; the `cast` are its actors, `meant` all who could be."""

    weights: Weights
    meant: Meant
    cast: Cast
    attributions: list[Attribution]


def read(article: Article, model: Language, weights: Weights | None = None, margins: Margins | None = None) -> Reading:
    """Reads an article once: its quotations and sentences, the parse, who is named, the attributions, who is meant.

    Without weights those of the language are taken, without margins those for precision.
    """
    weights = weights or load_weights()
    unresolved = find_unresolved(parse_article(article, model), weights.kinds)
    meant = unresolved.resolve(chooser(weights.meant, margins or Margins()))
    return with_cast(unresolved, meant, weights)


def parse_article(article: Article, model: Language) -> Parsed:
    """The parse of an article, with its quotations and sentences."""
    quotations = find_quotations(article)
    sentences = table(Splitter, "sentences").sentences(article, quotations)
    doc = parse(article, quotations, sentences, model)
    mend(doc)
    return Parsed(article, quotations, sentences, doc)


def find_unresolved(parsed: Parsed, kinds: Classes) -> Unresolved:
    """Who is named, and the attributions by their places."""
    article, doc, quotations = parsed.article, parsed.doc, parsed.quotations
    entities = find_entities(find_mentions(article, doc, quotations), kinds)
    for entity in entities:
        if entity.kind == "person":
            find_roles(entity, article.text)
    said = attribute_quotes(article, doc, quotations, named_cast(doc, entities))
    attributions = find_attributions(article, doc, quotations, said)
    return Unresolved(article, quotations, parsed.sentences, doc, entities, attributions)


def with_cast(unresolved: Unresolved, meant: Meant, weights: Weights) -> Reading:
    """The reading with its actors, and the attributions with their holders; `speaker` is a name though it is no
    actor's."""
    article, doc = unresolved.article, unresolved.doc
    told = unresolved.told(meant)
    cast = acting_cast(article, doc, meant, acting(meant, told, weights.actor))
    named = [one.name if one.entity is not None else None for one in meant.referents]
    attributions = [
        replace(one, speaker=named[int(other.actor)] if other.actor else None)
        for one, other in zip(resolved(article, doc, unresolved.unresolved, cast), told, strict=False)
    ]
    return Reading(
        article,
        unresolved.quotations,
        unresolved.sentences,
        doc,
        unresolved.entities,
        unresolved.unresolved,
        weights,
        meant,
        cast,
        attributions,
    )


# --- attributions as corpora of quotations have them


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
