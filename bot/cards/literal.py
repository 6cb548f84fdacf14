"""Words of other people in Discord's Markdown, so that they show literally: no style, link, emoji or mention.

Discord takes the backslash away before any character that is neither a letter, a digit nor white space, and then
reads no meaning into it (Discord, "Markdown Text 101"; the same rule in its client's parser).
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

# Meaningful anywhere: styles, code, spoilers, links, mentions, custom emoji, the backslash itself.
_ANYWHERE = re.compile(r"[\\*_~`|\[\]<>@]")
# A colon that may open `:emoji:` or follow `https`; one before a blank is only punctuation.
_COLON = re.compile(r":(?=\S)")
# Meaningful where a line begins: headings, subtext, lists, numbered lists. (Block quotes are covered by `>` above.)
_LINE_START = re.compile(r"(?m)^([^\S\n]*)(?:([#+-])|(\d+)([.)]))")
# Python's `^` follows \n only; Discord's client, written in JavaScript, also begins a line after these.
_BREAKS = re.compile(r"\r\n|[\r\u2028\u2029\x85\x0b\x0c]")

# Control characters show as the pictures that Unicode has for them.
_CONTROLS = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"} | {0x7F: 0x2421}

ADDRESS = 512  # the longest address that Discord links to from a button; longer ones would fill a card

_FRAGMENT_WORDS = 4  # words of each end of an excerpt in a text fragment: enough to be found, short enough to read


def literal(text: str) -> str:
    """The text escaped for a message or text display. Line breaks of every kind become `\\n`."""
    text = _ANYWHERE.sub(r"\\\g<0>", _BREAKS.sub("\n", text).translate(_CONTROLS))
    text = _COLON.sub(r"\\:", text)
    return _LINE_START.sub(_escaped_start, text)


def quoted(text: str) -> str:
    """Literal text as a block quote, every line of it."""
    return "\n".join(f"> {line}" if line.strip() else "> \u200b" for line in literal(text).split("\n"))


def one_line(text: str) -> str:
    """Literal text on a single line, for names and titles."""
    return literal(" ".join(text.split()))


def shortened(text: str, limit: int) -> str:
    """The text in at most `limit` characters, ended at a word with "…". Not for excerpts, names or links."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut).rstrip() + "…"


def web_link(label: str, url: str | None) -> str:
    """A link whose label shows literally; the label alone where the address is not one of the web."""
    address = web_address(url)
    return f"[{one_line(label)}]({address})" if address else one_line(label)


def web_address(url: str | None) -> str | None:
    """An address that Markdown cannot break, or None unless it is http or https with a host."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    address = quote(parts.geturl(), safe="/:?#@!$&'*+,;=%~-._")
    return address if len(address) <= ADDRESS else None


def sentence_address(url: str | None, excerpt: str) -> str | None:
    """The article's address with a text fragment, by which a browser jumps to the excerpt and marks it
    (WICG, Scroll To Text Fragment: `#:~:text=start,end`)."""
    address = web_address(url)
    if address is None:
        return None
    words = excerpt.split()
    if len(words) <= 2 * _FRAGMENT_WORDS:
        fragment = _term(words)
    else:
        fragment = f"{_term(words[:_FRAGMENT_WORDS])},{_term(words[-_FRAGMENT_WORDS:])}"
    return f"{address}{'' if '#' in address else '#'}:~:text={fragment}"


def _term(words: list[str]) -> str:
    # A hyphen would mark a prefix or suffix of the fragment, and quote() leaves it as it is.
    return quote(" ".join(words), safe="").replace("-", "%2D")


def _escaped_start(match: re.Match[str]) -> str:
    blank, sign, number, dot = match.groups()
    return f"{blank}\\{sign}" if sign else f"{blank}{number}\\{dot}"
