"""What the frames need to know of a clause: subject, auxiliaries, polarity, tense, and repairs of the parse."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from knowledge.lexicon.cues import load_lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = {"nsubj", "nsubjpass", "expl"}
AUXILIARIES = {"aux", "auxpass", "neg"}
NOMINAL = {"NOUN", "PROPN", "PRON", "NUM"}
COPULAS = {
    "be",
    "seem",
    "appear",
    "feel",
    "remain",
    "become",
    "sound",
    "look",
    "grow",
    "get",
    "stay",
    "s",
    "'s",
    "'re",
    "'m",
}
MODALS = {"would", "could", "might", "may", "should", "must", "can", "will", "shall", "ca", "wo", "'d", "'ll"}
NEGATIONS = {"not", "n't", "never", "no", "neither", "nor", "hardly", "nobody", "none", "nothing", "without"}
SAID = 0.85  # the weight of a plain verb of saying
REFUSALS = {"decline", "refuse", "fail", "cease", "stop"}  # declined to threaten: no threat
QUOTES = {'"', "''", "``"}
WH = {"what", "how", "why", "whether", "when", "where", "who", "whom", "which", "whose", "if"}


def lemma(token: Token) -> str:
    """The lemma in lower case. The small model drops a final e at times ("hopes" is "hop") or adds one ("retweeted"
    is "retweete"): mended where only the other form is a verb that the lexicon knows.
    """
    found = token.lemma_.lower()
    verbs = load_lexicon().verbs
    if found not in verbs:
        if found + "e" in verbs and (token.lower_.startswith(found + "e") or token.lower_ == found + "ing"):
            return found + "e"
        if found.endswith("e") and found[:-1] in verbs:
            return found[:-1]
    return found


def children(token: Token, *deps: str) -> list[Token]:
    """The children of a token that stand in one of the relations, in order."""
    return [child for child in token.children if child.dep_ in deps]


def is_infinitive(verb: Token) -> bool:
    """Whether a verb follows "to"."""
    return any(child.lower_ == "to" and child.tag_ == "TO" and child.i < verb.i for child in verb.children)


def is_passive(verb: Token) -> bool:
    """Whether a participle is passive: "was accused", "seen as", "accused of"."""
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        had = any(child.dep_ == "auxpass" and child.text in ("'s", "'d") for child in verb.children)
        return not (had and children(verb, "dobj"))  # he's predicted a win
    if (
        is_finite_slip(verb)
        or verb.tag_ != "VBN"
        or any(child.dep_ in ("aux", "nsubj", "dobj") for child in verb.children)
    ):
        return False
    if verb.dep_ == "conj":
        return is_passive(verb.head)
    return verb.dep_ in ("acl", "advcl", "relcl", "amod", "ccomp", "xcomp")


def is_finite_slip(verb: Token) -> bool:
    """Whether a form in -ed that the parser hung on a noun is the verb of its sentence: "A poll found last week"."""
    return verb.dep_ == "acl" and verb.tag_ in ("VBN", "VBD") and verb.head.dep_ == "ROOT" and verb.head.i < verb.i


def has_perfect(verb: Token) -> bool:
    """Whether a participle is active after "have": "has encouraged", not "was encouraged"."""
    auxiliaries = {lemma(child) for child in children(verb, "aux", "auxpass")}
    return "have" in auxiliaries and "be" not in auxiliaries


def agent(verb: Token) -> Token | None:
    """The noun after "by" of a passive verb."""
    for by in verb.children:
        if by.dep_ in ("agent", "prep") and by.lower_ == "by":
            return next((child for child in by.children if child.dep_ == "pobj"), None)
    quoted = (by for by in verb.subtree if by.lower_ == "by" and by.i > verb.i and _after_quotation(verb, by))
    return next((child for by in quoted for child in by.children if child.dep_ == "pobj"), None)


def _after_quotation(verb: Token, by: Token) -> bool:
    """Whether a quotation stands between a verb and the "by" after it, which the parser drew into the quotation: was
    called "a mistake made twice" by them."""
    marks = [token.i for token in verb.doc[verb.i : by.i] if token.text in QUOTES]
    return len(marks) == 2 and marks[1] == by.i - 1


def own_subject(verb: Token) -> Token | None:
    """The subject that hangs on the verb itself."""
    found = [child for child in verb.children if child.dep_ in SUBJECTS and child.lower_ != "there"]
    return found[-1] if found else None


def subject(verb: Token, depth: int = 0) -> Token | None:
    """Who does what the verb says: its own subject, or the one it shares or is controlled by."""
    found = own_subject(verb)
    if found is not None or depth > 6:
        return found
    head, dep = verb.head, verb.dep_
    if head.i == verb.i:
        return _lost_subject(verb)
    if is_finite_slip(verb):
        return head
    if dep == "conj" and head.dep_ == "ccomp" and continues_cue(verb, head.head):
        return subject(head.head, depth + 1)
    if (clause := resumed_clause(verb)) is not None:
        return subject(clause, depth + 1)
    if dep in ("conj", "parataxis", "advcl", "dep", "ccomp", "csubj") and head.pos_ in ("VERB", "AUX", "NOUN", "ADJ"):
        if dep == "advcl" and verb.tag_ in ("VBD", "VBZ", "VBP", "MD"):
            return None  # a finite clause has its own subject; the parser lost it
        if dep == "conj" and head.pos_ == "NOUN" and own_subject(head) is None:
            return None
        if dep == "advcl" and head.pos_ == "NOUN" and own_subject(head) is None and head.dep_ == "ROOT":
            return head  # a headline or a verb that the tagger took for a noun
        return subject(head, depth + 1)
    if dep == "xcomp" and head.pos_ == "ADJ":
        return subject(head.head, depth + 1) if head.dep_ == "acomp" else None  # is quick to say
    if dep == "xcomp":
        return next(iter(children(head, "dobj")), None) or subject(head, depth + 1)
    if dep in ("acl", "relcl"):
        return (
            head
            if verb.tag_ in ("VBG", "VB") and dep == "acl" and not is_infinitive(verb)
            else _through(head, verb, depth)
        )
    if dep == "pcomp" and head.dep_ == "prep" and (charged := _charged(head)) is not None:
        return charged
    if dep in ("pcomp", "pobj") and head.dep_ == "prep":
        return subject(head.head, depth + 1) if head.head.pos_ in ("VERB", "AUX") else _through(head.head, verb, depth)
    return None


def _charged(prep: Token) -> Token | None:
    """Who does what follows "of", "for" or "from" after a verb with an object: accused Norway of planning it."""
    if prep.lower_ not in ("of", "for", "from"):
        return None
    noun = prep.head if prep.head.dep_ == "dobj" else next(iter(children(prep.head, "dobj")), None)
    if noun is None or noun.i > prep.i or noun.head.pos_ != "VERB":
        return None
    named = noun.pos_ in ("PROPN", "PRON") or lemma(noun) in load_lexicon().holders
    return noun if named else None


def _lost_subject(verb: Token) -> Token | None:
    """The subject that the parser took for something else: the noun phrase left of a sentence's verb, or, after
    "...," said, the one right of it."""
    for child in reversed(list(verb.lefts)):
        if child.pos_ in NOMINAL and child.dep_ not in ("pobj", "conj"):
            return child
    if any(child.dep_ in ("ccomp", "parataxis", "advcl") for child in verb.lefts):
        right = (child for child in children(verb, "dobj", "attr", "oprd", "npadvmod") if child.i > verb.i)
        inverted = next((child for child in right if child.pos_ in NOMINAL), None)
        if inverted is not None:
            return inverted
    return _person_before(verb)


def _person_before(verb: Token) -> Token | None:
    """The person whose name, with what is in apposition to it, ends right before a finite verb."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP") and not has_perfect(verb):
        return None
    own = {child.i for child in verb.children}
    place = verb.i - 1
    while place >= verb.sent.start and (place in own or verb.doc[place].is_punct) and verb.doc[place].pos_ != "NOUN":
        place -= 1
    if place < verb.sent.start or verb.doc[place].pos_ not in NOMINAL:
        return None
    name = verb.doc[place]
    while name.dep_ == "appos" and name.head.i < name.i:
        name = name.head
    return name if name.ent_type_ == "PERSON" or lemma(name) in load_lexicon().holders else None


