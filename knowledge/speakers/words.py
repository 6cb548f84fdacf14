"""The words around a quotation: where they begin and end, and what is made of them."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.build.cast import Cast
from knowledge.build.document import is_gap, place_of, token_at
from knowledge.build.quotations import Part
from knowledge.speakers.frames import Frame, Frames, Range


@dataclass(frozen=True)
class Owner:
    """What owns a quotation: places in the article, the rule that found it and how sure that rule is.

    `content` is the whole clause where the quotation is part of one.
    """

    source: Range
    cue: Range | None
    rule: str
    confidence: float
    content: Range | None = None


class Words:
    """An article's words, outside and inside quotations. `text` is the article's."""

    def __init__(self, frames: Frames, text: str, cast: Cast):
        self.frames, self.doc, self.text, self.cast = frames, frames.doc, text, cast

    def token_at(self, offset: int) -> int:
        """The first token that begins at or after a place of the article."""
        return token_at(self.doc, offset)

    def ends(self, index: int) -> bool:
        """Whether a sentence of the article's own words ends with this token."""
        after = self.doc[index + 1]
        return is_gap(after) or (bool(after.is_sent_start) and self.doc[index].is_punct)

    def stop(self, index: int) -> int:
        """Where the article's own words from `index` on end: with the sentence or before the next quotation."""
        while not is_gap(self.doc[index]) and index not in self.frames.spoken:
            if self.ends(index):
                return index
            index += 1
        return index

    def start(self, index: int) -> int:
        """The first token of the sentence that runs up to `index`, over quotations that are part of it."""
        while not is_gap(before := self.doc[index - 1]):
            if before.i not in self.frames.quoted:
                if self.ends(before.i) and before.text in (".", "?", "!", ";"):
                    return index
            elif index not in self.frames.quoted and self.doc[index].text[:1].isupper():
                inner = [
                    token.text for token in self.doc[max(0, index - 3) : index] if token.text not in ('"', "'", "''")
                ]
                if inner and inner[-1] in (".", "?", "!"):
                    return index
            index -= 1
        return index

    def introduced(self, part: Part) -> bool:
        """Whether a comma or a colon stands before the opening mark."""
        index = self.token_at(part.start)
        return index - 1 not in self.frames.quoted and self.doc[index - 1].text in (",", ":")

    def closing(self, part: Part) -> str:
        """The last character of a quotation, marks of nested ones left out."""
        return self.text[part.inner[0] : part.inner[1]].rstrip(" \u00a0'’\"”")[-1:]

    def made(self, frame: Frame, rule: str, confidence: float, content: Range | None = None) -> Owner:
        """An owner from a frame."""
        source, cue = (place_of(self.doc[low], self.doc[high - 1]) for low, high in (frame.source, frame.cue))
        return Owner(source, cue, rule, confidence, content)
