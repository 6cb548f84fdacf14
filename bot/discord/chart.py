"""The picture of actors by topics, those with most positions and quotes (bot/answering/tally.py has every number).

Drawn with Pillow, dark and opaque, so that it reads the same on a dark and on a light screen. Every cell bears its
number; the depth of its colour only repeats it. Sizes are pixels of the file, which Discord shows at about half of
that. The font is the one that comes with Pillow (Aileron, CC0): nothing of the machine is used, so the same numbers
give the same bytes. It is attached with its words for who cannot see it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.answering.engine import Scope
from bot.answering.tally import Tally, rows, tally
from bot.commands import Call
from bot.texts import Texts
from knowledge.model.factbase import FactBase

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

Measure = Callable[[str], float]  # the width of a text in pixels

GROUND, TEXT, MUTED, EMPTY = "#1e252d", "#f3f6f8", "#a9b8c5", "#28313b"
DEPTHS = ("#27485c", "#2f6583", "#3d86ac", "#69b1d6", "#a8dcf5")  # from few to many
INK = ("#ffffff", "#10161c")  # of a number, whichever stands out more from its cell
EDGE, GAP, ROW, COLUMN, RADIUS = 32, 6, 64, 84, 10
NAMES, HEAD, SLANT = 264, 250, 45  # width of the names; length and angle of what stands over a column
LEAST_WIDTH = 720
TITLE_SIZE, TEXT_SIZE, SMALL_SIZE, NOTE_SIZE = 36, 30, 25, 23
LEADING = 1.28  # height of a line by the size of its font
MOST = 4  # pictures on a card; the words of the card are complete in any case
ACTORS, TOPICS = 12, 8  # rows and columns of a picture: more cannot be read on a telephone
ALT = 1024  # characters that Discord takes as the description of an attachment


@dataclass(frozen=True)
class Chart:
    """A picture (PNG, to be shown at half its size) and what it shows in words."""

    png: bytes
    alt: str


def can_draw() -> bool:
    """Whether Pillow is there; without it, the chart is told in words only."""
    return find_spec("PIL") is not None


def chart(base: FactBase, texts: Texts) -> Chart:
    """The chart of a fact base. The same base gives the same bytes."""
    whole = tally(base)
    shown = whole.part(ACTORS, TOPICS)
    title, note = texts("chart.title"), _note(whole, shown, texts)
    png = draw_grid(title, base.article.title, texts("chart.all"), shown, note)
    return Chart(png, _alt(f"{title}. {base.article.title}.", shown, note, texts))


def pictures_of(call: Call, scope: Scope) -> list[Chart]:
    """What belongs to an answer as pictures: the chart of every briefing, newest first, where that was asked for."""
    if call.name != "chart" or not can_draw():
        return []
    bases = [index.briefing.base for index in scope.indexes]
    return [chart(base, scope.texts) for base in [base for base in bases if tally(base).actors][:MOST]]


def hung(view: ui.LayoutView, pictures: Sequence[Chart]) -> ui.LayoutView:
    """The card with the pictures below its first text."""
    container = next((item for item in view.children if isinstance(item, ui.Container)), None)
    if not pictures or container is None or any(isinstance(item, ui.MediaGallery) for item in container.children):
        return view
    items = [discord.MediaGalleryItem(f"attachment://{_name(n)}", description=p.alt) for n, p in enumerate(pictures)]
    lead, *rest = container.children
    container.clear_items()
    for item in (lead, ui.MediaGallery(*items), *rest):
        container.add_item(item)
    return view


def files_of(pictures: Sequence[Chart]) -> list[discord.File]:
    """The pictures as attachments; made anew for every attempt to send them, for a file is read only once."""
    return [discord.File(BytesIO(p.png), _name(n), description=p.alt) for n, p in enumerate(pictures)]


def draw_grid(title: str, subtitle: str, total: str, tally: Tally, note: str) -> bytes:
    """A PNG of the tally: actors in rows, topics in columns, and a column named `total` of all that an actor has."""
    from PIL import Image, ImageDraw

    pens = _Pens()
    small = pens.measure(SMALL_SIZE)
    heads = [pens.slanted(_ended(drawable(name), HEAD, small), SMALL_SIZE) for name in (*tally.topics, total)]
    lefts = [EDGE + NAMES + column * (COLUMN + GAP) for column in range(len(heads))]
    lefts[-1] += 2 * GAP  # the total stands apart
    centres = [left + COLUMN // 2 for left in lefts]
    overhang = max(centre + head.width - _lean() for centre, head in zip(centres, heads, strict=True))
    width = max(lefts[-1] + COLUMN + EDGE, overhang + EDGE // 2, LEAST_WIDTH)
    subtitles = wrapped(subtitle, width - 2 * EDGE, small, 2)
    notes = wrapped(note, width - 2 * EDGE, pens.measure(NOTE_SIZE), 3)
    headed = EDGE + _line(TITLE_SIZE) + _line(SMALL_SIZE) * len(subtitles) + GAP
    top = headed + max(head.height for head in heads) + 2 * GAP
    height = top + len(tally.actors) * (ROW + GAP) + 2 * GAP + _line(NOTE_SIZE) * len(notes) + EDGE // 2

    image = Image.new("RGB", (width, height), GROUND)
    draw = ImageDraw.Draw(image)

    def write(x: float, y: float, text: str, size: int, colour: str, anchor: str = "lm") -> None:
        draw.text((x, y), text, colour, pens.font(size), anchor)

    write(EDGE, EDGE + _line(TITLE_SIZE) / 2, drawable(title), TITLE_SIZE, TEXT)
    for number, words in enumerate(subtitles):
        write(EDGE, EDGE + _line(TITLE_SIZE) + _line(SMALL_SIZE) * (number + 0.5), words, SMALL_SIZE, MUTED)
    for centre, head in zip(centres, heads, strict=True):
        image.paste(MUTED, (centre - _lean(), top - 2 * GAP - head.height), head)

    most = max((number for row in tally.cells for number in row), default=0)
    for row, (actor, all_of, cells) in enumerate(zip(tally.actors, tally.all_of, tally.cells, strict=True)):
        y = top + row * (ROW + GAP)
        size = TEXT_SIZE if pens.measure(TEXT_SIZE)(drawable(actor)) <= NAMES - 2 * GAP else SMALL_SIZE
        names = wrapped(actor, NAMES - 2 * GAP, pens.measure(size), 2)
        for number, words in enumerate(names):
            write(EDGE, y + ROW / 2 + _line(size) * (number - (len(names) - 1) / 2), words, size, TEXT)
        for left, centre, number in zip(lefts, centres, cells, strict=False):
            ground = depth(number, most)
            draw.rounded_rectangle((left, y, left + COLUMN - 1, y + ROW - 1), RADIUS, ground)
            write(centre, y + ROW / 2, str(number), TEXT_SIZE, ink(ground) if number else MUTED, "mm")
        write(centres[-1], y + ROW / 2, str(all_of), TEXT_SIZE, TEXT, "mm")

    for number, words in enumerate(notes):
        write(EDGE, height - EDGE // 2 - _line(NOTE_SIZE) * (len(notes) - number - 0.5), words, NOTE_SIZE, MUTED)
    out = BytesIO()
    image.quantize(128, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def depth(number: int, most: int) -> str:
    """The colour of a cell: for 0 nearly none, else one of five steps up to the greatest number."""
    return EMPTY if number == 0 else DEPTHS[-(-number * len(DEPTHS) // most) - 1]


def ink(ground: str) -> str:
    """The colour of a number, the one with more contrast to its cell."""
    return max(INK, key=lambda colour: contrast(colour, ground))


def contrast(first: str, second: str) -> float:
    """How much two colours `#rrggbb` differ, from 1 to 21 (WCAG 2.2, contrast ratio; 4.5 reads well)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def wrapped(text: str, width: float, measure: Measure, most: int) -> list[str]:
    """The text in at most so many lines of that width; what is left over ends at a word with "…".

    Only a single word that is wider than a line is broken.
    """
    lines: list[str] = []
    rest = drawable(text).split()
    while rest and len(lines) < most - 1:
        fitting = max((n for n in range(1, len(rest) + 1) if measure(" ".join(rest[:n])) <= width), default=0)
        if not fitting:
            break
        lines.append(" ".join(rest[:fitting]))
        rest = rest[fitting:]
    return [*lines, _ended(" ".join(rest), width, measure)] if rest else lines


