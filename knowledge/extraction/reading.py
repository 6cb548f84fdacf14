"""The reading of an article: its parse, who acts in it, and every attribution. All that is built stands on it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from knowledge.extraction.acting import acting
from knowledge.extraction.attributions import FLOOR, Attribution, find_attributions, joint, resolved
from knowledge.extraction.cast import Cast, acting_cast, named_cast, whole_cast
from knowledge.extraction.coreference import Chooser, Margins, Meant, chooser, resolve
from knowledge.extraction.document import parse
from knowledge.extraction.entities import Entity, find_entities
from knowledge.extraction.mending import mend
from knowledge.extraction.names import find_mentions
from knowledge.extraction.quotations import Quotation, find_quotations
from knowledge.extraction.roles import find_roles
from knowledge.extraction.sentences import Sentence, Splitter
from knowledge.extraction.speech import attribute_quotes
from knowledge.lexicon.tables import table
from knowledge.lexicon.weights import Classes, Weights, load_weights
from knowledge.model.article import Article


@dataclass(frozen=True)
class Parsed:
    """An article and its parse (`knowledge.extraction.document`); `sentences` are those of its blocks by rules on
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
