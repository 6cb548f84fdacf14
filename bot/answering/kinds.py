"""Whether a sentence holds the kind of answer a question asks for: 1 it does, 0 cannot tell, -1 it does not."""

from __future__ import annotations

from bot.answering.index import Index, Sentence
from bot.answering.question import Question
from knowledge.words import words

ASKED_BY = {"why": ("reason",), "when": ("date",), "where": ("place", "city"), "who": ("person",)}
BEFORE_PLACES = frozenset(["at", "in", "near", "from", "on", "to"])
NEAR_BEFORE, NEAR_AFTER = 4, 2  # words between a number and what it counts: "447 party members", "members: 447"


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
        return 1.0 if any(word.plain in index.english.words("repeats") for word in sentence.words) else -0.6
    if wanted == "measure":
        return 1.0 if sentence.cardinals else -1.0
    if wanted == "reason" and "reason_weak" in sentence.evidence:
        return -0.3
    return 1.0 if wanted in sentence.evidence else -1.0


def _fresh_name(question: Question, sentence: Sentence, index: Index) -> float:
    """For "who": a person or body that the question does not name, better than a country or place."""
    said = {actor for name in question.names for actor in name.actors}
    fresh = [index.briefing.base.actor(actor) for actor in sentence.actors - said]
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
    countries = {w for n, w in enumerate(sentence.words) if index.names.country_of((w.plain,))}
    roles = index.english.words("role_nouns")
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
        places = [place for place in places if not any(index.names.country_of((word.plain,)) for word in place)]
    if any({word.stem for word in place} - asked for place in places):
        return 1.0
    if question.wants == "city":
        return -1.0
    said = {actor for name in question.names for actor in name.actors}
    actors = [index.briefing.base.actor(actor) for actor in sentence.actors - said]
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
