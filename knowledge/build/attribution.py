"""An attribution: a holder, a cue and a content, as the literature has it (PARC3, PolNeAR).

"Shamkhani [holder] asserted [cue] that the arsenal is a red line [content]". One record serves the quotes,
the positions and `readout attribute`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Spans = tuple[tuple[int, int], ...]  # [start, end) in the article, in order


@dataclass(frozen=True)
class Attribution:
    """Who said or holds what. Spans are places in the article; a source may be empty (nobody is named).

    `speaker` is the resolved name ("Ali Shamkhani" for "he"), `actor` the id in the fact base, each None
    where it could not be told. `level` is 0 for the outermost, 1 for one inside another's content.
    `confidence` is a hand-set weight between 0 and 1.
    """

    source: Spans
    cue: Spans
    content: Spans
    kind: Literal["direct", "mixed", "indirect"]
    speaker: str | None = None
    actor: str | None = None
    stance: str = "report"
    negated: bool = False
    modality: str | None = None
    tense: str | None = None
    passive: bool = False
    medium: str | None = None
    level: int = 0
    confidence: float = 1.0
