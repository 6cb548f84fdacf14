"""The article as HTML with its excerpts marked, whether they lie apart, inside one another or across.

Elements of HTML nest, excerpts need not. So each block is cut at every boundary of an excerpt, and every piece
says which excerpts it belongs to; a label at an excerpt's first piece leads to its record.
"""

from __future__ import annotations

from html import escape
from itertools import pairwise

from knowledge.model.article import Article, Block
from knowledge.review.marks import KINDS, Mark

_ELEMENTS = {"title": "p", "heading": "h3"}


def article_html(article: Article, marks: list[Mark]) -> str:
    """The blocks of the article in order, numbered as citations number them."""
    return "\n".join(_block(article, number, block, marks) for number, block in enumerate(article.blocks, start=1))


def _block(article: Article, number: int, block: Block, marks: list[Mark]) -> str:
    element = _ELEMENTS.get(block.kind, "p")
    here = [mark for mark in marks if any(low < block.end and block.start < high for low, high in mark.places)]
    here.sort(key=lambda mark: (KINDS.index(mark.kind), mark.start, -mark.places[-1][1]))
    edges = {block.start, block.end}
    for mark in here:
        edges |= {edge for place in mark.places for edge in place if block.start < edge < block.end}
    points = sorted(edges)
    labelled = {mark.id for mark in here if mark.start < block.start}  # its label stands in an earlier block
    pieces = []
    for low, high in pairwise(points):
        around = [mark for mark in here if any(start <= low and high <= end for start, end in mark.places)]
        pieces += [_label(mark) for mark in around if mark.id not in labelled]
        labelled |= {mark.id for mark in around}
        pieces.append(_piece(article.text[low:high], [mark for mark in around if mark.kind != "fact"]))
    paragraph = f'<span class="paragraph" title="paragraph {number}">{number}</span>'
    return f'<{element} class="{block.kind}">{paragraph}{"".join(pieces)}</{element}>'


def _label(mark: Mark) -> str:
    about = f"{mark.kind} {mark.number.lstrip('f')}" + (f", {mark.who}" if mark.kind != "fact" else "")
    shown = mark.number if mark.kind == "fact" else f"{mark.number} {mark.who}"
    return (
        f'<a class="tag of-{mark.kind} {mark.style}" id="at-{escape(mark.id)}" href="#{escape(mark.id)}"'
        f' aria-label="{escape(about)}">{escape(shown)}</a>'
    )


def _piece(words: str, around: list[Mark]) -> str:
    """The words inside one element for each excerpt around them, so that each can draw its own line or ground."""
    text = escape(words)
    for mark in reversed(around):
        text = f'<span class="mark {mark.kind} {mark.style}" data-record="{escape(mark.id)}">{text}</span>'
    return text
