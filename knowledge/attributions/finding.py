"""All attributions of an article: frames of every block, weighed, merged with the quotes, levels told."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from knowledge.attributions.adverbials import adverbial_frames
from knowledge.attributions.clauses import children, is_named_body
from knowledge.attributions.extents import spans, trimmed
from knowledge.attributions.frames import Frame
from knowledge.attributions.headlines import headline_frames
from knowledge.attributions.merging import merge
from knowledge.attributions.nominals import nominal_frames
from knowledge.attributions.stances import stance_of
from knowledge.attributions.verbs import verb_frames
from knowledge.build.attribution import Attribution
from knowledge.build.document import place_of
from knowledge.lexicon.cues import load_lexicon
from knowledge.model.article import Article

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from knowledge.build.cast import Cast
    from knowledge.build.quotations import Quotation

SHORT = 6  # tokens: a quotation up to here is a name or a term as often as speech
FLOOR = 0.3  # below this a frame is as good as none


def find_attributions(
    article: Article,
    doc: Doc,
    quotations: list[Quotation],
    quote_attributions: list[Attribution],
    cast: Cast | None,
) -> list[Attribution]:
    """Every attribution of the article in order: direct (from `quote_attributions`), mixed and indirect.

    Nested ones are kept, `level` says how deep. Without a cast no speaker is resolved.
    """
    quoted = [range(run.start, run.end) for run in doc.spans["quoted"]]
    found = [
        _attribution(frame, cast)
        for block in doc.spans["blocks"]
        if block.label_ != "byline"
        for frame in block_frames(block, quoted)
    ]
    return levelled(sorted(merge(article, quotations, found, quote_attributions), key=_order))


def block_frames(block: Span, quoted: list[range]) -> list[Frame]:
    """The frames of one block that are worth keeping; `quoted` are the tokens of quotations, marks included."""
    lexicon = load_lexicon()
    frames = chain(verb_frames(block, lexicon), nominal_frames(block, lexicon), adverbial_frames(block, lexicon))
    if block.label_ in ("title", "heading"):
        frames = chain(frames, headline_frames(block, lexicon))
    kept = [clipped for frame in frames if frame.weight >= FLOOR and (clipped := _clipped(frame, quoted)) is not None]
    supported = {i for frame in kept if frame.head.pos_ == "NOUN" for i in frame.cue if i != frame.head.i}
    best: dict[tuple[frozenset[int], frozenset[int]], Frame] = {}
    for frame in kept:
        if frame.construction == "obj" and frame.head.i in supported:
            continue  # "expressed fear of" holds more than "expressed"
        same = (frame.cue, frame.content)
        if same not in best or best[same].weight < frame.weight:
            best[same] = frame
    return list(best.values())


def _clipped(frame: Frame, quoted: list[range]) -> Frame | None:
    """A frame whose cue is quoted keeps to its quotation; one whose holder alone is quoted is none."""
    own = next((run for run in quoted if frame.head.i in run), None)
    if own is None:
        wrong = frame.source and any(len(run) > SHORT and frame.source.issubset(run) for run in quoted)
        return None if wrong else frame
    inside = set(own)
    content = trimmed(frame.head.doc, set(frame.content) & inside)
    if all(frame.head.doc[i].is_punct for i in content):
        return None
    return replace(frame, content=frozenset(content), source=frozenset(set(frame.source) & inside))


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


def _attribution(frame: Frame, cast: Cast | None) -> Attribution:
    doc = frame.head.doc
    source = spans(doc, set(frame.source))
    actor = cast.who(*source[0]) if cast is not None and source else None

    def same_holder(one: Token) -> bool:
        return actor is not None and cast is not None and _means(one, actor, cast)

    return Attribution(
        source=source,
        cue=spans(doc, set(frame.cue)),
        content=spans(doc, set(frame.content)),
        kind="indirect",
        speaker=cast.name(actor) if cast is not None and actor else None,
        actor=actor,
        stance=stance_of(frame, same_holder),
        negated=frame.negated,
        modality=frame.modality,
        tense=frame.tense,
        passive=frame.passive,
        confidence=round(min(frame.weight, 1.0), 3),
    )


def _means(word: Token, actor: str, cast: Cast) -> bool:
    """Whether the subject of a content means its holder, or the body that the holder speaks for."""
    holder = next((one for one in cast.actors if one.id == actor), None)
    found = cast.who(*place_of(word))
    if holder is None or found == actor:
        return holder is not None
    if word.lower_ == "it":
        return found is None and holder.kind != "person"
    if holder.speaks_for is not None and (found == holder.speaks_for or is_named_body(word)):
        return True
    owners = [child for child in children(word, "poss") if child.tag_ == "PRP$"]
    return is_named_body(word) and any(cast.who(*place_of(owner)) == actor for owner in owners)


def _inside(offset: int, places: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= offset < high for low, high in places)


def _order(one: Attribution) -> tuple[int, int, int]:
    first = min(low for low, _ in (*one.source, *one.cue, *one.content))
    return first, one.content[0][0], -one.content[-1][1]
