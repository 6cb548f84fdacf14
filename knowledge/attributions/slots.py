"""Slots: the constructions that a verb stands in, and what fills each of them.

A slot is (construction, heads of the content, words that join the cue); the constructions are those of the
lexicon's header. One verb can stand in several, where the parse leaves it open or the parser slipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.attributions.clauses import WH, children, is_infinitive, lemma, own_subject, subject
from knowledge.lexicon.cues import Lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

PERCEPTION = frozenset(["see", "hear", "watch", "feel", "notice", "observe", "help", "let", "make", "have"])
Slot = tuple[str, list["Token"], list["Token"]]


def slots(verb: Token, passive: bool, particles: list[Token], lexicon: Lexicon) -> Iterator[Slot]:
    """The constructions that a verb stands in, with the heads of the content each."""
    objects = [child for child in children(verb, "dobj") if child.i > verb.i or child.tag_ in ("WP", "WDT")]
    objects += [child for particle in particles for child in children(particle, "pobj")]  # called on them
    bare = verb.dep_ == "acl" and own_subject(verb) is None
    bearer = verb.head if bare else subject(verb)  # a treaty favored by them
    promoted = [bearer] if passive and bearer is not None else []
    yield from _clauses(verb, objects, promoted, lexicon)
    if verb.pos_ == "NOUN":
        yield from _mistagged(verb)
    yield from _prepositions(verb, objects or promoted, passive, particles)
    if objects:
        purpose = [
            clause for clause in children(verb, "xcomp", "advcl") if is_infinitive(clause) and clause.i > objects[0].i
        ]
        if purpose and lemma(objects[0]) in lexicon.nouns and purpose[0].left_edge.i == objects[0].i + 1:
            yield "obj", [objects[0], *purpose[:1]], []  # mentioned plans to go, the infinitive hung on the verb
        small = children(verb, "oprd")
        if small:
            yield "small", objects + small, []
        yield "obj", objects, []  # more than one where a hyphen broke a word
    elif not passive and children(verb, "oprd"):
        yield "small", children(verb, "oprd"), []  # called the tax unfair, the object drawn into the predicate
    elif passive and promoted:
        yield "obj", promoted, []
        small = children(verb, "oprd", "attr", "acomp")
        if small:
            yield "small", promoted + small, []
    if not passive:
        yield from _governing(verb)


def _mistagged(verb: Token) -> Iterator[Slot]:
    """The clause of a verb that the tagger took for a noun: "but rejects linking them"."""
    for clause in children(verb, "acl", "relcl"):
        if clause.i > verb.i and any(mark.lower_ == "that" for mark in children(clause, "mark")):
            yield "that", [clause], []
        elif clause.tag_ == "VBG":
            yield "ing", [clause], []
        elif is_infinitive(clause):
            yield "to", [clause], []


def preposition(prep: Token) -> str:
    """The construction that a preposition makes; "to" has the infinitive beside it."""
    return "to_x" if prep.lower_ == "to" else prep.lower_


def _clauses(verb: Token, objects: list[Token], promoted: list[Token], lexicon: Lexicon) -> Iterator[Slot]:
    clauses = children(verb, "ccomp", "xcomp")
    adjacent = [clause for clause in clauses if clause.left_edge.i == verb.i + 1 and clause.i > verb.i]
    for clause in adjacent or clauses:
        if clause.i < verb.i and clause.dep_ == "xcomp":
            continue
        if clause.i < verb.i and any(token.text == ";" for token in verb.doc[clause.i : verb.i]):
            continue  # She welcomed it; he has not replied
        kind = _clause_kind(clause)
        if kind == "that" and _is_participle(clause) and "that" not in lexicon.verbs.get(lemma(verb), {"that"}):
            kind = "small"  # wants the vote postponed
        if kind in ("that", "wh"):
            yield kind, [clause], []
        elif kind == "to" and clause.dep_ == "xcomp" and "raising" in lexicon.verbs.get(lemma(verb), ()):
            bearer = subject(verb)
            yield "raising", [clause] if bearer is None else [bearer, clause], []
        elif promoted:
            yield "obj_to" if kind == "to" else "small", [*promoted, clause], []
        elif kind == "small":
            yield "small", [*objects, clause], []
        elif kind.startswith("obj_"):
            yield kind, [clause], []
        elif objects and objects[0].i < clause.i:
            yield f"obj_{kind}", [*objects, clause], []
        else:
            yield kind, [clause], []
    if not clauses:
        yield from _adverbial_clauses(verb, objects or promoted)
    yield from _clauses_on_objects(verb, objects, lexicon)


def _is_participle(clause: Token) -> bool:
    return clause.tag_ == "VBN" and own_subject(clause) is not None and not children(clause, "aux", "auxpass", "mark")


def _adverbial_clauses(verb: Token, objects: list[Token]) -> Iterator[Slot]:
    """Complements that the parser took for adverbial clauses."""
    for clause in children(verb, "advcl"):
        if clause.i < verb.i:
            continue
        marks = children(clause, "mark")
        purpose = next((mark for mark in marks if mark.lower_ == "for" and mark.i > verb.i), None)
        if any(mark.lower_ in ("if", "whether") for mark in marks):
            yield "wh", [clause], []  # asked if he was
        elif clause.left_edge.i == verb.i + 1 and clause.left_edge.lower_ in WH:
            yield "wh", [clause], []  # remembers when they came
        if purpose is not None:
            yield "for", [clause], [purpose]  # called for them to go
        if is_infinitive(clause) and not marks and own_subject(clause) is None:
            if not objects:
                yield "to", [clause], []
            elif objects[0].pos_ in ("PROPN", "PRON") or objects[0].dep_ != "dobj":
                yield "obj_to", [*objects, clause], []


def _clauses_on_objects(verb: Token, objects: list[Token], lexicon: Lexicon) -> Iterator[Slot]:
    """Complements that the parser hung on the object."""
    for noun in objects:
        for clause in children(noun, "acl", "relcl"):
            if lemma(verb) in lexicon.addressing and any(mark.lower_ == "that" for mark in children(clause, "mark")):
                yield "that", [clause], []  # persuaded the donors that ...
            elif clause.dep_ == "acl" and is_infinitive(clause) and not children(verb, "xcomp"):
                yield "obj_to", [noun], []


def _clause_kind(clause: Token) -> str:
    """Which construction a complement clause is."""
    subjects = own_subject(clause)
    first = clause.left_edge
    if (first.lower_ in WH and first.lower_ != "if") or (
        first.lower_ == "if" and clause.dep_ == "ccomp" and first.dep_ == "mark"
    ):
        return "wh"
    if any(child.lower_ == "that" and child.dep_ == "mark" for child in clause.children):
        return "that"
    if is_infinitive(clause):
        return "obj_to" if subjects is not None else "to"
    if clause.tag_ == "VBG" and not children(clause, "aux", "auxpass"):
        return "obj_ing" if subjects is not None else "ing"
    if clause.tag_ == "VB" and not children(clause, "aux", "auxpass") and lemma(clause.head) in PERCEPTION:
        return "bare"  # saw him go
    if clause.pos_ in ("VERB", "AUX"):
        finite = clause.tag_ in ("VBD", "VBZ", "VBP", "MD") or children(clause, "aux", "auxpass")
        if finite or clause.dep_ == "ccomp":
            return "that" if subjects is not None or clause.dep_ == "ccomp" else "to"
        return "to"
    return "small" if clause.dep_ == "xcomp" or subjects is not None else "that"


def _prepositions(verb: Token, objects: list[Token], passive: bool, particles: list[Token]) -> Iterator[Slot]:
    for prep in children(verb, "prep", "agent"):
        if prep.i < verb.i or prep in particles or prep.dep_ == "agent":
            continue
        heads = children(prep, "pobj", "pcomp")
        if not heads:
            continue
        if prep.lower_ == "as" and objects:
            yield "obj_as", [*objects[:1], prep], []
        elif objects and (passive or objects[0].i < prep.i):
            yield f"obj_{preposition(prep)}", [*objects[:1], prep], []
        if prep.lower_ != "as":
            infinitive = (
                [c for c in children(verb, "xcomp", "advcl") if is_infinitive(c) and c.i > prep.i]
                if prep.lower_ in ("on", "upon", "for", "with", "to")
                else []
            )
            if infinitive:
                yield "obj_to", [heads[0], *infinitive], [prep]
            yield preposition(prep), heads, [prep]
    for noun in objects[:1]:  # the parser hangs "of lying" on the object
        for prep in children(noun, "prep"):
            if not passive and prep.i > noun.i:
                yield f"obj_{preposition(prep)}", [noun], []
        if not passive and any(
            token.lower_ == "as" and token.dep_ == "prep" and token.i > noun.i for token in noun.subtree
        ):
            yield "obj_as", [noun], []


def _governing(verb: Token) -> Iterator[Slot]:
    """The verb as a comment on the clause that governs it: "It is over, he said"; "As he said, it is over"."""
    if children(verb, "ccomp"):
        return
    head = verb.head
    if head.i == verb.i or head.pos_ not in ("VERB", "AUX", "NOUN", "PROPN", "ADJ"):
        return
    if (
        verb.dep_ == "parataxis"
        or (
            verb.dep_ == "advcl"
            and any(child.lower_ == "as" and child.dep_ in ("mark", "advmod") for child in verb.children)
        )
        or (
            verb.dep_ in ("ccomp", "dep")
            and verb.i > head.i
            and own_subject(verb) is not None
            and not children(verb, "mark")
            and verb.doc[verb.left_edge.i - 1].text == ","
        )
    ):
        yield "that", [head], []


def complements(word: Token) -> Iterator[Slot]:
    """The slots of a noun or an adjective: "fear that ...", "open to ...", "the plan is to ..."."""
    for clause in children(word, "acl", "ccomp", "xcomp", "relcl", "advcl"):
        if clause.i < word.i:
            continue
        if is_infinitive(clause) and own_subject(clause) is None:
            yield "to", [clause], []
        elif any(child.lower_ == "that" and child.dep_ in ("mark",) for child in clause.children):
            yield "that", [clause], []
        elif clause.dep_ == "ccomp":
            first = clause.left_edge.lower_
            yield "wh" if first in WH else "that", [clause], []
    for prep in children(word, "prep"):
        heads = children(prep, "pobj", "pcomp")
        if heads and prep.i > word.i:
            yield preposition(prep), heads, [prep]
    copula = word.head
    if word.dep_ == "nsubj" and lemma(copula) == "be":
        for clause in children(copula, "ccomp", "xcomp", "acomp"):
            if clause.i > copula.i and (is_infinitive(clause) or clause.dep_ == "ccomp"):
                yield "to" if is_infinitive(clause) else "that", [clause], [copula]
