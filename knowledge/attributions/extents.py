"""From heads to extents: which tokens belong to a source, a cue and a content.

The conventions are those of PolNeAR (Newell et al., LREC 2018): a source is the whole noun phrase with its
appositives and relative clauses; a cue takes the auxiliaries, the negation, neighbouring adverbs and the
preposition that leads to a noun; a content is the rest of the clause, without the addressee.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from knowledge.attributions.clauses import AUXILIARIES, lemma
from knowledge.build.document import place_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

CONJUNCTIONS = frozenset(["and", "but", "or"])
OPENERS = CONJUNCTIONS | {"yet", "so", "meanwhile", "however"}
SOURCE_WORDS = 45  # a longer noun phrase is a parse gone wrong


def subtree(token: Token) -> set[int]:
    """The tokens under a token, itself included."""
    return {child.i for child in token.subtree}


def source_tokens(holder: Token, barred: set[int]) -> set[int]:
    """The noun phrase of a holder; `barred` tokens (cue, content) and what lies beyond them are left out."""
    if holder.dep_ == "poss":
        return {child.i for child in holder.subtree if child.tag_ != "POS"} - barred
    tokens = subtree(holder)
    if holder.dep_ in ("compound", "nmod"):  # before a verb that the tagger took for a noun
        tokens = set(range(holder.head.left_edge.i, holder.i + 1))
    if holder.tag_ in ("WP", "WDT", "PRP"):
        tokens = {
            holder.i,
            *(
                child.i
                for child in holder.children
                if child.lower_ in ("himself", "herself", "themselves", "all", "both")
            ),
        }
    tokens = _stretch_with(tokens - barred, holder)
    if len(tokens) > SOURCE_WORDS:
        tokens = {child.i for child in holder.subtree if holder.left_edge.i <= child.i <= holder.i} - barred
    last = max(tokens, default=holder.i)
    if last != holder.i and holder.doc[last].dep_ == "prep":
        tokens -= {last}  # accused the federation of | planning it
    return _without_edges(holder.doc, tokens, OPENERS)


def cue_tokens(verb: Token, shading: frozenset[str]) -> set[int]:
    """A verb with its auxiliaries, negation, particle, neighbouring adverbs and the verbs that only shade it."""
    tokens = {verb.i, *(child.i for child in verb.children if child.dep_ in AUXILIARIES or child.dep_ == "prt")}
    head = verb
    while head.dep_ == "xcomp" and lemma(head.head) in shading and head.head.i < head.i:
        head = head.head
        tokens |= {head.i, *(child.i for child in head.children if child.dep_ in AUXILIARIES or child.dep_ == "prt")}
    return with_adverbs(verb.doc, tokens)


def with_adverbs(doc: Doc, tokens: set[int]) -> set[int]:
    """The tokens and the adverbs that stand between or right before them: "has firmly stated"."""
    low, high = min(tokens), max(tokens)
    inner = {i for i in range(low, high) if doc[i].dep_ == "advmod" or doc[i].pos_ == "ADV"}
    tokens = tokens | inner
    while (
        doc[low - 1].pos_ == "ADV"
        and doc[low - 1].dep_ == "advmod"
        and doc[low - 1].head.i in tokens
        and doc[low - 1].lower_ not in ("when", "how", "why", "where")
    ):
        low -= 1
        tokens.add(low)
    while doc[high + 1].tag_ == "RB" and doc[high + 1].head.i in tokens and doc[high + 1].lower_.endswith("ly"):
        high += 1
        tokens.add(high)
    return tokens


def content_tokens(head: Token, barred: set[int], verb: Token | None = None) -> set[int]:
    """The clause or phrase of a content head, without the cue, the source and what hangs on the cue."""
    tokens = subtree(head)
    if verb is not None and verb.i in tokens and verb.i != head.i:
        tokens -= subtree(verb)
    return tokens - barred - additions(head)


def additions(head: Token) -> set[int]:
    """What the writer adds at the end of a content, not the holder: ", which ...", "Carson, a doctor"."""
    last = head.right_edge
    found: set[int] = set()
    for token in head.subtree:
        if token.right_edge.i != last.i or token.i == head.i:
            continue
        before = token.doc[token.left_edge.i - 1]
        if before.text not in (",", "--", "—", "–"):
            continue
        relative = token.dep_ == "relcl" and token.left_edge.lower_ in ("which", "who", "whose", "where")
        apposition = token.dep_ == "appos" and token.head.i == head.i and head.pos_ == "PROPN"
        if relative or apposition:
            found |= subtree(token) | {before.i}
    return found


def _stretch_with(tokens: set[int], anchor: Token) -> set[int]:
    """The run of tokens around the anchor; punctuation does not break it, a barred token does."""
    low = high = anchor.i
    while low - 1 in tokens:
        low -= 1
    while high + 1 in tokens:
        high += 1
    return {i for i in range(low, high + 1) if i in tokens}


def _without_edges(doc: Doc, tokens: set[int], words: frozenset[str]) -> set[int]:
    ordered = sorted(tokens)
    while ordered and (_loose(doc[ordered[0]], "\"'([") or doc[ordered[0]].lower_ in words):
        ordered.pop(0)
    while ordered and (_loose(doc[ordered[-1]], "\"')]") or doc[ordered[-1]].lower_ in CONJUNCTIONS):
        ordered.pop()
    return set(ordered)


def _loose(token: Token, kept: str) -> bool:
    return token.is_punct and token.text not in kept


def trimmed(doc: Doc, tokens: Iterable[int]) -> set[int]:
    """Content tokens without conjunctions, commas, stops and dashes at their edges; quotation marks stay, and so
    does the "But" that begins a sentence.
    """
    tokens = set(tokens)
    if tokens and doc[min(tokens)].is_sent_start:
        return _without_edges(doc, tokens, frozenset())
    return _without_edges(doc, tokens, CONJUNCTIONS)


def spans(doc: Doc, tokens: set[int]) -> tuple[tuple[int, int], ...]:
    """Token runs as [start, end) in the article; punctuation and space between two runs bridges them."""
    runs: list[list[int]] = []
    for i in sorted(tokens):
        if runs and all(doc[k].is_punct or doc[k].is_space for k in range(runs[-1][1] + 1, i)):
            runs[-1][1] = i
        else:
            runs.append([i, i])
    real = [(low, high) for low, high in runs if any(not doc[k].is_punct for k in range(low, high + 1))]
    return tuple(place_of(doc[low], doc[high]) for low, high in real)
