"""Edits applied to a fact base: in order, every entry that no longer applies reported with its line.

An entry names a record (an actor, topic, quote, position or statement) and changes, adds or drops it; whatever refers
to a record by its id is kept in step. Nothing is changed in place: each step gives a new base.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any, TypeVar

from knowledge.edit.reading import Edit, Edits
from knowledge.errors import BadData, Problem
from knowledge.extraction.topics import topic_matcher
from knowledge.model.article import slug
from knowledge.model.factbase import (
    REFERENCE_LISTS,
    REFERENCES,
    Actor,
    Fact,
    FactBase,
    Held,
    Position,
    Quote,
    Statement,
    Topic,
    Unattributed,
    excerpt_id,
)
from knowledge.model.spans import Span

Record = Actor | Topic | Quote | Position | Statement | Unattributed
R = TypeVar("R", Actor, Topic)
H = TypeVar("H", Position, Statement)
E = TypeVar("E", bound=Quote | Position | Statement | Unattributed)

NOBODY = "nobody"  # `speaker: nobody` takes a wrong speaker away and names none
# Of the records that an entry may be about.
LISTS = ("actors", "topics", "quotes", "positions", "statements", "unattributed")

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
        match self.edit.kind.rpartition(" ")[2]:
            case "actor":
                return self.actor(self.about)
            case "topic":
                return self.topic(self.about)
            case "quote":
                return self.excerpt("quote", self.quotes())
            case "statement":
                return self.excerpt("statement", self._by_holder(self.base.statements))
            case _:
                return self.excerpt("position", self._by_holder(self.base.positions))

    def quotes(self) -> list[Quote | Unattributed]:
        """Every quotation, with a speaker and without."""
        return [*self.base.quotes, *self.base.unattributed]

    def actor(self, name: str, key: str = "") -> Actor:
        """The actor of that name or alias, whatever the case."""
        return _named("an actor", self.base.actors, name, key)

    def topic(self, name: str, key: str = "") -> Topic:
        """The topic of that name, whatever the case."""
        return _named("a topic", self.base.topics, name, key)

    def excerpt(self, kind: str, records: Sequence[E]) -> E:
        """The one record with the entry's words, or the one that holds them; `in` tells apart by words around them."""
        wanted = _plain(self.about)
        found = [one for one in records if _plain(one.text) == wanted]
        found = found or [one for one in records if wanted in _plain(one.text)]
        found = [one for one in found if self._inside(one.start, one.end)]
        if len(found) == 1:
            return found[0]
        if found:
            apart = len({one.start for one in found}) > 1
            how = "`in:` with words from the paragraph around it" if apart else "`by:` with the actor who holds it"
            raise _Misfit(f"{len(found)} {kind}s with {_short(self.about)}", f"one: add {how}")
        expected = _offer(f"words of a {kind}", self.about, [one.text for one in records])
        raise _Misfit(f"no {kind} with {_short(self.about)}", expected)

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

    def kept(self, record: Actor | Topic) -> list[str]:
        """The aliases or terms of a record without those that the entry drops."""
        if isinstance(record, Actor):
            names, what, key, shown = record.aliases, "an alias", "drop_aliases", map(repr, record.aliases)
        else:
            names, what, key, shown = record.terms, "a term", "drop_terms", map(str, record.terms)
        gone = self.edit.items(key)
        for name in gone:
            if _plain(name) not in map(_plain, names):
                expected = f"{what} of {record.name}: {', '.join(shown) or 'none'}"
                raise _Misfit(f"no {what.split()[1]} {name!r}", expected, key)
        return [name for name in names if _plain(name) not in map(_plain, gone)]

    def fields(self, record: Record) -> dict[str, Any]:
        """The fields that the entry sets to a value, names and lists of names apart."""
        found: dict[str, Any] = {}
        for key, value in self.edit.fields.items():
            match key:
                case "kind" | "role" | "medium" | "stance" | "negated":
                    found[key] = value
                case "speaker" | "actor":
                    found |= {key: self.actor(str(value), key).id, "source": None}
                case "speaks_for" | "told_by":
                    target = self.actor(str(value), key)
                    if target is record:
                        raise _Misfit(f"{target.name!r} for itself", "another actor", key)
                    found[key] = target.id
                case "cue":
                    if _plain(str(value)) not in _plain(self.text):
                        raise _Misfit(f"the cue {value!r}, which is not in the article", "words of the article", key)
                    found[key] = value
                case "topics":
                    found[key] = [self.topic(name, key).id for name in self.edit.items(key)]
        return found

    def holders_own(self, records: Sequence[H]) -> list[H]:
        """The records of the actor that the entry names as holder."""
        holder = self.actor(self.edit.words("actor") or "", "actor").id
        return [one for one in records if one.actor == holder]

    def _by_holder(self, records: Sequence[H]) -> list[H]:
        """The records of the actor that `by` names, all where it names none."""
        holder = self.edit.words("by")
        by = self.actor(holder, "by").id if holder else None
        return [one for one in records if by in (None, one.actor)]

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
        case Position() | Statement():
            return _put(entry.base, record, replace(record, **entry.fields(record)))
    nobody = _plain(entry.edit.words("speaker") or "") == NOBODY
    if isinstance(record, Quote):
        if nobody:
            return _unattributed(entry.base, [record], entry.text)
        return _put(entry.base, record, replace(record, **entry.fields(record)))
    if nobody or not entry.edit.words("speaker"):
        raise _Misfit(f"{_short(record.text)}, which has no speaker", "its `speaker`")
    return _put(_add_quote(entry, record.start, record.end), record)


