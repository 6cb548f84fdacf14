"""`readout attribute`: rows in, attributions out in the shape of the corpora; measured where a corpus is at hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.errors import BadData
from knowledge.extraction.reading import attribute, attribute_lines

SHARED = Path(__file__).resolve().parents[4] / "shared"  # corpora beside the project, where somebody has them
TEXT = 'Ministers met on Monday.\n\nAnna Berg said the plan was "a very bad idea," and Paul Roth promised to help.\n'


def words(text: str, places: list[list[int]]) -> str:
    """The words at places of a text."""
    return " … ".join(text[low:high] for low, high in places)


def test_each_row_gives_its_attributions_with_places_in_the_text_given(model):
    (row,) = attribute([{"id": "a", "text": TEXT}], model)
    assert row["id"] == "a"
    found = [
        (words(TEXT, one["source"]), words(TEXT, one["cue"]), words(TEXT, one["content"]))
        for one in row["attributions"]
    ]
    assert ("Anna Berg", "said", 'the plan was "a very bad idea,"') in [(s, c, t.rstrip()) for s, c, t in found]
    assert ("Paul Roth", "promised", "to help") in found


def test_the_kinds_tell_direct_mixed_and_indirect_speech_apart(model):
    text = (
        '"We will never leave this island," Anna Berg said. Paul Roth said it was "very sad" news. '
        "Eva Lind said no one came."
    )
    (row,) = attribute([{"id": "a", "text": text}], model)
    assert [one["kind"] for one in row["attributions"]] == ["direct", "mixed", "indirect"]
    assert [one["speaker"] for one in row["attributions"]] == ["Anna Berg", "Paul Roth", "Eva Lind"]


def test_no_word_is_in_two_contents(model):
    text = "Anna Berg said that Paul Roth believes that Eva Lind wants to leave the union, which he opposes.\n"
    (row,) = attribute([{"id": "a", "text": text}], model)
    taken = [place for one in row["attributions"] for low, high in one["content"] for place in range(low, high)]
    assert taken
    assert len(taken) == len(set(taken))


def test_the_same_text_gives_the_same_attributions(model):
    rows = [{"id": "a", "text": TEXT}, {"id": "b", "text": TEXT}]
    first, second = attribute(rows, model)
    assert first["attributions"] == second["attributions"]


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (['{"id": "a", "text": "Anna Berg said so."}', "{"], "input: line 2: found no JSON"),
        (['["a"]'], "input: line 1: found list"),
        (["", '{"id": "a"}'], "input: line 2, text: found None"),
        (['{"id": 3, "text": "Anna Berg said so."}'], "input: line 1, id: found 3"),
        (['{"id": "a", "text": "..."}'], "input: line 1, text: found no words"),
        (['{"id": "a", "text": "She said so."}'] * 2, "input: line 2, id: found 'a' a second time"),
    ],
)
def test_a_bad_line_is_named_with_what_was_expected(model, lines, problem):
    with pytest.raises(BadData) as caught:
        list(attribute_lines(lines, model))
    assert str(caught.value).startswith(problem)


def test_good_lines_before_a_bad_one_are_answered(model):
    rows = attribute_lines([json.dumps({"id": "a", "text": TEXT}), "nonsense"], model)
    assert next(rows)["id"] == "a"
    with pytest.raises(BadData):
        next(rows)


def test_on_the_corpus_the_figures_stay_where_they_were_measured(model, tmp_path):
    """A third of PolNeAR's dev articles; the bars are the project's needs less what so small a sample may vary."""
    gold, scorer = SHARED / "data/polnear/dev.jsonl", SHARED / "bench/score_extraction.py"
    if not (gold.is_file() and scorer.is_file()):
        pytest.skip("needs ../shared/data/polnear/dev.jsonl and ../shared/bench/score_extraction.py beside the project")
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()][::3]
    predictions = tmp_path / "predictions.jsonl"
    with predictions.open("w", encoding="utf-8") as out:
        for row in attribute(({"id": row["id"], "text": row["text"]} for row in rows), model):
            out.write(json.dumps(row) + "\n")
    command = [sys.executable, str(scorer), str(gold), str(predictions), "--only-predicted", "--json"]
    figures = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert figures["content"]["f"] >= 0.72
    assert figures["relaxed"]["f"] >= 0.64
    assert figures["strict"]["f"] >= 0.44
