"""The search for weights and thresholds."""

import json

import yaml

from bot.answering.engine import Engine
from bot.answering.ranking import load_weights
from bot.measure.tuning import tune_files
from bot.texts import load_texts
from knowledge.model.storage import BRIEFINGS, load

SEED = "trump-netanyahu-iran-meeting"
ROWS = [
    {"id": "1", "q": "how long was the meeting", "kind": "howlong", "gold": [["extended over two and a half hours"]]},
    {"id": "2", "q": "who is shamkhani", "kind": "definition", "gold": [["an adviser to Iran's Supreme Leader"]]},
    {"id": "3", "q": "midnight hammer", "kind": "noisy", "gold": [["they were hit with Midnight Hammer"]]},
    {"id": "4", "q": "What did Putin say?", "kind": "none", "gold": []},
    {"id": "5", "q": "how many missiles does iran have", "kind": "none", "gold": []},
]


def test_the_same_questions_give_the_same_file_and_the_loader_reads_it(tmp_path):
    questions = tmp_path / f"{SEED}.jsonl"
    questions.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    engine, written = Engine([load(BRIEFINGS / f"{SEED}.yaml")], load_texts()), []
    for name in ("one.yaml", "two.yaml"):
        tune_files([questions], engine, load_texts(), table=tmp_path / name)
        written.append((tmp_path / name).read_text(encoding="utf-8"))
    assert written[0] == written[1]
    assert yaml.safe_load(written[0]).keys() == {"signals", "reading", "confidence", "thresholds"}
    weights, shipped = load_weights(False, tmp_path / "one.yaml"), load_weights(False)
    assert weights.signals.keys() == shipped.signals.keys() and not weights.reading
    assert 0 <= weights.thresholds["choose"] <= weights.thresholds["bold"] <= weights.thresholds["careful"] <= 1
