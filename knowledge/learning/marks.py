"""Articles with marks: who acts, and who says, holds or reports what, by hand. `ID.txt` beside `ID.gold.json`."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from spacy.tokens import Doc

from knowledge.extraction.mentions import Referent, antecedent
from knowledge.lexicon.function_words import mention_words
from knowledge.model.article import Article, read_article
from knowledge.model.records import structure
from knowledge.model.spans import Span
from knowledge.parsing.document import span_at

ALIKE = 0.6  # the share of words in common from which two descriptions mean the same

_WORD = re.compile(r"[\w.-]+")


@dataclass(frozen=True)
class MarkedActor:
    """Somebody in an article, with other names and with descriptions."""

    name: str
    kind: str
    aliases: list[str] = field(default_factory=list)
    descriptions: list[str] = field(default_factory=list)
    role: str | None = None
    speaks_for: str | None = None

    @property
    def names(self) -> list[str]:
        """All names."""
        return [self.name, *self.aliases]

    @property
    def texts(self) -> list[str]:
        """All names and descriptions."""
        return [*self.names, *self.descriptions]

    @property
    def is_group(self) -> bool:
        """Whether it is a group or somebody without a name."""
        return self.kind == "group" or self.name[:1].islower()


@dataclass(frozen=True)
class MarkedRecord:
    """Words of the article with their holder's name and the words that name the holder there."""

    text: str
    holder: str | None
    source: str | None
    type: str
    stance: str | None = None
    told_by: str | None = None


@dataclass(frozen=True)
class Marks:
    """The marks of one article."""

    actors: list[MarkedActor]
    records: list[MarkedRecord]

    @cached_property
    def by_name(self) -> dict[str, MarkedActor]:
        """The actors by name."""
        return {actor.name: actor for actor in self.actors}


def read_marked(folder: Path) -> list[tuple[Article, Marks]]:
    """The articles of a folder with their marks, in the order of their names. Raises BadData."""
    found = []
    for path in sorted(folder.glob("*.gold.json")):
        raw = json.loads(path.read_text(encoding="utf-8"))
        kept = {
            name: [{key: row[key] for key in row if key in kind.__dataclass_fields__} for row in raw[name]]
            for name, kind in (("actors", MarkedActor), ("records", MarkedRecord))
        }
        marks = structure(kept, Marks, str(path))
        found.append((read_article(path.with_name(path.name.replace(".gold.json", ".txt"))), marks))
    return found


def holders_named(text: str, marks: Marks, doc: Doc) -> dict[int, str]:
    """The name of whom a word of the article means, by the token: descriptions that mean one actor alone, and the words
    that name the holder of a record."""
    found: dict[int, str] = {}
    owners = Counter(words.lower() for actor in marks.actors for words in set(actor.descriptions))
    for actor in marks.actors:
        for words in actor.descriptions:
            if words and owners[words.lower()] == 1:
                for match in re.finditer(re.escape(words), text):
                    if (head := _head(doc, match.span())) is not None:
                        found.setdefault(head, actor.name)
    for record in marks.records:
        place = nearest(text, record.source, text.find(record.text)) if record.holder and record.source else None
        if place is not None and record.holder and (head := _head(doc, place)) is not None:
            found[head] = record.holder
    return found


def nearest(text: str, words: str | None, place: int) -> Span | None:
    """Where the words stand nearest to a place."""
    spans = [match.span() for match in re.finditer(re.escape(words), text)] if words else []
    return min(spans, key=lambda span: min(abs(span[0] - place), abs(span[1] - place)), default=None)


def fitness(one: Referent, actor: MarkedActor) -> int:
    """How well somebody of the article is a marked actor: 3 by name, 2 by its name in words, 1 by a description."""
    if one.entity is None:
        if any(alike(text, name) >= ALIKE for text in one.texts for name in actor.names):
            return 2
        return int(any(alike(text, words) >= ALIKE for text in one.texts for words in actor.descriptions))
    if actor.is_group and max(alike(text, name) for text in one.texts for name in actor.names) < ALIKE:
        return 0
    texts = [one.name, *(mention.text for mention in one.entity.mentions)]
    if same(texts, actor.names) or (one.entity.country and same(one.texts, actor.names)):
        return 3
    described = any(alike(text, words) >= ALIKE for text in texts for words in actor.descriptions)
    return int(described and not actor.is_group)


def same(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether a name of one has all words of a name of the other."""
    left = [telling(name) for name in some]
    right = [telling(name) for name in others]
    return any(one and other and (one <= other or other <= one) for one in left for other in right)


def alike(one: str, other: str) -> float:
    """The share of the words of two descriptions that they have in common."""
    some, others = telling(one), telling(other)
    return len(some & others) / len(some | others) if some and others else 0.0


@cache
def telling(name: str) -> frozenset[str]:
    """The words of a name that tell it from others."""
    words = _WORD.findall(name.lower().replace("’", "'").replace("'s", ""))
    return frozenset(word for word in words if word not in mention_words().unmarked)


def _head(doc: Doc, place: Span) -> int | None:
    """The token that a holder's words are about."""
    span, around = span_at(doc, place), mention_words().around
    while span is not None and len(span) > 1 and (span[-1].is_punct or span[0].lower_ in around):
        span = span[:-1] if span[-1].is_punct else span[1:]
    return antecedent(span.root).i if span is not None else None
