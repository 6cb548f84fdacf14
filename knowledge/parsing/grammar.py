"""What the rules need to know of a parsed sentence: subject, agent, control, negation, tense, and extents.

Extents are sets of tokens by the conventions of PolNeAR (Newell et al., LREC 2018): a source is the whole noun phrase
with its appositives and relative clauses; a cue takes the auxiliaries, the negation, neighbouring adverbs and the
preposition that leads to a noun; a content is the rest of the clause, without the addressee.

Of the cue table only this is known: which nouns mean people or bodies, and which verbs plainly say something.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import TYPE_CHECKING

from knowledge.lexicon.cues import load_lexicon, verbs_playing
from knowledge.lexicon.function_words import function_words
from knowledge.model.spans import Span
from knowledge.parsing.document import place_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = ("nsubj", "nsubjpass", "expl")
AUXILIARIES = ("aux", "auxpass", "neg", "prt")
NOMINAL = ("NOUN", "PROPN", "PRON", "NUM")
PRESENT = ("VBZ", "VBP")
FINITE = ("VBD", *PRESENT)
QUOTES = ('"', "''", "``")
SAID = 0.85  # the weight of a plain verb of saying
DEEPEST = 6  # verbs over which a subject is looked for


def children(token: Token, *deps: str) -> list[Token]:
    """The children of a token that stand in one of the relations, in order."""
    return [child for child in token.children if child.dep_ in deps]


def first_child(token: Token | None, *deps: str) -> Token | None:
    """The first child of a token, if any, that stands in one of the relations."""
    return next((child for child in token.children if child.dep_ in deps), None) if token is not None else None


# --- verbs


def is_infinitive(verb: Token) -> bool:
    """Whether a verb follows "to"."""
    return any(child.lower_ == "to" and child.tag_ == "TO" and child.i < verb.i for child in verb.children)


def has_that(clause: Token) -> bool:
    """Whether a clause is opened by the conjunction "that"."""
    return any(mark.lower_ == "that" for mark in children(clause, "mark"))


def is_passive(verb: Token) -> bool:
    """Whether a participle is passive: "was accused", "seen as", "accused of"."""
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        had = any(child.dep_ == "auxpass" and child.text in ("'s", "'d") for child in verb.children)
        return not (had and children(verb, "dobj"))  # he's predicted a win
    if verb.tag_ != "VBN" or children(verb, "aux", "nsubj", "dobj"):
        return False
    return verb.dep_ in ("acl", "advcl", "relcl", "amod", "ccomp", "xcomp")


def has_perfect(verb: Token) -> bool:
    """Whether a participle is active after "have": "has encouraged", not "was encouraged"."""
    auxiliaries = {child.lemma_ for child in children(verb, "aux", "auxpass")}
    return "have" in auxiliaries and "be" not in auxiliaries


def negated(cue: Iterable[Token]) -> bool:
    """Whether the words of a cue, in order, deny it: "did not say", "never agreed", "declined to say"."""
    words = function_words()
    return any(token.lower_ in words.negations or token.lemma_ in words.refusals for token in list(cue)[:-1])


def modality(cue: Iterable[Token]) -> str | None:
    """The first modal among the words of a cue, spelled out ("would")."""
    words = function_words()
    modals = (token.lower_ for token in cue if token.lower_ in words.modals and token.pos_ == "AUX")
    return next((words.spelled.get(modal, modal) for modal in modals), None)


def tense(verb: Token) -> str | None:
    """past, present or future of the clause around a verb; None for a bare participle or infinitive."""
    words = [verb, *children(verb, "aux", "auxpass")]
    if any(token.lower_ in function_words().future for token in words):
        return "future"
    for token in words:
        if token.tag_ == "VBD":
            return "past"
        if token.tag_ in PRESENT and token.dep_ in ("aux", "auxpass"):
            return "past" if verb.tag_ == "VBN" and token.lemma_ == "have" else "present"
    if verb.tag_ in PRESENT:
        return "present"
    if verb.dep_ == "conj" and len(words) == 1 and verb.tag_ == "VBN":
        return tense(verb.head)
    return None


# --- who does it


def own_subject(verb: Token) -> Token | None:
    """The subject that hangs on the verb itself."""
    found = [child for child in verb.children if child.dep_ in SUBJECTS and child.lower_ != "there"]
    return found[-1] if found else None


def agent(verb: Token) -> Token | None:
    """The noun after "by" of a passive verb."""
    for by in children(verb, "agent", "prep"):
        if by.lower_ == "by":
            return first_child(by, "pobj")
    quoted = (by for by in verb.subtree if by.lower_ == "by" and by.i > verb.i and _after_quotation(verb, by))
    return next((child for by in quoted for child in children(by, "pobj")), None)


def _after_quotation(verb: Token, by: Token) -> bool:
    """Whether a quotation stands between a verb and the "by" after it, which the parser drew into the quotation: was
    called "a mistake made twice" by them."""
    marks = [token.i for token in verb.doc[verb.i : by.i] if token.text in QUOTES]
    return len(marks) == 2 and marks[1] == by.i - 1


def subject(verb: Token, depth: int = 0) -> Token | None:
    """Who does what the verb says: its own subject, or the one it shares or is controlled by."""
    found = own_subject(verb)
    if found is not None or depth > DEEPEST:
        return found
    head, dep = verb.head, verb.dep_
    if head.i == verb.i:
        return None
    if dep == "conj" and head.dep_ == "ccomp" and continues_cue(verb, head.head):
        return subject(head.head, depth + 1)
    if dep in ("conj", "parataxis", "advcl", "dep", "ccomp", "csubj") and head.pos_ in ("VERB", "AUX", "NOUN", "ADJ"):
        return _shared(verb, depth)
    if dep == "xcomp" and head.pos_ == "ADJ":
        return subject(head.head, depth + 1) if head.dep_ == "acomp" else None  # is quick to say
    if dep == "xcomp":
        return first_child(head, "dobj") or subject(head, depth + 1)
    if dep == "acl" and verb.tag_ in FINITE:
        return _phrase_around(head)
    if dep in ("acl", "relcl"):
        participle = dep == "acl" and verb.tag_ in ("VBG", "VB") and not is_infinitive(verb)
        return head if participle else _through(head, verb, depth)
    if dep in ("pcomp", "pobj") and head.dep_ == "prep":
        if dep == "pcomp" and (charged := _charged(head)) is not None:
            return charged
        return subject(head.head, depth + 1) if head.head.pos_ in ("VERB", "AUX") else _through(head.head, verb, depth)
    return None


def _shared(verb: Token, depth: int) -> Token | None:
    """The subject that a verb has from the word it is joined to: "he came and said", "arriving, he said"."""
    head, dep = verb.head, verb.dep_
    if dep == "advcl" and verb.tag_ in (*FINITE, "MD"):
        return None  # a finite clause has its own subject; the parser lost it
    return subject(head, depth + 1)


def _phrase_around(noun: Token) -> Token:
    """The noun whose phrase a noun is the end of: "firms" ends that of "The union, which speaks for small firms"."""
    while noun.dep_ in ("pobj", "dobj"):
        above = noun.head if noun.head.pos_ in NOMINAL else noun.head.head
        if above.pos_ in ("VERB", "AUX") and above.dep_ in ("relcl", "acl"):
            above = above.head
        if above.pos_ not in NOMINAL or above.i > noun.i:
            break
        noun = above
    return noun


def _through(head: Token, verb: Token, depth: int) -> Token | None:
    """The subject of the verb that rules the noun an infinitive hangs on: "has a plan to expand"."""
    if verb.dep_ in ("acl", "pcomp", "relcl") and head.dep_ in ("dobj", "attr") and head.head.pos_ in ("VERB", "AUX"):
        return subject(head.head, depth + 1)
    return None


def _charged(prep: Token) -> Token | None:
    """Who does what follows "of", "for" or "from" after a verb with an object: accused Norway of planning it."""
    if prep.lower_ not in function_words().charging:
        return None
    noun = prep.head if prep.head.dep_ == "dobj" else first_child(prep.head, "dobj")
    if noun is None or noun.i > prep.i or noun.head.pos_ != "VERB":
        return None
    return noun if noun.pos_ in ("PROPN", "PRON") or noun.lemma_ in load_lexicon().holders else None


def continues_cue(verb: Token, cue: Token) -> bool:
    """Whether a conjunct inside a cue's content is rather a second cue, of the same holder or of another: "said he
    would stay and added that ...", "said it was over, and others say ...", "ruled that Acme broke the law and ordered
    the company to pay", where what the verb acts on is the one that the content is about.
    """
    if verb.dep_ != "conj":
        return False
    own = own_subject(verb)
    if own is None and verb.tag_ == cue.tag_ == "VBD" and _acts_on_subject(verb):
        return True
    said = load_lexicon().verb(verb.lemma_, "that")
    if said is None or said.weight < SAID or not children(verb, "ccomp"):
        return False
    return not has_that(verb) if own is not None else verb.tag_ == cue.tag_ and cue.tag_ in FINITE


def _acts_on_subject(verb: Token) -> bool:
    """Whether the object of a conjunct means the subject of the clause it is joined to: "Acme ... and the company"."""
    bearer = own_subject(verb.head)
    if bearer is None or bearer.pos_ != "PROPN" or bearer.ent_type_ == "PERSON":
        return False
    return any(
        is_named_body(thing) and not children(thing, "prep", "relcl", "compound", "amod", "poss")
        for thing in children(verb, "dobj")
    )


def is_named_body(noun: Token) -> bool:
    """Whether a noun means a body that was named before: "the company", "her government"."""
    return noun.lemma_ in load_lexicon().bodies and any(
        word.lower_ == "the" or word.tag_ == "PRP$" for word in children(noun, "det", "poss")
    )


# --- extents


def subtree(*heads: Token) -> set[int]:
    """The tokens under some heads, themselves included."""
    return {token.i for head in heads for token in head.subtree}


def source_tokens(holder: Token, barred: Set[int]) -> set[int]:
    """The noun phrase of a holder; `barred` tokens (cue, content) and what lies beyond them are left out."""
    if holder.dep_ == "poss":
        return {child.i for child in holder.subtree if child.tag_ != "POS"} - barred
    tokens = subtree(holder)
    if holder.tag_ in ("WP", "WDT", "PRP"):
        tokens = {holder.i}
    tokens = _run_around(holder.i, tokens - barred)
    return _without_edges(holder.doc, tokens, function_words().openers)


def _run_around(anchor: int, tokens: set[int]) -> set[int]:
    """The unbroken run of tokens around one of them."""
    low = high = anchor
    while low - 1 in tokens:
        low -= 1
    while high + 1 in tokens:
        high += 1
    return tokens & set(range(low, high + 1))


def cue_tokens(verb: Token) -> set[int]:
    """A verb with its auxiliaries, negation, particle, neighbouring adverbs and the verbs that only shade it."""
    shading, head = verbs_playing("shades"), verb
    tokens = {verb.i, *(child.i for child in children(verb, *AUXILIARIES))}
    while head.dep_ == "xcomp" and head.head.lemma_ in shading and head.head.i < head.i:
        head = head.head
        tokens |= {head.i, *(child.i for child in children(head, *AUXILIARIES))}
    return with_adverbs(verb.doc, tokens)


def with_adverbs(doc: Doc, tokens: set[int]) -> set[int]:
    """The tokens and the adverbs that stand between or right before them: "has firmly stated"."""
    low, high = min(tokens), max(tokens)
    tokens = tokens | {i for i in range(low, high) if doc[i].dep_ == "advmod" or doc[i].pos_ == "ADV"}
    while (word := doc[low - 1]).pos_ == "ADV" and word.dep_ == "advmod" and word.head.i in tokens:
        low -= 1
        tokens.add(low)
    while doc[high + 1].tag_ == "RB" and doc[high + 1].head.i in tokens and doc[high + 1].lower_.endswith("ly"):
        high += 1
        tokens.add(high)
    return tokens


def content_tokens(head: Token, barred: set[int], verb: Token | None = None) -> set[int]:
    """The clause or phrase of a content head, without the cue, the source and what hangs on the cue."""
    tokens = subtree(head)
    if verb is not None and verb.i in tokens and verb.i != head.i:
        tokens -= subtree(verb)
    return tokens - barred - _additions(head)


def _additions(head: Token) -> set[int]:
    """What the writer adds at the end of a content, not the holder: ", which ...", "Carson, a doctor"."""
    last, added = head.right_edge.i, function_words().added
    found: set[int] = set()
    for token in head.subtree:
        before = token.doc[token.left_edge.i - 1]
        if token.right_edge.i != last or token.i == head.i or before.text not in (",", "--", "—", "–"):
            continue
        relative = token.dep_ == "relcl" and token.left_edge.lower_ in added
        apposition = token.dep_ == "appos" and token.head.i == head.i and head.pos_ == "PROPN"
        if relative or apposition:
            found |= subtree(token) | {before.i}
    return found


def trimmed(doc: Doc, tokens: set[int]) -> set[int]:
    """Content tokens without conjunctions, commas, stops and dashes at their edges; quotation marks stay, and so
    does the "But" that begins a sentence.
    """
    begins = bool(tokens) and doc[min(tokens)].is_sent_start
    return _without_edges(doc, tokens, frozenset() if begins else function_words().conjunctions)


def _without_edges(doc: Doc, tokens: set[int], openers: frozenset[str]) -> set[int]:
    closers = function_words().conjunctions
    ordered = sorted(tokens)
    while ordered and (_loose(doc[ordered[0]], "\"'([") or doc[ordered[0]].lower_ in openers):
        ordered.pop(0)
    while ordered and (_loose(doc[ordered[-1]], "\"')]") or doc[ordered[-1]].lower_ in closers):
        ordered.pop()
    return set(ordered)


def _loose(token: Token, kept: str) -> bool:
    return token.is_punct and token.text not in kept


def spans(doc: Doc, tokens: Iterable[int]) -> tuple[Span, ...]:
    """Token runs as [start, end) in the article; punctuation and space between two runs bridges them."""
    runs: list[list[int]] = []
    for i in sorted(tokens):
        if runs and all(doc[k].is_punct or doc[k].is_space for k in range(runs[-1][1] + 1, i)):
            runs[-1][1] = i
        else:
            runs.append([i, i])
    real = [(low, high) for low, high in runs if any(not doc[k].is_punct for k in range(low, high + 1))]
    return tuple(place_of(doc[low], doc[high]) for low, high in real)
