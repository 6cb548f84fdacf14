"""Attributions: who says, believes or wants what, each act of speech once.

The frames of every block, clipped where a quotation ends, are joined with the attributions of the quotations; nested
ones stay, with their level.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Literal

from knowledge.extraction.frames import Frame, verb_frames
from knowledge.extraction.mentions import head_of
from knowledge.extraction.phrases import adverbial_frames, headline_frames, nominal_frames
from knowledge.lexicon.cues import verbs_playing
from knowledge.lexicon.function_words import function_words, mention_words
from knowledge.model.article import Article
from knowledge.model.spans import inside, inside_any, minus, shared, size
from knowledge.parsing.document import place_of, span_at, words_after
from knowledge.parsing.grammar import (
    children,
    first_child,
    is_infinitive,
    is_named_body,
    own_subject,
    spans,
    trimmed,
)
from knowledge.parsing.quotations import WORD

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from knowledge.extraction.cast import Cast
    from knowledge.parsing.quotations import Quotation

SHORT = 6  # tokens: a quotation up to here is a name or a term as often as speech
FLOOR = 0.3  # below this a frame is as good as none
DEEPEST = 3  # quotations inside each other
QUOTED_WITHIN = 25  # tokens from a verb of quoting to its "as saying"
STANDING = ("PROPN", "PRON")  # words that mean somebody and say nothing else of him
SURE = 0.5  # from here on an attribution has others inside it
DIRECT = 0.9  # share of a content's words between marks that makes it direct speech
SCARE = 0.5  # a quotation shorter than this share of the clause around it is part of the clause
REPORTING = ("report", "assert", "suggest")  # stances that the content may refine
_STOP = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘(]?[A-Z])")

Spans = tuple[tuple[int, int], ...]  # [start, end) in the article, in order


@dataclass(frozen=True)
class Bound:
    """A report's stance where the subject of its content, a token, is the holder: "said he would not" rejects."""

    subject: int
    stance: str


