"""Nesting: whether a position that stands inside somebody's words may be told as its holder's.

The article vouches for what it tells itself, not for what one actor says of another: "Ruiz said that France wanted
war" shows no position of France. What a noun phrase takes for granted ("backed Sweden's call for a vote") stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from knowledge.attributions.clauses import NOMINAL, children
from knowledge.build.attribution import Attribution
from knowledge.build.document import place_of, span_at
from knowledge.lexicon.cues import Lexicon
from knowledge.positions.places import covers

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from knowledge.actors import Cast
    from knowledge.build.attribution import Spans

CLAUSAL = frozenset(
    ["ccomp", "xcomp", "pcomp", "advcl", "csubj", "acl", "parataxis", "conj"]
)  # relcl: the writer's own

CONTRASTS = frozenset(["while", "whereas"])


def told_by_another(
    holder: str | None,
    one: Attribution,
    doc: Doc,
    attributions: Iterable[Attribution],
    quoted: Spans,
    cast: Cast,
    lexicon: Lexicon,
) -> bool:
    """Whether only somebody else's words give this position to its holder (an actor's id, or None).

    `quoted` are the article's quotations. Words of one who speaks for the holder count as the holder's own, unless
    they accuse, deny or insist.
    """
    around = [other for other in attributions if other is not one and _around(other, one) and other.confidence >= 0.5]
    if any(covers((place,), one.cue[0]) and covers((place,), one.source[0]) for place in quoted):
        speakers = {other.actor for other in around if other.kind != "indirect"}
        return holder is None or holder not in speakers
    return any(
        _embedded(one, other, doc) and not _own_words(holder, one, other, doc, cast, lexicon) for other in around
    )


def _around(other: Attribution, one: Attribution) -> bool:
    return covers(other.content, one.cue[0]) and bool(other.cue) and other.cue[0] != one.cue[0]


def _own_words(
    holder: str | None, one: Attribution, other: Attribution, doc: Doc, cast: Cast, lexicon: Lexicon
) -> bool:
    """Whether the words around are the holder's own, those of one who speaks for it, or of nobody in particular."""
    if holder is not None and other.actor == holder:
        return other.stance != "deny"
    if not other.source:
        return other.stance == "report"  # it was reported that
    who, whose = span_at(doc, other.source[0]), span_at(doc, one.source[0])
    if who is None or whose is None:
        return False
    if who.root.lemma_.lower() in lexicon.surveys or {token.lower_ for token in who} & lexicon.outlets:
        return True  # polls show that voters want it; a news agency reports like the article itself
    if other.stance != "report":
        return False
    if holder is not None and any(actor.id == other.actor and actor.speaks_for == holder for actor in cast.actors):
        return True
    owners = [child for child in whose.root.children if child.tag_ == "PRP$"]
    if other.actor is not None and any(cast.who(*place_of(owner)) == other.actor for owner in owners):
        return True  # she said her state wants it
    speaks = any(token.lemma_.lower() in lexicon.mouthpieces for token in who)
    return speaks and _named_in(whose, who)


def _named_in(whose: Span, who: Span) -> bool:
    """Whether a spokesman's description names the holder: "a union official" of "the union"."""
    return whose.root.lemma_.lower() in {token.lemma_.lower() for token in who}


def _embedded(one: Attribution, other: Attribution, doc: Doc) -> bool:
    """Whether a clause of the words around holds the position, and not only a noun phrase."""
    inner, outer = span_at(doc, one.cue[0]), span_at(doc, other.cue[0])
    if inner is None or outer is None:
        return True
    path = [inner.root]
    stops = {token.i for token in outer}
    while path[-1].i not in stops and path[-1].head.i != path[-1].i:
        path.append(path[-1].head)
    if path[-1].i not in stops:
        return True
    if any(mark.lower_ in CONTRASTS for token in path for mark in children(token, "mark")):
        return False  # he said he was for it, while Norway rejected it
    return any(_clausal(token) for token in path[:-1])


def _clausal(token: Token) -> bool:
    """Whether a word heads a clause inside the words around, and does not only belong to a noun phrase."""
    nominal = _participle(token) or (token.dep_ == "conj" and token.pos_ in NOMINAL)
    return token.dep_ in CLAUSAL and not nominal


def _participle(token: Token) -> bool:
    """Whether a participle modifies a noun: "the plan backed by Sweden"."""
    return token.dep_ == "acl" and token.tag_ in ("VBN", "VBG")
