"""Noun and adjective frames: his fear that ..., issued threats of ..., is open to ..., leaving them wary of ..."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.attributions.clauses import (
    COPULAS,
    children,
    has_perfect,
    is_passive,
    lemma,
    own_subject,
    subject,
)
from knowledge.attributions.extents import content_tokens, cue_tokens, source_tokens, subtree, with_adverbs
from knowledge.attributions.frames import Frame, is_human, make_frame
from knowledge.attributions.slots import Slot, complements
from knowledge.lexicon.cues import Lexicon
from knowledge.lexicon.verbs import Cue

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

UNSUPPORTED = 0.7  # the subject of any other verb is the holder as often as not
UNHELD = 1.1  # a noun cue goes without a holder more readily than a verb: "amid fears that"


def nominal_frames(block: Span, lexicon: Lexicon) -> Iterator[Frame]:
    """Every noun and adjective of the lexicon with a complement and, where there is one, its holder."""
    for token in block:
        if (
            token.lower_ in lexicon.adjectives
            and token.dep_ != "amod"
            and token.pos_ != "ADV"
            and not has_perfect(token)
        ):
            yield from _best(_adjective(token, lexicon))
        elif token.pos_ == "NOUN" and lemma(token) in lexicon.nouns:
            if _received(token, lexicon) is not None:
                yield from _reception(token, lexicon)
            elif not _holds_itself(token, lexicon):
                yield from _best(_noun(token, lexicon))


def _best(frames: Iterator[Frame]) -> list[Frame]:
    found = list(frames)
    return [max(found, key=lambda frame: frame.weight)] if found else []


def _noun(noun: Token, lexicon: Lexicon) -> Iterator[Frame]:
    readings = lexicon.nouns[lemma(noun)]
    for construction, heads, joined in complements(noun):
        reading = readings.get(construction)
        if reading is None:
            continue
        content = set().union(*(content_tokens(head, {noun.i}, noun) for head in heads))
        holder, cue, factor = _noun_holder(noun, lexicon, content)
        cue |= {token.i for token in joined}
        source = source_tokens(holder, cue | content) if holder is not None else set()
        frame = make_frame(
            noun,
            holder,
            source,
            cue,
            content - source,
            construction,
            Cue(reading.stance, reading.weight * factor),
            lexicon,
        )
        if frame is not None:
            yield frame


def _noun_holder(noun: Token, lexicon: Lexicon, content: set[int]) -> tuple[Token | None, set[int], float]:
    """The holder of a noun cue, the words of the cue, and how surely the noun is one."""
    phrase = {
        child.i
        for child in noun.lefts
        if child.dep_ in ("amod", "compound", "det", "neg", "nummod") and child.tag_ != "PRP$"
    } | {noun.i}
    bare = {noun.i} | {i for i in phrase if noun.doc[i].dep_ in ("amod",) and i < noun.i}
    possessor = next(iter(children(noun, "poss")), None)
    if possessor is not None:
        return possessor, bare, 1.0
    for prep in children(noun, "prep"):
        if prep.lower_ in ("by", "from", "of", "among"):
            name = next(iter(children(prep, "pobj")), None)
            if name is not None and name.i not in content and (name.pos_ == "PROPN" or lemma(name) in lexicon.holders):
                return name, bare, 0.9
    verb = noun.head
    if noun.dep_ == "dobj" and verb.pos_ in ("VERB", "AUX") and not is_passive(verb):
        if lemma(verb) in lexicon.receiving and not _lends(verb, lexicon):
            return None, bare, 0.9  # faces pressure to
        if _lends(verb, lexicon):
            return subject(verb), cue_tokens(verb, lexicon.shading) | phrase, 1.1
        return subject(verb), cue_tokens(verb, lexicon.shading) | phrase, UNSUPPORTED
    if noun.dep_ == "attr" and lemma(verb) == "be" and children(verb, "expl"):
        return (
            None,
            cue_tokens(verb, lexicon.shading) | phrase | {children(verb, "expl")[0].i},
            1.1,
        )  # there are fears that
    return None, bare, UNHELD


def _lends(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a verb takes its stance from its object: express, have, issue."""
    reading = lexicon.verb(lemma(verb), "obj")
    return reading is not None and reading.inherit


