"""Every sentence that no veto rules out, with each part of its score, best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from rapidfuzz import fuzz

from bot.answering.filters import Veto, kind_of_answer, standing, veto
from bot.answering.index import Index, Sentence
from bot.answering.question import Question
from knowledge.lexicon.tables import read_table
from knowledge.model.factbase import Position, Quote

Signal = Literal[
    "coverage", "context", "likeness", "kind", "structure", "holder", "names_missing", "predicate_missing", "closeness",
    "elsewhere", "asks", "length", "anchor", "title", "introduces", "outcome"
]  # fmt: skip

TABLE = Path(__file__).with_name("weights.yaml")

# What a word is worth that stands not in the sentence, but right before, right after, two before, in the heading, in
# another part of the same quote, in the question that is answered.
BEFORE, AFTER, EARLIER, HEADING, SAME_QUOTE, QUESTION = 0.6, 0.4, 0.3, 0.4, 0.8, 0.85
ANCHORED = {0: 1.0, 1: 0.9, 2: 0.5, -1: 0.5}  # how near a sentence is to the one a follow-up points at


@dataclass(frozen=True)
class Weights:
    """`signals` weigh the parts of a candidate's score, `sureness` what speaks for the best one being right (a logistic
    function of it), `thresholds` decide between the three outcomes."""

    signals: dict[str, float]
    sureness: dict[str, float]
    thresholds: dict[str, float]


def load_weights(path: Path = TABLE) -> Weights:
    """The weights from a YAML file. Raises BadData with every problem of the file."""
    return read_table(Weights, path)


@dataclass(frozen=True)
class Candidate:
    """A sentence with the parts of its score. `coverage` and `context` are shares of the question, 0 to 1."""

    sentence: Sentence
    parts: dict[Signal, float]
    score: float
    coverage: float
    context: float
    standing: int
    gap: float  # the heaviest word met neither here nor around, as a share of the question
    own: float  # the coverage of the question's words alone, numbers and media left out; 1 where it has none
    matter: float  # the same with the sentences around it


@dataclass(frozen=True)
class Ranking:
    """Candidates best first, and how many sentences each veto ruled out."""

    candidates: tuple[Candidate, ...]
    vetoed: dict[Veto, tuple[Sentence, ...]]
    elsewhere: float = 0.0  # the largest share of the question in a sentence that a veto ruled out
    loose: bool = False


def rank(question: Question, index: Index, weights: Weights) -> Ranking:
    """The candidates for a question in one briefing.

    A holder that is no actor ("the railway") is asked for first; where nobody there holds anything, or nothing of the
    matter, it becomes one more word to look for, and the ranking is `loose`: it may be offered, not answered.
    """
    ranking = _rank(question, index, weights)
    if question.holder_words and not question.unknown and not _on_matter(question, ranking):
        freed = replace(question, holder_words=(), act="general")
        return replace(_rank(freed, index, weights), loose=True)
    return ranking


def _on_matter(question: Question, ranking: Ranking) -> bool:
    """Whether the best candidate has anything of the question beside the words for its holder."""
    if not ranking.candidates:
        return False
    holder = {word.text for word in question.holder_words}
    others = [term for term in question.terms if not term.light and not holder.issuperset(term.text.split())]
    best = ranking.candidates[0].sentence
    return not others or any(term.met_by(best) for term in others)


def _rank(question: Question, index: Index, weights: Weights) -> Ranking:
    sentences = [_own_words(question, sentence) for sentence in index.sentences]
    met = [[term.met_by(sentence) for term in question.terms] for sentence in sentences]
    candidates: list[Candidate] = []
    vetoed: dict[Veto, list[Sentence]] = {}
    elsewhere = 0.0
    for sentence in sentences:
        reason = veto(question, sentence, index)
        if reason:
            vetoed.setdefault(reason, []).append(sentence)
            if reason != "holder" or sentence.holders:
                elsewhere = max(elsewhere, _matter(question, met[sentence.number]))
        else:
            candidates.append(_candidate(question, sentence, index, weights, met))
    candidates.sort(key=lambda candidate: (-candidate.score, candidate.sentence.number))
    return Ranking(tuple(candidates), {reason: tuple(found) for reason, found in vetoed.items()}, elsewhere)


def _own_words(question: Question, sentence: Sentence) -> Sentence:
    """A sentence with the clauses of others left out, where one actor's words are asked for: of "Trump threatens
    strikes, while Tehran vows retaliation" the second half is not Trump's."""
    if question.holder is None or not sentence.holders:
        return sentence
    own = [record for record in sentence.records if record.holder in question.allowed]
    others = [record for record in sentence.records if record.holder and record.holder not in question.allowed]
    if not own or not others:
        return sentence
    kept = []
    for word in sentence.words:
        place = sentence.fact.start + word.start
        mine, theirs = (any(record.start <= place < record.end for record in some) for some in (own, others))
        if mine or not theirs:
            kept.append(word.stem)
    return replace(sentence, stems=frozenset(kept))


