"""A file becomes an article: its text with offsets, and its blocks told apart.

Offsets count characters of the decoded file as it is: front matter, carriage returns and a byte order
mark included, so that anybody can check a citation against the file. A block is one line of the file
that has words on it, or a line that wrapped text continues.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Literal

from knowledge.errors import BadData
from knowledge.lexicon.people import load_countries
from knowledge.lexicon.tables import table
from knowledge.lexicon.words import fold
from knowledge.model.front_matter import read_front_matter
from knowledge.model.spans import Span

BlockKind = Literal["title", "heading", "byline", "body", "item", "turn"]

MAX_BYTES = 2_000_000  # a long feature has 60,000; past this a file is not an article

_LINE = re.compile(r"[^\r\n]+")
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")
_END_MARK = re.compile(r"[.!?…:;,][\"“”’')\]«»›]*$|[\"“”«»]$|[«»›][.,]$")
_SENTENCE_END = re.compile(r"[.!?…][\"“”’')\]»›]*$")
_BYLINE = re.compile(
    r"(?:by|from)\s+[A-Z][\w.'’-]+(?:\s+(?:[A-Z][\w.'’-]+|and|de|van|von|bin|al))*(?:\s*[,|].*)?$", re.I
)
_CREDIT = re.compile(  # who else wrote it: the last lines of an article
    r"(?:[A-Z][\w.'’-]+,? (?:and )?){1,12}(?:also )?"
    r"(?:contributed (?:to this (?:report|article|story)|reporting)|reported from)\b"
    r"|(?:reporting|editing|writing|additional reporting) by [A-Z]",
    re.I,
)
_ITEM = re.compile(r"(?:[-*•‣▪–]|\(?\d{1,2}[.)])\s+\S")
# "14:32 ", "[5.40pm] ", "5.40pm: ": when an entry of a live blog or a transcript was written
TIME = re.compile(
    r"(?:\[\d{1,2}[:.]\d{2}[^\]\n]{0,12}\]|\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\b\.?)?(?: [A-Z]{3,4}\b)?|"
    r"\d{1,2}(?:\.\d{2})? ?[ap]\.?m\b\.?|\d{1,2}\.\d{2}(?=:| [-–—|]))(?: ?[:|]| [-–—])?\s+(?=\S)"
)
_LABELS = r"[^\W\d_a-z][\w.'’\-]*"
# "SOLHEIM: ", "Q: ", "DR ANETE LIEPA (Riga Hospital): ", "Colin Frere, developer: " with the name as `name`
TURN = re.compile(
    rf"(?:{TIME.pattern})?(?:\*\*|__)?(?P<name>{_LABELS}(?: (?:[a-z]{{1,4}} ){{0,2}}{_LABELS}){{0,5}})(?:\*\*|__)?"
    r"(?: \([^()\n]{1,60}\)|, [^:,\n\"“‘]{2,60})?:(?:\*\*|__)?\s+(?=\S)",
)
QUOTES = frozenset("\"“„«»‹‘‚'")
_OTHER_KINDS = (  # how files begin that are no article, and what they are
    (re.compile(rb"%PDF-"), "a PDF"),
    (re.compile(rb"PK\x03\x04"), "a packed file, as of a word processor"),
    (re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|\?xml)\b", re.I), "a web page"),
    (re.compile(rb"(?:\xef\xbb\xbf)?format: *\d+\r?\narticle:"), "a compiled fact base"),
)
HEADING_WORDS = 22  # the longest heading seen in the articles measured
STOPPED_HEADING_WORDS = 8  # of a heading that an archive has given a full stop: every word of weight has a capital
BYLINE_WORDS = 16
CREDIT_WORDS = 40
TOP, TAIL = 5, 4  # lines at the top where a byline, and at the end where a credit stands


@dataclass(frozen=True)
class Block:
    """A line of the article: its kind and its slice [start, end), white space around it left out."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True)
