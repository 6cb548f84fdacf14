"""Frames: every reading of a cue in a block, as sets of tokens, each with a weight.

A draft says who (the holder), by which words (the cue), in which construction holds what (the content); weighed by the
cue table and by how far its holder is one who can say or want something, it is a frame. Verbs are read here, nouns,
adjectives, prepositions and headlines in `phrases`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.extraction.constructions import complements, content_of, preposition, slots
from knowledge.extraction.mentions import sort_of
from knowledge.lexicon.cues import Cue, load_lexicon, verbs_playing
from knowledge.lexicon.function_words import function_words
from knowledge.parsing.grammar import (
    agent,
    children,
    cue_tokens,
    first_child,
    has_perfect,
    has_that,
    is_passive,
    modality,
    negated,
    own_subject,
    source_tokens,
    subject,
    subtree,
    tense,
    trimmed,
)

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

NAMES = ("PERSON", "ORG", "GPE", "NORP")  # spaCy's labels of those who can hold something
LIGHT = 0.6  # verbs below this (make, have, issue) say nothing by themselves
LENT = 0.55  # what a stance weighs that a noun lends to its verb
UNKNOWN = Cue("report", 0.65)  # a verb that the cue table does not know, before "that"
COMMENT = 0.75  # a verb that comments on the clause around it ("..., he said") weighs this much at least
SAID = 0.95  # ... and this much where the subject is a thing ("..., the report says")
FARTHEST_PARTICLE = 4  # tokens from a verb


@dataclass(frozen=True)
class Frame:
    """Who (source tokens), by which words (cue), holds what (content); `weight` says how surely, `trust` how far the
    words for the holder count in it."""

    head: Token
    holder: Token | None
    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]
    construction: str
    stance: str
    weight: float
    trust: float
    passive: bool = False

    @property
    def words(self) -> list[Token]:
        """The tokens of the cue, in order."""
        return [self.head.doc[i] for i in sorted(self.cue)]

    @property
    def negated(self) -> bool:
        """Whether the cue is denied."""
        return negated(self.words)

    @property
    def modality(self) -> str | None:
        """The modal of the cue, if any."""
        return modality(self.words)

    @property
    def tense(self) -> str | None:
        """The tense of the cue's clause: of its head, or of the first verb of the cue that shows one."""
        verbs = (one for one in (self.head, *self.words) if one.pos_ in ("VERB", "AUX"))
        told = (tense(verb) for verb in verbs if verb.dep_ not in ("aux", "auxpass"))
        return next((one for one in told if one is not None), None)


@dataclass
class Draft:
    """A frame before it is weighed. Without a `source` it is the holder's noun phrase up to the cue."""

    head: Token
    construction: str
    reading: Cue
    cue: set[int]
    content: set[int]
    holder: Token | None = None
    source: set[int] | None = None
    passive: bool = False
    factor: float = 1.0  # how surely the word is a cue here


def weigh(draft: Draft) -> Frame | None:
    """The frame with its weight, or None where nothing is left of its content."""
    source = draft.source
    if source is None:
        source = source_tokens(draft.holder, draft.cue) if draft.holder is not None else set()
    source = source - draft.cue
    doc = draft.head.doc
    content = trimmed(doc, draft.content - draft.cue - source)
    if all(doc[i].is_punct or doc[i].is_space for i in content):
        return None
    trust = _trust(draft, draft.holder if source else None)
    return Frame(
        draft.head,
        draft.holder,
        frozenset(source),
        frozenset(draft.cue),
        frozenset(content),
        draft.construction,
        draft.reading.stance,
        draft.reading.weight * draft.factor * trust,
        trust,
        draft.passive,
    )


def weighed(drafts: Iterable[Draft]) -> list[Frame]:
    """The frames of the drafts that come to something."""
    return [frame for draft in drafts if (frame := weigh(draft)) is not None]


def best(drafts: Iterable[Draft]) -> Iterator[Frame]:
    """The weightiest frame of the drafts, the first of several; none where none comes to something."""
    if found := weighed(drafts):
        yield max(found, key=lambda frame: frame.weight)


