"""`readout eval`: a question set put to the engine, and what came of it.

A question set is JSON lines `{"id", "q", "kind", "gold"}`; gold lists alternatives, each a list of exact snippets of
the article; kind `none` means that the article holds no answer. A snippet is covered when the citations' spans hold
at least half of it. Figures, each a share:

    right         list: one whole alternative within ten citations; none: not answered; else: answered and the
                  first citation covers a snippet of the gold; over all questions
    first         the first citation covers a snippet, whatever the outcome would be; over answerable questions
    three         answered and three citations (list: ten) cover a whole alternative; over answerable questions
    shown         answered or offered as a choice, and five citations (list: ten) cover one; over answerable questions
    none          `none` questions answered, over all of them: the fewer the better
    unverified    citations whose text the article does not have at their offsets: always 0
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answering.answer import Answer, Citation, first_citation
from bot.answering.engine import Engine
from bot.errors import ExitCode
from bot.texts import Texts
from knowledge.errors import BadData, Problem
from knowledge.model.article import Article, slug

FIGURES = ("right", "first", "three", "shown", "none", "unverified")
LESS_IS_BETTER = ("none", "unverified")
STEPS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)  # of the risk and coverage table


@dataclass(frozen=True)
class Row:
    """One question of a set with its gold."""

    id: str
    question: str
    kind: str
    gold: tuple[tuple[str, ...], ...]

    @property
    def answerable(self) -> bool:
        """Whether the article holds an answer."""
        return self.kind != "none"


@dataclass(frozen=True)
class Verdict:
    """What came of one question."""

    row: Row
    answer: Answer
    right: bool
    first: bool
    three: bool
    shown: bool
    unverified: int
    confidence: float


def read_rows(path: Path, article: Article) -> list[Row]:
    """The questions of a set. Raises BadData with every line that is none, or whose gold the article does not have."""
    rows, problems = [], []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadData.one(
            path, "", (getattr(error, "strerror", None) or "not text"), "a readable file of JSON lines"
        ) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row = _row(line)
        if row is None:
            problems.append(Problem(str(path), f"line {number}", line[:50], '{"id", "q", "kind", "gold": [[snippet]]}'))
            continue
        missing = [snippet for alternative in row.gold for snippet in alternative if snippet not in article.text]
        problems += [Problem(str(path), f"line {number}", repr(m[:50]), f"words of {article.id}") for m in missing]
        rows.append(row)
    if problems:
        raise BadData(problems)
    return rows


def _row(line: str) -> Row | None:
    try:
        raw = json.loads(line)
        gold = tuple(tuple(str(snippet) for snippet in alternative) for alternative in raw["gold"])
        row = Row(str(raw["id"]), str(raw["q"]), str(raw["kind"]), gold)
    except (ValueError, KeyError, TypeError):
        return None
    return row if bool(row.gold) == row.answerable and all(row.gold) else None


def judge(row: Row, answer: Answer, first: Citation | None, article: Article) -> Verdict:
    """The verdict on an answer; `first` is the citation that would come first if nothing were declined."""
    cited, listed = answer.citations, row.kind == "list"
    answered = answer.status == "answered"
    most = 10 if listed else 3
    three = answered and _whole(row, cited[:most], article)
    leading = answered and hits(row, cited[:1], article)
    return Verdict(
        row=row,
        answer=answer,
        right=(three if listed else leading) if row.answerable else not answered,
        first=first is not None and hits(row, [first], article),
        three=three,
        shown=answer.status != "declined" and _whole(row, cited[: max(most, 5)], article),
        unverified=sum(article.text[c.start : c.end] != c.text or not c.text.strip() for c in cited),
        confidence=answer.reading.decision.confidence if answer.reading else 0.0,
    )


def hits(row: Row, cited: Sequence[Citation], article: Article) -> bool:
    """Whether a citation covers a snippet of the gold."""
    return any(_covered(snippet, cited, article) for alternative in row.gold for snippet in alternative)


def evaluate(rows: Iterable[Row], engine: Engine, briefing_id: str) -> list[Verdict]:
    """The verdicts on the questions of one briefing."""
    article = engine.briefings[briefing_id].article
    verdicts = []
    for row in rows:
        answer = engine.ask(row.question, briefings=[briefing_id])
        first = first_citation(answer.reading, engine.briefings[briefing_id]) if answer.reading else None
        verdicts.append(judge(row, answer, first, article))
    return verdicts


def figures(verdicts: Sequence[Verdict]) -> dict[str, float]:
    """Every figure of the module's docstring."""
    good = [v for v in verdicts if v.row.answerable]
    none = [v for v in verdicts if not v.row.answerable]
    return {
        "right": _share(v.right for v in verdicts),
        "first": _share(v.first for v in good),
        "three": _share(v.three for v in good),
        "shown": _share(v.shown for v in good),
        "none": _share(v.answer.status == "answered" for v in none),
        "unverified": float(sum(v.unverified for v in verdicts)),
    }


