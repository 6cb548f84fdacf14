"""The owner in the words before a quotation, or around it: Paul said, "..."; Paul called it "..." in a speech."""

from __future__ import annotations

from spacy.tokens import Token

from knowledge.build.document import is_gap, place_of
from knowledge.build.quotations import Part
from knowledge.speakers.after import FARTHEST_CUE, FINITE, inverted_subject
from knowledge.speakers.frames import COMPLEMENTS, Frame, Range
from knowledge.speakers.words import Owner, Words

NEAR = 12  # tokens between a weaker verb and the quotation it introduces
OPENING = (",", ":", "that", "--", "—", "–", "-")  # what stands between a cue and the quotation it introduces


def owner_before(words: Words, part: Part) -> Owner | None:
    """The owner in the words that come before in the same sentence."""
    index = words.token_at(part.start)
    window = words.frames.narrative(max(words.start(index), index - FARTHEST_CUE), index)
    if not window or (window[-1].text in (".", "?", "!") and window[-1].i == index - 1):
        return None
    if dashed := _after_dash(words, window):
        return dashed
    last = window[-1].text
    opens = last in OPENING
    content_of = _clause if last not in (",", ":") else lambda *_: None
    for token in reversed(window):
        if (found := words.frames.according_to(token.i)) and found.source[1] <= index:
            return words.made(found, "according to", 0.9)
        if opens and index - token.i <= 4 and (found := words.frames.statement(token)):
            return words.made(found, "statement", 0.85, content_of(words, part, token))
        near = index - token.i <= NEAR or (opens and words.frames.strong(token))
        if not words.frames.speaks(token) or (not near and not words.frames.strong(token)):
            continue
        if last in (",", ":") and words.frames.subordinate(token) and index - token.i > 2:
            continue
        verb = words.frames.outermost(token)
        frame = words.frames.frame(verb)
        if (
            frame is None
            and token.i == window[0].i
            and token.tag_ in FINITE
            and (source := inverted_subject(words, token, index))
        ):
            frame = Frame(token.i, words.frames.cue(token), source)  # "Continued Stone: ..."
        if frame:
            frame = _with_colon(words, frame, index)
            return words.made(frame, "before", 0.95 if opens else 0.85, content_of(words, part, verb))
    return owner_by_mark(words, window, index) if last in (",", ":") else None


def owner_around(words: Words, part: Part) -> Owner | None:
    """The owner of words quoted inside a sentence: the verb that governs them."""
    low, high = words.token_at(part.inner[0]), words.token_at(part.inner[1])
    if low >= high:
        return None
    token = words.doc[low:high].root
    while token.head != token:
        token = token.head
        if words.frames.speaks(token) and (frame := words.frames.frame(token)):
            return words.made(frame, "governs", 0.8, _clause(words, part, token))
    return None


def _clause(words: Words, part: Part, verb: Token) -> Range | None:
    """The complement that the quotation is part of, from its first word to its last, in the article.

    "characterized [the meeting as "very good"]": what is described is part of it, whom one speaks to is not.
    """
    low, high = words.token_at(part.inner[0]), words.token_at(part.inner[1])
    after = [
        child for child in verb.children if child.i > verb.i and (child.dep_ in COMPLEMENTS or child.dep_ == "acl")
    ]
    for child in after:
        if child.left_edge.i <= high and child.right_edge.i >= low:
            described = [one for one in after if one.dep_ == "dobj" and one.i < child.i]
            told = verb.lemma_ in words.frames.speech.addressing or child.lower_ not in ("as", "like")
            first = child if told or not described else described[0]
            start, end = place_of(first.left_edge, child.right_edge)
            return min(start, part.start), max(end, part.end)
    return None


def owner_by_mark(words: Words, window: list[Token], index: int) -> Owner | None:
    """ "Hillary shot back, ..." and "Obama's answer: ...": no verb of saying, but a comma or colon that opens."""
    for token in reversed(window):
        if token.pos_ == "VERB" and token.tag_ in ("VBD", "VBZ", "VBP") and (frame := words.frames.frame(token)):
            if index - token.i > 6 and window[-1].text != ":":
                return None
            owner = words.made(_with_colon(words, frame, index), "mark", 0.75)
            return owner if words.cast.who(*owner.source) else _named_before_colon(words, index) or owner
    opening = window[0].pos_ in ("PROPN", "PRON", "DET", "NOUN")
    if window[-1].text == ":" and len(window) <= 8 and opening and len(window) > 1:
        colon = window[-1].i
        return words.made(Frame(colon, (colon, colon + 1), (window[0].i, colon)), "mark", 0.7)
    return None


def _with_colon(words: Words, frame: Frame, index: int) -> Frame:
    low, high = frame.cue
    return (
        Frame(frame.verb, (low, high + 1), frame.source) if high == index - 1 and words.doc[high].text == ":" else frame
    )


def _after_dash(words: Words, window: list[Token]) -> Owner | None:
    """ "Pollsters agree - Carl Bialik: ..." """
    low = len(window) - 1
    while low > 0 and window[low - 1].pos_ == "PROPN":
        low -= 1
    if window[-1].text != ":" or not 0 < low < len(window) - 1 or window[low - 1].text not in ("-", "–", "—", "--"):
        return None
    colon = window[-1].i
    return words.made(Frame(colon, (colon, colon + 1), (window[low].i, colon)), "label", 0.85)


def _named_before_colon(words: Words, index: int) -> Owner | None:
    """ "The result does not surprise pollster Daron Shaw: ..." """
    if words.doc[index - 1].text != ":" or is_gap(words.doc[index - 2]) or is_gap(words.doc[index - 3]):
        return None
    head = words.doc[index - 2]
    source = words.frames.phrase(head)
    if source is None or head.pos_ != "PROPN" or not words.cast.who(*place_of(head)):
        return None
    return words.made(Frame(index - 1, (index - 1, index), source), "mark", 0.7)
