"""The views over one briefing that need no question, a message beside it, and what a refusal says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from bot.answering.answer import Answer, Citation, Section, cite_excerpt
from bot.answering.decision import Decision
from bot.answering.filters import allowed_holders
from bot.answering.index import Index
from bot.answering.question import Question, read
from bot.answering.ranking import Ranking, Weights, rank
from bot.texts import Texts
from knowledge.lexicon.words import fold, words
from knowledge.model.factbase import Actor, Excerpt, Position, Quote, Topic

MOST_SHOWN = 15
MOST_LISTED = 6
NEAR_TOPIC = 80  # rapidfuzz ratio from which a misspelt topic is read as one of the base


class Browser:
    """The views over one briefing."""

    def __init__(self, index: Index, texts: Texts):
        self._index, self._texts = index, texts
        self._base, self._briefing = index.briefing.base, index.briefing

    # --- who and what is meant

    def actor(self, typed: str, asked: str, command: str) -> Actor | Answer:
        """The actor that somebody's words for one mean, misspelt or in part; else the answer that says why not.

        `asked` is the command as it was given; `command` the one to try for each of two actors of one name.
        """
        meant = self._index.names.meant(typed)
        if not meant:
            return self._unknown(asked, "actor", typed)
        if len(meant) > 1:
            listed = self._texts("browse.or").join(actor.name for actor in meant)
            tries = tuple(self._texts("browse.try", command=command, name=actor.name) for actor in meant)
            return Answer(asked, "choose", self._texts("browse.which_actor", actors=listed), (), tries)
        return meant[0]

    def find_topic(self, typed: str) -> Topic | None:
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

    # --- the views

    def held(self, kind: str, typed: str, topic: str | None) -> Answer:
        """The positions or the quotes of an actor, those of its representatives under their own names."""
        command = "position" if kind == "positions" else kind
        asked = f"/{command} {typed} {topic or ''}".strip()
        actor = self.actor(typed, asked, command)
        if isinstance(actor, Answer):
            return actor
        found = self._records(kind, actor, topic)
        if not found:
            return self._none(asked, kind, actor, topic)
        number = sum(len(section.citations) for section in found)
        suffix = "_on" if topic else ""
        lead = self._texts.count(f"browse.{kind}{suffix}", number, actor=actor.name, topic=self._topic_name(topic))
        return Answer(asked, "answered", lead, tuple(found))

    def compare(self, first: str, second: str, topic: str | None) -> Answer:
        """Two actors side by side: their positions, else their quotes, without a verdict."""
        asked = f"/compare {first}, {second} {topic or ''}".strip()
        actors = []
        for typed in (first, second):
            actor = self.actor(typed, asked, "position")
            if isinstance(actor, Answer):
                return actor
            actors.append(actor)
        sections: list[Section] = []
        for actor in actors:
            found = self._records("positions", actor, topic) or self._records("quotes", actor, topic)
            cited = tuple(citation for section in found for citation in section.citations)
            heading = self._texts("browse.heading", actor=actor.name)
            lines = () if cited else (self._texts("browse.nothing_here"),)
            sections.append(Section(heading, cited[:MOST_LISTED], lines))
        key = "browse.compare_on" if topic else "browse.compare"
        lead = self._texts(key, first=actors[0].name, second=actors[1].name, topic=self._topic_name(topic))
        status = "answered" if any(section.citations for section in sections) else "declined"
        return Answer(asked, status, lead, tuple(sections))

    def topic(self, typed: str) -> Answer:
        """Every actor's position on a topic, and who has none."""
        asked, topic = f"/topic {typed}", self.find_topic(typed)
        sections, holders = [], set()
        for actor in self._by_weight():
            own = [p for p in self._base.positions if p.actor == actor.id and self._about(p, typed)]
            cited = self._cite(own)
            if cited:
                holders.add(actor.id)
                sections.append(Section(self._texts("browse.heading", actor=actor.name), cited[:MOST_LISTED]))
        if topic is None and not sections:
            return self._unknown(asked, "topic", typed)
        name = topic.name if topic else typed
        without = [actor.name for actor in self._by_weight() if actor.id not in holders and self._holds(actor)]
        if without:
            listed = self._texts("decline.comma").join(without[:MOST_SHOWN])
            sections.append(Section(None, (), (self._texts("browse.without", topic=name, list=listed),)))
        lead = self._texts.count("browse.topic", len(holders), topic=name)
        return Answer(asked, "answered" if holders else "declined", lead, tuple(sections))

    def actors(self) -> Answer:
        """Who acts or speaks, those with most words and positions first."""
        lines = []
        for actor in self._by_weight():
            line = self._texts(
                "browse.actor_line",
                name=actor.name,
                kind=self._texts(f"browse.kinds.{actor.kind}"),
                positions=sum(p.actor == actor.id for p in self._base.positions),
                quotes=sum(q.speaker == actor.id for q in self._base.quotes),
            )
            lines.append(self._texts("browse.actor_role", line=line, role=actor.role) if actor.role else line)
        lead = self._texts.count("browse.actors", len(lines))
        tries = tuple(
            self._texts("decline.try_position", actor=a.name) for a in self._by_weight()[:2] if self._holds(a)
        )
        return Answer("/actors", "answered", lead, (Section(None, (), tuple(lines)),), tries)

    def topics(self) -> Answer:
        """What the briefing talks about, with the number of excerpts on each topic."""
        counts = self._topic_counts()
        lines = [
            self._texts("browse.topic_line", name=topic.name, number=counts[topic.id])
            for topic in sorted(self._base.topics, key=lambda topic: -counts[topic.id])
        ]
        return Answer(
            "/topics", "answered", self._texts.count("browse.topics", len(lines)), (Section(None, (), tuple(lines)),)
        )

    def brief(self) -> Answer:
        """What the briefing holds, and where to start."""
        ref, base, texts = self._base.article, self._base, self._texts
        lines = []
        if ref.published or ref.publisher:
            parts = {"publisher": ref.publisher or "", "date": ref.published or ""}
            lines.append(texts("browse.brief_published", **parts).strip(", "))
        lines.append(
            texts(
                "browse.brief_counts",
                actors=len(base.actors),
                topics=len(base.topics),
                quotes=len(base.quotes),
                positions=len(base.positions),
                facts=len(base.facts),
            )
        )
        speakers = [actor for actor in self._by_weight() if self._holds(actor)][:MOST_LISTED]
        comma = texts("decline.comma")
        if speakers:
            lines.append(texts("browse.brief_actors", list=comma.join(actor.name for actor in speakers)))
        if base.topics:
            lines.append(texts("browse.brief_topics", list=comma.join(t.name for t in base.topics[: 2 * MOST_LISTED])))
        tries = tuple(texts("decline.try_position", actor=actor.name) for actor in speakers[:3])
        return Answer(
            "/brief", "answered", texts("browse.brief", title=ref.title), (Section(None, (), tuple(lines)),), tries
        )

    def source(self, excerpt_id: str) -> Answer | None:
        """An excerpt with its sentence and the sentences around it, None where the briefing has no such id."""
        wanted = excerpt_id.strip().lstrip("#").lower()
        excerpt = next((record for _, record in self._base.excerpts() if record.id == wanted), None)
        if excerpt is None:
            return None
        inside = [s for s in self._index.sentences if s.fact.start < excerpt.end and excerpt.start < s.fact.end]
        cited = self._cite([excerpt])
        sections = [Section(None, cited)]
        if inside:
            around = [
                ("source_before", [self._index.neighbours(inside[0], -1)]),
                ("source_sentence", [s for s in inside if s.fact.id != excerpt.id]),
                ("source_after", [self._index.neighbours(inside[-1], 1)]),
            ]
            for key, sentences in around:
                near = self._cite([sentence.fact for sentence in sentences if sentence is not None])
                if near:
                    sections.append(Section(self._texts(f"browse.{key}"), near))
        paragraph = self._briefing.article.paragraph(excerpt.start)
        lead = self._texts("browse.source", id=excerpt.id, paragraph=paragraph)
        return Answer(f"/source {wanted}", "answered", lead, tuple(sections))

    # --- parts

    def _records(self, kind: str, actor: Actor, topic: str | None) -> list[Section]:
        sections = []
        for holder in sorted(self._index.held_by(actor.id), key=lambda held: held != actor.id):
            if kind == "positions":
                own: list[Excerpt] = [p for p in self._base.positions if p.actor == holder and self._about(p, topic)]
            else:
                own = [q for q in self._base.quotes if q.speaker == holder and self._about(q, topic)]
            cited = self._cite(own)[:MOST_SHOWN]
            if cited:
                speaker = self._base.actor(holder)
                heading = None
                if holder != actor.id and speaker:
                    heading = self._texts("browse.speaks_for", speaker=speaker.name, actor=actor.name)
                sections.append(Section(heading, cited))
        return sections

    def _about(self, record: Quote | Position, topic: str | None) -> bool:
        """Whether a record is on a topic: marked so, or its sentence has the topic's words."""
        if not topic:
            return True
        found = self.find_topic(topic)
        if found and found.id in record.topics:
            return True
        wanted = [frozenset(word.stem for word in words(term)) for term in (topic, *(found.terms if found else ()))]
        stems = {word.stem for word in words(record.text)}
        return any(term and term <= stems for term in wanted)

    def _cite(self, records: Iterable[Excerpt]) -> tuple[Citation, ...]:
        ordered = sorted(records, key=lambda record: record.start)
        return tuple(filter(None, (cite_excerpt(record, self._briefing) for record in ordered)))

    def _none(self, asked: str, kind: str, actor: Actor, topic: str | None) -> Answer:
        texts = self._texts
        lead = texts(f"browse.no_{kind}{'_on' if topic else ''}", actor=actor.name, topic=self._topic_name(topic))
        counts: Counter[str] = Counter()
        for record in (*self._base.positions, *self._base.quotes):
            holder = record.actor if isinstance(record, Position) else record.speaker
            if holder in self._index.held_by(actor.id):
                counts.update(record.topics)
        if counts:
            named = {topic.id: topic.name for topic in self._base.topics}
            listed = [texts("browse.has_on", topic=named[t], number=n) for t, n in counts.most_common(MOST_LISTED)]
            lead = f"{lead} {texts('browse.has', actor=actor.name, list=texts('decline.comma').join(listed))}"
        speakers = [other for other in self._by_weight() if self._holds(other)][:3]
        return Answer(asked, "declined", lead, (), tuple(texts("decline.try_position", actor=a.name) for a in speakers))

    def _unknown(self, asked: str, what: str, typed: str) -> Answer:
        texts = self._texts
        lead = texts(f"browse.unknown_{what}", name=typed)
        if what == "actor":
            near = [actor.name for actor in self._by_weight() if self._holds(actor)][:3]
            tries = tuple(texts("decline.try_position", actor=name) for name in near)
        else:
            tries = (texts("decline.try_brief"),)
            near = [topic.name for topic in self._base.topics][:MOST_LISTED]
            lead = f"{lead} {texts('decline.topics', list=texts('decline.comma').join(near))}" if near else lead
        return Answer(asked, "declined", lead, (), tries)

    def _topic_name(self, topic: str | None) -> str:
        found = self.find_topic(topic) if topic else None
        return found.name if found else topic or ""

    def _topic_counts(self) -> Counter[str]:
        return Counter(topic for record in (*self._base.quotes, *self._base.positions) for topic in record.topics)

    def _holds(self, actor: Actor) -> bool:
        return actor.id in self._index.holders

    def _by_weight(self) -> Sequence[Actor]:
        """Actors with most words and positions first, then those most mentioned."""
        own = Counter(p.actor for p in self._base.positions) + Counter(q.speaker for q in self._base.quotes)
        return sorted(self._base.actors, key=lambda actor: (-own[actor.id], -actor.mentions))