def continues_cue(verb: Token, cue: Token) -> bool:
    """Whether a conjunct inside a cue's content is rather a second cue, of the same holder or of another: "said he
    would stay and added that ...", "said it was over, and others say ...", "ruled that Acme broke the law and ordered
    the company to pay", where what the verb acts on is the one that the content is about.
    """
    if verb.dep_ == "conj" and own_subject(verb) is None and verb.tag_ == cue.tag_ == "VBD" and _acts_on_subject(verb):
        return True
    said = load_lexicon().verb(lemma(verb), "that")
    if verb.dep_ != "conj" or said is None or said.weight < SAID or not children(verb, "ccomp"):
        return False
    if own_subject(verb) is not None:
        return not any(child.lower_ == "that" for child in children(verb, "mark"))
    return verb.tag_ == cue.tag_ and cue.tag_ in ("VBD", "VBZ", "VBP")


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
    return lemma(noun) in load_lexicon().bodies and any(
        word.lower_ == "the" or word.tag_ == "PRP$" for word in children(noun, "det", "poss")
    )


def resumed_clause(verb: Token) -> Token | None:
    """The content clause that a conjunct of its cue goes on with: "said that she was tired and would leave"."""
    cue = verb.head
    if verb.dep_ != "conj" or own_subject(verb) is not None or cue.tag_ != "VBD" or children(cue, "aux"):
        return None
    if not any(child.tag_ == "MD" for child in children(verb, "aux")):
        return None
    clauses = (clause for clause in children(cue, "ccomp") if cue.i < clause.i < verb.i)
    return next((clause for clause in clauses if own_subject(clause) is not None), None)


