"""Who is meant by a role: "Khamenei's aide", "the Turkish negotiator", "the Stockholm economist"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.index import Index
from bot.answering.names import Name
from bot.answering.terms import SYNONYM, word_matches
from knowledge.factbase import Actor
from knowledge.words import Word, stem, words

REACH = 20  # words around a name's first mention that may introduce its bearer


def actor_of_role(phrase: Sequence[Word], index: Index) -> Name | None:
    """The one actor whose role, or whose introduction in the article, has every word of the phrase."""
    wanted = [word for word in phrase if word.plain not in index.english.words("stop")]
    if not any(word.plain in index.english.words("role_nouns") for word in wanted):
        return None
    targets = [_targets(word, index) for word in wanted]
    for introductions in (_role_stems, _introduction_stems):
        fitting = [
            actor
            for actor in index.briefing.base.actors
            if actor.kind == "person" and all(introductions(actor, index) & target for target in targets)
        ]
        if len(fitting) == 1:
            text = " ".join(word.text for word in phrase)
            return Name((fitting[0].id,), -1, -1, text, text)
        if fitting:
            return None
    return None


def _targets(word: Word, index: Index) -> set[str]:
    """The stems that meet a word of the phrase; for a name, those of every way to write its bearer."""
    targets = {part for stems, strength in word_matches(word, index) if strength >= SYNONYM for part in stems}
    for actor in index.names.ways.get((word.plain,), ()):
        targets |= {stem(part) for way, ids in index.names.ways.items() if actor in ids for part in way}
    return targets | {word.stem}


def _role_stems(actor: Actor, index: Index) -> set[str]:
    """The words of an actor's role, and every word for the country it speaks for."""
    if not actor.role:
        return set()
    stems = {word.stem for word in words(actor.role) if not _possessed(word, index)}
    country = index.briefing.base.actor(actor.speaks_for)
    for name in (country.name, *country.aliases) if country else ():
        stems |= {word.stem for word in words(name)}
    return stems


def _introduction_stems(actor: Actor, index: Index) -> set[str]:
    """The words around the first mention of an actor's full name."""
    for sentence in index.sentences:
        if actor.id in sentence.actors and actor.name in sentence.fact.text and sentence.kind != "title":
            start = sentence.fact.text.index(actor.name)
            place = next((n for n, word in enumerate(sentence.words) if word.start >= start), 0)
            near = sentence.words[max(0, place - REACH) : place + REACH]
            return {word.stem for word in near if not _possessed(word, index)}
    return set()


def _possessed(word: Word, index: Index) -> bool:
    """ "the governor's press office" makes nobody the governor."""
    return word.text.endswith(("'s", "’s")) and word.plain in index.english.words("role_nouns")
