"""The question sets of these tests agree with their articles: a wrong gold snippet would measure nothing."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from knowledge.model.article import read_article

DATA = Path(__file__).parent / "data"
SETS = sorted(path for folder in ("questions", "questions-heldout") for path in (DATA / folder).glob("*.jsonl"))
QUESTION_WORDS = {"who", "when", "where", "howmany", "howlong", "why", "what"}
SPEECH = {"quote", "whosaid", "position"}
SHAPES = {"outcome", "yesno", "definition", "list", "compare", "noisy", "none"}
KINDS = QUESTION_WORDS | SPEECH | SHAPES
LEAST_NONE = 0.4  # fewer, and an engine that always answers would look good
LEAST_QUESTIONS = 30
LEAST_DIALOGUES = 40


def rows_of(path: Path) -> list[dict]:
    """The objects of a JSON lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def article_text(name: str) -> str:
    """The decoded article as citations count it, carriage returns included."""
    return read_article(DATA / "articles" / f"{name}.txt").text


def gold_faults(gold: object, article: str) -> list[str]:
    """What is wrong with the alternatives of one answerable question; empty when nothing is."""
    if not isinstance(gold, list) or not gold or not all(isinstance(one, list) and one for one in gold):
        return [f"gold is not a list of lists of snippets: {gold!r}"]
    faults = []
    for snippet in (snippet for alternative in gold for snippet in alternative):
        if "\n" in snippet or snippet != snippet.strip():
            faults.append(f"not inside one paragraph: {snippet!r}")
        elif (found := article.count(snippet)) != 1:
            faults.append(f"stands {found} times in the article: {snippet!r}")
    return faults


def row_faults(row: dict, article: str) -> list[str]:
    """What is wrong with one question row; empty when nothing is."""
    if set(row) != {"id", "q", "kind", "gold"}:
        return [f"keys {sorted(row)}"]
    faults = [] if row["kind"] in KINDS else [f"unknown kind {row['kind']!r}"]
    if not row["q"].strip():
        faults.append("no question")
    if row["kind"] == "none":
        return faults + ([f"a none question with gold {row['gold']!r}"] if row["gold"] != [] else [])
    return faults + gold_faults(row["gold"], article)


def turn_faults(turn: dict, article: str) -> list[str]:
    """What is wrong with one turn of a dialogue; empty when nothing is."""
    if set(turn) == {"q", "kind"}:
        return [] if turn["kind"] == "none" and turn["q"].strip() else [f"{turn!r}"]
    return gold_faults(turn["gold"], article) if set(turn) == {"q", "gold"} else [f"keys {sorted(turn)}"]


@pytest.mark.parametrize("path", SETS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_question_agrees_with_its_article(path: Path) -> None:
    article = article_text(path.stem)
    rows = rows_of(path)
    faults = [f"{row.get('id')}: {fault}" for row in rows for fault in row_faults(row, article)]
    assert faults == []
    assert [row["id"] for row in rows] == [f"{path.stem}-{number:02d}" for number in range(1, len(rows) + 1)]
    asked = Counter(row["q"].casefold() for row in rows)
    assert [question for question, times in asked.items() if times > 1] == []


@pytest.mark.parametrize("path", SETS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_set_is_large_and_nearly_half_without_an_answer(path: Path) -> None:
    rows = rows_of(path)
    assert len(rows) >= LEAST_QUESTIONS
    assert sum(row["kind"] == "none" for row in rows) >= LEAST_NONE * len(rows)


def test_every_kind_is_asked_and_every_article_has_a_set() -> None:
    assert {row["kind"] for path in SETS for row in rows_of(path)} == KINDS
    assert sorted(path.stem for path in SETS) == sorted(path.stem for path in (DATA / "articles").glob("*.txt"))


def test_every_dialogue_agrees_with_its_article() -> None:
    dialogues = rows_of(DATA / "followups.jsonl")
    assert len(dialogues) >= LEAST_DIALOGUES
    assert len({dialogue["id"] for dialogue in dialogues}) == len(dialogues)
    for dialogue in dialogues:
        assert set(dialogue) == {"id", "article", "turns"}
        assert len(dialogue["turns"]) >= 2, f"{dialogue['id']}: nothing follows the first question"
        article = article_text(dialogue["article"])
        faults = [f"{dialogue['id']}: {fault}" for turn in dialogue["turns"] for fault in turn_faults(turn, article)]
        assert faults == []


def test_the_articles_keep_the_line_endings_and_front_matter_they_were_chosen_for() -> None:
    assert "\r\n" in article_text("millbrook-pool-vote")
    assert "\r" not in article_text("oslo-gas-talks")
    assert set(read_article(DATA / "articles" / "northline-lockout.txt").meta) == {
        "title", "url", "publisher", "published"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"gold": [["two cats"]]}, "stands 2 times"),
        ({"gold": [["a fish"]]}, "stands 0 times"),
        ({"gold": []}, "not a list of lists"),
        ({"gold": [["a dog\nand"]]}, "not inside one paragraph"),
        ({"kind": "none"}, "with gold"),
        ({"kind": "riddle"}, "unknown kind"),
        ({"note": "extra"}, "keys"),
    ],
)
def test_a_wrong_row_is_found(change: dict, fault: str) -> None:
    article = "two cats and a dog\nand two cats"
    right = {"id": "pets-01", "q": "what else?", "kind": "what", "gold": [["a dog"]]}
    assert row_faults(right, article) == []
    assert [found for found in row_faults({**right, **change}, article) if fault in found]
