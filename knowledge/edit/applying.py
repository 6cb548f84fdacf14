"""Edits applied to a fact base: in order, every entry that no longer applies reported with its line.

An entry names a record (an actor, a topic or an excerpt) and changes, adds or drops it; whatever refers to a record by
its id is kept in step. Nothing is changed in place: each step gives a new base.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any, TypeVar

from knowledge.edit.reading import Edit, Edits, Noun
from knowledge.errors import BadData, Problem
from knowledge.extraction.topics import topic_matcher
from knowledge.model.article import slug
from knowledge.model.factbase import (
    REFERENCE_LISTS,
    REFERENCE_MAPS,
    REFERENCES,
    Actor,
    Excerpt,
    Fact,
    FactBase,
    Held,
    Position,
    Quote,
    Record,
    Statement,
    Topic,
    Unattributed,
    excerpt_id,
)
from knowledge.model.spans import Span

R = TypeVar("R", Actor, Topic)

NOBODY, NOTHING = "nobody", "nothing"  # values that take a wrong actor, or other words, away and give no others
# The records that a noun may be about,
KINDS: dict[Noun, tuple[type, ...]] = {
    "quote": (Quote, Unattributed),
    "position": (Position,),
    "statement": (Statement,),
    "fact": (Fact,),
}
LISTS: dict[type, str] = {Quote: "quotes", Position: "positions", Statement: "statements"}  # where one is added,
NEW: dict[type, Callable[..., Held]] = {  # and how it begins, its sentence given
    Quote: lambda sentence, **more: Quote(speaker=None, **more),
    Position: lambda sentence, **more: Position(actor=None, stance="", sentence=list(sentence), **more),
    Statement: lambda sentence, **more: Statement(actor=None, **more),
}

_SHADOW = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " ", "\n": " ", "\r": " ", "\t": " "})


def apply_edits(base: FactBase, edits: Edits, text: str) -> FactBase:
    """The fact base with the edits; `text` is the article's. The one given stays as it is.

    Raises BadData with every entry that does not apply; the others are applied first, so that each problem is
    told once.
    """
    problems: list[Problem] = []
    after = base
    for edit in edits.entries:
        try:
            after = _applied(_Entry(after, edit, text))
        except _Misfit as misfit:
            line = edit.lines.get(misfit.key, edit.line)
            problems.append(Problem(str(edits.path), f"line {line}", misfit.found, misfit.expected))
    if problems:
        raise BadData(problems)
    return after.with_speakers()


class _Misfit(Exception):
    """An edit that does not apply: what was found, what was expected, and the key that says so ("" for the entry)."""

    def __init__(self, found: str, expected: str, key: str = ""):
        super().__init__(found)
        self.found, self.expected, self.key = found, expected, key


@dataclass(frozen=True)
class _Entry:
    """An edit, the base so far and the article; finds what the edit names, or raises _Misfit with what there is."""

    base: FactBase
    edit: Edit
    text: str

    @property
    def about(self) -> str:
        """The name or words that the entry begins with."""
        return self.edit.about

    def record(self) -> Record:
        """The record that the entry is about."""
        match self.edit.noun:
            case "actor":
                return self.actor(self.about)
            case "topic":
                return self.topic(self.about)
        return self.excerpt()

    def actor(self, name: str, key: str = "") -> Actor:
        """The actor of that name or alias, whatever the case."""
        return _named("an actor", self.base.actors, name, key)

    def topic(self, name: str, key: str = "") -> Topic:
        """The topic of that name, whatever the case."""
        return _named("a topic", self.base.topics, name, key)

    def holder(self, key: str) -> str | None:
        """The id of the actor that a key names, None without the key."""
        name = self.edit.words(key)
        return self.actor(name, key).id if name and _plain(name) != NOBODY else None

    def excerpts(self) -> list[Excerpt]:
        """The excerpts of the kind that the entry is about."""
        return [one for _, one in self.base.excerpts() if isinstance(one, KINDS[self.edit.noun])]

    def excerpt(self) -> Excerpt:
        """The one excerpt with the entry's words, or the one that holds them; `in` and `by` tell several apart."""
        wanted, noun, holder = _plain(self.about), self.edit.noun, self.holder("by")
        records = [one for one in self.excerpts() if holder in (None, one.holder)]
        found = [one for one in records if _plain(one.text) == wanted]
        found = found or [one for one in records if wanted in _plain(one.text)]
        found = [one for one in found if self._inside(one.start, one.end)]
        if len(found) == 1:
            return found[0]
        if found:
            apart = len({one.start for one in found}) > 1
            how = "`in:` with words from the paragraph around it" if apart else "`by:` with the actor who holds it"
            raise _Misfit(f"{len(found)} {noun}s with {_short(self.about)}", f"one: add {how}")
        expected = _offer(f"words of a {noun}", self.about, [one.text for one in records])
        raise _Misfit(f"no {noun} with {_short(self.about)}", expected)

    def place(self) -> Span:
        """[start, end) of the entry's words in the article; spaces and the shape of quotation marks may differ."""
        pattern = r"\s+".join(re.escape(word) for word in self.about.translate(_SHADOW).split())
        matches = re.finditer(rf"(?<!\w){pattern}(?!\w)", self.text.translate(_SHADOW))
        places = [match.span() for match in matches if self._inside(*match.span())]
        if len(places) == 1:
            return places[0]
        if places:
            found = f"{_short(self.about)} {len(places)} times"
            raise _Misfit(found, "once: add `in:` with words from the paragraph around it")
        raise _Misfit(f"{_short(self.about)}, which is not in the article", "words of the article, letter for letter")

    def free_id(self, name: str, own: Record | None = None, key: str = "") -> str:
        """The id for a name, which no other actor or topic may have."""
        wanted = slug(name)
        records: list[Actor | Topic] = [*self.base.actors, *self.base.topics]
        for record in records:
            if record is not own and record.id == wanted:
                kind = "topic" if isinstance(record, Topic) else "actor"
                found = f"{name!r}, whose id {wanted} the {kind} {record.name!r} has already"
                raise _Misfit(found, "another name", key)
        return wanted

    def free_names(self, names: Iterable[str], own: Actor | None, key: str) -> None:
        """Raises _Misfit where another actor has one of the names already."""
        for name in names:
            for actor in self.base.actors:
                if actor is not own and _plain(name) in map(_plain, [actor.name, *actor.aliases]):
                    found = f"{name!r}, which {actor.name} has already"
                    raise _Misfit(found, "a name of its own, or `merge actor`", key)

    def kept(self, what: str, name: str, names: list[str], key: str) -> list[str]:
        """The aliases or terms of the record of a name without those that the entry drops."""
        gone = self.edit.items(key)
        for one in gone:
            if _plain(one) not in map(_plain, names):
                expected = f"{what} of {name}: {', '.join(map(repr, names)) or 'none'}"
                raise _Misfit(f"no {what.split()[1]} {one!r}", expected, key)
        return [one for one in names if _plain(one) not in map(_plain, gone)]

    def fields(self, record: Record) -> dict[str, Any]:
        """The fields that the entry sets to a value, names and lists of names apart."""
        found: dict[str, Any] = {}
        for key, value in self.edit.fields.items():
            match key:
                case "speaker" | "actor":
                    found |= {key: self.actor(str(value), key).id, "source": None}
                case "speaks_for" | "told_by":
                    found[key] = self.holder(key)
                    if found[key] == record.id:
                        raise _Misfit(f"{value!r} for itself", "another actor", key)
                case "topics":
                    found[key] = [self.topic(name, key).id for name in self.edit.items(key)]
                case "actors":
                    found[key] = [self.actor(name, key).id for name in self.edit.items(key)]
                case "cue" if value != NOTHING and _plain(str(value)) not in _plain(self.text):
                    raise _Misfit(f"the cue {value!r}, which is not in the article", "words of the article", key)
                case "kind" | "stance" | "negated" | "when" | "where" | "amounts":
                    found[key] = value
                case "role" | "medium" | "cue" | "description":
                    found[key] = None if value == NOTHING else value
        return found

    def _inside(self, start: int, end: int) -> bool:
        """Whether the paragraph around a place has the words of `in`."""
        return _plain(self.edit.words("in") or "") in _plain(_paragraph(self.text, start, end))


