"""What a sentence must have to answer: the vetoes before any score, and the kind of answer asked for."""

from __future__ import annotations

from typing import Literal

from bot.answering.entities import VERB_WITHIN
from bot.answering.index import Index, Sentence
from bot.answering.question import Question
from bot.answering.terms import SYNONYM, same_number, word_matches
from knowledge.lexicon.words import words

Veto = Literal["holder", "medium", "number", "date", "topic"]

ASKED_BY = {"why": ("reason",), "when": ("date",), "where": ("place", "city"), "who": ("person",)}
BEFORE_PLACES = frozenset(["at", "in", "near", "from", "on", "to"])
NEAR_BEFORE, NEAR_AFTER = 4, 2  # words between a number and what it counts: "447 party members", "members: 447"


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
    return int(goes_on or bool(allowed & sentence.actors))


def veto(question: Question, sentence: Sentence, index: Index) -> Veto | None:
    """The first reason why a sentence cannot answer, None where it may."""
    if question.holder and not _may_hold(question, sentence, index):
        return "holder"
    if question.holder_words and not _source_matches(question, sentence, index):
        return "holder"
    if question.medium and not sentence.is_from(question.medium):
        return "medium"
    if question.numbers and not _has_numbers(question, sentence, index):
        return "number"
    if question.months and not _has_months(question, sentence, index):
        return "date"
    if question.required and not any(term.met_by(sentence) for term in question.required):
        return "topic"
    return None


def _may_hold(question: Question, sentence: Sentence, index: Index) -> bool:
    """An actor without any words or position in the base gets nothing, however often it is mentioned."""
    value = standing(question, sentence, index)
    if value == 2:
        return True
    return value == 1 and bool(question.allowed & index.holders)


def _source_matches(question: Question, sentence: Sentence, index: Index) -> bool:
    """For a holder that is no actor ("human rights groups"): its words must stand there, before a verb of speech; those
    for one person right before it where the sentence gives an actor's words, who else may be the one who speaks."""
    last = -1
    meant = {word for name in question.names for word in question.words_of(name)}
    people = _places_of_people(sentence, index)
    for word in question.holder_words:
        if word.stem not in index.rarity and word.plain in index.english.known:
            continue
        targets = [stems for stems, strength in word_matches(word, index) if strength >= SYNONYM]
        others = people if word not in meant else set()  # "the bill" is not Bill
        places = (n for n, w in enumerate(sentence.words) if any(w.stem == stems[-1] for stems in targets))
        place = next((n for n in places if n not in others), None)
        if place is None:
            return False
        last = max(last, place)
    one = any(index.english.role_nouns.has(word) for word in question.holder_words)
    reach = VERB_WITHIN if one and sentence.holders else len(sentence.words)
    after = sentence.words[last + 1 : last + 1 + reach] if last >= 0 else ()
    return any(index.english.speech.has_verb(word) or index.english.view.has_verb(word) for word in after)


def _places_of_people(sentence: Sentence, index: Index) -> set[int]:
    """The places of the words in a sentence that are people's names."""
    people = {actor.id for actor in index.base.actors if actor.kind == "person"}
    names = [name for name in index.names.written_in(sentence.words) if people.issuperset(name.actors)]
    return {place for name in names for place in range(name.first, name.last)}


def _has_numbers(question: Question, sentence: Sentence, index: Index) -> bool:
    before = index.neighbours(sentence, -1)
    there = set(sentence.numbers) | set(before.numbers if before and before.paragraph == sentence.paragraph else ())
    return all(any(same_number(number, other) for other in there) for number in question.numbers)


def _has_months(question: Question, sentence: Sentence, index: Index) -> bool:
    table = index.english.kinds.months
    there = {table[word.plain] for word in sentence.words if word.plain in table and word.capital}
    return set(question.months) <= there


