"""Who is named: all names of one person, organisation or country put together over the whole article.

The tagger sees one sentence at a time and calls a bare surname an organisation; here every mention of "Trump" is
Donald Trump because the article names him in full once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from knowledge.extraction.kinds import evidence, is_common, short_forms
from knowledge.extraction.names import SUBJECTS, NameMention, same_person, surname_key
from knowledge.lexicon.cues import verbs_playing
from knowledge.lexicon.function_words import function_words
from knowledge.lexicon.people import Gender, lexicon, plain
from knowledge.lexicon.weights import Classes, Features, Reasons
from knowledge.model.factbase import ActorKind
from knowledge.model.spans import Span

PLACES = ("GPE", "LOC", "NORP")
_KINDS: tuple[ActorKind, ...] = ("person", "organisation", "place")


@dataclass(eq=False)
class Entity:
    """One who is named: the kind, the words of the fullest name, and every mention.

    `sure` is the share of the kind, `reasons` what spoke for it; `country` is the name in the table of countries. Of a
    person, `roles` are the places of its roles in the article, `speaking` those of offices that speak for others.
    """

    kind: ActorKind
    words: tuple[str, ...]
    mentions: list[NameMention] = field(default_factory=list)
    gender: Gender | None = None
    country: str | None = None
    roles: list[Span] = field(default_factory=list)
    speaking: list[Span] = field(default_factory=list)
    sure: float = 1.0
    reasons: Reasons = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name to show."""
        return self.country or " ".join(self.words)

    @property
    def surname(self) -> str:
        """The last word of the name, lower case."""
        return surname_key(self.words[-1])


def find_entities(mentions: list[NameMention], kinds: Classes) -> list[Entity]:
    """Every entity, in the order of first mention, its kind judged by the weights. Each mention is in at most one."""
    judge, companies = _Judge(mentions, kinds), _full_names(mentions)
    people = _people(mentions, companies, judge)
    taken = {mention for person in people for mention in person.mentions}
    countries = _countries([mention for mention in mentions if mention not in taken])
    taken |= {mention for country in countries for mention in country.mentions}
    organisations = _organisations([mention for mention in mentions if mention not in taken], companies, judge)
    found = [entity for entity in people + countries + organisations if entity.mentions]
    for entity in found:
        entity.mentions.sort(key=lambda mention: mention.place)
    return sorted(found, key=lambda entity: entity.mentions[0].place[0])


def name_evidence(mentions: list[NameMention]) -> Iterator[tuple[str, Features, bool]]:
    """Each name that is no country's and short for no other, the evidence on its kind, and whether the tagger mostly
    calls it a place."""
    parts = {word for mention in mentions for word in mention.words if len(mention.words) > 1}
    shorts, small = short_forms(mentions), _small_words(mentions)
    by_text: dict[str, list[NameMention]] = {}
    for mention in mentions:
        if mention.text not in parts:
            by_text.setdefault(mention.text, []).append(mention)
    for text, group in by_text.items():
        if not lexicon().countries.find(text):
            labels = Counter(mention.label for mention in group)
            place = labels["GPE"] + labels["LOC"] > len(group) / 2
            yield text, evidence(group[0].words, group, shorts, small), place


def _small_words(mentions: list[NameMention]) -> frozenset[str]:
    doc = mentions[0].span.doc if mentions else ()
    return frozenset(token.text for token in doc if token.is_lower)


class _Judge:
    """Judges names of one article by evidence."""

    def __init__(self, mentions: list[NameMention], kinds: Classes):
        self.kinds, self.shorts, self.small = kinds, short_forms(mentions), _small_words(mentions)

    def entity(self, words: tuple[str, ...], group: list[NameMention]) -> Entity:
        """The entity of a name, with its mentions and its kind."""
        told = evidence(words, group, self.shorts, self.small)
        shares = self.kinds.shares(told)
        kind = max(_KINDS, key=lambda kind: shares.get(kind, 0.0))
        return Entity(kind, words, list(group), sure=shares[kind], reasons=self.kinds.reasons(kind, told))


# --- people


def _people(mentions: list[NameMention], companies: dict[str, str], judge: _Judge) -> list[Entity]:
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
        if lexicon().countries.find(" ".join(words)) or " ".join(words) in lexicon().platforms:
            continue
        named = judge.entity(words, group)
        if named.kind == "person":
            same = next((person for person in people if _is_called(person, words)), None)
            if same is None:
                people.append(named)
            else:
                same.mentions += group
                same.words = words if len(same.words) < len(words) <= 3 else same.words
    for key, group in short.items():
        _give_short_name(key, group, people, companies, judge)
    for person in people:
        person.gender = _gender(person)
        person.words = _usual(person)
    return people


def _give_short_name(
    key: str, group: list[NameMention], people: list[Entity], companies: dict[str, str], judge: _Judge
) -> None:
    """Give every bare name its person: by surname, else by first name, else a person of that name alone."""
    known = any(person.surname == key for person in people)
    alone = key not in companies and judge.entity((group[0].words[0],), group)
    for mention in group:
        if lexicon().countries.find(mention.text) and not mention.title and not known:
            continue
        person = _bearer(mention, key, people)
        if person is None and alone and alone.kind == "person":
            person = replace(alone, mentions=[])
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


def _organisations(mentions: list[NameMention], companies: dict[str, str], judge: _Judge) -> list[Entity]:
    by_name: dict[str, list[NameMention]] = {}
    for mention in mentions:
        key = plain(mention.text)
        if not _means_earlier(mention, mentions):
            by_name.setdefault(companies.get(key, key) if mention.label not in PLACES else key, []).append(mention)
    groups = [sorted(group, key=lambda mention: -len(mention.words)) for group in by_name.values()]
    return _with_acronyms([_body(group, judge) for group in groups if _can_act(group, judge.small)])


def _can_act(group: list[NameMention], small: frozenset[str]) -> bool:
    """Whether a name is not that of a law, a platform or the like, nor a common noun in capitals: "a Deal"."""
    known, text, words = lexicon(), group[0].text, group[0].words
    listed = text in known.places or text in known.platforms or plain(words[-1]) in known.instruments
    common = len(words) == 1 and is_common(words, small) and not any(mention.label for mention in group)
    return not listed and not common and (text not in known.parties or any(mention.plural for mention in group))


def _body(group: list[NameMention], judge: _Judge) -> Entity:
    """The entity of a name that is no person's and no country's."""
    entity = judge.entity(group[0].words, group)
    return replace(entity, kind="group") if group[0].text in lexicon().parties else entity


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


# --- states


def standing_for(entity: Entity) -> list[NameMention]:
    """The mentions that stand for somebody: of a country those that mean the state, not the place or its people."""
    if entity.country is None:
        return entity.mentions
    hits = [lexicon().countries.find(mention.text) for mention in entity.mentions]
    named = any(hit and hit[1] == "name" for hit in hits)
    return [mention for mention in entity.mentions if _denotes_state(mention, named)]


def _denotes_state(mention: NameMention, named: bool) -> bool:
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
