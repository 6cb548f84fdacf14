"""What a member sees of a text: Discord's Markdown taken away, and a note of everything it would have done.

An independent reading of Discord's rules (escapes, headings, subtext, block quotes, lists, code, links, mentions,
emoji, timestamps, spoilers, emphasis), in the order in which its client tries them; written for tests, so a text
that means to show literally must come out with no effect at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# At the start of a line. Block quotes may hold any of the others.
_LINE = [
    ("quote", re.compile(r">>>[ ]|>[ ]")),
    ("heading", re.compile(r"#{1,3}[ ]+(?=\S)")),
    ("subtext", re.compile(r"-#[ ]+(?=\S)")),
    ("list", re.compile(r"[ ]*(?:[-*]|\d+\.)[ ]+(?=\S)")),
]
# Anywhere in a line, first match wins.
_INLINE = [
    ("escape", re.compile(r"\\([^0-9A-Za-z\s])")),
    ("code", re.compile(r"(`+)([\s\S]*?[^`])\1(?!`)")),
    ("mention", re.compile(r"<(?:@[!&]?|#)\d+>|@everyone|@here|<(?:id:\w+|/[^<>:]+:\d+)>")),
    ("emoji", re.compile(r"<a?:\w+:\d+>|:[^\s:]+?(?:::skin-tone-\d)?:")),
    ("timestamp", re.compile(r"<t:-?\d+(?::[tTdDfFRsS])?>")),
    ("link", re.compile(r"\[((?:\\.|[^\[\]\\])+)\]\(\s*<?((?:https?|discord)://[^\s<>()]+)>?\s*\)")),
    ("link", re.compile(r"<((?:https?://|mailto:|tel:)[^\s<>]+)>")),
    ("link", re.compile(r"(https?://[^\s<]+[^\s<.,:;\"')\]])")),
    ("spoiler", re.compile(r"\|\|([\s\S]+?)\|\|")),
    ("bold", re.compile(r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)")),
    ("underline", re.compile(r"__((?:\\[\s\S]|[^\\])+?)__(?!_)")),
    ("italic", re.compile(r"\*(?=\S)((?:\\[\s\S]|[^\\*])+?)\*(?!\*)|\b_((?:\\[\s\S]|[^\\_])+?)_\b")),
    ("strike", re.compile(r"~~(?=\S)((?:\\[\s\S]|[^\\])*?\S)~~")),
]


@dataclass
class Seen:
    """The words that stand on the screen, and what the Markdown did: (kind, words or address)."""

    text: str = ""
    effects: list[tuple[str, str]] = field(default_factory=list)

    def of(self, kind: str) -> list[str]:
        """What one kind of effect was done to."""
        return [what for known, what in self.effects if known == kind]


def read(text: str) -> Seen:
    """A text as a member sees it."""
    seen = Seen()
    lines = []
    for line in text.split("\n"):
        rest, again = line, True
        while again:
            again = False
            for kind, pattern in _LINE:
                if match := pattern.match(rest):
                    rest, again = rest[match.end() :], kind == "quote"
                    seen.effects.append((kind, rest))
                    break
        lines.append(rest)
    seen.text = _inline("\n".join(lines), seen)
    return seen


def _inline(text: str, seen: Seen) -> str:
    out, here = [], 0
    while here < len(text):
        for kind, pattern in _INLINE:
            match = pattern.match(text, here)
            if match and match.end() > here and not (kind == "link" and text[here - 1 : here] == "\\"):
                out.append(_effect(kind, match, seen))
                here = match.end()
                break
        else:
            out.append(text[here])
            here += 1
    return "".join(out)


def _effect(kind: str, match: re.Match[str], seen: Seen) -> str:
    if kind == "escape":
        return match[1]
    if kind == "code":
        seen.effects.append((kind, match[2]))
        return match[2]
    if kind in ("mention", "emoji", "timestamp"):
        seen.effects.append((kind, match[0]))
        return match[0]
    if kind == "link":
        groups = match.groups()
        seen.effects.append((kind, groups[-1]))
        return _inline(groups[0], seen) if len(groups) == 2 else groups[0]
    inner = _inline(next(group for group in match.groups() if group is not None), seen)
    seen.effects.append((kind, inner))
    return inner