def _applied(entry: _Entry) -> FactBase:
    match entry.edit.kind.split()[0]:
        case "add":
            return _add(entry)
        case "drop":
            return _drop(entry)
        case "merge":
            return _merge(entry)
        case "word":
            return _add_synonyms(entry)
    return _change(entry)


def _change(entry: _Entry) -> FactBase:
    """The record as the entry says it should be."""
    record = entry.record()
    match record:
        case Actor():
            return _change_actor(entry, record)
        case Topic():
            return _change_topic(entry, record)
        case Quote() if _plain(entry.edit.words("speaker") or "") == NOBODY:
            return _unattributed(entry.base, [record], entry.text)
        case Unattributed():
            if not entry.holder("speaker"):
                raise _Misfit(f"{_short(record.text)}, which has no speaker", "its `speaker`")
            return _put(_add_excerpt(entry, (record.start, record.end)), record)
    return _put(entry.base, record, replace(record, **entry.fields(record)))


def _change_actor(entry: _Entry, actor: Actor) -> FactBase:
    """Aliases are added to those it has; a former name stays an alias. A dropped alias is another's, or nobody's."""
    added, name = entry.edit.items("aliases"), entry.edit.words("name") or actor.name
    aliases = entry.kept("an alias", actor.name, actor.aliases, "drop_aliases")
    gone = [alias for alias in actor.aliases if alias not in aliases]
    aliases += [alias for alias in added if alias not in (*aliases, actor.name)]
    entry.free_names(added, actor, "aliases")
    if name != actor.name:
        entry.free_names([name], actor, "name")
        aliases = [alias for alias in [actor.name, *aliases] if alias != name]
    own_id = entry.free_id(name, actor, "name") if name != actor.name else actor.id
    described = actor.description if name == actor.name else None  # who has a name is shown by it
    changed = replace(actor, id=own_id, name=name, aliases=aliases, description=described)
    changed = replace(changed, **entry.fields(actor))
    base = _renamed(_put(entry.base, actor, changed), {actor.id: changed.id})
    return _with_mentions(base, changed, added, gone)


