"""The lists of the review page as HTML: actors, positions by actor and topic, quotes, topics and the rest."""

from __future__ import annotations

from html import escape

from knowledge.model.article import Article
from knowledge.model.factbase import Actor, FactBase
from knowledge.review.marks import Cast, Mark

_NAVIGATION = {
    "actor": "actors",
    "position": "positions",
    "quote": "quotes",
    "unattributed": "unattributed",
    "withheld": "withheld",
    "topic": "topics",
    "fact": "facts",
}
_NONE = '<p class="none">None.</p>'
_NO_TOPIC = "no topic"


def meta(base: FactBase, article: Article) -> str:
    """Where the article is from: publisher, date, a link if it is one, the file and the paragraphs."""
    ref = base.article
    told = [escape(text) for text in (ref.publisher, ref.published) if text]
    if ref.url and ref.url.startswith(("https://", "http://")):
        told.append(f'<a href="{escape(ref.url)}" rel="noreferrer">source</a>')
    told += [
        f"<code>{escape(ref.path)}</code>",
        f"{len(article.blocks)} paragraphs",
        f"sha256 {escape(ref.sha256[:12])}…",
    ]
    return " · ".join(told)


def navigation(counts: dict[str, int]) -> str:
    """Links to the lists, each with how many records it has."""
    return "".join(
        f'<a href="#{anchor}">{anchor.capitalize()}&nbsp;({counts[kind]})</a>' for kind, anchor in _NAVIGATION.items()
    )


def legend(base: FactBase, cast: Cast) -> str:
    """A sample for each actor who has quotes or positions."""
    return "".join(
        f'<li><span class="tag {cast.style(actor_id)}">{escape(cast.name(actor_id))}</span></li>'
        for actor_id in cast.styles
    )


def actors(base: FactBase, cast: Cast) -> str:
    """Every actor with what is known of it."""
    if not base.actors:
        return _NONE
    return f'<ul class="actor-list">{"".join(_actor(actor, cast) for actor in base.actors)}</ul>'


def positions(base: FactBase, marks: list[Mark]) -> str:
    """The positions under their actor, and there under each of their topics."""
    there = {mark.id: mark for mark in marks}
    groups: dict[str, dict[str, list[Mark]]] = {}
    for position in base.positions:
        mark = there[position.id]
        names = [topic.name for topic in base.topics if topic.id in position.topics] or [_NO_TOPIC]
        for name in names:
            groups.setdefault(mark.who, {}).setdefault(name, []).append(mark)
    if not groups:
        return _NONE
    told: set[str] = set()
    parts = []
    for who, topics_of in groups.items():
        parts.append(f"<h3>{escape(who)}</h3>")
        for topic in sorted(topics_of, key=lambda name: (name == _NO_TOPIC, name)):
            parts.append(f"<h4>{escape(topic)}</h4>" + _records(topics_of[topic], told))
    return "".join(parts)


def records(marks: list[Mark], kind: str) -> str:
    """The records of one kind in the order of the article."""
    chosen = [mark for mark in marks if mark.kind == kind]
    return _records(chosen, set()) if chosen else _NONE


def topics(base: FactBase) -> str:
    """Every topic with its terms."""
    if not base.topics:
        return _NONE
    rows = "".join(
        f'<li><p class="who">{escape(topic.name)}</p>{_tells([("terms", ", ".join(topic.terms))])}</li>'
        for topic in base.topics
    )
    return f'<ul class="topic-list">{rows}</ul>'


def _records(marks: list[Mark], told: set[str]) -> str:
    """Records as a list; one that has been told already is only pointed to, since an id may stand once in a page."""
    rows = []
    for mark in marks:
        if mark.id in told:
            rows.append(f'<li class="record {mark.style}"><a href="#{escape(mark.id)}">{_headline(mark)}</a></li>')
        else:
            rows.append(_record(mark))
        told.add(mark.id)
    return f'<ul class="records">{"".join(rows)}</ul>'


def _record(mark: Mark) -> str:
    places = ", ".join(f"{low}–{high}" for low, high in mark.places)
    return (
        f'<li class="record {mark.style}" id="{escape(mark.id)}"><p class="who">{_headline(mark)}</p>'
        f"<blockquote>{escape(mark.text)}</blockquote>{_tells(mark.tells)}"
        f'<p class="where"><a href="#at-{escape(mark.id)}">paragraph {mark.paragraph}</a> · {places} ·'
        f" <code>{escape(mark.id)}</code></p></li>"
    )


def _headline(mark: Mark) -> str:
    who = f" {escape(mark.who)}" if mark.kind != "fact" else ""
    return f'<span class="number">{escape(mark.number)}</span>{who} <span class="kind">{mark.kind}</span>'


def _actor(actor: Actor, cast: Cast) -> str:
    tells = [
        ("aliases", ", ".join(actor.aliases)),
        ("role", actor.role),
        ("speaks for", cast.name(actor.speaks_for) if actor.speaks_for else None),
    ]
    times = "1 mention" if actor.mentions == 1 else f"{actor.mentions} mentions"
    return (
        f'<li class="{cast.style(actor.id)}"><p class="who">{escape(actor.name)}'
        f' <span class="kind">{escape(actor.kind)}, {times}</span></p>'
        f"{_tells([(label, told) for label, told in tells if told])}"
        f'<p class="where"><code>{escape(actor.id)}</code></p></li>'
    )


def _tells(tells: list[tuple[str, str]] | tuple[tuple[str, str], ...]) -> str:
    rows = "".join(f"<dt>{escape(label)}</dt><dd>{escape(told)}</dd>" for label, told in tells)
    return f"<dl>{rows}</dl>" if rows else ""
