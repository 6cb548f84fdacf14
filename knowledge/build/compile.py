"""The order of the build step: an article and an editor's corrections become a fact base."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.attributions import find_attributions
from knowledge.build.attribution import Attribution
from knowledge.build.cast import find_actors
from knowledge.build.document import parse
from knowledge.build.excerpts import find_quotes
from knowledge.build.facts import find_facts
from knowledge.build.positions import find_positions
from knowledge.build.quotations import find_quotations
from knowledge.build.topics import find_topics, topic_matcher
from knowledge.edit import apply_edits, load_edits
from knowledge.errors import BadData, Problem
from knowledge.lexicon.synonyms import synonyms_for
from knowledge.model.article import Article, read_article
from knowledge.model.factbase import FORMAT, ArticleRef, FactBase, verify
from knowledge.model.storage import BRIEFINGS, stored_path
from knowledge.speakers import attribute_quotes

if TYPE_CHECKING:
    from spacy.language import Language


def compile_file(path: Path, model: Language, out: Path, with_edits: bool = True) -> FactBase:
    """The fact base of the article at `path`, with the edits beside it (`ID.edits.yaml`) unless told not to.

    `out` is the folder the base is meant for: it says how the base names its article. Raises BadData with all
    problems of the article or its edits.
    """
    article = read_article(path)
    base, _ = compile_article(article, model, stored_path(path, out))
    edits = edits_path(path)
    if with_edits and edits.is_file():
        base = apply_edits(base, load_edits(edits), article.text)
    wrong = verify(base, article.text, article.sha256)
    if wrong:  # a fault of ours or of an edit: never let it reach a reader
        raise BadData([Problem(str(path), *problem) for problem in wrong])
    return base


def compile_article(article: Article, model: Language, stored: str) -> tuple[FactBase, list[Attribution]]:
    """The fact base that the rules alone make of an article, and every attribution they saw in it."""
    doc = parse(article, model)
    quotations = find_quotations(article)
    cast = find_actors(article, doc, quotations)
    said = attribute_quotes(article, doc, quotations, cast)
    attributions = find_attributions(article, doc, quotations, said, cast)
    topics = find_topics(article, doc, cast)
    topics_of = functools.cache(topic_matcher(topics))
    quotes, unattributed = find_quotes(article, quotations, attributions, cast, topics_of)
    base = FactBase(
        format=FORMAT,
        article=ArticleRef(
            id=article.id,
            title=article.title,
            path=stored,
            sha256=article.sha256,
            url=article.meta.get("url"),
            publisher=article.meta.get("publisher"),
            published=article.meta.get("published"),
        ),
        actors=cast.actors,
        topics=topics,
        quotes=quotes,
        positions=find_positions(article, doc, attributions, cast, topics_of),
        facts=find_facts(article, doc, cast, attributions),
        unattributed=unattributed,
        synonyms=synonyms_for(article.text),
    )
    return base, attributions


def review_file(path: Path, model: Language, with_edits: bool = True) -> str:
    """The page on which an editor checks what the build makes of the article at `path`, as HTML. Raises BadData."""
    from knowledge.review import review_page, withheld_attributions

    article = read_article(path)
    base, attributions = compile_article(article, model, stored_path(path, BRIEFINGS))
    withheld = withheld_attributions(attributions, base)
    edits = edits_path(path)
    if with_edits and edits.is_file():
        base = apply_edits(base, load_edits(edits), article.text)
    return review_page(article, base, withheld)


def edits_path(article: Path) -> Path:
    """Where an editor's corrections to an article lie: beside it, as `ID.edits.yaml`."""
    return article.with_name(f"{article.stem}.edits.yaml")
