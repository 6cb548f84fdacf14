"""Who of those named is an actor: one who acts, speaks, is spoken to or is party to something.

Where something merely happens is a place: "in Washington" is a city, "Washington and Tehran prepare" are states.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from knowledge.actors.cluster import Cluster
from knowledge.actors.mentions import SUBJECTS, NameMention
from knowledge.lexicon.people import Lexicon
from knowledge.lexicon.speech import load_speech

# A capital after these is a place where something happens, after others it is the government there.
LOCATIVE = frozenset(
    ["in", "at", "near", "outside", "inside", "around", "across", "throughout", "over", "on", "off", "beside"]
)
MOVING = frozenset(["to", "from", "toward", "towards", "into", "via"])
AFFILIATING = frozenset({"of", "at", "in"})


def _head(mention: NameMention, doc: Doc) -> Token:
    head = doc[mention.token : mention.stop].root
    while head.dep_ in ("conj", "appos") and head.head != head:
        head = head.head
    return head


def acts(cluster: Cluster, doc: Doc, lexicon: Lexicon) -> bool:
    """Whether somebody named acts, speaks, is addressed or is party to something, in at least one place."""
    if cluster.kind == "person":
        return True
    if cluster.kind == "place":
        return False
    named = cluster.country is None or "name" in _ways(cluster, lexicon)
    return any(
        _acting(mention, cluster, doc)
        for mention in cluster.mentions
        if cluster.country is None or denotes_state(mention, doc, lexicon, named)
    )


def _among_capitals(mention: NameMention, doc: Doc, lexicon: Lexicon) -> bool:
    """Whether a capital says something together with others or countries: "Washington and Lima urged restraint"."""
    head = _head(mention, doc)
    partners = [token for token in (head, *head.conjuncts) if token.text != mention.text]
    hits = [lexicon.countries.find(token.text) for token in partners]
    together = any(hit and hit[1] in ("name", "capital") for hit in hits)
    return together and head.dep_ in SUBJECTS and head.head.lemma_ in load_speech().verbs


def _ways(cluster: Cluster, lexicon: Lexicon) -> set[str]:
    """How a country is named in the article: by name, demonym, capital, metonym."""
    hits = [lexicon.countries.find(mention.text) for mention in cluster.mentions]
    return {hit[1] for hit in hits if hit}


def _acting(mention: NameMention, cluster: Cluster, doc: Doc) -> bool:
    head = _head(mention, doc)
    if head.dep_ in ("nsubj", "nsubjpass", "poss", "dobj", "dative", "agent"):
        return True
    if cluster.kind == "group":
        return False
    if head.dep_ == "pobj":
        passive = LOCATIVE | AFFILIATING | (MOVING if cluster.kind == "country" else frozenset())
        return head.head.lower_ not in passive
    return False


def denotes_state(mention: NameMention, doc: Doc, lexicon: Lexicon, named: bool = True) -> bool:
    """Whether a country's name, demonym or capital stands for the state at this place.

    `named` says that the article has the country's own name: without it "Brussels" is no Belgium.
    """
    hit = lexicon.countries.find(mention.text)
    how = hit[1] if hit else "name"
    head = _head(mention, doc)
    if how == "demonym":
        return mention.plural and head.dep_ in ("nsubj", "nsubjpass", "pobj", "dobj")
    if how == "name":
        return True
    if lexicon.countries.ambiguous(mention.text) and not named:
        return how == "capital" and mention.text not in lexicon.other_seats and _among_capitals(mention, doc, lexicon)
    return head.dep_ != "pobj" or head.head.lower_ not in (LOCATIVE | MOVING if how == "capital" else LOCATIVE)
