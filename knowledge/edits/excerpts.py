"""Edits of quotes and positions: change, add, drop."""

from __future__ import annotations

from dataclasses import replace

from knowledge.build.topics import topic_matcher
from knowledge.edits.actors import with_unattributed
from knowledge.edits.finding import Misfit, find_actor, find_excerpt, find_place, find_topic, line_around, plain, short
from knowledge.edits.reading import Edit
from knowledge.model.factbase import FactBase, Position, Quote, excerpt_id

NOBODY = "nobody"  # `speaker: nobody` takes a wrong speaker away and names none


def change_quote(base: FactBase, edit: Edit, text: str) -> FactBase:
    """Speaker, cue, medium or topics of a quote; a speaker for one that had none."""
    quote = find_excerpt("quote", [*base.quotes, *base.unattributed], edit.about, _inside(edit), text)
    if isinstance(quote, Quote):
        if plain(str(edit.fields.get("speaker", ""))) == NOBODY:
            return with_unattributed(base, [quote], text)
        changed = _quote(base, quote, edit, text)
        return replace(base, quotes=[changed if one is quote else one for one in base.quotes])
    if "speaker" not in edit.fields or plain(str(edit.fields["speaker"])) == NOBODY:
        raise Misfit(f"{short(quote.text)}, which has no speaker", "its `speaker`")
    seen = {one.id for one in base.quotes}
    new_id = excerpt_id("q", quote.text, line_around(text, quote.start, quote.end), seen)
    topics = topic_matcher(base.topics)(quote.text)
    found = Quote(new_id, None, quote.text, quote.start, quote.end, topics=topics)
    return replace(
        base,
        quotes=_in_order([*base.quotes, _quote(base, found, edit, text)]),
        unattributed=[one for one in base.unattributed if one is not quote],
    )


def add_quote(base: FactBase, edit: Edit, text: str) -> FactBase:
    """A quote that the rules passed over; its words must stand in the article."""
    start, end = find_place(text, edit.about, _inside(edit))
    _not_there("quote", [*base.quotes, *base.unattributed], start, end)
    words = text[start:end]
    new_id = excerpt_id("q", words, line_around(text, start, end), {one.id for one in base.quotes})
    quote = Quote(new_id, None, words, start, end, topics=topic_matcher(base.topics)(words))
    return replace(base, quotes=_in_order([*base.quotes, _quote(base, quote, edit, text)]))


def drop_quote(base: FactBase, edit: Edit, text: str) -> FactBase:
    """A quote gone, attributed or not."""
    gone = find_excerpt("quote", [*base.quotes, *base.unattributed], edit.about, _inside(edit), text)
    return replace(
        base,
        quotes=[one for one in base.quotes if one is not gone],
        unattributed=[one for one in base.unattributed if one is not gone],
    )


def change_position(base: FactBase, edit: Edit, text: str) -> FactBase:
    """Actor, stance, cue, topics or negation of a position."""
    position = find_excerpt("position", _held_by(base, edit), edit.about, _inside(edit), text)
    changed = _position(base, position, edit, text)
    return replace(base, positions=[changed if one is position else one for one in base.positions])


def add_position(base: FactBase, edit: Edit, text: str) -> FactBase:
    """A position that the rules passed over; its words must stand in the article. Two may hold the same."""
    start, end = find_place(text, edit.about, _inside(edit))
    holder = find_actor(base, str(edit.fields["actor"]), "actor").id
    _not_there("position", [one for one in base.positions if one.actor == holder], start, end)
    low, high = _sentence(base, text, start, end)
    words = text[start:end]
    position = Position(
        id=excerpt_id("p", words, text[low:high], {one.id for one in base.positions}),
        actor=None,
        stance=str(edit.fields["stance"]),
        text=words,
        start=start,
        end=end,
        sentence=[low, high],
        topics=topic_matcher(base.topics)(words),
    )
    return replace(base, positions=_in_order([*base.positions, _position(base, position, edit, text)]))


def drop_position(base: FactBase, edit: Edit, text: str) -> FactBase:
    """A position gone."""
    gone = find_excerpt("position", _held_by(base, edit), edit.about, _inside(edit), text)
    return replace(base, positions=[one for one in base.positions if one is not gone])


def _held_by(base: FactBase, edit: Edit) -> list[Position]:
    """The positions that the edit may mean: those of the actor it names under `by`, else all."""
    if "by" not in edit.fields:
        return base.positions
    holder = find_actor(base, str(edit.fields["by"]), "by").id
    return [position for position in base.positions if position.actor == holder]


def _quote(base: FactBase, quote: Quote, edit: Edit, text: str) -> Quote:
    fields = edit.fields
    speaker, source = quote.speaker, quote.source
    if "speaker" in fields:
        speaker, source = find_actor(base, str(fields["speaker"]), "speaker").id, None
    return replace(
        quote,
        speaker=speaker,
        source=source,
        cue=_cue(edit, text, quote.cue),
        medium=fields.get("medium", quote.medium),
        topics=_topics(base, edit, quote.topics),
    )


def _position(base: FactBase, position: Position, edit: Edit, text: str) -> Position:
    fields = edit.fields
    actor, source = position.actor, position.source
    if "actor" in fields:
        actor, source = find_actor(base, str(fields["actor"]), "actor").id, None
    return replace(
        position,
        actor=actor,
        source=source,
        stance=str(fields.get("stance", position.stance)),
        cue=_cue(edit, text, position.cue),
        topics=_topics(base, edit, position.topics),
        negated=bool(fields.get("negated", position.negated)),
    )


def _cue(edit: Edit, text: str, before: str | None) -> str | None:
    cue = edit.fields.get("cue")
    if cue is None:
        return before
    if plain(str(cue)) not in plain(text):
        raise Misfit(f"the cue {cue!r}, which is not in the article", "words of the article", "cue")
    return str(cue)


def _topics(base: FactBase, edit: Edit, before: list[str]) -> list[str]:
    names = edit.fields.get("topics")
    return before if names is None else [find_topic(base, name, "topics").id for name in names]


def _sentence(base: FactBase, text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a place as the facts have it, else the paragraph."""
    for fact in base.facts:
        if fact.start <= start and end <= fact.end:
            return fact.start, fact.end
    line = line_around(text, start, end)
    low = text.rfind("\n", 0, start) + 1
    return low, low + len(line)


def _not_there(kind: str, records: list, start: int, end: int) -> None:
    for record in records:
        if (record.start, record.end) == (start, end):
            raise Misfit(f"a {kind} with {short(record.text)} already", f"`{kind}:` to correct it, or nothing")


def _inside(edit: Edit) -> str | None:
    return str(edit.fields["in"]) if "in" in edit.fields else None


def _in_order(records: list) -> list:
    return sorted(records, key=lambda record: (record.start, record.end))
