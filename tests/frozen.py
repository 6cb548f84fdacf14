"""`make frozen`: everything that people and programs see, of this tree beside another commit, byte for byte.

    python -m tests.frozen [--against REV] [--every N]

Both sides are collected by their own copy of this file, each in a process with its own sources: the fact bases of all
articles at hand, `ask --json` on all their questions, the follow-ups on the console, `attribute` on the corpora, the
slash commands as Discord would get them, every `--help` and every text. What a commit gives is kept in `build/frozen`
by its hash; this tree is collected each time. Prints the files that differ and ends with 1 when one does.

The parser's work is kept too (by text, sentence starts and model): a change of rules does not parse anew.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import spacy.language
import yaml
from spacy.tokens import Doc

ROOT = Path(__file__).parents[1]
FROZEN = ROOT / "build" / "frozen"
SHARED = Path(os.environ.get("READOUT_SHARED", ROOT.parent / "shared" / "data"))
PARSES = Path(os.environ.get("READOUT_PARSES", FROZEN / "parses"))
CHUNK = 6  # articles a process takes at once
OURS = frozenset({"tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"})  # of the model package
COMMANDS = ("build", "check", "ask", "chat", "eval", "explain", "tune", "attribute", "review", "bot")


def main(argv: list[str] | None = None) -> int:
    """Collects both sides and compares them; 0 when they are the same."""
    parser = argparse.ArgumentParser(prog="make frozen", description=__doc__)
    parser.add_argument("--against", default="HEAD", metavar="REV", help="the commit to compare with (default: HEAD)")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth article, for a quick look")
    parser.add_argument("--collect", type=Path, metavar="DIR", help="only collect this tree into DIR")
    arguments = parser.parse_args(argv)
    if arguments.collect:
        collect(arguments.collect, arguments.every)
        return 0
    theirs, ours = _of_commit(arguments.against, arguments.every), FROZEN / "tree"
    _collect_apart(ROOT, ours, arguments.every)
    differing = list(_differing(theirs, ours))
    for name in differing:
        print(f"differs: {name}")
    print(f"{len(differing)} differ; look: diff -ru {theirs} {ours}")
    return 1 if differing else 0


def collect(out: Path, every: int = 1) -> None:
    """Writes everything that this tree gives into the folder `out`, of each `every`th article."""
    out = out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    articles = sorted(_articles(), key=lambda path: path.stem)[::every]
    chunks = [articles[start : start + CHUNK] for start in range(0, len(articles), CHUNK)]
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        work = [pool.submit(_article_outputs, chunk, out) for chunk in chunks]
        work += [pool.submit(_attributed, lines, out) for lines in list(_corpora())[::every]]
        for one in work:
            one.result()
    if every == 1:  # else their articles may be missing
        _write(out / "follow-ups.txt", "".join(_follow_ups(out)))
    _write(out / "commands.json", json.dumps(_slash_commands(), indent=1, sort_keys=True, ensure_ascii=False))
    for command in ("", *COMMANDS):
        _write(out / "help" / f"{command or 'readout'}.txt", _run([*command.split(), "--help"]))
    for texts in sorted((ROOT / "bot").rglob("texts.yaml")):
        flat = sorted(_flat(yaml.safe_load(texts.read_text(encoding="utf-8"))))
        _write(out / "texts.txt", "".join(f"{key}: {text}\n" for key, text in flat))


def _articles() -> Iterator[Path]:
    for folder in (ROOT / "seeds", ROOT / "tests" / "data" / "articles", SHARED / "articles", *_news()):
        yield from folder.glob("*.txt")


def _news() -> tuple[Path, ...]:
    return SHARED / "news" / "tune", SHARED / "news" / "choose"


def _questions(article: str) -> Iterator[Path]:
    data = ROOT / "tests" / "data"
    for folder in (data / "questions", data / "questions-heldout", SHARED / "questions"):
        yield folder / f"{article}.jsonl"
    for folder in _news():
        yield folder / f"{article}.questions.jsonl"
    if article == "trump-netanyahu-iran-meeting":
        yield SHARED / "questions" / "seed.jsonl"


def _article_outputs(articles: list[Path], out: Path) -> None:
    """The fact bases of some articles, and the answers to their questions."""
    os.chdir(out)  # so that no message names the folder
    with _kept_parses():
        _run(["build", *map(str, articles), "--out", "bases"])
    for article in articles:
        base = f"bases/{re.sub('[^a-z0-9]+', '-', article.stem.lower())}.yaml"
        for number, path in enumerate(path for path in _questions(article.stem) if path.is_file()):
            rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
            asked = "".join(f"{row['q']}\n" for row in rows)
            answers = _run(["ask", "--json", "--briefing", base], asked)
            _write(Path("answers", f"{article.stem}-{number}.jsonl"), answers)


def _corpora() -> Iterator[list[str]]:
    for path in (SHARED / "polnear" / "dev.jsonl",):
        if path.is_file():
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            yield from (lines[start : start + 4 * CHUNK] for start in range(0, len(lines), 4 * CHUNK))


def _attributed(lines: list[str], out: Path) -> None:
    name = hashlib.sha256("".join(lines).encode()).hexdigest()[:8]
    with _kept_parses():
        _write(out / "attributions" / f"{name}.jsonl", _run(["attribute"], "".join(lines)))


def _follow_ups(out: Path) -> Iterator[str]:
    """Every dialogue as the console prints it."""
    os.chdir(out)
    lines = (ROOT / "tests" / "data" / "followups.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, lines):
        turns = "".join(f"{turn['q']}\n" for turn in row["turns"])
        yield f"== {row['id']}\n" + _run(["chat", "--briefing", f"bases/{row['article']}.yaml"], turns)


def _slash_commands() -> list[dict[str, object]]:
    """The slash commands as Discord would get them."""
    from bot.answering.engine import Engine
    from bot.discord.client import Readout
    from bot.settings import load_settings
    from bot.texts import load_texts

    client = Readout(Engine([], load_texts()), load_settings({"DISCORD_TOKEN": "x"}), load_texts())
    asyncio.run(client.load_features())
    payloads = [command.to_dict(client.tree) for command in client.tree.get_commands()]
    return sorted(payloads, key=lambda payload: (str(payload["type"]), str(payload["name"])))


def _run(arguments: list[str], typed: str = "") -> str:
    """What `readout ARGUMENTS` prints, its errors too."""
    from bot.cli import main as readout

    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    before = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8")
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out), contextlib.suppress(SystemExit):
            readout(arguments)
    finally:
        sys.stdin = before
    return out.buffer.getvalue().decode()


def _flat(texts: dict, above: str = "") -> Iterator[tuple[str, str]]:
    for key, text in texts.items():
        if isinstance(text, dict):
            yield from _flat(text, f"{above}{key}.")
        else:
            yield above + str(key), str(text)


@contextlib.contextmanager
def _kept_parses() -> Iterator[None]:
    """The model's own pipes answer from `build/frozen/parses` where they saw the text before; ours always run."""
    whole = spacy.language.Language.pipe

    def pipe(model: spacy.language.Language, docs: Iterable[Doc], **options: object) -> Iterator[Doc]:
        added = [component for name, component in model.pipeline if name not in OURS]
        for doc in docs:
            path = PARSES / _key(model, doc)
            if path.is_file():
                parsed = Doc(model.vocab).from_bytes(path.read_bytes())
            else:
                with model.select_pipes(enable=[name for name in model.pipe_names if name in OURS]):
                    parsed = next(whole(model, [doc]))
                _keep(path, parsed.to_bytes(exclude=["tensor"]))
            for component in added:
                parsed = component(parsed)
            yield parsed

    spacy.language.Language.pipe = pipe  # type: ignore[method-assign]
    try:
        yield
    finally:
        spacy.language.Language.pipe = whole  # type: ignore[method-assign]


