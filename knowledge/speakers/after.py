"""The owner in the words after a quotation: "...," Paul said."""

from __future__ import annotations

from spacy.tokens import Token

from knowledge.build.document import is_gap, place_of
from knowledge.build.quotations import Part
from knowledge.speakers.frames import SUBJECTS, Frame, Range
from knowledge.speakers.words import Owner, Words

FARTHEST_CUE = 45  # tokens between a quotation and the cue that owns it
FINITE = ("VBD", "VBZ", "VBP", "VBN", "VB")  # the tagger takes "said" after a quotation for a participle at times


def owner_after(words: Words, part: Part) -> Owner | None:
    """The owner in the words that follow."""
    index = words.token_at(part.end)
    if is_gap(words.doc[index]):
        return None
    closing, following = words.closing(part), words.doc[index]
    capital = following.text[:1].isupper()
    comma = closing in ",—–-…" or following.text in (",", "—", "–", "-", "--")
    if closing == "." and capital:
        return _curt(words, index)
    if not comma and closing not in "?!.":
        return None
    low, stop = index, words.stop(index)
    while low < stop and words.doc[low].is_punct:
        low += 1
    while low < stop and (words.doc[low].pos_ == "ADV" or words.doc[low].lower_ == "as"):
        low += 1
    if low < stop and (words.doc[low].pos_ in ("CCONJ", "SCONJ") or words.doc[low].tag_ in ("WP", "WDT")):
        return None  # "..., and stressed", "..., while Reed", "..., who sang": what somebody did next or besides
    return _following(words, low, stop, sure=comma)


def reporter(words: Words, part: Part, inner: Owner) -> Owner | None:
    """Who reports that somebody said it: "...," Walker said, according to the paper."""
    low = words.token_at(max(place[1] for place in (inner.source, inner.cue) if place))
    if inner.source[0] < part.end:
        return None
    for token in words.frames.narrative(low, words.stop(low)):
        if found := words.frames.according_to(token.i):
            reported = part.start, place_of(words.doc[token.i - 1])[1]
            return words.made(found, "according to", 0.85, reported)
    return None


def _curt(words: Words, index: int) -> Owner | None:
    """ "....” Trump tweeted.": three or four words that say no more than whose it was."""
    stop = words.stop(index)
    if stop - index > 4 or is_gap(words.doc[stop]) or stop in words.frames.quoted:
        return None
    return _following(words, index, stop, sure=False)


def _following(words: Words, low: int, stop: int, sure: bool) -> Owner | None:
    if low >= stop:
        return None
    if found := words.frames.according_to(low):
        return words.made(found, "according to", 0.9)
    window = words.frames.narrative(low, min(stop, low + FARTHEST_CUE))
    for token in window:
        if not words.frames.speaks(token) or _in_relative_clause(token, low):
            continue
        finite = token.tag_ in FINITE
        if token.i == low and finite and (source := inverted_subject(words, token, stop)):
            return words.made(Frame(token.i, words.frames.cue(token), source), "said X", 0.97)
        frame = words.frames.frame(token)
        if frame and low <= frame.source[0] <= low + 3 and frame.source[1] <= stop and frame.source[0] < token.i:
            return words.made(frame, "X said", 0.97)
        if finite and (source := _leading(words, low, token)):
            return words.made(Frame(token.i, words.frames.cue(token), source), "X said", 0.9)
    if not sure:
        return None
    if (
        window
        and window[0].pos_ == "VERB"
        and window[0].tag_ in FINITE
        and (source := inverted_subject(words, window[0], stop))
    ):
        return words.made(Frame(low, words.frames.cue(window[0]), source), "did X", 0.75)
    for token in window[:12]:
        if (
            token.pos_ == "VERB"
            and token.tag_ in ("VBD", "VBZ", "VBP")
            and (frame := words.frames.frame(token))
            and frame.source[0] == low
        ):
            return words.made(frame, "X did", 0.75)
    return None


def _in_relative_clause(token: Token, low: int) -> bool:
    return (
        token.dep_ == "relcl"
        and any(child.dep_ in SUBJECTS and child.i < token.i for child in token.children)
        and token.i > low
    )


def inverted_subject(words: Words, verb: Token, stop: int) -> Range | None:
    """The subject after "said"."""
    frames = words.frames
    for child in verb.children:
        near = verb.i < child.i < stop and child.i not in frames.quoted and child.left_edge.i <= verb.i + 2
        spoken_of = child.dep_ != "nsubj" and (child.lemma_ in frames.speech.statements or not frames.strong(verb))
        if (
            child.dep_ in ("nsubj", "dobj", "attr", "oprd")
            and near
            and child.pos_ in ("NOUN", "PROPN", "PRON")
            and not spoken_of
        ):
            return frames.phrase(child, verb, high=stop)
    return _named_next(words, verb, stop) if frames.strong(verb) else None


def _named_next(words: Words, verb: Token, stop: int) -> Range | None:
    """What stands right after "said", where the parse does not see a subject in it."""
    frames, doc, index = words.frames, words.doc, verb.i + 1
    if index >= stop or index in frames.quoted:
        return None
    if doc[index].pos_ not in ("PROPN", "DET", "PRON", "ADJ", "NOUN", "NUM"):
        high = index
        while high < stop and doc[high].text[:1].isupper():
            high += 1
        return (index, high) if high > index else None  # "said Skelly": a name that the tagger does not know
    if doc[index].dep_ in ("mark", "npadvmod") or (doc[index].pos_ == "PRON" and doc[index].tag_ not in ("PRP", "NN")):
        return None
    token = doc[index]
    while token.head != token and index <= token.head.i < stop and token.head.pos_ in ("NOUN", "PROPN"):
        token = token.head
    return frames.phrase(token, verb, high=stop) if token.pos_ in ("NOUN", "PROPN", "PRON", "NUM") else None


def _leading(words: Words, low: int, verb: Token) -> Range | None:
    """A noun phrase that opens the words after a quotation, up to the verb, where the parse does not see it."""
    if not low < verb.i <= low + 25 or words.doc[low].pos_ not in ("PROPN", "PRON", "DET", "NOUN", "ADJ"):
        return None
    high = words.frames.cue(verb)[0]
    while high > low and (words.doc[high - 1].is_punct or words.doc[high - 1].pos_ in ("AUX", "ADV")):
        high -= 1
    inside = words.doc[low:high]
    clause = any(t.tag_ in ("VBD", "VBZ", "VBP") and t.dep_ != "relcl" and t.head.dep_ != "relcl" for t in inside)
    return (low, high) if len(inside) and not clause else None
