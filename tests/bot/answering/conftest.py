"""The engine over what the project ships."""

from __future__ import annotations

import pytest

from bot.answering.engine import Engine
from bot.building import compiled
from bot.texts import load_texts
from knowledge.lexicon.answer_kinds import kinds_in
from knowledge.model.article import read_article
from knowledge.model.factbase import FORMAT, ArticleRef, Fact, FactBase
from knowledge.model.storage import Briefing, load
from knowledge.reader.model import find_reader

SEED = "trump-netanyahu-iran-meeting"


@pytest.fixture(scope="session")
def shipped():
    """Every shipped briefing."""
    return [load(path) for path in compiled()]


@pytest.fixture(scope="session")
def reader():
    """The reader that is shipped."""
    return find_reader()


@pytest.fixture(scope="session")
def engine(shipped, reader):
    """The engine over every shipped briefing; no test changes it."""
    return Engine(shipped, load_texts(), reader)


@pytest.fixture(scope="session")
def words_alone(shipped):
    """The same without the reader."""
    return Engine(shipped, load_texts())


@pytest.fixture(scope="session")
def index(engine):
    """The index of the project's first briefing."""
    return engine.indexes([SEED])[0]


@pytest.fixture
def invented(tmp_path, reader):
    """An engine over an invented article: its actors, and its sentences, each with the ids of those whose words it is.

    What else the base holds (quotes, positions, synonyms) is handed on as it is.
    """

    def engine_of(actors, sentences, **others):
        path = tmp_path / "invented.txt"
        path.write_text("A day in the valley\n" + "\n".join(text for text, _ in sentences) + "\n", encoding="utf-8")
        article, facts = read_article(path), []
        for number, (text, speakers) in enumerate(sentences):
            start = article.text.index(text)
            ids, kinds = list(speakers), kinds_in(text)
            facts.append(Fact(f"f{number}", text, start, start + len(text), ids, ids, kinds=kinds))
        ref = ArticleRef("invented", "A day in the valley", str(path), article.sha256)
        base = FactBase(FORMAT, ref, actors=actors, facts=facts, **others)
        return Engine([Briefing(base, article, path)], load_texts(), reader)

    return engine_of
