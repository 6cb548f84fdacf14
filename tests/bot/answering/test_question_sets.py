"""What the engine is worth on question sets: floors for the project's own, and for outside ones where they lie near.

The articles are compiled here, so the floors hold for the build step and the engine together. Sets and articles that
are not the project's are looked for in `../shared/data` beside the project.
"""

from pathlib import Path

import pytest

from bot.answering.engine import Engine
from bot.measure.evaluation import evaluate, read_rows
from bot.measure.evaluation import figures as figures_of
from bot.texts import load_texts
from knowledge.extraction.compile import compile_article
from knowledge.model.article import read_article, slug
from knowledge.model.storage import PROJECT, SEEDS, Briefing
from knowledge.reader.model import find_reader

OWN = PROJECT / "tests" / "data"
SHARED = PROJECT.parent / "shared" / "data"


def figures(model, pairs):
    """The figures over pairs of an article and its question set."""
    verdicts = []
    for article_path, questions in pairs:
        article = read_article(article_path)
        base, _ = compile_article(article, model, article_path.name)
        engine = Engine([Briefing(base, article, article_path)], load_texts(), find_reader())
        verdicts += evaluate(read_rows(questions, article), engine, article.id)
    return figures_of(verdicts)


def pairs_in(folder: Path):
    """Every question set of a folder with the project's article of its name."""
    return [(OWN / "articles" / f"{path.stem}.txt", path) for path in sorted(folder.glob("*.jsonl"))]


def test_the_projects_own_questions(model):
    found = figures(model, pairs_in(OWN / "questions"))
    assert found["right"] >= 0.70 and found["shown"] >= 0.80
    assert found["none"] <= 0.11 and found["unverified"] == 0


def test_questions_that_nothing_was_tuned_on(model):
    found = figures(model, pairs_in(OWN / "questions-heldout"))
    assert found["right"] >= 0.70 and found["shown"] >= 0.85
    assert found["none"] <= 0.19 and found["unverified"] == 0


def test_outside_questions_where_they_lie_beside_the_project(model):
    if not (SHARED / "questions").is_dir():
        pytest.skip("no ../shared/data/questions beside the project")
    pairs = [
        (path, SHARED / "questions" / f"{path.stem}.jsonl") for path in sorted((SHARED / "articles").glob("*.txt"))
    ]
    pairs.append((next(SEEDS.glob("trump*.txt")), SHARED / "questions" / "seed.jsonl"))
    assert {slug(article.stem) for article, _ in pairs}
    found = figures(model, pairs)
    assert found["right"] >= 0.72 and found["first"] >= 0.82 and found["shown"] >= 0.89
    assert found["none"] <= 0.15 and found["unverified"] == 0
