"""The cast of an article: who acts, speaks, is spoken to or is party to something in it, and which words mean them.

Where something merely happens is no actor: "in Washington" is a city, "Washington and Tehran prepare" are states.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from knowledge.build.coreference import People, resolve_organisations, resolve_persons
from knowledge.build.document import place_of, span_at
from knowledge.build.entities import Cluster, cluster_mentions
from knowledge.build.names import RUNNING, SUBJECTS, NameMention, find_mentions, office_before
from knowledge.build.quotations import Quotation
from knowledge.build.roles import (
    Context,
    Place,
    main_role,
    names_in,
    role_words,
    roles_of,
    speaks_for,
    states_of_ministers,
)
from knowledge.lexicon.function_words import function_words
from knowledge.lexicon.people import lexicon, plain
from knowledge.lexicon.speech import load_speech
from knowledge.model.article import Article, slug
from knowledge.model.factbase import Actor, ActorKind

Mention = tuple[int, int, str]  # [start, end) and the actor's id


@dataclass
class Cast:
    """The actors of an article. Build it with `find_actors`."""

    actors: list[Actor]
    mentions: list[Mention]
    _doc: Doc = field(repr=False)

    def __post_init__(self) -> None:
        self._by_id = {actor.id: actor for actor in self.actors}

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
        exact = [actor for low, high, actor in self.mentions if (low, high) == (start, end)]
        if exact:
            return exact[-1]
        span = span_at(self._doc, (start, end))
        while span is not None and len(span) > 1 and span[-1].is_punct:
            span = span[:-1]
        if span is None:
            return self._at(start, end)
        found = self._denoted(span.root, span)
        partners = [child for child in span.root.conjuncts if span.start <= child.i < span.end]
        together = {self._at(*place_of(child)) for child in partners} - {None, found}
        return None if found and together else found

    def _at(self, start: int, end: int) -> str | None:
        index = bisect.bisect_left(self.mentions, (start, -1, ""))
        for low, high, actor in self.mentions[max(0, index - 2) : index + 2]:
            if low < end and start < high:
                return actor
        return None

    def _denoted(self, head: Token, span: Span) -> str | None:
        if (found := self._at(*place_of(head))) is not None:
            return found
        for child in head.children:
            if child.dep_ == "appos" and span.start <= child.i < span.end and (found := self._at(*place_of(child))):
                return found if self._agrees(head, child, found) else None
        for comma in (token for token in span if token.text == "," and token.i + 1 < span.end):
            if office_before(span.doc, comma.i + 1) == head:
                found = self._at(*place_of(comma.nbor()))
                return found if found and self.kind(found) == "person" else None
        if head.tag_ in ("WP", "WDT") and head.head.dep_ == "relcl":
            return self._antecedent(head)
        if plain(head.lemma_) in lexicon().offices:
            owners = [child for child in head.children if child.dep_ == "poss" and child.i >= span.start]
            return self._at(*place_of(owners[0])) if owners else None
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
        named = [self._at(*place_of(child)) for child in noun.children if child.dep_ == "appos"]
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
        while (found := self._at(*place_of(noun))) is None and noun.dep_ == "appos":
            noun = noun.head
        return found


def find_actors(article: Article, doc: Doc, quotations: list[Quotation]) -> Cast:
    """The cast of an article, built over all of it before anything is resolved."""
    clusters = cluster_mentions(find_mentions(article, doc, quotations))
    people = [cluster for cluster in clusters if cluster.kind == "person"]
    places = {id(person): roles_of(person, doc) for person in people}
    resolved = resolve_persons(doc, _with_roles(people, places, article))
    resolved += resolve_organisations(doc, clusters)
    told = {id(cluster) for low, _, cluster in resolved if cluster.kind == "organisation" and _acting(low, doc)}
    kept = [cluster for cluster in clusters if id(cluster) in told or acts(cluster, doc)]
    ids = _ids(kept)
    mentions = [
        (m.start, m.end, ids[id(c)]) for c in kept for m in c.mentions if c.kind != "country" or denotes_state(m, doc)
    ]
    mentions += [(low, high, ids[id(person)]) for low, high, person in resolved if id(person) in ids]
    mentions += _elsewhere(doc, kept, ids, mentions)
    mentions = sorted(set(mentions))
    states = {cluster.country: ids[id(cluster)] for cluster in kept if cluster.country}
    context = Context(article.text, doc, mentions, states)
    actors = [_actor(cluster, ids[id(cluster)], places.get(id(cluster), []), context) for cluster in kept]
    return Cast(states_of_ministers(actors), mentions, doc)


def _acting(offset: int, doc: Doc) -> bool:
    """Whether a pronoun or noun at a place is the subject or object of a verb: "accused the federation"."""
    span = doc.char_span(offset, offset + 1, alignment_mode="expand")
    return span is not None and span.root.dep_ in ("nsubj", "nsubjpass", "dobj")


def _with_roles(people: list[Cluster], places: dict[int, list[Place]], article: Article) -> People:
    roles: dict[int, set[str]] = {}
    words: dict[int, set[str]] = {}
    for key, spans in places.items():
        texts = [article.text[low:high] for low, high in spans]
        roles[key] = set().union(*(role_words(text) for text in texts))
        words[key] = set(re.findall(r"[\w'-]+", plain(" ".join(texts))))
        countries = [lexicon().countries.find(text) for text in names_in(" ".join(texts))]
        for country in filter(None, countries):  # "the Burmese leader" is the leader of Burma
            words[key] |= {plain(word) for word, _ in lexicon().countries.words(country[0])}
    return People(people, roles, words)


def _ids(clusters: list[Cluster]) -> dict[int, str]:
    ids: dict[int, str] = {}
    for cluster in clusters:
        wanted = candidate = slug(cluster.name)
        number = 1
        while candidate in ids.values():
            number += 1
            candidate = f"{wanted}-{number}"
        ids[id(cluster)] = candidate
    return ids


def _elsewhere(doc: Doc, kept: list[Cluster], ids: dict[int, str], known: list[Mention]) -> list[Mention]:
    """Known names where the tagger sees none: in titles and headings any name, in running text people's surnames."""
    names: dict[str, str] = {}
    surnames: dict[str, str] = {}
    for cluster in kept:
        for mention in cluster.mentions:
            names.setdefault(mention.text, ids[id(cluster)])
        if cluster.kind == "person":
            surnames.setdefault(cluster.words[-1], ids[id(cluster)])
    taken = {place for low, high, _ in known for place in range(low, high)}
    found: list[Mention] = []
    for block in doc.spans["blocks"]:
        if block.label_ != "byline":
            found += _spotted(block, surnames if block.label_ in RUNNING else surnames | names, taken)
    return found


