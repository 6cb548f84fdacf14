"""The cast of an article: who acts, speaks, is spoken to or is party to something in it, and which words mean them.

Where something merely happens is no actor: "in Washington" is a city, "Washington and Tehran prepare" are states.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from knowledge.extraction.coreference import resolve
from knowledge.extraction.document import place_of, span_at
from knowledge.extraction.entities import Entity, find_entities
from knowledge.extraction.names import RUNNING, SUBJECTS, NameMention, find_mentions, office_before
from knowledge.extraction.quotations import Quotation
from knowledge.extraction.roles import find_roles, main_role, speaks_for, states_of_ministers
from knowledge.lexicon.function_words import function_words
from knowledge.lexicon.people import lexicon, plain
from knowledge.lexicon.verbs import verbs_playing
from knowledge.model.article import Article, slug
from knowledge.model.factbase import Actor, ActorKind

Mention = tuple[int, int, str]  # [start, end) and the actor's id
LONGEST_NAME = 4  # words of a known name that is looked for where the tagger sees none


@dataclass
class Cast:
    """The actors of an article, and (start, end, actor's id) of every name, pronoun and noun that means one of them.

    Build it with `find_actors`.
    """

    actors: list[Actor]
    mentions: list[Mention]
    _doc: Doc = field(repr=False)

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

    def who(self, start: int, end: int) -> str | None:
        """The id of the actor that the words [start, end) denote, or None where that cannot be told.

        Takes a name, a pronoun, a role noun or a whole noun phrase, whose head then counts. Of two joined by
        "and" neither is the one.
        """
        if (start, end) in self._by_place:
            return self._by_place[start, end]
        span = span_at(self._doc, (start, end))
        while span is not None and len(span) > 1 and span[-1].is_punct:
            span = span[:-1]
        if span is None:
            around = self._doc.char_span(start, end, alignment_mode="expand") or ()
            return next(filter(None, map(self._at, around)), None)
        found = self._denoted(span.root, span)
        partners = [child for child in span.root.conjuncts if span.start <= child.i < span.end]
        return None if found and {self._at(child) for child in partners} - {None, found} else found

    def actor_of(self, token: Token) -> str | None:
        """The id of the actor that one word denotes, as `who` tells it."""
        return self.who(*place_of(token))

    def _at(self, token: Token) -> str | None:
        return self._by_token.get(token.i)

    def _denoted(self, head: Token, span: Span) -> str | None:
        if (found := self._at(head)) is not None:
            return found
        for child in head.children:
            if child.dep_ == "appos" and span.start <= child.i < span.end and (found := self._at(child)):
                return found if self._agrees(head, child, found) else None
        for comma in (token for token in span if token.text == "," and token.i + 1 < span.end):
            if office_before(comma.nbor()) == head:
                found = self._at(comma.nbor())
                return found if found and self.kind(found) == "person" else None
        if head.tag_ in ("WP", "WDT") and head.head.dep_ == "relcl":
            return self._antecedent(head)
        if plain(head.lemma_) in lexicon().offices:
            owners = [child for child in head.children if child.dep_ == "poss" and child.i >= span.start]
            return self._at(owners[0]) if owners else None
        return None

    def _agrees(self, noun: Token, beside: Token, actor: str) -> bool:
        """Whether a noun can be the actor beside it: "an engineer at the owner, Pennine Water," is no company."""
        word = plain(noun.lemma_)
        if self.kind(actor) == "person" or word not in lexicon().persons:
            return True
        return word in lexicon().also_bodies and beside.left_edge.i - noun.i <= 2

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


def find_actors(article: Article, doc: Doc, quotations: list[Quotation]) -> Cast:
    """The cast of an article, built over all of it before anything is resolved."""
    entities = find_entities(find_mentions(article, doc, quotations))
    for entity in entities:
        if entity.kind == "person":
            find_roles(entity, article.text)
    meant = resolve(doc, entities)
    party = {one for token, one in meant if one.kind == "organisation" and token.dep_ in (*SUBJECTS, "dobj")}
    kept = [entity for entity in entities if entity in party or _acts(entity)]
    _give_ids(kept)
    mentions = [
        (*mention.place, entity.id)
        for entity in kept
        for mention in entity.mentions
        if entity.kind != "country" or _denotes_state(mention)
    ]
    mentions += [(*place_of(token), entity.id) for token, entity in meant if entity.id]
    mentions = sorted({*mentions, *_elsewhere(doc, kept, mentions)})
    states = {entity.country: entity.id for entity in kept if entity.country}
    actors = [
        Actor(
            id=entity.id,
            name=entity.name,
            kind=entity.kind,
            aliases=_aliases(entity),
            role=main_role(entity, article.text),
            speaks_for=speaks_for(entity, article.text, mentions, states),
            mentions=sum(actor == entity.id for _, _, actor in mentions),
        )
        for entity in kept
    ]
    return Cast(states_of_ministers(actors), mentions, doc)


def _give_ids(entities: list[Entity]) -> None:
    taken: set[str] = set()
    for entity in entities:
        wanted = entity.id = slug(entity.name)
        number = 1
        while entity.id in taken:
            number += 1
            entity.id = f"{wanted}-{number}"
        taken.add(entity.id)


def _elsewhere(doc: Doc, kept: list[Entity], known: list[Mention]) -> list[Mention]:
    """Known names where the tagger sees none: in titles and headings any name, in running text people's surnames."""
    names: dict[str, str] = {}
    surnames: dict[str, str] = {}
    for entity in kept:
        for mention in entity.mentions:
            names.setdefault(mention.text, entity.id)
        if entity.kind == "person":
            surnames.setdefault(entity.words[-1], entity.id)
    taken = {place for low, high, _ in known for place in range(low, high)}
    found: list[Mention] = []
    for block in doc.spans["blocks"]:
        here = surnames if block.label_ in RUNNING else surnames | names
        letters = {name[0] for name in here}
        index = block.start if block.label_ != "byline" else block.end
        while index < block.end:
            free = doc[index].text[0] in letters and doc[index].idx not in taken
            stops = range(min(index + LONGEST_NAME, block.end), index, -1) if free else ()
            span = next((doc[index:stop] for stop in stops if doc[index:stop].text in here), None)
            if span is not None:
                found.append((span.start_char, span.end_char, here[span.text]))
            index = index + 1 if span is None else span.end
    return found


def _aliases(entity: Entity) -> list[str]:
    """The other names in the article; of a country also what readers call it: its other names, its first demonym, its
    capital, unless they may mean another."""
    names = [name for mention in entity.mentions for name in (mention.text, mention.nickname) if name]
    if entity.country:
        countries = lexicon().countries
        known = [(word, how) for word, how in countries.words(entity.country) if not countries.ambiguous(word)]
        names += [word for word, how in known if how == "name" and word.isalpha()]
        names += [word for how in ("demonym", "capital") for word in [w for w, h in known if h == how][:1]]
    return [name for name in dict.fromkeys(names) if name != entity.name]


# --- who acts


def _acts(entity: Entity) -> bool:
    """Whether somebody named acts, speaks, is addressed or is party to something, in at least one place."""
    if entity.kind in ("person", "place"):
        return entity.kind == "person"
    if entity.country is None:
        return any(_is_party(mention, entity.kind) for mention in entity.mentions)
    hits = [lexicon().countries.find(mention.text) for mention in entity.mentions]
    named = any(hit and hit[1] == "name" for hit in hits)
    return any(_denotes_state(mention, named) and _is_party(mention, entity.kind) for mention in entity.mentions)


def _is_party(mention: NameMention, kind: ActorKind) -> bool:
    head = _head(mention)
    if head.dep_ in (*SUBJECTS, "poss", "dobj", "dative", "agent"):
        return True
    if kind == "group" or head.dep_ != "pobj":
        return False
    words = function_words()
    return head.head.lower_ not in words.locative | words.affiliating | (words.moving if kind == "country" else set())


def _denotes_state(mention: NameMention, named: bool = True) -> bool:
    """Whether a country's name, demonym or capital stands for the state at this place.

    `named` says that the article has the country's own name: without it "Brussels" is no Belgium.
    """
    hit = lexicon().countries.find(mention.text)
    how = hit[1] if hit else "name"
    head = _head(mention)
    if how == "demonym":
        return mention.plural and head.dep_ in ("nsubj", "nsubjpass", "pobj", "dobj")
    if how == "name":
        return True
    if lexicon().countries.ambiguous(mention.text) and not named:
        return how == "capital" and mention.text not in lexicon().other_seats and _among_capitals(mention, head)
    places = function_words().locative | (function_words().moving if how == "capital" else set())
    return head.dep_ != "pobj" or head.head.lower_ not in places


def _head(mention: NameMention) -> Token:
    head = mention.span.root
    while head.dep_ in ("conj", "appos") and head.head != head:
        head = head.head
    return head


def _among_capitals(mention: NameMention, head: Token) -> bool:
    """Whether a capital says something together with others or countries: "Washington and Lima urged restraint"."""
    hits = [lexicon().countries.find(token.text) for token in (head, *head.conjuncts) if token.text != mention.text]
    together = any(hit and hit[1] in ("name", "capital") for hit in hits)
    return together and head.dep_ in SUBJECTS and head.head.lemma_ in verbs_playing("quotes")
