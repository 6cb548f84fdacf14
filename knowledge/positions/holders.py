"""Holders: whose position an attribution is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.attributions.frames import NAMES
from knowledge.build.attribution import Attribution
from knowledge.build.document import place_of, span_at
from knowledge.lexicon.cues import Lexicon
from knowledge.model.article import Article
from knowledge.positions.places import conjuncts_of, covers

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from knowledge.actors import Cast

FIRST_PERSON = frozenset(["i", "my", "me", "we", "our", "us"])
PRONOUNS = FIRST_PERSON | {"he", "she", "they", "you", "who", "his", "her", "their"}
PRONOUNS |= {"it", "its", "that", "this", "which", "one"}
VAGUE = frozenset(["those", "some", "many", "others", "most", "people", "all", "both", "several", "everyone", "anyone"])
ANYBODY = frozenset(
    ["person", "man", "woman", "guy", "someone", "somebody", "anyone", "anybody", "everyone", "everybody"]
)
NOBODY = frozenset(["no", "not", "few", "neither", "none", "nobody", "little"])  # no minister wants it
_RELATIVE = re.compile(r"\b(?:whom|whose|who|which)$|^(?:whom|whose)\b", re.I)


def holders(
    article: Article,
    one: Attribution,
    doc: Doc,
    attributions: list[Attribution],
    cast: Cast,
    lexicon: Lexicon,
) -> list[tuple[str | None, str]]:
    """(actor, the holder's words) of each who holds it; empty where no person or body is named.

    "I" and "my" inside somebody's words are that speaker's.
    """
    words = " ".join(article.text[low:high] for low, high in one.source)
    if words.lower() in FIRST_PERSON:
        around = [other for other in attributions if other.kind != "indirect" and covers(other.content, one.cue[0])]
        around = [other for other in around if other is not one]
        speaker = min(around, key=lambda other: sum(high - low for low, high in other.content), default=None)
        return [(speaker.actor, words)] if speaker is not None and speaker.actor else []
    span = span_at(doc, one.source[0])
    if span is None:
        return [(one.actor, words)] if one.actor else []
    head, words = _antecedent(article, span.root, words)
    named = [(_actor(part, cast), article.text[slice(*place_of(part))]) for part in (head, *conjuncts_of(head))]
    if len(named) > 1 and all(actor for actor, _ in named):
        return list(dict(named).items())
    if one.actor and not _inhabitants(head, one.actor, cast):
        return [(one.actor, words)]
    if words.lower() == "it":
        return _reporting_body(one, words, attributions, cast)
    if words.lower() in PRONOUNS | VAGUE or _RELATIVE.search(words) or head.lemma_.lower() in ANYBODY:
        return []
    known = head.lemma_.lower() in lexicon.holders or head.lower_ in lexicon.holders
    return [(None, words)] if known or head.ent_type_ in NAMES else []


def _reporting_body(
    one: Attribution, words: str, attributions: list[Attribution], cast: Cast
) -> list[tuple[str | None, str]]:
    """The body that says "it" of itself: "Norway said it was worried and called on all sides to stop"."""
    bodies = {actor.id for actor in cast.actors if actor.kind != "person"}
    around = [other for other in attributions if other.kind == "indirect" and covers(other.content, one.cue[0])]
    around = [other for other in around if other.actor in bodies and covers(other.content, one.source[0])]
    inner = min(around, key=lambda other: sum(high - low for low, high in other.content), default=None)
    return [(inner.actor, words)] if inner is not None else []


def _actor(head: Token, cast: Cast) -> str | None:
    actor = cast.who(*place_of(head))
    return None if actor and _inhabitants(head, actor, cast) else actor


def _inhabitants(head: Token, actor: str, cast: Cast) -> bool:
    """Whether the word means people of a country ("many Americans") and not the country."""
    country = any(one.id == actor and one.kind == "country" for one in cast.actors)
    return country and head.tag_ in ("NNS", "NNPS") and head.text not in cast.name(actor)


def _antecedent(article: Article, head: Token, words: str) -> tuple[Token, str]:
    """(head, words) of what a relative pronoun stands for; the same head and words for any other holder."""
    if head.lower_ not in ("who", "which", "that") or head.head.dep_ != "relcl":
        return head, words
    noun, clause = head.head.head, head.head
    inside = [token for token in noun.subtree if token.i < clause.left_edge.i]
    if not inside:
        return head, words
    low, high = place_of(inside[0], inside[-1])
    return noun, article.text[low:high].rstrip(" ,;—–-")


def denied_by_holder(article: Article, one: Attribution) -> bool:
    """Whether the holder is nobody: "few experts believe"."""
    first = article.text[slice(*one.source[0])].split()[0].lower()
    return first in NOBODY