def _spotted(block: Span, names: dict[str, str], taken: set[int]) -> list[Mention]:
    found: list[Mention] = []
    letters = {name[0] for name in names}
    reached = 0
    for index in [index for index, token in enumerate(block) if token.text[0] in letters]:
        for length in (4, 3, 2, 1) if index >= reached else ():
            span = block[index : index + length]
            if len(span) == length and span.text in names and span.start_char not in taken:
                found.append((span.start_char, span.end_char, names[span.text]))
                reached = index + length
                break
    return found


def _actor(
    cluster: Cluster,
    own: str,
    roles: list[Place],
    context: Context,
) -> Actor:
    names = [mention.text for mention in cluster.mentions]
    if cluster.country:
        names += _known_names(cluster.country)
    aliases = [name for name in dict.fromkeys(names) if name != cluster.name]
    texts = [" ".join(context.text[low:high].split()) for low, high in roles]
    return Actor(
        id=own,
        name=cluster.name,
        kind=cluster.kind,
        aliases=aliases,
        role=main_role(texts),
        speaks_for=speaks_for(cluster, own, roles, context),
        mentions=sum(actor == own for _, _, actor in context.mentions),
    )


def _known_names(country: str) -> list[str]:
    """What readers call a country: its other names, its first demonym, its capital, unless they may mean another."""
    known = [(word, how) for word, how in lexicon().countries.words(country) if not lexicon().countries.ambiguous(word)]
    names = [word for word, how in known if how == "name" and word.isalpha()]
    return names + [word for how in ("demonym", "capital") for word in [w for w, h in known if h == how][:1]]


# --- who acts


def acts(cluster: Cluster, doc: Doc) -> bool:
    """Whether somebody named acts, speaks, is addressed or is party to something, in at least one place."""
    if cluster.kind == "person":
        return True
    if cluster.kind == "place":
        return False
    named = cluster.country is None or "name" in _ways(cluster)
    return any(
        _is_party(mention, cluster, doc)
        for mention in cluster.mentions
        if cluster.country is None or denotes_state(mention, doc, named)
    )


def denotes_state(mention: NameMention, doc: Doc, named: bool = True) -> bool:
    """Whether a country's name, demonym or capital stands for the state at this place.

    `named` says that the article has the country's own name: without it "Brussels" is no Belgium.
    """
    hit = lexicon().countries.find(mention.text)
    how = hit[1] if hit else "name"
    head = _head(mention, doc)
    if how == "demonym":
        return mention.plural and head.dep_ in ("nsubj", "nsubjpass", "pobj", "dobj")
    if how == "name":
        return True
    if lexicon().countries.ambiguous(mention.text) and not named:
        return how == "capital" and mention.text not in lexicon().other_seats and _among_capitals(mention, doc)
    words = function_words()
    places = words.locative | words.moving if how == "capital" else words.locative
    return head.dep_ != "pobj" or head.head.lower_ not in places


def _head(mention: NameMention, doc: Doc) -> Token:
    head = doc[mention.token : mention.stop].root
    while head.dep_ in ("conj", "appos") and head.head != head:
        head = head.head
    return head


def _among_capitals(mention: NameMention, doc: Doc) -> bool:
    """Whether a capital says something together with others or countries: "Washington and Lima urged restraint"."""
    head = _head(mention, doc)
    partners = [token for token in (head, *head.conjuncts) if token.text != mention.text]
    hits = [lexicon().countries.find(token.text) for token in partners]
    together = any(hit and hit[1] in ("name", "capital") for hit in hits)
    return together and head.dep_ in SUBJECTS and head.head.lemma_ in load_speech().verbs


def _ways(cluster: Cluster) -> set[str]:
    """How a country is named in the article: by name, demonym, capital, metonym."""
    hits = [lexicon().countries.find(mention.text) for mention in cluster.mentions]
    return {hit[1] for hit in hits if hit}


def _is_party(mention: NameMention, cluster: Cluster, doc: Doc) -> bool:
    head = _head(mention, doc)
    if head.dep_ in ("nsubj", "nsubjpass", "poss", "dobj", "dative", "agent"):
        return True
    if cluster.kind == "group":
        return False
    if head.dep_ == "pobj":
        words = function_words()
        passive = words.locative | words.affiliating | (words.moving if cluster.kind == "country" else frozenset())
        return head.head.lower_ not in passive
    return False
