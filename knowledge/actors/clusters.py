"""Names that mean the same person, organisation or country, put together over the whole article."""

from __future__ import annotations

from collections import Counter

from knowledge.actors.cluster import Cluster
from knowledge.actors.mentions import NameMention
from knowledge.actors.people import cluster_people
from knowledge.lexicon.people import Lexicon, plain
from knowledge.model.factbase import ActorKind


def cluster_mentions(mentions: list[NameMention], lexicon: Lexicon) -> list[Cluster]:
    """Every cluster, in the order of first mention. Each mention is in at most one."""
    full = _full_names(mentions, lexicon)
    people = cluster_people(mentions, frozenset(full), lexicon)
    taken = {id(mention) for person in people for mention in person.mentions}
    rest = [mention for mention in mentions if id(mention) not in taken]
    countries, rest = _countries(rest, lexicon)
    organisations = _organisations(rest, full, lexicon)
    found = [cluster for cluster in people + countries + organisations if cluster.mentions]
    for cluster in found:
        cluster.mentions.sort(key=lambda mention: mention.start)
    return sorted(found, key=lambda cluster: cluster.mentions[0].start)


# --- countries


def _countries(mentions: list[NameMention], lexicon: Lexicon) -> tuple[list[Cluster], list[NameMention]]:
    found: dict[str, Cluster] = {}
    rest = []
    for mention in mentions:
        hit = lexicon.countries.find(mention.text)
        if hit is None or (lexicon.countries.ambiguous(mention.text) and mention.label not in ("GPE", "LOC", "NORP")):
            rest.append(mention)
            continue
        name = hit[0]
        found.setdefault(name, Cluster("country", (name,), country=name)).mentions.append(mention)
    return list(found.values()), rest


# --- organisations, places, groups


def _organisations(mentions: list[NameMention], full: dict[str, str], lexicon: Lexicon) -> list[Cluster]:
    by_name: dict[str, list[NameMention]] = {}
    bare = _bare(mentions, lexicon)
    for mention in mentions:
        if id(mention) in bare:
            continue
        key = plain(mention.text)
        company = mention.label not in ("GPE", "LOC", "NORP")
        by_name.setdefault(full.get(key, key) if company else key, []).append(mention)
    clusters: dict[str, Cluster] = {}
    for key, named in by_name.items():
        group = sorted(named, key=lambda mention: -len(mention.words))
        kind = _kind(group, lexicon)
        if kind:
            clusters[key] = Cluster(kind, group[0].words, list(group))
    return _acronyms(list(clusters.values()))


def _kind(group: list[NameMention], lexicon: Lexicon) -> ActorKind | None:
    text, words = group[0].text, group[0].words
    if text in lexicon.places or plain(words[-1]) in lexicon.instruments:
        return None
    labels = Counter(mention.label for mention in group)
    if text in lexicon.platforms:
        return None
    if text in lexicon.parties:
        return "group" if any(mention.plural for mention in group) else None
    if any(mention.thing for mention in group) and labels["GPE"] * 2 <= len(group):
        return "organisation"
    ends_as_one = plain(words[-1]) in lexicon.organisations | lexicon.company_endings | lexicon.legal_forms
    acronym = 2 <= len(text.replace(".", "")) <= 6 and text.replace(".", "").isupper()
    if len(words) == 1 and not acronym and not labels["ORG"]:
        return "place" if labels["GPE"] + labels["LOC"] > len(group) / 2 else None
    if all(mention.quoted for mention in group) and not (ends_as_one or acronym or (len(words) > 1 and labels["ORG"])):
        return None
    if len(words) == 1 and words[0].isupper() and not acronym:
        return None
    if (ends_as_one and len(words) > 1) or labels["ORG"] * 2 >= len(group) or (acronym and labels["ORG"]):
        return "organisation"
    if labels["GPE"] + labels["LOC"] > len(group) / 2:
        return "place"
    return None


def _full_names(mentions: list[NameMention], lexicon: Lexicon) -> dict[str, str]:
    """The full name of each company by what it is called for short: "Lumio" for "Lumio Inc." or "Lumio Games".

    Without a legal form, no word that means something else is a short name.
    """
    found: dict[str, set[str]] = {}
    for words in {mention.words for mention in mentions if len(mention.words) > 1}:
        last, short = plain(words[-1]), plain(" ".join(words[:-1]))
        known = lexicon.countries.find(words[0]) or words[0] in lexicon.parties or lexicon.is_given_name(words[0])
        if last in lexicon.legal_forms or (last in lexicon.company_endings and not known):
            found.setdefault(short, set()).add(plain(" ".join(words)))
    return {short: next(iter(full)) for short, full in found.items() if len(full) == 1}


def _bare(mentions: list[NameMention], lexicon: Lexicon) -> set[int]:
    """The mentions such as "the Council", which mean an organisation named in full before."""
    return {
        id(mention)
        for mention in mentions
        if len(mention.words) == 1 and mention.article and plain(mention.text) in lexicon.organisations
        if any(
            len(one.words) > 1 and one.start < mention.start and plain(one.words[-1]) == plain(mention.text)
            for one in mentions
        )
    }


def _acronyms(clusters: list[Cluster]) -> list[Cluster]:
    """Put "DNC" with "Democratic National Committee"."""
    merged: list[Cluster] = []
    for cluster in sorted(clusters, key=lambda c: -len(c.words)):
        short = "".join(cluster.words).replace(".", "")
        home = None
        if len(cluster.words) == 1 and short.isupper():
            home = next((other for other in merged if len(other.words) > 1 and _initials(other.words) == short), None)
        if home:
            home.mentions += cluster.mentions
        else:
            merged.append(cluster)
    return merged


def _initials(words: tuple[str, ...]) -> str:
    return "".join(word[0] for word in words if word[0].isupper())