def _change_actor(entry: _Entry, actor: Actor) -> FactBase:
    """Aliases are added to those it has; a former name stays an alias."""
    added, name = entry.edit.items("aliases"), entry.edit.words("name") or actor.name
    aliases = entry.kept(actor)
    aliases += [alias for alias in added if alias not in (*aliases, actor.name)]
    entry.free_names(added, actor, "aliases")
    if name != actor.name:
        entry.free_names([name], actor, "name")
        aliases = [alias for alias in [actor.name, *aliases] if alias != name]
    own_id = entry.free_id(name, actor, "name") if name != actor.name else actor.id
    changed = replace(actor, id=own_id, name=name, aliases=aliases, **entry.fields(actor))
    base = _renamed(_put(entry.base, actor, changed), {actor.id: changed.id})
    return _with_mentions(base, changed.id, added)


def _change_topic(entry: _Entry, topic: Topic) -> FactBase:
    """Terms are added to those it has; a former name stays a term. What somebody holds follows the terms."""
    gone, name = entry.edit.items("drop_terms"), entry.edit.words("name") or topic.name
    terms = entry.kept(topic)
    terms += [term for term in entry.edit.items("terms") if _plain(term) not in map(_plain, terms)]
    if name != topic.name and topic.name not in terms and _plain(topic.name) not in map(_plain, gone):
        terms.append(topic.name)
    changed = Topic(entry.free_id(name, topic, "name"), name, terms)
    base = _renamed(_put(entry.base, topic, changed), {topic.id: changed.id})
    return _matched(base, changed, bool(gone)) if gone or entry.edit.items("terms") else base


def _add(entry: _Entry) -> FactBase:
    """A record that the rules passed over; its name or words must stand in the article, a topic's need not."""
    match entry.edit.kind:
        case "add actor":
            return _add_actor(entry)
        case "add topic":
            topic = Topic(entry.free_id(entry.about), entry.about, entry.edit.items("terms"))
            return _matched(replace(entry.base, topics=[*entry.base.topics, topic]), topic, gone=False)
        case "add quote":
            start, end = entry.place()
            _not_there("quote", entry.quotes(), start, end)
            return _add_quote(entry, start, end)
        case "add statement":
            start, end = entry.place()
            _not_there("statement", entry.holders_own(entry.base.statements), start, end)
            return _add_statement(entry, start, end)
    start, end = entry.place()
    _not_there("position", entry.holders_own(entry.base.positions), start, end)
    return _add_position(entry, start, end)


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
    return _with_mentions(replace(entry.base, actors=[*entry.base.actors, actor]), actor.id, names)


