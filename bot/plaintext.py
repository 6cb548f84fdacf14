"""An answer as plain text: what `readout ask` prints, what the console shows, what a screen reader reads."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from typing import TextIO

from bot.answering.answer import Answer, Citation
from bot.commands import listed
from bot.texts import Texts

_CONTROL_PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\r\n"} | {
    0x7F: 0x2421,
    0x9B: 0x241B,
}
WIDTH = 100  # the widest line that reads well; a narrower terminal wins


def draw(answer: Answer, texts: Texts, several: bool = False) -> str:
    """An answer as plain text: lead, numbered excerpts with their citations, what to ask next.

    `several` names the briefing with every citation. Words between quotation marks are somebody's own;
    an excerpt after a bar is how the article puts it.
    """
    style, width = _Style(sys.stdout), min(WIDTH, shutil.get_terminal_size().columns) - 2
    lines = [style.bold(line) for line in _wrapped(answer.lead, width)]
    number = 0
    for section in answer.sections:
        if section.heading:
            lines += ["", style.bold(section.heading)]
        lines += [wrapped for line in section.lines for wrapped in _wrapped(line, width, "  ")]
        for citation in section.citations:
            number += 1
            lines += ["", *_excerpt(citation, number, texts, style, width, several)]
    if answer.status == "choose":
        lines += ["", style.dim(texts("console.choices"))]
    if answer.suggestions:
        lines += ["", style.dim(texts("console.try_next"))]
        lines += [f"  {suggestion}" for suggestion in answer.suggestions]
    return "\n".join(lines) + "\n"


def help_text(texts: Texts) -> str:
    """Every command with what it takes and does, as /help and the README show it."""
    words = texts.get("commands")
    rows = [(f"/{name} {words[name]['usage']}".strip(), words[name]["description"]) for name in listed()]
    broad = max(len(left) for left, _ in rows)
    lines = [f"  {left:<{broad}}  {right}" for left, right in rows]
    return "\n".join([texts("console.help_heading"), *lines, "", *_wrapped(texts("console.help_footer"), 90)]) + "\n"


def _excerpt(citation: Citation, number: int, texts: Texts, style: _Style, width: int, several: bool) -> list[str]:
    who = " · ".join(part for part in (citation.actor, citation.cue, citation.medium) if part)
    head = [f"{number:>2}. {style.bold(who)}"] if who else []
    if citation.kind == "quote":
        body = _wrapped(f"“{citation.text}”", width - 6, "    ")
    else:
        body = _wrapped(citation.text, width - 8, "    │ ")
    if not head:
        body[0] = f"{number:>2}. {body[0].strip()}"
    place = [
        citation.id,
        texts("console.paragraph", number=citation.paragraph),
        *([citation.briefing] if several else []),
    ]
    return [*head, *body, "    " + style.dim(" · ".join(place))]


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Lines of at most `width` characters, their words unchanged; control characters show as pictures, so that
    no article steers a terminal."""
    lines = []
    for line in text.translate(_CONTROL_PICTURES).splitlines() or [""]:
        lines += textwrap.wrap(
            line,
            max(30, width),
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return lines


class _Style:
    """Bold and dim, where the stream is a terminal and NO_COLOR (no-color.org) is not set."""

    def __init__(self, stream: TextIO):
        self._on = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self._on and text else text

    def dim(self, text: str) -> str:
        return f"\x1b[2m{text}\x1b[0m" if self._on and text else text