def kind_of_answer(question: Question, sentence: Sentence, index: Index) -> float:
    """-1 to 1 for the kind of answer asked for; 0 for questions that ask for no particular kind."""
    wanted = question.wants
    if wanted is None:
        return 0.0
    if sentence.replies_to and wanted in ASKED_BY.get(sentence.replies_to, ()):
        return 1.0
    if wanted == "person":
        return _fresh_name(question, sentence, index)
    if wanted == "names":
        return _named_beside(question, sentence, index)
    if wanted in ("place", "city"):
        return _fresh_place(question, sentence, index)
    if wanted == "number":
        return _counted(question, sentence)
    if wanted == "often":
        return 1.0 if any(word.plain in index.english.repeats for word in sentence.words) else -0.6
    if wanted == "measure":
        return 1.0 if sentence.cardinals else -1.0
    if wanted == "reason" and "reason_weak" in sentence.fact.kinds:
        return -0.3
    return 1.0 if wanted in sentence.fact.kinds else -1.0


def _fresh_name(question: Question, sentence: Sentence, index: Index) -> float:
    """For "who": a person or body that the question does not name, better than a country or place."""
    said = {actor for name in question.names for actor in name.actors}
    fresh = [index.base.actor(actor) for actor in sentence.actors - said]
    if any(actor and actor.kind == "person" for actor in fresh):
        return 1.0
    if any(actor and actor.kind in ("organisation", "group") for actor in fresh):
        return 0.6
    return 0.3 if fresh or _fresh_capitals(question, sentence) else -0.5


def _fresh_capitals(question: Question, sentence: Sentence) -> list[int]:
    """Places of words with a capital, not at the beginning, that the question does not say."""
    asked = {word.stem for word in question.words}
    return [n for n, word in enumerate(sentence.words) if n and word.capital and word.stem not in asked]


def _named_beside(question: Question, sentence: Sentence, index: Index) -> float:
    """For "the name of X", "the names of the six": a name, not of a country, within three words of X."""
    places = _places(question, sentence)
    countries = {w for n, w in enumerate(sentence.words) if (w.plain,) in index.names.countries}
    roles = index.english.role_nouns
    fresh = [
        n
        for n in _fresh_capitals(question, sentence)
        if sentence.words[n] not in countries
        and not sentence.words[n].text.isupper()
        and sentence.words[n].plain not in roles
        and sentence.words[n - 1].plain not in BEFORE_PLACES
    ]
    return 1.0 if any(abs(one - other) <= 3 for one in places for other in fresh) else -1.0


def _fresh_place(question: Question, sentence: Sentence, index: Index) -> float:
    """For "where": a place or a country that the question does not say."""
    asked = {word.stem for word in question.words}
    places = [words(place) for place in sentence.fact.where]
    if question.wants == "city":
        places = [place for place in places if not any((word.plain,) in index.names.countries for word in place)]
    if any({word.stem for word in place} - asked for place in places):
        return 1.0
    if question.wants == "city":
        return -1.0
    said = {actor for name in question.names for actor in name.actors}
    actors = [index.base.actor(actor) for actor in sentence.actors - said]
    return 0.7 if any(actor and actor.kind in ("country", "place") for actor in actors) else -1.0


def _counted(question: Question, sentence: Sentence) -> float:
    """For "how many X": a number beside X; a number elsewhere says little, none says no."""
    if question.counted is not None and question.counted.text.lower() in ("times", "time"):
        return 1.0 if sentence.numbers else -1.0
    if not sentence.cardinals:
        return -1.0
    places = _places(question, sentence)
    if not places:
        return 0.0
    near = any(-NEAR_AFTER <= counted - number <= NEAR_BEFORE for counted in places for number in sentence.cardinals)
    return 1.0 if near else -0.6


def _places(question: Question, sentence: Sentence) -> list[int]:
    """Where a sentence has what is counted or named."""
    if question.counted is None:
        return []
    stems = {stem for target, _ in question.counted.matches for stem in target}
    return [n for n, word in enumerate(sentence.words) if word.stem in stems]