def _add_quote(entry: _Entry, start: int, end: int) -> FactBase:
    base, words = entry.base, entry.text[start:end]
    new_id = excerpt_id("q", words, _paragraph(entry.text, start, end), {one.id for one in base.quotes})
    quote = Quote(new_id, None, words, start, end, topics=topic_matcher(base.topics)(words))
    quote = replace(quote, **entry.fields(quote))
    return replace(base, quotes=sorted([*base.quotes, quote], key=_place))


def _add_position(entry: _Entry, start: int, end: int) -> FactBase:
    """Its sentence is the one that a fact gives, else the paragraph."""
    base, words = entry.base, entry.text[start:end]
    low = entry.text.rfind("\n", 0, start) + 1
    sentence = (low, low + len(_paragraph(entry.text, start, end)))
    sentence = next(((one.start, one.end) for one in base.facts if one.start <= start and end <= one.end), sentence)
    new_id = excerpt_id("p", words, entry.text[slice(*sentence)], {one.id for one in base.positions})
    topics = topic_matcher(base.topics)(words)
    position = Position(new_id, None, "", words, start, end, list(sentence), topics=topics)
    position = replace(position, **entry.fields(position))
    return replace(base, positions=sorted([*base.positions, position], key=_place))


def _add_statement(entry: _Entry, start: int, end: int) -> FactBase:
    base, words = entry.base, entry.text[start:end]
    new_id = excerpt_id("s", words, _paragraph(entry.text, start, end), {one.id for one in base.statements})
    statement = Statement(new_id, None, words, start, end, topics=topic_matcher(base.topics)(words))
    statement = replace(statement, **entry.fields(statement))
    return replace(base, statements=sorted([*base.statements, statement], key=_place))


def _drop(entry: _Entry) -> FactBase:
    """The record gone. An actor's quotes become unattributed, the rest goes, since its holder was wrong."""
    gone, base = entry.record(), entry.base
    if isinstance(gone, Actor):
        base = _unattributed(base, [quote for quote in base.quotes if quote.speaker == gone.id], entry.text)
        positions = [one for one in base.positions if one.actor != gone.id]
        base = replace(base, positions=positions, statements=[one for one in base.statements if one.actor != gone.id])
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
    """The base with others in the place of a record, wherever it stands."""
    there: dict[str, Any] = {
        name: [new for one in getattr(base, name) for new in (others if one is record else (one,))] for name in LISTS
    }
    return replace(base, **there)


def _renamed(base: FactBase, ids: dict[str, str | None]) -> FactBase:
    """The base with ids of actors or topics changed wherever they are referred to; None takes the reference away."""

    def renamed(record: Any) -> Any:
        changed: dict[str, Any] = {}
        for key in (*REFERENCES, *REFERENCE_LISTS):
            match getattr(record, key, None):
                case str(named):
                    changed[key] = ids.get(named, named)
                case list(named):
                    changed[key] = list(filter(None, dict.fromkeys(ids.get(one, one) for one in named)))
        if changed.get("speaks_for") == record.id:
            changed["speaks_for"] = None
        return replace(record, **changed)

    there: dict[str, Any] = {name: [renamed(one) for one in getattr(base, name)] for name in (*LISTS, "facts")}
    return replace(base, **there)


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


def _with_mentions(base: FactBase, actor_id: str, names: list[str]) -> FactBase:
    """The base with an actor put to every fact that names it."""

    def put(fact: Fact) -> Fact:
        named = actor_id not in fact.actors and _names_in(fact.text, names)
        return replace(fact, actors=[*fact.actors, actor_id]) if named else fact

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


def _not_there(kind: str, records: Sequence[Held | Unattributed], start: int, end: int) -> None:
    for record in records:
        if _place(record) == (start, end):
            raise _Misfit(f"a {kind} with {_short(record.text)} already", f"`{kind}:` to correct it, or nothing")


def _names_in(text: str, names: Iterable[str]) -> list[Span]:
    """Every place where one of the names stands as a word."""
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return [match.span() for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text)] if pattern else []


def _paragraph(text: str, start: int, end: int) -> str:
    """The paragraph around a place."""
    high = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : high if high >= 0 else len(text)]


def _place(record: Held | Unattributed) -> Span:
    return record.start, record.end


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