def _holds_itself(noun: Token, lexicon: Lexicon) -> bool:
    """Whether the verb above already says what the subject does with it: "supported a decision to"."""
    verb = noun.head
    if noun.dep_ != "dobj" or verb.pos_ != "VERB" or children(noun, "poss"):
        return False
    reading = lexicon.verb(lemma(verb), "obj")
    return reading is not None and not reading.inherit and reading.stance in lexicon.positions and reading.weight >= 0.5


def _received(noun: Token, lexicon: Lexicon) -> Token | None:
    """Who gives what the subject receives: "won the support of the senator", "faced criticism from the left"."""
    verb = noun.head
    if noun.dep_ != "dobj" or lemma(verb) not in lexicon.receiving:
        return None
    for prep in children(noun, "prep") + children(verb, "prep"):
        giver = next(iter(children(prep, "pobj")), None)
        if (
            giver is not None
            and prep.i > noun.i
            and (prep.lower_ == "from" or (prep.lower_ == "of" and is_human(giver, lexicon)))
        ):
            return giver
    return None


def _reception(noun: Token, lexicon: Lexicon) -> Iterator[Frame]:
    giver, verb = _received(noun, lexicon), noun.head
    receiver = subject(verb)
    if giver is None or receiver is None:
        return
    readings = lexicon.nouns[lemma(noun)]
    best = max(readings.values(), key=lambda reading: reading.weight)
    phrase = {child.i for child in noun.lefts} | {noun.i, giver.head.i}
    cue = cue_tokens(verb, lexicon.shading) | phrase
    source = source_tokens(giver, cue)
    content = source_tokens(receiver, cue | source)
    frame = make_frame(noun, giver, source, cue, content, "received", Cue(best.stance, 0.6), lexicon)
    if frame is not None:
        yield frame


def _adjective(word: Token, lexicon: Lexicon) -> Iterator[Frame]:
    readings = lexicon.adjectives[word.lower_]
    copula = word.head if word.dep_ in ("acomp", "attr", "oprd", "xcomp") and lemma(word.head) in COPULAS else None
    made = word.head if word.dep_ in ("ccomp", "oprd", "acomp") and lemma(word.head) == "make" else None
    holder = subject(made) if made is not None else _adjective_holder(word, copula)
    head = made if made is not None else copula if copula is not None else word
    base = {word.i, *(child.i for child in word.lefts if child.dep_ in ("advmod", "neg", "aux", "auxpass"))}
    if head is not word:
        base |= cue_tokens(head, lexicon.shading)
    for construction, heads, joined in (
        *complements(word),
        *(_after_copula(copula, word) if copula is not None else ()),
    ):
        reading = lexicon.verb(f"make {word.lower_}", construction) if made is not None else readings.get(construction)
        if reading is None:
            continue
        cue = with_adverbs(word.doc, base) | {token.i for token in joined}
        who = holder
        dummy = own_subject(word) if made is not None else holder
        if dummy is not None and dummy.lower_ == "it" and construction in ("that", "wh"):
            cue.add(dummy.i)  # it is unclear whether; made it clear that
            who = holder if made is not None else None
        content = set().union(*(content_tokens(h, cue) for h in heads))
        source = source_tokens(who, cue | content) if who is not None else set()
        frame = make_frame(head, who, source, cue, content, construction, reading, lexicon)
        if frame is not None:
            yield frame


def _after_copula(copula: Token, word: Token) -> Iterator[Slot]:
    for construction, heads, joined in complements(copula):
        if heads[0].i > word.i:
            yield construction, heads, joined


def _adjective_holder(word: Token, copula: Token | None) -> Token | None:
    if copula is not None:
        return subject(copula)
    own = own_subject(word)
    if own is not None:
        return own
    before = word.doc[word.i - 1]
    if before.dep_ in ("dobj", "nsubj", "pobj") and before.pos_ in ("PROPN", "NOUN", "PRON"):
        return before  # leaving Tel Aviv apprehensive
    if (word.pos_ == "VERB" and is_passive(word)) or word.dep_ in ("advcl", "conj"):
        return subject(word)
    if word.dep_ in ("acl", "relcl") and word.head.i not in subtree(word):
        return word.head
    return None
