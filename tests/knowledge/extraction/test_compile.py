"""The build as a whole: the same article gives the same base, and an edit in one paragraph is felt there only."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.extraction.compile import compile_article
from knowledge.model.article import parse_text
from knowledge.model.factbase import FactBase, verify
from knowledge.model.storage import PROJECT, SEEDS, dump

ARTICLES = sorted([*SEEDS.glob("*.txt"), *(PROJECT / "tests" / "data" / "articles").glob("*.txt")])
NEUTRAL = [
    "The weather was mild that day.",
    "Nothing else was known by evening.",
    "It rained for 20 minutes on the square outside.",
    "A door closed.",
]


def compiled(text: str, model, name: str = "story") -> FactBase:
    article = parse_text(text, name, Path(f"{name}.txt"), hashlib.sha256(text.encode()).hexdigest())
    base, _ = compile_article(article, model, f"{name}.txt")
    assert verify(base, article.text, article.sha256) == []
    return base


def ids_outside(base: FactBase, low: int, high: int) -> set[str]:
    """The ids of the excerpts that stand wholly outside [low, high)."""
    return {excerpt.id for _, excerpt in base.excerpts() if excerpt.end <= low or excerpt.start >= high}


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_two_builds_of_an_article_are_the_same_bytes(path, model):
    text = path.read_bytes().decode()
    assert dump(compiled(text, model)) == dump(compiled(text, model))


@given(st.sampled_from(ARTICLES), st.integers(0, 10**6), st.sampled_from(NEUTRAL))
@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_edit_in_one_paragraph_changes_no_id_elsewhere(model, path, number, sentence):
    text = path.read_bytes().decode()
    article = parse_text(text, "story", Path("story.txt"), "")
    bodies = [block for block in article.blocks if block.kind == "body"]
    block = bodies[number % len(bodies)]
    edited = text[: block.end] + " " + sentence + text[block.end :]
    before = ids_outside(compiled(text, model), block.start, block.end)
    after = ids_outside(compiled(edited, model), block.start, block.end + 1 + len(sentence))
    assert after == before