def evaluate_files(questions: Sequence[Path], engine: Engine, floors: Sequence[str], texts: Texts) -> ExitCode:
    """Puts question sets to the engine, prints the report, and compares it with the floors ("right=0.7").

    GOOD, or DATA when a figure is below its floor (above it, for `none` and `unverified`).
    """
    wanted = _floors(floors)
    verdicts: list[Verdict] = []
    for path in questions:
        briefing_id = briefing_of(path, engine)
        rows = read_rows(path, engine.briefings[briefing_id].article)
        verdicts += evaluate(rows, engine, briefing_id)
    print("\n".join(lines(verdicts, texts)))
    reached = figures(verdicts)
    below = [
        texts("eval.below", figure=name, value=f"{reached[name]:.3f}", floor=f"{floor:g}")
        for name, floor in wanted.items()
        if (reached[name] > floor if name in LESS_IS_BETTER else reached[name] < floor)
    ]
    print("\n".join(below), end="\n" if below else "")
    return ExitCode.DATA if below else ExitCode.GOOD


def briefing_of(path: Path, engine: Engine) -> str:
    """The briefing that a question set is about: the one of its name, else the only one loaded."""
    loaded, name = engine.briefings, slug(path.stem.removesuffix(".questions"))
    if name in loaded:
        return name
    if len(loaded) == 1:
        return next(iter(loaded))
    raise BadData.one(path, "name", path.stem, f"the id of a loaded briefing: {', '.join(loaded) or 'none'}")


def lines(verdicts: Sequence[Verdict], texts: Texts) -> list[str]:
    """The report as lines of text: the figures, by kind, risk and coverage, the misses."""
    out = [texts("eval.total", number=len(verdicts))]
    out += [texts("eval.figure", figure=name, value=f"{value:.3f}") for name, value in figures(verdicts).items()]
    out.append(texts("eval.by_kind"))
    for kind in sorted({v.row.kind for v in verdicts}):
        of_kind = [v for v in verdicts if v.row.kind == kind]
        out.append(texts("eval.kind", kind=kind, right=sum(v.right for v in of_kind), number=len(of_kind)))
    out.append(texts("eval.risk"))
    out += [texts("eval.risk_row", **row) for row in risk_and_coverage(verdicts)]
    misses = [v for v in verdicts if not v.right]
    out.append(texts.count("eval.misses", len(misses)))
    out += [_miss(verdict, texts) for verdict in misses]
    return out


def risk_and_coverage(verdicts: Sequence[Verdict]) -> list[dict[str, str]]:
    """For every step of the upper threshold: answerable questions answered, right among them, `none` ones answered."""
    good = [v for v in verdicts if v.row.answerable]
    none = [v for v in verdicts if not v.row.answerable]
    rows = []
    for step in STEPS:
        sure = [v for v in good if v.confidence >= step]
        rows.append(
            {
                "threshold": f"{step:.1f}",
                "answered": f"{len(sure) / max(1, len(good)):.2f}",
                "right": f"{_share(v.first for v in sure):.2f}",
                "none": f"{_share(v.confidence >= step for v in none):.2f}",
            }
        )
    return rows


def _miss(verdict: Verdict, texts: Texts) -> str:
    shown = " | ".join(" ".join(citation.text.split())[:80] for citation in verdict.answer.citations[:2])
    row = verdict.row
    return texts(
        "eval.miss",
        id=row.id,
        kind=row.kind,
        question=row.question,
        status=verdict.answer.status,
        shown=shown or verdict.answer.lead,
    )


def _floors(floors: Sequence[str]) -> dict[str, float]:
    wanted = {}
    for floor in floors:
        name, _, value = floor.partition("=")
        try:
            wanted[name.strip()] = float(value)
        except ValueError:
            name = ""
        if name.strip() not in FIGURES:
            raise BadData.one("--min", "", repr(floor), f"FIGURE=VALUE with one of {', '.join(FIGURES)}")
    return wanted


def _whole(row: Row, cited: Sequence[Citation], article: Article) -> bool:
    return any(all(_covered(snippet, cited, article) for snippet in alternative) for alternative in row.gold)


def _covered(snippet: str, cited: Sequence[Citation], article: Article) -> bool:
    start = article.text.find(snippet)
    places = range(start, start + len(snippet))
    held = sum(any(citation.start <= place < citation.end for citation in cited) for place in places)
    return start >= 0 and 2 * held >= len(snippet)


def _share(holds: Iterable[bool]) -> float:
    found = list(holds)
    return sum(found) / len(found) if found else 0.0
