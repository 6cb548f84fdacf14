"""Who is meant by a role: "Khamenei's aide", "the Turkish negotiator", "the Stockholm economist"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.index import Index
from bot.answering.names import Name
from bot.answering.terms import SYNONYM, word_matches
from knowledge.model.factbase import Actor
from knowledge.words import Word, stem, words

VERB_WITHIN = 4  # words behind a phrase in which its verb stands: "a senior aide also told reporters"


def actor_of_role(phrase: Sequence[Word], index: Index) -> Name | None:
    """The one actor whose role in the base has every word of the phrase; None where several have, or where the phrase
    itself speaks elsewhere in the article: then the words of whoever it is are wanted, not a guess at a name."""
    wanted = [word for word in phrase if word.plain not in index.english.words("stop")]
    if not any(word.plain in index.english.words("role_nouns") for word in wanted):
        return None
    targets = [_targets(word, index) for word in wanted]
    fitting = [
        actor
        for actor in index.briefing.base.actors
        if actor.kind == "person" and all(_role_stems(actor, index) & target for target in targets)
    ]
    if len(fitting) != 1 or _stands_elsewhere(wanted, fitting[0], index):
        return None
    text = " ".join(word.text for word in phrase)
    return Name((fitting[0].id,), -1, -1, text, text)


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


def _stands_elsewhere(phrase: Sequence[Word], actor: Actor, index: Index) -> bool:
    """Whether the very phrase speaks in a sentence that is not the actor's: "a Democratic aide said"."""
    wanted = [word.stem for word in phrase]
    for sentence in index.sentences:
        stems = [word.stem for word in sentence.words]
        for place in range(len(stems) - len(wanted) + 1):
            after = sentence.words[place + len(wanted) : place + len(wanted) + VERB_WITHIN]
            if (
                stems[place : place + len(wanted)] == wanted
                and actor.id not in sentence.holders
                and any(index.english.verb("speech", word) for word in after)
            ):
                return True
    return False


def _possessed(word: Word, index: Index) -> bool:
    """ "the governor's press office" makes nobody the governor."""
    return word.text.endswith(("'s", "’s")) and word.plain in index.english.words("role_nouns")