def _trust(draft: Draft, holder: Token | None) -> float:
    """How much a holder speaks for an attribution: people hold and say, things mostly do not."""
    words, clause = function_words(), draft.construction in ("that", "wh")
    if draft.construction in ("raising", "adverb"):
        return 1.0
    if holder is None:
        return 0.85 if draft.passive else 0.7
    if holder.dep_ in ("nsubj", "nsubjpass") and holder.lower_ in words.relatives and holder.head.dep_ == "relcl":
        holder = holder.head.head  # a group that backs him
    if holder.lower_ in words.impersonal:
        body = holder.lower_ == "it" and (clause or draft.reading.stance in load_lexicon().positions)
        return 0.75 if body else 0.45  # "it" is a body that was named before as often as nothing
    if is_human(holder):
        return 1.0
    if holder.lemma_ in load_lexicon().documents:
        return 1.0 if clause else 0.92
    return 0.85 if clause else 0.7


def is_human(holder: Token) -> bool:
    """Whether a holder is a person or a body of people, as far as the words tell."""
    if holder.lower_ in function_words().personal or holder.pos_ in ("PROPN", "NUM") or holder.ent_type_ in NAMES:
        return True
    return sort_of(holder) in ("person", "people", "body", "holder")


# --- verbs: he said that ..., urged them to ..., was accused of ..., "..., she said"


def verb_frames(block: Span) -> Iterator[Frame]:
    """The best reading of every verb that the cue table knows, with the content it takes."""
    for token in block:
        if _is_verb(token):
            yield from best([*_readings_of(token), *_experienced(token)])


def _is_verb(token: Token) -> bool:
    adjective = load_lexicon().adjectives.get(token.lower_)
    if adjective is not None and token.tag_ in ("VBN", "JJ") and not has_perfect(token):
        return agent(token) is not None and "by" not in adjective  # was opposed by them
    return token.pos_ == "VERB"


def _readings_of(verb: Token) -> Iterator[Draft]:
    cues = load_lexicon()
    name, particles = _verb_key(verb)
    readings = cues.verbs.get(name, {})
    if "that" not in readings and _takes_that(verb) and name not in verbs_playing("silent"):
        readings = {**readings, "that": UNKNOWN}
    if not readings:
        return
    passive = is_passive(verb)
    cue = cue_tokens(verb) | {particle.i for particle in particles}
    author = _author(verb)
    holder = speaker_of(verb)
    if author is not None:
        cue |= _document_words(verb.head)
    elif passive and holder is not None:
        cue.add(holder.head.i)
    hearer = _hearer(verb, passive) if name in verbs_playing("hearer") else None
    for construction, heads, joined in slots(verb, passive, particles):
        reading = _reading(readings, construction, heads)
        comment = construction == "that" and verb.head in heads
        if reading is None or (comment and not _may_comment(reading, holder)):
            continue
        if _is_no_content(construction, heads, joined):
            continue
        who = None if construction == "raising" else holder
        words = cue | {token.i for token in joined}
        barred, heads = _without_hearer(words, heads, hearer, construction)
        content = content_of(verb, who, heads, barred, construction, joined)
        own = who is None or who.i in content
        source = source_tokens(who, barred if own else barred | content) if who is not None else set()
        yield Draft(verb, construction, reading, words, content, who, source, passive)


def _is_no_content(construction: str, heads: list[Token], joined: list[Token]) -> bool:
    """Whether what a verb takes is only a time or the subject itself: commented on Wednesday; fought it for years;
    found himself."""
    if construction == "obj":
        return heads[0].lower_ in function_words().reflexive
    last = first_child(heads[-1], "pobj") or heads[-1] if construction == "obj_for" else heads[0]
    return (bool(joined) or construction == "obj_for") and last.ent_type_ in ("DATE", "TIME")


