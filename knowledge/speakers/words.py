"""The words around a quotation in its block: where they begin and end, and what is made of them."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.actors import Cast
from knowledge.quotations import Part
from knowledge.speakers.frames import BlockFrames, Frame, Range


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
    """One block's words, outside and inside quotations. `text` is the article's."""

    def __init__(self, frames: BlockFrames, text: str, cast: Cast):
        self.frames, self.doc, self.text, self.cast = frames, frames.doc, text, cast

    def token_at(self, offset: int) -> int:
        """The first token that begins at or after a place of the article."""
        local, low, high = offset - self.frames.block.start, 0, len(self.doc)
        while low < high:
            middle = (low + high) // 2
            if self.doc[middle].idx < local:
                low = middle + 1
            else:
                high = middle
        return low

    def ends(self, index: int) -> bool:
        """Whether a sentence of the article's own words ends with this token."""
        return index + 1 >= len(self.doc) or (bool(self.doc[index + 1].is_sent_start) and self.doc[index].is_punct)

    def stop(self, index: int) -> int:
        """Where the article's own words from `index` on end: with the sentence or before the next quotation."""
        while index < len(self.doc) and not self.frames.speech_at[index]:
            if self.ends(index):
                return index
            index += 1
        return index

    def start(self, index: int) -> int:
        """The first token of the sentence that runs up to `index`, over quotations that are part of it."""
        while index > 0:
            before = self.doc[index - 1]
            if not self.frames.quoted[before.i]:
                if self.ends(before.i) and before.text in (".", "?", "!", ";"):
                    return index
            elif index < len(self.doc) and not self.frames.quoted[index] and self.doc[index].text[:1].isupper():
                inner = [
                    token.text for token in self.doc[max(0, index - 3) : index] if token.text not in ('"', "'", "''")
                ]
                if inner and inner[-1] in (".", "?", "!"):
                    return index
            index -= 1
        return 0

    def introduced(self, part: Part) -> bool:
        """Whether a comma or a colon stands before the opening mark."""
        index = self.token_at(part.start)
        return bool(index) and not self.frames.quoted[index - 1] and self.doc[index - 1].text in (",", ":")

    def closing(self, part: Part) -> str:
        """The last character of a quotation, marks of nested ones left out."""
        return self.text[part.inner[0] : part.inner[1]].rstrip(" \u00a0'’\"”")[-1:]

    def made(self, frame: Frame, rule: str, confidence: float, content: Range | None = None) -> Owner:
        """An owner from a frame of this block."""
        place = self.frames.block.place
        source, cue = self.doc[slice(*frame.source)], self.doc[slice(*frame.cue)]
        return Owner(place(source), place(cue), rule, confidence, content)
