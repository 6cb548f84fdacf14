"""Who is named: all names of one person, organisation or country put together over the whole article.

The tagger sees one sentence at a time and calls a bare surname an organisation; here every mention of "Trump" is
Donald Trump because the article names him in full once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge.build.kinds import is_person, is_person_alone, kind_of
from knowledge.build.names import SUBJECTS, NameMention
from knowledge.lexicon.function_words import function_words
from knowledge.lexicon.people import Gender, lexicon, plain
from knowledge.model.factbase import ActorKind


@dataclass(eq=False)
class Cluster:
    """One who is named: the kind, the fullest name, and every mention. `words` are the fullest name's."""

    kind: ActorKind
    words: tuple[str, ...]
    mentions: list[NameMention] = field(default_factory=list)
    gender: Gender | None = None
    country: str | None = None  # the name in the table of countries

    @property
    def name(self) -> str:
        """The name to show."""
        return self.country or " ".join(self.words)

    @property
    def surname(self) -> str:
        """The last word of the name, lower case."""
        return plain(self.words[-1])


def cluster_mentions(mentions: list[NameMention]) -> list[Cluster]:
    """Every cluster, in the order of first mention. Each mention is in at most one."""
    full = _full_names(mentions)
    people = cluster_people(mentions, frozenset(full))
    taken = {id(mention) for person in people for mention in person.mentions}
    rest = [mention for mention in mentions if id(mention) not in taken]
    countries, rest = _countries(rest)
    organisations = _organisations(rest, full)
    found = [cluster for cluster in people + countries + organisations if cluster.mentions]
    for cluster in found:
        cluster.mentions.sort(key=lambda mention: mention.start)
    return sorted(found, key=lambda cluster: cluster.mentions[0].start)


# --- people


def cluster_people(mentions: list[NameMention], companies: frozenset[str]) -> list[Cluster]:
    """Every person named, with all mentions by full name, surname or first name.

    `companies` are the short names of companies, lower case: alone they are nobody's.
    """
    full: dict[tuple[str, ...], list[NameMention]] = {}
    for mention in mentions:
        words = name_words(mention.words)
        if len(words) > 1:
            full.setdefault(words, []).append(mention)
    people: list[Cluster] = []
    for words, group in full.items():
        if not is_person(words, group):
            continue
        same = next((person for person in people if _same_person(person.words, words)), None)
        if same is None:
            people.append(Cluster("person", words, list(group)))
        else:
            same.mentions += group
            if _better_name(words, same.words):
                same.words = words
    _short_names(mentions, people, companies)
    for person in people:
        person.gender = _gender(person)
    return people


def name_words(words: Iterable[str]) -> tuple[str, ...]:
    """The words of a person's name without suffixes ("Jr.") and quotation marks around nicknames."""
    kept = [word for word in words if plain(word) not in lexicon().suffixes and word not in "-,"]
    return tuple(kept)


def _better_name(words: tuple[str, ...], than: tuple[str, ...]) -> bool:
    return len(words) > len(than) and len(words) <= 3


