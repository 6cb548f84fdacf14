"""Whom a pronoun or "the senator" means. No guess: where the text leaves it open, so does this.

One walk through the article in reading order. Names inside quotations are passed over: who speaks of somebody
is not spoken of by the paragraph. The weights are set by hand: nearness first, then who was the subject, then
who spoke last, as in the classic recency-and-salience resolvers (Lappin & Leass 1994).
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from knowledge.actors.clusters import Cluster
from knowledge.actors.lexicon import Gender, Lexicon, plain
from knowledge.actors.roles import role_words
from knowledge.parsing import ParsedBlock

PRONOUNS: dict[str, Gender] = {
    "he": "male", "him": "male", "his": "male", "himself": "male",
    "she": "female", "her": "female", "hers": "female", "herself": "female",
}
SUBJECTS = ("nsubj", "nsubjpass")
FARTHEST = 8  # sentences back that a pronoun reaches
SUBJECT_BONUS = 1.2
SPEAKER_BONUS = 0.8
GENDER_BONUS = 0.6
SAME_SENTENCE_OBJECT = -0.4


@dataclass
class Sighting:
    """A person at a place of the walk."""

    person: Cluster
    sentence: int
    subject: bool
    speaking: bool
    token: Token


def resolve_persons(
    parsed: list[ParsedBlock], people: list[Cluster], quoted: list[tuple[int, int]], roles: dict[int, set[str]], role_text: dict[int, str],
    speech: frozenset[str], lexicon: Lexicon,
) -> list[tuple[int, int, Cluster]]:
    """(start, end, person) of every pronoun and every role noun that one person of the article answers to.

    `roles` and `role_text` give, by the identity of the cluster, its role nouns and all words of its roles.
    """
    walk = _Walk(people, roles, role_text, speech, lexicon)
    starts: dict[tuple[int, int], Cluster] = {(m.block, i): p for p in people for m in p.mentions for i in range(m.token, m.stop)}
    found: list[tuple[int, int, Cluster]] = []
    for number, block in enumerate(parsed):
        if block.block.kind in ("title", "heading", "byline"):
            continue
        for sentence in block.doc.sents:
            spoken = True
            for token in sentence:
                place = block.place(token)
                if any(low <= place[0] < high for low, high in quoted):
                    continue
                spoken = spoken and token.is_punct
                person = starts.get((number, token.i))
                if person is not None:
                    if (number, token.i - 1) not in starts or token.i == sentence.start:
                        walk.see(person, token)
                elif token.lower_ in PRONOUNS:
                    person = walk.pronoun(token)
                    if person is not None:
                        found.append((*place, person))
                        walk.see(person, token)
                elif token.pos_ in ("NOUN", "PROPN") and _definite(token):
                    person = walk.nominal(token)
                    if person is not None:
                        found.append((*place, person))
                        walk.see(person, token)
            if not spoken:
                walk.sentence += 1
    return found


def _definite(token: Token) -> bool:
    first = token.left_edge
    return first.lower_ in ("the", "this", "that") and first.i < token.i and not any(c.dep_ == "appos" for c in token.children) and token.dep_ != "compound"


class _Walk:
    """What the walk has seen so far."""

    def __init__(self, people: list[Cluster], roles: dict[int, set[str]], role_text: dict[int, str], speech: frozenset[str], lexicon: Lexicon):
        self.people, self.roles, self.role_text, self.speech, self.lexicon = people, roles, role_text, speech, lexicon
        self.sentence = 0
        self.seen: list[Sighting] = []

    def see(self, person: Cluster, token: Token) -> None:
        """A person is named or meant at a token."""
        head = _phrase_head(token)
        subject = head.dep_ in SUBJECTS
        self.seen.append(Sighting(person, self.sentence, subject, subject and head.head.lemma_ in self.speech, token))

    def pronoun(self, token: Token) -> Cluster | None:
        """The person a pronoun means."""
        gender = PRONOUNS[token.lower_]
        best: tuple[float, int] | None = None
        chosen: Cluster | None = None
        for order, sighting in enumerate(self.seen):
            person = sighting.person
            if person.gender not in (gender, None) or self.sentence - sighting.sentence > FARTHEST:
                continue
            score = -float(self.sentence - sighting.sentence)
            score += SUBJECT_BONUS * sighting.subject + SPEAKER_BONUS * sighting.speaking
            score += GENDER_BONUS * (person.gender == gender)
            if sighting.sentence == self.sentence and token.dep_ in SUBJECTS and not sighting.subject:
                score += SAME_SENTENCE_OBJECT
            if best is None or (score, order) > best:
                best, chosen = (score, order), person
        return chosen

    def nominal(self, token: Token) -> Cluster | None:
        """The person that "the senator" means: the only one of that role, or the last one seen of several."""
        word = plain(token.text)
        if word not in self.lexicon.persons and word not in self.lexicon.titles:
            return None
        fitting = [person for person in self.people if word in self.roles.get(id(person), ())]
        modifiers = {plain(t.text) for t in token.subtree if t.i < token.i and t.pos_ in ("PROPN", "ADJ", "NOUN") and t.text[:1].isupper()}
        if modifiers:
            agreeing = [p for p in fitting if modifiers <= set(self.role_text[id(p)].split())]
            fitting = agreeing or [p for p in fitting if len(fitting) == 1]
        seen = [s.person for s in self.seen]
        fitting = [person for person in fitting if person in seen]
        if len(fitting) > 1:
            last = max(fitting, key=lambda person: max(i for i, s in enumerate(seen) if s is person))
            return last if self.sentence - max(s.sentence for s in self.seen if s.person is last) <= FARTHEST else None
        return fitting[0] if fitting else None


def _phrase_head(token: Token) -> Token:
    """The head of the name or phrase that a token belongs to, up through compounds, appositives and "and"."""
    while token.dep_ in ("compound", "flat", "nmod", "appos", "conj", "amod") and token.head != token and token.head.pos_ in ("PROPN", "NOUN"):
        token = token.head
    return token


def titles_of(roles: list[str], lexicon: Lexicon) -> set[str]:
    """The role nouns of several role phrases."""
    return set().union(*(role_words(role, lexicon) for role in roles)) if roles else set()