class Article:
    """An article as read. `path` is the file as given, `text` the whole decoded file, `number` of a block
    in `blocks` plus one is what citations call its paragraph."""

    id: str
    path: Path
    text: str
    sha256: str
    title: str
    blocks: list[Block]
    meta: dict[str, str] = field(default_factory=dict)

    def slice(self, block: Block) -> str:
        """The words of a block."""
        return self.text[block.start : block.end]

    def verbatim(self, spans: Iterable[Span]) -> str:
        """The text of some spans, with a space between two of them."""
        return " ".join(self.text[low:high] for low, high in spans)

    def paragraph(self, offset: int) -> int:
        """The number, from 1, of the block around an offset (or of the last block before it)."""
        return max(1, bisect_right(self.blocks, offset, key=lambda block: block.start))


def read_article(path: Path) -> Article:
    """The article in a file; its id is the file's name without the ending. Raises BadData with what to do."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadData.one(path, "", error.strerror or "an unreadable file", "a readable text file") from error
    return parse(data, path)


def parse(data: bytes, path: Path) -> Article:
    """The article in the bytes of the file called `path`, which need not be there. Raises BadData with what to do."""
    text = decode(data, path)
    return parse_text(text, article_id=slug(path.stem), path=path, sha256=hashlib.sha256(data).hexdigest())


def decode(data: bytes, path: Path) -> str:
    """The text in the bytes of an article. Raises BadData where that can be seen to be no article without parsing."""
    for begins, kind in _OTHER_KINDS:
        if begins.match(data):
            raise BadData.one(path, "", kind, "an article as plain text: a title, then its paragraphs")
    if len(data) > MAX_BYTES:
        raise BadData.one(path, "", f"{len(data):,} bytes", f"an article of at most {MAX_BYTES:,} bytes; split it")
    if b"\0" in data:
        raise BadData.one(path, f"byte {data.index(0)}", "a zero byte: a binary file", "plain text in UTF-8")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        found = f"0x{data[error.start]:02x}, not UTF-8"
        raise BadData.one(path, f"byte {error.start}", found, "plain text saved as UTF-8") from error


def parse_text(text: str, article_id: str, path: Path, sha256: str) -> Article:
    """The article in a decoded text. Raises BadData where it has no words or its front matter is unusable."""
    meta, start = read_front_matter(text, path)
    blocks = _blocks(text, start, titled="title" in meta)
    if sum(len(_WORD.findall(text[block.start : block.end])) for block in blocks) < 2:
        found = "no words" if not blocks else "a single word"
        raise BadData.one(path, "", found, "an article: a title on the first line, then its paragraphs")
    title = meta.get("title") or _title(text, blocks)
    return Article(article_id, path, text, sha256, title, blocks, meta)


def slug(name: str) -> str:
    """A name as an id: lower case, ASCII letters where they have one, words joined by hyphens."""
    return re.sub(r"[^\w]+|_", "-", re.sub(r"['’.]", "", fold(name))).strip("-") or "unnamed"


def _blocks(text: str, start: int, titled: bool) -> list[Block]:
    spans = []
    for match in _LINE.finditer(text, start):
        line = match[0]
        left = len(line) - len(line.lstrip(" \t\u00a0\u200b\ufeff\x0b\x0c"))
        right = len(line.rstrip())
        if _WORD.search(line):
            spans.append((match.start() + left, match.start() + right))
    spans = _unwrapped(text, spans)
    kinds = _kinds([text[low:high] for low, high in spans], titled)
    return [Block(kind, low, high) for kind, (low, high) in zip(kinds, spans, strict=True)]


def _unwrapped(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Joins lines that a fixed width has broken: paragraphs are then told by empty lines."""
    if len(spans) < 8:
        return spans
    gaps = [text[low[1] : high[0]] for low, high in pairwise(spans)]
    tight = [gap.replace("\r", "").count("\n") == 1 for gap in gaps]
    longest = max(high - low for low, high in spans)
    broken = sum(
        t and not _END_MARK.search(text[low:high]) and high - low > 0.6 * longest
        for t, (low, high) in zip(tight, spans, strict=False)
    )
    if longest > 120 or broken < 0.3 * len(spans):
        return spans
    joined = [spans[0]]
    for close, (low, high) in zip(tight, spans[1:], strict=True):
        if close and not _ITEM.match(text[low:high]):
            joined[-1] = (joined[-1][0], high)
        else:
            joined.append((low, high))
    return joined


