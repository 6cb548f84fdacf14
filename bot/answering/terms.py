"""The content of a question as weighted terms, each with the words of the article that would meet it."""

from __future__ import annotations

import math
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from bot.answering.index import FAMILY_LETTERS, Index, Sentence
from bot.answering.names import Name
from knowledge.lexicon.tables import table
from knowledge.lexicon.words import Endings, Word, stem

OTHER_NAME = 0.9  # "Washington" where "the United States" was asked for, or a pronoun
EXACT, FORM, SYNONYM, FAMILY, PART = 1.0, 0.95, 0.8, 0.7, 0.4
NUMBER = 0.7  # of the rarest word: what a number weighs
COMMON = 0.6  # of its weight: an everyday word that the article does not use
LIGHT = 0.35  # of its weight: a word so general that missing it says little

Matches = tuple[tuple[tuple[str, ...], float], ...]


@dataclass(frozen=True)
class Term:
    """Words of the question that belong together. `matches` are stems of the article, all of which must stand in
    a sentence, with how well they meet the term; `actors` where the term is a name; `weight` its rarity."""

    text: str
    first: int
    last: int
    weight: float
    matches: Matches = ()
    actors: tuple[str, ...] = ()
    light: bool = False
    exotic: bool = False  # neither the article nor the English known here has it
    number: str | None = None
    medium: str | None = None

    @property
    def known(self) -> bool:
        """Whether the article has anything that meets it."""
        return bool(self.matches or self.actors or self.number or self.medium)

    def met_by(self, sentence: Sentence) -> float:
        """How well a sentence meets the term, 0 to 1."""
        if self.number is not None:
            return float(any(same_number(self.number, other) for other in sentence.numbers))
        if self.medium is not None:
            return float(sentence.is_from(self.medium))
        met = max((strength for stems, strength in self.matches if sentence.stems.issuperset(stems)), default=0.0)
        if self.actors and sentence.actors.intersection(self.actors):
            return max(met, OTHER_NAME if self.matches else EXACT)
        return met


def find_terms(asked: Sequence[Word], names: Sequence[Name], used: Set[int], index: Index) -> tuple[Term, ...]:
    """The terms of a question: names first merged, then phrases that have synonyms, then single content words.

    `used` are the places of words that play another part (question words, the verb of a frame, numbers).
    """
    english, taken = index.english, set(used)
    found: list[Term] = []
    for name in names:
        places = range(name.first, name.last)
        if not taken.intersection(places):
            found.append(_name_term(name, index))
        taken.update(places)
    for length in (4, 3, 2):
        for first in range(len(asked) - length + 1):
            phrase, places = asked[first : first + length], range(first, first + length)
            key = " ".join(word.stem for word in phrase)
            if key in index.synonyms and not taken.intersection(places):
                taken.update(places)
                found.append(_phrase_term(phrase, first, key, index))
    for place, (word, after) in enumerate(pairwise(asked)):
        phrasal = english.phrasal_verbs.has_verb(word) and after.plain in english.particles
        if phrasal and place not in taken and place + 1 not in taken:
            found.append(_phrasal_term(word, after, place, index))
            taken |= {place, place + 1}
    for place, word in enumerate(asked):
        if place not in taken and word.plain not in english.stop and (len(word.plain) > 1 or word.digits):
            found.append(_word_term(word, place, index))
    return tuple(sorted(found, key=lambda term: term.first))


def number_term(number: str, place: int, index: Index) -> Term:
    """A number as a term: met by the same number alone."""
    return Term(number, place, place + 1, NUMBER * index.rarest, number=number)


def medium_term(medium: str, index: Index) -> Term:
    """A medium as a term: met by what was said there alone."""
    return Term(medium, 99, 99, NUMBER * index.rarest, medium=medium)


def same_number(asked: str, there: str) -> bool:
    """The same number; a year may be asked for by its last two digits."""
    year = len(asked) == 2 and len(there) == 4 and there.startswith(("19", "20"))
    return asked == there or (year and there.endswith(asked))


def word_matches(word: Word, index: Index) -> Matches:
    """The article's words that meet a word of the question: the same stem, its country, a synonym, the family."""
    exact = (((word.stem,), EXACT),) if word.stem in index.rarity else ()
    if index.english.literal.has(word):
        return exact
    alike = index.by_beginning.get(word.stem[:FAMILY_LETTERS], ()) if len(word.stem) >= FAMILY_LETTERS else ()
    return (
        *exact,
        *((target, SYNONYM) for target in index.synonyms.get(word.stem, ())),
        *(((form,), FORM) for form in index.country_forms.get(word.plain, ()) if form != word.stem),
        *(((other,), FAMILY) for other in alike if other != word.stem and related(word.stem, other)),
    )


def related(one: str, other: str) -> bool:
    """Whether two stems are one word in different kinds: alike at the start, then known endings ("annexation")."""
    shared = next((n for n, pair in enumerate(zip_longest(one, other)) if len(set(pair)) > 1), len(one))
    known = table(Endings, "endings").related
    return shared >= FAMILY_LETTERS and all(not rest or rest in known for rest in (one[shared:], other[shared:]))


def _name_term(name: Name, index: Index) -> Term:
    count = sum(bool(sentence.actors.intersection(name.actors)) for sentence in index.sentences)
    rarity = math.log((len(index.sentences) + 1) / (count + 0.5))
    stems = tuple(stem(part) for part in name.meant.split())
    matches: Matches = ((stems, EXACT),) if all(found in index.rarity for found in stems) else ()
    return Term(name.written, name.first, name.last, max(0.3, min(index.rarest, rarity)), matches, name.actors)


def _phrase_term(phrase: Sequence[Word], first: int, key: str, index: Index) -> Term:
    matches: Matches = tuple((target, SYNONYM) for target in index.synonyms[key])
    content = tuple(word.stem for word in phrase if word.plain not in index.english.stop)
    if content and all(found in index.rarity for found in content):
        whole = len(content) == len(phrase)  # "military force", but of "left out" only "left"
        matches += ((content, EXACT if whole else PART),)
    light = key in index.english.light_stems
    weight = _weight_of(matches, index) * (LIGHT if light else 1.0)
    text = " ".join(word.text for word in phrase)
    return Term(text, first, first + len(phrase), weight, matches, light=light)


def _phrasal_term(verb: Word, particle: Word, place: int, index: Index) -> Term:
    """ "took over": a word of its own, whatever its two halves mean."""
    both = (verb.stem, particle.stem)
    there = any((one.stem, two.stem) == both for s in index.sentences for one, two in pairwise(s.words))
    matches: Matches = ((both, EXACT),) if there else ()
    return Term(f"{verb.text} {particle.text}", place, place + 2, COMMON * index.rarest, matches)


def _word_term(word: Word, place: int, index: Index) -> Term:
    matches, english = word_matches(word, index), index.english
    light, weight = english.light.has(word), _weight_of(matches, index)
    if not matches and word.plain in english.common:
        weight *= COMMON
    weight *= LIGHT if light else 1.0
    exotic = not matches and not english.known.has(word)
    return Term(word.text, place, place + 1, weight, matches, light=light, exotic=exotic)


def _weight_of(matches: Matches, index: Index) -> float:
    """The rarity of a term: that of its best match; of what the article does not have where nothing matches."""
    if not matches:
        return index.rarest
    stems, _ = max(matches, key=lambda match: match[1])
    return max(0.1, max(index.rarity.get(stem, index.rarest) for stem in stems))
