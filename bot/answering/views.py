"""The views over one briefing that need no question, the excerpts nearest to a message, and what a refusal says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Literal

from rapidfuzz import fuzz, process

from bot.answering.answer import Answer, Citation, Reading, Section, cite_excerpt
from bot.answering.index import Index
from bot.answering.question import Question, read
from bot.answering.ranking import Weights, rank
from bot.texts import Texts
from knowledge.lexicon.words import fold, words
from knowledge.model.factbase import Actor, Excerpt, FactBase, Held, Position, Quote, Statement, Topic
from knowledge.model.spans import overlap

MOST_SHOWN, MOST_LISTED, MOST_NAMED, MOST_TRIED = 15, 6, 4, 3
MOST_TOPIC = 60  # characters of a topic that a refusal repeats
NEAR_TOPIC = 80  # rapidfuzz ratio from which a misspelt topic is read as one of the base
NEAR_MESSAGE, MOST_NEAR = 0.35, 3  # share of a message's words, by rarity, that an excerpt must meet to be shown

Kind = Literal["positions", "quotes"]

# The leads of what an actor holds, and of nothing: of all there is, and on a topic.
HELD: dict[Kind, tuple[str, str]] = {
    "positions": ("browse.positions", "browse.positions_on"),
    "quotes": ("browse.quotes", "browse.quotes_on"),
}
NONE_HELD: dict[Kind, tuple[str, str]] = {
    "positions": ("browse.no_positions", "browse.no_positions_on"),
    "quotes": ("browse.no_quotes", "browse.no_quotes_on"),
}


class Browser:
    """The views over one briefing."""

    def __init__(self, index: Index, texts: Texts):
        self._index, self._base, self._texts = index, index.base, texts

    def held(self, kind: Kind, typed: str, topic: str | None) -> Answer:
        """The positions or the quotes of an actor, those of its representatives under their own names."""
        command = "position" if kind == "positions" else kind
        asked = f"/{command} {typed} {topic or ''}".strip()
        actor = self._actor(typed, asked, command)
        if isinstance(actor, Answer):
            return actor
        records = self._base.positions if kind == "positions" else self._base.quotes
        found = self._sections(records, actor, topic)
        if not found:
            return self._none(asked, kind, actor, topic)
        number = sum(len(section.citations) for section in found)
        lead = self._texts.count(HELD[kind][bool(topic)], number, actor=actor.name, topic=self._topic_name(topic))
        return Answer(asked, "answered", lead, tuple(found))

    def compare(self, first: str, second: str, topic: str | None) -> Answer:
        """Two actors side by side: their positions, else their quotes, else their statements, without a verdict."""
        asked = f"/compare {first}, {second} {topic or ''}".strip()
        names: list[str] = []
        sections: list[Section] = []
        for typed in (first, second):
            actor = self._actor(typed, asked, "position")
            if isinstance(actor, Answer):
                return actor
            names.append(actor.name)
            found = next(filter(None, (self._sections(records, actor, topic) for records in self._by_kind)), [])
            cited = tuple(citation for section in found for citation in section.citations)[:MOST_LISTED]
            lines = () if cited else (self._texts("browse.nothing_here"),)
            sections.append(Section(self._texts("browse.heading", actor=actor.name), cited, lines))
        key = "browse.compare_on" if topic else "browse.compare"
        lead = self._texts(key, first=names[0], second=names[1], topic=self._topic_name(topic))
        held = any(section.citations for section in sections)
        return Answer(asked, "answered" if held else "declined", lead, tuple(sections))

    def topic(self, typed: str) -> Answer:
        """What every actor holds on a topic, positions before quotes before statements, and who has nothing."""
        asked, texts = f"/topic {typed}", self._texts
        sections, without = [], []
        for actor in self._actors:
            own = ([r for r in some if r.holder == actor.id and self._is_about(r, typed)] for some in self._by_kind)
            cited = self._cite(next(filter(None, own), ()))
            if cited:
                sections.append(Section(texts("browse.heading", actor=self._base.shown(actor.id)), cited[:MOST_LISTED]))
            elif actor in self._speakers:
                without.append(actor.name)
        held = len(sections)
        if not held and self._topic(typed) is None:
            return self._unknown_topic(asked, typed)
        name = self._topic_name(typed)
        if without:
            listed = texts("decline.comma").join(without[:MOST_SHOWN])
            sections.append(Section(None, (), (texts("browse.without", topic=name, list=listed),)))
        lead = texts.count("browse.topic", held, topic=name)
        return Answer(asked, "answered" if held else "declined", lead, tuple(sections))

    def actors(self) -> Answer:
        """Who acts or speaks, those with most words and positions first."""
        texts = self._texts
        positions, quotes, statements = (Counter(r.holder for r in records) for records in self._by_kind)
        kinds: dict[str, str] = texts.get("browse.kinds")
        lines = []
        for actor in self._actors:
            line = texts(
                "browse.actor_line",
                name=actor.name,
                kind=kinds[actor.kind],
                positions=positions[actor.id],
                quotes=quotes[actor.id],
                statements=statements[actor.id],
            )
            lines.append(texts("browse.actor_role", line=line, role=actor.role) if actor.role else line)
        tries = self._tries(actor for actor in self._actors[:2] if actor in self._speakers)
        lead = texts.count("browse.actors", len(lines))
        return Answer("/actors", "answered", lead, (Section(None, (), tuple(lines)),), tries)

    def topics(self) -> Answer:
        """What the briefing talks about, with the number of excerpts on each topic."""
        base, texts = self._base, self._texts
        counts = Counter(topic for record in base.held() for topic in record.topics)
        ordered = sorted(base.topics, key=lambda topic: -counts[topic.id])
        lines = tuple(texts("browse.topic_line", name=topic.name, number=counts[topic.id]) for topic in ordered)
        lead = texts.count("browse.topics", len(lines))
        return Answer("/topics", "answered", lead, (Section(None, (), lines),))

    def brief(self) -> Answer:
        """What the briefing holds, and where to start."""
        ref, base, texts = self._base.article, self._base, self._texts
        lines = []
        if ref.published or ref.publisher:
            published = texts("browse.brief_published", publisher=ref.publisher or "", date=ref.published or "")
            lines.append(published.strip(", "))
        records = ("actors", "topics", "quotes", "positions", "statements", "facts")
        lines.append(texts("browse.brief_counts", **{name: len(getattr(base, name)) for name in records}))
        comma, speakers = texts("decline.comma"), self._speakers[:MOST_LISTED]
        if speakers:
            lines.append(texts("browse.brief_actors", list=comma.join(actor.name for actor in speakers)))
        if base.topics:
            lines.append(texts("browse.brief_topics", list=comma.join(t.name for t in base.topics[: 2 * MOST_LISTED])))
        lead = texts("browse.brief", title=ref.title)
        return Answer(
            "/brief", "answered", lead, (Section(None, (), tuple(lines)),), self._tries(speakers[:MOST_TRIED])
        )

    def source(self, excerpt_id: str) -> Answer | None:
        """An excerpt with its sentence and the sentences around it, None where the briefing has no such id."""
        wanted, texts, index = excerpt_id.strip().lstrip("#").lower(), self._texts, self._index
        excerpt = next((record for _, record in self._base.excerpts() if record.id == wanted), None)
        if excerpt is None:
            return None
        span = excerpt.start, excerpt.end
        inside = [s for s in index.sentences if overlap((s.fact.start, s.fact.end), span)]
        parts: list[tuple[str | None, list[Excerpt]]] = [(None, [excerpt])]
        if inside:
            before, after = index.neighbours(inside[0], -1), index.neighbours(inside[-1], 1)
            parts += [
                (texts("browse.source_before"), [before.fact] if before else []),
                (texts("browse.source_sentence"), [s.fact for s in inside if s.fact.id != excerpt.id]),
                (texts("browse.source_after"), [after.fact] if after else []),
            ]
        sections = [Section(heading, self._cite(records)) for heading, records in parts]
        lead = texts("browse.source", id=excerpt.id, paragraph=index.briefing.article.paragraph(excerpt.start))
        shown = tuple(section for section in sections if section.citations or section.heading is None)
        return Answer(f"/source {wanted}", "answered", lead, shown)

    @cached_property
    def _by_kind(self) -> tuple[list[Position], list[Quote], list[Statement]]:
        """What somebody holds, in the order in which it is shown: stances, words, and what is only reported."""
        return self._base.positions, self._base.quotes, self._base.statements

    @cached_property
    def _actors(self) -> list[Actor]:
        """Actors with most words and positions first, then those most mentioned."""
        own = Counter(record.holder for record in self._base.held())
        return sorted(self._base.actors, key=lambda actor: (-own[actor.id], -actor.mentions))

    @cached_property
    def _speakers(self) -> list[Actor]:
        """Those of them with words or a position."""
        return [actor for actor in self._actors if actor.id in self._index.holders]

    def _actor(self, typed: str, asked: str, command: str) -> Actor | Answer:
        """The actor that somebody's words for one mean, misspelt or in part; else the answer that says why not.

        `asked` is the command as it was given; `command` the one to try for each of two actors of one name.
        """
        meant, texts = self._index.names.meant(typed), self._texts
        if not meant:
            tries = self._tries(self._speakers[:MOST_TRIED])
            return Answer(asked, "declined", texts("browse.unknown_actor", name=typed), (), tries)
        if len(meant) > 1:
            listed = texts("browse.or").join(actor.name for actor in meant)
            tries = tuple(texts("browse.try", command=command, name=actor.name) for actor in meant)
            return Answer(asked, "choose", texts("browse.which_actor", actors=listed), (), tries)
        return meant[0]

    def _unknown_topic(self, asked: str, typed: str) -> Answer:
        texts = self._texts
        lead = texts("browse.unknown_topic", name=typed)
        near = texts("decline.comma").join(topic.name for topic in self._base.topics[:MOST_LISTED])
        lead = f"{lead} {texts('decline.topics', list=near)}" if near else lead
        return Answer(asked, "declined", lead, (), (texts("decline.try_brief"),))

    def _none(self, asked: str, kind: Kind, actor: Actor, topic: str | None) -> Answer:
        """That an actor has no such record, and on which topics it has any."""
        texts, base, comma = self._texts, self._base, self._texts("decline.comma")
        lead = texts(NONE_HELD[kind][bool(topic)], actor=actor.name, topic=self._topic_name(topic))
        speakers, named = self._index.names.speakers_for(actor.id), {topic.id: topic.name for topic in base.topics}
        own = [record for records in self._by_kind for record in records if record.holder in speakers]
        counts = Counter(topic for record in own for topic in record.topics).most_common(MOST_LISTED)
        if counts:
            listed = comma.join(texts("browse.has_on", topic=named[topic], number=number) for topic, number in counts)
            lead = f"{lead} {texts('browse.has', actor=actor.name, list=listed)}"
        tried = sorted(self._speakers, key=lambda speaker: speaker.id != actor.id)
        return Answer(asked, "declined", lead, (), self._tries(tried[:MOST_TRIED]))

    def _sections(self, records: Sequence[Held], actor: Actor, topic: str | None) -> list[Section]:
        """The records of an actor, then those of each of its representatives."""
        sections = []
        for speaker in sorted(self._index.names.speakers_for(actor.id), key=lambda speaker: speaker != actor.id):
            own = [record for record in records if record.holder == speaker and self._is_about(record, topic)]
            cited = self._cite(own)[:MOST_SHOWN]
            shown, name = self._base.shown(speaker), self._base.name(speaker)
            heading = shown if shown != name else self._texts("browse.speaks_for", speaker=name, actor=actor.name)
            sections += [Section(None if speaker == actor.id else heading, cited)] if cited else []
        return sections

    def _is_about(self, record: Held, topic: str | None) -> bool:
        """Whether a record is on a topic: marked so, or its sentence has the topic's words."""
        if not topic:
            return True
        found = self._topic(topic)
        if found and found.id in record.topics:
            return True
        wanted = [frozenset(word.stem for word in words(term)) for term in (topic, *(found.terms if found else ()))]
        stems = {word.stem for word in words(record.text)}
        return any(term and term <= stems for term in wanted)

    def _topic(self, typed: str) -> Topic | None:
        """The topic that somebody's words for one mean, None where no topic is near."""
        names = {fold(name): topic for topic in self._base.topics for name in (topic.name, topic.id, *topic.terms)}
        wanted = fold(typed).strip()
        if wanted in names:
            return names[wanted]
        asked = {word.stem for word in words(typed)}
        for name, topic in names.items():
            stems = {word.stem for word in words(name)}
            if asked and (asked <= stems or (stems <= asked and stems)):
                return topic
        best = process.extractOne(wanted, list(names), scorer=fuzz.ratio, score_cutoff=NEAR_TOPIC)
        return names[best[0]] if best else None

    def _topic_name(self, typed: str | None) -> str:
        found = self._topic(typed) if typed else None
        return found.name if found else typed or ""

    def _cite(self, records: Iterable[Excerpt]) -> tuple[Citation, ...]:
        ordered = sorted(records, key=lambda record: record.start)
        return tuple(filter(None, (cite_excerpt(record, self._index.briefing) for record in ordered)))

    def _tries(self, actors: Iterable[Actor]) -> tuple[str, ...]:
        return tuple(_try(self._base, actor.id, self._texts) for actor in actors)


