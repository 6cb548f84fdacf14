"""Who is named: all names of one person, organisation or country put together over the whole article.

The tagger sees one sentence at a time and calls a bare surname an organisation; here every mention of "Trump" is
Donald Trump because the article names him in full once.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from knowledge.extraction.kinds import is_person, is_person_alone, kind_of
from knowledge.extraction.names import SUBJECTS, NameMention, same_person, surname_key
from knowledge.lexicon.function_words import function_words
from knowledge.lexicon.people import Gender, lexicon, plain
from knowledge.model.factbase import ActorKind
from knowledge.model.spans import Span

PLACES = ("GPE", "LOC", "NORP")


@dataclass(eq=False)
class Entity:
    """One who is named: the kind, the words of the fullest name, and every mention.

    `country` is the name in the table of countries. Of a person, `roles` are the places of its roles in the article,
    `offices` the nouns in them that say what somebody is, `role_words` all their words. `id` is the actor's in the fact
    base, empty for one who does not act.
    """

    kind: ActorKind
    words: tuple[str, ...]
    mentions: list[NameMention] = field(default_factory=list)
    gender: Gender | None = None
    country: str | None = None
    roles: list[Span] = field(default_factory=list)
    offices: set[str] = field(default_factory=set)
    role_words: set[str] = field(default_factory=set)
    id: str = ""

    @property
    def name(self) -> str:
        """The name to show."""
        return self.country or " ".join(self.words)

    @property
    def surname(self) -> str:
        """The last word of the name, lower case."""
        return surname_key(self.words[-1])


def find_entities(mentions: list[NameMention]) -> list[Entity]:
    """Every entity, in the order of first mention. Each mention is in at most one."""
    companies = _full_names(mentions)
    people = _people(mentions, companies)
    taken = {mention for person in people for mention in person.mentions}
    countries = _countries([mention for mention in mentions if mention not in taken])
    taken |= {mention for country in countries for mention in country.mentions}
    organisations = _organisations([mention for mention in mentions if mention not in taken], companies)
    found = [entity for entity in people + countries + organisations if entity.mentions]
    for entity in found:
        entity.mentions.sort(key=lambda mention: mention.place)
    return sorted(found, key=lambda entity: entity.mentions[0].place[0])


# --- people


def _people(mentions: list[NameMention], companies: dict[str, str]) -> list[Entity]:
    """Every person named, with all mentions by full name, surname or first name.

    `companies` are full names by the short names of companies: alone these are nobody's.
    """
    full: dict[tuple[str, ...], list[NameMention]] = {}
    short: dict[str, list[NameMention]] = {}
    for mention in mentions:
        words = tuple(word for word in mention.words if plain(word) not in lexicon().suffixes and word not in "-,")
        if len(words) > 1:
            full.setdefault(words, []).append(mention)
        elif words and not (mention.article and mention.plural):
            short.setdefault(surname_key(mention.words[0]), []).append(mention)
    people: list[Entity] = []
    for words, group in full.items():
        if is_person(words, group):
            same = next((person for person in people if _is_called(person, words)), None)
            if same is None:
                people.append(Entity("person", words, list(group)))
            else:
                same.mentions += group
                same.words = words if len(same.words) < len(words) <= 3 else same.words
    for key, group in short.items():
        _give_short_name(key, group, people, companies)
    for person in people:
        person.gender = _gender(person)
        person.words = _usual(person)
    return people


def _give_short_name(key: str, group: list[NameMention], people: list[Entity], companies: dict[str, str]) -> None:
    """Give every bare name its person: by surname, else by first name, else a person of that name alone."""
    known = any(person.surname == key for person in people)
    for mention in group:
        if lexicon().countries.find(mention.text) and not mention.title and not known:
            continue
        person = _bearer(mention, key, people)
        if person is None and key not in companies and is_person_alone(key, group):
            person = Entity("person", (mention.words[0],))
            people.append(person)
        if person is not None and mention.label != "NORP" and mention.text not in lexicon().parties:
            person.mentions.append(mention)


def _bearer(mention: NameMention, key: str, people: list[Entity]) -> Entity | None:
    """The person a bare name means: by surname, else by first name; of several the one that fits best."""
    bearers = [person for person in people if person.surname == key]
    if not bearers and not (mention.title and lexicon().is_given_name(key)):
        bearers = [person for person in people if key in _first_names(person)]
    return _one_of(mention, bearers) if len(bearers) > 1 else next(iter(bearers), None)


def _is_called(person: Entity, words: tuple[str, ...]) -> bool:
    """Whether a full name is a person's, by a nickname too."""
    nicknamed = plain(words[0]) in _first_names(person) and surname_key(words[-1]) == person.surname
    return nicknamed or same_person(person.words, words)


