"""Frames whose cue is no verb: his fear that ..., issued threats of ..., is open to ..., according to Reuters, ...,
in the view of many, ..., is in favor of ..., and headlines that say who speaks before a colon.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.extraction.constructions import complements
from knowledge.extraction.frames import Draft, Frame, best, is_human, weighed
from knowledge.lexicon.cues import Cue, load_lexicon, verbs_playing
from knowledge.lexicon.function_words import function_words
from knowledge.parsing.grammar import (
    FINITE,
    children,
    content_tokens,
    cue_tokens,
    first_child,
    has_perfect,
    is_passive,
    own_subject,
    source_tokens,
    subject,
    subtree,
    with_adverbs,
)

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

UNSUPPORTED = 0.7  # the subject of any other verb is the holder of its object as often as not
SUPPORTED = (
    1.1  # a noun cue with its verb, and one that goes without a holder: "there are fears that", "amid fears that"
)
PASSED = 0.9  # a holder behind a preposition; what somebody faces
RECEIVED = 0.6  # the weight of what the subject gets: "won the support of the senator"
OWN = 0.5  # a verb that weighs this much says itself what the subject does with a noun: "supported a decision to"
NAME_TOKENS = 9  # a longer run before the colon is a headline of its own
HEADLINE_TOKENS = 3  # what follows the colon, at least
COLON = Cue("report", 0.75)
# what an adverbial may hang on inside the clause that it comments on
PHRASAL = ("prep", "pobj", "dobj", "amod", "compound", "nsubj", "attr", "npadvmod", "acomp", "advmod", "appos")
CLAUSAL = ("nummod", "conj", "pcomp", "acl", "relcl", "xcomp", "ccomp")


def nominal_frames(block: Span) -> Iterator[Frame]:
    """Every noun and adjective of the cue table with a complement and, where there is one, its holder."""
    cues = load_lexicon()
    for token in block:
        adjective = token.lower_ in cues.adjectives and token.dep_ != "amod" and token.pos_ != "ADV"
        if adjective and not has_perfect(token):
            yield from best(_adjective(token))
        elif token.pos_ == "NOUN" and token.lemma_ in cues.nouns:
            if (giver := _giver(token)) is not None:
                yield from weighed(_reception(token, giver))
            elif not _holds_itself(token):
                yield from best(_noun(token))


def adverbial_frames(block: Span) -> Iterator[Frame]:
    """Frames whose cue is a preposition or a prepositional phrase."""
    for token in block:
        if token.lower_ == "according" and token.nbor().lower_ == "to":
            yield from weighed(_according(token))
        elif token.lower_ in load_lexicon().adverbs:
            yield from weighed(_adverb(token))
        elif token.pos_ == "ADP":
            if token.lower_ == "in" and token.dep_ == "prep":
                yield from weighed([*_in_the_view(token), *_in_a_survey(token)])
            yield from weighed(_phrase(token))


def headline_frames(block: Span) -> Iterator[Frame]:
    """The frame of a headline whose words before its only colon are a name or a document ("Report: ...")."""
    colons = [token for token in block if token.text == ":"]
    before = colons[0].i - block.start if len(colons) == 1 else 0
    if not 0 < before <= NAME_TOKENS or before + HEADLINE_TOKENS > len(block) - 1:
        return
    name = [token for token in block[:before] if not token.is_punct]
    small = function_words().in_names
    if not name or not all(token.text[0].isupper() or token.lower_ in small for token in name):
        return
    if any(token.tag_ in (*FINITE, "MD") for token in name) or name[-1].pos_ not in ("PROPN", "NOUN"):
        return
    content = set(range(colons[0].i + 1, block.end))
    source = {token.i for token in name}
    yield from weighed([Draft(colons[0], "that", COLON, {colons[0].i}, content, name[-1], source)])


# --- nouns: his fear that ..., issued threats of ..., won the support of ...


def _noun(noun: Token) -> Iterator[Draft]:
    readings = load_lexicon().nouns[noun.lemma_]
    for construction, heads, joined in complements(noun):
        reading = readings.get(construction)
        if reading is None:
            continue
        content = set().union(*(content_tokens(head, {noun.i}, noun) for head in heads))
        holder, cue, factor = _noun_holder(noun, content)
        cue |= {token.i for token in joined}
        source = source_tokens(holder, cue | content) if holder is not None else set()
        yield Draft(noun, construction, reading, cue, content, holder, source, factor=factor)


def _noun_holder(noun: Token, content: set[int]) -> tuple[Token | None, set[int], float]:
    """The holder of a noun cue, the words of the cue, and how surely the noun is one."""
    cues = load_lexicon()
    before = [child for child in noun.lefts if child.dep_ in ("amod", "compound", "det", "neg", "nummod")]
    phrase = {noun.i, *(child.i for child in before if child.tag_ != "PRP$")}
    bare = {noun.i, *(child.i for child in before if child.dep_ == "amod")}
    possessor = first_child(noun, "poss")
    if possessor is not None:
        return possessor, bare, 1.0
    for prep in children(noun, "prep"):
        name = first_child(prep, "pobj") if prep.lower_ in function_words().holding else None
        if name is not None and name.i not in content and (name.pos_ == "PROPN" or name.lemma_ in cues.holders):
            return name, bare, PASSED
    verb = noun.head
    if noun.dep_ == "dobj" and verb.pos_ in ("VERB", "AUX") and not is_passive(verb):
        lends = _lends(verb)
        if verb.lemma_ in verbs_playing("receives") and not lends:
            return None, bare, PASSED  # faces pressure to
        return subject(verb), cue_tokens(verb) | phrase, SUPPORTED if lends else UNSUPPORTED
    return None, bare, SUPPORTED


def _lends(verb: Token) -> bool:
    """Whether a verb takes its stance from its object: express, have, issue."""
    reading = load_lexicon().verb(verb.lemma_, "obj")
    return reading is not None and reading.inherit


def _holds_itself(noun: Token) -> bool:
    """Whether the verb above already says what the subject does with it: "supported a decision to"."""
    verb = noun.head
    if noun.dep_ != "dobj" or verb.pos_ != "VERB" or children(noun, "poss"):
        return False
    reading = load_lexicon().verb(verb.lemma_, "obj")
    if reading is None or reading.inherit:
        return False
    return reading.stance in load_lexicon().positions and reading.weight >= OWN


def _giver(noun: Token) -> Token | None:
    """Who gives what the subject receives: "won the support of the senator", "faced criticism from the left"."""
    verb = noun.head
    if noun.dep_ != "dobj" or verb.lemma_ not in verbs_playing("receives"):
        return None
    for prep in children(noun, "prep") + children(verb, "prep"):
        giver = first_child(prep, "pobj")
        gives = giver is not None and (prep.lower_ == "from" or (prep.lower_ == "of" and is_human(giver)))
        if gives and prep.i > noun.i:
            return giver
    return None


def _reception(noun: Token, giver: Token) -> Iterator[Draft]:
    receiver = subject(noun.head)
    if receiver is None:
        return
    strongest = max(load_lexicon().nouns[noun.lemma_].values(), key=lambda reading: reading.weight)
    cue = cue_tokens(noun.head) | {child.i for child in noun.lefts} | {noun.i, giver.head.i}
    source = source_tokens(giver, cue)
    content = source_tokens(receiver, cue | source)
    yield Draft(noun, "received", Cue(strongest.stance, RECEIVED), cue, content, giver, source)


# --- adjectives: is open to ..., it is unclear whether ..., leaving them wary of ...


def _adjective(word: Token) -> Iterator[Draft]:
    cues = load_lexicon()
    readings = cues.adjectives[word.lower_]
    above = word.head.lemma_
    copula = (
        word.head if word.dep_ in ("acomp", "attr", "oprd", "xcomp") and above in function_words().copulas else None
    )
    made = word.head if word.dep_ in ("ccomp", "oprd", "acomp") and above == "make" else None
    holder = subject(made) if made is not None else _adjective_holder(word, copula)
    head = made or copula or word
    base = {word.i, *(child.i for child in word.lefts if child.dep_ in ("advmod", "neg", "aux", "auxpass"))}
    if head is not word:
        base |= cue_tokens(head)
    after_copula = [slot for slot in complements(copula) if slot[1][0].i > word.i] if copula is not None else []
    for construction, heads, joined in (*complements(word), *after_copula):
        reading = cues.verb(f"make {word.lower_}", construction) if made is not None else readings.get(construction)
        if reading is None:
            continue
        cue = with_adverbs(word.doc, base) | {token.i for token in joined}
        who = holder
        dummy = own_subject(word) if made is not None else holder
        if dummy is not None and dummy.lower_ == "it" and construction in ("that", "wh"):
            cue.add(dummy.i)  # it is unclear whether; made it clear that
            who = holder if made is not None else None
        content = set().union(*(content_tokens(one, cue) for one in heads))
        source = source_tokens(who, cue | content) if who is not None else set()
        yield Draft(head, construction, reading, cue, content, who, source)


def _adjective_holder(word: Token, copula: Token | None) -> Token | None:
    if copula is not None:
        return subject(copula)
    own = own_subject(word)
    if own is not None:
        return own
    before = word.doc[word.i - 1]
    if before.dep_ in ("dobj", "nsubj", "pobj") and before.pos_ in ("PROPN", "NOUN", "PRON"):
        return before  # leaving Tel Aviv apprehensive
    return word.head if word.dep_ in ("acl", "relcl") else None


# --- prepositions and adverbs


def _according(token: Token) -> Iterator[Draft]:
    to = token.nbor()
    holder = first_child(to, "pobj") or first_child(token, "pobj")
    if holder is not None:
        content = _clause_around(token) - subtree(token, to)
        yield Draft(token, "that", load_lexicon().sources["according to"], {token.i, to.i}, content, holder)


def _in_the_view(token: Token) -> Iterator[Draft]:
    noun = first_child(token, "pobj")
    reading = load_lexicon().source_nouns.get(noun.lower_) if noun is not None else None
    if noun is None or reading is None:
        return
    holder, cue = first_child(noun, "poss"), {token.i, noun.i}
    if holder is None:
        of = next((prep for prep in children(noun, "prep") if prep.lower_ == "of"), None)
        holder = first_child(of, "pobj")
        cue |= {of.i, *range(token.i, noun.i)} if of is not None else set()
    if holder is not None:
        yield Draft(token, "that", reading, cue, _clause_around(token) - subtree(token), holder)


def _in_a_survey(token: Token) -> Iterator[Draft]:
    noun, verb = first_child(token, "pobj"), token.head
    reading = load_lexicon().surveys.get(noun.lemma_) if noun is not None else None
    if reading is None or verb.pos_ not in ("VERB", "AUX"):
        return
    if verb.dep_ not in (
        "relcl",
        "acl",
        "advcl",
        "xcomp",
    ):  # "who leads in the polls" tells of the polls, not from them
        yield Draft(token, "that", reading, {token.i}, subtree(verb) - subtree(token), noun)


def _adverb(token: Token) -> Iterator[Draft]:
    if token.head.pos_ in ("VERB", "AUX"):
        yield Draft(token, "adverb", load_lexicon().adverbs[token.lower_], {token.i}, subtree(token.head))


def _phrase(token: Token) -> Iterator[Draft]:
    """A prepositional phrase as the cue: voted in favor of, is on board with."""
    phrase, verb = token.doc[token.i : token.i + 3], token.head
    reading = load_lexicon().phrases.get(phrase.text.lower())
    if reading is None or verb.pos_ not in ("VERB", "AUX"):
        return
    last = phrase[-1]
    heads = children(last, "pobj", "pcomp")
    if heads and last.head.i in (token.i, token.i + 1):
        cue = cue_tokens(verb) | {part.i for part in phrase}
        yield Draft(verb, last.lower_, reading, cue, subtree(*heads), subject(verb))


def _clause_around(token: Token) -> set[int]:
    """The clause that an adverbial comments on: the whole sentence, the adverbial included."""
    head = token.head
    while head.dep_ in (*PHRASAL, *CLAUSAL) and head.head.i != head.i:
        head = head.head
    return subtree(head)
