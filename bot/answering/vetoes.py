"""What rules a sentence out before any score: another mouth, another medium, another number or date, no such name."""

from __future__ import annotations

from typing import Literal

from bot.answering.index import Index, Sentence
from bot.answering.question import Question
from bot.answering.roles import VERB_WITHIN
from bot.answering.terms import SYNONYM, same_number, word_matches

Veto = Literal["holder", "medium", "number", "date", "topic"]


def allowed_holders(question: Question, index: Index) -> frozenset[str]:
    """The actors whose words answer: the named ones and those who speak for them."""
    if not question.holder:
        return frozenset()
    return frozenset(held for actor in question.holder.actors for held in index.held_by(actor))


def standing(question: Question, sentence: Sentence, index: Index) -> int:
    """2 where the words or the position are the asked actor's own, 1 where the sentence tells of the actor, or goes on
    after one that is the actor's own, and gives nobody's words, 0 where it is another's or nobody's."""
    allowed = allowed_holders(question, index)
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
    return value == 1 and bool(allowed_holders(question, index) & index.holders)


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
    one = any(index.english.has("role_nouns", word) for word in question.holder_words)
    reach = VERB_WITHIN if one and sentence.holders else len(sentence.words)
    after = sentence.words[last + 1 : last + 1 + reach] if last >= 0 else ()
    return any(index.english.verb("speech", word) or index.english.verb("view", word) for word in after)


def _places_of_people(sentence: Sentence, index: Index) -> set[int]:
    """The places of the words in a sentence that are people's names."""
    people = {actor.id for actor in index.briefing.base.actors if actor.kind == "person"}
    names = [name for name in index.names.written_in(sentence.words) if people.issuperset(name.actors)]
    return {place for name in names for place in range(name.first, name.last)}


def _has_numbers(question: Question, sentence: Sentence, index: Index) -> bool:
    before = index.neighbours(sentence, -1)
    there = set(sentence.numbers) | set(before.numbers if before and before.paragraph == sentence.paragraph else ())
    return all(any(same_number(number, other) for other in there) for number in question.numbers)


def _has_months(question: Question, sentence: Sentence, index: Index) -> bool:
    table = index.english.mapping("months")
    there = {table[word.plain] for word in sentence.words if word.plain in table and word.capital}
    return set(question.months) <= there
