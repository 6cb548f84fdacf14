"""Reads a text the way the build does, for tests of what comes after the parse."""

from __future__ import annotations

import hashlib
from pathlib import Path

from spacy.language import Language

from knowledge.extraction import reading
from knowledge.extraction.attributions import Attribution, Spans
from knowledge.extraction.excerpts import find_quotes
from knowledge.extraction.positions import find_positions
from knowledge.model.article import parse_text
from knowledge.model.factbase import Position, Quote, Unattributed


class Reading(reading.Reading):
    """A reading that says in words what was found."""

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
        """The positions, without topics."""
        return find_positions(self)

    def quotes(self) -> tuple[list[Quote], list[Unattributed]]:
        """Quotes and what stays unattributed, without topics."""
        return find_quotes(self)


def read(text: str, model: Language) -> Reading:
    """The reading of a text whose first line is an ordinary paragraph."""
    text = f"---\ntitle: Test\n---\n{text}\n"
    article = parse_text(text, "test", Path("test.txt"), hashlib.sha256(text.encode()).hexdigest())
    return Reading(**vars(reading.read(article, model)))
