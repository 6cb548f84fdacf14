"""People: full names put together, and every bare surname given to the one who bears it.

The tagger sees one sentence at a time and calls a bare surname an organisation; here every mention of "Trump"
is Donald Trump because the article names him in full once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from knowledge.actors.cluster import Cluster
from knowledge.actors.mentions import PRONOUNS, SUBJECTS, TURN, NameMention
from knowledge.lexicon.people import Gender, Lexicon, plain

BESIDE = ("appos", "conj", "poss", "dobj", "pobj", "dative")  # what else a person's name can be to a verb


def name_words(words: Iterable[str], lexicon: Lexicon) -> tuple[str, ...]:
    """The words of a person's name without suffixes ("Jr.") and quotation marks around nicknames."""
    kept = [word for word in words if plain(word) not in lexicon.suffixes and word not in "-,"]
    return tuple(kept)


def cluster_people(mentions: list[NameMention], companies: frozenset[str], lexicon: Lexicon) -> list[Cluster]:
    """Every person named, with all mentions by full name, surname or first name.

    `companies` are the short names of companies, lower case: alone they are nobody's.
    """
    full: dict[tuple[str, ...], list[NameMention]] = {}
    for mention in mentions:
        words = name_words(mention.words, lexicon)
        if len(words) > 1:
            full.setdefault(words, []).append(mention)
    people: list[Cluster] = []
    for words, group in full.items():
        if not _is_person(words, group, lexicon):
            continue
        same = next((person for person in people if _same_person(person.words, words, lexicon)), None)
        if same is None:
            people.append(Cluster("person", words, list(group)))
        else:
            same.mentions += group
            if _better_name(words, same.words):
                same.words = words
    _short_names(mentions, people, companies, lexicon)
    for person in people:
        person.gender = _gender(person, lexicon)
    return people


def _better_name(words: tuple[str, ...], than: tuple[str, ...]) -> bool:
    return len(words) > len(than) and len(words) <= 3


