"""What a button carries, so that it works for ever: its `custom_id` says all there is to know.

    context:BRIEFING:EXCERPT     show the excerpt with what stands around it
    pick:BRIEFING:EXCERPT        this candidate was meant
    none                         none of the candidates was meant
    good:BRIEFING:EXCERPT        helpful
    wrong:BRIEFING:EXCERPT       wrong; asks for one of the reasons
    why:REASON:BRIEFING:EXCERPT  wrong, for this reason
    more:PAGE:RECIPE             the next page of an answer; the recipe makes the answer again
    ask:LINE                     a question or command that was suggested

BRIEFING is a short key of a briefing's id. An excerpt that stands twice on a card has `~2` behind its id.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.cards.limits import CUSTOM_ID

REASONS = ("speaker", "question", "date", "context")
SEPARATOR = "|"


def briefing_key(briefing_id: str) -> str:
    """Six characters for a briefing in a button."""
    return hashlib.sha256(briefing_id.encode()).hexdigest()[:6]


def find_briefing(key: str, briefing_ids: Iterable[str]) -> str | None:
    """The briefing of a key, or None where it is gone."""
    return next((briefing_id for briefing_id in briefing_ids if briefing_key(briefing_id) == key), None)


def excerpt_press(verb: str, briefing_id: str, excerpt_id: str, occurrence: int = 1) -> str:
    """The custom_id of a button about one excerpt."""
    return f"{verb}:{briefing_key(briefing_id)}:{excerpt_id}" + (f"~{occurrence}" if occurrence > 1 else "")


@dataclass(frozen=True)
class Recipe:
    """How to make an answer again: a command and what it was given, or the excerpts it showed."""

    command: str
    arguments: tuple[str, ...] = ()

    @classmethod
    def of_excerpts(cls, pairs: Sequence[tuple[str, str]]) -> Recipe:
        """The recipe of exactly these (briefing id, excerpt id)."""
        return cls("cite", tuple(f"{briefing_key(briefing)}.{excerpt}" for briefing, excerpt in pairs))

    @classmethod
    def parse(cls, text: str) -> Recipe:
        """The recipe that `str` wrote."""
        command, *arguments = text.split(SEPARATOR)
        return cls(command, tuple(arguments))

    def __str__(self) -> str:
        return SEPARATOR.join((self.command, *self.arguments))

    def press(self, page: int) -> str | None:
        """The custom_id of a button for a page of the answer; None where Discord has no room for it."""
        custom_id = f"more:{page}:{self}"
        holds = not any(SEPARATOR in argument or "\n" in argument for argument in self.arguments)
        return custom_id if holds and len(custom_id) <= CUSTOM_ID else None


def ask_press(line: str) -> str | None:
    """The custom_id of a button that asks a question; None where Discord has no room for it."""
    custom_id = f"ask:{line}"
    return custom_id if len(custom_id) <= CUSTOM_ID and "\n" not in line else None
