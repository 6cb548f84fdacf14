"""All attributions of an article: frames of every block, weighed, merged with the quotes, levels told."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from knowledge.article import Article
from knowledge.attribution import Attribution
from knowledge.attributions.adverbials import adverbial_frames
from knowledge.attributions.extents import spans
from knowledge.attributions.frames import Frame
from knowledge.attributions.lexicon import load_lexicon
from knowledge.attributions.merging import merge
from knowledge.attributions.nominals import nominal_frames
from knowledge.attributions.verbs import verb_frames

if TYPE_CHECKING:
    from knowledge.actors import Cast
    from knowledge.parsing import ParsedBlock
    from knowledge.quotations import Quotation

FLOOR = 0.3  # below this a frame is as good as none


def find_attributions(
    article: Article,
    parsed: list[ParsedBlock],
    quotations: list[Quotation],
    quote_attributions: list[Attribution],
    cast: Cast | None,
) -> list[Attribution]:
    """Every attribution of the article in order: direct (from `quote_attributions`), mixed and indirect.

    Nested ones are kept, `level` says how deep. Without a cast no speaker is resolved.
    """
    found = [
        _attribution(frame, block, cast)
        for block in parsed
        if block.block.kind != "byline"
        for frame in block_frames(block)
    ]
    return levelled(sorted(merge(article, quotations, found, quote_attributions), key=_order))


def block_frames(block: ParsedBlock) -> list[Frame]:
    """The frames of one block that are worth keeping."""
    lexicon = load_lexicon()
    frames = chain(
        verb_frames(block.doc, lexicon), nominal_frames(block.doc, lexicon), adverbial_frames(block.doc, lexicon)
    )
    return [frame for frame in frames if frame.weight >= FLOOR]


def levelled(attributions: list[Attribution]) -> list[Attribution]:
    """The same attributions with their level: inside how many others' contents their cue or content stands."""
    out = []
    for one in attributions:
        anchor = (one.cue or one.content)[0][0]
        depth = sum(
            other is not one and _inside(anchor, other.content) and other.confidence >= 0.5 for other in attributions
        )
        out.append(replace(one, level=depth))
    return out


def _attribution(frame: Frame, block: ParsedBlock, cast: Cast | None) -> Attribution:
    doc, start = block.doc, block.start
    source = spans(doc, set(frame.source), start)
    actor = cast.who(*source[0]) if cast is not None and source else None
    return Attribution(
        source=source,
        cue=spans(doc, set(frame.cue), start),
        content=spans(doc, set(frame.content), start),
        kind="indirect",
        speaker=cast.name(actor) if cast is not None and actor else None,
        actor=actor,
        stance=frame.stance,
        negated=frame.negated,
        modality=frame.modality,
        tense=frame.tense,
        passive=frame.passive,
        confidence=round(min(frame.weight, 1.0), 3),
    )


def _inside(offset: int, places: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= offset < high for low, high in places)


def _order(one: Attribution) -> tuple[int, int, int]:
    first = min(low for low, _ in (*one.source, *one.cue, *one.content))
    return first, one.content[0][0], -one.content[-1][1]
