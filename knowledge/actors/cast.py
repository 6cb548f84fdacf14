"""The cast of an article: its actors, and what every place in it denotes."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from knowledge.actors.acting import acts, denotes_state
from knowledge.actors.cluster import Cluster
from knowledge.actors.clusters import cluster_mentions
from knowledge.actors.mentions import RUNNING, find_mentions, office_before
from knowledge.actors.organisations import resolve_organisations
from knowledge.actors.resolution import People, resolve_persons
from knowledge.actors.roles import main_role, role_words, roles_of
from knowledge.actors.speaking import Context, names_in, speaks_for, states_of_ministers
from knowledge.build.document import place_of, span_at
from knowledge.build.quotations import Quotation
from knowledge.lexicon.people import Lexicon, plain
from knowledge.lexicon.speech import load_speech
from knowledge.lexicon.tables import table
from knowledge.model.article import Article, slug
from knowledge.model.factbase import Actor, ActorKind

Place = tuple[int, int]
Mention = tuple[int, int, str]  # [start, end) and the actor's id


@dataclass
class Cast:
    """The actors of an article. Build it with `find_actors`."""

    actors: list[Actor]
    mentions: list[Mention]
    _doc: Doc = field(repr=False)
    _lexicon: Lexicon = field(repr=False)

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
            if office_before(span.doc, comma.i + 1, self._lexicon) == head:
                found = self._at(*place_of(comma.nbor()))
                return found if found and self.kind(found) == "person" else None
        if head.tag_ in ("WP", "WDT") and head.head.dep_ == "relcl":
            return self._antecedent(head)
        if plain(head.lemma_) in self._lexicon.offices:
            owners = [child for child in head.children if child.dep_ == "poss" and child.i >= span.start]
            return self._at(*place_of(owners[0])) if owners else None
        return None

    def _agrees(self, noun: Token, beside: Token, actor: str) -> bool:
        """Whether a noun can be the actor beside it: "an engineer at the owner, Pennine Water," is no company."""
        word = plain(noun.lemma_)
        if self.kind(actor) == "person" or word not in self._lexicon.persons:
            return True
        return word in self._lexicon.also_bodies and beside.left_edge.i - noun.i <= 2

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
            if plain(noun.lemma_) in self._lexicon.persons or (person and self.kind(person) == "person"):
                return person
        return found

    def _beside(self, noun: Token) -> str | None:
        """Who is named by a noun or by what it stands beside in commas: "McConnell, now the leader, who ..." """
        while (found := self._at(*place_of(noun))) is None and noun.dep_ == "appos":
            noun = noun.head
        return found


def find_actors(article: Article, doc: Doc, quotations: list[Quotation]) -> Cast:
    """The cast of an article, built over all of it before anything is resolved."""
    lexicon = table(Lexicon, "titles")
    clusters = cluster_mentions(find_mentions(article, doc, quotations, lexicon), lexicon)
    people = [cluster for cluster in clusters if cluster.kind == "person"]
    places = {id(person): roles_of(person, doc, lexicon) for person in people}
    resolved = resolve_persons(doc, _with_roles(people, places, article, lexicon), load_speech(), lexicon)
    resolved += resolve_organisations(doc, clusters, load_speech(), lexicon)
    told = {id(cluster) for low, _, cluster in resolved if cluster.kind == "organisation" and _acting(low, doc)}
    kept = [cluster for cluster in clusters if id(cluster) in told or acts(cluster, doc, lexicon)]
    ids = _ids(kept)
    mentions = [
        (m.start, m.end, ids[id(c)])
        for c in kept
        for m in c.mentions
        if c.kind != "country" or denotes_state(m, doc, lexicon)
    ]
    mentions += [(low, high, ids[id(person)]) for low, high, person in resolved if id(person) in ids]
    mentions += _elsewhere(doc, kept, ids, mentions)
    mentions = sorted(set(mentions))
    states = {cluster.country: ids[id(cluster)] for cluster in kept if cluster.country}
    context = Context(article.text, doc, mentions, states, lexicon)
    actors = [_actor(cluster, ids[id(cluster)], places.get(id(cluster), []), context) for cluster in kept]
    return Cast(states_of_ministers(actors, lexicon), mentions, doc, lexicon)


def _acting(offset: int, doc: Doc) -> bool:
    """Whether a pronoun or noun at a place is the subject or object of a verb: "accused the federation"."""
    span = doc.char_span(offset, offset + 1, alignment_mode="expand")
    return span is not None and span.root.dep_ in ("nsubj", "nsubjpass", "dobj")


def _with_roles(people: list[Cluster], places: dict[int, list[Place]], article: Article, lexicon: Lexicon) -> People:
    roles: dict[int, set[str]] = {}
    words: dict[int, set[str]] = {}
    for key, spans in places.items():
        texts = [article.text[low:high] for low, high in spans]
        roles[key] = set().union(*(role_words(text, lexicon) for text in texts))
        words[key] = set(re.findall(r"[\w'-]+", plain(" ".join(texts))))
        countries = [lexicon.countries.find(text) for text in names_in(" ".join(texts))]
        for country in filter(None, countries):  # "the Burmese leader" is the leader of Burma
            words[key] |= {plain(word) for word, _ in lexicon.countries.words(country[0])}
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
        names += _known_names(cluster.country, context.lexicon)
    aliases = [name for name in dict.fromkeys(names) if name != cluster.name]
    texts = [" ".join(context.text[low:high].split()) for low, high in roles]
    return Actor(
        id=own,
        name=cluster.name,
        kind=cluster.kind,
        aliases=aliases,
        role=main_role(texts, context.lexicon),
        speaks_for=speaks_for(cluster, own, roles, context),
        mentions=sum(actor == own for _, _, actor in context.mentions),
    )


def _known_names(country: str, lexicon: Lexicon) -> list[str]:
    """What readers call a country: its other names, its first demonym, its capital, unless they may mean another."""
    known = [(word, how) for word, how in lexicon.countries.words(country) if not lexicon.countries.ambiguous(word)]
    names = [word for word, how in known if how == "name" and word.isalpha()]
    return names + [word for how in ("demonym", "capital") for word in [w for w, h in known if h == how][:1]]