def _candidate(
    question: Question, sentence: Sentence, index: Index, weights: Weights, met: list[list[float]]
) -> Candidate:
    here = met[sentence.number]
    around = _around(sentence, index, met, question)
    wide = [max(value, other) for value, other in zip(here, around, strict=True)]
    coverage, context = _share(question, here), _share(question, wide)
    missed = [term for term, value in zip(question.terms, wide, strict=True) if value == 0]
    stand = standing(question, sentence, index) if question.holder else 0
    parts: dict[Signal, float] = {
        "coverage": coverage,
        "context": context - coverage,
        "likeness": _likeness(question, sentence),
        "kind": kind_of_answer(question, sentence, index),
        "structure": float(_is_of_the_act(question, sentence)),
        "holder": float(stand == 2),
        "names_missing": float(sum(bool(term.actors) for term in missed)),
        "predicate_missing": float(_predicate_missing(question, here, index)),
        "closeness": _closeness(question, sentence),
        "elsewhere": float(_elsewhere(question, sentence, index)),
        "asks": float(sentence.asks),
        "length": min(1.0, len(sentence.words) / 60),
        "anchor": max((ANCHORED.get(sentence.number - place, 0.0) for place in question.anchor), default=0.0),
        "title": float(sentence.kind == "title"),
        "introduces": _introduces(question, sentence, index),
        "outcome": float(question.outcome and bool(sentence.stems & index.english.outcome_shown.stems)),
    }
    score = sum(weights.signals.get(name, 0.0) * value for name, value in parts.items())
    gap = max((term.weight for term in missed), default=0.0) / (sum(term.weight for term in question.terms) or 1.0)
    own, matter = _matter(question, here), _matter(question, wide)
    return Candidate(sentence, parts, score, coverage, context, stand, gap, own, matter)


def _share(question: Question, met: list[float]) -> float:
    """The share of the question, by weight, that values from 0 to 1 for each of its terms meet."""
    total = sum(term.weight for term in question.terms)
    return sum(term.weight * value for term, value in zip(question.terms, met, strict=True)) / total if total else 0.0


def _matter(question: Question, met: list[float]) -> float:
    """The share of the question's words that values for each term meet, 1 where it has none; numbers, media and
    general words are left out."""
    plain = [(t, value) for t, value in zip(question.terms, met, strict=True) if t.number is None and t.medium is None]
    plain = [(term, value) for term, value in plain if not term.light] or plain
    total = sum(term.weight for term, _ in plain)
    return sum(term.weight * value for term, value in plain) / total if total else 1.0


def _around(sentence: Sentence, index: Index, met: list[list[float]], question: Question) -> list[float]:
    """What the sentences around this one meet of each term, discounted by how far away they are."""
    found = [0.0] * len(question.terms)
    for reach, worth in ((-1, BEFORE), (1, AFTER), (-2, EARLIER)):
        other = index.neighbours(sentence, reach)
        if other is None:
            continue
        if {quote.id for quote in other.quotes} & {quote.id for quote in sentence.quotes}:
            worth = SAME_QUOTE
        elif other.asks and reach < 0:
            worth = QUESTION
        elif other.paragraph != sentence.paragraph:
            worth *= 0.5
        found = [max(value, worth * there) for value, there in zip(found, met[other.number], strict=True)]
    if sentence.answers is not None:
        asked = met[sentence.answers]
        found = [max(value, QUESTION * there) for value, there in zip(found, asked, strict=True)]
    for number, term in enumerate(question.terms):
        if any(sentence.heading.issuperset(stems) for stems, strength in term.matches):
            found[number] = max(found[number], HEADING)
    return found


def _closeness(question: Question, sentence: Sentence) -> float:
    """1 where the words that meet the question stand side by side, less the farther they are apart, 0 for one word."""
    places = []
    for term in question.terms:
        stems = {stem for target, _ in term.matches if sentence.stems.issuperset(target) for stem in target}
        place = next((n for n, word in enumerate(sentence.words) if word.stem in stems), None)
        if place is not None:
            places.append(place)
    if len(places) < 2:
        return 0.0
    return min(1.0, 2.0 * len(places) / (2.0 + max(places) - min(places)))


def _predicate_missing(question: Question, met: list[float], index: Index) -> bool:
    """For "who brokered the talks": nobody there brokers anything. The verb is the first word behind the question word;
    of "who is the head coach of the team" all words up to "of" must be there."""
    if question.wants != "person" or not question.terms or question.act != "general":
        return False
    plain = [word.plain for word in question.words]
    link = next((n for n, word in enumerate(plain) if word in index.english.links), len(plain))
    named = plain[1:2] and plain[1] in index.english.be
    checked = [n for n, term in enumerate(question.terms) if term.first < link] if named else [0]
    return any(
        met[n] == 0
        and not question.terms[n].actors
        and not question.terms[n].light
        and question.terms[n].number is None
        for n in checked
    )


def _elsewhere(question: Question, sentence: Sentence, index: Index) -> bool:
    """Whether a place is asked about ("in Georgia") and the sentence speaks of another instead."""
    asked = [name for name in question.names if question.word_before(name) == "in"]
    actors = {actor for name in asked for actor in name.actors}
    places = {actor.id for actor in index.base.actors if actor.kind in ("country", "place")}
    return bool(actors and actors <= places and sentence.fact.where and not sentence.actors & actors)


def _likeness(question: Question, sentence: Sentence) -> float:
    asked = " ".join(term.text.lower() for term in question.terms)
    return fuzz.token_set_ratio(asked, sentence.content) / 100 if asked else 0.0


def _is_of_the_act(question: Question, sentence: Sentence) -> bool:
    """Whether a sentence gives what the question asks for: words said, a position, somebody's of whoever it is."""
    if question.act == "who_said":
        return bool(sentence.holders)
    said, held = sentence.quotes if question.act == "said" else (), sentence.positions
    records: Sequence[Quote | Position] = held if question.act == "position" else said
    return any(record.holder in question.allowed for record in records)


def _introduces(question: Question, sentence: Sentence, index: Index) -> float:
    """For "who is X": 1 where the sentence holds X's role, else a half where it is the first that names X."""
    if question.act != "definition" or not question.names:
        return 0.0
    for actor_id in question.names[0].actors:
        actor = index.base.actor(actor_id)
        if actor and actor.role and actor.role in sentence.fact.text:
            return 1.0
        first = next((s for s in index.sentences if actor_id in s.actors and s.kind != "title"), None)
        if first is sentence:
            return 0.5
    return 0.0
