"""Draws what members see for the README: real answers about the shipped briefing, as the real payloads have them.

    make pictures        writes answer.png, answer-light.png and chart.png beside this file

The engine answers, bot/discord makes the payloads that Discord would get, and this script shows them in the manner of a
Discord channel with a headless Chromium (Debian: `apt-get install chromium fonts-noto-core`). Nothing is sent.
chart.png is what `/position` without an actor attaches. Run it again when answers or cards have changed, and look.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from pathlib import Path
from string import Template
from typing import Any

HERE = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
WIDTH, HIGHEST, SCALE = 760, 4000, 1.75  # of the page; the picture is cut where the last message ends
PATIENCE = 120  # seconds for the browser
COLOURS, LIMIT = (128, 96, 64, 32), 195_000  # as many colours as keep a picture within so many bytes
HUES = {"Readout": "#3b6e8f", "alex": "#b5573c", "kim": "#4f7a4a"}
PRIMARY = 1  # the style of a button

# The Markdown that bot/discord writes. Escapes go first: what they cover has no other meaning.
_INLINE = re.compile(
    r"\\(?P<escaped>[^0-9A-Za-z\s])|\*\*(?P<strong>(?:\\.|[^\\])+?)\*\*"
    r"|\[(?P<label>(?:\\.|[^\]\\])+)\]\((?P<address>[^)\s]+)\)"
)
_PREFIXES = {"-# ": "small", "> ": "quote", "- ": "list"}

Payload = dict[str, Any]


@dataclass(frozen=True)
class Exchange:
    """What a member did, a command or a mention, and the components of the bot's answer."""

    member: str
    time: str
    command: str | None
    words: str
    components: list[Payload]


def exchanges() -> list[Exchange]:
    """The conversation in the picture, answered by the real engine over the shipped briefing."""
    from bot.answering.engine import Engine
    from bot.building import compiled
    from bot.commands import Call
    from bot.discord.cards import Cards
    from bot.texts import load_texts
    from knowledge.model.storage import load

    texts = load_texts()
    engine = Engine([load(path) for path in compiled()], texts)
    cards = Cards(texts, engine.articles.get)
    spoken, refused = "What did Trump insist on?", "What did Ali Shamkhani say on Fox Business?"
    position = Call("position", ("Iran", ""))
    drawn = cards.draw(position.run(engine.scope()), position)
    return [
        Exchange("alex", "14:02", "ask", spoken, cards.draw(engine.ask(spoken))[0].to_components()),
        Exchange("kim", "14:05", None, refused, cards.draw(engine.ask(refused))[0].to_components()),
        Exchange("alex", "14:09", "position", "Iran", drawn[0].to_components()),
    ]


def chart_of_actors() -> bytes:
    """The picture that `/position` attaches where no actor is given: the first shipped briefing's."""
    from bot.building import compiled
    from bot.discord.chart import chart
    from bot.texts import load_texts
    from knowledge.model.storage import load

    return chart(load(compiled()[0]).base, load_texts()).png


def page(conversation: Iterable[Exchange], theme: str) -> str:
    """The conversation as a page; `theme` is dark or light."""
    template = Template((HERE / "card.html").read_text(encoding="utf-8"))
    style = (HERE / "card.css").read_text(encoding="utf-8")
    return template.substitute(theme=theme, style=style, messages="".join(map(_exchange, conversation)))


def component(part: Payload) -> str:
    """A component as HTML. Raises ValueError for one that the bot's cards do not use."""
    children = "".join(component(child) for child in part.get("components", []))
    match part["type"]:  # Discord's numbers: container, section, text, separator, row, button
        case 17:
            accent = part.get("accent_color")
            style = f' style="--accent: #{accent:06x}"' if accent is not None else ""
            return f'<div class="card"{style}>{children}</div>'
        case 9:
            return f'<div class="section"><div class="words">{children}</div>{component(part["accessory"])}</div>'
        case 10:
            return f"<div>{markdown(part['content'])}</div>"
        case 14:
            return "<hr>"
        case 1:
            return f'<div class="row">{children}</div>'
        case 2:
            kind = "button primary" if part["style"] == PRIMARY else "button"
            return f'<span class="{kind}">{html.escape(part["label"])}</span>'
    raise ValueError(f"component of type {part['type']}: draw.py cannot show it")


