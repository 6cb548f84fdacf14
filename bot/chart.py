"""The picture of actors by topics, those with most positions and quotes (bot/answering/tally.py has every number)."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec

from bot.answering.tally import Tally, rows, tally
from bot.texts import Texts
from knowledge.model.factbase import FactBase

ACTORS, TOPICS = 12, 8  # rows and columns of a picture: more cannot be read on a telephone
ALT = 1024  # characters that Discord takes as the description of an attachment


@dataclass(frozen=True)
class Chart:
    """A picture (PNG, to be shown at half its size), what it shows in words, and the lines with every number."""

    png: bytes
    alt: str
    table: str


def can_draw() -> bool:
    """Whether Pillow is there; without it, the chart is told in words only."""
    return find_spec("PIL") is not None


def chart(base: FactBase, texts: Texts) -> Chart:
    """The chart of a fact base. The same base gives the same bytes."""
    from bot.drawing import draw_grid

    whole = tally(base)
    shown = whole.part(ACTORS, TOPICS)
    title, note = texts("chart.title"), _note(whole, shown, texts)
    png = draw_grid(title, base.article.title, texts("chart.all"), shown, note)
    return Chart(png, _alt(f"{title}. {base.article.title}.", shown, note, texts), "\n".join(rows(whole, texts)))


def _note(whole: Tally, shown: Tally, texts: Texts) -> str:
    actors, topics = len(whole.actors) - len(shown.actors), len(whole.topics) - len(shown.topics)
    left = [texts.count("chart.left_actors", actors)] if actors else []
    left += [texts.count("chart.left_topics", topics)] if topics else []
    note = texts("chart.note")
    return f"{note} {texts('chart.left_out', list=texts('decline.comma').join(left))}" if left else note


def _alt(opening: str, shown: Tally, note: str, texts: Texts) -> str:
    """The picture in words; where Discord has no room for all, whole rows are left to the lines of the message."""
    lines, rest = [f"{line}." for line in rows(shown, texts)], texts("chart.alt_rest")
    whole = " ".join([opening, *lines, note])
    if len(whole) <= ALT:
        return whole
    while lines and len(" ".join([opening, *lines, rest])) > ALT:
        lines.pop()
    return " ".join([opening, *lines, rest])[:ALT]
