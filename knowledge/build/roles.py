"""What somebody is, and whom that makes him speak for.

A role stands before the name, beside it in commas, or after "is": "US President Donald Trump", "Ali Shamkhani, an
adviser to Iran's Supreme Leader", "Murphy, who is a consultant", "Michael McFaul is a senior fellow". It names the
state or body that its holder speaks for, or that stands beside it: "Israeli Prime Minister", "its energy minister",
"President Ann Lee of Norway", "the group's director".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.tokens import Doc, Token

from knowledge.build.entities import Cluster
from knowledge.build.names import NameMention, office_before
from knowledge.lexicon.function_words import function_words
from knowledge.lexicon.people import lexicon, plain
from knowledge.model.factbase import Actor

Place = tuple[int, int]
LONGEST_ROLE = 30  # tokens; a longer one is a parse that ran away
LONGEST_BEFORE = 12  # tokens before a name
POSSESSIVE = ("'s", "’s", "s'", "s’")
WITHIN = len("their ")  # how far before a role, in characters, the pronoun begins that owns it


@dataclass(frozen=True)
class Context:
    """What an article has told so far.

    `mentions` are (start, end, actor's id) of all that is named or meant, `states` the actor's id of each country
    in the cast by the country's name.
    """

    text: str
    doc: Doc
    mentions: list[tuple[int, int, str]]
    states: dict[str, str]


def roles_of(person: Cluster, doc: Doc) -> list[Place]:
    """[start, end) of every role the running text gives a person, in order; articles left out."""
    found: list[Place] = []
    for mention in person.mentions:
        for low, high in (*_before(mention, doc), *_beside(mention, doc)):
            found.append((doc[low:high].start_char, doc[low:high].end_char))
    return sorted(found)


def main_role(roles: list[str]) -> str | None:
    """The role to show: the first that says more than one word, and more than "his friend"."""
    telling = [role for role in roles if not _only_relational(role)]
    longer = [role for role in telling if len(role.split()) > 1]
    role = next(iter(longer or telling), None)
    while role and " " in role and plain(role.rsplit(" ", 1)[1]) in lexicon().honorifics:
        shorter = role.rsplit(" ", 1)[0]  # "Iran's Supreme Leader Ayatollah"
        if not role_words(shorter):
            break
        role = shorter
    return role


def role_words(role: str) -> set[str]:
    """The nouns of a role that name a person, short forms written out: "Sen." gives senator."""
    words = plain(role).replace("-", " ").split()
    found = {lexicon().long_forms.get(word, word) for word in words}
    found = {word for word in found if word in lexicon().persons or word in lexicon().titles}
    return found | {other for word in found for other in lexicon().same_office.get(word, ())}


def names_in(text: str) -> list[str]:
    """Every capitalised word and pair of words of a role."""
    words = text.split()
    pairs = [" ".join(pair) for pair in pairwise(words)]
    return [one.strip(",.;()") for one in (*words, *pairs) if one[:1].isupper()]


def speaks_for(person: Cluster, own: str, roles: list[Place], context: Context) -> str | None:
    """The first actor that an office of a person names or belongs to, None where there is none.

    `own` is the person's id, `roles` the places of its roles. Only the present holder of an office speaks for others.
    """
    for low, high in roles:
        role = context.text[low:high]
        if not speaks(role):
            continue
        inside = [
            (start, actor) for start, end, actor in context.mentions if low <= start and end <= high and actor != own
        ]
        for name in names_in(role):
            country = lexicon().countries.find(name)
            if country and country[0] in context.states:
                inside.append((low + role.index(name), context.states[country[0]]))
        if inside:
            return min(inside)[1]
        if owner := _owner(low, role, own, context):
            return owner
    return _named_after(person, roles, context)


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


def _before(mention: NameMention, doc: Doc) -> Iterator[tuple[int, int]]:
    """The nouns and adjectives that run up to the name: "Iran's Supreme Leader Ayatollah"."""
    low = mention.token
    while not doc[low].is_sent_start and mention.token - low < LONGEST_BEFORE and _runs_up(doc, low - 1):
        low -= 1
    while low < mention.token and (doc[low].is_punct or doc[low].tag_ == "POS" or doc[low].pos_ in ("CCONJ", "ADV")):
        low += 1
    if low < mention.token and any(_names_person(doc, low, index) for index in range(low, mention.token)):
        yield low, mention.token


def _runs_up(doc: Doc, index: int) -> bool:
    """Whether a token can be part of what stands before a name: "campaign spokesman", not "network President"."""
    token, following = doc[index], doc[index + 1]
    if token.text in ("-", "/", ".", "’s", "'s", "'") or token.tag_ == "POS":
        return token.text != "." or (
            (not token.whitespace_ or len(doc[index - 1]) <= 4) and not following.is_sent_start
        )
    if token.pos_ == "NOUN" and token.text.islower():
        return following.text[:1].islower() or plain(token.text) in lexicon().persons
    return token.pos_ in ("NOUN", "PROPN", "ADJ")


def _names_person(doc: Doc, low: int, index: int) -> bool:
    word = plain(doc[index].text)
    return word in lexicon().persons or word in lexicon().titles or plain(doc[low : index + 1].text) in lexicon().titles


def _beside(mention: NameMention, doc: Doc) -> Iterator[tuple[int, int]]:
    """Appositives in commas, "who is ..." and the predicate of a copula."""
    head = doc[mention.token : mention.stop].root
    for child in head.children:
        if child.dep_ == "appos" and child.i >= mention.stop:
            yield from _role_phrase(child, doc)
        elif child.dep_ == "relcl" and child.lemma_ == "be" and not _negated(child):
            yield from (span for part in child.children if part.dep_ == "attr" for span in _role_phrase(part, doc))
    if head.dep_ == "nsubj" and head.head.lemma_ == "be" and not _negated(head.head):
        yield from (span for part in head.head.children if part.dep_ == "attr" for span in _role_phrase(part, doc))
    if head.dep_ == "appos" and head.head.i < mention.token and plain(head.head.text) in lexicon().persons:
        low = head.head.left_edge.i
        yield from _trimmed(doc, low, mention.token)
    elif noun := office_before(doc, mention.token):
        yield from _trimmed(doc, noun.left_edge.i, mention.token)


def _negated(verb: Token) -> bool:
    return any(child.dep_ == "neg" for child in verb.children)


def _role_phrase(noun: Token, doc: Doc) -> Iterator[tuple[int, int]]:
    if noun.pos_ not in ("NOUN", "PROPN"):
        return
    compound = plain(doc[noun.left_edge.i : noun.i + 1].text)
    if (
        plain(noun.text) in lexicon().persons
        or plain(noun.lemma_) in lexicon().persons
        or any(compound == title or compound.endswith(f" {title}") for title in lexicon().titles)
    ):
        yield from _trimmed(doc, noun.left_edge.i, noun.right_edge.i + 1)


def _trimmed(doc: Doc, low: int, high: int) -> Iterator[tuple[int, int]]:
    """The phrase without its article and without what follows the next comma, relative clause or full stop."""
    while low < high and (doc[low].pos_ in ("DET", "ADV", "PRON", "CCONJ") or doc[low].is_punct):
        low += 1
    stop = low
    while stop < min(high, low + LONGEST_ROLE):
        token = doc[stop]
        if (
            token.text in (",", ";", ":", "—", "–", "(", "--", '"')
            or token.tag_ in ("WP", "WDT")
            or token.dep_ == "relcl"
            or (stop > low and token.is_sent_start)
        ):
            break
        stop += 1
    while stop > low and (doc[stop - 1].is_punct or doc[stop - 1].pos_ in ("CCONJ", "ADP")):
        stop -= 1
    if stop > low:
        yield low, stop


def _only_relational(role: str) -> bool:
    words = [word for word in plain(role).split() if word in lexicon().persons or word in lexicon().titles]
    return len(role.split()) == 1 and all(word in lexicon().relational for word in words)


# --- whom its holder speaks for


def speaks(role: str) -> bool:
    """Whether the holder of a role speaks for those it names: an office held now, told by its head noun."""
    words = plain(role).replace("-", " ").split()
    if lexicon().past & set(words):
        return False
    stop = next((n for n, word in enumerate(words) if n and word in function_words().after_role), len(words))
    return bool(lexicon().speaking & set(words[:stop])) or any(
        title in " ".join(words) for title in lexicon().speaking if " " in title
    )


def _owner(low: int, role: str, own: str, context: Context) -> str | None:
    """Whom "its" before a role means; in "her husband's secretary" the pronoun owns another."""
    if role.split()[0].endswith(POSSESSIVE):
        return None
    before = [(s, e, actor) for s, e, actor in context.mentions if low - WITHIN <= s < e < low and actor != own]
    return next((actor for _, end, actor in before if context.text[end:low].isspace()), None)


def _named_after(person: Cluster, roles: list[Place], context: Context) -> str | None:
    """The state behind the name of one who holds an office: "President Ann Lee of Norway"."""
    speaking = [(low, high) for low, high in roles if speaks(context.text[low:high])]
    for mention in person.mentions:
        office = any(context.text[high : mention.start].isspace() for _, high in speaking)
        if not office or context.doc[mention.stop].lower_ != "of":
            continue
        country = lexicon().countries.find(context.doc[mention.stop + 1].text)
        if country and country[1] == "name":
            return context.states.get(country[0])
    return None
