"""What speaks for a sentence as the answer to a question: every signal of the ranking, by name.

    coverage    share of the question, by rarity, that its words meet; `said` without names, numbers and media;
                `context` what the sentences around add;
                `paragraph` the share that stands anywhere in its paragraph; `closeness` of the words that meet
    names       names of the question that stand neither here nor around; `numbers` likewise, the sentence before aside
    kind        1 where the kind of answer asked for is there, -1 where it is not, 0 where none is asked for;
                `kind_counted` and `kind_person` the same for questions after a number, and after a person
    own         the words or view of the actor asked about; `told` it tells of the actor; `nobodys` neither, and nobody
                else's words; `speaks` anybody's words or view; `speaks_asked`, `quote_asked` where such are asked for
    cosine      of question and sentence in the reader's vectors, `cosine_around` of the nearer neighbour; `reader` what
                the reader says of the pair
    elsewhere   another place is spoken of there than the one asked about
    title, asks, short, length, introduces, anchor: the place, and the form of the sentence

What each is worth was learned from question sets (`make tune`). Taking any one group away costs at most .01 of the
right sentences first on the sets kept for choosing, those of meaning .17, the reader alone .04.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from bot.answering.index import Index, Sentence
from bot.answering.question import Question
from bot.answering.terms import same_number

Signal = Literal[
    "coverage", "said", "context", "paragraph", "closeness", "names", "numbers", "kind", "kind_counted", "kind_person",
    "own", "told", "nobodys", "speaks", "quote", "speaks_asked", "quote_asked", "title", "asks", "short", "length",
    "elsewhere", "introduces", "anchor", "cosine", "cosine_around", "reader"
]  # fmt: skip
Signals = dict[Signal, float]

# What a word is worth that stands not in the sentence, but right before, right after, two before, in the heading, in
# another part of the same quote, in the question that is answered.
BEFORE, AFTER, EARLIER, HEADING, SAME_QUOTE, QUESTION = 0.6, 0.4, 0.3, 0.4, 0.8, 0.85
ANCHORED = {0: 1.0, 1: 0.9, 2: 0.5, -1: 0.5}  # how near a sentence is to the one a follow-up points at
SHORT, LONG = 6, 40  # words
NEAR_COUNTED = 4  # words between a number and what it counts: "447 party members"
COUNTED = frozenset(["date", "number", "percent", "money", "duration", "age", "measure", "often"])


@dataclass(frozen=True)
class Matching:
    """One question against one briefing."""

    question: Question
    index: Index

    @cached_property
    def met(self) -> list[list[float]]:
        """How well each sentence meets each term of the question, 0 to 1."""
        return [[term.met_by(sentence) for term in self.question.terms] for sentence in self.index.sentences]

    def share(self, met: Sequence[float]) -> float:
        """The share of the question, by weight, that values from 0 to 1 for each of its terms meet."""
        terms = self.question.terms
        total = sum(term.weight for term in terms)
        return sum(term.weight * value for term, value in zip(terms, met, strict=True)) / total if total else 0.0

    def said(self, sentence: Sentence) -> float:
        """The share of the question's words alone, names, numbers and media left out, that a sentence meets."""
        pairs = zip(self.question.terms, self.met[sentence.number], strict=True)
        plain = [(term.weight, value) for term, value in pairs if not (term.number or term.medium)]
        total = sum(weight for weight, _ in plain)
        return sum(weight * value for weight, value in plain) / total if total else 1.0

    def signals(self, sentence: Sentence) -> Signals:
        """Every signal of a sentence but those of meaning."""
        question, here = self.question, self.met[sentence.number]
        wide = [max(value, other) for value, other in zip(here, self._around(sentence), strict=True)]
        stand = standing(question, sentence, self.index) if question.holder else -1
        kind, wants, speaks = kind_of_answer(question, sentence, self.index), question.wants, bool(sentence.holders)
        coverage = self.share(here)
        missed = [term for term, value in zip(question.terms, wide, strict=True) if value == 0]
        return {
            "coverage": coverage,
            "said": self.said(sentence),
            "context": self.share(wide) - coverage,
            "paragraph": self.share(self._in_paragraph[sentence.paragraph]),
            "closeness": self._closeness(sentence),
            "names": float(sum(bool(term.actors) for term in missed)),
            "numbers": float(sum(not _has(number, sentence) for number in question.numbers)),
            "kind": kind,
            "kind_counted": kind if wants in COUNTED else 0.0,
            "kind_person": kind if wants == "person" else 0.0,
            "own": float(stand == 2),
            "told": float(stand == 1),
            "nobodys": float(stand == 0 and not speaks),
            "speaks": float(speaks),
            "quote": float(bool(sentence.quotes)),
            "speaks_asked": float(speaks and question.act in ("said", "position")),
            "quote_asked": float(bool(sentence.quotes) and question.act == "said"),
            "title": float(sentence.kind == "title"),
            "asks": float(sentence.asks),
            "short": float(len(sentence.words) < SHORT),
            "length": min(1.0, len(sentence.words) / LONG),
            "elsewhere": float(self._elsewhere(sentence)),
            "introduces": self._introduces(sentence),
            "anchor": max((ANCHORED.get(sentence.number - place, 0.0) for place in question.anchor), default=0.0),
        }

    @cached_property
    def _in_paragraph(self) -> dict[int, list[float]]:
        """The best that any sentence of a paragraph meets of each term."""
        found: dict[int, list[float]] = {}
        for sentence, met in zip(self.index.sentences, self.met, strict=True):
            before = found.setdefault(sentence.paragraph, [0.0] * len(met))
            found[sentence.paragraph] = [max(pair) for pair in zip(before, met, strict=True)]
        return found

    def _around(self, sentence: Sentence) -> list[float]:
        """What the sentences around this one meet of each term, discounted by how far away they are."""
        terms, found = self.question.terms, [0.0] * len(self.question.terms)
        for reach, worth in ((-1, BEFORE), (1, AFTER), (-2, EARLIER)):
            other = self.index.neighbours(sentence, reach)
            if other is None:
                continue
            if {quote.id for quote in other.quotes} & {quote.id for quote in sentence.quotes}:
                worth = SAME_QUOTE
            elif other.asks and reach < 0:
                worth = QUESTION
            elif other.paragraph != sentence.paragraph:
                worth *= 0.5
            found = [max(value, worth * there) for value, there in zip(found, self.met[other.number], strict=True)]
        if sentence.answers is not None:
            found = [max(v, QUESTION * there) for v, there in zip(found, self.met[sentence.answers], strict=True)]
        for number, term in enumerate(terms):
            if any(sentence.heading.issuperset(stems) for stems, _ in term.matches):
                found[number] = max(found[number], HEADING)
        return found

    def _closeness(self, sentence: Sentence) -> float:
        """1 where the words that meet the question stand side by side, less the farther apart, 0 for one word."""
        places = []
        for term in self.question.terms:
            stems = {stem for target, _ in term.matches if sentence.stems.issuperset(target) for stem in target}
            place = next((n for n, word in enumerate(sentence.words) if word.stem in stems), None)
            places += [place] if place is not None else []
        return min(1.0, 2.0 * len(places) / (2.0 + max(places) - min(places))) if len(places) > 1 else 0.0

    def _elsewhere(self, sentence: Sentence) -> bool:
        """Whether a place is asked about ("in Georgia") and the sentence speaks of another instead."""
        index, question = self.index, self.question
        asked = [name for name in question.names if question.word_before(name) == "in"]
        actors = [index.base.actor(actor) for name in asked for actor in name.actors]
        places = bool(actors) and all(actor and actor.kind in ("country", "place") for actor in actors)
        return places and bool(sentence.fact.where) and not any(a and a.id in sentence.named for a in actors)

    def _introduces(self, sentence: Sentence) -> float:
        """For "who is X": 1 where the sentence holds X's role, else a half where it is the first that names X."""
        if self.question.act != "definition" or not self.question.names:
            return 0.0
        for actor_id in self.question.names[0].actors:
            actor = self.index.base.actor(actor_id)
            if actor and actor.role and actor.role in sentence.fact.text:
                return 1.0
            first = next((s for s in self.index.sentences if actor_id in s.actors and s.kind != "title"), None)
            if first is sentence:
                return 0.5
        return 0.0