def markdown(text: str) -> str:
    """Discord's Markdown as HTML, as far as the cards use it."""
    return "".join(_block(kind, list(lines)) for kind, lines in groupby(text.split("\n"), _kind))


def shoot(browser: str, document: str) -> bytes:
    """A PNG of a page, cut where its content ends. Raises subprocess.CalledProcessError where the browser fails."""
    from PIL import Image, ImageChops

    with tempfile.TemporaryDirectory(prefix="readout-picture-") as directory:
        source, target = Path(directory, "page.html"), Path(directory, "page.png")
        source.write_text(document, encoding="utf-8")
        size = (f"--window-size={WIDTH},{HIGHEST}", f"--force-device-scale-factor={SCALE}")
        command = [browser, *OPTIONS, *size, f"--user-data-dir={directory}/profile", f"--screenshot={target}"]
        subprocess.run([*command, source.as_uri()], check=True, capture_output=True, timeout=PATIENCE)
        picture = Image.open(target).convert("RGB")
    ground = Image.new("RGB", picture.size, picture.getpixel((0, picture.height - 1)))
    content = ImageChops.difference(picture, ground).getbbox() or (0, 0, *picture.size)
    margin = round(20 * SCALE)
    picture = picture.crop((0, 0, picture.width, min(picture.height, content[3] + margin)))
    for colours in COLOURS:
        out = BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= LIMIT:
            break
    return out.getvalue()


def main() -> None:
    """Writes the pictures; one line each."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit(f"pictures: no browser found, looked for {', '.join(BROWSERS)}; run apt-get install chromium")
    conversation = exchanges()
    for theme, name in (("dark", "answer.png"), ("light", "answer-light.png")):
        picture = shoot(browser, page(conversation, theme))
        (HERE / name).write_bytes(picture)
        print(f"{name}: {len(picture) // 1000} kB")
    (HERE / "chart.png").write_bytes(chart_of_actors())


def _exchange(exchange: Exchange) -> str:
    answer = "".join(map(component, exchange.components))
    about = f"{_avatar(exchange.member, tiny=True)}<b>{exchange.member}</b>"
    if exchange.command:
        used = f'used <span class="command">/{exchange.command}</span>'
        return _message("Readout", exchange, answer, f"{about} {used}")
    said = f'<span class="mention">@Readout</span> {html.escape(exchange.words)}'
    asked = _message(exchange.member, exchange, f'<div class="line">{said}</div>')
    return asked + _message("Readout", exchange, answer, f"{about} @Readout {html.escape(exchange.words)}")


def _message(author: str, exchange: Exchange, content: str, about: str = "") -> str:
    badge = '<span class="app">APP</span>' if author == "Readout" else ""
    above = f'<div class="about">{about}</div>' if about else ""
    head = f'<div class="head"><b>{author}</b>{badge}<time>Today at {exchange.time}</time></div>'
    return f'<article class="message">{above}{_avatar(author)}{head}{content}</article>'


def _avatar(name: str, tiny: bool = False) -> str:
    kind = "avatar tiny" if tiny else "avatar"
    return f'<span class="{kind}" style="--hue: {HUES[name]}">{name[0].upper()}</span>'


def _kind(line: str) -> str:
    return next((kind for prefix, kind in _PREFIXES.items() if line.startswith(prefix)), "plain")


def _block(kind: str, lines: list[str]) -> str:
    prefix = next((prefix for prefix, name in _PREFIXES.items() if name == kind), "")
    words = [_inline(line.removeprefix(prefix)) for line in lines]
    match kind:
        case "quote":
            return "<blockquote>" + "<br>".join(words) + "</blockquote>"
        case "list":
            return "<ul>" + "".join(f"<li>{line}</li>" for line in words) + "</ul>"
    style = "line small" if kind == "small" else "line"
    return "".join(f'<div class="{style}">{line}</div>' for line in words)


def _inline(text: str) -> str:
    return "".join(_inlined(text))


def _inlined(text: str) -> Iterator[str]:
    at = 0
    for match in _INLINE.finditer(text):
        yield html.escape(text[at : match.start()])
        at = match.end()
        if match["escaped"]:
            yield html.escape(match["escaped"])
        elif match["strong"]:
            yield f"<strong>{_inline(match['strong'])}</strong>"
        else:
            yield f'<a href="{html.escape(match["address"])}">{_inline(match["label"])}</a>'
    yield html.escape(text[at:])


if __name__ == "__main__":
    main()
