"""Quote marks become quotations: which words of the article stand in somebody's mouth. No language model.

Marks are paired inside a block, never over the whole article, so that one stray mark costs one paragraph
at most. A quotation that runs on over several paragraphs opens each with a mark and closes only the last:
its parts are joined here. A turn of a transcript ("WALLACE: ...") is a quotation without marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from knowledge.lexicon.people import lexicon, plain
from knowledge.model.article import TURN, Article
from knowledge.model.spans import Span

# Typewriter double marks are two apostrophes (the New York Times archive) or two backquotes.
_DOUBLE = re.compile(r"''|``|[\"“”„«»‹›]")
_SINGLE = re.compile(r"(?<!')['‘’‚](?!')")
_SAID_SINGLE = re.compile(r"(?:^|[\s(—–])['‘‚][^\W\d_][^'’\n]*(?:['’]\w[^'’\n]*)*[,.?!]['’](?=\W|$)", re.M)
_SAID_DOUBLE = re.compile(r"(?:''|``|[\"“„«»])[^\"“”«»\n]*?(?:''|[\"“”«»])")
WORD = re.compile(r"\w+(?:['’\-]\w+)*")
_NICKNAME = re.compile(
    r"\b(?P<before>[^\W\d_a-z][\w.]*) (?:[\"“‘']|(?P<bracket>\())"
    r"(?P<nickname>[^\W\d_a-z][\w.’'-]*(?: [^\W\d_a-z]\w*){0,2})[\"”’')](?= [^\W\d_a-z]\w)"
)
_LABEL_INSIDE = re.compile(r"([A-Z][A-Z.'’\-]+(?: [A-Z][A-Z.'’\-]+){0,3})(?: \([^)]{1,30}\))?:\s+")
_SIGNED = re.compile(r"\s*(?:[-–—―]|--)\s*(?=[A-Z@])")


@dataclass(frozen=True)
class Part:
    """A quotation's share of one block: [start, end) with the marks, `inner` without them, the block's number."""

    start: int
    end: int
    inner: Span
    block: int


@dataclass(frozen=True)
class Quotation:
    """One quotation, of one part or of several paragraphs.

    `form` is "marks" for words between marks and "turn" for a turn of a transcript, set between marks or not.
    `label` is the place of the name that a label before ("NAME:") or a signature after ("― Name") gives.
    `nested` are the places of quotations inside it, marks included.
    """

    parts: tuple[Part, ...]
    form: Literal["marks", "turn"] = "marks"
    label: Span | None = None
    nested: tuple[Span, ...] = ()

    @property
    def start(self) -> int:
        """The opening mark."""
        return self.parts[0].start

    @property
    def end(self) -> int:
        """After the closing mark."""
        return self.parts[-1].end

    @property
    def inner(self) -> Span:
        """The words without the outer marks."""
        return self.parts[0].inner[0], self.parts[-1].inner[1]

    @property
    def block(self) -> int:
        """The number, from 0, of the block it begins in."""
        return self.parts[0].block

    def words(self, text: str) -> int:
        """How many words it has; `text` is the article's."""
        return sum(len(WORD.findall(text, *part.inner)) for part in self.parts)


def find_quotations(article: Article) -> list[Quotation]:
    """Every quotation of the article's blocks in order, title and headings included."""
    single = _quotes_with_apostrophes(article)
    found: list[Quotation] = []
    open_part: list[Part] = []  # parts of a quotation that waits for its next paragraph
    for number, block in enumerate(article.blocks):
        if block.kind == "turn":
            found += _joined(open_part)
            open_part = []
            found += _turn(article, number)
            continue
        names = {match.start("nickname") for match in nicknames(article.text, block.start, block.end)}
        parts = [
            (part, closed)
            for part, closed in _parts(article.text, number, block.start, block.end, single)
            if part.inner[0] not in names
        ]
        for order, (part, closed) in enumerate(parts):
            inside = _LABEL_INSIDE.match(article.text, *part.inner)
            if open_part and (inside or order > 0 or part.start != block.start):
                found += _joined(open_part)
                open_part = []
            if inside:
                found += _labelled(part, inside)
                continue
            open_part.append(part)
            if closed:
                found += _joined(open_part, _signature(article, number, part))
                open_part = []
        if open_part and open_part[-1].block != number:
            found += _joined(open_part)
            open_part = []
    found += _joined(open_part)
    return [_with_nested(article.text, quotation, single) for quotation in found]