def _change_topic(entry: _Entry, topic: Topic) -> FactBase:
    """Terms are added to those it has; a former name stays a term. What somebody holds follows the terms."""
    gone, name = entry.edit.items("drop_terms"), entry.edit.words("name") or topic.name
    terms = entry.kept("a term", topic.name, topic.terms, "drop_terms")
    terms += [term for term in entry.edit.items("terms") if _plain(term) not in map(_plain, terms)]
    if name != topic.name and topic.name not in terms and _plain(topic.name) not in map(_plain, gone):
        terms.append(topic.name)
    changed = Topic(entry.free_id(name, topic, "name"), name, terms)
    base = _renamed(_put(entry.base, topic, changed), {topic.id: changed.id})
    return _matched(base, changed, bool(gone)) if gone or entry.edit.items("terms") else base


def _add(entry: _Entry) -> FactBase:
    """A record that the rules passed over; its name or words must stand in the article, a topic's need not."""
    match entry.edit.noun:
        case "actor":
            return _add_actor(entry)
        case "topic":
            topic = Topic(entry.free_id(entry.about), entry.about, entry.edit.items("terms"))
            return _matched(replace(entry.base, topics=[*entry.base.topics, topic]), topic, gone=False)
    place, holder = entry.place(), entry.holder("speaker") or entry.holder("actor")
    for one in entry.excerpts():
        if (one.start, one.end) == place and one.holder in (None, holder):
            noun = entry.edit.noun
            raise _Misfit(f"a {noun} with {_short(one.text)} already", f"`{noun}:` to correct it, or nothing")
    return _add_excerpt(entry, place)