NEAR = 0.35  # share of the message's words, by rarity, that an excerpt must meet to be shown
MOST = 3


def check_text(text: str, index: Index, weights: Weights, texts: Texts) -> Answer:
    """The excerpts of a briefing nearest to a message."""
    slots = read(text, index)
    loose = Question(text=slots.text, words=slots.words, terms=slots.terms, names=slots.names)
    near = [candidate for candidate in rank(loose, index, weights).candidates if candidate.coverage >= NEAR][:MOST]
    cited = tuple(filter(None, (cite_excerpt(candidate.sentence.fact, index.briefing) for candidate in near)))
    if not cited:
        return Answer(text, "declined", texts("browse.check_nothing"), (), (texts("decline.try_brief"),))
    lead = texts("browse.check")
    missing = [term.text for term in slots.terms if not any(term.met_by(candidate.sentence) for candidate in near)]
    numbers = [
        number for number in slots.numbers if not any(number in candidate.sentence.numbers for candidate in near)
    ]
    if missing or numbers:
        words = texts("decline.comma").join([*missing, *numbers])
        lead = f"{lead} {texts('browse.check_missing', words=words)}"
    return Answer(text, "answered", lead, (Section(None, cited),))


MOST_NAMED = 4


def refusal(question: Question, ranking: Ranking, decision: Decision, index: Index, texts: Texts) -> str:
    """The lead of a declined question."""
    if question.empty and not question.holder:
        speakers = _speakers(index).most_common(1)
        if not speakers:
            return texts("decline.empty")
        return texts("decline.empty_such_as", actor=_name(index, speakers[0][0]))
    if question.unknown:
        names = texts("decline.and").join(question.unknown[:3])
        return f"{texts('decline.unknown_name', names=names)} {_who_speaks(index, texts)}".strip()
    if question.holder:
        return _no_statement(question, index, texts)
    if question.medium:
        return f"{texts('decline.no_medium', medium=question.medium)} {_on_media(question, index, texts)}".strip()
    if question.holder_words:
        name = " ".join(word.text for word in question.holder_words)
        return f"{texts('decline.no_holder', name=name)} {_who_speaks(index, texts)}".strip()
    if question.numbers and "number" in ranking.vetoed:
        return texts("decline.no_number", number=texts("decline.and").join(question.numbers))
    if question.months and "date" in ranking.vetoed:
        return texts("decline.no_date")
    strange = [term.text for term in question.terms if not term.known and not term.light]
    if strange and decision.sureness > 0:
        listed = texts("decline.comma").join(strange[:3])
        return f"{texts('decline.nothing_on', words=listed)} {_topics(index, texts)}".strip()
    return f"{texts('decline.nothing')} {_topics(index, texts)}".strip()


