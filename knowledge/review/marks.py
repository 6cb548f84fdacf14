"""What is marked in the article: each record with its number, its speaker, its places and what it tells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from knowledge.article import Article
from knowledge.attribution import Attribution
from knowledge.factbase import Actor, FactBase, Position

Place = tuple[int, int]
Kind = Literal["fact", "withheld", "unattributed", "quote", "position"]

KINDS: tuple[Kind, ...] = ("fact", "withheld", "unattributed", "quote", "position")  # outer before inner
HUES = 8  # colours of the style sheet; a ninth speaker shares the first one's and is told by name
NOBODY = "nobody"


@dataclass(frozen=True)
class Cast:
    """Who is who on the page: the actors by id, and the class of the style sheet for each, the busiest first."""

    actors: dict[str, Actor]
    styles: dict[str, str]

    @classmethod
    def of(cls, base: FactBase) -> Cast:
        """The cast of a fact base."""
        records = [quote.speaker for quote in base.quotes] + [position.actor for position in base.positions]
        busy = Counter(actor_id for actor_id in records if actor_id is not None)
        order = sorted((actor.id for actor in base.actors), key=lambda actor_id: -busy[actor_id])
        styles = {actor_id: f"s{number % HUES}" for number, actor_id in enumerate(order) if busy[actor_id]}
        return cls({actor.id: actor for actor in base.actors}, styles)

    def style(self, actor_id: str | None) -> str:
        """The class that colours an actor's excerpts."""
        return self.styles.get(actor_id or "", NOBODY)

    def name(self, actor_id: str | None, otherwise: str | None = None) -> str:
        """The name to show; `otherwise` where there is no actor."""
        actor = self.actors.get(actor_id or "")
        return actor.name if actor else otherwise or NOBODY


@dataclass(frozen=True)
class Mark:
    """A record as the page shows it. `number` counts from 1 in the order of the article, facts apart ("f3").

    `tells` are pairs of a label and a text; `places` are in the article, in order.
    """

    id: str
    kind: Kind
    number: str
    who: str
    actor: str | None
    style: str
    text: str
    places: tuple[Place, ...]
    paragraph: int
    tells: tuple[tuple[str, str], ...]

    @property
    def start(self) -> int:
        """Where its label stands."""
        return self.places[0][0]


def find_marks(base: FactBase, withheld: list[Attribution], article: Article, cast: Cast) -> list[Mark]:
    """Every record as a mark, in the order of the article."""
    topics = {topic.id: topic.name for topic in base.topics}

    def named(topic_ids: list[str]) -> str:
        return ", ".join(topics.get(one, one) for one in topic_ids)

    found: list[tuple[Kind, str, str | None, str, str, tuple[Place, ...], list[tuple[str, str | None]]]] = []
    for quote in base.quotes:
        tells = [("cue", quote.cue), ("medium", quote.medium), ("topics", named(quote.topics))]
        who = cast.name(quote.speaker, quote.source)
        found.append(("quote", quote.id, quote.speaker, who, quote.text, _place(quote), tells))
    for position in base.positions:
        tells = [("stance", _stance(position)), ("cue", position.cue), ("topics", named(position.topics))]
        who = cast.name(position.actor, position.source)
        found.append(("position", position.id, position.actor, who, position.text, _place(position), tells))
    for one in base.unattributed:
        found.append(("unattributed", one.id, None, NOBODY, one.text, _place(one), []))
    for number, attribution in enumerate(withheld):
        found.append(_withheld(number, attribution, article, cast))
    found.sort(key=lambda item: (item[5][0][0], -item[5][-1][1], KINDS.index(item[0])))
    marks = [_mark(str(number), item, article, cast) for number, item in enumerate(found, start=1)]
    for number, fact in enumerate(base.facts, start=1):
        people = ", ".join(cast.name(actor_id) for actor_id in fact.actors)
        tells = [("actors", people), ("when", "; ".join(fact.when)), ("where", "; ".join(fact.where))]
        tells.append(("amounts", "; ".join(fact.amounts)))
        marks.append(
            _mark(f"f{number}", ("fact", fact.id, None, "fact", fact.text, _place(fact), tells), article, cast)
        )
    return marks


def _withheld(number: int, one: Attribution, article: Article, cast: Cast) -> tuple:
    def words(places: tuple[Place, ...]) -> str:
        return " … ".join(article.text[low:high] for low, high in places)

    places = tuple(sorted(one.content or one.cue or one.source))
    tells = [
        ("confidence", f"{one.confidence:.2f}"),
        ("source", words(one.source)),
        ("cue", words(one.cue)),
        ("stance", one.stance + (", negated" if one.negated else "")),
        ("kind", one.kind),
        ("medium", one.medium),
    ]
    who = cast.name(one.actor, one.speaker or words(one.source))
    return ("withheld", f"w-{number + 1}", one.actor, who, words(places), places, tells)


def _mark(number: str, item: tuple, article: Article, cast: Cast) -> Mark:
    kind, record_id, actor, who, text, places, tells = item
    return Mark(
        id=record_id,
        kind=kind,
        number=number,
        who=who,
        actor=actor,
        style=cast.style(actor),
        text=text,
        places=places,
        paragraph=article.paragraph(places[0][0]),
        tells=tuple((label, told) for label, told in tells if told),
    )


def _place(record: object) -> tuple[Place, ...]:
    return ((record.start, record.end),)


def _stance(position: Position) -> str:
    marked = [position.stance, "negated" if position.negated else None, position.modality, position.tense]
    return ", ".join(word for word in [*marked, "passive" if position.passive else None] if word)
