"""What somebody is, and whom that makes him speak for.

A role stands before the name, beside it in commas, or after "is": "US President Donald Trump", "Ali Shamkhani, an
adviser to Iran's Supreme Leader", "Murphy, who is a consultant", "Michael McFaul is a senior fellow". It names the
state or body that its holder speaks for, or that stands beside it: "Israeli Prime Minister", "its energy minister",
"President Ann Lee of Norway", "the group's director".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Doc, Span, Token

from knowledge.extraction.entities import Entity
from knowledge.extraction.names import NameMention, office_before
from knowledge.lexicon.function_words import function_words
from knowledge.lexicon.people import lexicon, plain
from knowledge.lexicon.words import singular, visible
from knowledge.model.factbase import Actor
from knowledge.model.spans import Span as Place
from knowledge.model.spans import inside

LONGEST_ROLE = 30  # tokens; a longer one is a parse that ran away
LONGEST_BEFORE = 12  # tokens before a name
POSSESSIVE = ("'s", "’s", "s'", "s’")
WITHIN = len("their ")  # how far before a role, in characters, the pronoun begins that owns it


def find_roles(person: Entity, text: str) -> None:
    """Set the roles that the running text of an article gives a person, articles left out, and those that speak."""
    found = [role for mention in person.mentions for role in (*_before(mention), *_beside(mention))]
    person.roles = sorted((role.start_char, role.end_char) for role in found)
    person.speaking = [role for role in person.roles if speaks(text[slice(*role)])]


def main_role(person: Entity, text: str) -> str | None:
    """The role to show: the first that says more than one word, and more than "his friend"."""
    roles = [" ".join(visible(text[start:end]).split()) for start, end in person.roles]
    telling = [role for role in roles if not _only_relational(role)]
    longer = [role for role in telling if len(role.split()) > 1]
    role = next(iter(longer or telling), None)
    while role and " " in role and plain(role.rsplit(" ", 1)[1]) in lexicon().honorifics:
        shorter = role.rsplit(" ", 1)[0]  # "Iran's Supreme Leader Ayatollah"
        if not _offices(shorter):
            break
        role = shorter
    return role


def speaks(role: str) -> bool:
    """Whether the holder of a role speaks for those it names: an office held now, told by its head noun."""
    words, known = plain(role).replace("-", " ").split(), lexicon()
    if known.past & set(words):
        return False
    stop = next((n for n, word in enumerate(words) if n and word in function_words().after_role), len(words))
    titles = [title for title in known.speaking if " " in title]
    heads = {*words[:stop], *map(singular, words[:stop])}
    return bool((known.speaking | known.offices) & heads) or any(title in " ".join(words) for title in titles)


def speaks_for(
    roles: list[Place], actor: str, text: str, mentions: list[tuple[int, int, str]], states: dict[str, str]
) -> tuple[int, str] | None:
    """The first actor that one of the roles that speak names or belongs to, and where it is named; None for nobody.

    `roles` are places, of one who is only described that of the description, `actor` the id of their holder;
    `mentions` are (start, end, actor's id) of all that is named or meant in the text, `states` the actor's id of each
    country in the cast by the country's name.
    """
    others = [mention for mention in mentions if mention[2] != actor]
    for start, end in roles:
        role = text[start:end]
        named = [(low, other) for low, high, other in others if inside((low, high), (start, end))]
        for name in _names_in(role):
            country = lexicon().countries.find(name)
            if country and country[0] in states:
                named.append((start + role.index(name), states[country[0]]))
        if named:
            return min(named)
        if not role.split()[0].endswith(POSSESSIVE):  # in "her husband's secretary" the pronoun owns another
            before = [(low, high, other) for low, high, other in others if start - WITHIN <= low < high < start]
            owner = next(((low, other) for low, high, other in before if text[high:start].isspace()), None)
            if owner:
                return owner  # "its minister"
    return None


def state_of(person: Entity, text: str, states: dict[str, str]) -> str | None:
    """The actor's id of the country that stands behind a person's office and name: "President Ann Lee of Norway"."""
    for mention in person.mentions:
        following = mention.span.doc[mention.span.end]
        titled = any(text[end : mention.place[0]].isspace() for _, end in person.speaking)
        if titled and following.lower_ == "of":
            country = lexicon().countries.find(following.nbor().text)
            if country and country[1] == "name":
                return states.get(country[0])
    return None


def states_of_ministers(actors: list[Actor]) -> list[Actor]:
    """The actors, with the minister of a president speaking for the president's state."""
    states = {actor.id: actor.speaks_for for actor in actors if actor.kind == "person"}
    countries = {actor.id for actor in actors if actor.kind == "country"}
    found = []
    for actor in actors:
        state = states.get(actor.speaks_for or "")
        public = any(word in lexicon().public_offices for word in plain(actor.role or "").split()[-1:])
        found.append(replace(actor, speaks_for=state) if public and state in countries else actor)
    return found


# --- where a role stands


def _before(mention: NameMention) -> Iterator[Span]:
    """The nouns and adjectives that run up to the name: "Iran's Supreme Leader Ayatollah"."""
    doc, end = mention.span.doc, mention.span.start
    low = end
    while not doc[low].is_sent_start and end - low < LONGEST_BEFORE and _runs_up(doc, low - 1):
        low -= 1
    while low < end and (doc[low].is_punct or doc[low].tag_ == "POS" or doc[low].pos_ in ("CCONJ", "ADV")):
        low += 1
    known, titles = lexicon().persons, lexicon().titles
    for index in range(low, end):
        word = plain(doc[index].text)
        if word in known or word in titles or plain(doc[low : index + 1].text) in titles:
            yield doc[low:end]
            return


def _runs_up(doc: Doc, index: int) -> bool:
    """Whether a token can be part of what stands before a name: "campaign spokesman", not "network President"."""
    token, following = doc[index], doc[index + 1]
    if token.text == ".":
        return (not token.whitespace_ or len(doc[index - 1]) <= 4) and not following.is_sent_start
    if token.text in ("-", "/", "’s", "'s", "'") or token.tag_ == "POS":
        return True
    if token.pos_ == "NOUN" and token.text.islower():
        return following.text[:1].islower() or plain(token.text) in lexicon().persons
    return token.pos_ in ("NOUN", "PROPN", "ADJ")


def _beside(mention: NameMention) -> Iterator[Span]:
    """Appositives in commas, "who is ..." and the predicate of a copula."""
    doc, start, head = mention.span.doc, mention.span.start, mention.span.root
    nouns = [child for child in head.children if child.dep_ == "appos" and child.i >= mention.span.end]
    copulas = [child for child in head.children if child.dep_ == "relcl"] + [head.head] * (head.dep_ == "nsubj")
    for verb in copulas:
        if verb.lemma_ == "be" and not any(child.dep_ == "neg" for child in verb.children):
            nouns += [child for child in verb.children if child.dep_ == "attr"]
    for noun in nouns:
        if _says_what(noun):
            yield from _trimmed(doc[noun.left_edge.i : noun.right_edge.i + 1])
    if head.dep_ == "appos" and head.head.i < start and plain(head.head.text) in lexicon().persons:
        yield from _trimmed(doc[head.head.left_edge.i : start])
    elif office := office_before(mention.span[0]):
        yield from _trimmed(doc[office.left_edge.i : start])


def _says_what(noun: Token) -> bool:
    """Whether the head of a phrase says what a person is."""
    if noun.pos_ not in ("NOUN", "PROPN"):
        return False
    if plain(noun.text) in lexicon().persons or plain(noun.lemma_) in lexicon().persons:
        return True
    compound = plain(noun.doc[noun.left_edge.i : noun.i + 1].text)
    return any(compound == title or compound.endswith(f" {title}") for title in lexicon().titles)


def _trimmed(phrase: Span) -> Iterator[Span]:
    """The phrase without its article and without what follows the next comma, relative clause or full stop."""
    while phrase and (phrase[0].pos_ in ("DET", "ADV", "PRON", "CCONJ") or phrase[0].is_punct):
        phrase = phrase[1:]
    phrase = phrase[:LONGEST_ROLE]
    for index, token in enumerate(phrase):
        clause = token.tag_ in ("WP", "WDT") or token.dep_ == "relcl" or (index and token.is_sent_start)
        if clause or token.text in (",", ";", ":", "—", "–", "(", "--", '"'):
            phrase = phrase[:index]
            break
    while phrase and (phrase[-1].is_punct or phrase[-1].pos_ in ("CCONJ", "ADP")):
        phrase = phrase[:-1]
    if phrase:
        yield phrase


# --- the words of a role


def _offices(role: str) -> set[str]:
    """The nouns of a role that name a person, short forms written out: "Sen." gives senator."""
    words = plain(role).replace("-", " ").split()
    found = {lexicon().long_forms.get(word, word) for word in words}
    found = {word for word in found if word in lexicon().persons or word in lexicon().titles}
    return found | {other for word in found for other in lexicon().same_office.get(word, ())}


def _names_in(text: str) -> list[str]:
    """Every capitalised word and pair of words of a role."""
    words = text.split()
    pairs = [" ".join(pair) for pair in pairwise(words)]
    return [one.strip(",.;()") for one in (*words, *pairs) if one[:1].isupper()]


def _only_relational(role: str) -> bool:
    words = [word for word in plain(role).split() if word in lexicon().persons or word in lexicon().titles]
    return len(role.split()) == 1 and all(word in lexicon().relational for word in words)