def _is_person(words: tuple[str, ...], group: list[NameMention], lexicon: Lexicon) -> bool:
    text = " ".join(words)
    last = plain(words[-1])
    if lexicon.countries.find(text) or last in lexicon.organisations or text in lexicon.platforms or len(words) > 5:
        return False
    no_surname = last in lexicon.place_words or last in lexicon.company_endings
    vouched = any(mention.personal or plain(mention.title or "") not in lexicon.also_bodies | {""} for mention in group)
    if no_surname and not vouched:
        return False
    if not vouched and any(mention.thing for mention in group) and not lexicon.is_given_name(words[0]):
        return False
    if any(plain(word) in ("of", "the", "for", "and", "&") for word in words):
        return False
    if any(mention.title or mention.label == TURN or mention.personal for mention in group):
        return True
    labels = Counter(mention.label for mention in group)
    given = lexicon.is_given_name(words[0])
    person = labels["PERSON"]
    others = sum(
        labels[label] for label in ("ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "WORK_OF_ART", "PRODUCT", "LAW")
    )
    if all(mention.article for mention in group):
        return False
    if _organisation_word(words, lexicon):
        return False
    if given and len(words[0]) > 2:
        places = labels["GPE"] + labels["FAC"] + labels["LOC"]
        return person > places or not places
    acting = any(mention.role in (*SUBJECTS, *BESIDE) and not mention.quoted for mention in group)
    return person > others and acting


def _organisation_word(words: tuple[str, ...], lexicon: Lexicon) -> bool:
    return (
        any(plain(word) in lexicon.organisations for word in words[-1:])
        or plain(words[0]) in lexicon.organisation_starts
    )


def _same_person(one: tuple[str, ...], other: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Same surname and first names that agree: equal, an initial, or a short form."""
    short, long_ = sorted((one, other), key=len)
    if len(short) > 1 and tuple(map(plain, long_[-len(short) :])) == tuple(map(plain, short)):
        return True  # "Suu Kyi" and "Aung San Suu Kyi"
    if plain(one[-1]) != plain(other[-1]):
        return False
    first, second = lexicon.formal_name(one[0]), lexicon.formal_name(other[0])
    if first == second or plain(one[0]) == plain(other[0]):
        return True
    return (len(plain(one[0])) == 1 and second.startswith(first)) or (
        len(plain(other[0])) == 1 and first.startswith(second)
    )


def _short_names(
    mentions: list[NameMention], people: list[Cluster], companies: frozenset[str], lexicon: Lexicon
) -> None:
    """Give every bare name its person: by surname, else by first name, else a person of that name alone."""
    groups: dict[str, list[NameMention]] = {}
    for mention in mentions:
        if len(name_words(mention.words, lexicon)) == 1 and not (mention.article and mention.plural):
            groups.setdefault(plain(mention.words[0]), []).append(mention)
    for key, group in groups.items():
        known = any(person.surname == key for person in people)
        for mention in group:
            if lexicon.countries.find(mention.text) and not mention.title and not known:
                continue
            person = _bearer(mention, key, people, lexicon)
            if person is None and key not in companies and _is_person_alone(key, group, lexicon):
                person = Cluster("person", (mention.words[0],))
                people.append(person)
            if person is not None and mention.label != "NORP" and mention.text not in lexicon.parties:
                person.mentions.append(mention)


def _label(mention: NameMention) -> str:
    """The tagger's label, unless "he" or "her" follows a name that is no place."""
    unsure = mention.label in ("ORG", "PRODUCT", "WORK_OF_ART", "") and mention.role in (*SUBJECTS, "poss")
    return "PERSON" if mention.pronoun and unsure else mention.label


def _is_person_alone(key: str, group: list[NameMention], lexicon: Lexicon) -> bool:
    """Whether a name that stands alone everywhere is a person's."""
    if any((mention.title and not mention.article) or mention.label == TURN for mention in group):
        return True
    text = group[0].text
    other = (
        text in lexicon.platforms or text in lexicon.parties or key in lexicon.organisations or key in lexicon.persons
    )
    if other or text.isupper() or lexicon.countries.find(text) or any(mention.thing for mention in group):
        return False
    if not any(mention.role in (*SUBJECTS, "appos", "poss", "conj") for mention in group):
        return False
    persons = sum(_label(mention) == "PERSON" for mention in group)
    told = any(_label(one) == "PERSON" and (one.pronoun or one.personal or one.role == "appos") for one in group)
    return persons * 2 >= len(group) and persons > 0 and (persons > 1 or told or lexicon.is_given_name(key))


def _bearer(mention: NameMention, key: str, people: list[Cluster], lexicon: Lexicon) -> Cluster | None:
    """The person a bare name means: by surname, else by first name; of several the one that fits best."""
    bearers = [person for person in people if person.surname == key]
    if not bearers and not (mention.title and lexicon.is_given_name(key)):
        bearers = [person for person in people if len(person.words) > 1 and plain(person.words[0]) == key]
    return _one_of(mention, bearers, lexicon) if len(bearers) > 1 else next(iter(bearers), None)


def _one_of(mention: NameMention, bearers: list[Cluster], lexicon: Lexicon) -> Cluster:
    """Of several people of one surname: by gender, by title, who was the subject just before, who is named most."""
    title = plain(mention.title or "")
    gender = lexicon.honorifics.get(title.split()[-1]) if title else None
    gender = gender or PRONOUNS.get(mention.pronoun)
    if gender:
        bearers = [person for person in bearers if _gender(person, lexicon) in (gender, None)] or bearers
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


def _gender(person: Cluster, lexicon: Lexicon) -> Gender | None:
    """From an honorific, else from a title such as "spokeswoman", else from the first name."""
    for mention in person.mentions:
        for word in reversed(plain(mention.title or "").split()):
            gender = lexicon.honorifics.get(word) or lexicon.persons.get(word)
            if gender:
                return gender
    return lexicon.gender_of_name(person.words[0]) if len(person.words) > 1 else None