def _usual(person: Entity) -> tuple[str, ...]:
    """The name to show: the fullest, unless the article goes on with the nickname, as in Robert "Bobby" Scott."""
    counts = Counter(mention.words for mention in person.mentions)
    known = {(*mention.nickname.split(), person.words[-1]) for mention in person.mentions if mention.nickname}
    return next((words for words in sorted(known) if counts[words] > max(1, counts[person.words])), person.words)


def _first_names(person: Entity) -> set[str]:
    nicknames = {plain(mention.nickname) for mention in person.mentions if mention.nickname}
    return nicknames | ({plain(person.words[0])} if len(person.words) > 1 else set())


def _one_of(mention: NameMention, bearers: list[Entity]) -> Entity:
    """Of several people of one surname: by gender, by title, who was the subject just before, who is named most."""
    title = plain(mention.title or "")
    gender = lexicon().honorifics.get(title.split()[-1]) if title else None
    gender = gender or function_words().pronouns.get(mention.pronoun)
    if gender:
        bearers = [person for person in bearers if _gender(person) in (gender, None)] or bearers
    full = [(one, person) for person in bearers for one in person.mentions if len(one.words) > 1]
    before = [(one, person) for one, person in full if one.place[0] < mention.place[0] and not one.quoted]
    here = [(one, person) for one, person in before if one.block == mention.block and one.role in SUBJECTS]
    if here:
        return max(here, key=lambda pair: pair[0].place[0])[1]
    titled = {person for one, person in full if title and plain(one.title or "") == title}
    if len(titled) == 1:
        return titled.pop()
    counts = Counter(person for _, person in full)
    return max(bearers, key=lambda person: (counts[person], -min(one.place[0] for one in person.mentions)))


def _gender(person: Entity) -> Gender | None:
    """From an honorific, else from a title such as "spokeswoman", else from the first name."""
    for mention in person.mentions:
        for word in reversed(plain(mention.title or "").split()):
            gender = lexicon().honorifics.get(word) or lexicon().persons.get(word)
            if gender:
                return gender
    return lexicon().gender_of_name(person.words[0]) if len(person.words) > 1 else None


# --- countries


def _countries(mentions: list[NameMention]) -> list[Entity]:
    found: dict[str, Entity] = {}
    for mention in mentions:
        hit = lexicon().countries.find(mention.text)
        if hit and (mention.label in PLACES or not lexicon().countries.ambiguous(mention.text)):
            name = hit[0]
            found.setdefault(name, Entity("country", (name,), country=name)).mentions.append(mention)
    return list(found.values())


# --- organisations, places, groups


def _organisations(mentions: list[NameMention], companies: dict[str, str]) -> list[Entity]:
    by_name: dict[str, list[NameMention]] = {}
    for mention in mentions:
        key = plain(mention.text)
        if not _means_earlier(mention, mentions):
            by_name.setdefault(companies.get(key, key) if mention.label not in PLACES else key, []).append(mention)
    groups = [sorted(group, key=lambda mention: -len(mention.words)) for group in by_name.values()]
    kinds = [(kind_of(group), group) for group in groups]
    return _with_acronyms([Entity(kind, group[0].words, group) for kind, group in kinds if kind])


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


def _means_earlier(mention: NameMention, mentions: list[NameMention]) -> bool:
    """Whether it is such as "the Council", which means an organisation named in full before."""
    word = plain(mention.text)
    if len(mention.words) > 1 or not mention.article or word not in lexicon().organisations:
        return False
    before = (one.words for one in mentions if one.place[0] < mention.place[0])
    return any(len(words) > 1 and plain(words[-1]) == word for words in before)


def _with_acronyms(entities: list[Entity]) -> list[Entity]:
    """Put "DNC" with "Democratic National Committee"."""
    merged: dict[str, Entity] = {}  # by the initials of the name
    found: list[Entity] = []
    for entity in sorted(entities, key=lambda entity: -len(entity.words)):
        short = "".join(entity.words).replace(".", "")
        if len(entity.words) == 1 and short.isupper() and short in merged:
            merged[short].mentions += entity.mentions
            continue
        found.append(entity)
        if len(entity.words) > 1:
            merged.setdefault("".join(word[0] for word in entity.words if word[0].isupper()), entity)
    return found
