"""The stance that the content gives where the cue only reports: said that they must, said he would not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from knowledge.attributions.clauses import children, is_infinitive, lemma, own_subject
from knowledge.attributions.frames import Frame

if TYPE_CHECKING:
    from spacy.tokens import Token

NORMATIVE = frozenset(["should", "must", "ought"])  # says what others are to do
COMMISSIVE = frozenset(["will", "would", "wo", "'ll", "'d"])  # ... and with the holder as subject, what it will do
STATES = frozenset(["be", "know", "like", "love", "have", "need", "feel", "think", "believe", "see"])  # no deeds
REPORTING = frozenset(["report", "assert", "suggest"])


def stance_of(frame: Frame, same_holder: Callable[[Token], bool]) -> str:
    """The stance of a frame: the cue's, or for a plain report the one that a modal in the content shows.

    `same_holder` tells whether the subject of the content denotes the frame's holder, or who it speaks for.
    """
    if frame.stance not in REPORTING or frame.construction != "that" or frame.passive or frame.holder is None:
        return frame.stance
    doc = frame.head.doc
    inside = frame.content
    if doc[min(inside)].text in ('"', "''"):
        return frame.stance  # direct speech stands for itself
    tops = (doc[i] for i in sorted(inside) if doc[i].head.i not in inside or doc[i].dep_ == "ROOT")
    top = next((token for token in tops if token.pos_ in ("VERB", "AUX")), None)
    if top is None:
        return frame.stance
    modals = {child.lower_ for child in children(top, "aux") if child.tag_ == "MD"}
    obliged = lemma(top) in ("need", "have") and any(is_infinitive(clause) for clause in children(top, "xcomp"))
    if modals & NORMATIVE or (obliged and top.tag_ in ("VBZ", "VBP")):
        return "demand"
    subject = own_subject(top)
    deed = modals & COMMISSIVE and lemma(top) not in STATES
    if deed and subject is not None and same_holder(subject):
        return "reject" if children(top, "neg") else "intend"
    return frame.stance
