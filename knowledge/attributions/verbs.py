"""Verb frames: he said that ..., urged them to ..., was accused of ..., "..., she said"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.attributions.clauses import (
    WH,
    agent,
    children,
    continues_cue,
    has_perfect,
    is_infinitive,
    is_passive,
    lemma,
    own_subject,
    subject,
)
from knowledge.attributions.extents import content_tokens, cue_tokens, source_tokens, subtree
from knowledge.attributions.frames import Frame, is_human, make_frame
from knowledge.attributions.lexicon import Cue, Lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

COMMENT = 0.75  # a verb that comments on the clause around it ("..., he said") weighs this much at least
SAID = 0.95  # ... and this much where the subject is a thing ("..., the report says")
MODIFYING = frozenset(["to", "of", "over", "about", "between", "against", "into", "from", "for", "with", "among"])
PERCEPTION = frozenset(["see", "hear", "watch", "feel", "notice", "observe", "help", "let", "make", "have"])
Slot = tuple[str, list["Token"], list["Token"]]  # construction, content heads, words that join the cue


def verb_frames(doc: Doc, lexicon: Lexicon) -> Iterator[Frame]:
    """Every reading of every verb that the lexicon knows, with the content it takes."""
    for token in doc:
        if not _is_verb(token, lexicon):
            continue
        found = list(_frames_of(token, lexicon))
        if found:
            yield max(found, key=lambda frame: frame.weight)


def _is_verb(token: Token, lexicon: Lexicon) -> bool:
    if token.lower_ == "told" and token.i and token.nbor(-1).lower_ == "all":
        return False  # all told, that makes six
    if token.lower_ in lexicon.adjectives and token.tag_ in ("VBN", "JJ") and not has_perfect(token):
        return False
    if token.pos_ == "VERB" or (token.pos_ == "AUX" and lemma(token) in ("need", "dare")):
        return True
    return _mistagged(token, lexicon)


def _mistagged(token: Token, lexicon: Lexicon) -> bool:
    """A known cue form that the tagger calls a noun, between a conjunction and a gerund or "that"."""
    if (
        token.tag_ not in ("NNS", "NN", "NNP", "NNPS")
        or lemma(token) not in lexicon.verbs
        or token.i + 1 >= len(token.doc)
        or not token.i
    ):
        return False
    before, after = token.nbor(-1), token.nbor(1)
    return (
        before.lower_ in ("and", "but", "or")
        and before.dep_ == "cc"
        and token.lower_.endswith("s")
        and (after.tag_ == "VBG" or (after.lower_ == "that" and after.dep_ == "mark"))
    )


def verb_key(verb: Token, lexicon: Lexicon) -> tuple[str, list[Token]]:
    """The lexicon's lemma of a verb, with its particle where the lexicon knows both, and the particle."""
    name = lemma(verb)
    for child in verb.rights:
        if child.i - verb.i <= 4 and child.lower_ in lexicon.particles and f"{name} {child.lower_}" in lexicon.verbs:
            return f"{name} {child.lower_}", [child]
    for longer in (
        f"{name} {verb.nbor(1).lower_} {verb.nbor(2).lower_}" if verb.i + 2 < len(verb.doc) else "",
        f"{name} {verb.nbor(1).lower_}" if verb.i + 1 < len(verb.doc) else "",
    ):
        if longer in lexicon.verbs:
            return longer, [verb.doc[verb.i + n] for n in range(1, longer.count(" ") + 1)]
    return name, []


def _frames_of(verb: Token, lexicon: Lexicon) -> Iterator[Frame]:
    name, particles = verb_key(verb, lexicon)
    readings = lexicon.verbs.get(name)
    if not readings:
        return
    cue = cue_tokens(verb, lexicon.shading) | {particle.i for particle in particles}
    passive = is_passive(verb)
    holder = agent(verb) if passive else subject(verb)
    if passive and holder is not None:
        cue.add(holder.head.i)
    if holder is not None and holder.i in cue:
        holder = None
    hearer = _hearer(verb, passive) if name in lexicon.addressing else None
    for construction, heads, joined in _slots(verb, passive, particles, lexicon):
        reading = _reading(readings, construction, passive, heads, lexicon)
        comment = construction == "that" and verb.head in heads
        if reading is None or (comment and not _may_comment(reading, holder, lexicon)):
            continue
        who = None if construction == "raising" else holder
        words = cue | {token.i for token in joined}
        barred, heads = _without_hearer(words, heads, hearer, construction)
        content = _content(verb, who, heads, barred, construction, joined, lexicon)
        own = who is None or who.i in content
        source = source_tokens(who, barred if own else barred | content) if who is not None else set()
        if who is not None and own_subject(verb) is not None and content & subtree(who):
            content -= source
        frame = make_frame(verb, who, source, words, content, construction, reading, lexicon, passive)
        if frame is not None:
            yield frame


def _may_comment(reading: Cue, holder: Token | None, lexicon: Lexicon) -> bool:
    """Whether a verb can stand as a comment on the clause around it: "..., he said", not "..., it continues"."""
    if holder is None or reading.weight < COMMENT:
        return False
    return is_human(holder, lexicon) or reading.weight >= SAID


def _without_hearer(
    cue: set[int], heads: list[Token], hearer: Token | None, construction: str
) -> tuple[set[int], list[Token]]:
    """(tokens that no content takes, content heads) once the one who is told, asked or warned is left out."""
    if hearer is None or construction in ("obj", "small", "obj_as"):
        return cue, heads
    heads = [head for head in heads if head.i != hearer.i] or heads
    inside = set().union(*(subtree(head) for head in heads))
    return cue | (subtree(hearer) - inside) | {hearer.i}, heads


