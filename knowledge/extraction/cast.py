"""The cast of an article: who acts, speaks, is spoken to or is party to something in it, and which words mean them.

Actors are those named, and those who are only described where they hold words: "a spokeswoman", "critics of the plan".
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import get_args

from spacy.tokens import Doc, Token

from knowledge.extraction.coreference import Meant
from knowledge.extraction.entities import Entity, standing_for
from knowledge.extraction.mentions import Referent
from knowledge.extraction.roles import main_role, speaks, speaks_for, state_of, states_of_ministers
from knowledge.lexicon.people import lexicon, plain
from knowledge.model.article import Article, slug
from knowledge.model.factbase import Actor, ActorKind
from knowledge.parsing.document import place_of, span_at

Mention = tuple[int, int, str]  # [start, end) and the actor's id


@dataclass
class Cast:
    """The actors of an article, and (start, end, actor's id) of every name, pronoun and noun that means one of them.

    `acts` are the shares with which they were taken for actors, by id.
    """

    actors: list[Actor]
    mentions: list[Mention]
    _doc: Doc = field(repr=False)
    acts: dict[str, float] = field(default_factory=dict)
    _described: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._by_id = {actor.id: actor for actor in self.actors}
        self._by_place = {(start, end): actor for start, end, actor in self.mentions}
        self._by_token: dict[int, str] = {}
        for start, end, actor in self.mentions:
            for token in self._doc.char_span(start, end, alignment_mode="expand") or ():
                self._by_token.setdefault(token.i, actor)

    def actor(self, actor_id: str) -> Actor:
        """The actor of an id. Raises KeyError for an id that is not in the cast."""
        return self._by_id[actor_id]

    def name(self, actor_id: str) -> str:
        """The name to show for an actor's id. Raises KeyError for an id that is not in the cast."""
        return self._by_id[actor_id].name

    def kind(self, actor_id: str) -> ActorKind:
        """person, organisation, country or group. Raises KeyError for an id that is not in the cast."""
        return self._by_id[actor_id].kind

    def is_described(self, actor_id: str) -> bool:
        """Whether an actor is nobody by name."""
        return actor_id in self._described

    def who(self, start: int, end: int) -> str | None:
        """The id of the actor that the words [start, end) denote, or None where that cannot be told.

        Takes a name, a pronoun, a noun or a whole noun phrase, whose head then counts. Of two joined by "and" neither
        is the one.
        """
        found = self.first(start, end)
        span = span_at(self._doc, (start, end)) if found is not None else None
        joined = [token for token in span.root.conjuncts if token in span] if span is not None else []
        return None if {self._at(token) for token in joined} - {None, found} else found

    def first(self, start: int, end: int) -> str | None:
        """The same, of several joined by "and" the first."""
        if (start, end) in self._by_place:
            return self._by_place[start, end]
        span = span_at(self._doc, (start, end))
        while span is not None and len(span) > 1 and span[-1].is_punct:
            span = span[:-1]
        if span is None:
            around = self._doc.char_span(start, end, alignment_mode="expand") or ()
            return next(filter(None, map(self._at, around)), None)
        head = span.root
        if (found := self._at(head)) is None and head.tag_ in ("WP", "WDT") and head.head.dep_ == "relcl":
            return self._antecedent(head)
        return found

    def actor_of(self, token: Token) -> str | None:
        """The id of the actor that one word denotes, as `who` tells it."""
        return self.who(*place_of(token))

    def _at(self, token: Token) -> str | None:
        return self._by_token.get(token.i)

    def _antecedent(self, relative: Token) -> str | None:
        """Whom "who" or "which" means. "Who" behind a place or a body is the person that its phrase belongs to."""
        noun = relative.head.head
        named = [self._at(child) for child in noun.children if child.dep_ == "appos"]
        found = self._beside(noun) or next(filter(None, named), None)  # "an analyst, Ann Lee, who"
        if relative.lower_ != "who" or (found and self.kind(found) == "person"):
            return found
        while noun.dep_ == "pobj" and noun.head.dep_ == "prep":
            noun = noun.head.head
            person = self._beside(noun)
            if plain(noun.lemma_) in lexicon().persons or (person and self.kind(person) == "person"):
                return person
        return found

    def _beside(self, noun: Token) -> str | None:
        """Who is named by a noun or by what it stands beside in commas: "McConnell, now the leader, who ..." """
        while (found := self._at(noun)) is None and noun.dep_ == "appos":
            noun = noun.head
        return found


def named_cast(doc: Doc, entities: list[Entity]) -> Cast:
    """Everybody named, before anything is resolved: ids are numbers."""
    actors = [Actor(str(number), entity.name, entity.kind) for number, entity in enumerate(entities)]
    mentions = [(*one.place, str(number)) for number, entity in enumerate(entities) for one in entity.mentions]
    return Cast(actors, sorted(mentions), doc)


def whole_cast(doc: Doc, meant: Meant) -> Cast:
    """Everybody named or described, whether an actor or not: ids are the numbers of the referents."""
    number = {one: str(index) for index, one in enumerate(meant.referents)}
    actors = [Actor(number[one], one.name, _kind(one)) for one in meant.referents]
    mentions = [
        (*mention.place, number[one])
        for one in meant.referents
        if one.entity is not None
        for mention in one.entity.mentions
    ]
    mentions += [(*place_of(one.mention.token), number[one.referent]) for one in meant.resolved.values()]
    mentions += [(*place, number[one]) for place, one in meant.elsewhere]
    described = frozenset(number[one] for one in meant.referents if one.entity is None)
    return Cast(actors, sorted(mentions), doc, _described=described)


def acting_cast(article: Article, doc: Doc, meant: Meant, acting: dict[Referent, float]) -> Cast:
    """The actors, given with their shares, and all that means them."""
    ids = _ids(list(acting))
    kept = {one.entity: actor for one, actor in ids.items() if one.entity is not None}
    mentions = [(*mention.place, actor) for entity, actor in kept.items() for mention in standing_for(entity)]
    mentions += [
        (*place_of(one.mention.token), ids[one.referent]) for one in meant.resolved.values() if one.referent in ids
    ]
    mentions += [(*place, ids[one]) for place, one in meant.elsewhere if one in ids]
    mentions = sorted(set(mentions))
    states = {entity.country: actor for entity, actor in kept.items() if entity.country}
    actors, text = [], article.text
    for one, actor in ids.items():
        counted = sum(other == actor for _, _, other in mentions)
        told = Actor(actor, one.name, _kind(one), _aliases(one), mentions=counted)
        if one.entity is not None and one.kind == "person":
            named = speaks_for(one.entity.speaking, actor, text, mentions, states)
            body = named[1] if named else state_of(one.entity, text, states)
            told = replace(told, role=main_role(one.entity, text), speaks_for=body)
        elif one.made is not None:
            named = speaks_for([one.made.place], actor, text, mentions, states)
            description = one.made.without(named[0]) if named else ""
            if named and speaks(description):
                told = replace(told, speaks_for=named[1], description=description)
        actors.append(told)
    shares = {ids[one]: share for one, share in acting.items()}
    described = frozenset(actor for one, actor in ids.items() if one.entity is None)
    return Cast(states_of_ministers(actors), mentions, doc, shares, described)


def _kind(one: Referent) -> ActorKind:
    """The kind of an actor: who is only described and neither a person nor a body is one of many."""
    if one.kind in get_args(ActorKind):
        return one.kind  # type: ignore[return-value]  # just looked up
    return "group"


def _ids(acting: list[Referent]) -> dict[Referent, str]:
    taken: set[str] = set()
    found = {}
    for one in acting:
        wanted = name = slug(one.name)
        number = 1
        while name in taken:
            number += 1
            name = f"{wanted}-{number}"
        taken.add(name)
        found[one] = name
    return found


def _aliases(one: Referent) -> list[str]:
    """The other names or descriptions in the article; of a country also what readers call it: its other names, its
    first demonym, its capital, unless they may mean another."""
    if one.entity is None:
        return one.texts[1:]
    names = [name for mention in one.entity.mentions for name in (mention.text, mention.nickname) if name]
    if one.entity.country:
        countries = lexicon().countries
        known = [(word, how) for word, how in countries.words(one.entity.country) if not countries.ambiguous(word)]
        names += [word for word, how in known if how == "name" and word.isalpha()]
        names += [word for how in ("demonym", "capital") for word in [w for w, h in known if h == how][:1]]
    return [name for name in dict.fromkeys(names) if name != one.name]
