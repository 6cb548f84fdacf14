"""`make reader`: from MiniLM-L6 to the model that the bot runs.

    python -m knowledge.learning.reader --general FOLDER --news FOLDER [--out FOLDER] [--ship FOLDER]

First general questions (SQuAD, a part of QAMR), then those on news articles. To learn how far the scores are to be
trusted, each half of the articles is also read by a model that learned from the other half; those of --apart, of which
nothing is learned, by the last one. `said.jsonl` has, for every question, what was said there: `make tune` learns from
it. Everything is kept in --out; a run that was stopped goes on where it was. From the same seeds the same model comes,
but for the rounding of another machine.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
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
SCORED = 12  # passages of a question that are read
QUESTIONS = ".questions.jsonl"


def main(argv: Sequence[str] | None = None) -> int:
    """Trains, scores and exports; 0 when done."""
    parser = argparse.ArgumentParser(prog="make reader", description=__doc__)
    parser.add_argument("--general", type=Path, default=Path("../shared/data"), help="the folder with squad/ and qamr/")
    parser.add_argument("--start", type=Path, help="general weights (safetensors), instead of training them")
    parser.add_argument("--news", type=Path, required=True, help="articles with question sets")
    parser.add_argument("--apart", type=Path, nargs=2, metavar=("ARTICLES", "SETS"), help="articles, and sets on them")
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
    asked = read_asked(arguments.news, sorted(arguments.news.glob(f"*{QUESTIONS}")))
    apart = read_asked(arguments.apart[0], sorted(arguments.apart[1].glob("*.jsonl"))) if arguments.apart else []
    on_news(first, minilm, asked, apart, arguments.out, arguments.ship)
    return 0


def on_news(first: Model, minilm: Path, asked: Sequence[Asked], apart: Sequence[Asked], out: Path, ship: Path) -> None:
    """From the general model to the shipped one and to `said.jsonl`; what is kept in `out` is not done again."""
    last = _on_news(first, minilm, asked, out / "news.pt")
    said = [line for one in apart for line in _said(last, one)]
    for half in (0, 1):
        other = _on_news(first, minilm, asked[1 - half :: 2], out / f"half{half}.pt")
        said += [line for one in asked[half::2] for line in _said(other, one)]
    (out / "said.jsonl").write_text("".join(said), encoding="utf-8")
    _tell(f"{ship / 'model.onnx'}: {export(last, minilm, ship) / 1e6:.1f} MB")


def read_asked(articles: Path, sets: Sequence[Path]) -> list[Asked]:
    """The question sets with their articles, compiled: ID.jsonl or ID.questions.jsonl asks about ID.txt. Raises
    BadData."""
    spacy = load_model()
    found = []
    for questions in sets:
        article = read_article(articles / f"{questions.name.partition('.')[0]}.txt")
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


def _cosines(model: Model, asked: Asked) -> Tensor:
    """The cosine of each question, a row, with each passage."""
    with torch.inference_mode():
        texts = model.vectors([passage.text for passage in asked.passages])
        return model.vectors([question.text for question in asked.questions]) @ texts.T


def _nearest(model: Model, asked: Asked) -> list[list[int]]:
    """For each question the numbers of the passages by cosine, best first."""
    found: list[list[int]] = _cosines(model, asked).argsort(dim=1, descending=True).tolist()
    return found


def _said(model: Model, asked: Asked) -> Iterator[str]:
    """For each question a line of JSON: the cosines of all passages, and the scores of the nearest by their numbers."""
    cosines = _cosines(model, asked).tolist()
    for question, near, order in zip(asked.questions, cosines, _nearest(model, asked), strict=True):
        taken = order[:SCORED]
        with torch.inference_mode():
            scores = model.scores(question.text, [asked.passages[number] for number in taken]).tolist()
        row = {
            "article": asked.name,
            "question": question.text,
            "cosines": [round(value, 4) for value in near],
            "scores": {str(number): round(score, 3) for number, score in zip(taken, scores, strict=True)},
        }
        yield json.dumps(row, ensure_ascii=False) + "\n"


def _renamed(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """Weights whose encoder is called "enc"."""
    return {name.replace("enc.", "encoder.", 1): weight.float() for name, weight in weights.items()}


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