def _verb_key(verb: Token) -> tuple[str, list[Token]]:
    """The cue table's lemma of a verb, with its particle or modal where the table knows both, and the particle."""
    cues, name = load_lexicon(), verb.lemma_
    for child in verb.rights:
        near = child.i - verb.i <= FARTHEST_PARTICLE and child.lower_ in cues.particles
        if near and f"{name} {child.lower_}" in cues.verbs:
            return f"{name} {child.lower_}", [child]
    shaded = (f"{modal.lower_} {name}" for modal in children(verb, "aux"))
    return next((one for one in shaded if one in cues.verbs), name), []


def _takes_that(verb: Token) -> bool:
    """Whether a verb has a clause with "that" after it: what people do with such a clause is to say or think it."""
    return any(has_that(clause) for clause in children(verb, "ccomp") if clause.i > verb.i)


def speaker_of(verb: Token) -> Token | None:
    """Who says what a verb says: its agent or subject, or who speaks through the document that it hangs on."""
    return _author(verb) or (agent(verb) if is_passive(verb) else subject(verb))


def _author(verb: Token) -> Token | None:
    """Who speaks through a document: "The party released a statement saying ..."."""
    noun = verb.head
    if verb.dep_ != "acl" or verb.tag_ != "VBG" or noun.dep_ != "dobj" or noun.lemma_ not in load_lexicon().documents:
        return None
    return subject(noun.head) if noun.head.pos_ == "VERB" and not is_passive(noun.head) else None


def _document_words(noun: Token) -> set[int]:
    phrase = {child.i for child in noun.lefts if child.dep_ in ("det", "amod", "compound", "nummod")}
    return cue_tokens(noun.head) | phrase | {noun.i}


def _hearer(verb: Token, passive: bool) -> Token | None:
    """Whom the words are said to: the object of "told her", the subject of "was asked"."""
    return own_subject(verb) or subject(verb) if passive else first_child(verb, "dobj", "dative")


def _without_hearer(
    cue: set[int], heads: list[Token], hearer: Token | None, construction: str
) -> tuple[set[int], list[Token]]:
    """(tokens that no content takes, content heads) once the one who is told, asked or warned is left out."""
    if hearer is None or construction in ("obj", "small", "obj_as") or (construction == "obj_to" and hearer in heads):
        return cue, heads
    heads = [head for head in heads if head.i != hearer.i] or heads
    return cue | (subtree(hearer) - subtree(*heads)) | {hearer.i}, heads


def _may_comment(reading: Cue, holder: Token | None) -> bool:
    """Whether a verb can stand as a comment on the clause around it: "..., he said", not "..., it continues"."""
    if holder is None or reading.weight < COMMENT:
        return False
    return is_human(holder) or reading.weight >= SAID


def _reading(readings: dict[str, Cue], construction: str, heads: list[Token]) -> Cue | None:
    reading = readings.get(construction)
    return _inherited(reading, heads) if reading is not None and reading.inherit and heads else reading


def _inherited(reading: Cue, heads: list[Token]) -> Cue | None:
    """The stance of the noun that a verb takes: "expressed fear"; a light verb wants a complement with it ("made
    a decision to go", not "made decisions"), which the parser may have hung on the verb.
    """
    noun = heads[0]
    table = load_lexicon().nouns.get(noun.lemma_)
    if table is None:
        return None if reading.weight < LIGHT else Cue("report", reading.weight)
    if reading.weight < LIGHT:
        beside = (preposition(child) for child in noun.head.rights if child.dep_ == "prep" and child.i > noun.i)
        taken = {*(slot[0] for slot in complements(noun)), *beside, *(["to"] if len(heads) > 1 else [])}
        if not taken & set(table):
            return None
    strongest = max(table.values(), key=lambda cue: cue.weight)
    return Cue(strongest.stance, max(reading.weight, LENT))


def _experienced(verb: Token) -> Iterator[Draft]:
    """The verbs that make their object feel something: "the remark worried analysts"."""
    reading, cause = load_lexicon().experiencers.get(verb.lemma_), own_subject(verb)
    if reading is None or cause is None or is_passive(verb):
        return
    who = next((child for child in children(verb, "dobj") if child.i > verb.i and is_human(child)), None)
    if who is not None:
        yield Draft(verb, "experienced", reading, cue_tokens(verb), subtree(cause), who)
