"""The cast of an article: its actors, and what every place in it denotes."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field

from spacy.tokens import Span, Token

from knowledge.actors.clusters import Cluster, cluster_mentions
from knowledge.actors.lexicon import Lexicon, load_lexicon, plain
from knowledge.actors.mentions import NameMention, find_mentions, quoted_places
from knowledge.actors.resolution import resolve_persons, titles_of
from knowledge.actors.roles import roles_of
from knowledge.article import Article, slug
from knowledge.factbase import Actor, ActorKind
from knowledge.parsing import ParsedBlock
from knowledge.quotations import Quotation
from knowledge.speech import load_speech

Place = tuple[int, int]

# A capital after these is a place where something happens, after others it is the government there.
LOCATIVE = frozenset(["in", "at", "near", "outside", "inside", "around", "across", "throughout", "over", "on", "off", "beside"])
AFFILIATING = frozenset(["of", "for", "at", "in", "on"])


@dataclass
class Cast:
    """The actors of an article. Build it with `find_actors`."""

    actors: list[Actor]
    mentions: list[tuple[int, int, str]]
    _parsed: list[ParsedBlock] = field(repr=False)
    _lexicon: Lexicon = field(repr=False)

    def __post_init__(self) -> None:
        self._by_id = {actor.id: actor for actor in self.actors}
        self._starts = [block.start for block in self._parsed]

    def name(self, actor_id: str) -> str:
        """The name to show for an actor's id. Raises KeyError for an id that is not in the cast."""
        return self._by_id[actor_id].name

    def kind(self, actor_id: str) -> ActorKind:
        """person, organisation, country or group. Raises KeyError for an id that is not in the cast."""
        return self._by_id[actor_id].kind

    def who(self, start: int, end: int) -> str | None:
        """The id of the actor that the words [start, end) denote, or None where that cannot be told.

        Takes a name, a pronoun, a role noun or a whole noun phrase, whose head then counts.
        """
        exact = [actor for low, high, actor in self.mentions if (low, high) == (start, end)]
        if exact:
            return exact[-1]
        span = self._span(start, end)
        return self._denoted(span.root, span) if span is not None else self._at(start, end)

    def _at(self, start: int, end: int) -> str | None:
        index = bisect.bisect_left(self.mentions, (start, -1, ""))
        for low, high, actor in self.mentions[max(0, index - 2) : index + 2]:
            if low < end and start < high:
                return actor
        return None

    def _span(self, start: int, end: int) -> Span | None:
        number = bisect.bisect_right(self._starts, start) - 1
        if number < 0:
            return None
        block = self._parsed[number]
        span = block.doc.char_span(start - block.start, end - block.start, alignment_mode="contract")
        while span is not None and len(span) > 1 and span[-1].is_punct:
            span = span[:-1]
        return span if span is not None and len(span) else None

    def _place(self, token: Token) -> Place:
        block = next(block for block in self._parsed if block.doc is token.doc)
        return block.place(token)

    def _denoted(self, head: Token, span: Span) -> str | None:
        if (found := self._at(*self._place(head))) is not None:
            return found
        for child in head.children:
            if child.dep_ == "appos" and span.start <= child.i < span.end and (found := self._at(*self._place(child))):
                return found
        if head.tag_ in ("WP", "WDT") and head.head.dep_ == "relcl":
            return self._at(*self._place(head.head.head))
        if plain(head.lemma_) in self._lexicon.offices:
            owners = [child for child in head.children if child.dep_ == "poss" and child.i >= span.start]
            return self._at(*self._place(owners[0])) if owners else None
        return None


def find_actors(article: Article, parsed: list[ParsedBlock], quotations: list[Quotation]) -> Cast:
    """The cast of an article, built over all of it before anything is resolved."""
    lexicon = load_lexicon()
    clusters = cluster_mentions(find_mentions(article, parsed, quotations, lexicon), lexicon)
    people = [cluster for cluster in clusters if cluster.kind == "person"]
    places = {id(person): roles_of(person, parsed, lexicon) for person in people}
    roles = {key: [article.text[low:high] for low, high in spans] for key, spans in places.items()}
    resolved = resolve_persons(
        parsed,
        people,
        quoted_places(quotations),
        {key: titles_of(texts, lexicon) for key, texts in roles.items()},
        {key: plain(" ".join(texts)) for key, texts in roles.items()},
        load_speech().verbs,
        lexicon,
    )
    kept = [cluster for cluster in clusters if _acts(cluster, parsed)]
    ids = _ids(kept)
    mentions = [(m.start, m.end, ids[id(c)]) for c in kept for m in c.mentions if c.kind != "country" or _denotes_state(m, parsed, lexicon)]
    mentions += [(low, high, ids[id(person)]) for low, high, person in resolved if id(person) in ids]
    mentions += _in_headings(article, parsed, kept, ids)
    mentions = sorted(set(mentions))
    actors = [_actor(cluster, ids, places.get(id(cluster), []), mentions, article, lexicon) for cluster in kept]
    return Cast(actors, mentions, parsed, lexicon)


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


