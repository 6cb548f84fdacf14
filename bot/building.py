"""`readout build`, `check`, `review` and `attribute`: articles into fact bases, many at a time, one bad one stops no
other. spaCy is imported by the functions that need it: the bot reads only fact bases."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot.errors import ExitCode
from bot.texts import Texts
from knowledge.errors import BadData, Problem
from knowledge.model.article import slug
from knowledge.model.factbase import Actor, FactBase
from knowledge.model.storage import BRIEFINGS, PROJECT, SEEDS, Briefing, dump, load
from knowledge.reader.model import Reader, find_reader
from knowledge.reader.vectors import write_vectors


def build(
    articles: Sequence[Path],
    out: Path | None,
    texts: Texts,
    check: bool = False,
    no_edits: bool = False,
    explain: str | None = None,
) -> ExitCode:
    """Compiles the articles (default: all of seeds/) into `out` (default: knowledge/briefings).

    With `check` nothing is written: a file that is missing or differs is a problem. With `explain`, the id of a record,
    an actor or a withheld attribution, it is only told why that is so. Prints a line for each article, problems on
    standard error, and a summary where there are several. DATA when any article had a problem.
    """
    from knowledge.parsing.document import load_model

    paths, out = list(articles) or seeds(), out or BRIEFINGS
    if explain:
        return _explain(paths, explain, texts, not no_edits)
    if not paths:
        raise BadData.one(SEEDS, "", "no article", "a file ending in .txt")
    ids = Counter(slug(path.stem) for path in paths)
    doubles = {path.stem for path in paths if ids[slug(path.stem)] > 1}
    if doubles:
        raise BadData.one(
            ", ".join(sorted(doubles)), "", "two articles of one name", "names that differ: they become ids"
        )
    model, began, good = load_model(), time.monotonic(), 0
    from knowledge.extraction.compile import compile_file  # which imports spaCy: only once the model is there

    reader = None if check else find_reader()

    for number, path in enumerate(paths, 1):
        counter = f"[{number:>{len(str(len(paths)))}}/{len(paths)}] " if len(paths) > 1 else ""
        try:
            base = compile_file(path, model, out, not no_edits)
            target = out / f"{base.article.id}.yaml"
            line = _compare(target, dump(base), path, texts) if check else _write(target, dump(base), base, texts)
            if reader:
                write_vectors(base, target, reader)
        except BadData as error:
            report(error)
        else:
            good += 1
            print(counter + line, flush=True)
    if len(paths) > 1:
        print(texts("cli.summary", good=good, all=len(paths), seconds=time.monotonic() - began))
    return ExitCode.GOOD if good == len(paths) else ExitCode.DATA


def check(files: Sequence[Path], texts: Texts) -> ExitCode:
    """Validates compiled fact bases (default: all of knowledge/briefings), every problem on a line of its own."""
    good = True
    for path in list(files) or compiled():
        try:
            briefing = load(path)
        except BadData as error:
            good = False
            report(error)
        else:
            print(texts("cli.good", path=shown(path), excerpts=sum(1 for _ in briefing.base.excerpts())))
    return ExitCode.GOOD if good else ExitCode.DATA


def review(name: str, out: Path | None, texts: Texts, no_edits: bool = False) -> ExitCode:
    """Writes the page on which an editor checks what the build makes of an article (an id of seeds/, or a file), or a
    compiled fact base as it is; tells which of these it took."""
    from knowledge.parsing.document import load_model

    path = {seed.stem: seed for seed in seeds()}.get(name, Path(name))
    base = load(path) if path.suffix in (".yaml", ".yml") else None
    model = load_model()
    from knowledge.review.explanation import examine, examine_compiled
    from knowledge.review.page import page_of

    page = page_of(examine_compiled(base, model) if base else examine(path, model, not no_edits))
    target = out or Path(f"{path.stem}.review.html")
    target.write_text(page, encoding="utf-8")
    print(texts("cli.reviewed_compiled" if base else "cli.reviewed", path=target, source=shown(path)))
    return ExitCode.GOOD


def attribute(file: Path | None, texts: Texts) -> ExitCode:
    """Tells who says what in texts: JSON lines in (default: standard input), JSON lines out."""
    from knowledge.parsing.document import load_model

    model = load_model()
    from knowledge.extraction.reading import attribute_lines

    try:
        lines = file.open(encoding="utf-8", errors="replace") if file else sys.stdin
    except OSError as error:
        raise BadData.one(file, "", error.strerror or "an unreadable file", "a file of JSON lines") from error
    with lines:
        for row in attribute_lines(lines, model):
            print(json.dumps(row, ensure_ascii=False), flush=True)
    return ExitCode.GOOD


def seeds() -> list[Path]:
    """The articles that the project ships."""
    return sorted(SEEDS.glob("*.txt"))


def compiled(folder: Path = BRIEFINGS) -> list[Path]:
    """The fact bases in a folder (default: those that the project ships)."""
    return sorted(folder.glob("*.yaml"))


def chosen_reader() -> Reader | None:
    """The reader, None where the environment says `READOUT_READER=off` or what runs it is not installed."""
    return None if os.environ.get("READOUT_READER") == "off" else find_reader()


def chosen_briefings(names: Sequence[str]) -> list[Briefing]:
    """The briefings named by file or id, else all that are shipped. Raises BadData for a name that is neither."""
    shipped = {path.stem: path for path in compiled()}
    if not names and not shipped:
        raise BadData.one(shown(BRIEFINGS), "", "no fact base", "what `readout build` writes")
    problems, paths = [], []
    for name in names or shipped:
        path = shipped.get(name, Path(name))
        if path.is_dir():
            paths += compiled(path)
        elif path.suffix == ".txt":
            problems.append(Problem(name, "", "an article", f"its fact base: run `readout build {name}`"))
        elif not path.is_file():
            problems.append(
                Problem(name, "", "no such briefing", f"a YAML file, or one of: {', '.join(shipped) or 'none'}")
            )
        else:
            paths.append(path)
    if problems:
        raise BadData(problems)
    return [load(path) for path in paths]


def report(error: BadData) -> None:
    """Every problem on a line of standard error."""
    for problem in error.problems:
        print(f"readout: {problem}", file=sys.stderr)


def shown(path: Path) -> str:
    """A path as people read it: from the project's folder where it lies inside."""
    resolved = path.resolve()
    return str(resolved.relative_to(PROJECT) if resolved.is_relative_to(PROJECT) else path)