def drawable(text: str) -> str:
    """The text in letters that the font has: accents and strokes fall away, what is left over becomes "?"."""
    return "".join(letter if letter.isascii() or letter in "“”‘’–—…" else _plain(letter) for letter in text)


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


def _name(number: int) -> str:
    return f"positions-{number + 1}.png"


class _Pens:
    """The font in every size that one picture needs."""

    def __init__(self) -> None:
        self._fonts: dict[int, FreeTypeFont] = {}

    def font(self, size: int) -> FreeTypeFont:
        """The font of a size; letters are set one by one, for the shaping library differs between machines."""
        from PIL import ImageFont

        if size not in self._fonts:
            shipped = ImageFont.load_default(size)
            assert isinstance(shipped, ImageFont.FreeTypeFont), "Pillow brings its font where it has FreeType"
            self._fonts[size] = shipped.font_variant(layout_engine=ImageFont.Layout.BASIC)
        return self._fonts[size]

    def measure(self, size: int) -> Measure:
        """Widths in a size."""
        return self.font(size).getlength

    def slanted(self, text: str, size: int) -> Image:
        """A mask of the text that rises to the right; its foot is `_lean()` from the left."""
        from PIL import Image, ImageDraw

        mask = Image.new("L", (round(self.measure(size)(text)) + 2, _line(size)))
        ImageDraw.Draw(mask).text((0, _line(size) / 2), text, 255, self.font(size), "lm")
        return mask.rotate(SLANT, Image.Resampling.BICUBIC, expand=True)


def _plain(letter: str) -> str:
    plain = "".join(part for part in unicodedata.normalize("NFKD", letter) if part.isascii())
    if plain or unicodedata.combining(letter):
        return plain
    name = unicodedata.name(letter, "").split()  # such as LATIN SMALL LETTER L WITH STROKE
    if name[:1] == ["LATIN"] and "LETTER" in name and len(found := name[name.index("LETTER") + 1]) == 1:
        return found if "CAPITAL" in name else found.lower()
    return "?"


def _ended(line: str, width: float, measure: Measure) -> str:
    if measure(line) <= width:
        return line
    while line and measure(f"{line}…") > width:
        line = line.rpartition(" ")[0] if " " in line else line[:-1]
    return f"{line}…"


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _line(size: int) -> int:
    return round(size * LEADING)


def _lean() -> int:
    return round(_line(SMALL_SIZE) * 0.35)  # half of the slanted line's height, measured level