def _add_actor(entry: _Entry) -> FactBase:
    """The actor is put to every fact that names it."""
    names = [entry.about, *entry.edit.items("aliases")]
    entry.free_names(names, None, "aliases")
    mentions = len(_names_in(entry.text, names))
    if not mentions:
        expected = "a name that the article has, here or in `aliases`"
        raise _Misfit(f"{entry.about!r}, which is not in the article", expected)
    actor = Actor(entry.free_id(entry.about), entry.about, "group", names[1:], mentions=mentions)
    actor = replace(actor, **entry.fields(actor))
    return _with_mentions(replace(entry.base, actors=[*entry.base.actors, actor]), actor, names)


def _add_excerpt(entry: _Entry, place: Span) -> FactBase:
    """Its sentence is the one that a fact gives, else the paragraph."""
    base, (start, end), kind = entry.base, place, KINDS[entry.edit.noun][0]
    low = entry.text.rfind("\n", 0, start) + 1
    sentence = (low, low + len(_paragraph(entry.text, start, end)))
    sentence = next(((one.start, one.end) for one in base.facts if one.start <= start and end <= one.end), sentence)
    there, words = getattr(base, LISTS[kind]), entry.text[start:end]
    new_id = excerpt_id(entry.edit.noun[0], words, entry.text[slice(*sentence)], {one.id for one in there})
    topics = topic_matcher(base.topics)(words)
    record = NEW[kind](sentence, id=new_id, text=words, start=start, end=end, topics=topics)
    record = replace(record, **entry.fields(record))
    lists: dict[str, Any] = {LISTS[kind]: sorted([*there, record], key=lambda one: (one.start, one.end))}
    return replace(base, **lists)


def _drop(entry: _Entry) -> FactBase:
    """The record gone. An actor's quotes become unattributed, the rest goes, since its holder was wrong."""
    gone, base = entry.record(), entry.base
    if isinstance(gone, Actor):
        base = _unattributed(base, [quote for quote in base.quotes if quote.speaker == gone.id], entry.text)
        base = base.changed(lambda one: [] if isinstance(one, Position | Statement) and one.actor == gone.id else [one])
    return _renamed(_put(base, gone), {gone.id: None})


def _merge(entry: _Entry) -> FactBase:
    """One actor into another, which keeps its name and takes over the aliases, mentions and records."""
    gone, kept = entry.actor(entry.about), entry.actor(entry.edit.words("into") or "", "into")
    if gone is kept:
        raise _Misfit(f"{gone.name!r} into itself", "two actors", "into")
    aliases = dict.fromkeys([*kept.aliases, gone.name, *gone.aliases])
    merged = replace(
        kept,
        aliases=[alias for alias in aliases if alias != kept.name],
        role=kept.role or gone.role,
        speaks_for=kept.speaks_for or (gone.speaks_for if gone.speaks_for != kept.id else None),
        mentions=kept.mentions + gone.mentions,
    )
    return _renamed(_put(_put(entry.base, kept, merged), gone), {gone.id: kept.id})


def _add_synonyms(entry: _Entry) -> FactBase:
    """Words that members may use for words of the article."""
    if _plain(entry.about) not in _plain(entry.text):
        raise _Misfit(f"{_short(entry.about)}, which is not in the article", "words of the article, as it has them")
    words = [*entry.base.synonyms.get(entry.about, []), *entry.edit.items("synonyms")]
    return replace(entry.base, synonyms=entry.base.synonyms | {entry.about: list(dict.fromkeys(words))})


def _put(base: FactBase, record: Record, *others: Record) -> FactBase:
    """The base with others in the place of a record."""
    return base.changed(lambda one: others if one is record else (one,))


