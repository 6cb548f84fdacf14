"""Where a name ends and a topic begins in what is typed after a command: `/position ali shamkhani missiles`."""

from __future__ import annotations

import re

from bot.answering.engine import Engine

_BETWEEN_ACTORS = re.compile(r"\s*,\s*|\s+(?:and|vs\.?|versus|with)\s+", re.I)


def actor_and_topic(typed: str, desk: Engine) -> tuple[str, str | None]:
    """The actor and the topic in `typed`, parted by a comma or told apart by what the briefings hold.

    Nothing is refused here: what names no actor comes back whole, and the desk says what it does not know.
    """
    actor, comma, topic = (part.strip() for part in typed.partition(","))
    if comma:
        return actor, topic or None
    words = typed.split()
    parted = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(len(words), 0, -1)]
    known = [(actor, rest) for actor, rest in parted if desk.complete_actor(actor)]
    for actor, rest in known:
        if rest and desk.complete_topic(rest):
            return actor, rest
    return (known[0][0], known[0][1] or None) if known else (typed.strip(), None)


def two_actors_and_topic(typed: str, desk: Engine) -> tuple[str, str, str | None]:
    """Two actors and the topic in `typed`: "Iran, Israel", "iran and israel on missiles", "iran israel missiles".

    The second actor is empty where only one is named.
    """
    parts = _BETWEEN_ACTORS.split(typed.strip(), maxsplit=1)
    if len(parts) == 2:
        return parts[0], *actor_and_topic(_without_on(parts[1]), desk)
    words = typed.split()
    for n in range(len(words) - 1, 0, -1):
        first, rest = " ".join(words[:n]), " ".join(words[n:])
        second, topic = actor_and_topic(_without_on(rest), desk)
        if desk.complete_actor(first) and desk.complete_actor(second):
            return first, second, topic
    return typed.strip(), "", None


def _without_on(typed: str) -> str:
    return re.sub(r"\s+(?:on|about|over)\s+", " ", typed)
