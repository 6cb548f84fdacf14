"""A briefing made ready for questions: its sentences with words, actors, holders and kinds of answer.

A candidate is a sentence (a fact of the base) with the quotes and positions inside it. Nothing is read from disk
here and nothing is changed after `Index.build`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bot.answering.english import English
from bot.answering.evidence import cardinals_in, evidence_in, numbers_in
from bot.answering.names import NameBook
from bot.answering.spelling import Speller
from knowledge.lexicon.countries import Countries
from knowledge.lexicon.words import Word, fold, words
from knowledge.model.factbase import Fact, Position, Quote
from knowledge.model.storage import Briefing

FAMILY_LETTERS = 5  # shared at the start by words of one family ("persuade", "persuasion")


@dataclass(frozen=True)
class Sentence:
    """One candidate: a fact with what stands in it. `holders` are the actors whose words or position it gives."""

    fact: Fact
    number: int
    paragraph: int
    kind: str
    words: tuple[Word, ...]
    stems: frozenset[str]
    actors: frozenset[str]
    holders: frozenset[str]
    sources: tuple[str, ...]
    quotes: tuple[Quote, ...]
    positions: tuple[Position, ...]
    numbers: dict[str, int]  # in digits, with the place of the word
    cardinals: tuple[int, ...]
    evidence: frozenset[str]
    media: frozenset[str]
    heading: frozenset[str] = frozenset()
    replies_to: str | None = None  # the question word of a question right before it: "Why the affiliation?"
    asks: bool = False  # whether it is a question itself
    answers: int | None = None  # the number of the question that its paragraph follows, in interviews

    @cached_property
    def content(self) -> str:
        """The folded words in one string, for whole-sentence likeness."""
        return " ".join(word.plain for word in self.words)

    def is_from(self, medium: str) -> bool:
        """Whether the sentence, or a quote in it, is from a medium."""
        wanted = fold(medium)
        return wanted in self.media or f" {wanted.replace('-', ' ')} " in f" {self.content} "


@dataclass(frozen=True)
class Index:
    """A briefing's sentences in order, its vocabulary with rarities, and its names."""

    briefing: Briefing
    english: English
    names: NameBook
    sentences: tuple[Sentence, ...]
    rarity: dict[str, float]
    vocabulary: dict[str, str]  # folded word -> stem
    synonyms: dict[str, tuple[tuple[str, ...], ...]]  # question stems, joined -> the article's words, as stems
    rarest: float
    media: tuple[tuple[str, tuple[str, ...]], ...] = field(default=())

    @property
    def id(self) -> str:
        """The briefing's id."""
        return self.briefing.id

    @classmethod
    def build(cls, briefing: Briefing, english: English, countries: Countries) -> Index:
        """The index of a verified briefing."""
        names = NameBook(briefing.base, countries, english.names.titles)
        sentences = tuple(_sentences(briefing, english, names))
        seen = Counter(found for sentence in sentences for found in sentence.stems)
        total = max(2, len(sentences))
        rarity = {found: math.log((total + 1) / (count + 0.5)) for found, count in seen.items()}
        vocabulary = {word.plain: word.stem for sentence in sentences for word in sentence.words}
        media = _media(briefing, english)
        return cls(
            briefing,
            english,
            names,
            sentences,
            rarity,
            vocabulary,
            _synonyms(briefing, english.stop),
            math.log((total + 1) / 0.7),
            media,
        )

    def neighbours(self, sentence: Sentence, reach: int) -> Sentence | None:
        """The sentence `reach` places on (or back, when negative), None past either end."""
        number = sentence.number + reach
        return self.sentences[number] if 0 <= number < len(self.sentences) else None

    def country_forms(self, plain: str) -> tuple[str, ...]:
        """The stems of the article that name the country a folded word names: "Syria" for "syrian"."""
        country = self.names.country_of((plain,))
        return self._country_stems.get(country, ()) if country else ()

    @cached_property
    def by_beginning(self) -> dict[str, list[str]]:
        """The article's stems by their first FAMILY_LETTERS letters: only those can be of one family."""
        found: dict[str, list[str]] = {}
        for stem in self.rarity:
            if len(stem) >= FAMILY_LETTERS:
                found.setdefault(stem[:FAMILY_LETTERS], []).append(stem)
        return found

    @cached_property
    def _country_stems(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for plain, stem in self.vocabulary.items():
            country = self.names.country_of((plain,))
            if country and stem not in found.setdefault(country, []):
                found[country].append(stem)
        return {country: tuple(stems) for country, stems in found.items()}

    def held_by(self, actor_id: str) -> frozenset[str]:
        """The actors whose words answer for this one: itself, and those who speak for it."""
        return self._held_by.get(actor_id, frozenset((actor_id,)))

    @cached_property
    def _held_by(self) -> dict[str, frozenset[str]]:
        speakers: dict[str, set[str]] = {actor.id: {actor.id} for actor in self.briefing.base.actors}
        for actor in self.briefing.base.actors:
            if actor.speaks_for in speakers:
                speakers[actor.speaks_for].add(actor.id)
        return {actor: frozenset(ids) for actor, ids in speakers.items()}

    def weight_of(self, count: int) -> float:
        """The rarity of what stands in `count` of the sentences, as idf."""
        return math.log((len(self.sentences) + 1) / (count + 0.5))

    def weight_of_matches(self, matches: Sequence[tuple[tuple[str, ...], float]]) -> float:
        """The rarity of a term: that of its best match; of the best at all where nothing matches."""
        if not matches:
            return self.rarest
        stems, _ = max(matches, key=lambda match: match[1])
        return max(0.1, max(self.rarity.get(stem, self.rarest) for stem in stems))

    @cached_property
    def speller(self) -> Speller:
        """What a slip in a question may be read as."""
        own = {word for word in self.vocabulary if word.isalpha()}
        own |= {part for way in self.names.ways for part in way}
        own |= self.names.words_for(self._country_stems)
        framing = self.english.framing
        return Speller.build(own, framing, self.known_words, self.english.known)

    @cached_property
    def known_words(self) -> frozenset[str]:
        """The words in the base's synonyms: English, not names."""
        others = (word for group in self.briefing.base.synonyms.values() for other in group for word in other.split())
        return frozenset(fold(word) for word in others)

    @cached_property
    def holders(self) -> frozenset[str]:
        """Every actor with words or a position of its own."""
        return frozenset(holder for sentence in self.sentences for holder in sentence.holders)


def _sentences(briefing: Briefing, english: English, names: NameBook) -> Iterable[Sentence]:
    base, article = briefing.base, briefing.article
    heading: frozenset[str] = frozenset()
    headings = iter([block for block in article.blocks if block.kind in ("heading", "title")])
    upcoming = next(headings, None)
    question_word: str | None = None
    asked_at, asked_in = None, -1
    for number, fact in enumerate(sorted(base.facts, key=lambda fact: (fact.start, fact.end))):
        while upcoming is not None and upcoming.start <= fact.start:
            heading = frozenset(word.stem for word in words(article.slice(upcoming))) - english.stop.stems
            upcoming = next(headings, None)
        block = next((b for b in article.blocks if b.start <= fact.start < b.end), None)
        quotes = tuple(q for q in base.quotes if q.start < fact.end and fact.start < q.end)
        positions = tuple(p for p in base.positions if p.start < fact.end and fact.start < p.end)
        found = tuple(words(fact.text))
        asks = fact.text.rstrip("\"”’') ").endswith("?")
        held = [quote.speaker for quote in quotes] + [position.actor for position in positions]
        holders = frozenset(filter(None, held)) | frozenset(fact.speakers)
        sources = tuple(filter(None, (excerpt.source for excerpt in (*quotes, *positions))))
        named = frozenset(name.actors[0] for name in names.written_in(found) if len(name.actors) == 1)
        yield Sentence(
            fact=fact,
            number=number,
            paragraph=article.paragraph(fact.start),
            kind=block.kind if block else "body",
            words=found,
            stems=frozenset(word.stem for word in found),
            actors=frozenset(fact.actors) | holders | named,
            holders=holders,
            sources=sources,
            quotes=quotes,
            positions=positions,
            numbers=numbers_in(found, english),
            cardinals=cardinals_in(found, english),
            evidence=_evidence(fact, found, english),
            media=frozenset(fold(quote.medium) for quote in quotes if quote.medium),
            heading=heading,
            replies_to=question_word,
            asks=asks,
            answers=asked_at
            if asked_in in (article.paragraph(fact.start), article.paragraph(fact.start) - 1)
            else None,
        )
        question_word = next((w.plain for w in found if w.plain in english.question_words), None) if asks else None
        if asks:
            asked_at, asked_in = number, article.paragraph(fact.start)


def _evidence(fact: Fact, found: tuple[Word, ...], english: English) -> frozenset[str]:
    kinds = set(evidence_in(fact.text, found, english))
    if fact.when:
        kinds.add("date")
    if fact.where:
        kinds.add("place")
    return frozenset(kinds)


def _synonyms(briefing: Briefing, stop: frozenset[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The base's synonyms turned round: from what may be asked to what the article says."""
    turned: dict[str, list[tuple[str, ...]]] = {}
    for article_words, others in briefing.base.synonyms.items():
        target = tuple(word.stem for word in words(article_words) if word.plain not in stop)
        for other in (article_words, *others) if len(target) > 1 else others:
            key = " ".join(word.stem for word in words(other))
            if key and target and target not in turned.setdefault(key, []):
                turned[key].append(target)
    return {key: tuple(targets) for key, targets in turned.items()}


def _media(briefing: Briefing, english: English) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The media that a question may name, longest first: those of the base's quotes, and known ones."""
    own = {quote.medium for quote in briefing.base.quotes if quote.medium}
    listed = [(name, tuple(fold(name).replace("-", " ").split())) for name in sorted(own)]
    seen = {key for _, key in listed}
    listed += [(name, key) for name, key in english.media if key not in seen]
    return tuple(sorted(listed, key=lambda item: -len(item[1])))