def check_text(text: str, index: Index, weights: Weights, texts: Texts) -> Answer:
    """The excerpts of a briefing nearest to a message, and which of its words they lack. Never true or false."""
    slots = read(text, index)
    loose = Question(text=slots.text, words=slots.words, terms=slots.terms, names=slots.names)
    ranked = rank(loose, index, weights).candidates
    near = [candidate.sentence for candidate in ranked if candidate.signals["coverage"] >= NEAR_MESSAGE][:MOST_NEAR]
    cited = tuple(filter(None, (cite_excerpt(sentence.fact, index.briefing) for sentence in near)))
    if not cited:
        return Answer(text, "declined", texts("browse.check_nothing"), (), (texts("decline.try_brief"),))
    lead = texts("browse.check")
    missing = [term.text for term in slots.terms if not any(term.met_by(sentence) for sentence in near)]
    missing += [number for number in slots.numbers if not any(number in sentence.numbers for sentence in near)]
    if missing:
        lead = f"{lead} {texts('browse.check_missing', words=texts('decline.comma').join(missing))}"
    return Answer(text, "answered", lead, (Section(None, cited),))


def refusal(reading: Reading, index: Index, texts: Texts) -> str:
    """The lead of a declined question: what was looked for, and what the briefing does hold that comes nearest."""
    question, ruled_out = reading.question, reading.ranking.ruled_out
    if question.empty and not question.holder:
        speakers = _speakers(index).most_common(1)
        such_as = [texts("decline.empty_such_as", actor=index.base.name(actor)) for actor, _ in speakers]
        return such_as[0] if such_as else texts("decline.empty")
    if question.unknown:
        names = texts("decline.and").join(question.unknown[:3])
        return f"{texts('decline.unknown_name', names=names)} {_who_speaks(index, texts)}".strip()
    if question.holder:
        return _no_statement(question, index, texts)
    if question.medium:
        return f"{texts('decline.no_medium', medium=question.medium)} {_on_media(index, texts)}".strip()
    if question.holder_words:
        name = " ".join(word.text for word in question.holder_words)
        return f"{texts('decline.no_holder', name=name)} {_who_speaks(index, texts)}".strip()
    if question.numbers and "number" in ruled_out:
        return texts("decline.no_number", number=texts("decline.and").join(question.numbers))
    if question.months and "date" in ruled_out:
        return texts("decline.no_date")
    strange = [term.text for term in question.terms if not term.known and not term.light]
    if strange and reading.decision.confidence > 0:
        listed = texts("decline.comma").join(strange[:3])
        return f"{texts('decline.nothing_on', words=listed)} {_topics(index, texts)}".strip()
    return f"{texts('decline.nothing')} {_topics(index, texts)}".strip()


