"""The fact base: what the build step found in one article. Data only, no input or output.

Every excerpt (`Quote`, `Position`, `Statement`, `Fact`, `Unattributed`) is a slice of the article: `text` equals
`article[start:end]`, counted in characters of the decoded file, end exclusive. `verify` is the one place
that checks this; it runs after the build, at load and before anything is shown.

The field order here is the key order of the YAML; a field with a default may be left out there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from knowledge.lexicon.answer_kinds import AnswerKind
from knowledge.model.spans import overlap

FORMAT = 2
ActorKind = Literal["person", "organisation", "country", "place", "group"]


@dataclass(frozen=True)
class ArticleRef:
    """Which article the fact base was compiled from. `path` is relative to the project, else to the YAML file."""

    id: str
    title: str
    path: str
    sha256: str
    url: str | None = None
    publisher: str | None = None
    published: str | None = None


@dataclass(frozen=True)
class Actor:
    """Who acts or speaks. `speaks_for` is the id of the actor whose position this one's words also are; `description`
    is what one without a name is, where it is told whose: "a spokeswoman" of "a spokeswoman for the ministry"."""

    id: str
    name: str
    kind: ActorKind
    aliases: list[str] = field(default_factory=list)
    role: str | None = None
    speaks_for: str | None = None
    mentions: int = 1
    description: str | None = None

    def is_named_in(self, text: str) -> bool:
        """Whether a text has one of its names, or the last word of its name."""
        there = text.lower()
        ways = [way for way in (self.name, *self.aliases) if len(way) > 2]
        return self.name.split()[-1].lower() in there or any(way.lower() in there for way in ways)


@dataclass(frozen=True)
class Topic:
    """What the article talks about; `terms` are the words that point to it."""

    id: str
    name: str
    terms: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Quote:
    """Words between quotation marks that somebody said; the marks themselves are outside the slice.

    `speaker` is an actor's id, or None where the article leaves the speaker unnamed; `source` is how the
    article names the speaker there ("a senior official"), verbatim.
    """

    id: str
    speaker: str | None
    text: str
    start: int
    end: int
    cue: str | None = None
    source: str | None = None
    medium: str | None = None
    topics: list[str] = field(default_factory=list)

    @property
    def holder(self) -> str | None:
        """Whose words these are: the speaker's id."""
        return self.speaker


@dataclass(frozen=True)
class Position:
    """Who wants, rejects, threatens, offers, fears ... what: the clause that shows it.

    `sentence` is the [start, end) of the sentence around the clause.
    """

    id: str
    actor: str | None
    stance: str
    text: str
    start: int
    end: int
    sentence: list[int]
    cue: str | None = None
    source: str | None = None
    topics: list[str] = field(default_factory=list)
    negated: bool = False
    modality: str | None = None
    tense: str | None = None
    passive: bool = False

    @property
    def holder(self) -> str | None:
        """Whose view this is: the actor's id."""
        return self.actor


@dataclass(frozen=True)
class Statement:
    """What somebody says, reports, finds, expects ... where it is neither a quote nor a position: the content alone, or
    its whole sentence where the content by itself would say what was denied, or asked.

    `told_by` is the id of the actor in whose words another's stand: "Ruiz said that France had agreed".
    """

    id: str
    actor: str | None
    text: str
    start: int
    end: int
    cue: str | None = None
    source: str | None = None
    told_by: str | None = None
    topics: list[str] = field(default_factory=list)
    negated: bool = False

    @property
    def holder(self) -> str | None:
        """Whose statement this is: the actor's id."""
        return self.actor


@dataclass(frozen=True)
class Fact:
    """One sentence, or the title, that can answer a question.

    `actors` are the ids of those it names, `speakers` of those whose words or views it gives: the holders of the
    records in it (`FactBase.with_speakers`); `kinds` are the kinds of answer that it holds; `refers` gives the ids of
    those whom it means without a name, by the words that mean them: "she", "the bank".
    """

    id: str
    text: str
    start: int
    end: int
    actors: list[str] = field(default_factory=list)
    speakers: list[str] = field(default_factory=list)
    when: list[str] = field(default_factory=list)
    where: list[str] = field(default_factory=list)
    amounts: list[str] = field(default_factory=list)
    kinds: list[AnswerKind] = field(default_factory=list)
    refers: dict[str, str] = field(default_factory=dict)

    @property
    def holder(self) -> None:
        """Nobody: the article itself says so."""
        return None


@dataclass(frozen=True)
class Unattributed:
    """A quotation whose speaker could not be told: reported, never guessed."""

    id: str
    text: str
    start: int
    end: int

    @property
    def holder(self) -> None:
        """Nobody that could be told."""
        return None


Held = Quote | Position | Statement
Excerpt = Held | Fact | Unattributed
Record = Actor | Topic | Excerpt

EXCERPTS = ("quotes", "positions", "statements", "facts", "unattributed")  # the lists of a base
RECORDS = ("actors", "topics", *EXCERPTS)
REFERENCES = ("speaker", "actor", "speaks_for", "told_by")  # fields that hold the id of an actor,
REFERENCE_LISTS = ("actors", "speakers", "topics")  # and those that hold ids of actors or of topics;
REFERENCE_MAPS = ("refers",)  # words of the text with the id of the actor that they mean