def suggestions(question: Question, index: Index, texts: Texts) -> tuple[str, ...]:
    """Up to three things to ask instead, all of which the briefing can answer."""
    base = index.briefing.base
    found: list[str] = [texts("decline.try_brief")] if question.empty else []
    if question.holder:
        held = allowed_holders(question, index)
        if any(quote.speaker in held for quote in base.quotes):
            found.append(texts("decline.try_quotes", actor=_name(index, question.holder.actors[0])))
        if any(position.actor in held for position in base.positions):
            found.append(texts("decline.try_position", actor=_name(index, question.holder.actors[0])))
    for actor, _ in _speakers(index).most_common(3):
        found.append(texts("decline.try_position", actor=_name(index, actor)))
    found.append(texts("decline.try_brief"))
    return tuple(dict.fromkeys(found))[:3]


def _no_statement(question: Question, index: Index, texts: Texts) -> str:
    actor = _name(index, question.holder.actors[0])
    held = allowed_holders(question, index)
    word = "position" if question.act == "position" else "statement"
    topic = _topic(question)
    key = "medium" if question.medium else "topic" if topic and held & index.holders else "at_all"
    first = texts(f"decline.no_{word}.{key}", actor=actor, medium=question.medium or "", topic=topic)
    own = [record for record in _records(index) if _holder(record) in held]
    parts = []
    if question.medium:
        there = [sentence for sentence in index.sentences if sentence.is_from(question.medium)]
        speakers = Counter(
            holder for sentence in there for holder in sentence.holders - _media_themselves(question, index)
        )
        for speaker, number in speakers.most_common(MOST_NAMED):
            parts.append(texts("decline.on_medium", actor=_name(index, speaker), medium=question.medium, number=number))
    if own:
        media = Counter(getattr(record, "medium", None) for record in own if isinstance(record, Quote))
        for medium, number in media.most_common(MOST_NAMED):
            key = "on_medium" if medium else "quoted"
            parts.append(texts(f"decline.{key}", actor=actor, medium=medium or "", number=number))
        positions = sum(isinstance(record, Position) for record in own)
        if positions:
            parts.append(texts.count("decline.positions", positions, actor=actor))
    elif question.holder:
        mentions = sum(bool(sentence.actors & held) for sentence in index.sentences)
        if mentions:
            parts.append(texts.count("decline.mentions", mentions, actor=actor))
    rest = texts("decline.holds", list=texts("decline.comma").join(dict.fromkeys(parts))) if parts else ""
    return f"{first} {rest or _who_speaks(index, texts)}".strip()


