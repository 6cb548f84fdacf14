"""Slices: which words of the article show a position."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from knowledge.attributions.clauses import children, lemma
from knowledge.attributions.stances import REPORTING
from knowledge.build.attribution import Attribution
from knowledge.build.document import is_gap, place_of, span_at
from knowledge.lexicon.cues import load_lexicon
from knowledge.model.article import Article
from knowledge.positions.holders import denied_by_holder
from knowledge.positions.places import conjuncts_of, covers, sentence_around
from knowledge.positions.reading import completed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

MAIN_WORDS = 4  # words before a dash that can stand without what follows it
AGAINST = frozenset(["deny", "reject", "oppose", "doubt"])
OWNED = 40  # characters between a possessive holder and its noun, at most
EMPTY = frozenset(["it", "that", "this", "so", "them", "him", "her", "which", "what", "something", "anything", "one"])
_OWN = re.compile(r"(?:his|her|its|their|my|our) \w+")
_DASH = re.compile(r"\s*(?:—|–|--)\s*")
_MARK = re.compile(r"[\"“”]")
_CLOSING = re.compile(r"[.,!?]?[\"”]")


def slices(
    article: Article, one: Attribution, block: Span, attributions: list[Attribution]
) -> Iterator[tuple[int, int]]:
    """The slices that show a position: cue and content, and each further conjunct of the content by itself."""
    doc = block.doc
    sentence = sentence_around(doc, *one.cue[0])
    content = [place for place in one.content if sentence[0] <= place[0] < sentence[1]]
    content = [(low, min(high, sentence[1])) for low, high in content]
    words = " ".join(article.text[low:high] for low, high in content).lower()
    if (relative := _antecedent(one, doc)) is not None:
        yield _readable(article.text, *_trimmed(doc, relative, one.cue[-1][1]))
        return
    if not content or words in EMPTY or _OWN.fullmatch(words):
        return  # "rejected it", "offered their assessments"
    start, end = one.cue[0][0], max(one.cue[-1][1], content[-1][1])
    if denied_by_holder(article, one):
        start = min(start, one.source[0][0])
    if content[0][0] < start:  # "... is supported by them", "..., he argued"
        yield _readable(article.text, *_trimmed(doc, content[0][0], max(end, one.source[-1][1])))
        return
    if _possessive(one, doc):
        start = min(start, one.source[0][0])  # "the party's goal was"
    cuts = [place for place in _conjuncts(one, block) if one.cue[-1][1] < place < end]
    if one.negated or one.stance in AGAINST:
        cuts = []  # "denied taking it and hiding it": without its cue the second would say the contrary
    elif _refined(one, doc):  # its conjuncts may be of another stance; those with a cue are positions of their own
        cues = {other.cue[0][0] for other in attributions if other.cue}
        cuts, end = [], min([place for place in cuts if place in cues], default=end)
    if end == max(one.cue[-1][1], content[-1][1]):
        end = completed(doc, start, end)
    for low, high in pairwise([start, *cuts, end]):
        if low == start or not _somebody_elses(low, high, one, attributions):
            yield _readable(article.text, *_trimmed(doc, low, high))


def _antecedent(one: Attribution, doc: Doc) -> int | None:
    """Where the noun begins that a relative pronoun as content stands for: "an offer that Norway turned down"."""
    pronoun = span_at(doc, one.content[0])
    if pronoun is None or len(pronoun) > 1 or pronoun[0].tag_ != "WDT" or pronoun[0].head.dep_ != "relcl":
        return None
    noun = pronoun[0].head.head
    return noun.left_edge.idx if noun.i < pronoun[0].i and noun.pos_ in ("NOUN", "PROPN") else None


def _refined(one: Attribution, doc: Doc) -> bool:
    """Whether the stance comes from the content's first verb ("said he would not ..."): its conjuncts may differ."""
    cue = span_at(doc, one.cue[0])
    reading = load_lexicon().verb(lemma(cue.root), "that") if cue is not None else None
    return reading is not None and reading.stance in REPORTING and one.stance not in REPORTING


def _possessive(one: Attribution, doc: Doc) -> bool:
    span = span_at(doc, one.source[-1])
    return (
        span is not None
        and span.root.dep_ == "poss"
        and span.root.tag_ != "PRP$"
        and 0 <= one.cue[0][0] - one.source[-1][1] < OWNED
    )


def _somebody_elses(low: int, high: int, one: Attribution, attributions: list[Attribution]) -> bool:
    """Whether a conjunct is an attribution to another holder: "..., and rights groups warned that ..."."""
    return any(
        low <= other.cue[0][0] < high and other.source[0][0] == low
        for other in attributions
        if other is not one and other.cue and other.source and other.source != one.source
    )


def _conjuncts(one: Attribution, block: Span) -> list[int]:
    """Where a second clause, gerund or infinitive of the content begins, in the article."""
    inside = [token for token in block if covers(one.content, place_of(token))]
    places = {token.i for token in inside}
    starts: list[Token] = []
    for top in (token for token in inside if token.head.i not in places or token.dep_ == "ROOT"):
        for head in (top, *children(top, "pcomp")):
            starts += [other for other in conjuncts_of(head) if other.i in places]
        if top.dep_ == "conj" and top.i != inside[0].i:
            starts.append(top)
    return sorted({token.left_edge.idx for token in starts if _clausal(token) and _linked(token)})


def _linked(token: Token) -> bool:
    """Whether "and", "but" or a comma stands right before a conjunct."""
    before = token.doc[token.left_edge.i - 1]
    return before.dep_ == "cc" or before.text == ","


def _clausal(token: Token) -> bool:
    return token.pos_ == "VERB" and token.tag_ != "VBN" and len(list(token.subtree)) > 2


def _trimmed(doc: Doc, low: int, high: int) -> tuple[int, int]:
    """The slice without the conjunction, space and punctuation around it."""
    span = span_at(doc, (low, high))
    tokens = list(span) if span is not None else []
    while tokens and (_edge(tokens[-1]) or tokens[-1].dep_ == "cc"):
        tokens.pop()
    while tokens and (_edge(tokens[0]) or tokens[0].dep_ == "cc"):
        tokens.pop(0)
    if not tokens:
        return low, high
    first = tokens[0]
    while first.text[0] in "'’" and not is_gap(doc[first.i - 1]) and not doc[first.i - 1].whitespace_:
        first = doc[first.i - 1]  # "I'm sure" begins with "I"
    return place_of(first, tokens[-1])


def _readable(text: str, start: int, end: int) -> tuple[int, int]:
    """The slice with its closing quotation mark, and without a single aside after a dash."""
    dashes = list(_DASH.finditer(text, start, end))
    if len(dashes) == 1 and len(text[start : dashes[0].start()].split()) >= MAIN_WORDS:
        end = dashes[0].start()
    if len(_MARK.findall(text, start, end)) % 2:
        closing = _CLOSING.match(text, end)
        end = closing.end() if closing else end
    return start, end


def _edge(token: Token) -> bool:
    return token.is_space or (token.is_punct and token.text not in "\"'()%$")
