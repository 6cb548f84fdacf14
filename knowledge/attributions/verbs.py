"""Verb frames: he said that ..., urged them to ..., was accused of ..., "..., she said"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.attributions.clauses import agent, children, has_perfect, is_passive, lemma, own_subject, subject
from knowledge.attributions.contents import content_of
from knowledge.attributions.extents import cue_tokens, source_tokens, subtree
from knowledge.attributions.frames import Frame, is_human, make_frame
from knowledge.attributions.slots import complements, preposition, slots
from knowledge.lexicon.cues import Lexicon
from knowledge.lexicon.verbs import Cue

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

REFLEXIVE = frozenset(["himself", "herself", "itself", "themselves", "myself", "ourselves", "yourself"])
LIGHT = 0.6  # verbs below this (make, have, issue) say nothing by themselves
LENT = 0.55  # what a stance weighs that a noun lends to its verb
UNKNOWN = Cue("report", 0.65)  # a verb that the lexicon does not know, before "that"
COMMENT = 0.75  # a verb that comments on the clause around it ("..., he said") weighs this much at least
SAID = 0.95  # ... and this much where the subject is a thing ("..., the report says")


def verb_frames(block: Span, lexicon: Lexicon) -> Iterator[Frame]:
    """Every reading of every verb that the lexicon knows, with the content it takes."""
    for token in block:
        if not _is_verb(token, lexicon):
            continue
        found = [*_frames_of(token, lexicon), *_experienced(token, lexicon)]
        if found:
            yield max(found, key=lambda frame: frame.weight)


def _is_verb(token: Token, lexicon: Lexicon) -> bool:
    if token.lower_ == "told" and token.doc[token.i - 1].lower_ == "all":
        return False  # all told, that makes six
    if token.lower_ in lexicon.adjectives and token.tag_ in ("VBN", "JJ") and not has_perfect(token):
        return agent(token) is not None and "by" not in lexicon.adjectives[token.lower_]  # was opposed by them
    if token.pos_ == "VERB" or (token.pos_ == "AUX" and lemma(token) in ("need", "dare")):
        return True
    return _mistagged(token, lexicon)


def _mistagged(token: Token, lexicon: Lexicon) -> bool:
    """A known cue form that the tagger calls a noun: between a conjunction and a gerund or "that" ("but rejects
    linking them"), or as the head of a sentence between a noun and an infinitive ("The ministry plans to close it").
    """
    if token.tag_ not in ("NNS", "NN", "NNP", "NNPS") or lemma(token) not in lexicon.verbs:
        return False
    if not token.lower_.endswith("s"):
        return False
    before, after = token.doc[token.i - 1], token.nbor()
    clause = after.lower_ == "that" and after.dep_ == "mark"
    if before.lower_ in ("and", "but", "or") and before.dep_ == "cc":
        return after.tag_ == "VBG" or clause
    nominal = before.pos_ in ("NOUN", "PROPN") and before.dep_ in ("compound", "nmod", "nsubj")
    return token.dep_ == "ROOT" and nominal and (clause or after.tag_ == "TO")


def verb_key(verb: Token, lexicon: Lexicon) -> tuple[str, list[Token]]:
    """The lexicon's lemma of a verb, with its particle where the lexicon knows both, and the particle."""
    name = lemma(verb)
    for child in verb.rights:
        if child.i - verb.i <= 4 and child.lower_ in lexicon.particles and f"{name} {child.lower_}" in lexicon.verbs:
            return f"{name} {child.lower_}", [child]
    for count in (2, 1):
        following = verb.doc[verb.i + 1 : verb.i + 1 + count]
        longer = " ".join([name, *(token.lower_ for token in following)])
        if longer in lexicon.verbs:
            return longer, list(following)
    return name, []


def _frames_of(verb: Token, lexicon: Lexicon) -> Iterator[Frame]:
    name, particles = verb_key(verb, lexicon)
    readings = lexicon.verbs.get(name, {})
    if "that" not in readings and _takes_that(verb) and name not in lexicon.silent:
        readings = {**readings, "that": UNKNOWN}
    if not readings:
        return
    cue = cue_tokens(verb, lexicon.shading) | {particle.i for particle in particles}
    passive = is_passive(verb)
    holder = agent(verb) if passive else subject(verb)
    if passive and holder is not None:
        cue.add(holder.head.i)
    if (author := _author(verb, lexicon)) is not None:
        holder = author
        cue |= _document_words(verb.head, lexicon)
    if holder is not None and holder.i in cue:
        holder = None
    hearer = _hearer(verb, passive) if name in lexicon.addressing else None
    for construction, heads, joined in slots(verb, passive, particles, lexicon):
        reading = _reading(readings, construction, passive, heads, lexicon)
        comment = construction == "that" and verb.head in heads
        if reading is None or (comment and not _may_comment(reading, holder, lexicon)):
            continue
        last = next(iter(children(heads[-1], "pobj")), heads[-1]) if construction == "obj_for" else heads[0]
        when = (bool(joined) or construction == "obj_for") and last.ent_type_ in ("DATE", "TIME")
        if when or (construction == "obj" and heads[0].lower_ in REFLEXIVE):
            continue  # commented on Wednesday; fought it for years; found himself
        who = None if construction == "raising" else holder
        words = cue | {token.i for token in joined}
        barred, heads = _without_hearer(words, heads, hearer, construction)
        content = content_of(verb, who, heads, barred, construction, joined, lexicon)
        own = who is None or who.i in content
        source = source_tokens(who, barred if own else barred | content) if who is not None else set()
        if who is not None and own_subject(verb) is not None and content & subtree(who):
            content -= source
        frame = make_frame(verb, who, source, words, content, construction, reading, lexicon, passive)
        if frame is not None:
            yield frame


def _experienced(verb: Token, lexicon: Lexicon) -> Iterator[Frame]:
    """The verbs that make their object feel something: "the remark worried analysts"."""
    reading = lexicon.experiencers.get(lemma(verb))
    cause = own_subject(verb)
    who = next((child for child in children(verb, "dobj") if child.i > verb.i and is_human(child, lexicon)), None)
    if reading is None or cause is None or who is None or is_passive(verb):
        return
    cue = cue_tokens(verb, lexicon.shading)
    source = source_tokens(who, cue)
    frame = make_frame(verb, who, source, cue, subtree(cause) - source, "experienced", reading, lexicon)
    if frame is not None:
        yield frame


def _author(verb: Token, lexicon: Lexicon) -> Token | None:
    """Who speaks through a document: "The party released a statement saying ..."."""
    noun = verb.head
    if verb.dep_ != "acl" or verb.tag_ != "VBG" or noun.dep_ != "dobj" or lemma(noun) not in lexicon.documents:
        return None
    return subject(noun.head) if noun.head.pos_ == "VERB" and not is_passive(noun.head) else None


def _document_words(noun: Token, lexicon: Lexicon) -> set[int]:
    phrase = {child.i for child in noun.lefts if child.dep_ in ("det", "amod", "compound", "nummod")}
    return cue_tokens(noun.head, lexicon.shading) | phrase | {noun.i}


def _takes_that(verb: Token) -> bool:
    """Whether a verb has a clause with "that" after it: what people do with such a clause is to say or think it."""
    clauses = (clause for clause in children(verb, "ccomp") if clause.i > verb.i)
    return any(mark.lower_ == "that" for clause in clauses for mark in children(clause, "mark"))


def _may_comment(reading: Cue, holder: Token | None, lexicon: Lexicon) -> bool:
    """Whether a verb can stand as a comment on the clause around it: "..., he said", not "..., it continues"."""
    if holder is None or reading.weight < COMMENT:
        return False
    return is_human(holder, lexicon) or reading.weight >= SAID


def _without_hearer(
    cue: set[int], heads: list[Token], hearer: Token | None, construction: str
) -> tuple[set[int], list[Token]]:
    """(tokens that no content takes, content heads) once the one who is told, asked or warned is left out."""
    if hearer is None or construction in ("obj", "small", "obj_as") or (construction == "obj_to" and hearer in heads):
        return cue, heads
    heads = [head for head in heads if head.i != hearer.i] or heads
    inside = set().union(*(subtree(head) for head in heads))
    return cue | (subtree(hearer) - inside) | {hearer.i}, heads


def _hearer(verb: Token, passive: bool) -> Token | None:
    """Whom the words are said to: the object of "told her", the subject of "was asked"."""
    if passive:
        return own_subject(verb) or subject(verb)
    return next(iter(children(verb, "dobj", "dative")), None)


def _reading(
    readings: dict[str, Cue], construction: str, passive: bool, heads: list[Token], lexicon: Lexicon
) -> Cue | None:
    reading = readings.get(construction)
    if reading is None and passive and construction == "obj_to" and "that" in readings:
        reading = Cue(readings["that"].stance, readings["that"].weight * 0.75)  # he is said to
    if reading is None and passive and construction == "small" and "obj_as" in readings:
        reading = readings["obj_as"]
    if reading is not None and reading.inherit and heads:
        return _inherited(reading, heads, lexicon)
    return reading


def _inherited(reading: Cue, heads: list[Token], lexicon: Lexicon) -> Cue | None:
    """The stance of the noun that a verb takes: "expressed fear"; a light verb wants a complement with it ("made
    a decision to go", not "made decisions"), which the parser may have hung on the verb.
    """
    noun = heads[0]
    table = lexicon.nouns.get(lemma(noun))
    if reading.weight < LIGHT:
        beside = (preposition(child) for child in noun.head.rights if child.dep_ == "prep" and child.i > noun.i)
        taken = {*(slot[0] for slot in complements(noun)), *beside, *(["to"] if len(heads) > 1 else [])}
        if table is None or not taken & set(table):
            return None
    elif table is None:
        return Cue("report", reading.weight)
    best = max(table.values(), key=lambda cue: cue.weight)
    return Cue(best.stance, max(reading.weight, LENT))