def nicknames(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Each nickname in marks or brackets inside a name: Dominic "Dom" Fairley, with `nickname` as the words inside.

    Before brackets stands a first name that is listed: "Keir Starmer (Labour) said" is none.
    """
    known = lexicon()
    for match in _NICKNAME.finditer(text, start, end):
        before = plain(match["before"])
        other = before in known.no_names or known.is_title(before) or before in known.organisations
        if known.is_given_name(before) or not (match["bracket"] or other or known.countries.find(match["before"])):
            yield match


def _quotes_with_apostrophes(article: Article) -> bool:
    """Whether the article quotes with single marks, as British papers do, and with double ones only inside those."""
    text = article.text[article.blocks[0].start :]
    single = len(_SAID_SINGLE.findall(_SAID_DOUBLE.sub("", text)))
    return single >= 2 and single > len(_SAID_DOUBLE.findall(_SAID_SINGLE.sub("", text)))


def _marks(text: str, start: int, end: int, single: bool) -> Iterator[tuple[int, int, str]]:
    """(start, end, kind) of each mark; kind is "open", "close" or "either"."""
    for match in (_SINGLE if single else _DOUBLE).finditer(text, start, end):
        low, high = match.span()
        before = text[low - 1] if low > start else " "
        after = text[high] if high < end else " "
        mark = match[0]
        if single and before.isalnum() and after.isalnum():
            continue  # an apostrophe
        closes = not before.isspace() and not after.isalnum()
        if mark in ("“", "«", "‹"):
            kind = "close" if closes and low > start and before not in "([—–-/" else "open"  # „German“, »Danish«
        elif mark in ("„", "‚", "``"):
            kind = "open"
        elif mark in ("”", "»", "›"):
            kind = "open" if mark != "”" and before.isspace() and after.isalnum() else "close"
        elif (before.isspace() or before in "([—–-/") and not after.isspace():
            kind = "open"
        elif closes:
            kind = "close"
        else:
            kind = "either"
        if single and kind == "either":
            continue
        yield low, high, kind


def _parts(text: str, number: int, start: int, end: int, single: bool) -> Iterator[tuple[Part, bool]]:
    """The quoted runs of a block, each with whether it was closed; a later opening mark overrules an open one."""
    opened: tuple[int, int] | None = None
    nested = False
    marks = list(_marks(text, start, end, single))
    for order, (low, high, kind) in enumerate(marks):
        if single and text[low - 1] == "s" and order + 1 < len(marks) and marks[order + 1][2] == "close":
            continue  # "the workers' fault.'"
        if opened is None:
            inches = text[low - 1 : low].isdigit()
            if kind == "open" or (kind == "either" and not inches):
                opened = (low, high)
        elif kind == "open" and text[low] == "“" and text[opened[0]] == '"' and opened[0] == start:
            nested = True  # a block quotation between typewriter marks, with curly ones inside
        elif kind == "close" and nested and text[low] == "”":
            nested = False
        elif kind == "open" and (not single or text[low - 1] in " \n"):
            opened = (low, high)
        else:
            yield Part(opened[0], high, (opened[1], low), number), True
            opened = None
    if opened is not None and WORD.search(text, opened[1], end):
        yield Part(opened[0], end, (opened[1], end), number), False


def _joined(parts: list[Part], label: Span | None = None) -> list[Quotation]:
    kept = tuple(part for part in parts if part.inner[0] < part.inner[1])
    return [Quotation(kept, label=label)] if kept else []


def _labelled(part: Part, match: re.Match[str]) -> list[Quotation]:
    """A turn of a transcript that is set between marks: the name is no part of what is said."""
    inner = (match.end(), part.inner[1])
    if inner[0] >= inner[1]:
        return []
    return [Quotation((Part(inner[0], part.end, inner, part.block),), "turn", match.span(1))]


def _turn(article: Article, number: int) -> list[Quotation]:
    block = article.blocks[number]
    match = TURN.match(article.text, block.start, block.end)
    if not match or match.end() >= block.end:
        return []
    start, end = match.end(), block.end
    inner = (start, end)
    words = article.text[start:end]
    if len(words) > 2 and words[0] in '"“' and words[-1] in '"”':
        inner = (start + 1, end - 1)
    return [Quotation((Part(start, end, inner, number),), "turn", match.span("name"))]


def _signature(article: Article, number: int, part: Part) -> Span | None:
    """The name that signs a quotation with a dash: after it in its block, or alone in the next one."""
    block = article.blocks[number]
    text = article.text
    here = _SIGNED.match(text, part.end, block.end)
    first = not WORD.search(text, block.start, part.start)  # but for the mark of an item
    if here and first and block.end - here.end() <= 80 and text[block.end - 1] not in '"”':
        return here.end(), _signer_end(text, here.end(), block.end)
    if part.end == block.end and number + 1 < len(article.blocks):
        following = article.blocks[number + 1]
        there = _SIGNED.match(text, following.start, following.end)
        if there and there.start() == following.start and following.end - there.end() <= 80:
            return there.end(), _signer_end(text, there.end(), following.end)
    return None


def _signer_end(text: str, start: int, end: int) -> int:
    """Where the name ends that a signature begins with: "― Ann Tully | , mayor"."""
    comma = text.find(",", start, end)
    return end if comma < 0 else comma


def _with_nested(text: str, quotation: Quotation, single: bool) -> Quotation:
    nested: list[Span] = []
    for part in quotation.parts:
        opened: int | None = None
        inner = _DOUBLE if single or quotation.form == "turn" else _SINGLE
        for match in inner.finditer(text, *part.inner):
            low, high = match.span()
            before = text[low - 1] if low > part.inner[0] else " "
            after = text[high] if high < part.inner[1] else " "
            if opened is None and not before.isalnum() and after.isalnum():
                opened = low
            elif opened is not None and not after.isalnum() and not before.isspace():
                nested.append((opened, high))
                opened = None
    if not nested:
        return quotation
    return Quotation(quotation.parts, quotation.form, quotation.label, tuple(nested))