def _key(model: spacy.language.Language, doc: Doc) -> str:
    """What decides the model's work on a text."""
    starts = [token.is_sent_start for token in doc]
    words = [(token.text, token.whitespace_) for token in doc]
    plan = (model.meta["version"], sorted(OURS & set(model.pipe_names)), _tag_rules(model), words, starts)
    return hashlib.sha256(repr(plan).encode()).hexdigest()[:32]


def _tag_rules(model: spacy.language.Language) -> str:
    """The patterns of the attribute ruler: they are tables of ours too."""
    return repr(model.get_pipe("attribute_ruler").patterns) if model.has_pipe("attribute_ruler") else ""


def _keep(path: Path, parsed: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}")
    beside.write_bytes(parsed)
    beside.replace(path)


def _of_commit(rev: str, every: int) -> Path:
    """What a commit gives, collected in a work tree of its own the first time."""
    commit = _git("rev-parse", rev)
    kept = FROZEN / (commit if every == 1 else f"{commit}-{every}")
    if not kept.is_dir():
        tree = FROZEN / f"tree-of-{commit[:12]}"
        _git("worktree", "add", "--detach", "--force", str(tree), commit)
        try:
            _collect_apart(tree, kept, every)
        finally:
            _git("worktree", "remove", "--force", str(tree))
    return kept


def _collect_apart(tree: Path, out: Path, every: int) -> None:
    """Runs the collecting of the sources in `tree`, so that both sides meet their own code."""
    beside = out.with_name(f"{out.name}.part")
    for old in (beside, out):
        subprocess.run(["rm", "-rf", str(old)], check=True)
    environ = {**os.environ, "PYTHONPATH": str(tree), "READOUT_PARSES": str(PARSES), "READOUT_SHARED": str(SHARED)}
    command = [sys.executable, "-m", "tests.frozen", "--collect", str(beside), "--every", str(every)]
    subprocess.run(command, cwd=tree, env=environ, check=True)
    beside.replace(out)


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def _differing(theirs: Path, ours: Path) -> Iterator[str]:
    names = {path.relative_to(side) for side in (theirs, ours) for path in side.rglob("*") if path.is_file()}
    for name in sorted(names):
        one, other = theirs / name, ours / name
        if not one.is_file() or not other.is_file() or _told(one) != _told(other):
            yield str(name)


def _told(path: Path) -> bytes:
    """What a file says; a fact base without the number of its format, which changes when a key is added."""
    return re.sub(rb"\Aformat: \d+\n", b"", path.read_bytes())


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
