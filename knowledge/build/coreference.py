"""Whom a pronoun, "the senator", "it" or "the department" means. No guess: where the text leaves it open, so does this.

One walk through the article in reading order. Names inside quotations are passed over: whom a speaker names is
not whom the paragraph is about. The weights are set by hand: nearness first, then who was the subject, then who
spoke last, in the manner of recency-and-salience resolvers (Lappin & Leass, Computational Linguistics 20, 1994).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from knowledge.build.document import place_of, quoted_tokens
from knowledge.build.entities import Cluster
from knowledge.build.names import RUNNING, SUBJECTS, person_beside
from knowledge.lexicon.function_words import function_words
from knowledge.lexicon.people import Gender, lexicon, plain
from knowledge.lexicon.speech import load_speech

FOCUS = 2  # sentences in which one person alone is in focus
FARTHEST = 8  # sentences back that a pronoun reaches
PER_SENTENCE = 1.0  # what each sentence between costs
SUBJECT_BONUS = 1.2
SPEAKER_BONUS = 0.8
VOTES = 2  # pronouns that tell a gender
GENDER_BONUS = 0.4  # known to be of the pronoun's gender, against not known
AHEAD_BONUS = 1.3  # "In his statement, Trump said": the subject that is still to come
SAME_SENTENCE = 0.8  # the subject of the pronoun's own sentence
OTHER_OBJECT = -0.6  # an object of the sentence whose subject the pronoun is
SAME_CLAUSE = -3.0  # "Trump met him": not himself
NEAR = 2  # sentences back to what "it said" means
FAR = 12  # sentences back to what "the department" means

_SOMEBODY = Cluster("person", ("somebody",))  # one whom the article does not name


@dataclass
class Sighting:
    """A person at a place of the walk: the numbers, from 0, of its sentence and of its block."""

    person: Cluster
    sentence: int
    block: int
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


def resolve_persons(doc: Doc, people: People) -> list[tuple[int, int, Cluster]]:
    """(start, end, person) of every pronoun and role noun that one person of the article answers to.

    Walks twice: the first walk tells the gender of people whose first name does not, and sets it.
    """
    _genders_from_sentences(people.clusters)
    first = _walked(doc, people)
    if _genders_from_walk(doc, people.clusters, first):
        return _walked(doc, people)
    return first


def _walked(doc: Doc, people: People) -> list[tuple[int, int, Cluster]]:
    named = {i: p for p in people.clusters for m in p.mentions for i in range(m.token, m.stop)}
    quoted = quoted_tokens(doc)
    walk = _Walk(people)
    found: list[tuple[int, int, Cluster]] = []
    for number, block in enumerate(doc.spans["blocks"]):
        if block.label_ not in RUNNING:
            continue
        for sentence in block.sents:
            outside = [token for token in sentence if token.i not in quoted]
            walk.open(number, {token.i: named[token.i] for token in outside if token.i in named})
            for token in outside:
                if (person := walk.read(token)) is not None:
                    found.append((*place_of(token), person))
            if any(token.is_alpha for token in outside):
                walk.sentence += 1
    return found


def _genders_from_sentences(people: list[Cluster]) -> None:
    """ "Biden ... he": where only pronouns tell, all that follow the name with nobody else between."""
    for person in people:
        votes = Counter(mention.pronoun for mention in person.mentions if mention.pronoun)
        if person.gender is None and len(votes) == 1:
            person.gender = function_words().pronouns.get(next(iter(votes)))


def _genders_from_walk(doc: Doc, people: list[Cluster], found: list[tuple[int, int, Cluster]]) -> bool:
    """Set the gender of people of none by most of the pronouns that a walk gave them; whether any was set."""
    genders = function_words().pronouns
    words = {token.idx: token.lower_ for token in doc if token.lower_ in genders}
    changed = False
    for person in people:
        votes = Counter(genders.get(words[low]) for low, _, one in found if one is person and low in words)
        if person.gender is None and votes:
            gender, count = votes.most_common(1)[0]
            if count >= VOTES and count >= 2 * (sum(votes.values()) - count):
                person.gender, changed = gender, True
    return changed


class _Walk:
    """What the walk has seen so far."""

    def __init__(self, people: People):
        self.people = people
        self.sentence = self.block = 0
        self.seen: list[Sighting] = []
        self.ahead: dict[int, Cluster] = {}

    def open(self, block: int, named: dict[int, Cluster]) -> None:
        """A sentence of a block begins; `named` are the people named in it by token."""
        self.block, self.ahead = block, named

    def read(self, token: Token) -> Cluster | None:
        """Take in a token; the person it means where it is a pronoun or a role noun."""
        person = self.ahead.get(token.i)
        if person is not None:
            if self.ahead.get(token.i + 1) is not person:  # the last word of the name
                self._see(person, token)
            return None
        if token.lower_ == "who" and token.dep_ in SUBJECTS and token.head.dep_ == "relcl":
            antecedent = self._at(token.head.head)
            if antecedent is not None:
                self._see(antecedent, token)
            return None
        if token.lower_ in function_words().pronouns:
            person = self._pronoun(token)
        elif token.pos_ in ("NOUN", "PROPN") and self._is_person(token):
            person = self._nominal(token) if _definite(token) else None
            asks = token.head.lemma_ in load_speech().asking
            if person is None and token.dep_ in SUBJECTS and token.head.lemma_ in load_speech().verbs and not asks:
                self._see(_SOMEBODY, token)  # "a judge said ... he": not the last one named
        if person is not None:
            self._see(person, token)
        return person

    def _is_person(self, token: Token) -> bool:
        """Whether a singular noun says what a person is."""
        word = plain(token.text)
        return (
            token.tag_ in ("NN", "NNP")
            and token.dep_ not in ("compound", "appos", "attr")
            and (word in lexicon().persons or word in lexicon().titles)
        )

    def _at(self, token: Token) -> Cluster | None:
        """Who is named at the head of a phrase, or beside it in commas."""
        if token.i not in self.ahead:
            token = person_beside(token) or token
        while token.dep_ == "appos" and token.i not in self.ahead and token.head != token:
            token = token.head
        return self.ahead.get(token.i)

    def _see(self, person: Cluster, token: Token) -> None:
        head = phrase_head(token)
        verb = head.head
        subject = head.dep_ in SUBJECTS
        if verb.lemma_ in load_speech().asking and (subject or head.dep_ in ("dobj", "dative")):
            subject = not subject or not any(child.dep_ in ("dobj", "dative") for child in verb.children)
        speaking = subject and verb.lemma_ in load_speech().verbs
        self.seen.append(Sighting(person, self.sentence, self.block, subject, speaking, token))

    def _pronoun(self, token: Token) -> Cluster | None:
        gender = function_words().pronouns.get(token.lower_)
        best: tuple[float, int] | None = None
        chosen: Cluster | None = None
        for order, sighting in enumerate([*self.seen, *self._coming(token)]):
            distance = self.sentence - sighting.sentence
            if sighting.person is _SOMEBODY and sighting.block != self.block and distance > 1:
                continue
            if sighting.person.gender not in (gender, None) or distance > FARTHEST:
                continue
            score = self._score(sighting, token, gender, distance)
            if best is None or (score, order) > best:
                best, chosen = (score, order), sighting.person
        return chosen if chosen is not _SOMEBODY else None

    def _score(self, sighting: Sighting, token: Token, gender: Gender | None, distance: int) -> float:
        score = -PER_SENTENCE * distance + GENDER_BONUS * (sighting.person.gender == gender)
        if sighting.token.i > token.i and distance == 0:
            return score + AHEAD_BONUS
        score += SUBJECT_BONUS * sighting.subject + SPEAKER_BONUS * sighting.speaking
        if distance == 0 and sighting.block == self.block:
            score += SAME_SENTENCE * sighting.subject
            if token.dep_ in SUBJECTS and not sighting.subject:
                score += OTHER_OBJECT
            if token.lower_ in function_words().objects and token.dep_ in ("dobj", "pobj", "dative"):
                score += SAME_CLAUSE * (sighting.subject and phrase_head(sighting.token).head == _clause(token))
        return score

    def _coming(self, token: Token) -> list[Sighting]:
        """The subject still to come where the pronoun opens the sentence: "For her part, Suu Kyi ..." """
        verb = _clause(token)
        if token.dep_ in SUBJECTS or any(child.dep_ in SUBJECTS and child.i < token.i for child in verb.children):
            return []
        subjects = [child for child in verb.children if child.dep_ in SUBJECTS and child.i > token.i]
        return [
            Sighting(self.ahead[child.i], self.sentence, self.block, True, False, child)
            for child in subjects
            if child.i in self.ahead
        ]

    def _nominal(self, token: Token) -> Cluster | None:
        """The person that "the senator" means: the only one of that role, or the last one seen of several."""
        word = lexicon().long_forms.get(plain(token.text), plain(token.text))
        if word in lexicon().relational:
            return None
        gender, wanted = lexicon().persons.get(word), _modifiers(token)
        holders = [person for person in self.people.clusters if word in self.people.roles.get(id(person), ())]
        holders = [person for person in holders if gender is None or person.gender in (gender, None)]
        fitting = [p for p in holders if wanted <= self.people.words[id(p)]] or ([] if wanted else holders)
        seen = [sighting.person for sighting in self.seen]
        fitting = [person for person in fitting if person in seen]
        if not fitting:
            return self._near_holder(holders) if holders else self._in_focus(token, gender)
        if len(fitting) == 1:
            return fitting[0]
        last = max(fitting, key=lambda person: max(i for i, one in enumerate(seen) if one is person))
        near = max(sighting.sentence for sighting in self.seen if sighting.person is last)
        return last if self.sentence - near <= FARTHEST else None

    def _near_holder(self, holders: list[Cluster]) -> Cluster | None:
        """The one of that office in the last sentences, though of what state or party is not said there."""
        near = [s.person for s in self.seen if self.sentence - s.sentence <= FOCUS and s.subject]
        here = {id(person): person for person in holders if any(person is one for one in near)}
        return next(iter(here.values())) if len(here) == 1 else None

    def _in_focus(self, token: Token, gender: Gender | None) -> Cluster | None:
        """The one person of the last sentences, where "the Vermont senator" speaks and nobody is called that."""
        if token.dep_ not in SUBJECTS or token.head.lemma_ not in load_speech().verbs:
            return None
        near = [sighting for sighting in self.seen if 0 < self.sentence - sighting.sentence <= FOCUS]
        people = {id(sighting.person): sighting.person for sighting in near}
        if len(people) != 1 or not any(sighting.subject for sighting in near):
            return None
        person = next(iter(people.values()))
        if person is _SOMEBODY or (gender and person.gender not in (gender, None)):
            return None
        return None if any(sighting.sentence == self.sentence for sighting in self.seen) else person


def _definite(token: Token) -> bool:
    """Whether a noun stands with "the" and names nobody beside it."""
    first = token.left_edge
    if (
        first.lower_ not in function_words().pointing
        or first.i == token.i
        or token.dep_ in ("compound", "appos", "attr")
    ):
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
    """The head of the phrase that a name heads: itself, or what it stands beside in commas or after "and".

    A name that is part of another noun ("a Trump supporter") keeps its own small place.
    """
    while token.dep_ in ("flat", "appos", "conj") and token.head != token and token.head.pos_ in ("PROPN", "NOUN"):
        token = token.head
    return token


def resolve_organisations(doc: Doc, clusters: list[Cluster]) -> list[tuple[int, int, Cluster]]:
    """(start, end, organisation) of "it" as a speaker, "its spokesman", "the department", "the group's head"."""
    bodies = [cluster for cluster in clusters if cluster.kind in ("organisation", "country")]
    named = {m.stop - 1: (cluster, m.role in SUBJECTS) for cluster in bodies for m in cluster.mentions}
    quoted = quoted_tokens(doc)
    seen: list[tuple[Cluster, int, bool]] = []
    found: list[tuple[int, int, Cluster]] = []
    number = 0
    for block in doc.spans["blocks"]:
        if block.label_ not in RUNNING:
            continue
        for sentence in block.sents:
            for token in sentence:
                if token.i in quoted:
                    continue
                cluster, subject = named.get(token.i, (None, token.dep_ in SUBJECTS))
                if cluster is None:
                    cluster = _meant(token, number, seen)
                    if cluster is not None:
                        found.append((*place_of(token), cluster))
                if cluster is not None:
                    seen.append((cluster, number, subject))
            number += 1
    return found


def _meant(token: Token, number: int, seen: list[tuple[Cluster, int, bool]]) -> Cluster | None:
    if token.lower_ == "it" and token.dep_ in SUBJECTS and token.head.lemma_ in load_speech().verbs - {"read"}:
        near = [one for one, at, subject in seen if subject and number - at <= NEAR and one.kind == "organisation"]
        return near[-1] if len({id(cluster) for cluster in near}) == 1 else None
    if token.lower_ == "its" and token.dep_ == "poss" and plain(token.head.lemma_) in lexicon().persons:
        near = [cluster for cluster, at, subject in seen if subject and number - at <= 1]
        return near[-1] if len({id(cluster) for cluster in near}) == 1 else None
    word = plain(token.text)
    definite = token.left_edge.lower_ == "the" and token.i - token.left_edge.i == 1
    if definite and word in lexicon().bodies and token.dep_ == "poss" and plain(token.head.lemma_) in lexicon().persons:
        near = [one for one, at, subject in seen if subject and number - at <= 1 and one.kind == "organisation"]
        if len({id(cluster) for cluster in near}) == 1:
            return near[-1]
    if word not in lexicon().organisations or token.pos_ not in ("NOUN", "PROPN") or not definite:
        return None
    named = [cluster for cluster, at, _ in seen if number - at <= FAR and _is_one(cluster, word)]
    return named[-1] if named else None


def _is_one(cluster: Cluster, word: str) -> bool:
    """Whether an organisation's name ends in the word: the State Department is a department."""
    return cluster.kind == "organisation" and len(cluster.words) > 1 and plain(cluster.words[-1]) == word
