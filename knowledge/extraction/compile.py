"""The order of the build step: an article and an editor's corrections become a fact base."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.edit import apply_edits, load_edits
from knowledge.errors import BadData, Problem
from knowledge.extraction.excerpts import find_quotes
from knowledge.extraction.facts import find_facts
from knowledge.extraction.positions import find_positions
from knowledge.extraction.reading import Reading, read
from knowledge.extraction.statements import find_statements
from knowledge.extraction.topics import find_topics, tagged
from knowledge.lexicon.words import synonyms_for
from knowledge.model.article import Article, read_article
from knowledge.model.factbase import FORMAT, ArticleRef, FactBase, verify
from knowledge.model.storage import stored_path

if TYPE_CHECKING:
    from spacy.language import Language


def compile_file(path: Path, model: Language, out: Path, with_edits: bool = True) -> FactBase:
    """The fact base of the article at `path`, with the edits beside it (`ID.edits.yaml`) unless told not to.

    `out` is the folder the base is meant for: it says how the base names its article. Raises BadData with all
    problems of the article or its edits.
    """
    article = read_article(path)
    base, _ = compile_article(article, model, stored_path(path, out))
    base = edited(base, path, article.text) if with_edits else base
    wrong = verify(base, article.text, article.sha256)
    if wrong:  # a fault of ours or of an edit: never let it reach a reader
        raise BadData([Problem(str(path), *problem) for problem in wrong])
    return base


def compile_article(article: Article, model: Language, stored: str) -> tuple[FactBase, Reading]:
    """The fact base that the rules alone make of an article, and the reading it stands on."""
    reading = read(article, model)
    quotes, unattributed = find_quotes(reading)
    positions = find_positions(reading)
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
        actors=reading.cast.actors,
        topics=find_topics(reading),
        quotes=quotes,
        positions=positions,
        statements=find_statements(reading, quotes, positions),
        facts=find_facts(reading),
        unattributed=unattributed,
        synonyms=synonyms_for(article.text),
    )
    return tagged(base).with_speakers(), reading


def edited(base: FactBase, path: Path, text: str) -> FactBase:
    """The base with an editor's corrections, which lie beside its article at `path` as `ID.edits.yaml`, where there are
    any. Raises BadData with those that do not apply."""
    edits = path.with_name(f"{path.stem}.edits.yaml")
    return apply_edits(base, load_edits(edits), text) if edits.is_file() else base