def _content(
    verb: Token,
    holder: Token | None,
    heads: list[Token],
    barred: set[int],
    construction: str,
    joined: list[Token],
    lexicon: Lexicon,
) -> set[int]:
    content = set().union(*(content_tokens(head, barred, verb) for head in heads))
    if construction == "that":
        content |= _before(verb, heads, barred, holder)
        if verb.head in heads and verb.i + 1 < len(verb.doc) and not verb.nbor(1).is_punct:
            content = {i for i in content if i > verb.i} or content  # "Though it rained, she said the game went on"
    if construction == "obj" or joined:
        content |= _stray_modifiers(verb, content)
    content -= set().union(*(_escaped(verb, head) for head in heads))
    return content | _stray_conjuncts(verb, heads, lexicon)


def _escaped(verb: Token, head: Token) -> set[int]:
    """What the parser drew into the content though it continues the cue: "said he would stay and added that ..."."""
    found: set[int] = set()
    for other in children(head, "conj"):
        if continues_cue(other, verb):
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
        noun = lexicon.nouns.get(lemma(heads[0]))
        if noun is None:
            return None if reading.weight < 0.6 else Cue("report", reading.weight)
        best = max(noun.values(), key=lambda cue: cue.weight)
        return Cue(best.stance, max(reading.weight, 0.55))
    return reading


def _slots(verb: Token, passive: bool, particles: list[Token], lexicon: Lexicon) -> Iterator[Slot]:
    """The constructions that a verb stands in, with the heads of the content each."""
    objects = [child for child in children(verb, "dobj") if child.i > verb.i or child.tag_ in ("WP", "WDT")]
    objects += [child for particle in particles for child in children(particle, "pobj")]  # called on them
    promoted = [token for token in [subject(verb)] if passive and token is not None]
    yield from _clauses(verb, objects, promoted, lexicon)
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
        yield "obj", objects[:1], []
    elif passive and promoted:
        yield "obj", promoted, []
        small = children(verb, "oprd", "attr", "acomp")
        if small:
            yield "small", promoted + small, []
    if not passive:
        yield from _governing(verb)


def preposition(prep: Token) -> str:
    """The construction that a preposition makes; "to" has the infinitive beside it."""
    return "to_x" if prep.lower_ == "to" else prep.lower_


def _clauses(verb: Token, objects: list[Token], promoted: list[Token], lexicon: Lexicon) -> Iterator[Slot]:
    clauses = children(verb, "ccomp", "xcomp")
    adjacent = [clause for clause in clauses if clause.left_edge.i == verb.i + 1 and clause.i > verb.i]
    for clause in adjacent or clauses:
        if clause.i < verb.i and clause.dep_ == "xcomp":
            continue
        kind = _clause_kind(clause)
        if kind in ("that", "wh"):
            yield kind, [clause], []
        elif kind == "to" and clause.dep_ == "xcomp" and "raising" in lexicon.verbs.get(lemma(verb), ()):
            yield "raising", [*([subject(verb)] if subject(verb) is not None else []), clause], []
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
    if not children(verb, "ccomp", "xcomp"):
        for clause in children(verb, "advcl"):
            if clause.i > verb.i and any(mark.lower_ in ("if", "whether") for mark in children(clause, "mark")):
                yield "wh", [clause], []  # asked if he was
            elif clause.left_edge.i == verb.i + 1 and clause.left_edge.lower_ in WH:
                yield "wh", [clause], []  # remembers when they came
            purpose = next(
                (mark for mark in children(clause, "mark") if mark.lower_ == "for" and mark.i > verb.i), None
            )
            if purpose is not None:
                yield "for", [clause], [purpose]  # called for them to go
            if (
                is_infinitive(clause)
                and clause.i > verb.i
                and not children(clause, "mark")
                and own_subject(clause) is None
            ):
                if promoted or objects:
                    yield "obj_to", [*(promoted or objects), clause], []
                else:
                    yield "to", [clause], []
    for noun in objects:
        if lemma(verb) in lexicon.addressing:
            told = [
                clause
                for clause in children(noun, "acl", "relcl")
                if any(m.lower_ == "that" for m in children(clause, "mark"))
            ]
            if told:
                yield "that", told[:1], []  # persuaded the donors that ...
        for clause in children(noun, "acl"):
            if is_infinitive(clause) and not children(verb, "xcomp"):
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
            yield f"obj_{prep.lower_}", [*objects[:1], prep], []
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
                yield f"obj_{prep.lower_}", [noun], []
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
    if verb.dep_ == "parataxis" or (
        verb.dep_ == "advcl"
        and any(child.lower_ == "as" and child.dep_ in ("mark", "advmod") for child in verb.children)
    ):
        yield "that", [head], []
    elif (
        verb.dep_ in ("ccomp", "dep")
        and verb.i > head.i
        and own_subject(verb) is not None
        and not children(verb, "mark")
    ):
        edge = verb.left_edge.i
        if edge and verb.doc[edge - 1].text == ",":
            yield "that", [head], []


def _before(verb: Token, heads: list[Token], barred: set[int], holder: Token | None) -> set[int]:
    """What stands before "..., he said": the sentence from its beginning, however the parser cut it up."""
    group = {verb.i} | (source_tokens(holder, barred) if holder is not None else set())
    first = min(group)
    before = verb.nbor(-1) if first == verb.i and verb.i else verb.doc[first - 1] if first else None
    if before is None or before.text not in (",", '"', "''") or min(head.i for head in heads) > first:
        return set()
    return set(range(verb.sent.start, first)) - barred


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
