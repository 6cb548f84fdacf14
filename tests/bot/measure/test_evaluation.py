"""Question sets scored: what is counted, what is refused."""

import json

import pytest

from bot.answering.engine import Engine
from bot.errors import ExitCode
from bot.measure.evaluation import evaluate, evaluate_files, figures, read_rows, risk_and_coverage
from bot.texts import load_texts
from knowledge.errors import BadData
from knowledge.model.storage import BRIEFINGS, load

SEED = "trump-netanyahu-iran-meeting"
ROWS = [
    {"id": "1", "q": "how long was the meeting", "kind": "howlong", "gold": [["extended over two and a half hours"]]},
    {"id": "2", "q": "What did Putin say?", "kind": "none", "gold": []},
    {"id": "3", "q": "How long was the meeting?", "kind": "none", "gold": []},  # wrong on purpose: it is answered
    {"id": "4", "q": "whats bitcoin trading at", "kind": "who", "gold": [["Ali Shamkhani"]]},  # and this one is not
]


@pytest.fixture(scope="module")
def engine():
    """The engine over the project's first briefing."""
    return Engine([load(BRIEFINGS / f"{SEED}.yaml")], load_texts())


@pytest.fixture
def questions(tmp_path):
    """A question set of four."""
    path = tmp_path / f"{SEED}.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    return path


def test_the_figures_are_shares_of_what_they_say(engine, questions):
    found = figures(evaluate(read_rows(questions, engine.briefings[SEED].article), engine, SEED))
    assert found["right"] == 0.5
    assert found["none"] == 0.5
    assert found["three"] == 0.5
    assert found["unverified"] == 0


def test_the_report_names_totals_kinds_risk_and_misses(engine, questions, capsys):
    assert evaluate_files([questions], engine, ["right=0.5"], load_texts()) == ExitCode.GOOD
    out = capsys.readouterr().out
    assert "right" in out and "howlong" in out and "2 misses" in out and "bitcoin" in out


def test_a_figure_below_its_floor_fails_and_is_named(engine, questions, capsys):
    assert evaluate_files([questions], engine, ["right=0.9"], load_texts()) == ExitCode.DATA
    assert "right is 0.500; the limit is 0.9" in capsys.readouterr().out


def test_answering_what_has_no_answer_is_bounded_from_above(engine, questions):
    assert evaluate_files([questions], engine, ["none=0.2"], load_texts()) == ExitCode.DATA
    assert evaluate_files([questions], engine, ["none=0.6"], load_texts()) == ExitCode.GOOD


def test_more_is_answered_at_a_lower_threshold(engine, questions):
    rows = risk_and_coverage(evaluate(read_rows(questions, engine.briefings[SEED].article), engine, SEED))
    assert [row["answered"] for row in rows] == sorted((row["answered"] for row in rows), reverse=True)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"id": 1}',
        '{"id":"1","q":"x","kind":"who","gold":[["not in the article at all"]]}',
        '{"id":"1","q":"x","kind":"who","gold":[]}',
        '{"id":"1","q":"x","kind":"none","gold":[["Iran"]]}',
    ],
)
def test_a_row_that_is_none_is_named_by_its_line(engine, tmp_path, line):
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(ROWS[0]) + "\n" + line, encoding="utf-8")
    with pytest.raises(BadData, match="line 2"):
        read_rows(path, engine.briefings[SEED].article)


@pytest.mark.parametrize("floor", ["right", "right=much", "speed=3"])
def test_a_floor_that_is_none_is_named(engine, questions, floor):
    with pytest.raises(BadData, match="--min"):
        evaluate_files([questions], engine, [floor], load_texts())
