"""Why a fact base holds what it holds: what decided on each record, on each actor, and on what was withheld.

Nothing of that is stored: the article is read again, and whom the ranker weighed for each mention is noted on the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import BadData
from knowledge.extraction.acting import BAR as ACTING
from knowledge.extraction.acting import acting, actor_features, holdings
from knowledge.extraction.attributions import Attribution
from knowledge.extraction.candidates import Candidates
from knowledge.extraction.compile import compile_article, edited
from knowledge.extraction.coreference import Margins, chooser
from knowledge.extraction.mentions import Mention, Referent, antecedent, head_of
from knowledge.extraction.positions import (
    BAR,
    SURE,
    holders,
    is_asserted,
    position_features,
    reason_against,
    told_by_another,
)
from knowledge.extraction.reading import Reading
from knowledge.extraction.statements import DEEP, WORDS
from knowledge.lexicon.weights import Features, Reasons
from knowledge.model.article import Article, read_article
from knowledge.model.factbase import Actor, Excerpt, Fact, FactBase, Position, Quote, Statement, excerpt_id
from knowledge.model.spans import overlap, shared
from knowledge.model.storage import BRIEFINGS, Briefing, stored_path

if TYPE_CHECKING:
    from spacy.language import Language

TOLD = 0.5  # the share of an attribution's words inside records at which the base tells it
NEAR = 0.15  # a share that is no farther from the bar that decided is unsure
NEW = "somebody new"
KIND = 0.5  # the share of a kind of name above which no other is likelier
WEIGHED, REASONS = 3, 5  # candidates and features that are told


@dataclass(frozen=True)
class Withheld:
    """An attribution that the base does not tell, and why. Its id stays while its words and their paragraph do."""

    id: str
    attribution: Attribution
    text: str
    reason: str


@dataclass(frozen=True)
class Tell:
    """One thing that decided: a label, the words, and where a share decided, that share and the bar it had to reach.
    `resolved` says that a description was taken to mean somebody known."""

    label: str
    words: str
    share: float | None = None
    bar: float = 0.0
    resolved: bool = False

    @property
    def unsure(self) -> bool:
        """Whether it nearly went the other way."""
        return self.share is not None and abs(self.share - self.bar) < NEAR


@dataclass(frozen=True)
class Weighed:
    """A decision of the ranker: the candidates' names, shares and features, and which is meant, -1 for nobody.
    `resolved` says that this is somebody known whom the description does not name itself."""

    mention: Mention
    names: list[str]
    shares: list[float]
    features: list[Features]
    chosen: int
    resolved: bool


def examine(path: Path, model: Language, with_edits: bool = True) -> Examined:
    """What the build makes of the article at `path`. Raises BadData as `compile_file` does."""
    article = read_article(path)
    made, reading = compile_article(article, model, stored_path(path, BRIEFINGS))
    return Examined(article, edited(made, path, article.text) if with_edits else made, made, reading)


def examine_compiled(briefing: Briefing, model: Language) -> Examined:
    """A fact base as it is, beside what the rules make of its article now."""
    made, reading = compile_article(briefing.article, model, briefing.base.article.path)
    return Examined(briefing.article, briefing.base, made, reading)


@dataclass(frozen=True)
class Examined:
    """An article, its fact base, what the rules alone made of it, and the reading on which that stands."""

    article: Article
    base: FactBase
    made: FactBase
    reading: Reading

    @cached_property
    def withheld(self) -> list[Withheld]:
        """The attributions that the base does not tell, in order."""
        told = {place for one in self.base.held() for place in range(one.start, one.end)}
        found, seen = [], set[str]()
        for one in self.reading.attributions:
            places = {place for span in (*one.cue, *one.content) for place in range(*span)}
            if one.content and len(places & told) < TOLD * len(places):
                block = self.article.blocks[self.article.paragraph(one.content[0][0]) - 1]
                text = self.article.verbatim(one.content)
                own_id = excerpt_id("w", text, self.article.slice(block), seen)
                found.append(Withheld(own_id, one, text, self._against(one)))
        return found

    def find(self, wanted: str) -> Actor | Excerpt | Withheld:
        """The actor, record or withheld attribution of an id. Raises BadData where there is none."""
        records = [*self.base.actors, *(one for _, one in self.base.excerpts()), *self.withheld]
        for record in records:
            if record.id == wanted:
                return record
        expected = f"the id of a record or an actor, such as {' or '.join(one.id for one in records[:2]) or 'q-1f3a9c'}"
        raise BadData.one(self.article.path, "", f"no record {wanted}", expected)

    def why(self, record: Actor | Excerpt | Withheld) -> list[Tell]:
        """What decided on a record, in the order of the decisions."""
        if isinstance(record, Actor):
            return [*self._edits(record), *self._of_actor(record.id)]
        if isinstance(record, Fact):
            here = [one for one in self.base.held() if overlap((one.start, one.end), (record.start, record.end))]
            return [Tell("speaker", f"{self.base.name(one.holder)} holds {one.id}") for one in here if one.holder]
        edits = [] if isinstance(record, Withheld) else self._edits(record)
        one = record.attribution if isinstance(record, Withheld) else self._shown_by(record)
        if one is None:
            return edits or [Tell("holder", "nothing beside the words says whose they are")]
        holder = None if isinstance(record, Withheld) else self._made(record).holder
        holder = holder if holder in self._acting else one.actor  # of several joined by "and" this one
        return [*edits, *self._of_attribution(one, holder), self._kept_as(record, one), *self._of_actor(holder)]

    # --- an attribution

    def _shown_by(self, record: Excerpt) -> Attribution | None:
        """The attribution that shows a record: of those that share words with it the one with its cue and holder."""
        record = self._made(record)
        span, cue = (record.start, record.end), getattr(record, "cue", None)

        def fit(one: Attribution) -> tuple[bool, bool, int, float]:
            places = sum(shared(span, place) for place in (*one.cue, *one.content))
            same = record.holder in holders(one, self.reading)
            return self.article.verbatim(one.cue) == (cue or ""), same, places, one.confidence

        found = [one for one in self.reading.attributions if any(overlap(span, place) for place in one.content)]
        return max(found, key=fit, default=None)

    def _of_attribution(self, one: Attribution, holder: str | None) -> Iterator[Tell]:
        """What is said how, and whom the words for the holder mean."""
        how = ["negated"] if one.negated else []
        how += [f"inside {one.level} others"] if one.level else []
        cue = f"“{self.article.verbatim(one.cue)}”" if one.cue else "none"
        words = ", ".join([cue, one.kind, one.stance, *how])
        yield Tell("cue", f"{words}: {one.confidence:.2f}, {BAR:.2f} is asked", one.confidence, BAR)
        head = head_of(self.reading.doc, one.source[0]) if one.source else None
        if head is None:
            yield Tell("named by", "no words here")
            return
        weighed = self._weighed.get(antecedent(head).i)
        words = f"“{self.article.verbatim(one.source)}”"
        if weighed is None:
            name = self.reading.cast.name(holder) if holder else one.speaker or "nobody known"
            yield Tell("named by", f"{words}: {name}")
            return
        yield Tell("named by", words, resolved=weighed.resolved)
        ranked = sorted(range(len(weighed.names)), key=lambda number: -weighed.shares[number])
        ranker = self.reading.weights.meant
        for number in ranked[:WEIGHED]:
            reasons = _told(ranker.reasons(weighed.mention.weights, weighed.features[number]))
            yield Tell("weighed", f"{weighed.names[number]} {weighed.shares[number]:.2f}: {reasons}")
        bar = Margins().described if weighed.mention.described else Margins().pronoun
        best, meant = weighed.shares[ranked[0]], weighed.names[weighed.chosen] if weighed.chosen >= 0 else "nobody"
        known = weighed.names[ranked[0]] != NEW
        asked = f": the best has {best:.2f}, {bar:.2f} is asked" if known else ""
        yield Tell("meant", f"{meant}{asked}", best if known else None, bar)

    def _kept_as(self, record: Excerpt | Withheld, one: Attribution) -> Tell:
        """Why it is a quote, a position, a statement or none of these."""
        match record:
            case Withheld():
                return Tell("withheld", record.reason)
            case Quote():
                return Tell("a quote", "its words stand between quotation marks")
            case Position() | Statement():
                return self._of_stance(one, record)
        return Tell("no quote", self._against(one))

    def _of_stance(self, one: Attribution, record: Position | Statement) -> Tell:
        label = "a position" if isinstance(record, Position) else "no position"
        found = holders(one, self.reading)
        if against := reason_against(one, self.reading):
            return Tell(label, against)
        if not found or all(told_by_another(actor, one, self.reading) for actor in found):
            return Tell(label, "only somebody else says so")
        model, features = self.reading.weights.position, position_features(one, found[0], self.reading)
        share = model.probability(features)
        return Tell(label, f"{share:.2f}, {SURE:.2f} is asked: {_told(model.reasons(features))}", share, SURE)

    def _against(self, one: Attribution) -> str:
        """Why an attribution is no record."""
        if one.confidence < BAR:
            return "not sure enough"
        if not holders(one, self.reading):
            return "who is meant cannot be told, or does not act" if one.source else "no holder is named"
        if not is_asserted(one, self.reading):
            return "asked, or so only on a condition"
        if one.level and one.kind == "indirect" and one.confidence < DEEP:
            return "inside another's words, and not sure enough"
        if len(self.article.verbatim(one.content).split()) < WORDS:
            return "says too little"
        return "told by other records, or no clause that can be read alone"

    @cached_property
    def _weighed(self) -> dict[int, Weighed]:
        """Every decision of the ranker, by the token of the mention's head."""
        found: dict[int, Weighed] = {}
        ranker = self.reading.weights.meant
        decide = chooser(ranker, Margins())

        def choose(mention: Mention, candidates: Candidates) -> int:
            chosen, features = decide(mention, candidates), candidates.features()
            names = [one.name if one is not None else NEW for one in candidates.all]
            shares = ranker.shares(mention.weights, features)
            one = candidates.all[chosen] if chosen >= 0 else None
            resolved = mention.described and one is not None and one not in mention.inside
            found[mention.token.i] = Weighed(mention, names, shares, features, chosen, resolved)
            return chosen

        self.reading.resolve(choose)
        return found

    # --- an actor

    def _of_actor(self, actor_id: str | None) -> Iterator[Tell]:
        """Why one is an actor, and of its kind."""
        if actor_id is None or actor_id not in self._acting:
            return
        (one, held), name = self._acting[actor_id], self.reading.cast.name(actor_id)
        share = self.reading.cast.acts[actor_id]
        reasons = _told(self.reading.weights.actor.reasons(actor_features(one, held)))
        anyway = "" if share >= ACTING else " (named with words of its own, or a person named in full)"
        yield Tell("an actor", f"{name}: {share:.2f}, {ACTING:.2f} is asked{anyway}: {reasons}", share, ACTING)
        kind = self.reading.cast.kind(actor_id)
        if one.entity is None:
            yield Tell("its kind", f"{kind}, by its noun")
        elif one.entity.country:
            yield Tell("its kind", f"{kind}, by the table of countries")
        else:
            sure = one.entity.sure
            yield Tell("its kind", f"{kind} {sure:.2f}: {_told(one.entity.reasons)}", sure, KIND)

    @cached_property
    def _acting(self) -> dict[str, tuple[Referent, list[Attribution]]]:
        """The referents of the actors by id, each with the attributions that are theirs."""
        reading = self.reading
        told = reading.told(reading.meant)
        held = dict(holdings(reading.meant, told))
        found = acting(reading.meant, told, reading.weights.actor)
        return {actor.id: (one, held[one]) for actor, one in zip(reading.cast.actors, found, strict=True)}

    # --- an editor

    def _made(self, record: Excerpt) -> Excerpt:
        """The record as the rules make it; one that they do not make itself."""
        return next((one for _, one in self.made.excerpts() if one.id == record.id), record)

    def _edits(self, record: Actor | Excerpt) -> list[Tell]:
        """How a record differs from what the rules make."""
        made = [*self.made.actors, *(one for _, one in self.made.excerpts())]
        same = next((one for one in made if one.id == record.id), None)
        if same is None:
            return [Tell("edited", "the rules do not make it")]
        pairs = [(each.name, getattr(same, each.name), getattr(record, each.name)) for each in fields(record)]
        return [Tell("edited", f"{name}: {before} → {after}") for name, before, after in pairs if before != after]


def _told(reasons: Reasons) -> str:
    """The features that said most, each with what it added."""
    return ", ".join(f"{name} {value:+.1f}" for name, value in reasons[:REASONS]) or "nothing"