def standing(question: Question, sentence: Sentence, index: Index) -> int:
    """2 where the words or the position are the asked actor's own, 1 where the sentence tells of the actor, or goes on
    after one that is the actor's own, and gives nobody's words, 0 where it is another's or nobody's."""
    allowed = question.allowed
    if allowed & sentence.holders:
        return 2
    if sentence.holders:
        return 0
    before = index.neighbours(sentence, -1)
    goes_on = before is not None and before.paragraph == sentence.paragraph and bool(allowed & before.holders)
    return int(goes_on or bool(allowed & sentence.named))


def kind_of_answer(question: Question, sentence: Sentence, index: Index) -> float:
    """-1 to 1 for the kind of answer asked for; 0 for questions that ask for no particular kind."""
    wanted, kinds = question.wants, sentence.fact.kinds
    if wanted is None:
        return 0.0
    if sentence.replies_to and sentence.replies_to in index.english.wants.asks.get(wanted, ()):
        return 1.0
    if wanted in ("person", "names"):
        return _fresh_name(question, sentence, index)
    if wanted in ("place", "city"):
        return _fresh_place(question, sentence, index)
    if wanted == "number":
        return _counted(question, sentence)
    if wanted == "often":
        return 1.0 if any(word.plain in index.english.repeats for word in sentence.words) else -0.6
    if wanted == "measure":
        return 1.0 if sentence.cardinals else -1.0
    if wanted == "reason" and "reason_weak" in kinds:
        return -0.3
    return 1.0 if wanted in kinds else -1.0