def _head(mention: NameMention, parsed: list[ParsedBlock]) -> Token:
    head = parsed[mention.block].doc[mention.token : mention.stop].root
    while head.dep_ == "conj" and head.head != head:
        head = head.head
    return head


def _acts(cluster: Cluster, parsed: list[ParsedBlock]) -> bool:
    """Whether somebody named acts, speaks, is addressed or is party to something, in at least one place."""
    if cluster.kind == "person":
        return True
    if cluster.kind == "place":
        return False
    return any(_acting(mention, cluster, parsed) for mention in cluster.mentions)


def _acting(mention: NameMention, cluster: Cluster, parsed: list[ParsedBlock]) -> bool:
    head = _head(mention, parsed)
    if head.dep_ in ("nsubj", "nsubjpass", "poss", "dobj", "dative", "agent"):
        return True
    if cluster.kind == "group":
        return False
    if head.dep_ == "pobj":
        return head.head.lower_ not in (LOCATIVE if cluster.kind == "country" else LOCATIVE | AFFILIATING)
    return False


def _denotes_state(mention: NameMention, parsed: list[ParsedBlock], lexicon: Lexicon) -> bool:
    """Whether a country's name, demonym or capital stands for the state at this place."""
    hit = lexicon.countries.find(mention.text)
    how = hit[1] if hit else "name"
    head = _head(mention, parsed)
    if how == "demonym":
        return mention.plural and head.dep_ in ("nsubj", "nsubjpass", "pobj", "dobj")
    if how in ("capital", "metonym") and head.dep_ == "pobj":
        return head.head.lower_ not in LOCATIVE | {"to", "from", "toward", "towards", "into"} or (how == "metonym" and head.head.lower_ in ("to", "from"))
    return True


def _in_headings(article: Article, parsed: list[ParsedBlock], kept: list[Cluster], ids: dict[int, str]) -> list[tuple[int, int, str]]:
    """Known names in titles, headings and bylines."""
    known: dict[str, str] = {}
    for cluster in kept:
        for mention in cluster.mentions:
            known.setdefault(mention.text, ids[id(cluster)])
        if cluster.kind == "person":
            known.setdefault(cluster.words[-1], ids[id(cluster)])
    found = []
    for block in parsed:
        if block.block.kind not in ("title", "heading"):
            continue
        index = 0
        while index < len(block.doc):
            for length in (4, 3, 2, 1):
                span = block.doc[index : index + length]
                if len(span) == length and span.text in known:
                    found.append((*block.place(span), known[span.text]))
                    index += length - 1
                    break
            index += 1
    return found


def _actor(cluster: Cluster, ids: dict[int, str], roles: list[Place], mentions: list[tuple[int, int, str]], article: Article, lexicon: Lexicon) -> Actor:
    own = ids[id(cluster)]
    names = [mention.text for mention in cluster.mentions]
    if cluster.country:
        names += lexicon.countries.demonyms(cluster.country)
    aliases = [name for name in dict.fromkeys(names) if name != cluster.name]
    role = max(roles, key=lambda place: (place[1] - place[0], -place[0])) if roles else None
    return Actor(
        id=own,
        name=cluster.name,
        kind=cluster.kind,
        aliases=aliases,
        role=" ".join(article.text[role[0] : role[1]].split()) if role else None,
        speaks_for=_speaks_for(own, roles, mentions, article, lexicon),
        mentions=sum(actor == own for _, _, actor in mentions),
    )


def _speaks_for(own: str, roles: list[Place], mentions: list[tuple[int, int, str]], article: Article, lexicon: Lexicon) -> str | None:
    """The first actor named inside a role whose holder speaks for others."""
    for low, high in roles:
        words = set(plain(article.text[low:high]).replace("-", " ").split())
        if words & lexicon.speaking:
            inside = [actor for start, end, actor in mentions if low <= start and end <= high and actor != own]
            if inside:
                return inside[0]
    return None