@dataclass(frozen=True)
class Attribution:
    """Who said or holds what: a holder, a cue and a content, as the literature has it (PARC3, PolNeAR): "Shamkhani
    [source] asserted [cue] that the arsenal is a red line [content]".

    Spans are places in the article; a source may be empty (nobody is named). `bound` is what is left to tell of the
    stance until the holder is known.
    `speaker` is the resolved name ("Ali Shamkhani" for "he"), `actor` the id in the fact base, each None
    where it could not be told. `level` is 0 for the outermost, 1 for one inside another's content.
    `confidence` is a hand-set weight between 0 and 1; `trust` is the share of it that is left for what the words of the
    source mean by themselves: that "it" speaks is sure once somebody named is meant.
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
    bound: Bound | None = None
    trust: float = 1.0


def find_attributions(
    article: Article, doc: Doc, quotations: list[Quotation], said: list[Attribution]
) -> list[Attribution]:
    """Every attribution of the article in order: direct (from `said`, those of the quotations), mixed and indirect.

    Nested ones are kept, `level` says how deep. Whose they are is told later (`resolved`).
    """
    quoted = [range(run.start, run.end) for run in doc.spans["quoted"]]
    found = [
        _attribution(frame)
        for block in doc.spans["blocks"]
        if block.label_ != "byline"
        for frame in block_frames(block, quoted)
    ]
    merged = [requoted(one, doc) for one in merge(article, quotations, found, said)]
    return levelled(sorted(merged, key=_order))


def block_frames(block: Span, quoted: list[range]) -> list[Frame]:
    """The frames of one block that are worth keeping; `quoted` are the tokens of quotations, marks included."""
    frames = chain(verb_frames(block), nominal_frames(block), adverbial_frames(block))
    if block.label_ in ("title", "heading"):
        frames = chain(frames, headline_frames(block))
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


def merge(
    article: Article, quotations: list[Quotation], frames: list[Attribution], said: list[Attribution]
) -> list[Attribution]:
    """The attributions of frames and of quotations, each act of speech once, with the kind of its content.

    A quotation's attribution knows the speaker and every part of the words, a frame the extents and the
    stance; where both share a cue the result has the best of both.
    """
    marks = [part.inner for quotation in quotations for part in quotation.parts]
    left = list(frames)
    merged = []
    for one in said:
        twins = [frame for frame in left if _shared(frame.cue, one.cue) and _near(frame, one)]
        twin = max(twins, key=lambda frame: (_shared(frame.content, one.content), frame.confidence), default=None)
        if twin is not None:
            left = [frame for frame in left if frame is not twin]
            one = _joined(article, twin, one)
        elif one.cue and one.cue[0][0] >= one.content[0][1] and _fragment(article, one.content[0]):
            one = replace(one, content=_from_beginning(article, one.content, marks))
        merged.append(one)
    return [replace(one, kind=_kind(article, one.content, marks)) for one in left + merged]


def requoted(one: Attribution, doc: Doc) -> Attribution:
    """The attribution with the one whom a paper quotes as its holder: "was quoted by El Faro as saying", "quoted a
    manager as saying"; holds for the attribution of "quoted" and for that of "saying".
    """
    verb, stop = _quoting(span_at(doc, one.cue[0])) if one.cue else (None, 0)
    quoted = _quoted_by(verb, stop) if verb is not None else None
    if verb is None or quoted is None:
        return one
    end = stop if quoted.i < stop else len(doc)
    end = min(quoted.right_edge.i + 1, end, verb.i if quoted.i < verb.i else end)
    said = place_of(doc[stop + 1])[1]
    content = tuple((max(low, said), high) for low, high in one.content if high > said)
    source = (place_of(doc[quoted.left_edge.i], doc[end - 1]),)
    return replace(one, source=source, content=content or one.content)


def _quoting(cue: Span | None) -> tuple[Token | None, int]:
    """The verb of quoting that a cue has or belongs to, and where its "as" before a gerund stands."""
    if cue is None:
        return None, 0
    doc, quoting = cue.doc, verbs_playing("requotes")
    verb = next((token for token in cue if token.lemma_ in quoting and token.pos_ == "VERB"), None)
    if verb is not None:
        after = words_after(doc, verb.i + 1, QUOTED_WITHIN)
        return verb, next((token.i for token in after if _is_as(token)), 0)
    if cue[0].tag_ == "VBG" and _is_as(doc[cue.start - 1]):
        before = reversed(list(doc[max(cue.sent.start, cue.start - QUOTED_WITHIN) : cue.start]))
        return next((t for t in before if t.lemma_ in quoting and t.pos_ == "VERB"), None), cue.start - 1
    return None, 0


def _is_as(token: Token) -> bool:
    return token.lower_ == "as" and token.nbor().tag_ == "VBG"


def _quoted_by(verb: Token, stop: int) -> Token | None:
    """Whom a verb of quoting quotes, before its "as" at `stop`."""
    if not stop:
        return None
    if (subject := first_child(verb, "nsubjpass")) is not None:
        return subject
    if verb.dep_ == "acl":
        return verb.head
    objects = [child for child in children(verb, "dobj") if verb.i < child.i < stop]
    objects += [token for token in verb.doc[verb.i + 1 : stop] if token.dep_ in ("nsubj", "dobj", "pobj")]
    return objects[0] if objects else None


def levelled(attributions: list[Attribution]) -> list[Attribution]:
    """The same attributions with their level: inside how many others' contents their cue or content stands."""
    sure = [one for one in attributions if one.confidence >= SURE]

    def level(one: Attribution) -> int:
        anchor = (one.cue or one.content)[0][0]
        return sum(other is not one and _holds(other.content, anchor) for other in sure)

    return [replace(one, level=level(one)) for one in attributions]


