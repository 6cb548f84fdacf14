"""Speech frames: a cue and its subject in the article's own words, outside the quotations.

A frame is what may own a quotation beside it: "Paul said", "said Lamar Smith, a Republican from Texas",
"according to the group", "adding".
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from knowledge.parsing import ParsedBlock
from knowledge.speech import Speech

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
LONGEST_SOURCE = 60  # tokens


@dataclass(frozen=True)
class Frame:
    """Token places in one document: `cue` and `source` are [low, high); `verb` is the cue's head token."""

    verb: int
    cue: tuple[int, int]
    source: tuple[int, int] | None
    strength: float

    @property
    def low(self) -> int:
        """The first token of the frame."""
        return min(self.cue[0], self.source[0]) if self.source else self.cue[0]

    @property
    def high(self) -> int:
        """After the last token of the frame."""
        return max(self.cue[1], self.source[1]) if self.source else self.cue[1]


class BlockFrames:
    """The frames of one block. `quoted` marks the tokens that stand inside quotation marks."""

    def __init__(self, block: ParsedBlock, places: list[tuple[int, int]], speech: Speech):
        self.block, self.doc, self.speech = block, block.doc, speech
        self.quoted = [any(low <= block.start + token.idx < high for low, high in places) for token in block.doc]

    def narrative(self, low: int, high: int) -> list[Token]:
        """The tokens of [low, high) that stand outside quotation marks."""
        return [self.doc[i] for i in range(max(0, low), min(high, len(self.doc))) if not self.quoted[i]]

    def speaks(self, token: Token) -> bool:
        """Whether a token is a verb that may introduce words."""
        if self.quoted[token.i] or token.pos_ not in ("VERB", "AUX", "NOUN", "ADJ", "PROPN"):
            return False
        if token.pos_ in ("NOUN", "ADJ", "PROPN") and not (token.tag_ in ("VBD", "VBZ", "VBP") or token.lower_ in ("said", "says", "tweeted", "quipped", "added", "wrote", "asked")):
            return False
        return token.lemma_.lower() in self.speech.verbs or token.lower_ in ("said", "says")

    def frame(self, verb: Token, within: tuple[int, int] | None = None) -> Frame | None:
        """The frame of a speaking verb; `within` are the tokens its subject must lie in."""
        subject = self._subject(verb)
        if subject is None:
            return None
        if isinstance(subject, Token):
            source = self._phrase(subject, verb)
        else:
            source = subject
        if source is None or within and not (within[0] <= source[0] and source[1] <= within[1]):
            return None
        return Frame(verb.i, self.cue_span(verb), source, 1.0)

    def cue_span(self, verb: Token) -> tuple[int, int]:
        """The verb with its auxiliaries, negation and adverbs next to it, and its particle."""
        low, high = verb.i, verb.i + 1
        while low > 0 and not self.quoted[low - 1] and self.doc[low - 1].head is verb and self.doc[low - 1].dep_ in ("aux", "auxpass", "neg", "advmod"):
            low -= 1
        if high < len(self.doc) and self.doc[high].dep_ == "prt" and self.doc[high].head is verb:
            high += 1
        return low, high

    def _subject(self, verb: Token) -> Token | tuple[int, int] | None:
        seen: set[int] = set()
        current = verb
        while current.i not in seen:
            seen.add(current.i)
            subjects = [c for c in current.children if c.dep_ in SUBJECTS and not self.quoted[c.i] and c.dep_ != "expl"]
            if subjects:
                passive = [c for c in current.children if c.dep_ == "agent"]
                if passive and subjects[0].dep_ == "nsubjpass":
                    return next((c for c in passive[0].children if c.dep_ == "pobj" and not self.quoted[c.i]), None)
                subject = subjects[0] if current is verb or len(subjects) == 1 else subjects[-1]
                if subject.tag_ in ("WP", "WDT") and current.dep_ == "relcl":
                    return current.head
                return subject
            if current.dep_ in ("relcl", "acl") and not self.quoted[current.head.i]:
                return current.head
            if current.dep_ in ("conj", "xcomp", "advcl", "dep", "ccomp", "pcomp") and not self.quoted[current.head.i]:
                if current.dep_ == "ccomp" and any(c.dep_ == "mark" for c in current.children):
                    return None
                current = current.head
                continue
            if current.dep_ == "prep":
                current = current.head
                continue
            return None
        return None

    def _phrase(self, head: Token, verb: Token) -> tuple[int, int] | None:
        """The whole noun phrase of a subject, cut where a quotation or the cue begins."""
        low, high = head.left_edge.i, head.right_edge.i + 1
        if head.i < verb.i:
            high = min(high, verb.i)
        else:
            low = max(low, verb.i + 1)
        while low < head.i and any(self.quoted[low : head.i + 1]):
            low += 1
        stop = head.i + 1
        while stop < min(high, low + LONGEST_SOURCE) and not self.quoted[stop]:
            stop += 1
        while low < head.i and (self.doc[low].is_punct or self.doc[low].pos_ == "CCONJ"):
            low += 1
        while stop > head.i + 1 and (self.doc[stop - 1].is_punct and self.doc[stop - 1].text not in ")." or self.doc[stop - 1].pos_ in ("CCONJ", "AUX")):
            stop -= 1
        return (low, stop) if low < stop else None


def according_to(doc: Doc, index: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """(cue, source) token places of an "according to X" that begins at `index`."""
    if index + 2 < len(doc) and doc[index].lower_ == "according" and doc[index + 1].lower_ == "to":
        for token in doc[index + 2 : index + 14]:
            if token.dep_ == "pobj" and token.head.i in (index, index + 1):
                return (index, index + 2), (token.left_edge.i, token.right_edge.i + 1)
    return None
