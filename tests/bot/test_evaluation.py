"""Question sets scored: what is counted, what is refused."""

import json

import pytest

from bot.answering.engine import Engine
from bot.errors import ExitCode
from bot.evaluation import Report, evaluate, evaluate_files, read_rows, risk_and_coverage
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
def desk():
    """The desk over the project's first briefing."""
    return Engine([load(BRIEFINGS / f"{SEED}.yaml")], load_texts())


@pytest.fixture
def questions(tmp_path):
    """A question set of four."""
    path = tmp_path / f"{SEED}.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    return path


def test_the_figures_are_shares_of_what_they_say(desk, questions):
    report = Report(evaluate(read_rows(questions, desk.briefings[SEED].article), desk, SEED))
    figures = report.figures()
    assert figures["right"] == 0.5
    assert figures["none"] == 0.5
    assert figures["three"] == 0.5
    assert figures["unverified"] == 0


def test_the_report_names_totals_kinds_risk_and_misses(desk, questions, capsys):
    assert evaluate_files([questions], desk, ["right=0.5"], load_texts()) == ExitCode.GOOD
    out = capsys.readouterr().out
    assert "right" in out and "howlong" in out and "2 misses" in out and "bitcoin" in out


def test_a_figure_below_its_floor_fails_and_is_named(desk, questions, capsys):
    assert evaluate_files([questions], desk, ["right=0.9"], load_texts()) == ExitCode.DATA
    assert "right is 0.500; the limit is 0.9" in capsys.readouterr().out


def test_answering_what_has_no_answer_is_bounded_from_above(desk, questions):
    assert evaluate_files([questions], desk, ["none=0.2"], load_texts()) == ExitCode.DATA
    assert evaluate_files([questions], desk, ["none=0.6"], load_texts()) == ExitCode.GOOD


def test_more_is_answered_at_a_lower_threshold(desk, questions):
    rows = risk_and_coverage(Report(evaluate(read_rows(questions, desk.briefings[SEED].article), desk, SEED)))
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
def test_a_row_that_is_none_is_named_by_its_line(desk, tmp_path, line):
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(ROWS[0]) + "\n" + line, encoding="utf-8")
    with pytest.raises(BadData, match="line 2"):
        read_rows(path, desk.briefings[SEED].article)


@pytest.mark.parametrize("floor", ["right", "right=much", "speed=3"])
def test_a_floor_that_is_none_is_named(desk, questions, floor):
    with pytest.raises(BadData, match="--min"):
        evaluate_files([questions], desk, [floor], load_texts())
