"""Whom a pronoun or "the senator" means. No guess: where the text leaves it open, so does this.

One walk through the article in reading order. Names inside quotations are passed over: whom a speaker names is
not whom the paragraph is about. The weights are set by hand: nearness first, then who was the subject, then who
spoke last, in the manner of recency-and-salience resolvers (Lappin & Leass, Computational Linguistics 20, 1994).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from spacy.tokens import Token

from knowledge.actors.clusters import Cluster
from knowledge.actors.lexicon import Gender, Lexicon, plain
from knowledge.actors.mentions import RUNNING, SUBJECTS
from knowledge.parsing import ParsedBlock
from knowledge.speech import Speech

PRONOUNS: dict[str, Gender] = {
    "he": "male", "him": "male", "his": "male", "himself": "male",
    "she": "female", "her": "female", "hers": "female", "herself": "female",
}  # fmt: skip
FARTHEST = 8  # sentences back that a pronoun reaches
PER_SENTENCE = 1.0  # what each sentence between costs
SUBJECT_BONUS = 1.2
SPEAKER_BONUS = 0.8
GENDER_BONUS = 1.0  # known to be of the pronoun's gender, against not known
AHEAD_BONUS = 1.3  # "In his statement, Trump said": the subject that is still to come
OTHER_OBJECT = -0.6  # an object of the sentence whose subject the pronoun is
SAME_CLAUSE = -3.0  # "Trump met him": not himself


@dataclass
class Sighting:
    """A person at a place of the walk."""

    person: Cluster
    sentence: int
    subject: bool
    speaking: bool
    token: Token


@dataclass
class People:
    """The people of an article: each one's role nouns and all words of its roles, by the cluster's identity."""

    clusters: list[Cluster]
    roles: dict[int, set[str]]
    words: dict[int, set[str]]
    states: dict[int, set[str]] = field(default_factory=dict)


def resolve_persons(
    parsed: list[ParsedBlock], people: People, quoted: list[tuple[int, int]], speech: Speech, lexicon: Lexicon
) -> list[tuple[int, int, Cluster]]:
    """(start, end, person) of every pronoun and role noun that one person of the article answers to.

    `quoted` are the quoted runs of the article. Sets the gender of people whom only pronouns tell.
    """
    named = {(m.block, i): p for p in people.clusters for m in p.mentions for i in range(m.token, m.stop)}
    _genders_from_pronouns(people.clusters)
    walk = _Walk(people, speech, lexicon)
    found: list[tuple[int, int, Cluster]] = []
    for number, block in enumerate(parsed):
        if block.block.kind not in RUNNING:
            continue
        here = [(low, high) for low, high in quoted if block.start <= low < block.block.end]
        for sentence in block.doc.sents:
            outside = [t for t in sentence if not any(low <= block.start + t.idx < high for low, high in here)]
            walk.open({t.i: named[number, t.i] for t in outside if (number, t.i) in named})
            for token in outside:
                if (person := walk.read(token)) is not None:
                    found.append((*block.place(token), person))
            if any(token.is_alpha for token in outside):
                walk.sentence += 1
    return found


def _genders_from_pronouns(people: list[Cluster]) -> None:
    """ "Biden ... he": where only pronouns tell, all that follow the name with nobody else between."""
    for person in people:
        votes = Counter(mention.pronoun for mention in person.mentions if mention.pronoun)
        if person.gender is None and len(votes) == 1:
            person.gender = PRONOUNS[next(iter(votes))]


class _Walk:
    """What the walk has seen so far."""

    def __init__(self, people: People, speech: Speech, lexicon: Lexicon):
        self.people, self.speech, self.lexicon = people, speech, lexicon
        self.sentence = 0
        self.seen: list[Sighting] = []
        self.ahead: dict[int, Cluster] = {}

    def open(self, named: dict[int, Cluster]) -> None:
        """A sentence begins; `named` are the people named in it by token."""
        self.ahead = named

    def read(self, token: Token) -> Cluster | None:
        """Take in a token; the person it means where it is a pronoun or a role noun."""
        person = self.ahead.get(token.i)
        if person is not None:
            if self.ahead.get(token.i + 1) is not person:  # the last word of the name
                self._see(person, token)
            return None
        if token.lower_ in PRONOUNS:
            person = self._pronoun(token)
        elif token.pos_ in ("NOUN", "PROPN") and _definite(token):
            person = self._nominal(token)
        if person is not None:
            self._see(person, token)
        return person

    def _see(self, person: Cluster, token: Token) -> None:
        head = phrase_head(token)
        subject = head.dep_ in SUBJECTS
        speaking = subject and head.head.lemma_ in self.speech.verbs
        self.seen.append(Sighting(person, self.sentence, subject, speaking, token))

    def _pronoun(self, token: Token) -> Cluster | None:
        gender = PRONOUNS[token.lower_]
        best: tuple[float, int] | None = None
        chosen: Cluster | None = None
        for order, sighting in enumerate([*self.seen, *self._coming(token)]):
            distance = self.sentence - sighting.sentence
            if sighting.person.gender not in (gender, None) or distance > FARTHEST:
                continue
            score = self._score(sighting, token, gender, distance)
            if best is None or (score, order) > best:
                best, chosen = (score, order), sighting.person
        return chosen

    def _score(self, sighting: Sighting, token: Token, gender: Gender, distance: int) -> float:
        score = -PER_SENTENCE * distance + GENDER_BONUS * (sighting.person.gender == gender)
        if sighting.token.i > token.i and distance == 0:
            return score + AHEAD_BONUS
        score += SUBJECT_BONUS * sighting.subject + SPEAKER_BONUS * sighting.speaking
        if distance == 0 and sighting.token.doc == token.doc:
            if token.dep_ in SUBJECTS and not sighting.subject:
                score += OTHER_OBJECT
            if token.lower_ in ("him", "her") and token.dep_ in ("dobj", "pobj", "dative"):
                score += SAME_CLAUSE * (sighting.subject and phrase_head(sighting.token).head == _clause(token))
        return score

    def _coming(self, token: Token) -> list[Sighting]:
        """The subject still to come where the pronoun opens the sentence: "For her part, Suu Kyi ..." """
        verb = _clause(token)
        if token.dep_ in SUBJECTS or any(child.dep_ in SUBJECTS and child.i < token.i for child in verb.children):
            return []
        subjects = [child for child in verb.children if child.dep_ in SUBJECTS and child.i > token.i]
        return [
            Sighting(self.ahead[child.i], self.sentence, True, False, child) for child in subjects if child.i in self.ahead
        ]

    def _nominal(self, token: Token) -> Cluster | None:
        """The person that "the senator" means: the only one of that role, or the last one seen of several."""
        word = self.lexicon.long_forms.get(plain(token.text), plain(token.text))
        known = word in self.lexicon.persons or word in self.lexicon.titles
        if not known or word in self.lexicon.relational:
            return None
        fitting = [person for person in self.people.clusters if word in self.people.roles.get(id(person), ())]
        gender = self.lexicon.persons.get(word)
        fitting = [person for person in fitting if gender is None or person.gender in (gender, None)]
        wanted = _modifiers(token)
        if wanted:
            fitting = [p for p in fitting if wanted <= self.people.words[id(p)]]
        seen = [sighting.person for sighting in self.seen]
        fitting = [person for person in fitting if person in seen]
        if len(fitting) < 2:
            return fitting[0] if fitting else None
        last = max(fitting, key=lambda person: max(i for i, one in enumerate(seen) if one is person))
        near = max(sighting.sentence for sighting in self.seen if sighting.person is last)
        return last if self.sentence - near <= FARTHEST else None


def _definite(token: Token) -> bool:
    """Whether a noun stands with "the" and names nobody beside it."""
    first = token.left_edge
    if first.lower_ not in ("the", "this", "that") or first.i == token.i or token.dep_ in ("compound", "appos", "attr"):
        return False
    return not any(child.dep_ in ("appos", "prep", "relcl", "acl") and child.i > token.i for child in token.children)


def _modifiers(token: Token) -> set[str]:
    """The capitalised words before a role noun: "the Florida senator" must be of Florida."""
    words = (t for t in token.subtree if t.i < token.i and t.pos_ in ("PROPN", "ADJ", "NOUN") and t.text[:1].isupper())
    return {plain(word.text) for word in words}


def _clause(token: Token) -> Token:
    """The verb of the clause that a token stands in."""
    while token.pos_ not in ("VERB", "AUX") and token.head != token:
        token = token.head
    return token


def phrase_head(token: Token) -> Token:
    """The head of the name or phrase that a token belongs to, up through compounds, appositives and "and"."""
    while token.dep_ in ("compound", "flat", "nmod", "appos", "conj", "amod") and token.head != token:
        if token.head.pos_ not in ("PROPN", "NOUN"):
            break
        token = token.head
    return token
