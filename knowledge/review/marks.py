"""What is marked in the article: each record with its number, its speaker, its places and what it tells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal

from knowledge.build.attribution import Attribution
from knowledge.model.article import Article
from knowledge.model.factbase import Actor, Excerpt, FactBase, Position

Place = tuple[int, int]
Tells = list[tuple[str, str | None]]  # a label and what there is to tell, if anything
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
    """Every record as a mark, in the order of the article, the facts after the others."""
    topics = {topic.id: topic.name for topic in base.topics}

    def named(topic_ids: list[str]) -> str:
        return ", ".join(topics.get(one, one) for one in topic_ids)

    def mark(kind: Kind, record: Excerpt, actor: str | None, who: str, tells: Tells) -> Mark:
        places = ((record.start, record.end),)
        return _mark(kind, record.id, cast.style(actor), who, record.text, places, tells, article)

    found = [_withheld(number, one, article, cast) for number, one in enumerate(withheld, start=1)]
    for quote in base.quotes:
        tells = [("cue", quote.cue), ("medium", quote.medium), ("topics", named(quote.topics))]
        found.append(mark("quote", quote, quote.speaker, cast.name(quote.speaker, quote.source), tells))
    for position in base.positions:
        tells = [("stance", _stance(position)), ("cue", position.cue), ("topics", named(position.topics))]
        found.append(mark("position", position, position.actor, cast.name(position.actor, position.source), tells))
    found += [mark("unattributed", one, None, NOBODY, []) for one in base.unattributed]
    found.sort(key=lambda one: (one.start, -one.places[-1][1], KINDS.index(one.kind)))
    facts = [
        mark(
            "fact",
            fact,
            None,
            "fact",
            [
                ("actors", ", ".join(map(cast.name, fact.actors))),
                ("speakers", ", ".join(map(cast.name, fact.speakers))),
                ("when", "; ".join(fact.when)),
                ("where", "; ".join(fact.where)),
                ("amounts", "; ".join(fact.amounts)),
            ],
        )
        for fact in base.facts
    ]
    return [
        *(replace(one, number=str(number)) for number, one in enumerate(found, start=1)),
        *(replace(one, number=f"f{number}") for number, one in enumerate(facts, start=1)),
    ]


def _withheld(number: int, one: Attribution, article: Article, cast: Cast) -> Mark:
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
    return _mark("withheld", f"w-{number}", cast.style(one.actor), who, words(places), places, tells, article)


def _mark(
    kind: Kind,
    record_id: str,
    style: str,
    who: str,
    text: str,
    places: tuple[Place, ...],
    tells: Tells,
    article: Article,
) -> Mark:
    """A mark that has no number yet."""
    told = tuple((label, words) for label, words in tells if words)
    return Mark(record_id, kind, "", who, style, text, places, article.paragraph(places[0][0]), told)


def _stance(position: Position) -> str:
    marked = [position.stance, "negated" if position.negated else None, position.modality, position.tense]
    return ", ".join(word for word in [*marked, "passive" if position.passive else None] if word)
