"""Which organisation "it" or "the department" means, where one alone can be meant."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from knowledge.actors.cluster import Cluster
from knowledge.actors.mentions import RUNNING, SUBJECTS
from knowledge.build.document import place_of, quoted_tokens
from knowledge.lexicon.people import Lexicon, plain
from knowledge.lexicon.speech import Speech

NEAR = 2  # sentences back to what "it said" means
FAR = 12  # sentences back to what "the department" means


def resolve_organisations(
    doc: Doc, clusters: list[Cluster], speech: Speech, lexicon: Lexicon
) -> list[tuple[int, int, Cluster]]:
    """(start, end, organisation) of "it" as a speaker, "its spokesman", "the department", "the group's head"."""
    bodies = [cluster for cluster in clusters if cluster.kind in ("organisation", "country")]
    named = {m.stop - 1: (cluster, m.role in SUBJECTS) for cluster in bodies for m in cluster.mentions}
    quoted = quoted_tokens(doc)
    seen: list[tuple[Cluster, int, bool]] = []
    found: list[tuple[int, int, Cluster]] = []
    number = 0
    for block in doc.spans["blocks"]:
        if block.label_ not in RUNNING:
            continue
        for sentence in block.sents:
            for token in sentence:
                if token.i in quoted:
                    continue
                cluster, subject = named.get(token.i, (None, token.dep_ in SUBJECTS))
                if cluster is None:
                    cluster = _meant(token, number, seen, speech, lexicon)
                    if cluster is not None:
                        found.append((*place_of(token), cluster))
                if cluster is not None:
                    seen.append((cluster, number, subject))
            number += 1
    return found


def _meant(
    token: Token, number: int, seen: list[tuple[Cluster, int, bool]], speech: Speech, lexicon: Lexicon
) -> Cluster | None:
    if token.lower_ == "it" and token.dep_ in SUBJECTS and token.head.lemma_ in speech.verbs - {"read"}:
        near = [one for one, at, subject in seen if subject and number - at <= NEAR and one.kind == "organisation"]
        return near[-1] if len({id(cluster) for cluster in near}) == 1 else None
    if token.lower_ == "its" and token.dep_ == "poss" and plain(token.head.lemma_) in lexicon.persons:
        near = [cluster for cluster, at, subject in seen if subject and number - at <= 1]
        return near[-1] if len({id(cluster) for cluster in near}) == 1 else None
    word = plain(token.text)
    definite = token.left_edge.lower_ == "the" and token.i - token.left_edge.i == 1
    if definite and word in lexicon.bodies and token.dep_ == "poss" and plain(token.head.lemma_) in lexicon.persons:
        near = [one for one, at, subject in seen if subject and number - at <= 1 and one.kind == "organisation"]
        if len({id(cluster) for cluster in near}) == 1:
            return near[-1]
    if word not in lexicon.organisations or token.pos_ not in ("NOUN", "PROPN") or not definite:
        return None
    named = [cluster for cluster, at, _ in seen if number - at <= FAR and _is_one(cluster, word)]
    return named[-1] if named else None


def _is_one(cluster: Cluster, word: str) -> bool:
    """Whether an organisation's name ends in the word: the State Department is a department."""
    return cluster.kind == "organisation" and len(cluster.words) > 1 and plain(cluster.words[-1]) == word