def _media_themselves(question: Question, index: Index) -> frozenset[str]:
    """The actors that are the medium asked for: nobody speaks on himself."""
    key = tuple(fold(question.medium or "").split())
    return frozenset(index.names.ways.get(key, ()))


def _topic(question: Question) -> str:
    return " ".join(term.text for term in question.terms if not term.light)[:60]


def _who_speaks(index: Index, texts: Texts) -> str:
    speakers = _speakers(index).most_common(MOST_NAMED)
    if not speakers:
        return _topics(index, texts)
    listed = [texts("decline.counted", actor=_name(index, actor), number=number) for actor, number in speakers]
    return texts("decline.speakers", list=texts("decline.comma").join(listed))


def _on_media(question: Question, index: Index, texts: Texts) -> str:
    media = Counter((q.speaker, q.medium) for q in index.briefing.base.quotes if q.medium and q.speaker)
    parts = [
        texts("decline.on_medium", actor=_name(index, speaker), medium=medium, number=number)
        for (speaker, medium), number in media.most_common(MOST_NAMED)
    ]
    return texts("decline.holds", list=texts("decline.comma").join(parts)) if parts else ""


def _topics(index: Index, texts: Texts) -> str:
    names = [topic.name for topic in index.briefing.base.topics][: MOST_NAMED + 2]
    return texts("decline.topics", list=texts("decline.comma").join(names)) if names else ""


def _speakers(index: Index) -> Counter[str]:
    return Counter(holder for record in _records(index) if (holder := _holder(record)))


def _records(index: Index) -> Sequence[Quote | Position]:
    return [*index.briefing.base.quotes, *index.briefing.base.positions]


def _holder(record: Quote | Position) -> str | None:
    return record.speaker if isinstance(record, Quote) else record.actor


def _name(index: Index, actor_id: str) -> str:
    actor = index.briefing.base.actor(actor_id)
    return actor.name if actor else actor_id
