"""The engine: the loaded briefings, the scope of them that is asked, and how each answers a question.

A question goes through `question.read`, `followups.refer` where it is one, `ranking.rank` and `confidence.decide`;
then `answer.citations` shows what was found, or `views.refusal` says what was not.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from bot.answering.answer import MOST_SHOWN, Answer, Citation, Reading, Section, citations, cite, cite_excerpt
from bot.answering.confidence import Caution, decide, namesakes
from bot.answering.followups import Conversation, kind_of, refer
from bot.answering.index import Index
from bot.answering.question import Question, read
from bot.answering.ranking import Weights, load_weights, rank
from bot.answering.shelf import EVERYBODY, Loaded, Owner, Shelf
from bot.answering.views import Browser, check_text, refusal, suggestions
from bot.texts import Texts
from knowledge.lexicon.words import fold
from knowledge.model.factbase import ArticleRef
from knowledge.model.storage import Briefing
from knowledge.reader.model import Reader

MOST_COMPLETIONS = 25  # what Discord shows
MOST_COMPARED = 2  # excerpts of each of two actors
MOST_READ_AS = 2  # misspelt names that a lead speaks of
MORE = 0.15  # share of the last question that a further excerpt must meet, with the words around it


class Engine:
    """The loaded briefings, at first those that everybody may see.

    Briefings are swapped whole: a scope that is being asked keeps its own. Any thread may call any method. Without a
    `reader` words alone decide, with weights of their own.
    """

    def __init__(
        self, briefings: Iterable[Briefing], texts: Texts, reader: Reader | None = None, weights: Weights | None = None
    ):
        self._texts = texts
        self._weights = weights or load_weights(reader is not None)
        self._loaded: Mapping[str, Loaded] = MappingProxyType(
            {briefing.id: Loaded.of(briefing, EVERYBODY) for briefing in briefings}
        )
        self._shelf = Shelf(reader)
        self._changing = threading.Lock()  # held to change what is loaded, never while a briefing is packed
        self._removals = 0
        self._removed: dict[str, int] = {}  # briefings: the number of their last removal
        self._left: dict[Owner, int] = {}  # owners: the number of the last removal of all that is theirs

    @property
    def briefings(self) -> Mapping[str, Briefing]:
        """The loaded briefings by id, every one unpacked."""
        return {name: self._shelf.index(loaded).briefing for name, loaded in self._loaded.items()}

    @property
    def articles(self) -> Mapping[str, ArticleRef]:
        """What the loaded briefings are made of, by id."""
        return {name: loaded.article for name, loaded in self._loaded.items()}

    def briefing(self, briefing_id: str) -> Briefing | None:
        """The loaded briefing of an id."""
        loaded = self._loaded.get(briefing_id)
        return self._shelf.index(loaded).briefing if loaded else None

    def size(self, owner: Owner | None = None) -> int:
        """The bytes that the briefings of an owner (default: of all) take at rest."""
        return sum(len(one.packed) for one in self._loaded.values() if owner is None or one.owner == owner)

    def visible(self, guild_id: int | None) -> tuple[str, ...]:
        """The ids of the briefings that a server may see: everybody's and its own. None is no server."""
        return tuple(
            name
            for name, loaded in self._loaded.items()
            if loaded.owner == EVERYBODY or (guild_id is not None and loaded.owner == guild_id)
        )

    def owned(self, owner: Owner) -> tuple[str, ...]:
        """The ids of the briefings of an owner."""
        return tuple(name for name, loaded in self._loaded.items() if loaded.owner == owner)

    @property
    def weights(self) -> Weights:
        """The weights and thresholds in use."""
        return self._weights

    @property
    def removals(self) -> int:
        """How many removals there have been: to be read before a briefing is, and handed to `replace` with it."""
        return self._removals

    def replace(self, briefing: Briefing, owner: Owner, since: int | None = None) -> bool:
        """Loads a briefing, in place of the owner's one with its id where there is one.

        Returns False, and changes nothing, where `admits` says no: where it or all of its owner's was removed after
        `since` (a value of `removals`; default: the call), so also while it is packed.
        """
        since = self._removals if since is None else since
        loaded = Loaded.of(briefing, owner)
        with self._changing:
            if not self.admits(briefing.id, owner, since):
                return False
            self._let_go(briefing.id)
            self._loaded = MappingProxyType({**self._loaded, briefing.id: loaded})
        return True

    def admits(self, briefing_id: str, owner: Owner, since: int) -> bool:
        """Whether `replace` would take a briefing: no briefing changes hands, and what was removed stays removed."""
        there = self._loaded.get(briefing_id)
        removed = max(self._removed.get(briefing_id, 0), self._left.get(owner, 0))
        return removed <= since and (there is None or there.owner == owner)

    def remove(self, briefing_id: str) -> None:
        """Forgets a briefing. Raises KeyError where none has that id."""
        with self._changing:
            left = dict(self._loaded)
            del left[briefing_id]
            self._let_go(briefing_id)
            self._removals += 1
            self._removed[briefing_id] = self._removals
            self._loaded = MappingProxyType(left)

    def remove_all(self, owner: Owner) -> None:
        """Forgets the briefings of an owner."""
        with self._changing:
            self._removals += 1
            self._left[owner] = self._removals
            left = {name: loaded for name, loaded in self._loaded.items() if loaded.owner != owner}
            for gone in self._loaded.keys() - left.keys():
                self._let_go(gone)
            self._loaded = MappingProxyType(left)

    def scope(
        self,
        briefings: Sequence[str] | None = None,
        conversation: Conversation | None = None,
        caution: Caution = "balanced",
    ) -> Scope:
        """The briefings of these ids (default: all) as they are now, to be asked."""
        chosen = [loaded for name, loaded in self._loaded.items() if briefings is None or name in briefings]
        newest = sorted(chosen, key=lambda loaded: loaded.article.published or "", reverse=True)
        return Scope(tuple(newest), self._shelf, self._texts, self._weights, conversation, caution)

    def ask(
        self, question: str, conversation: Conversation | None = None, briefings: Sequence[str] | None = None
    ) -> Answer:
        """The answer to a question in plain words; see `Scope.ask`."""
        return self.scope(briefings, conversation).ask(question)

    def indexes(self, briefings: Sequence[str] | None = None) -> list[Index]:
        """The briefings asked, newest first, made ready for questions."""
        return list(self.scope(briefings).indexes)

    def _let_go(self, briefing_id: str) -> None:
        if briefing_id in self._loaded:
            self._shelf.forget(self._loaded[briefing_id])


