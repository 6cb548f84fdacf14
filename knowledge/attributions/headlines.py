"""Headlines that say who speaks before a colon: "Gingrich: Trump must decide"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.attributions.frames import Frame, make_frame
from knowledge.lexicon.cues import Lexicon
from knowledge.lexicon.verbs import Cue

if TYPE_CHECKING:
    from spacy.tokens import Span

NAME_TOKENS = 9  # a longer run before the colon is a headline of its own
COLON = Cue("report", 0.75)


def headline_frames(block: Span, lexicon: Lexicon) -> Iterator[Frame]:
    """The frame of a headline whose words before its only colon are a name or a document ("Report: ...")."""
    colons = [token for token in block if token.text == ":"]
    before = colons[0].i - block.start if len(colons) == 1 else 0
    if not 0 < before <= NAME_TOKENS or before + 3 > len(block) - 1:
        return
    colon = colons[0]
    name = [token for token in block[:before] if not token.is_punct]
    capital = all(token.text[0].isupper() or token.lower_ in ("of", "at", "on", "the", "and", "de") for token in name)
    if not name or not capital or any(token.tag_ in ("VBZ", "VBP", "VBD", "MD") for token in name):
        return
    holder = name[-1]
    if holder.pos_ not in ("PROPN", "NOUN"):
        return
    content = set(range(colon.i + 1, block.end))
    frame = make_frame(colon, holder, {token.i for token in name}, {colon.i}, content, "that", COLON, lexicon)
    if frame is not None:
        yield frame
