"""Speech frames: a cue and its subject in the article's own words, outside the quotations.

A frame is what may own a quotation beside it: "Paul said", "said Lamar Smith, a Republican from Texas",
"according to the group", "his remark that".
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from knowledge.build.document import quoted_tokens
from knowledge.lexicon.speech import Speech

Range = tuple[int, int]  # [low, high) in tokens

SUBJECTS = ("nsubj", "nsubjpass")
LINKS = ("conj", "xcomp", "advcl", "dep", "ccomp", "pcomp", "prep")  # what a verb without a subject hangs on
COMPLEMENTS = ("ccomp", "xcomp", "dobj", "prep", "attr", "acomp", "oprd", "advcl", "acl")
LONGEST_SOURCE = 60  # tokens
NOBODY = frozenset({"what", "you", "there", "this", "it's", "which"})  # subjects that speak no words of the news
SURE_FORMS = ("said", "says", "tweeted", "quipped", "added", "wrote", "asked", "told")  # mistaken for nouns at times


@dataclass(frozen=True)
class Frame:
    """A cue and its source, as token ranges; `verb` is the head of the cue."""

    verb: int
    cue: Range
    source: Range


class Frames:
    """Finds the frames of an article.

    `terms` are the tokens of quotations that are names or terms and part of the sentence around them. `quoted` are
    the tokens in quotations, `spoken` those that are no terms.
    """

    def __init__(self, doc: Doc, terms: frozenset[int], speech: Speech):
        self.doc, self.speech = doc, speech
        self.quoted = quoted_tokens(doc)
        self.spoken = self.quoted - terms

    def narrative(self, low: int, high: int) -> list[Token]:
        """The tokens of [low, high) that stand outside quotation marks."""
        return [token for token in self.doc[low:high] if token.i not in self.quoted]

    # --- verbs

    def speaks(self, token: Token) -> bool:
        """Whether a token is a verb that may introduce words."""
        if token.i in self.quoted:
            return False
        if token.lower_ in SURE_FORMS:
            return True
        if token.lemma_ == "put":
            return any(child.dep_ == "dobj" and child.lower_ == "it" for child in token.children)  # "as she put it"
        return token.pos_ in ("VERB", "AUX") and token.lemma_.lower() in self.speech.verbs

    def strong(self, token: Token) -> bool:
        """Whether the verb hardly ever does anything but introduce words."""
        return self.speaks(token) and token.lemma_.lower() not in self.speech.weak_verbs

    def outermost(self, verb: Token) -> Token:
        """The verb of saying that reports the clause of `verb`: "said" in "he said she called it ..."."""
        found, current = verb, verb
        while current.head != current:
            link, current = current.dep_, current.head
            if current.i in self.quoted:
                break
            if link == "ccomp" and self.speaks(current) and self.frame(current):
                found = current
        return found

    def subordinate(self, verb: Token) -> bool:
        """Whether the verb stands in a clause of time or condition: "once the Senate goes on recess"."""
        opening = [child for child in verb.children if child.dep_ in ("mark", "advmod") and child.i < verb.i]
        return verb.dep_ == "advcl" and any(word.tag_ in ("IN", "WRB") and word.lower_ != "as" for word in opening)

    def frame(self, verb: Token) -> Frame | None:
        """The frame of a verb with the subject that it has, shares or inherits; None where it has none."""
        subject = self._subject(verb)
        if verb.tag_ == "VBG" and self.doc[verb.i - 1].text in (",", "and") and self._lifeless(subject):
            subject = self._subject(self._main(verb)) or subject  # "..., saying": what the main clause is about
        source = self.phrase(subject, verb) if subject is not None else None
        return Frame(verb.i, self.cue(verb), source) if source else None

    def _lifeless(self, subject: Token | None) -> bool:
        """Whether a subject is a thing: no pronoun, no name."""
        return subject is None or (subject.pos_ == "NOUN" and subject.lemma_ not in self.speech.statements)

    def _main(self, verb: Token) -> Token:
        """The verb of the main clause around a verb, as far as the article's own words go."""
        current = verb
        while current.head != current and current.head.i not in self.quoted:
            current = current.head
        return current

    def cue(self, verb: Token) -> Range:
        """The verb with its auxiliaries, negation and adverbs next to it, and its particle."""
        low, high = verb.i, verb.i + 1
        while (
            low - 1 not in self.quoted
            and self.doc[low - 1].head == verb
            and self.doc[low - 1].dep_ in ("aux", "auxpass", "neg", "advmod")
            and self.doc[low - 1].tag_ not in ("WRB",)
        ):
            low -= 1
        if self.doc[high].dep_ == "prt" and self.doc[high].head == verb:
            high += 1
        return low, high

    def _subject(self, verb: Token) -> Token | None:
        current, seen = verb, set()
        while current.i not in seen:
            seen.add(current.i)
            subjects = [child for child in current.children if child.dep_ in SUBJECTS and child.i not in self.quoted]
            subjects = [child for child in subjects if child.lower_ not in NOBODY]
            if subjects:
                return self._agent(current, subjects[-1] if current != verb else subjects[0])
            if current.dep_ in ("relcl", "acl"):
                return None if current.head.i in self.quoted else self._modified(current.head)
            if current.dep_ not in LINKS or current.head.i in self.quoted:
                return None
            if current.dep_ == "ccomp" and any(child.dep_ == "mark" for child in current.children):
                return None
            current = current.head
        return None

    def _agent(self, verb: Token, subject: Token) -> Token | None:
        """The one who acts: behind "by" in the passive, the antecedent of "who"."""
        if subject.dep_ == "nsubjpass":
            by = [child for child in verb.children if child.dep_ == "agent"]
            agents = [child for word in by for child in word.children if child.dep_ == "pobj"]
            if agents:
                return agents[0] if agents[0].i not in self.quoted else None
        if subject.lower_ == "that" and verb.dep_ == "relcl" and verb.head.i not in self.quoted:
            return self._modified(verb.head)
        return subject

    def _modified(self, noun: Token) -> Token | None:
        """Who speaks in "a statement saying": the one whose statement it is, or who released it, else itself."""
        if noun.lemma_ not in self.speech.statements:
            return noun
        owner = next((child for child in noun.children if child.dep_ == "poss"), None)
        if owner is not None:
            return owner
        verb = noun.head
        while verb.dep_ in ("prep", "pobj", "conj"):
            verb = verb.head
        if verb.pos_ == "VERB" and verb.lemma_ in self.speech.issuing and verb.i not in self.quoted:
            return self._subject(verb) or noun
        return noun

    # --- phrases

    def phrase(self, head: Token, verb: Token | None = None, low: int = 0, high: int | None = None) -> Range | None:
        """The whole noun phrase of `head`, cut where a quotation, the verb or [low, high) ends it."""
        left = max(head.left_edge.i, low)
        right = min(head.right_edge.i + 1, len(self.doc) if high is None else high, head.i + LONGEST_SOURCE)
        if verb is not None and head.i < verb.i:
            right = min(right, self.cue(verb)[0])
        elif verb is not None:
            left = max(left, verb.i + 1)
        while not self.spoken.isdisjoint(range(left, head.i)):
            left += 1
        stop = head.i + 1
        while stop < right and stop not in self.spoken:
            stop += 1
        while left < head.i and (self.doc[left].is_punct or self.doc[left].pos_ in ("CCONJ", "ADV", "SPACE")):
            left += 1
        while stop > head.i + 1 and self._droppable(self.doc[stop - 1]):
            stop -= 1
        return (left, stop) if left <= head.i < stop else None

    def _droppable(self, token: Token) -> bool:
        """Whether a token may not end a source: commas, "and", a helping verb, the full stop of the sentence."""
        if token.text == ".":
            return bool(self.doc[token.i + 1].is_sent_start)
        return (token.is_punct and token.text != ")") or token.pos_ in ("CCONJ", "AUX") or token.dep_ == "mark"

    def according_to(self, index: int) -> Frame | None:
        """The frame of an "according to X" that begins at a token."""
        doc = self.doc
        if doc[index].lower_ != "according" or doc[index + 1].lower_ != "to":
            return None
        for token in doc[index + 2 : index + 14]:
            if token.dep_ == "pobj" and token.head.i in (index, index + 1):
                source = self.phrase(token, low=index + 2)
                return Frame(index, (index, index + 2), source) if source else None
        return None

    def statement(self, noun: Token) -> Frame | None:
        """The frame of a noun for something said: "her remark that", "a claim by the senator that"."""
        if noun.i in self.quoted or noun.pos_ != "NOUN" or noun.lemma_ not in self.speech.claims:
            return None
        for child in noun.children:
            if child.dep_ == "poss" and (source := self.phrase(child, high=noun.i)):
                return Frame(noun.i, (noun.i, noun.i + 1), source)
            if child.lower_ == "by":
                for agent in child.children:
                    if agent.dep_ == "pobj" and (source := self.phrase(agent)):
                        return Frame(noun.i, (noun.i, noun.i + 1), source)
        return None

    def issued(self, verb: Token) -> Frame | None:
        """The frame of "released a statement", "posted a video", where no verb of saying stands."""
        if verb.i in self.quoted or verb.lemma_ not in self.speech.issuing:
            return None
        if any(child.dep_ == "dobj" and child.lemma_ in self.speech.statements for child in verb.children):
            return self.frame(verb)
        return None
