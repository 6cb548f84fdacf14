"""A briefing made ready for questions: its sentences with words, actors, holders and kinds of answer.

A candidate is a sentence (a fact of the base) with what somebody says or holds in it. Nothing is read from disk
here and nothing is changed after `Index.build`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.answering.english import English
from bot.answering.meaning import ByReader, Meaning
from bot.answering.names import NameBook
from bot.answering.spelling import OF_SYNONYMS, OWN, Speller
from knowledge.lexicon.answer_kinds import cardinals_in, numbers_in
from knowledge.lexicon.people import Countries, lexicon
from knowledge.lexicon.words import Word, fold, words
from knowledge.model.factbase import Fact, FactBase, Held, Position, Quote, Statement
from knowledge.model.spans import overlap
from knowledge.model.storage import Briefing
from knowledge.reader.model import Reader

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
    records: tuple[Held, ...]
    numbers: dict[str, int]  # in digits, with the place of the word
    cardinals: tuple[int, ...]
    media: frozenset[str]
    heading: frozenset[str]
    asks: bool  # whether it is a question itself
    replies_to: str | None  # the question word of a question right before it: "Why the affiliation?"
    answers: int | None  # the number of the question that its paragraph follows, in interviews

    @cached_property
    def named(self) -> frozenset[str]:
        """The actors that it names, or means without a name."""
        return self.actors.union(self.fact.refers.values())

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        """The quotes that share words with it."""
        return tuple(record for record in self.records if isinstance(record, Quote))

    @cached_property
    def positions(self) -> tuple[Position, ...]:
        """The positions that share words with it."""
        return tuple(record for record in self.records if isinstance(record, Position))

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The statements that share words with it."""
        return tuple(record for record in self.records if isinstance(record, Statement))

    @cached_property
    def content(self) -> str:
        """The folded words in one string, for whole-sentence likeness."""
        return " ".join(word.plain for word in self.words)

    def teller(self, holder: str) -> str | None:
        """Who tells what a holder says there, None where it is not only told."""
        tellers = [one.told_by if isinstance(one, Statement) else None for one in self.records if one.holder == holder]
        return tellers[0] if tellers and all(tellers) else None

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
    meaning: Meaning | None = None  # None without a reader

    @classmethod
    def build(cls, briefing: Briefing, english: English, countries: Countries, reader: Reader | None = None) -> Index:
        """The index of a verified briefing."""
        names = NameBook(briefing.base, countries, lexicon().asked)
        meaning = ByReader(briefing, reader) if reader else None
        return cls(briefing, english, names, tuple(_sentences(briefing, english, names)), meaning)

    @cached_property
    def id(self) -> str:
        """The briefing's id."""
        return self.briefing.id

    @cached_property
    def base(self) -> FactBase:
        """The briefing's fact base."""
        return self.briefing.base

    @cached_property
    def rarity(self) -> dict[str, float]:
        """The rarity of each stem of the article, as idf over its sentences."""
        seen = Counter(found for sentence in self.sentences for found in sentence.stems)
        total = max(2, len(self.sentences))
        return {found: math.log((total + 1) / (count + 0.5)) for found, count in seen.items()}

    @cached_property
    def rarest(self) -> float:
        """The rarity of what the article does not have."""
        return math.log((max(2, len(self.sentences)) + 1) / 0.7)

    @cached_property
    def vocabulary(self) -> dict[str, str]:
        """The article's words, folded, with their stems."""
        return {word.plain: word.stem for sentence in self.sentences for word in sentence.words}

    @cached_property
    def by_beginning(self) -> dict[str, list[str]]:
        """The article's stems by their first FAMILY_LETTERS letters: only those can be of one family."""
        found: dict[str, list[str]] = {}
        for stem in self.rarity:
            if len(stem) >= FAMILY_LETTERS:
                found.setdefault(stem[:FAMILY_LETTERS], []).append(stem)
        return found

    @cached_property
    def synonyms(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        """The base's synonyms turned round: from what may be asked (its stems, joined) to the stems of the article."""
        turned: dict[str, list[tuple[str, ...]]] = {}
        for article_words, others in self.base.synonyms.items():
            target = tuple(word.stem for word in words(article_words) if word.plain not in self.english.stop)
            for other in (article_words, *others) if len(target) > 1 else others:
                key = " ".join(word.stem for word in words(other))
                if key and target and target not in turned.setdefault(key, []):
                    turned[key].append(target)
        return {key: tuple(targets) for key, targets in turned.items()}

    @cached_property
    def known_words(self) -> frozenset[str]:
        """The words in the base's synonyms: English, not names."""
        others = (word for group in self.base.synonyms.values() for other in group for word in other.split())
        return frozenset(fold(word) for word in others)

    @cached_property
    def media(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The media that a question may name, longest first: those of the base's quotes, and known ones."""
        own = sorted({quote.medium for quote in self.base.quotes if quote.medium})
        listed = [(name, tuple(fold(name).replace("-", " ").split())) for name in own]
        seen = {key for _, key in listed}
        listed += [(name, key) for name, key in self.english.media if key not in seen]
        return tuple(sorted(listed, key=lambda item: -len(item[1])))

    @cached_property
    def holders(self) -> frozenset[str]:
        """Every actor with words or a position of its own."""
        return frozenset(holder for sentence in self.sentences for holder in sentence.holders)

    @cached_property
    def speller(self) -> Speller:
        """What a slip in a question may be read as."""
        own = {word for word in self.vocabulary if word.isalpha()}
        own |= {part for way in self.names.ways for part in way}
        own.update(self.country_forms)
        return Speller.build({OWN: own, OF_SYNONYMS: self.known_words}, self.english.speller)

    @cached_property
    def country_forms(self) -> dict[str, list[str]]:
        """The stems of the article that name the country a folded word names: "Syria" for "syrian"."""
        found: dict[str, list[str]] = {}
        for plain, stem in self.vocabulary.items():
            country = self.names.countries.get((plain,))
            if country and stem not in found.setdefault(country, []):
                found[country].append(stem)
        return {key[0]: found[name] for key, name in self.names.countries.items() if len(key) == 1 and name in found}

    def neighbours(self, sentence: Sentence, reach: int) -> Sentence | None:
        """The sentence `reach` places on (or back, when negative), None past either end."""
        number = sentence.number + reach
        return self.sentences[number] if 0 <= number < len(self.sentences) else None


def _sentences(briefing: Briefing, english: English, names: NameBook) -> Iterator[Sentence]:
    base, article = briefing.base, briefing.article
    headings = [block for block in article.blocks if block.kind in ("heading", "title")]
    heading: frozenset[str] = frozenset()
    question: Sentence | None = None  # the last one
    before: Sentence | None = None
    for number, fact in enumerate(sorted(base.facts, key=lambda fact: (fact.start, fact.end))):
        while headings and headings[0].start <= fact.start:
            heading = frozenset(word.stem for word in words(article.slice(headings.pop(0)))) - english.stop.stems
        block = next((b for b in article.blocks if b.start <= fact.start < b.end), None)
        span = (fact.start, fact.end)
        records = [r for r in base.held() if overlap(span, (r.start, r.end))]
        found, paragraph = tuple(words(fact.text)), article.paragraph(fact.start)
        holders = frozenset(fact.speakers)
        named = frozenset(name.actors[0] for name in names.written_in(found) if len(name.actors) == 1)
        asked = (word.plain for word in before.words if word.plain in english.question_words) if before else ()
        sentence = Sentence(
            fact=fact,
            number=number,
            paragraph=paragraph,
            kind=block.kind if block else "body",
            words=found,
            stems=frozenset(word.stem for word in found),
            actors=frozenset(fact.actors) | holders | named,
            holders=holders,
            records=tuple(records),
            numbers=numbers_in(found),
            cardinals=cardinals_in(found),
            media=frozenset(fold(r.medium) for r in records if isinstance(r, Quote) and r.medium),
            heading=heading,
            asks=fact.text.rstrip("\"”’') ").endswith("?"),
            replies_to=next(iter(asked), None) if before and before.asks else None,
            answers=question.number if question and question.paragraph in (paragraph, paragraph - 1) else None,
        )
        yield sentence
        before, question = sentence, sentence if sentence.asks else question
