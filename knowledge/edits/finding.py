"""What an edit names, found in the fact base or in the article, or a Misfit that says what there is instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import TypeVar

from knowledge.model.article import slug
from knowledge.model.factbase import Actor, Excerpt, FactBase, Topic

Place = tuple[int, int]
Found = TypeVar("Found", bound=Excerpt)

_SHADOW = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " ", "\n": " ", "\r": " ", "\t": " "})


class Misfit(Exception):
    """An edit that does not apply: what was found, what was expected, and the key that says so ("" for the entry)."""

    def __init__(self, found: str, expected: str, key: str = ""):
        super().__init__(found)
        self.found, self.expected, self.key = found, expected, key


def find_actor(base: FactBase, name: str, key: str = "") -> Actor:
    """The actor of that name or alias, whatever the case."""
    wanted = plain(name)
    for actor in base.actors:  # a name goes before another's alias
        if plain(actor.name) == wanted:
            return actor
    for actor in base.actors:
        if wanted in map(plain, actor.aliases):
            return actor
    raise Misfit(f"no actor {name!r}", _offer("the name of an actor", name, [actor.name for actor in base.actors]), key)


def find_topic(base: FactBase, name: str, key: str = "") -> Topic:
    """The topic of that name, whatever the case."""
    for topic in base.topics:
        if plain(topic.name) == plain(name):
            return topic
    raise Misfit(f"no topic {name!r}", _offer("the name of a topic", name, [topic.name for topic in base.topics]), key)


def find_excerpt(kind: str, records: Sequence[Found], words: str, inside: str | None, text: str) -> Found:
    """The one record with these words, or the one that holds them; `inside` are words of the line around it."""
    wanted = plain(words)
    whole = [record for record in records if plain(record.text) == wanted]
    found = whole or [record for record in records if wanted in plain(record.text)]
    if inside is not None:
        found = [record for record in found if plain(inside) in plain(line_around(text, record.start, record.end))]
    if len(found) == 1:
        return found[0]
    if found:
        apart = len({record.start for record in found}) > 1
        how = "`in:` with words from the paragraph around it" if apart else "`by:` with the actor who holds it"
        raise Misfit(f"{len(found)} {kind}s with {short(words)}", f"one: add {how}")
    raise Misfit(
        f"no {kind} with {short(words)}", _offer(f"words of a {kind}", words, [record.text for record in records])
    )


def find_place(text: str, words: str, inside: str | None) -> Place:
    """[start, end) of words in the article; spaces and the shape of quotation marks may differ."""
    pattern = r"\s+".join(re.escape(word) for word in words.translate(_SHADOW).split())
    shadow = text.translate(_SHADOW)
    places = [match.span() for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", shadow)]
    if inside is not None:
        places = [place for place in places if plain(inside) in plain(line_around(text, *place))]
    if len(places) == 1:
        return places[0]
    if places:
        raise Misfit(f"{short(words)} {len(places)} times", "once: add `in:` with words from the paragraph around it")
    raise Misfit(f"{short(words)}, which is not in the article", "words of the article, letter for letter")


def free_id(base: FactBase, name: str, own: Actor | Topic | None, key: str = "") -> str:
    """The id for a name, which no other actor or topic may have."""
    wanted = slug(name)
    for record in (*base.actors, *base.topics):
        if record is not own and record.id == wanted:
            kind = "topic" if isinstance(record, Topic) else "actor"
            raise Misfit(f"{name!r}, whose id {wanted} the {kind} {record.name!r} has already", "another name", key)
    return wanted


def names_in(text: str, names: Iterable[str]) -> list[Place]:
    """Every place where one of the names stands as a word."""
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return [match.span() for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text)] if pattern else []


def line_around(text: str, start: int, end: int) -> str:
    """The paragraph around a place."""
    low = text.rfind("\n", 0, start) + 1
    high = text.find("\n", end)
    return text[low : high if high >= 0 else len(text)]


def plain(words: str) -> str:
    """Words as they are compared: lower case, straight marks, single spaces."""
    return " ".join(words.translate(_SHADOW).lower().split())


def short(words: str, limit: int = 60) -> str:
    """Words as a message shows them."""
    return repr(words if len(words) <= limit else words[: limit - 1] + "…")


def _offer(what: str, wanted: str, there: list[str]) -> str:
    near = (
        get_close_matches(wanted, there, n=2, cutoff=0.4)
        or [one for one in there if plain(wanted)[:12] in plain(one)][:2]
    )
    shown = near or there[:3]
    if not shown:
        return f"{what}; there is none"
    return f"{what}, such as {' or '.join(short(one) for one in shown)}"