def _renamed(base: FactBase, ids: dict[str, str | None]) -> FactBase:
    """The base with ids of actors or topics changed wherever they are referred to; None takes the reference away."""

    def renamed(record: Record) -> list[Record]:
        changed: dict[str, Any] = {}
        for key in (*REFERENCES, *REFERENCE_LISTS, *REFERENCE_MAPS):
            match getattr(record, key, None):
                case str(named):
                    changed[key] = ids.get(named, named)
                case list(named):
                    changed[key] = list(filter(None, dict.fromkeys(ids.get(one, one) for one in named)))
                case dict(named):
                    changed[key] = {words: new for words, one in named.items() if (new := ids.get(one, one))}
        if changed.get("speaks_for") == record.id:
            changed["speaks_for"] = None
        return [replace(record, **changed)]

    return base.changed(renamed)


def _unattributed(base: FactBase, quotes: list[Quote], text: str) -> FactBase:
    """The base with quotes whose speaker turned out wrong moved to those without one."""
    seen = {one.id for one in base.unattributed}
    moved = []
    for quote in quotes:
        own_id = excerpt_id("u", quote.text, _paragraph(text, quote.start, quote.end), seen)
        moved.append(Unattributed(own_id, quote.text, quote.start, quote.end))
    return replace(
        base,
        quotes=[one for one in base.quotes if one not in quotes],
        unattributed=sorted([*base.unattributed, *moved], key=lambda one: one.start),
    )


def _matched(base: FactBase, topic: Topic, gone: bool) -> FactBase:
    """The base with the topic put to every record that its terms match; with `gone` taken from others."""
    matches = topic_matcher([topic])
    order = {one.id: number for number, one in enumerate(base.topics)}

    def topics_of(one: Held) -> list[str]:
        meant = bool(matches(one.text)) or (topic.id in one.topics and not gone)
        rest = [other for other in one.topics if other != topic.id]
        return sorted([*rest, topic.id], key=order.__getitem__) if meant else rest

    return base.with_topics(topics_of)


def _with_mentions(base: FactBase, actor: Actor, added: list[str], gone: Sequence[str] = ()) -> FactBase:
    """The base with an actor put to every fact that has one of the added names, and taken from those that had only
    names that are gone."""

    def put(fact: Fact) -> Fact:
        others = [one for one in fact.actors if one != actor.id]
        if _names_in(fact.text, added) and others == fact.actors:
            return replace(fact, actors=[*others, actor.id])
        lost = _names_in(fact.text, gone) and not _names_in(fact.text, [actor.name, *actor.aliases])
        return replace(fact, actors=others) if lost else fact

    return replace(base, facts=[put(fact) for fact in base.facts])


def _named(what: str, records: Sequence[R], name: str, key: str) -> R:
    """The record of a name, else of an alias: a name goes before another's alias."""
    for record in records:
        if _plain(record.name) == _plain(name):
            return record
    for record in records:
        if isinstance(record, Actor) and _plain(name) in map(_plain, record.aliases):
            return record
    expected = _offer(f"the name of {what}", name, [one.name for one in records])
    raise _Misfit(f"no {what.split()[1]} {name!r}", expected, key)


def _names_in(text: str, names: Iterable[str]) -> list[Span]:
    """Every place where one of the names stands as a word."""
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return [match.span() for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text)] if pattern else []


def _paragraph(text: str, start: int, end: int) -> str:
    """The paragraph around a place."""
    high = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : high if high >= 0 else len(text)]


def _plain(words: str) -> str:
    """Words as they are compared: lower case, straight marks, single spaces."""
    return " ".join(words.translate(_SHADOW).lower().split())


def _short(words: str, limit: int = 60) -> str:
    """Words as a message shows them."""
    return repr(words if len(words) <= limit else words[: limit - 1] + "…")


def _offer(what: str, wanted: str, there: list[str]) -> str:
    """What is expected, with the nearest of what there is."""
    near = get_close_matches(wanted, there, n=2, cutoff=0.4)
    near = near or [one for one in there if _plain(wanted)[:12] in _plain(one)][:2] or there[:3]
    return f"{what}, such as {' or '.join(map(_short, near))}" if near else f"{what}; there is none"