@dataclass(frozen=True)
class Scope:
    """Briefings to be asked, newest first; `conversation` is what a follow-up is read against.

    Every method answers with an `Answer` whose citations stood the check against their article. The first one that is
    called makes ready what was at rest: call it where nobody else waits.
    """

    loaded: tuple[Loaded, ...]
    shelf: Shelf
    texts: Texts
    weights: Weights
    conversation: Conversation | None = None
    caution: Caution = "balanced"

    @property
    def briefings(self) -> tuple[str, ...]:
        """The ids of the briefings."""
        return tuple(article.id for article in self.articles)

    @cached_property
    def indexes(self) -> tuple[Index, ...]:
        """The briefings, made ready for questions."""
        return tuple(self.shelf.index(loaded) for loaded in self.loaded)

    @property
    def articles(self) -> tuple[ArticleRef, ...]:
        """What the briefings are made of."""
        return tuple(loaded.article for loaded in self.loaded)

    def article(self, briefing_id: str) -> ArticleRef | None:
        """What a briefing of the scope is made of."""
        return next((article for article in self.articles if article.id == briefing_id), None)

    def ask(self, question: str) -> Answer:
        """The answer to a question in plain words, a follow-up read against the conversation's last answer.

        The answer becomes the last one of the conversation; where it refuses a follow-up, the one before it stays.
        """
        conversation = self.conversation
        last = conversation.last.reading if conversation and conversation.last else None
        answers = []
        for index in self.indexes:
            there = last if last and last.briefing == index.id else None
            answers.append(Asking(index, self.weights, self.texts, self.caution).ask(question, there))
        answer = self._merged(question, answers)
        refused = answer.status == "declined" and answer.reading is not None and answer.reading.follows
        if conversation is not None and not refused:
            conversation.last = answer
        return answer

    def each(self, view: Callable[[Browser], Answer]) -> Answer:
        """What a view shows of every briefing, as one answer."""
        answers = [view(Browser(index, self.texts)) for index in self.indexes]
        return self._merged(answers[0].question if answers else "", answers)

    def source(self, excerpt_id: str) -> Answer:
        """The excerpt of an id with the sentences around it."""
        for index in self.indexes:
            found = Browser(index, self.texts).source(excerpt_id)
            if found:
                return found
        lead = self.texts("browse.unknown_source", id=excerpt_id.strip()[:40])
        return Answer(f"/source {excerpt_id}", "declined", lead, (), (self.texts("decline.try_brief"),))

    def check(self, text: str) -> Answer:
        """The excerpts nearest to a message. Never whether it is true."""
        return self._merged(text, [check_text(text, index, self.weights, self.texts) for index in self.indexes])

    def excerpt(self, briefing_id: str, excerpt_id: str) -> tuple[Briefing, Citation] | None:
        """The excerpt of an id with its briefing, None where it is gone."""
        briefing = next((index.briefing for index in self.indexes if index.id == briefing_id), None)
        if briefing is None:
            return None
        excerpt = next((excerpt for _, excerpt in briefing.base.excerpts() if excerpt.id == excerpt_id), None)
        citation = cite_excerpt(excerpt, briefing) if excerpt else None
        return (briefing, citation) if citation else None

    def complete_actor(self, typed: str) -> list[str]:
        """Names of actors for what has been typed so far, best first."""
        found = [actor.name for index in self.indexes for actor in index.names.search(typed, MOST_COMPLETIONS)]
        return list(dict.fromkeys(found))[:MOST_COMPLETIONS]

    def complete_topic(self, typed: str) -> list[str]:
        """Names of topics for what has been typed so far, best first."""
        wanted = fold(typed).strip()
        names = [topic.name for index in self.indexes for topic in index.briefing.base.topics]
        ranked = [(not fold(name).startswith(wanted), wanted not in fold(name), n) for n, name in enumerate(names)]
        kept = [names[number] for starts, inside, number in sorted(ranked) if not (starts and inside)]
        return list(dict.fromkeys(kept))[:MOST_COMPLETIONS]

    def _merged(self, question: str, answers: list[Answer]) -> Answer:
        """One answer of several briefings: those that answer, newest first, each under its briefing's name and date.

        Where none answers, those that offer a choice; where none does, the refusal that knows most of the names.
        """
        if not answers:
            return Answer(question, "declined", self.texts("decline.not_loaded"))
        if len(answers) == 1:
            return answers[0]
        for status in ("answered", "choose"):
            good = [answer for answer in answers if answer.status == status]
            if good:
                return self._together(good)
        return min(answers, key=lambda answer: len(answer.reading.question.unknown) if answer.reading else 0)

    def _together(self, answers: list[Answer]) -> Answer:
        """Answers under their briefings' names; the citations and the reading of the surest stay with the first."""
        sections: list[Section] = []
        for answer in answers:
            heading = self._named(answer)
            for number, section in enumerate(answer.sections):
                sections.append(replace(section, heading=heading) if number == 0 else section)
        tries = tuple(dict.fromkeys(suggestion for answer in answers for suggestion in answer.suggestions))[:3]
        return replace(answers[0], sections=tuple(sections), suggestions=tries)

    def _named(self, answer: Answer) -> str | None:
        cited = {citation.briefing for citation in answer.citations[:1]}
        ref = next((article for article in self.articles if article.id in cited), None)
        if ref is None:
            return None
        key = "answer.briefing_dated" if ref.published else "answer.briefing"
        return self.texts(key, title=ref.title, date=ref.published or "")


