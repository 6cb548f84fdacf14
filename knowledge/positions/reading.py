"""Slices that can be read alone: to the end of their clause, and with what a pronoun stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.attributions.clauses import children
from knowledge.build.document import place_of, span_at
from knowledge.positions.places import sentence_around

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

REST = 5  # tokens up to the end of the clause: a longer rest is another phrase
CONDITIONS = frozenset(["if", "unless", "until"])
FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])
SENTENCE = 45  # words: a longer sentence says too much else
SINGULAR = {"it": True, "him": True, "them": False}  # objects that stand for a noun, and whether for one thing


def completed(doc: Doc, low: int, high: int) -> int:
    """Where a slice ends that begins at `low` once the few words are added that the parser left outside its clause:
    "left pharmacies | without insulin"; `high` itself where another clause follows."""
    span = span_at(doc, (low, high))
    if span is None:
        return high
    if (condition := _condition(span)) is not None:
        return place_of(condition)[1]
    rest: list[Token] = []
    for token in doc[span.end : span.sent.end]:
        if token.is_punct or token.is_space or token.dep_ == "cc":
            break
        if len(rest) == REST or token.pos_ in ("VERB", "AUX", "SCONJ") or token.tag_ in ("TO", "WDT", "WP", "WRB"):
            return high
        rest.append(token)
    known = {token.i for token in (*span, *rest)}
    if not rest or any(token.head.i not in known or token.dep_ in ("nsubj", "agent", "conj") for token in rest):
        return high
    return place_of(rest[-1])[1]


def _condition(span: Span) -> Token | None:
    """The last word of the condition right after a slice: "threatened to leave | unless it rained"."""
    for token in span:
        for clause in children(token, "advcl"):
            first = clause.left_edge
            if first.i == span.end and first.lower_ in CONDITIONS:
                last = clause.right_edge
                return last.doc[last.i - 1] if last.is_punct else last
    return None


def widened(doc: Doc, low: int, high: int) -> tuple[int, int]:
    """The sentence around a slice whose object stands for something outside it: "disputed that account"; else the
    slice itself."""
    span = span_at(doc, (low, high))
    if span is None or not _refers_back(span):
        return low, high
    start, end = sentence_around(doc, low, high)
    return (start, end) if len(doc.text[start:end].split()) <= SENTENCE else (low, high)


def _refers_back(span: Span) -> bool:
    for token in span:
        finite = any(verb.tag_ in FINITE for verb in (token.head, *children(token.head, "aux", "auxpass")))
        named = token.dep_ in ("dobj", "pobj", "dative") or (token.dep_ in ("nsubj", "nsubjpass") and not finite)
        if named and token.lower_ in SINGULAR and not _has_noun(span, token, SINGULAR[token.lower_]):
            return True
        if token.lower_ in ("that", "those") and token.dep_ == "det":
            return True
    return False


def _has_noun(span: Span, pronoun: Token, singular: bool) -> bool:
    """Whether a noun of the number of the pronoun stands before it."""
    tags = ("NN", "NNP") if singular else ("NNS", "NNPS")
    before = [token for token in span if token.i < pronoun.i and token.ent_type_ != "PERSON"]
    return any(token.tag_ in tags or (not singular and token.dep_ == "conj") for token in before)
