"""Edits of topics and synonyms: change, add, drop. Quotes and positions follow the terms."""

from __future__ import annotations

from dataclasses import replace

from knowledge.build.topics import topic_matcher
from knowledge.edits.finding import Misfit, find_topic, free_id, plain, short
from knowledge.edits.reading import Edit
from knowledge.model.factbase import FactBase, Topic


def change(base: FactBase, edit: Edit, text: str) -> FactBase:
    """A new name; terms added and dropped, the former name kept as a term."""
    topic = find_topic(base, edit.about)
    fields = edit.fields
    gone = {plain(term) for term in fields.get("drop_terms", [])}
    there = {plain(term) for term in topic.terms}
    for term in fields.get("drop_terms", []):
        if plain(term) not in there:
            raise Misfit(
                f"no term {term!r}", f"a term of {topic.name}: {', '.join(topic.terms) or 'none'}", "drop_terms"
            )
    name = str(fields.get("name", topic.name))
    terms = [term for term in topic.terms if plain(term) not in gone]
    terms += [term for term in fields.get("terms", []) if plain(term) not in map(plain, terms)]
    if name != topic.name:
        terms += [topic.name] if topic.name not in terms and plain(topic.name) not in gone else []
    changed = Topic(free_id(base, name, topic, "name"), name, terms)
    base = replace(base, topics=[changed if one is topic else one for one in base.topics])
    base = _renamed(base, topic.id, changed.id)
    if {"terms", "drop_terms"} & fields.keys():
        base = _matched(base, changed, gone=bool(gone))
    return base


def add(base: FactBase, edit: Edit, text: str) -> FactBase:
    """A new topic, put to the quotes and positions that have its name or one of its terms."""
    topic = Topic(free_id(base, edit.about, None), edit.about, list(edit.fields.get("terms", [])))
    return _matched(replace(base, topics=[*base.topics, topic]), topic, gone=False)


def drop(base: FactBase, edit: Edit, text: str) -> FactBase:
    """A topic gone, from the quotes and positions too."""
    topic = find_topic(base, edit.about)
    return _renamed(replace(base, topics=[one for one in base.topics if one is not topic]), topic.id, None)


def add_synonyms(base: FactBase, edit: Edit, text: str) -> FactBase:
    """Words that members may use for words of the article."""
    if plain(edit.about) not in plain(text):
        raise Misfit(f"{short(edit.about)}, which is not in the article", "words of the article, as it has them")
    before = base.synonyms.get(edit.about, [])
    words = list(dict.fromkeys([*before, *edit.fields["synonyms"]]))
    return replace(base, synonyms={**base.synonyms, edit.about: words})


def _renamed(base: FactBase, before: str, after: str | None) -> FactBase:
    def renamed(topics: list[str]) -> list[str]:
        return [one for one in (after if topic == before else topic for topic in topics) if one is not None]

    return replace(
        base,
        quotes=[replace(quote, topics=renamed(quote.topics)) for quote in base.quotes],
        positions=[replace(position, topics=renamed(position.topics)) for position in base.positions],
    )


def _matched(base: FactBase, topic: Topic, gone: bool) -> FactBase:
    """The base with the topic put to every quote and position that its terms match; with `gone` taken from others."""
    matches = topic_matcher([topic])
    order = {one.id: number for number, one in enumerate(base.topics)}

    def topics_of(topics: list[str], words: str) -> list[str]:
        meant = bool(matches(words)) or (topic.id in topics and not gone)
        rest = [one for one in topics if one != topic.id]
        return sorted([*rest, topic.id], key=order.__getitem__) if meant else rest

    return replace(
        base,
        quotes=[replace(quote, topics=topics_of(quote.topics, quote.text)) for quote in base.quotes],
        positions=[replace(one, topics=topics_of(one.topics, one.text)) for one in base.positions],
    )