def united(one: Spans, other: Spans) -> Spans:
    """The places of both; those that overlap, or have one character between them, joined."""
    joined: list[list[int]] = []
    for low, high in sorted((*one, *other)):
        if joined and low <= joined[-1][1] + 1:
            joined[-1][1] = max(joined[-1][1], high)
        else:
            joined.append([low, high])
    return tuple((low, high) for low, high in joined)


# --- from frames


def _clipped(frame: Frame, quoted: list[range]) -> Frame | None:
    """A frame whose cue is quoted keeps to its quotation; one whose holder alone is quoted is none."""
    own = next((run for run in quoted if frame.head.i in run), None)
    if own is None:
        wrong = frame.source and any(len(run) > SHORT and frame.source.issubset(run) for run in quoted)
        return None if wrong else frame
    content = trimmed(frame.head.doc, set(frame.content.intersection(own)))
    if all(frame.head.doc[i].is_punct for i in content):
        return None
    return replace(frame, content=frozenset(content), source=frame.source.intersection(own))


def _attribution(frame: Frame) -> Attribution:
    doc = frame.head.doc
    stance, bound = _stance(frame)
    return Attribution(
        source=spans(doc, frame.source),
        cue=spans(doc, frame.cue),
        content=spans(doc, frame.content),
        kind="indirect",
        stance=stance,
        bound=bound,
        negated=frame.negated,
        modality=frame.modality,
        tense=frame.tense,
        passive=frame.passive,
        confidence=round(min(frame.weight, 1.0), 3),
        trust=frame.trust,
    )


def _stance(frame: Frame) -> tuple[str, Bound | None]:
    """The cue's stance, or for a plain report the one that a modal in the content shows: said that they must, said he
    would not."""
    doc, content = frame.head.doc, sorted(frame.content)
    plain = frame.stance in REPORTING and frame.construction == "that" and not frame.passive
    if not plain or frame.holder is None or doc[content[0]].text in ('"', "''"):
        return frame.stance, None  # direct speech stands for itself
    tops = (doc[i] for i in content if doc[i].head.i not in frame.content or doc[i].dep_ == "ROOT")
    top = next((token for token in tops if token.pos_ in ("VERB", "AUX")), None)
    if top is None:
        return frame.stance, None
    words = function_words()
    modals = {child.lower_ for child in children(top, "aux") if child.tag_ == "MD"}
    obliged = top.lemma_ in words.obliging and any(is_infinitive(clause) for clause in children(top, "xcomp"))
    if modals & words.normative or (obliged and top.tag_ in ("VBZ", "VBP")):
        return "demand", None
    bearer = own_subject(top)
    if not modals & words.commissive or top.lemma_ in words.states or bearer is None:
        return frame.stance, None
    return frame.stance, Bound(bearer.i, "reject" if children(top, "neg") else "intend")


def resolved(article: Article, doc: Doc, attributions: list[Attribution], cast: Cast) -> list[Attribution]:
    """The attributions with their holders; "I" and "we" inside somebody's words are that speaker's."""
    found = []
    for one in attributions:
        actor, bound = _holder(article, one, attributions, cast), one.bound
        if actor is None:
            found.append(one)
            continue
        stance = bound.stance if bound is not None and _means(doc[bound.subject], actor, cast) else one.stance
        head = head_of(doc, one.source[0])
        unsure = cast.is_described(actor) or head is None or head.pos_ not in STANDING
        sure = one.confidence if unsure else round(min(one.confidence / one.trust, 1.0), 3)
        found.append(replace(one, actor=actor, speaker=cast.name(actor), stance=stance, confidence=sure))
    return found


def joint(attributions: list[Attribution], cast: Cast, doc: Doc) -> Iterator[Attribution]:
    """The attributions of several joined by "and" once more for each but the first."""
    for one in attributions:
        span = span_at(doc, one.source[0]) if one.source else None
        for token in span.root.conjuncts if span is not None else ():
            actor = cast.actor_of(token) if span is not None and token in span else None
            if actor is not None and actor != one.actor:
                yield replace(one, actor=actor)