def _title(text: str, blocks: list[Block]) -> str:
    """The title lines joined, else the first words."""
    lines = [" ".join(text[block.start : block.end].split()) for block in blocks if block.kind == "title"]
    return " ".join(lines) or _first_words(text[blocks[0].start : blocks[0].end])


def _kinds(lines: list[str], titled: bool) -> list[BlockKind]:
    turns = _turns(lines)
    kinds: list[BlockKind] = []
    for number, line in enumerate(lines):
        words = len(_WORD.findall(line))
        if _is_title(lines, number, titled, kinds):
            kinds.append("title")
        elif _is_byline(lines, number, words):
            kinds.append("byline")
        elif number in turns:
            kinds.append("turn")
        elif _ITEM.match(line):
            kinds.append("item")
        elif _is_heading(line, words):
            kinds.append("heading")
        else:
            kinds.append("body")
    return kinds


def _turns(lines: list[str]) -> set[int]:
    """The numbers of the lines that a label gives to somebody ("SOLHEIM: ..."), quotation marks left out.

    All where a good part of the lines have one, as in a transcript; else those beside another, one of them by a label
    that comes again or is somebody named elsewhere. "Age: 54", "CHENNAI: ..." are none.
    """
    matches = {number: match for number, line in enumerate(lines) if (match := TURN.match(line))}
    if len(matches) >= max(4, 0.2 * len(lines)):
        return set(matches)
    spoken = {
        number: match["name"].split()[-1]
        for number, match in matches.items()
        if number and lines[number][match.end()] not in QUOTES and _SENTENCE_END.search(lines[number])
        if not load_countries().find(match["name"])
    }
    others = "\n".join(line for number, line in enumerate(lines) if number not in spoken)
    known = {number for number, name in spoken.items() if re.search(rf"\b{re.escape(name.title())}\b", others)}
    sure = known | {number for number, name in spoken.items() if list(spoken.values()).count(name) > 1}
    alone = {number for number in known if number > 1 and spoken[number].isupper() and len(spoken[number]) > 2}
    beside = {number for number in spoken if {number - 1, number + 1} & spoken.keys()}
    return alone | {number for number in beside if {number - 1, number, number + 1} & sure}


def _is_title(lines: list[str], number: int, titled: bool, kinds: list[BlockKind]) -> bool:
    """The first line, unless it reads like a paragraph; the second where a semicolon leaves the first open."""
    if titled or number > 1 or (len(lines) == number + 1 and number):
        return False
    words = len(_WORD.findall(lines[number]))
    if number == 1:
        return kinds[0] == "title" and lines[0].endswith(";") and words <= HEADING_WORDS
    stopped = lines[0].endswith((".", "?", "!", "'", "’", '"', "”", ";"))
    return words <= 40 and (not _END_MARK.search(lines[0]) or (len(lines) > 1 and stopped and words <= HEADING_WORDS))


def _is_byline(lines: list[str], number: int, words: int) -> bool:
    if number < TOP and words <= BYLINE_WORDS and _BYLINE.match(lines[number]):
        return True
    return number > 0 and number >= len(lines) - TAIL and words <= CREDIT_WORDS and bool(_CREDIT.match(lines[number]))


def _is_heading(line: str, words: int) -> bool:
    if line[:1] in "\"“„«»‹‘‚'-–—―" or line[:1].islower():
        return False
    if not _END_MARK.search(line):
        return words <= HEADING_WORDS
    weighty = [word for word in _WORD.findall(line) if word not in table(frozenset[str], "small_words")]
    capitals = bool(weighty) and not any(word[0].islower() for word in weighty)
    return words <= STOPPED_HEADING_WORDS and line.endswith(".") and capitals and not line.endswith("..")


def _first_words(line: str, limit: int = 90) -> str:
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0] + "…"
