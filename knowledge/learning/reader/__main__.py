"""`make reader`: from MiniLM-L6 to the model that the bot runs.

    python -m knowledge.learning.reader --general FOLDER --news FOLDER [--out FOLDER] [--ship FOLDER]

First general questions (SQuAD, a part of QAMR), then those on news articles. To learn how far the scores are to be
trusted, each half of the articles is also read by a model that learned from the other half: `scores.json` has, for
every question, the score of the passages it was asked about there. Everything is kept in --out; a run that was stopped
goes on where it was. From the same seeds the same model comes, but for the rounding of another machine.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import torch
from all_minilm_l6_v2 import extract_model
from safetensors.torch import load_file
from torch import Tensor

from knowledge.extraction.compile import compile_article
from knowledge.learning.reader.export import export
from knowledge.learning.reader.groups import Asked, Group, asked_of, batches, of_news, of_qamr, of_squad
from knowledge.learning.reader.training import Model, train
from knowledge.model.article import read_article
from knowledge.parsing.document import load_model
from knowledge.reader.model import HERE

SEED = 3
QAMR = 6000  # questions of it
GENERAL_SIZE, NEWS_SIZE = 16, 8  # groups of a step
ROUNDS = 2  # times that each question on news is seen
SCORED = 12  # passages of a question that get a score from the model of the other half
QUESTIONS = ".questions.jsonl"


def main(argv: Sequence[str] | None = None) -> int:
    """Trains, scores and exports; 0 when done."""
    parser = argparse.ArgumentParser(prog="make reader", description=__doc__)
    parser.add_argument("--general", type=Path, default=Path("../shared/data"), help="the folder with squad/ and qamr/")
    parser.add_argument("--start", type=Path, help="general weights (safetensors), instead of training them")
    parser.add_argument("--news", type=Path, required=True, help="articles with question sets")
    parser.add_argument("--out", type=Path, default=Path("build/reader"))
    parser.add_argument("--ship", type=Path, default=HERE, help="where model.onnx and tokenizer.json go")
    arguments = parser.parse_args(argv)
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    minilm = extract_model(str(arguments.out))
    first = Model(minilm)
    if arguments.start:
        first.load_state_dict(_renamed(load_file(arguments.start)))
    else:
        rng = random.Random(SEED)
        groups = [*of_squad(arguments.general / "squad", rng), *of_qamr(arguments.general / "qamr", QAMR, rng)]
        train(first, batches(groups, GENERAL_SIZE, rng), arguments.out / "general.pt", _tell)
    on_news(first, minilm, read_news(arguments.news), arguments.out, arguments.ship)
    return 0


def on_news(first: Model, minilm: Path, asked: Sequence[Asked], out: Path, ship: Path) -> None:
    """From the general model to the shipped one and to `scores.json`; what is kept in `out` is not done again."""
    scores: dict[str, dict[str, dict[int, float]]] = {}
    for half in (0, 1):
        other = _on_news(first, minilm, asked[1 - half :: 2], out / f"half{half}.pt")
        scores |= {one.name: _scores(other, one) for one in asked[half::2]}
    (out / "scores.json").write_text(json.dumps(scores, indent=0) + "\n", encoding="utf-8")
    size = export(_on_news(first, minilm, asked, out / "news.pt"), minilm, ship)
    _tell(f"{ship / 'model.onnx'}: {size / 1e6:.1f} MB")


def read_news(folder: Path) -> list[Asked]:
    """The articles of a folder that have a question set, compiled. Raises BadData."""
    spacy = load_model()
    found = []
    for questions in sorted(folder.glob(f"*{QUESTIONS}")):
        article = read_article(questions.with_name(questions.name.removesuffix(QUESTIONS) + ".txt"))
        base, _ = compile_article(article, spacy, article.id)
        found.append(asked_of(base, article.text, questions))
    return found


def _on_news(first: Model, minilm: Path, asked: Sequence[Asked], kept: Path) -> Model:
    """The general model trained further on the questions of some articles."""
    model, rng = Model(minilm), random.Random(SEED)
    model.load_state_dict(first.state_dict())
    nearest = {one.name: _nearest(first, one) for one in asked}
    groups: list[Group] = []
    for _ in range(ROUNDS):
        for one in asked:
            groups += of_news(one, nearest[one.name], rng)
    train(model, batches(groups, NEWS_SIZE, rng), kept, _tell)
    return model


def _nearest(model: Model, asked: Asked) -> list[list[int]]:
    """For each question the numbers of the passages by cosine, best first."""
    with torch.inference_mode():
        texts = model.vectors([passage.text for passage in asked.passages])
        cosines = model.vectors([question.text for question in asked.questions]) @ texts.T
    found: list[list[int]] = cosines.argsort(dim=1, descending=True).tolist()
    return found


def _scores(model: Model, asked: Asked) -> dict[str, dict[int, float]]:
    """For each question the scores of its nearest passages, by their numbers."""
    found = {}
    for question, order in zip(asked.questions, _nearest(model, asked), strict=True):
        taken = order[:SCORED]
        with torch.inference_mode():
            scores = model.scores(question.text, [asked.passages[number] for number in taken]).tolist()
        found[question.id] = dict(zip(taken, scores, strict=True))
    return found


def _renamed(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """Weights whose encoder is called "enc"."""
    return {name.replace("enc.", "encoder.", 1): weight.float() for name, weight in weights.items()}


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
