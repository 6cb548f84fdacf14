"""Reads a text the way the build does, for tests of what comes after the parse."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc

from knowledge.attributions import find_attributions
from knowledge.build.attribution import Attribution, Spans
from knowledge.build.cast import Cast, find_actors
from knowledge.build.document import parse
from knowledge.build.excerpts import find_quotes
from knowledge.build.positions import find_positions
from knowledge.build.quotations import Quotation, find_quotations
from knowledge.model.article import Article, parse_article
from knowledge.model.factbase import Position, Quote, Unattributed
from knowledge.speakers import attribute_quotes


@dataclass(frozen=True)
class Reading:
    """A text, its parse, and what was found in it."""

    article: Article
    doc: Doc
    quotations: list[Quotation]
    cast: Cast
    attributions: list[Attribution]

    def words(self, places: Spans) -> str:
        """The words at places of the article."""
        return " … ".join(self.article.text[low:high] for low, high in places)

    def triples(self) -> list[tuple[str, str, str]]:
        """(source, cue, content) of every attribution, in words."""
        return [(self.words(one.source), self.words(one.cue), self.words(one.content)) for one in self.attributions]

    def by_cue(self, cue: str) -> Attribution:
        """The attribution with exactly this cue."""
        return next(one for one in self.attributions if self.words(one.cue) == cue)

    def positions(self) -> list[Position]:
        """The positions; the whole text of each is its only topic."""
        return find_positions(self.article, self.doc, self.attributions, self.cast, lambda text: [text])

    def quotes(self) -> tuple[list[Quote], list[Unattributed]]:
        """Quotes and what stays unattributed; no topics."""
        return find_quotes(self.article, self.quotations, self.attributions, self.cast, lambda text: [])


def read(text: str, model: object) -> Reading:
    """The reading of a text whose first line is an ordinary paragraph."""
    text = f"---\ntitle: Test\n---\n{text}\n"
    article = parse_article(text, "test", Path("test.txt"), hashlib.sha256(text.encode()).hexdigest())
    doc = parse(article, model)
    quotations = find_quotations(article)
    cast = find_actors(article, doc, quotations)
    said = attribute_quotes(article, doc, quotations, cast)
    return Reading(article, doc, quotations, cast, find_attributions(article, doc, quotations, said, cast))