@dataclass(frozen=True)
class FactBase:
    """Everything the build step found in one article."""

    format: int
    article: ArticleRef
    actors: list[Actor] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    unattributed: list[Unattributed] = field(default_factory=list)
    synonyms: dict[str, list[str]] = field(default_factory=dict)

    def excerpts(self) -> Iterator[tuple[str, Excerpt]]:
        """Every excerpt with its place in the YAML, such as `quotes[2]`."""
        for name in EXCERPTS:
            for number, excerpt in enumerate(getattr(self, name)):
                yield f"{name}[{number}]", excerpt

    def held(self) -> list[Held]:
        """The records that have a holder, or may have: quotes, then positions, then statements."""
        return [*self.quotes, *self.positions, *self.statements]

    def changed(self, change: Callable[[Record], Iterable[Record]]) -> FactBase:
        """The base with those records in the place of each that `change` makes of it: one, several or none."""
        lists: dict[str, Any] = {}
        for name in RECORDS:
            lists[name] = [new for one in getattr(self, name) for new in change(one)]
        return replace(self, **lists)

    def with_topics(self, topics_of: Callable[[Held], list[str]]) -> FactBase:
        """The base with the topics of each record that has a holder, or may have."""
        return self.changed(lambda one: [replace(one, topics=topics_of(one)) if isinstance(one, Held) else one])

    def with_speakers(self) -> FactBase:
        """The base with each fact's speakers made those who hold the records that share words with it."""
        held = [(record.holder, (record.start, record.end)) for record in self.held() if record.holder]

        def speakers(fact: Fact) -> list[str]:
            return list(dict.fromkeys(holder for holder, span in held if overlap(span, (fact.start, fact.end))))

        return replace(self, facts=[replace(fact, speakers=speakers(fact)) for fact in self.facts])

    def actor(self, actor_id: str | None) -> Actor | None:
        """The actor of that id, or None."""
        return self._by_id.get(actor_id) if actor_id else None

    def name(self, actor_id: str) -> str:
        """The name of an actor; of an id that is no actor's, the id itself."""
        actor = self._by_id.get(actor_id)
        return actor.name if actor else actor_id

    def shown(self, actor_id: str) -> str:
        """The name of an actor beside its words; of one without a name what it is, and whose."""
        actor = self.actor(actor_id)
        if actor is None or actor.description is None or actor.speaks_for is None:
            return self.name(actor_id)
        return f"{actor.description} · {self.name(actor.speaks_for)}"

    @cached_property
    def _by_id(self) -> dict[str, Actor]:
        return {actor.id: actor for actor in reversed(self.actors)}  # of two with one id the first, as in a list


def excerpt_id(prefix: str, text: str, sentence: str, seen: set[str]) -> str:
    """A short id that stays the same while the excerpt and its sentence do, wherever the article changes.

    `seen` holds the ids given so far; the same words in the same sentence a second time get a number.
    """
    digest = hashlib.sha256(f"{text}\0{sentence}".encode()).hexdigest()[:6]
    candidate, number = f"{prefix}-{digest}", 1
    while candidate in seen:
        number += 1
        candidate = f"{prefix}-{digest}-{number}"
    seen.add(candidate)
    return candidate


def verify(base: FactBase, text: str, sha256: str) -> list[tuple[str, str, str]]:
    """What in the base does not hold against the article: (where, found, expected), empty when all is well.

    Checks the article's hash, every excerpt at its offsets, that ids are unique, that every id named exists, and that
    the speakers of a fact, where they are told, are the holders of the records in it.
    """
    wrong: list[tuple[str, str, str]] = []
    if base.article.sha256 != sha256:
        expected = f"{sha256[:12]}… (the article has changed; run `readout build`)"
        wrong.append(("article.sha256", f"{base.article.sha256[:12]}…", expected))
    for where, excerpt in base.excerpts():
        there = text[excerpt.start : excerpt.end] if 0 <= excerpt.start < excerpt.end <= len(text) else ""
        if not there or there != excerpt.text:
            found = f"{_short(excerpt.text)} at {excerpt.start}-{excerpt.end}"
            wrong.append((f"{where}.text", found, f"the article's own words there: {_short(there)}"))
    for number, position in enumerate(base.positions):
        low, high = position.sentence if len(position.sentence) == 2 else (0, -1)
        if not 0 <= low <= position.start < position.end <= high <= len(text):
            wrong.append((f"positions[{number}].sentence", str(position.sentence), "[start, end] around the clause"))
    for number, (fact, right) in enumerate(zip(base.facts, base.with_speakers().facts, strict=True)):
        if fact.speakers and set(fact.speakers) != set(right.speakers):
            expected = f"the holders of the records in it: {right.speakers or 'none'} (correct those instead)"
            wrong.append((f"facts[{number}].speakers", str(fact.speakers), expected))
    return [*wrong, *_dangling(base)]


def _dangling(base: FactBase) -> list[tuple[str, str, str]]:
    wrong: list[tuple[str, str, str]] = []
    seen: set[str] = set()
    actors, topics = {actor.id for actor in base.actors}, {topic.id for topic in base.topics}
    for where, record in ((f"{name}[{n}]", one) for name in RECORDS for n, one in enumerate(getattr(base, name))):
        if record.id in seen:
            wrong.append((f"{where}.id", repr(record.id), "an id used once"))
        seen.add(record.id)
        named = [(key, getattr(record, key)) for key in REFERENCES if getattr(record, key, None) is not None]
        for key in REFERENCE_LISTS:
            named += [(f"{key}[{n}]", name) for n, name in enumerate(getattr(record, key, []))]
        for key in REFERENCE_MAPS:
            named += [(f"{key}.{words}", name) for words, name in getattr(record, key, {}).items()]
        for key, name in named:
            there, what = (topics, "a topic") if key.startswith("topics") else (actors, "an actor")
            if name not in there:
                wrong.append((f"{where}.{key}", repr(name), f"the id of {what} above"))
    return wrong


def _short(text: str, limit: int = 60) -> str:
    return repr(text if len(text) <= limit else text[: limit - 1] + "…")
