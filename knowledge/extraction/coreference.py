"""Whom a pronoun, "the senator", "it" or "the department" means. No guess: where the text leaves it open, so does this.

One walk through the article in reading order. Names inside quotations are passed over: whom a speaker names is
not whom the paragraph is about. The weights are set by hand: nearness first, then who was the subject, then who
spoke last, in the manner of recency-and-salience resolvers (Lappin & Leass, Computational Linguistics 20, 1994).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from knowledge.extraction.document import quoted_tokens
from knowledge.extraction.entities import Entity
from knowledge.extraction.names import RUNNING, SUBJECTS, person_beside
from knowledge.lexicon.function_words import function_words
from knowledge.lexicon.people import Gender, lexicon, plain
from knowledge.lexicon.verbs import verbs_playing
from knowledge.model.factbase import ActorKind

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

_SOMEBODY = Entity("person", ("somebody",))  # one whom the article does not name


def resolve(doc: Doc, entities: list[Entity]) -> list[tuple[Token, Entity]]:
    """Every pronoun and noun that one person, organisation or country of the article answers to, with that one.

    Walks twice where the first walk tells the gender of people whose first name does not, and sets it.
    """
    people = [entity for entity in entities if entity.kind == "person"]
    for person in people:  # "Biden ... he": all pronouns that follow the name with nobody else between
        told = {mention.pronoun for mention in person.mentions if mention.pronoun}
        if person.gender is None and len(told) == 1:
            person.gender = function_words().pronouns.get(told.pop())
    found = _Walk(entities).through(doc)
    return _Walk(entities).through(doc) if _genders_told(people, found) else found


def _genders_told(people: list[Entity], found: list[tuple[Token, Entity]]) -> bool:
    """Set the gender of people of none by most of the pronouns that a walk gave them; whether any was set."""
    pronouns = function_words().pronouns
    changed = False
    for person in people:
        told = [token.lower_ for token, one in found if one is person and token.lower_ in pronouns]
        votes = Counter(map(pronouns.get, told))
        if person.gender is None and votes:
            gender, count = votes.most_common(1)[0]
            if count >= VOTES and count >= 2 * (sum(votes.values()) - count):
                person.gender, changed = gender, True
    return changed


@dataclass
class Sighting:
    """An entity at a place of the walk: the numbers, from 0, of its sentence and of its block."""

    entity: Entity
    sentence: int
    block: int
    subject: bool
    speaking: bool
    token: Token


class _Walk:
    """What the walk has seen so far, people and bodies apart."""

    def __init__(self, entities: list[Entity]):
        self.people = [entity for entity in entities if entity.kind == "person"]
        self.named = {token.i: one for one in self.people for mention in one.mentions for token in mention.span}
        bodies = [entity for entity in entities if entity.kind in ("organisation", "country")]
        self.named_bodies = {m.span.end - 1: (one, m.role in SUBJECTS) for one in bodies for m in one.mentions}
        self.block = 0
        self.sentence = 0  # for people, sentences that are all quotation left out
        self.any_sentence = 0
        self.seen: list[Sighting] = []
        self.seen_bodies: list[Sighting] = []
        self.ahead: dict[int, Entity] = {}  # the people named in the sentence by token

    def through(self, doc: Doc) -> list[tuple[Token, Entity]]:
        """The tokens that mean somebody, from the first sentence of the document to the last."""
        quoted = quoted_tokens(doc)
        found: list[tuple[Token, Entity]] = []
        for number, block in enumerate(doc.spans["blocks"]):
            self.block = number
            for sentence in block.sents if block.label_ in RUNNING else ():
                outside = [token for token in sentence if token.i not in quoted]
                self.ahead = {token.i: self.named[token.i] for token in outside if token.i in self.named}
                for token in outside:
                    meant = (self._person(token), self._body(token))
                    found += [(token, entity) for entity in meant if entity is not None]
                self.sentence += any(token.is_alpha for token in outside)
                self.any_sentence += 1
        return found

    # --- people

    def _person(self, token: Token) -> Entity | None:
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
        elif token.pos_ in ("NOUN", "PROPN") and _says_who(token):
            person = self._nominal(token) if _definite(token) else None
            verb = token.head.lemma_
            speaks = verb in verbs_playing("quotes") and verb not in verbs_playing("asks")
            if person is None and token.dep_ in SUBJECTS and speaks:
                self._see(_SOMEBODY, token)  # "a judge said ... he": not the last one named
        if person is not None:
            self._see(person, token)
        return person

    def _at(self, token: Token) -> Entity | None:
        """Who is named at the head of a phrase, or beside it in commas."""
        if token.i not in self.ahead:
            token = person_beside(token) or token
        while token.dep_ == "appos" and token.i not in self.ahead and token.head != token:
            token = token.head
        return self.ahead.get(token.i)

    def _see(self, person: Entity, token: Token) -> None:
        head = _phrase_head(token)
        verb = head.head
        subject = head.dep_ in SUBJECTS
        if verb.lemma_ in verbs_playing("asks") and (subject or head.dep_ in ("dobj", "dative")):  # who is asked speaks
            subject = not subject or not any(child.dep_ in ("dobj", "dative") for child in verb.children)
        speaking = subject and verb.lemma_ in verbs_playing("quotes") - verbs_playing("weakly")
        self.seen.append(Sighting(person, self.sentence, self.block, subject, speaking, token))

    def _pronoun(self, token: Token) -> Entity | None:
        gender = function_words().pronouns.get(token.lower_)
        best: tuple[float, int] | None = None
        chosen: Entity | None = None
        for order, sighting in enumerate([*self.seen, *self._coming(token)]):
            distance = self.sentence - sighting.sentence
            if sighting.entity is _SOMEBODY and sighting.block != self.block and distance > 1:
                continue
            if sighting.entity.gender not in (gender, None) or distance > FARTHEST:
                continue
            score = self._score(sighting, token, gender, distance)
            if best is None or (score, order) > best:
                best, chosen = (score, order), sighting.entity
        return chosen if chosen is not _SOMEBODY else None

    def _score(self, sighting: Sighting, token: Token, gender: Gender | None, distance: int) -> float:
        score = -PER_SENTENCE * distance + GENDER_BONUS * (sighting.entity.gender == gender)
        if sighting.token.i > token.i and distance == 0:
            return score + AHEAD_BONUS
        score += SUBJECT_BONUS * sighting.subject + SPEAKER_BONUS * sighting.speaking
        if distance == 0 and sighting.block == self.block:
            score += SAME_SENTENCE * sighting.subject
            if token.dep_ in SUBJECTS and not sighting.subject:
                score += OTHER_OBJECT
            if token.lower_ in function_words().objects and token.dep_ in ("dobj", "pobj", "dative"):
                score += SAME_CLAUSE * (sighting.subject and _phrase_head(sighting.token).head == _clause(token))
        return score

    def _coming(self, token: Token) -> list[Sighting]:
        """The subject still to come where the pronoun opens the sentence: "For her part, Suu Kyi ..." """
        subjects = [child for child in _clause(token).children if child.dep_ in SUBJECTS]
        if token.dep_ in SUBJECTS or any(child.i < token.i for child in subjects):
            return []
        return [
            Sighting(self.ahead[child.i], self.sentence, self.block, True, False, child)
            for child in subjects
            if child.i > token.i and child.i in self.ahead
        ]

    def _nominal(self, token: Token) -> Entity | None:
        """The person that "the senator" means: the only one of that role, or the last one seen of several."""
        word = lexicon().long_forms.get(plain(token.text), plain(token.text))
        if word in lexicon().relational:
            return None
        gender, wanted = lexicon().persons.get(word), _modifiers(token)
        holders = [person for person in self.people if word in person.offices]
        holders = [person for person in holders if gender is None or person.gender in (gender, None)]
        fitting = [person for person in holders if wanted <= person.role_words] or ([] if wanted else holders)
        last = {sighting.entity: (order, sighting.sentence) for order, sighting in enumerate(self.seen)}
        fitting = [person for person in fitting if person in last]
        if not fitting:
            return self._near_holder(holders) if holders else self._in_focus(token, gender)
        if len(fitting) == 1:
            return fitting[0]
        latest = max(fitting, key=lambda person: last[person][0])
        return latest if self.sentence - last[latest][1] <= FARTHEST else None

    def _near_holder(self, holders: list[Entity]) -> Entity | None:
        """The one of that office in the last sentences, though of what state or party is not said there."""
        near = {one.entity for one in self.seen if self.sentence - one.sentence <= FOCUS and one.subject}
        here = near & set(holders)
        return here.pop() if len(here) == 1 else None

    def _in_focus(self, token: Token, gender: Gender | None) -> Entity | None:
        """The one person of the last sentences, where "the Vermont senator" speaks and nobody is called that."""
        if token.dep_ not in SUBJECTS or token.head.lemma_ not in verbs_playing("quotes"):
            return None
        near = [sighting for sighting in self.seen if self.sentence - sighting.sentence <= FOCUS]
        people = {sighting.entity for sighting in near}
        here = any(sighting.sentence == self.sentence for sighting in near)
        if here or len(people) != 1 or not any(sighting.subject for sighting in near):
            return None
        person = people.pop()
        return None if person is _SOMEBODY or (gender and person.gender not in (gender, None)) else person

    # --- organisations and countries

    def _body(self, token: Token) -> Entity | None:
        """Take in a token; the body it means where it is no name."""
        named, subject = self.named_bodies.get(token.i, (None, token.dep_ in SUBJECTS))
        body = named or self._body_meant(token)
        if body is not None:
            self.seen_bodies.append(Sighting(body, self.any_sentence, self.block, subject, False, token))
        return body if named is None else None

    def _body_meant(self, token: Token) -> Entity | None:
        """The body of "it" as a speaker, "its spokesman", "the department", "the group's head"."""
        if token.lower_ == "it" and token.dep_ in SUBJECTS and token.head.lemma_ in verbs_playing("quotes") - {"read"}:
            return self._lone_subject(NEAR, "organisation")
        owns_person = token.dep_ == "poss" and plain(token.head.lemma_) in lexicon().persons
        if token.lower_ == "its" and owns_person:
            return self._lone_subject(1, "organisation", "country")
        word = plain(token.text)
        if token.left_edge.lower_ != "the" or token.i - token.left_edge.i != 1:
            return None
        if word in lexicon().bodies and owns_person and (body := self._lone_subject(1, "organisation")):
            return body
        if word not in lexicon().organisations or token.pos_ not in ("NOUN", "PROPN"):
            return None
        near = [sighting.entity for sighting in self.seen_bodies if self.any_sentence - sighting.sentence <= FAR]
        fitting = [one for one in near if one.kind == "organisation" and len(one.words) > 1 and one.surname == word]
        return fitting[-1] if fitting else None  # the State Department is a department

    def _lone_subject(self, most: int, *kinds: ActorKind) -> Entity | None:
        """The one body of some kinds that was a subject in the last sentences."""
        near = {s.entity for s in self.seen_bodies if s.subject and self.any_sentence - s.sentence <= most}
        fitting = {entity for entity in near if entity.kind in kinds}
        return fitting.pop() if len(fitting) == 1 else None


def _says_who(token: Token) -> bool:
    """Whether a singular noun says what a person is."""
    word = plain(token.text)
    alone = token.tag_ in ("NN", "NNP") and token.dep_ not in ("compound", "appos", "attr")
    return alone and (word in lexicon().persons or word in lexicon().titles)


def _definite(token: Token) -> bool:
    """Whether a noun stands with "the" and names nobody beside it."""
    first = token.left_edge
    if first.i == token.i or first.lower_ not in function_words().pointing:
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


def _phrase_head(token: Token) -> Token:
    """The head of the phrase that a name heads: itself, or what it stands beside in commas or after "and".

    A name that is part of another noun ("a Trump supporter") keeps its own small place.
    """
    while token.dep_ in ("flat", "appos", "conj") and token.head != token and token.head.pos_ in ("PROPN", "NOUN"):
        token = token.head
    return token
