"""Constructions: what a cue takes, and which words are the content in each.

A slot is (construction, heads of the content, words that join the cue); the constructions are those of the cue table's
header. One verb can stand in several, where the parse leaves it open or the parser slipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.lexicon.cues import load_lexicon, verbs_playing
from knowledge.lexicon.function_words import function_words
from knowledge.parsing.grammar import (
    children,
    content_tokens,
    continues_cue,
    has_that,
    is_infinitive,
    own_subject,
    source_tokens,
    subject,
    subtree,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

Slot = tuple[str, list["Token"], list["Token"]]


def slots(verb: Token, passive: bool, particles: list[Token]) -> Iterator[Slot]:
    """The constructions that a verb stands in, with the heads of the content each."""
    objects = [child for child in children(verb, "dobj") if child.i > verb.i or child.tag_ in ("WP", "WDT")]
    objects += [child for particle in particles for child in children(particle, "pobj")]  # called on them
    bare = verb.dep_ == "acl" and own_subject(verb) is None
    bearer = verb.head if bare else subject(verb)  # a treaty favored by them
    promoted = [bearer] if passive and bearer is not None else []
    yield from _clauses(verb, objects, promoted)
    yield from _prepositions(verb, objects or promoted, passive, particles)
    if objects:
        purpose = [one for one in _purposes(verb) if one.i > objects[0].i][:1]
        adjacent = bool(purpose) and purpose[0].left_edge.i == objects[0].i + 1
        if adjacent and objects[0].lemma_ in load_lexicon().nouns:
            yield "obj", [objects[0], *purpose], []  # mentioned plans to go, the infinitive hung on the verb
        if small := children(verb, "oprd"):
            yield "small", objects + small, []
        yield "obj", objects, []  # more than one where a hyphen broke a word
    elif not passive and (small := children(verb, "oprd")):
        yield "small", small, []  # called the tax unfair, the object drawn into the predicate
    elif promoted:
        yield "obj", promoted, []
        if small := children(verb, "oprd", "attr", "acomp"):
            yield "small", promoted + small, []
    if not passive:
        yield from _governing(verb)


def complements(word: Token) -> Iterator[Slot]:
    """The slots of a noun or an adjective: "fear that ...", "open to ...", "the plan is to ..."."""
    for clause in children(word, "acl", "ccomp", "xcomp", "relcl", "advcl"):
        if clause.i < word.i:
            continue
        if is_infinitive(clause) and own_subject(clause) is None:
            yield "to", [clause], []
        elif has_that(clause):
            yield "that", [clause], []
        elif clause.dep_ == "ccomp":
            yield "wh" if _asks(clause) else "that", [clause], []
    for prep in children(word, "prep"):
        heads = children(prep, "pobj", "pcomp")
        if heads and prep.i > word.i:
            yield preposition(prep), heads, [prep]
    copula = word.head
    if word.dep_ == "nsubj" and copula.lemma_ == "be":
        for clause in children(copula, "ccomp", "xcomp", "acomp"):
            if clause.i > copula.i and (is_infinitive(clause) or clause.dep_ == "ccomp"):
                yield "to" if is_infinitive(clause) else "that", [clause], [copula]


def preposition(prep: Token) -> str:
    """The construction that a preposition makes; "to" has the infinitive beside it."""
    return "to_x" if prep.lower_ == "to" else prep.lower_


def content_of(
    verb: Token, holder: Token | None, heads: list[Token], barred: set[int], construction: str, joined: list[Token]
) -> set[int]:
    """The content of a verb: the tokens under `heads` but the `barred` ones, with what the parser put elsewhere.

    `joined` is the preposition of the cue, if any.
    """
    content = set().union(*(content_tokens(head, barred, verb) for head in heads))
    if construction == "that":
        content |= _before(verb, heads, barred, holder)
    if construction == "obj" or joined:
        content |= _stray_modifiers(verb, content)
    content -= set().union(*(_escaped(verb, head) for head in heads))
    return content | _stray_conjuncts(verb, heads)


# --- the slots of verbs


def _clauses(verb: Token, objects: list[Token], promoted: list[Token]) -> Iterator[Slot]:
    readings = load_lexicon().verbs.get(verb.lemma_)
    clauses = children(verb, "ccomp", "xcomp")
    adjacent = [clause for clause in clauses if clause.left_edge.i == verb.i + 1 and clause.i > verb.i]
    for clause in adjacent or clauses:
        if clause.i < verb.i and any(token.text == ";" for token in verb.doc[clause.i : verb.i]):
            continue  # She welcomed it; he has not replied
        kind = _clause_kind(clause)
        if kind == "that" and _is_participle(clause) and readings is not None and "that" not in readings:
            kind = "small"  # wants the vote postponed
        if kind in ("that", "wh"):
            yield kind, [clause], []
        elif kind == "to" and clause.dep_ == "xcomp" and "raising" in (readings or ()):
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
    yield from _clauses_on_objects(verb, objects)


def _clause_kind(clause: Token) -> str:
    """Which construction a complement clause is."""
    subjects, auxiliaries = own_subject(clause), children(clause, "aux", "auxpass")
    if _asks(clause):
        return "wh"
    if has_that(clause):
        return "that"
    if is_infinitive(clause):
        return "obj_to" if subjects is not None else "to"
    if clause.tag_ == "VBG" and not auxiliaries:
        return "obj_ing" if subjects is not None else "ing"
    if clause.tag_ == "VB" and not auxiliaries and clause.head.lemma_ in function_words().perception:
        return "bare"  # saw him go
    if clause.pos_ in ("VERB", "AUX"):
        finite = clause.tag_ in ("VBD", "VBZ", "VBP", "MD") or auxiliaries
        return "that" if clause.dep_ == "ccomp" or (finite and subjects is not None) else "to"
    return "small" if clause.dep_ == "xcomp" or subjects is not None else "that"


def _asks(clause: Token) -> bool:
    return clause.left_edge.lower_ in function_words().question_words


def _is_participle(clause: Token) -> bool:
    helped = children(clause, "aux", "auxpass", "mark")
    return clause.tag_ in ("VBN", "VBD") and own_subject(clause) is not None and not helped


def _adverbial_clauses(verb: Token, objects: list[Token]) -> Iterator[Slot]:
    """Complements that the parser took for adverbial clauses."""
    for clause in children(verb, "advcl"):
        if clause.i < verb.i:
            continue
        marks = children(clause, "mark")
        purpose = next((mark for mark in marks if mark.lower_ == "for" and mark.i > verb.i), None)
        if any(mark.lower_ in function_words().whether for mark in marks):
            yield "wh", [clause], []  # asked if he was
        elif clause.left_edge.i == verb.i + 1 and _asks(clause):
            yield "wh", [clause], []  # remembers when they came
        if purpose is not None:
            yield "for", [clause], [purpose]  # called for them to go
        if is_infinitive(clause) and not marks and own_subject(clause) is None:
            if not objects:
                yield "to", [clause], []
            elif objects[0].pos_ in ("PROPN", "PRON") or objects[0].dep_ != "dobj":
                yield "obj_to", [*objects, clause], []


def _clauses_on_objects(verb: Token, objects: list[Token]) -> Iterator[Slot]:
    """Complements that the parser hung on the object."""
    for noun in objects:
        for clause in children(noun, "acl", "relcl"):
            if verb.lemma_ in verbs_playing("hearer") and has_that(clause):
                yield "that", [clause], []  # persuaded the donors that ...


def _prepositions(verb: Token, objects: list[Token], passive: bool, particles: list[Token]) -> Iterator[Slot]:
    for prep in children(verb, "prep"):
        heads = children(prep, "pobj", "pcomp")
        if prep.i < verb.i or prep in particles or not heads:
            continue
        if prep.lower_ == "as" and objects:
            yield "obj_as", [*objects[:1], prep], []
        elif objects and (passive or objects[0].i < prep.i):
            yield f"obj_{preposition(prep)}", [*objects[:1], prep], []
        if prep.lower_ != "as":
            yield preposition(prep), heads, [prep]
    for noun in objects[:1] if not passive else ():  # the parser hangs "of lying" on the object
        for prep in children(noun, "prep"):
            if prep.i > noun.i:
                yield f"obj_{preposition(prep)}", [noun], []
        if any(token.lower_ == "as" and token.dep_ == "prep" and token.i > noun.i for token in noun.subtree):
            yield "obj_as", [noun], []


def _purposes(verb: Token) -> list[Token]:
    """The infinitives that hang on a verb."""
    return [clause for clause in children(verb, "xcomp", "advcl") if is_infinitive(clause)]


def _governing(verb: Token) -> Iterator[Slot]:
    """The verb as a comment on the clause that governs it: "It is over, he said"; "As he said, it is over"."""
    head = verb.head
    if head.i == verb.i or head.pos_ not in ("VERB", "AUX", "NOUN", "PROPN", "ADJ") or children(verb, "ccomp"):
        return
    aside = verb.dep_ == "parataxis"
    compared = verb.dep_ == "advcl" and any(word.lower_ == "as" for word in children(verb, "mark", "advmod"))
    appended = (
        verb.dep_ in ("ccomp", "dep")
        and verb.i > head.i
        and own_subject(verb) is not None
        and not children(verb, "mark")
        and verb.doc[verb.left_edge.i - 1].text == ","
    )
    if aside or compared or appended:
        yield "that", [head], []


# --- what the parser put elsewhere


def _before(verb: Token, heads: list[Token], barred: set[int], holder: Token | None) -> set[int]:
    """What stands before "..., he said": the sentence from its beginning, however the parser cut it up."""
    first = min({verb.i} | (source_tokens(holder, barred) if holder is not None else set()))
    if verb.doc[first - 1].text not in (",", '"', "''") or min(head.i for head in heads) > first:
        return set()
    return set(range(verb.sent.start, first)) - barred


def _stray_modifiers(verb: Token, content: set[int]) -> set[int]:
    """What follows a noun phrase and the parser hung on the cue: "a measure to extend it", "conflict over the sea"."""
    end = max(content, default=-1)
    found: set[int] = set()
    for child in verb.rights:
        if child.left_edge.i != end + 1:
            continue
        purpose = child.dep_ in ("xcomp", "advcl") and is_infinitive(child) and own_subject(child) is None
        if purpose or (child.dep_ in ("prep", "dative") and child.lower_ in function_words().modifying):
            found |= subtree(child)
            end = child.right_edge.i
    return found


def _escaped(verb: Token, head: Token) -> set[int]:
    """What the parser drew into the content though it is a cue of its own: "said he would stay and added that ...",
    "demanding an apology and Sweden refusing to offer one"."""
    found: set[int] = set()
    for other in children(head, "conj"):
        absolute = other.pos_ == "PROPN" and any(clause.tag_ == "VBG" for clause in children(other, "acl"))
        if continues_cue(other, verb) or (absolute and head.pos_ == "NOUN"):
            found |= _linked(head, head, other)
    return found


def _stray_conjuncts(verb: Token, heads: list[Token]) -> set[int]:
    """Conjuncts of the content that the parser hung on the cue: "advocated for limiting X and addressing Y"."""
    last = heads[-1]
    found: set[int] = set()
    for other in children(verb, "conj"):
        if other.i >= last.i and _belongs(verb, last, other):
            found |= _linked(verb, last, other)
    return found


def _belongs(verb: Token, last: Token, other: Token) -> bool:
    """Whether a conjunct of the cue goes on with its content, whose last head is `last`."""
    if own_subject(other) is not None:  # said he would stay, but the others left
        return last.i > verb.i and last.dep_ == "ccomp" and other.lemma_ not in load_lexicon().verbs
    if last.tag_ == "VBG" and other.tag_ == "VBG" and verb.tag_ != "VBG":
        return True
    bare = other.tag_ == "VB" and verb.tag_ != "VB" and not children(other, "aux")
    return last.tag_ == "VB" and (bare or (is_infinitive(other) and not is_infinitive(verb)))


def _linked(verb: Token, last: Token, other: Token) -> set[int]:
    """A conjunct with the conjunction and punctuation that tie it to the content before it."""
    between = (verb.doc[i] for i in range(last.i, other.i))
    return {token.i for token in between if token.head.i == verb.i and token.dep_ in ("cc", "punct")} | subtree(other)
