"""What a refusal says: what was looked for, and what the briefing does hold that comes nearest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.answering.decision import Decision
from bot.answering.index import Index
from bot.answering.question import Question
from bot.answering.ranking import Ranking
from bot.answering.vetoes import allowed_holders
from bot.texts import Texts
from knowledge.model.factbase import Position, Quote
from knowledge.words import fold

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
