"""The same question with one thing swapped: another actor, number, date or medium of the base. None may be answered.

For every quote and position of every shipped base a question is made of words that stand in its sentence alone.
"""

from collections import Counter

import pytest

from knowledge.lexicon.words import words
from knowledge.model.factbase import Quote

FORMS = ("What did {actor} say about {about}?", "What is {actor}'s position on {about}?")
MONTHS = ("January", "April", "August")


@pytest.fixture(scope="module")
def records(engine):
    """(index, record, the actor's id, three words of its sentence that no other sentence has)."""
    found = []
    for index in engine.indexes():
        counts = Counter(stem for sentence in index.sentences for stem in sentence.stems)
        for record in (*index.briefing.base.quotes, *index.briefing.base.positions):
            holder = record.speaker if isinstance(record, Quote) else record.actor
            rare = [
                word.text
                for word in words(record.text)
                if counts[word.stem] == 1 and len(word.plain) > 3 and word.plain not in index.english.stop
            ]
            if holder and len(rare) >= 2:
                found.append((index, record, holder, " ".join(rare[:3])))
    return found


def inside(index, record):
    """The sentences that a record stands in."""
    return [s for s in index.sentences if s.fact.start < record.end and record.start < s.fact.end]


def test_there_are_records_to_ask_about_and_unswapped_most_are_answered(engine, records):
    answered = sum(
        engine.ask(FORMS[0].format(actor=index.briefing.base.actor(holder).name, about=about)).status == "answered"
        for index, _, holder, about in records
    )
    assert len(records) >= 10
    assert answered >= 0.7 * len(records)


@pytest.mark.parametrize("form", FORMS)
def test_no_other_actor_is_given_the_words(engine, records, form):
    for index, record, holder, about in records:
        for other in index.briefing.base.actors:
            speakers = index.names.speakers_for(other.id)
            if holder in speakers or other.id in index.names.speakers_for(holder):
                continue
            if any(speakers & sentence.holders for sentence in inside(index, record)):
                continue  # the other has a say in the same sentence
            question = form.format(actor=other.name, about=about)
            assert engine.ask(question, briefings=[index.id]).status != "answered", question


def test_no_other_medium_is_given_the_words(engine, records):
    for index, record, holder, about in records:
        media = {q.medium for q in index.briefing.base.quotes if q.medium and q.medium[0].isupper()}
        for medium in sorted(media | {"CNN", "Instagram"}):
            there = [sentence for sentence in index.sentences if sentence.is_from(medium)]
            if any(sentence in there for sentence in inside(index, record)):
                continue
            question = f"What did {index.briefing.base.actor(holder).name} say about {about} on {medium}?"
            assert engine.ask(question, briefings=[index.id]).status != "answered", question


def test_no_other_number_or_month_is_given_the_words(engine, records):
    for index, record, holder, about in records:
        near = inside(index, record)
        near += [other for sentence in near if (other := index.neighbours(sentence, -1))]
        there = {number for sentence in near for number in sentence.numbers}
        actor = index.briefing.base.actor(holder).name
        for number in ("17", "25", "1998"):
            question = f"What did {actor} say about {about} {number}?"
            assert number in there or engine.ask(question, briefings=[index.id]).status != "answered", question
        for month in MONTHS:
            question = f"What did {actor} say about {about} in {month}?"
            assert engine.ask(question, briefings=[index.id]).status != "answered", question


def test_words_in_quotation_marks_are_only_given_to_who_said_them(engine):
    for index in engine.indexes():
        for quote in index.briefing.base.quotes:
            for other in index.briefing.base.actors:
                theirs = index.names.speakers_for(quote.speaker or "")
                if quote.speaker in index.names.speakers_for(other.id) or other.id in theirs:
                    continue
                if any(index.names.speakers_for(other.id) & sentence.holders for sentence in inside(index, quote)):
                    continue
                question = f'Did {other.name} say "{quote.text[:150]}"?'
                assert engine.ask(question, briefings=[index.id]).status != "answered", question
