"""Frames and quotations that are one act of speech become one attribution; the others stand side by side."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from knowledge.build.attribution import Attribution, Spans
from knowledge.build.quotations import Quotation
from knowledge.model.article import Article

DIRECT = 0.9  # share of a content's words between marks that makes it direct speech
SCARE = 0.5  # a quotation shorter than this share of the clause around it is part of the clause
SPEECH = 4  # words: from here on a quotation is speech even without a known cue
_STOP = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘(]?[A-Z])")
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")


def merge(
    article: Article, quotations: list[Quotation], frames: list[Attribution], quoted: list[Attribution]
) -> list[Attribution]:
    """The attributions of frames and of quotations, each act of speech once, with the kind of its content.

    A quotation's attribution knows the speaker and every part of the words, a frame the extents and the
    stance; where both share a cue the result has the best of both.
    """
    marks = [part.inner for quotation in quotations for part in quotation.parts]
    left = list(frames)
    merged = []
    for said in quoted:
        twins = [frame for frame in left if _overlap(frame.cue, said.cue) and _near(frame, said)]
        twin = max(twins, key=lambda frame: (_shared(frame.content, said.content), frame.confidence), default=None)
        if twin is not None:
            left = [frame for frame in left if frame is not twin]
            said = _joined(article, twin, said)
        elif _words(article, said.content) < SPEECH and said.kind != "direct":
            continue  # a term between marks, governed by a verb that is no cue
        elif said.cue and said.cue[0][0] >= said.content[0][1] and _fragment(article, said.content[0]):
            said = replace(said, content=_from_beginning(article, said.content, marks))
        merged.append(said)
    return [replace(one, kind=_kind(article, one.content, marks)) for one in left + merged]


def _joined(article: Article, frame: Attribution, said: Attribution) -> Attribution:
    """One attribution of a frame and a quotation with the same cue."""
    same_holder = _overlap(frame.source, said.source)
    source = frame.source if same_holder or frame.passive else said.source
    scare = _size(said.content) < SCARE * _size(frame.content)  # a few quoted words of a clause
    apart = not _shared(frame.content, said.content)  # He denied it. "..."
    whole = said.kind == "direct" and not scare and not apart and not _fragment(article, said.content[0])
    content = said.content if whole else united(frame.content, said.content)
    content = without(content, (*source, *frame.cue))
    content = tuple(_tight(article, place) for place in content if _WORD.search(article.text, *place))
    resolved = said if said.actor or not frame.passive else frame
    return replace(
        frame,
        source=source,
        content=content or said.content,
        speaker=resolved.speaker,
        actor=resolved.actor,
        medium=said.medium,
        confidence=max(frame.confidence, said.confidence),
    )


def _tight(article: Article, place: tuple[int, int]) -> tuple[int, int]:
    """A place without the space at its end."""
    return place[0], place[0] + len(article.text[slice(*place)].rstrip())


def _fragment(article: Article, place: tuple[int, int]) -> bool:
    """Whether a quotation begins in the middle of a sentence: with a small letter."""
    first = _WORD.search(article.text, *place)
    return first is not None and first[0][0].islower()


def _from_beginning(article: Article, content: Spans, marks: list[tuple[int, int]]) -> Spans:
    """A content whose quotation ends a sentence ("..., she said"), with the words of the sentence before it."""
    start, end = content[0]
    block = next((one for one in article.blocks if one.start <= start < one.end), None)
    if block is None:
        return content
    stops = [match.end() for match in _STOP.finditer(article.text, block.start, start)]
    first = max([block.start, *stops])
    if any(first <= low < start for low, _ in marks):
        return content  # another quotation stands between
    return ((first, end), *content[1:])


def united(one: Spans, other: Spans) -> Spans:
    """The places of both, those that overlap joined."""
    joined: list[list[int]] = []
    for low, high in sorted((*one, *other)):
        if joined and low <= joined[-1][1] + 1:
            joined[-1][1] = max(joined[-1][1], high)
        else:
            joined.append([low, high])
    return tuple((low, high) for low, high in joined)


def without(places: Spans, barred: Spans) -> Spans:
    """The places with the barred ones cut out."""
    out = list(places)
    for start, end in barred:
        out = [
            piece
            for low, high in out
            for piece in ((low, min(high, start)), (max(low, end), high))
            if piece[0] < piece[1]
        ]
    return tuple(out)


def _kind(article: Article, content: Spans, marks: list[tuple[int, int]]) -> Literal["direct", "mixed", "indirect"]:
    words = [match.span() for low, high in content for match in _WORD.finditer(article.text, low, high)]
    inside = sum(any(low <= start and end <= high for low, high in marks) for start, end in words)
    if not inside:
        return "indirect"
    return "direct" if inside >= DIRECT * len(words) else "mixed"


def _near(frame: Attribution, said: Attribution) -> bool:
    return _shared(frame.content, said.content) > 0 or _overlap(frame.source, said.source)


def _overlap(one: Spans, other: Spans) -> bool:
    return _shared(one, other) > 0


def _words(article: Article, places: Spans) -> int:
    return sum(len(_WORD.findall(article.text, low, high)) for low, high in places)


def _size(places: Spans) -> int:
    return sum(high - low for low, high in places)


def _shared(one: Spans, other: Spans) -> int:
    return sum(max(0, min(high, end) - max(low, start)) for low, high in one for start, end in other)
