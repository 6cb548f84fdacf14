"""Repairs of the parser's slips, once for all rules: after them a token's lemma, tag, head and relation are trusted.

lemmas     the small model drops a final e at times ("hopes" is "hop") or adds one ("retweeted" is "retweete")
tags       a cue in -s ("but rejects linking them") taken for a noun
heads      the verb of a sentence hung on its subject as a participle: "A poll found last week"
relations  the subject of a sentence's verb taken for something else: "...," said the senator; the first of two
           subjects taken for an adverb: "...," Tully and Frere said
"""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING

from knowledge.lexicon.cues import load_lexicon
from knowledge.lexicon.function_words import function_words
from knowledge.parsing.grammar import FINITE, NOMINAL, children, has_perfect, has_that, own_subject

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = ("nsubj", "nsubjpass")
JOINED = (*SUBJECTS, "advmod", "npadvmod", "dep", "nmod")  # what the first of two subjects is taken for


def mend(doc: Doc) -> None:
    """Repairs a parsed document in place."""
    verbs = load_lexicon().verbs
    for token in doc:
        _mend_lemma(token, verbs)
        if token.pos_ in ("NOUN", "PROPN") and token.lower_.endswith("s") and token.lemma_ in verbs:
            _mend_cue(token)
    for token in doc:
        hung = token.dep_ == "acl" and token.tag_ in ("VBN", "VBD") and token.head.dep_ == "ROOT"
        if hung and token.head.i < token.i:
            _make_root(token)
    for token in doc:
        if token.dep_ == "cc" and token.head.i < token.i:
            _join_subjects(token.head, token)
        if token.dep_ == "ROOT" and token.pos_ in ("VERB", "AUX") and not children(token, "csubj"):
            _find_subject(token)


def _mend_lemma(token: Token, verbs: Container[str]) -> None:
    """The other form where only that is a verb of the cue table, in lower case."""
    found = token.lemma_.lower()
    if found not in verbs:
        if found + "e" in verbs and (token.lower_.startswith(found + "e") or token.lower_ == found + "ing"):
            found += "e"
        elif found.endswith("e") and found[:-1] in verbs:
            found = found[:-1]
    if found != token.lemma_:
        token.lemma_ = found


def _mend_cue(token: Token) -> None:
    """A known cue between a conjunction and a gerund or "that" ("but rejects linking them"), or as the head of a
    sentence between a noun and an infinitive ("The ministry plans to close it"), is a verb."""
    before, after = token.doc[token.i - 1], token.nbor()
    clause = after.lower_ == "that" and after.dep_ == "mark"
    if before.lower_ in function_words().conjunctions and before.dep_ == "cc":
        verb = after.tag_ == "VBG" or clause
    else:
        nominal = before.pos_ in ("NOUN", "PROPN") and before.dep_ in ("compound", "nmod", "nsubj")
        verb = token.dep_ == "ROOT" and nominal and (clause or after.tag_ == "TO")
    if not verb:
        return
    token.tag_, token.pos_ = "VBZ", "VERB"
    for child in children(token, "acl", "relcl"):
        child.dep_ = "ccomp" if has_that(child) else "xcomp"


def _make_root(verb: Token) -> None:
    """The verb over the noun that it hangs on, which is its subject; what follows the verb hangs on the verb."""
    noun = verb.head
    verb.head = verb
    verb.dep_ = "ROOT"
    noun.dep_ = "nsubj"
    noun.head = verb
    for child in [child for child in noun.rights if child.i > verb.i]:
        child.head = verb


def _find_subject(verb: Token) -> None:
    """The noun phrase left of a sentence's verb, or, after "...," said, the one right of it; else the person before."""
    if own_subject(verb) is not None:
        return
    left = (child for child in reversed(list(verb.lefts)) if child.dep_ not in ("pobj", "conj"))
    found = next((child for child in left if child.pos_ in NOMINAL), None)
    if found is None and any(child.dep_ in ("ccomp", "parataxis", "advcl") for child in verb.lefts):
        right = (child for child in children(verb, "dobj", "attr", "oprd", "npadvmod") if child.i > verb.i)
        found = next((child for child in right if child.pos_ in NOMINAL), None)
    if found is None and (found := person_before(verb)) is not None:
        found.head = verb
    if found is not None:
        found.dep_ = "nsubj"


def _join_subjects(first: Token, conjunction: Token) -> None:
    """The noun before "and" is the subject where the one after it, on the same verb, was taken for it alone."""
    second = next((child for child in first.head.lefts if child.left_edge.i == conjunction.i + 1), None)
    if second is None or second.dep_ not in SUBJECTS or first.pos_ not in NOMINAL or first.dep_ not in JOINED:
        return
    first.dep_, second.dep_ = second.dep_, "conj"
    second.head = first


def person_before(verb: Token) -> Token | None:
    """The person whose phrase ends right before a finite verb: "Ann Lee, the head of the bank,"."""
    if verb.tag_ not in FINITE and not has_perfect(verb):
        return None
    doc, own, place = verb.doc, {child.i for child in verb.children}, verb.i - 1
    while place >= verb.sent.start and (place in own or doc[place].is_punct) and doc[place].pos_ != "NOUN":
        place -= 1
    if place < verb.sent.start or doc[place].pos_ not in NOMINAL:
        return None
    names = [doc[place]]
    while (above := _phrase_above(names[-1])) is not None:
        names.append(above)
    person = next((name for name in names if name.ent_type_ == "PERSON"), None)
    found = person or next((name for name in names if name.lemma_ in load_lexicon().holders), None)
    return found if found is not None and verb not in found.subtree else None


def _phrase_above(noun: Token) -> Token | None:
    """The noun whose phrase a noun ends."""
    ends = noun.dep_ == "pobj" and noun.head.dep_ == "prep" and noun.head.head.pos_ in NOMINAL
    return noun.head.head if ends else None