def _through(head: Token, verb: Token, depth: int) -> Token | None:
    """The subject of the verb that rules the noun an infinitive hangs on: "has a plan to expand"."""
    possessor = next(iter(children(head, "poss")), None)
    if possessor is not None:
        return possessor
    if verb.dep_ in ("acl", "pcomp", "relcl") and head.dep_ in ("dobj", "attr") and head.head.pos_ in ("VERB", "AUX"):
        return subject(head.head, depth + 1)
    return None


def negated(tokens: Iterable[Token]) -> bool:
    """Whether the words of a cue, in order, deny it: "did not say", "never agreed", "declined to say"."""
    return any(token.lower_ in NEGATIONS or lemma(token) in REFUSALS for token in list(tokens)[:-1])


def modality(tokens: Iterable[Token]) -> str | None:
    """The first modal among the words of a cue, spelled out ("would")."""
    spelled = {"ca": "can", "wo": "will", "'d": "would", "'ll": "will"}
    return next(
        (spelled.get(token.lower_, token.lower_) for token in tokens if token.lower_ in MODALS and token.pos_ == "AUX"),
        None,
    )


def tense(verb: Token) -> str | None:
    """past, present or future of the clause around a verb; None for a bare participle or infinitive."""
    words = [verb, *children(verb, "aux", "auxpass")]
    if any(token.lower_ in ("will", "shall", "wo", "'ll") for token in words):
        return "future"
    for token in words:
        if token.tag_ in ("VBD",):
            return "past"
        if token.tag_ in ("VBZ", "VBP") and token.dep_ in ("aux", "auxpass"):
            return "past" if verb.tag_ == "VBN" and lemma(token) == "have" else "present"
    if verb.tag_ in ("VBZ", "VBP"):
        return "present"
    if verb.dep_ == "conj" and not children(verb, "aux", "auxpass") and verb.tag_ == "VBN":
        return tense(verb.head)
    return None
