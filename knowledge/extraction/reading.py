"""The reading of an article: its parse, who acts in it, and every attribution. All that is built stands on it."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from knowledge.extraction.attributions import Attribution, find_attributions
from knowledge.extraction.cast import Cast, find_actors
from knowledge.extraction.document import parse
from knowledge.extraction.mending import mend
from knowledge.extraction.quotations import Quotation, find_quotations
from knowledge.extraction.sentences import Sentence, Splitter
from knowledge.extraction.speech import attribute_quotes
from knowledge.lexicon.tables import table
from knowledge.model.article import Article


@dataclass(frozen=True)
class Reading:
    """An article and what was found in it, each list in the order of the text; offsets count the article's characters.

    `doc` is the parse (`knowledge.extraction.document`), `sentences` are those of its blocks by rules on characters.
    """

    article: Article
    quotations: list[Quotation]
    sentences: list[Sentence]
    doc: Doc
    cast: Cast
    attributions: list[Attribution]


def read(article: Article, model: Language) -> Reading:
    """Reads an article once: its quotations and sentences, the parse, the cast, the attributions."""
    quotations = find_quotations(article)
    sentences = table(Splitter, "sentences").sentences(article, quotations)
    doc = parse(article, quotations, sentences, model)
    mend(doc)
    cast = find_actors(article, doc, quotations)
    said = attribute_quotes(article, doc, quotations, cast)
    attributions = find_attributions(article, doc, quotations, said, cast)
    return Reading(article, quotations, sentences, doc, cast, attributions)
