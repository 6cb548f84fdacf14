"""Who owns a quotation by the words of its own sentence: after it, before it, or around it."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from knowledge.actors import Cast
from knowledge.quotations import Part
from knowledge.speakers.frames import COMPLEMENTS, SUBJECTS, BlockFrames, Frame, Range

FARTHEST_CUE = 45  # tokens between a quotation and the cue that owns it
FINITE = ("VBD", "VBZ", "VBP", "VBN", "VB")  # the tagger takes "said" after a quotation for a participle at times
NEAR = 12  # tokens between a weaker verb and the quotation it introduces
OPENING = (",", ":", "that", "--", "—", "–", "-")  # what stands between a cue and the quotation it introduces


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


class Beside:
    """The rules for one block. `text` is the article's."""

    def __init__(self, frames: BlockFrames, text: str, cast: Cast):
        self.frames, self.doc, self.text, self.cast = frames, frames.doc, text, cast

    def owner(self, first: Part, final: Part, other: Beside) -> Owner | None:
        """The owner of a quotation that begins with part `first` here and ends with `final` in the block of `other`."""
        introduced = self.introduced(first)
        before = self.before(first) if introduced else None
        if before is not None and self._opens_sentence(other, final):
            return before
        before = before or self.before(first)
        after = other.after(final)
        if before and after and not introduced and self._has_content(other, after):
            return before
        return after or before or self.around(first)

    def _has_content(self, other: Beside, after: Owner) -> bool:
        """Whether the words after a quotation report something else: "..., a prosecutor said the cases differed"."""
        verb = other.doc[other.token_at(after.cue[1]) - 1]
        return any(
            child.dep_ == "ccomp" and child.i > verb.i and not other.frames.quoted[child.i] for child in verb.children
        )

    def _opens_sentence(self, other: Beside, part: Part) -> bool:
        """Whether a new sentence begins after the quotation."""
        index = other.token_at(part.end)
        closing = self._closing(part)
        return closing in ".?!" and index < len(other.doc) and other.doc[index].text[:1].isupper()

    def _closing(self, part: Part) -> str:
        """The last character of a quotation, marks of nested ones left out."""
        return self.text[part.inner[0] : part.inner[1]].rstrip(" \u00a0'’\"”")[-1:]

    # --- after: "...," Paul said

    def after(self, part: Part) -> Owner | None:
        """The owner in the words that follow."""
        index = self.token_at(part.end)
        if index >= len(self.doc):
            return None
        closing, following = self._closing(part), self.doc[index]
        capital = following.text[:1].isupper()
        comma = closing in ",—–-…" or following.text in (",", "—", "–", "-", "--")
        if closing == "." and capital:
            return self._curt(index)
        if not comma and closing not in "?!.":
            return None
        low, stop = index, self.stop(index)
        while low < stop and self.doc[low].is_punct:
            low += 1
        while low < stop and self.doc[low].pos_ in ("ADV", "SCONJ"):
            low += 1
        if low < stop and self.doc[low].pos_ == "CCONJ":
            return None  # "..., and stressed ...": the next thing that somebody did
        return self._following(low, stop, sure=comma)

    def _curt(self, index: int) -> Owner | None:
        """ "....” Trump tweeted.": three or four words that say no more than whose it was."""
        stop = self.stop(index)
        if stop - index > 4 or stop >= len(self.doc) or self.frames.quoted[stop]:
            return None
        return self._following(index, stop, sure=False)

    def _following(self, low: int, stop: int, sure: bool) -> Owner | None:
        if low >= stop:
            return None
        if found := self.frames.according_to(low):
            return self._made(found, "according to", 0.9)
        window = self.frames.narrative(low, min(stop, low + FARTHEST_CUE))
        for token in window:
            if not self.frames.speaks(token) or self._in_relative_clause(token, low):
                continue
            finite = token.tag_ in FINITE
            if token.i == low and finite and (source := self._inverted(token, stop)):
                return self._made(Frame(token.i, self.frames.cue(token), source), "said X", 0.97)
            frame = self.frames.frame(token)
            if frame and low <= frame.source[0] <= low + 3 and frame.source[1] <= stop and frame.source[0] < token.i:
                return self._made(frame, "X said", 0.97)
            if finite and (source := self._leading(low, token)):
                return self._made(Frame(token.i, self.frames.cue(token), source), "X said", 0.9)
        if not sure:
            return None
        if (
            window
            and window[0].pos_ == "VERB"
            and window[0].tag_ in FINITE
            and (source := self._inverted(window[0], stop))
        ):
            return self._made(Frame(low, self.frames.cue(window[0]), source), "did X", 0.75)
        for token in window[:12]:
            if (
                token.pos_ == "VERB"
                and token.tag_ in ("VBD", "VBZ", "VBP")
                and (frame := self.frames.frame(token))
                and frame.source[0] == low
            ):
                return self._made(frame, "X did", 0.75)
        return None

    def _in_relative_clause(self, token: Token, low: int) -> bool:
        return (
            token.dep_ == "relcl"
            and any(child.dep_ in SUBJECTS and child.i < token.i for child in token.children)
            and token.i > low
        )

    def _inverted(self, verb: Token, stop: int) -> Range | None:
        """The subject after "said"."""
        frames, doc = self.frames, self.doc
        for child in verb.children:
            near = verb.i < child.i < stop and not frames.quoted[child.i] and child.left_edge.i <= verb.i + 2
            spoken_of = child.dep_ != "nsubj" and (child.lemma_ in frames.speech.statements or not frames.strong(verb))
            if (
                child.dep_ in ("nsubj", "dobj", "attr", "oprd")
                and near
                and child.pos_ in ("NOUN", "PROPN", "PRON")
                and not spoken_of
            ):
                return frames.phrase(child, verb, high=stop)
        return self._named_next(verb, stop) if frames.strong(verb) else None

    def _named_next(self, verb: Token, stop: int) -> Range | None:
        """What stands right after "said", where the parse does not see a subject in it."""
        frames, doc, index = self.frames, self.doc, verb.i + 1
        if index >= stop or frames.quoted[index]:
            return None
        if doc[index].pos_ not in ("PROPN", "DET", "PRON", "ADJ", "NOUN", "NUM"):
            high = index
            while high < stop and doc[high].text[:1].isupper():
                high += 1
            return (index, high) if high > index else None  # "said Skelly": a name that the tagger does not know
        if doc[index].dep_ in ("mark", "npadvmod") or (
            doc[index].pos_ == "PRON" and doc[index].tag_ not in ("PRP", "NN")
        ):
            return None
        token = doc[index]
        while token.head != token and index <= token.head.i < stop and token.head.pos_ in ("NOUN", "PROPN"):
            token = token.head
        return frames.phrase(token, verb, high=stop) if token.pos_ in ("NOUN", "PROPN", "PRON", "NUM") else None

    def _leading(self, low: int, verb: Token) -> Range | None:
        """A noun phrase that opens the words after a quotation, up to the verb, where the parse does not see it."""
        if not low < verb.i <= low + 25 or self.doc[low].pos_ not in ("PROPN", "PRON", "DET", "NOUN", "ADJ"):
            return None
        high = self.frames.cue(verb)[0]
        while high > low and (self.doc[high - 1].is_punct or self.doc[high - 1].pos_ in ("AUX", "ADV")):
            high -= 1
        inside = self.doc[low:high]
        clause = any(t.tag_ in ("VBD", "VBZ", "VBP") and t.dep_ != "relcl" and t.head.dep_ != "relcl" for t in inside)
        return (low, high) if len(inside) and not clause else None

    def reporter(self, part: Part, inner: Owner) -> Owner | None:
        """Who reports that somebody said it: "...," Walker said, according to the paper."""
        low = self.token_at(max(place[1] for place in (inner.source, inner.cue) if place))
        if inner.source[0] < part.end:
            return None
        for token in self.frames.narrative(low, self.stop(low)):
            if found := self.frames.according_to(token.i):
                words = part.start, self.frames.block.place(self.doc[token.i - 1])[1]
                return self._made(found, "according to", 0.85, words)
        return None

    # --- before: Paul said, "..."

    def before(self, part: Part) -> Owner | None:
        """The owner in the words that come before in the same sentence."""
        index = self.token_at(part.start)
        window = self.frames.narrative(max(self.start(index), index - FARTHEST_CUE), index)
        if not window or (window[-1].text in (".", "?", "!") and window[-1].i == index - 1):
            return None
        last = window[-1].text
        opens = last in OPENING
        content_of = self._clause if last not in (",", ":") else lambda *_: None
        for token in reversed(window):
            if (found := self.frames.according_to(token.i)) and found.source[1] <= index:
                return self._made(found, "according to", 0.9)
            if opens and index - token.i <= 4 and (found := self.frames.statement(token)):
                return self._made(found, "statement", 0.85, content_of(part, token))
            near = index - token.i <= NEAR or (opens and self.frames.strong(token))
            if not self.frames.speaks(token) or (not near and not self.frames.strong(token)):
                continue
            if self.frames.subordinate(token) and index - token.i > 2:
                continue
            verb = self.frames.outermost(token)
            frame = self.frames.frame(verb)
            if (
                frame is None
                and token.i == window[0].i
                and token.tag_ in FINITE
                and (source := self._inverted(token, index))
            ):
                frame = Frame(token.i, self.frames.cue(token), source)  # "Continued Stone: ..."
            if frame:
                frame = self._with_colon(frame, index)
                return self._made(frame, "before", 0.95 if opens else 0.85, content_of(part, verb))
        return self._by_mark(window, index) if last in (",", ":") else None

    def _with_colon(self, frame: Frame, index: int) -> Frame:
        low, high = frame.cue
        return (
            Frame(frame.verb, (low, high + 1), frame.source)
            if high == index - 1 and self.doc[high].text == ":"
            else frame
        )

    def _by_mark(self, window: list[Token], index: int) -> Owner | None:
        """ "Hillary shot back, ..." and "Obama's answer: ...": no verb of saying, but a comma or colon that opens."""
        if dashed := self._after_dash(window):
            return dashed
        for token in reversed(window):
            if token.pos_ == "VERB" and token.tag_ in ("VBD", "VBZ", "VBP") and (frame := self.frames.frame(token)):
                if index - token.i > 6 and window[-1].text != ":":
                    return None
                owner = self._made(self._with_colon(frame, index), "mark", 0.75)
                return owner if self.cast.who(*owner.source) else self._named_before_colon(index) or owner
        opening = window[0].pos_ in ("PROPN", "PRON", "DET", "NOUN")
        if window[-1].text == ":" and len(window) <= 8 and opening and len(window) > 1:
            colon = window[-1].i
            return self._made(Frame(colon, (colon, colon + 1), (window[0].i, colon)), "mark", 0.7)
        return None

    def _after_dash(self, window: list[Token]) -> Owner | None:
        """ "Pollsters agree - Carl Bialik: ..." """
        low = len(window) - 1
        while low > 0 and window[low - 1].pos_ == "PROPN":
            low -= 1
        if window[-1].text != ":" or not 0 < low < len(window) - 1 or window[low - 1].text not in ("-", "–", "—", "--"):
            return None
        colon = window[-1].i
        return self._made(Frame(colon, (colon, colon + 1), (window[low].i, colon)), "label", 0.85)

    def _named_before_colon(self, index: int) -> Owner | None:
        """ "The result does not surprise pollster Daron Shaw: ..." """
        if self.doc[index - 1].text != ":" or index < 3:
            return None
        head = self.doc[index - 2]
        source = self.frames.phrase(head)
        if source is None or head.pos_ != "PROPN" or not self.cast.who(*self.frames.block.place(head)):
            return None
        return self._made(Frame(index - 1, (index - 1, index), source), "mark", 0.7)

    # --- around: Paul called it "..." in a speech

    def around(self, part: Part) -> Owner | None:
        """The owner of words quoted inside a sentence: the verb that governs them."""
        low, high = self.token_at(part.inner[0]), self.token_at(part.inner[1])
        if low >= high:
            return None
        token, clause = self.doc[low:high].root, None
        while token.head != token:
            token = token.head
            if self.frames.quoted[token.i]:
                continue
            if self.frames.speaks(token) and (frame := self.frames.frame(token)):
                return self._made(frame, "governs", 0.8, self._clause(part, token))
            clause = clause or (token if token.pos_ in ("VERB", "AUX") else None)
        return None

    def _clause(self, part: Part, verb: Token) -> Range | None:
        """The complement that the quotation is part of, from its first word to its last, in the article."""
        low, high = self.token_at(part.inner[0]), self.token_at(part.inner[1])
        for child in verb.children:
            around = child.left_edge.i <= high and child.right_edge.i >= low
            if (child.dep_ in COMPLEMENTS or child.dep_ == "acl") and around and child.i > verb.i:
                start = self.frames.block.place(child.left_edge)[0]
                end = self.frames.block.place(child.right_edge)[1]
                return min(start, part.start), max(end, part.end)
        return None

    # --- places

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

    def _made(self, frame: Frame, rule: str, confidence: float, content: Range | None = None) -> Owner:
        place = self.frames.block.place
        source, cue = self.doc[slice(*frame.source)], self.doc[slice(*frame.cue)]
        return Owner(place(source), place(cue), rule, confidence, content)

    def introduced(self, part: Part) -> bool:
        """Whether a comma or a colon stands before the opening mark."""
        index = self.token_at(part.start)
        return bool(index) and not self.frames.quoted[index - 1] and self.doc[index - 1].text in (",", ":")
