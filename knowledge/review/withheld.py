"""What the build saw and kept back: attributions it was not sure of, or whose holder it could not tell."""

from __future__ import annotations

from knowledge.build.attribution import Attribution
from knowledge.build.positions import BAR
from knowledge.lexicon.cues import load_lexicon
from knowledge.model.factbase import FactBase

KEPT = 0.5  # the share of an attribution's words inside a record at which it counts as told


def withheld_attributions(attributions: list[Attribution], base: FactBase) -> list[Attribution]:
    """The attributions that would be positions or quotes but for a low confidence or an unknown holder, in order."""
    lexicon = load_lexicon()
    told = {place for one in [*base.quotes, *base.positions] for place in range(one.start, one.end)}
    withheld = []
    for one in attributions:
        places = {place for low, high in (*one.cue, *one.content) for place in range(low, high)}
        wanted = one.kind == "direct" or one.stance in lexicon.positions
        unsure = one.confidence < BAR or one.actor is None
        if wanted and unsure and one.content and len(places & told) < KEPT * len(places):
            withheld.append(one)
    return withheld