def _same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Same surname and first names that agree: equal, an initial, or a short form."""
    short, long_ = sorted((one, other), key=len)
    if len(short) > 1 and tuple(map(plain, long_[-len(short) :])) == tuple(map(plain, short)):
        return True  # "Suu Kyi" and "Aung San Suu Kyi"
    if plain(one[-1]) != plain(other[-1]):
        return False
    first, second = lexicon().formal_name(one[0]), lexicon().formal_name(other[0])
    if first == second or plain(one[0]) == plain(other[0]):
        return True
    return (len(plain(one[0])) == 1 and second.startswith(first)) or (
        len(plain(other[0])) == 1 and first.startswith(second)
    )


def _short_names(mentions: list[NameMention], people: list[Cluster], companies: frozenset[str]) -> None:
    """Give every bare name its person: by surname, else by first name, else a person of that name alone."""
    groups: dict[str, list[NameMention]] = {}
    for mention in mentions:
        if len(name_words(mention.words)) == 1 and not (mention.article and mention.plural):
            groups.setdefault(plain(mention.words[0]), []).append(mention)
    for key, group in groups.items():
        known = any(person.surname == key for person in people)
        for mention in group:
            if lexicon().countries.find(mention.text) and not mention.title and not known:
                continue
            person = _bearer(mention, key, people)
            if person is None and key not in companies and is_person_alone(key, group):
                person = Cluster("person", (mention.words[0],))
                people.append(person)
            if person is not None and mention.label != "NORP" and mention.text not in lexicon().parties:
                person.mentions.append(mention)


def _bearer(mention: NameMention, key: str, people: list[Cluster]) -> Cluster | None:
    """The person a bare name means: by surname, else by first name; of several the one that fits best."""
    bearers = [person for person in people if person.surname == key]
    if not bearers and not (mention.title and lexicon().is_given_name(key)):
        bearers = [person for person in people if len(person.words) > 1 and plain(person.words[0]) == key]
    return _one_of(mention, bearers) if len(bearers) > 1 else next(iter(bearers), None)


def _one_of(mention: NameMention, bearers: list[Cluster]) -> Cluster:
    """Of several people of one surname: by gender, by title, who was the subject just before, who is named most."""
    title = plain(mention.title or "")
    gender = lexicon().honorifics.get(title.split()[-1]) if title else None
    gender = gender or function_words().pronouns.get(mention.pronoun)
    if gender:
        bearers = [person for person in bearers if _gender(person) in (gender, None)] or bearers
    full = [(one, person) for person in bearers for one in person.mentions if len(one.words) > 1]
    before = [(one, person) for one, person in full if one.start < mention.start and not one.quoted]
    here = [(one, person) for one, person in before if one.block == mention.block and one.role in SUBJECTS]
    if here:
        return max(here, key=lambda pair: pair[0].start)[1]
    titled = {id(person): person for one, person in full if title and plain(one.title or "") == title}
    if len(titled) == 1:
        return next(iter(titled.values()))
    counts = Counter(id(person) for _, person in full)
    return max(bearers, key=lambda person: (counts[id(person)], -min(one.start for one in person.mentions)))


def _gender(person: Cluster) -> Gender | None:
    """From an honorific, else from a title such as "spokeswoman", else from the first name."""
    for mention in person.mentions:
        for word in reversed(plain(mention.title or "").split()):
            gender = lexicon().honorifics.get(word) or lexicon().persons.get(word)
            if gender:
                return gender
    return lexicon().gender_of_name(person.words[0]) if len(person.words) > 1 else None


# --- countries


def _countries(mentions: list[NameMention]) -> tuple[list[Cluster], list[NameMention]]:
    found: dict[str, Cluster] = {}
    rest = []
    for mention in mentions:
        hit = lexicon().countries.find(mention.text)
        if hit is None or (lexicon().countries.ambiguous(mention.text) and mention.label not in ("GPE", "LOC", "NORP")):
            rest.append(mention)
            continue
        name = hit[0]
        found.setdefault(name, Cluster("country", (name,), country=name)).mentions.append(mention)
    return list(found.values()), rest


# --- organisations, places, groups


def _organisations(mentions: list[NameMention], full: dict[str, str]) -> list[Cluster]:
    by_name: dict[str, list[NameMention]] = {}
    bare = _bare(mentions)
    for mention in mentions:
        if id(mention) in bare:
            continue
        key = plain(mention.text)
        company = mention.label not in ("GPE", "LOC", "NORP")
        by_name.setdefault(full.get(key, key) if company else key, []).append(mention)
    clusters: dict[str, Cluster] = {}
    for key, named in by_name.items():
        group = sorted(named, key=lambda mention: -len(mention.words))
        kind = kind_of(group)
        if kind:
            clusters[key] = Cluster(kind, group[0].words, list(group))
    return _acronyms(list(clusters.values()))


def _full_names(mentions: list[NameMention]) -> dict[str, str]:
    """The full name of each company by what it is called for short: "Lumio" for "Lumio Inc." or "Lumio Games".

    Without a legal form, no word that means something else is a short name.
    """
    found: dict[str, set[str]] = {}
    for words in {mention.words for mention in mentions if len(mention.words) > 1}:
        last, short = plain(words[-1]), plain(" ".join(words[:-1]))
        known = lexicon().countries.find(words[0]) or words[0] in lexicon().parties or lexicon().is_given_name(words[0])
        if last in lexicon().legal_forms or (last in lexicon().company_endings and not known):
            found.setdefault(short, set()).add(plain(" ".join(words)))
    return {short: next(iter(full)) for short, full in found.items() if len(full) == 1}


def _bare(mentions: list[NameMention]) -> set[int]:
    """The mentions such as "the Council", which mean an organisation named in full before."""
    return {
        id(mention)
        for mention in mentions
        if len(mention.words) == 1 and mention.article and plain(mention.text) in lexicon().organisations
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
