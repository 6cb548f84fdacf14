"""Whom a person speaks for: the state or body that an office names, or that stands beside it.

"Israeli Prime Minister", "its energy minister", "President Ann Lee of Norway", "the group's director".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.tokens import Doc

from knowledge.actors.cluster import Cluster
from knowledge.actors.roles import speaks
from knowledge.lexicon.people import Lexicon, plain
from knowledge.model.factbase import Actor

Place = tuple[int, int]
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
    lexicon: Lexicon


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
        if not speaks(role, context.lexicon):
            continue
        inside = [
            (start, actor) for start, end, actor in context.mentions if low <= start and end <= high and actor != own
        ]
        for name in names_in(role):
            country = context.lexicon.countries.find(name)
            if country and country[0] in context.states:
                inside.append((low + role.index(name), context.states[country[0]]))
        if inside:
            return min(inside)[1]
        if owner := _owner(low, role, own, context):
            return owner
    return _named_after(person, roles, context)


def _owner(low: int, role: str, own: str, context: Context) -> str | None:
    """Whom "its" before a role means; in "her husband's secretary" the pronoun owns another."""
    if role.split()[0].endswith(POSSESSIVE):
        return None
    before = [(s, e, actor) for s, e, actor in context.mentions if low - WITHIN <= s < e < low and actor != own]
    return next((actor for _, end, actor in before if context.text[end:low].isspace()), None)


def _named_after(person: Cluster, roles: list[Place], context: Context) -> str | None:
    """The state behind the name of one who holds an office: "President Ann Lee of Norway"."""
    speaking = [(low, high) for low, high in roles if speaks(context.text[low:high], context.lexicon)]
    for mention in person.mentions:
        office = any(context.text[high : mention.start].isspace() for _, high in speaking)
        if not office or context.doc[mention.stop].lower_ != "of":
            continue
        country = context.lexicon.countries.find(context.doc[mention.stop + 1].text)
        if country and country[1] == "name":
            return context.states.get(country[0])
    return None


def states_of_ministers(actors: list[Actor], lexicon: Lexicon) -> list[Actor]:
    """The actors, with the minister of a president speaking for the president's state."""
    states = {actor.id: actor.speaks_for for actor in actors if actor.kind == "person"}
    countries = {actor.id for actor in actors if actor.kind == "country"}
    found = []
    for actor in actors:
        state = states.get(actor.speaks_for or "")
        public = any(word in lexicon.public_offices for word in plain(actor.role or "").split()[-1:])
        found.append(replace(actor, speaks_for=state) if public and state in countries else actor)
    return found