def _fresh_name(question: Question, sentence: Sentence, index: Index) -> float:
    """For "who": a person or body that the question does not name, better than a country or place."""
    said = {actor for name in question.names for actor in name.actors}
    kinds = {actor.kind for one in sentence.named - said if (actor := index.base.actor(one))}
    asked = {word.stem for word in question.words}
    capitals = any(n and word.capital and word.stem not in asked for n, word in enumerate(sentence.words))
    if "person" in kinds:
        return 1.0
    return 0.6 if kinds & {"organisation", "group"} else 0.3 if kinds or capitals else -0.5


def _fresh_place(question: Question, sentence: Sentence, index: Index) -> float:
    """For "where": a place or a country that the question does not say."""
    asked, there = {word.plain for word in question.words}, " ".join(sentence.fact.where).lower().split()
    if set(there) - asked:
        return 1.0
    said = {actor for name in question.names for actor in name.actors}
    kinds = {actor.kind for one in sentence.named - said if (actor := index.base.actor(one))}
    return 0.7 if kinds & {"country", "place"} and question.wants == "place" else -1.0


def _counted(question: Question, sentence: Sentence) -> float:
    """For "how many X": a number beside X; a number elsewhere says little, none says no."""
    if not sentence.cardinals:
        return -1.0
    stems = {stem for target, _ in question.counted.matches for stem in target} if question.counted else set()
    places = [n for n, word in enumerate(sentence.words) if word.stem in stems]
    near = any(abs(counted - number) <= NEAR_COUNTED for counted in places for number in sentence.cardinals)
    return 1.0 if near else -0.3 if places else 0.0


def _has(number: str, sentence: Sentence) -> bool:
    return any(same_number(number, other) for other in sentence.numbers)
