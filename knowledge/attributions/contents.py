"""The content of a verb cue: its clause or phrase, and what the parser put elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.attributions.clauses import children, continues_cue, is_infinitive, lemma, own_subject, resumed_clause
from knowledge.attributions.extents import content_tokens, source_tokens, subtree
from knowledge.lexicon.cues import Lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

MODIFYING = frozenset(["to", "of", "over", "about", "between", "against", "into", "from", "for", "with", "among"])


def content_of(
    verb: Token,
    holder: Token | None,
    heads: list[Token],
    barred: set[int],
    construction: str,
    joined: list[Token],
    lexicon: Lexicon,
) -> set[int]:
    """The content: the tokens under `heads` but the `barred` ones; `joined` is the preposition of the cue, if any."""
    content = set().union(*(content_tokens(head, barred, verb) for head in heads))
    if construction == "that":
        content |= _before(verb, heads, barred, holder)
        if verb.head in heads and not verb.nbor().is_punct:
            content = {i for i in content if i > verb.i} or content  # "Though it rained, she said the game went on"
    if construction == "obj" or joined:
        content |= _stray_modifiers(verb, content)
    content -= set().union(*(_escaped(verb, head) for head in heads))
    return content | _stray_conjuncts(verb, heads, lexicon)


def _before(verb: Token, heads: list[Token], barred: set[int], holder: Token | None) -> set[int]:
    """What stands before "..., he said": the sentence from its beginning, however the parser cut it up."""
    group = {verb.i} | (source_tokens(holder, barred) if holder is not None else set())
    first = min(group)
    if verb.doc[first - 1].text not in (",", '"', "''") or min(head.i for head in heads) > first:
        return set()
    return set(range(verb.sent.start, first)) - barred


def _escaped(verb: Token, head: Token) -> set[int]:
    """What the parser drew into the content though it is a cue of its own: "said he would stay and added that ...",
    "demanding an apology and Sweden refusing to offer one"."""
    found: set[int] = set()
    for other in children(head, "conj"):
        absolute = other.pos_ == "PROPN" and any(clause.tag_ == "VBG" for clause in children(other, "acl"))
        if continues_cue(other, verb) or (absolute and head.pos_ == "NOUN"):
            found |= _linked(head, head, other)
    return found


def _stray_modifiers(verb: Token, content: set[int]) -> set[int]:
    """What follows a noun phrase and the parser hung on the cue: "a measure to extend it", "conflict over the sea"."""
    end = max(content, default=-1)
    found: set[int] = set()
    for child in verb.rights:
        if child.left_edge.i != end + 1:
            continue
        purpose = child.dep_ in ("xcomp", "advcl") and is_infinitive(child) and own_subject(child) is None
        if purpose or (child.dep_ in ("prep", "dative") and child.lower_ in MODIFYING):
            found |= subtree(child)
            end = child.right_edge.i
    return found


def _stray_conjuncts(verb: Token, heads: list[Token], lexicon: Lexicon) -> set[int]:
    """Conjuncts of the content that the parser hung on the cue: "advocated for limiting X and addressing Y"."""
    last = heads[-1]
    tags = {last.tag_, *(child.tag_ for child in children(last, "pcomp"))}
    found: set[int] = set()
    for other in children(verb, "conj"):
        if other.i < last.i:
            continue
        if own_subject(other) is not None:  # said he would stay, but the others left
            if last.i > verb.i and last.dep_ == "ccomp" and lemma(other) not in lexicon.verbs:
                found |= _linked(verb, last, other)
            continue
        if last.dep_ == "ccomp" and resumed_clause(other) is not None:
            found |= _linked(verb, last, other)
            continue
        gerund = other.tag_ == "VBG" and "VBG" in tags and verb.tag_ != "VBG"
        infinitive = other.tag_ == "VB" and "VB" in tags and verb.tag_ not in ("VB",) and not children(other, "aux")
        infinitive = infinitive or (is_infinitive(other) and "VB" in tags and not is_infinitive(verb))
        if gerund or infinitive:
            found |= _linked(verb, last, other)
    return found


def _linked(verb: Token, last: Token, other: Token) -> set[int]:
    """A conjunct with the conjunction and punctuation that tie it to the content before it."""
    between = (verb.doc[i] for i in range(last.i, other.i))
    return {token.i for token in between if token.head.i == verb.i and token.dep_ in ("cc", "punct")} | subtree(other)
