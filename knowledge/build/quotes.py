"""Quotations with their speakers become the fact base's quotes; those without one are reported apart."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from knowledge.build.attribution import Attribution, Spans
from knowledge.model.article import Article
from knowledge.model.factbase import Quote, Unattributed, excerpt_id

if TYPE_CHECKING:
    from knowledge.actors import Cast
    from knowledge.build.quotations import Part, Quotation

SPEECH_WORDS = 4  # shorter runs between marks are names, terms and scare quotes more often than speech
DETERMINERS = frozenset(["the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their", "our", "my"])
DETERMINERS |= {"so-called"}
COVERED = 0.5  # share of a quotation that an attribution's content must cover
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")


def find_quotes(
    article: Article,
    quotations: list[Quotation],
    attributions: list[Attribution],
    cast: Cast,
    topics_of: Callable[[str], list[str]],
) -> tuple[list[Quote], list[Unattributed]]:
    """(quotes, unattributed) in the order of the article; a quotation of several paragraphs gives one each.

    The words are those inside the marks, exactly. `topics_of` gives the ids of the topics of a text.
    """
    quotes: list[Quote] = []
    unattributed: list[Unattributed] = []
    seen: set[str] = set()
    for part in (part for quotation in quotations for part in quotation.parts):
        start, end = _stripped(article.text, *part.inner)
        words = len(_WORD.findall(article.text, start, end))
        if not words:
            continue
        said = _said_by(part, attributions)
        text = article.text[start:end]
        context = _context(article, part)
        enough = words >= SPEECH_WORDS or (words > 1 and said is not None and _is_speech(article, part, said))
        if said is not None and (said.actor or said.source) and enough:
            source = None if said.actor else _words(article, said.source)
            quotes.append(
                Quote(
                    excerpt_id("q", text, context, seen),
                    said.actor,
                    text,
                    start,
                    end,
                    cue=_words(article, said.cue),
                    source=source,
                    medium=said.medium,
                    topics=topics_of(text),
                )
            )
        elif words >= SPEECH_WORDS:
            unattributed.append(Unattributed(excerpt_id("u", text, context, seen), text, start, end))
    return quotes, unattributed


def _said_by(part: Part, attributions: list[Attribution]) -> Attribution | None:
    """The attribution a quotation stands in: the innermost that covers it, direct speech first."""
    low, high = part.inner
    found = []
    for one in attributions:
        covered = sum(max(0, min(high, end) - max(low, start)) for start, end in one.content)
        inside = any(low <= start and end <= high for start, end in one.cue)  # a cue among the quoted words
        if covered >= COVERED * (high - low) and not inside and one.confidence >= 0.5:
            found.append(one)
    order = {"direct": 0, "mixed": 1, "indirect": 2}
    return min(found, key=lambda one: (order[one.kind], _extent(one.content)), default=None)


def _is_speech(article: Article, part: Part, said: Attribution) -> bool:
    """Whether a few words between marks are said and do not name something: 'called it "very good"', not
    'a new "harbour tax"', nor 'on "Morning Engine"'."""
    if said.kind == "direct":
        return True
    inner = _WORD.findall(article.text, *part.inner)
    before = _WORD.findall(article.text, article.blocks[part.block].start, part.start)[-2:]
    named = all(word[0].isupper() for word in inner)
    near, far = (word.lower() for word in (*[""] * (2 - len(before)), *before)[::-1])
    return said.kind == "mixed" and not named and near not in DETERMINERS and far not in ("a", "an")


def _extent(places: Spans) -> int:
    return sum(end - start for start, end in places)


def _words(article: Article, places: Spans) -> str | None:
    return " ".join(article.text[start:end] for start, end in places) or None


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _context(article: Article, part: Part) -> str:
    """What beside its own words tells one quotation from another: the paragraph it stands in."""
    return article.slice(article.blocks[part.block])
