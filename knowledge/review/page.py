"""The page on which an editor checks what the build made of an article: one HTML file that needs nothing else.

Elements of HTML nest, excerpts need not: they lie apart, inside one another or across. So each block of the article is
cut at every boundary of an excerpt, and every piece says which excerpts it belongs to; a label at an excerpt's first
piece leads to its record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import pairwise
from typing import Literal, get_args

from jinja2 import Environment, PackageLoader, StrictUndefined

from knowledge.model.article import Article, Block
from knowledge.model.factbase import Excerpt, FactBase, Position
from knowledge.model.spans import Span, inside, overlap
from knowledge.review.explanation import Examined, Tell, Withheld

Kind = Literal["fact", "withheld", "unattributed", "statement", "quote", "position"]  # outer before inner
Tells = Iterable[tuple[str, str | None]]  # a label and what there is to tell, if anything
Whys = Mapping[str, Sequence[Tell]]  # what decided on records and actors, by id

KINDS: tuple[Kind, ...] = get_args(Kind)
HUES = 8  # colours of the style sheet; a ninth speaker shares the first one's and is told by name
NOBODY = "nobody"


def page_of(found: Examined) -> str:
    """The page on an article and its base, with what decided on every record."""
    records = [*found.base.actors, *(one for _, one in found.base.excerpts()), *found.withheld]
    return review_page(found.article, found.base, found.withheld, {one.id: found.why(one) for one in records})


def review_page(article: Article, base: FactBase, withheld: list[Withheld], whys: Whys) -> str:
    """The page as HTML: the article with every excerpt marked in its place, and the lists of all records.

    `withheld` are the attributions that the base does not tell.
    """
    environment = Environment(
        loader=PackageLoader("knowledge.review", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    styles = _styles(base)
    marks = _marks(base, withheld, article, styles, whys)
    return environment.get_template("page.html.j2").render(
        base=base,
        article=article,
        styles=styles,
        blocks=[(block.kind, list(_pieces(article, block, marks))) for block in article.blocks],
        marks={kind: [mark for mark in marks if mark.kind == kind] for kind in KINDS},
        positions=_by_holder(base, marks),
        actors=[(actor, _filters(whys.get(actor.id, ())), whys.get(actor.id, ())) for actor in base.actors],
        style=(files(__package__) / "page.css").read_text(encoding="utf-8"),
        script=(files(__package__) / "page.js").read_text(encoding="utf-8"),
    )


@dataclass(frozen=True)
class Mark:
    """A record as the page shows it. `number` counts from 1 in the order of the article, facts apart ("f3").

    `tells` are pairs of a label and a text, `why` is what decided; `places` are in the article, in order. `filters` are
    the classes by which the page can show it alone.
    """

    id: str
    kind: Kind
    number: str
    who: str
    style: str
    text: str
    places: tuple[Span, ...]
    paragraph: int
    tells: tuple[tuple[str, str], ...]
    why: Sequence[Tell] = ()
    filters: str = ""

    @property
    def start(self) -> int:
        """Where its label stands."""
        return self.places[0][0]


@dataclass(frozen=True)
class Piece:
    """Words of the article between two boundaries: the excerpts whose label stands before them, and those around."""

    words: str
    labels: list[Mark]
    around: list[Mark]


def _styles(base: FactBase) -> dict[str, str]:
    """The class of the style sheet for each actor who holds something, the busiest first."""
    busy = Counter(one.holder for _, one in base.excerpts() if one.holder is not None)
    order = sorted((actor.id for actor in base.actors if busy[actor.id]), key=lambda actor_id: -busy[actor_id])
    return {actor_id: f"s{number % HUES}" for number, actor_id in enumerate(order)}


def _marks(
    base: FactBase, withheld: list[Withheld], article: Article, styles: dict[str, str], whys: Whys
) -> list[Mark]:
    """Every record as a mark, in the order of the article, the facts after the others."""
    topics = {topic.id: topic.name for topic in base.topics}

    def mark(kind: Kind, record: Excerpt, who: str, tells: Tells) -> Mark:
        span, style = (record.start, record.end), styles.get(record.holder or "", NOBODY)
        told, why = tuple((label, words) for label, words in tells if words), whys.get(record.id, ())
        filters = _filters(why, record.holder is None and kind != "fact")
        paragraph = article.paragraph(record.start)
        return Mark(record.id, kind, "", who, style, record.text, (span,), paragraph, told, why, filters)

    def held(record: Excerpt, source: str | None) -> str:
        return base.shown(record.holder) if record.holder else source or NOBODY

    def named(topic_ids: list[str]) -> str:
        return ", ".join(topics.get(one, one) for one in topic_ids)

    found = [_withheld(one, base, article, styles, whys.get(one.id, ())) for one in withheld]
    for quote in base.quotes:
        tells = [("cue", quote.cue), ("medium", quote.medium), ("topics", named(quote.topics))]
        found.append(mark("quote", quote, held(quote, quote.source), tells))
    for position in base.positions:
        tells = [("stance", _stance(position)), ("cue", position.cue), ("topics", named(position.topics))]
        found.append(mark("position", position, held(position, position.source), tells))
    for statement in base.statements:
        told_by = base.shown(statement.told_by) if statement.told_by else None
        tells = [("cue", statement.cue), ("told by", told_by), ("negated", "yes" if statement.negated else None)]
        tells.append(("topics", named(statement.topics)))
        found.append(mark("statement", statement, held(statement, statement.source), tells))
    found += [mark("unattributed", one, NOBODY, []) for one in base.unattributed]
    found.sort(key=lambda one: (one.start, -one.places[-1][1], KINDS.index(one.kind)))
    facts = []
    for fact in base.facts:
        tells = [
            (label, ", ".join(map(base.name, ids)))
            for label, ids in (("actors", fact.actors), ("speakers", fact.speakers))
        ]
        tells += [("when", "; ".join(fact.when)), ("where", "; ".join(fact.where))]
        facts.append(mark("fact", fact, "fact", [*tells, ("amounts", "; ".join(fact.amounts))]))
    return [
        *(replace(one, number=str(number)) for number, one in enumerate(found, start=1)),
        *(replace(one, number=f"f{number}") for number, one in enumerate(facts, start=1)),
    ]


def _withheld(held: Withheld, base: FactBase, article: Article, styles: dict[str, str], why: Sequence[Tell]) -> Mark:
    """The mark of an attribution that was kept back."""
    one, places = held.attribution, held.attribution.content
    tells = [
        ("withheld", held.reason),
        ("confidence", f"{one.confidence:.2f}"),
        ("source", article.verbatim(one.source)),
        ("cue", article.verbatim(one.cue)),
        ("stance", one.stance + (", negated" if one.negated else "")),
        ("kind", one.kind),
        ("medium", one.medium),
    ]
    told = tuple((label, words) for label, words in tells if words)
    who = base.shown(one.actor) if one.actor else one.speaker or article.verbatim(one.source) or NOBODY
    style, paragraph = styles.get(one.actor or "", NOBODY), article.paragraph(places[0][0])
    filters = _filters(why, one.actor is None)
    return Mark(held.id, "withheld", "", who, style, held.text, places, paragraph, told, why, filters)


def _filters(why: Sequence[Tell], nobody: bool = False) -> str:
    """The classes of a record by which the page can show it alone."""
    unsure, described = any(one.unsure for one in why), any(one.resolved for one in why)
    held = (("no-holder", nobody), ("unsure", unsure), ("described", described))
    return " ".join(name for name, holds in held if holds)


def _stance(position: Position) -> str:
    marked = [position.stance, "negated" if position.negated else None, position.modality, position.tense]
    return ", ".join(word for word in [*marked, "passive" if position.passive else None] if word)


def _pieces(article: Article, block: Block, marks: list[Mark]) -> Iterator[Piece]:
    """A block cut at every boundary of an excerpt."""
    around = (block.start, block.end)
    here = [mark for mark in marks if any(overlap(place, around) for place in mark.places)]
    here.sort(key=lambda mark: (KINDS.index(mark.kind), mark.start, -mark.places[-1][1]))
    edges = {edge for mark in here for place in mark.places for edge in place if block.start < edge < block.end}
    labelled = {mark.id for mark in here if mark.start < block.start}  # its label stands in an earlier block
    for span in pairwise(sorted({*around, *edges})):
        inner = [mark for mark in here if any(inside(span, place) for place in mark.places)]
        labels = [mark for mark in inner if mark.id not in labelled]
        labelled |= {mark.id for mark in labels}
        yield Piece(article.text[slice(*span)], labels, [mark for mark in inner if mark.kind != "fact"])


def _by_holder(base: FactBase, marks: list[Mark]) -> dict[str, list[tuple[str, list[tuple[Mark, bool]]]]]:
    """The positions by holder and topic, those without a topic last; each with whether it stands there first."""
    there = {mark.id: mark for mark in marks}
    groups: dict[str, dict[str, list[Mark]]] = {}
    for position in base.positions:
        mark = there[position.id]
        for name in [topic.name for topic in base.topics if topic.id in position.topics] or [""]:
            groups.setdefault(mark.who, {}).setdefault(name, []).append(mark)
    told: set[str] = set()
    listed: dict[str, list[tuple[str, list[tuple[Mark, bool]]]]] = {}
    for who, topics in groups.items():
        for topic in sorted(topics, key=lambda name: (not name, name)):
            listed.setdefault(who, []).append((topic, [(mark, mark.id not in told) for mark in topics[topic]]))
            told |= {mark.id for mark in topics[topic]}
    return listed