def _explain(paths: Sequence[Path], wanted: str, texts: Texts, with_edits: bool) -> ExitCode:
    """Tells why the record of an id is what it is, a line for each thing that decided."""
    from knowledge.parsing.document import load_model

    model = load_model()
    from knowledge.review.explanation import examine

    problems: list[Problem] = []
    for path in paths:
        found = examine(path, model, with_edits)
        try:
            record = found.find(wanted)
        except BadData as error:
            problems += error.problems
            continue
        words = record.name if isinstance(record, Actor) else record.text
        print(texts("cli.explained", id=record.id, path=shown(path), words=words))
        for one in found.why(record):
            print(texts("explain.slot", name=one.label, value=one.words))
        return ExitCode.GOOD
    raise BadData(problems)


def _write(target: Path, text: str, base: FactBase, texts: Texts) -> str:
    """Writes by way of a temporary file, so that a reader never sees half a fact base."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not (target.is_file() and target.read_bytes() == text.encode()):
        with tempfile.NamedTemporaryFile(
            "w", dir=target.parent, suffix=".part", delete=False, encoding="utf-8", newline=""
        ) as part:
            part.write(text)
        Path(part.name).chmod(0o644)
        Path(part.name).replace(target)
    kinds = ("actors", "topics", "quotes", "positions", "statements", "facts", "unattributed")
    return texts("cli.built", path=shown(target), **{kind: len(getattr(base, kind)) for kind in kinds})


def _compare(target: Path, text: str, article: Path, texts: Texts) -> str:
    if not target.is_file():
        raise BadData.one(shown(target), "", "no file", "what `readout build` makes of " + shown(article))
    if target.read_bytes() != text.encode():
        raise BadData.one(shown(target), "", "a stale fact base", f"what `readout build` makes of {shown(article)} now")
    return texts("cli.unchanged", path=shown(target))