def _holder(
    article: Article, one: Attribution, attributions: list[Attribution], cast: Cast, depth: int = 0
) -> str | None:
    """The id of whom the source means."""
    if not one.source:
        return None
    first = article.text[slice(*one.source[0])].lower()
    if first not in mention_words().first:
        return cast.first(*one.source[0])
    place = (one.cue or one.content)[0]
    around = [o for o in attributions if o is not one and o.kind != "indirect" and inside_any(place, o.content)]
    speaker = min(around, key=lambda other: size(other.content), default=None)
    if speaker is None or first not in mention_words().speaking or depth == DEEPEST:
        return None
    return _holder(article, speaker, attributions, cast, depth + 1)


def _means(word: Token, actor: str, cast: Cast) -> bool:
    """Whether the subject of a content means its holder, or the body that the holder speaks for."""
    holder, found = cast.actor(actor), cast.actor_of(word)
    if found == actor:
        return True
    if word.lower_ == "it":
        return found is None and holder.kind != "person"
    if holder.speaks_for is not None and (found == holder.speaks_for or is_named_body(word)):
        return True
    owners = (child for child in children(word, "poss") if child.tag_ == "PRP$")
    return is_named_body(word) and any(cast.actor_of(owner) == actor for owner in owners)


# --- with quotations


def _joined(article: Article, frame: Attribution, said: Attribution) -> Attribution:
    """One attribution of a frame and a quotation with the same cue."""
    source = frame.source if frame.passive or _shared(frame.source, said.source) else said.source
    scare = size(said.content) < SCARE * size(frame.content)  # a few quoted words of a clause
    apart = not _shared(frame.content, said.content)  # He denied it. "..."
    whole = said.kind == "direct" and not scare and not apart and not _fragment(article, said.content[0])
    content = minus(said.content if whole else united(frame.content, said.content), (*source, *frame.cue))
    content = tuple(_tight(article, place) for place in content if WORD.search(article.text, *place))
    return replace(
        frame,
        source=source,
        content=content or said.content,
        medium=said.medium,
        confidence=max(frame.confidence, said.confidence),
    )


def _tight(article: Article, place: tuple[int, int]) -> tuple[int, int]:
    """A place without the space at its end."""
    return place[0], place[0] + len(article.text[slice(*place)].rstrip())


def _fragment(article: Article, place: tuple[int, int]) -> bool:
    """Whether a quotation begins in the middle of a sentence: with a small letter."""
    first = WORD.search(article.text, *place)
    return first is not None and first[0][0].islower()


def _from_beginning(article: Article, content: Spans, marks: list[tuple[int, int]]) -> Spans:
    """A content whose quotation ends a sentence ("..., she said"), with the words of the sentence before it."""
    start, end = content[0]
    block = article.blocks[article.paragraph(start) - 1]
    stops = [match.end() for match in _STOP.finditer(article.text, block.start, start)]
    first = max([block.start, *stops])
    return content if any(first <= low < start for low, _ in marks) else ((first, end), *content[1:])


def _kind(article: Article, content: Spans, marks: list[tuple[int, int]]) -> Literal["direct", "mixed", "indirect"]:
    words = [match.span() for low, high in content for match in WORD.finditer(article.text, low, high)]
    quoted = sum(any(inside(word, place) for place in marks) for word in words)
    if not quoted:
        return "indirect"
    return "direct" if quoted >= DIRECT * len(words) else "mixed"


def _near(frame: Attribution, said: Attribution) -> bool:
    return _shared(frame.content, said.content) > 0 or _shared(frame.source, said.source) > 0


def _shared(one: Spans, other: Spans) -> int:
    return sum(shared(place, another) for place in one for another in other)


def _holds(places: Spans, offset: int) -> bool:
    return any(low <= offset < high for low, high in places)


def _order(one: Attribution) -> tuple[int, int, int]:
    first = min(low for low, _ in (*one.source, *one.cue, *one.content))
    return first, one.content[0][0], -one.content[-1][1]