def suggestions(question: Question, index: Index, texts: Texts) -> tuple[str, ...]:
    """Up to three things to ask instead, all of which the briefing can answer."""
    base, brief = index.base, texts("decline.try_brief")
    found = [brief] if question.empty else []
    if question.holder:
        actor = base.name(question.holder.actors[0])
        if any(quote.holder in question.allowed for quote in base.quotes):
            found.append(texts("decline.try_quotes", actor=actor))
        if any(position.holder in question.allowed for position in base.positions):
            found.append(texts("decline.try_position", actor=actor))
    found += [_try(base, actor, texts) for actor, _ in _speakers(index).most_common(MOST_TRIED)]
    return tuple(dict.fromkeys([*found, brief]))[:MOST_TRIED]


def _try(base: FactBase, actor_id: str, texts: Texts) -> str:
    """What to ask of an actor: for its positions, else its quotes, else what it said."""
    name = base.name(actor_id)
    if any(position.holder == actor_id for position in base.positions):
        return texts("decline.try_position", actor=name)
    if any(quote.holder == actor_id for quote in base.quotes):
        return texts("decline.try_quotes", actor=name)
    return texts("decline.try_said", actor=name)


def _no_statement(question: Question, index: Index, texts: Texts) -> str:
    """That an actor has nothing of what was asked, and what it has, or who has."""
    base, allowed = index.base, question.allowed
    actor = base.name(question.holder.actors[0]) if question.holder else ""
    topic = " ".join(term.text for term in question.terms if not term.light)[:MOST_TOPIC]
    position = question.act == "position"
    if question.medium:
        key = "decline.no_position.medium" if position else "decline.no_statement.medium"
    elif topic and allowed & index.holders:
        key = "decline.no_position.topic" if position else "decline.no_statement.topic"
    else:
        key = "decline.no_position.at_all" if position else "decline.no_statement.at_all"
    first = texts(key, actor=actor, medium=question.medium or "", topic=topic)
    parts = []
    if question.medium:
        there = [sentence for sentence in index.sentences if sentence.is_from(question.medium)]
        itself = index.names.ways.get(tuple(fold(question.medium).split()), set())  # nobody speaks on himself
        speakers = Counter(holder for sentence in there for holder in sentence.holders - itself)
        for speaker, number in speakers.most_common(MOST_NAMED):
            parts.append(texts("decline.on_medium", actor=base.name(speaker), medium=question.medium, number=number))
    quotes = [quote for quote in base.quotes if quote.holder in allowed]
    positions = sum(position.holder in allowed for position in base.positions)
    for medium, number in Counter(quote.medium for quote in quotes).most_common(MOST_NAMED):
        key = "decline.on_medium" if medium else "decline.quoted"
        parts.append(texts(key, actor=actor, medium=medium or "", number=number))
    if positions:
        parts.append(texts.count("decline.positions", positions, actor=actor))
    statements = sum(statement.holder in allowed for statement in base.statements)
    if statements:
        parts.append(texts.count("decline.statements", statements, actor=actor))
    mentions = sum(bool(sentence.actors & allowed) for sentence in index.sentences)
    if mentions and not quotes and not positions and not statements:
        parts.append(texts.count("decline.mentions", mentions, actor=actor))
    rest = texts("decline.holds", list=texts("decline.comma").join(dict.fromkeys(parts))) if parts else ""
    return f"{first} {rest or _who_speaks(index, texts)}".strip()


def _who_speaks(index: Index, texts: Texts) -> str:
    speakers = _speakers(index).most_common(MOST_NAMED)
    if not speakers:
        return _topics(index, texts)
    listed = [texts("decline.counted", actor=index.base.name(actor), number=number) for actor, number in speakers]
    return texts("decline.speakers", list=texts("decline.comma").join(listed))


def _speakers(index: Index) -> Counter[str]:
    """The actors with how many words and positions each has."""
    return Counter(record.holder for record in index.base.held() if record.holder)


def _on_media(index: Index, texts: Texts) -> str:
    media = Counter((quote.speaker, quote.medium) for quote in index.base.quotes if quote.medium and quote.speaker)
    parts = [
        texts("decline.on_medium", actor=index.base.name(speaker), medium=medium, number=number)
        for (speaker, medium), number in media.most_common(MOST_NAMED)
    ]
    return texts("decline.holds", list=texts("decline.comma").join(parts)) if parts else ""


def _topics(index: Index, texts: Texts) -> str:
    names = [topic.name for topic in index.base.topics][: MOST_NAMED + 2]
    return texts("decline.topics", list=texts("decline.comma").join(names)) if names else ""