@dataclass(frozen=True)
class Asking:
    """One briefing to be asked, and with what."""

    index: Index
    weights: Weights
    texts: Texts
    caution: Caution = "balanced"

    def ask(self, text: str, last: Reading | None = None) -> Answer:
        """The answer to a question; a follow-up is read against the last reading."""
        english, question = self.index.english, read(text, self.index)
        kind = kind_of(question, english) if last else None
        if last is None or kind is None:
            return self._answer(question)
        if kind == "more":
            return self._more(text, last)
        if kind == "speaker":
            return self._speaker(text, last)
        referred = self._answer(refer(question, kind, last))
        alone = kind == "swap" and referred.status == "declined" and not (question.names or question.unknown)
        points = any(word.plain in english.followups.pointing for word in question.words)
        if alone and not points and any(term.known and not term.light for term in question.terms):
            return self._answer(question)  # a swap that finds nothing, of words that the briefing has, asks by itself
        return replace(referred, reading=replace(referred.reading, follows=True) if referred.reading else None)

    def _answer(self, question: Question) -> Answer:
        if question.act == "compare" and len(question.names) >= 2:
            return self._compare(question)
        reading = self._read(question)
        cited = () if reading.decision.status == "declined" else citations(reading, self.index.briefing)
        if not cited:
            return self._refusal(reading)
        lead = self._lead(reading, cited)
        for written, meant in question.mended[:MOST_READ_AS]:
            if meant in {part for name in question.names for part in (name.meant, *name.meant.split())}:
                lead = self.texts("answer.read_as", written=written, meant=meant.title(), lead=lead)
        reading = replace(reading, shown=len(cited))
        return Answer(question.text, reading.decision.status, lead, (Section(None, cited),), (), reading)

    def _read(self, question: Question) -> Reading:
        ranking = rank(question, self.index, self.weights)
        return Reading(
            question, ranking, decide(question, ranking, self.index, self.weights, self.caution), self.index.id
        )

    def _refusal(self, reading: Reading) -> Answer:
        lead = refusal(reading, self.index, self.texts)
        tries = suggestions(reading.question, self.index, self.texts)
        return Answer(reading.question.text, "declined", lead, (), tries, reading)

    def _lead(self, reading: Reading, cited: tuple[Citation, ...]) -> str:
        question, texts, base = reading.question, self.texts, self.index.base
        if reading.decision.status == "choose":
            meant = namesakes(question, reading.ranking)
            if len(meant) > 1:
                named = texts("decline.and").join(actor.name for actor in base.actors if actor.id in meant)
                return texts("choose.which_actor", actors=named)
            return texts("choose.lead")
        speaker = cited[0].actor
        if question.act == "who_said" and speaker:
            return texts("answer.who_said", actor=speaker)
        if question.act in ("said", "position") and question.holder:
            names = [actor.name for actor in base.actors if actor.id in question.holder.actors]
            if speaker and speaker not in names:
                key = {"said": "answer.said_for", "position": "answer.position_for"}[question.act]
                return texts(key, actor=names[0], speaker=speaker)
            key = {"said": "answer.said", "position": "answer.position"}[question.act]
            return texts(key, actor=speaker or names[0])
        if question.act == "definition" and question.names and len(question.terms) <= 1:
            return texts("answer.definition", name=base.name(question.names[0].actors[0]))
        return texts("answer.plain")

    def _compare(self, question: Question) -> Answer:
        """Each of two actors' nearest words or positions, side by side under their names."""
        texts, names = self.texts, question.names[:2]
        terms = tuple(term for term in question.terms if not term.actors)
        readings = [self._read(replace(question, act="position", holder=name, terms=terms)) for name in names]
        actors = [self.index.base.name(name.actors[0]) for name in names]
        sections, held = [], []
        for actor, reading in zip(actors, readings, strict=True):
            declined = reading.decision.status == "declined"
            cited = () if declined else citations(reading, self.index.briefing)[:MOST_COMPARED]
            lines = () if cited else (texts("browse.nothing_here"),)
            sections.append(Section(texts("browse.heading", actor=actor), cited, lines))
            held += [reading] if cited else []
        best = max(held or readings, key=lambda reading: reading.decision.confidence)
        best = replace(best, question=question)
        if not held:
            return self._refusal(best)
        sure = all(reading.decision.status == "answered" for reading in held)
        lead = texts("browse.compare", first=actors[0], second=actors[1])
        return Answer(question.text, "answered" if sure else "choose", lead, tuple(sections), (), best)

    def _more(self, text: str, last: Reading) -> Answer:
        """The next excerpts on the last question: by the same actor, on its words, or right after the one shown."""
        candidates = last.ranking.candidates
        shown = {candidate.sentence.number for candidate in candidates[: last.shown]}
        near = {candidates[0].sentence.number + reach for reach in (1, 2)} if candidates else set()
        following = [
            candidate
            for candidate in candidates
            if candidate.sentence.number not in shown
            and (candidate.wide >= MORE or candidate.signals["own"] or candidate.sentence.number in near)
        ]
        following.sort(key=lambda candidate: candidate.sentence.number not in near)
        nearest = (cite(one.sentence, last.question, self.index.briefing) for one in following[:MOST_SHOWN])
        cited = tuple(citation for citation in nearest if citation)
        if not cited or last.decision.status == "declined":
            return self._nothing_more(text, last)
        before = tuple(candidate for candidate in candidates if candidate.sentence.number in shown)
        ranking = replace(last.ranking, candidates=(*before, *following))
        reading = replace(last, ranking=ranking, shown=last.shown + MOST_SHOWN)
        return Answer(text, "answered", self.texts("answer.more"), (Section(None, cited),), (), reading)

    def _speaker(self, text: str, last: Reading) -> Answer:
        """Who is behind the excerpt shown last: the excerpt again, with its speaker's name."""
        if last.decision.status == "declined" or not last.ranking.candidates:
            return self._nothing_more(text, last)
        asked = replace(last.question, act="who_said")
        citation = cite(last.ranking.candidates[0].sentence, asked, self.index.briefing)
        if citation is None:
            return self._nothing_more(text, last)
        said, plain = self.texts("answer.who_said", actor=citation.actor), self.texts("answer.plain")
        return Answer(text, "answered", said if citation.actor else plain, (Section(None, (citation,)),), (), last)

    def _nothing_more(self, text: str, last: Reading) -> Answer:
        return Answer(text, "declined", self.texts("answer.no_more"), (), (self.texts("decline.try_brief"),), last)
