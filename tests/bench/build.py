"""How long the build step takes beside the bare spaCy pipeline over the same text, in one run.

usage: python -m tests.bench.build [--articles N]

The articles are those of `../shared/data/polnear/dev.jsonl` where it is there, else the tests' own. Each article is
given to both in turn, so that a slow minute of the machine falls on both. Prints the ratio and the peak memory.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import time
from pathlib import Path

from knowledge.extraction.compile import compile_article
from knowledge.model.article import Article, parse_text
from knowledge.parsing.document import load_model

ROOT = Path(__file__).resolve().parents[2]


def articles(limit: int) -> list[Article]:
    """The articles to build, at most `limit`."""
    measured = ROOT.parent / "shared" / "data" / "polnear" / "dev.jsonl"
    if measured.is_file():
        rows = [json.loads(line) for line in measured.open(encoding="utf-8")]
        texts = {row["id"]: row["text"] for row in rows}
    else:
        texts = {path.stem: path.read_bytes().decode() for path in (ROOT / "tests/data/articles").glob("*.txt")}
    digest = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}
    return [parse_text(text, name, Path(name), digest[name]) for name, text in list(texts.items())[:limit]]


def main() -> None:
    """Prints one line of figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=84)
    chosen, model = articles(parser.parse_args().articles), load_model()
    model(chosen[0].text)  # the first call pays for what is made lazily
    bare = built = 0.0
    for article in chosen:
        began = time.perf_counter()
        model(article.text)
        between = time.perf_counter()
        compile_article(article, model, article.id)
        bare, built = bare + between - began, built + time.perf_counter() - between
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = f"bare spaCy {bare:.1f} s, build {built:.1f} s, ratio {built / bare:.2f}, peak {peak:.0f} MB"
    print(f"build: {len(chosen)} articles, {figures}")


if __name__ == "__main__":
    main()
