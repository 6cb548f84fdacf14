"""What a button carries, so that it works for ever: its `custom_id` says all there is to know.

    context:BRIEFING:EXCERPT     show the excerpt with what stands around it
    pick:BRIEFING:EXCERPT        this candidate was meant
    none                         none of the candidates was meant
    good:BRIEFING:EXCERPT        helpful
    wrong:BRIEFING:EXCERPT       wrong; asks for one of the reasons
    why:REASON:BRIEFING:EXCERPT  wrong, for this reason
    more:PAGE:CALL               the next page of an answer; the call makes the answer again
    ask:LINE                     a question or command that was suggested

BRIEFING is a short key of a briefing's id. An excerpt that stands twice on a card has `~2` behind its id.
"""

from __future__ import annotations

from bot.cards.limits import CUSTOM_ID
from bot.commands import Call, briefing_key

REASONS = ("speaker", "question", "date", "context")
SEPARATOR = "|"


def excerpt_press(verb: str, briefing_id: str, excerpt_id: str, occurrence: int = 1) -> str:
    """The custom_id of a button about one excerpt."""
    return f"{verb}:{briefing_key(briefing_id)}:{excerpt_id}" + (f"~{occurrence}" if occurrence > 1 else "")


def more_press(call: Call, page: int) -> str | None:
    """The custom_id of a button for a page of an answer; None where Discord has no room for it."""
    custom_id = f"more:{page}:{SEPARATOR.join((call.name, *call.arguments))}"
    holds = not any(SEPARATOR in argument or "\n" in argument for argument in call.arguments)
    return custom_id if holds and len(custom_id) <= CUSTOM_ID else None


def pressed_call(text: str) -> Call:
    """The call that `more_press` wrote."""
    name, *arguments = text.split(SEPARATOR)
    return Call(name, tuple(arguments))


def ask_press(line: str) -> str | None:
    """The custom_id of a button that asks a question; None where Discord has no room for it."""
    custom_id = f"ask:{line}"
    return custom_id if len(custom_id) <= CUSTOM_ID and "\n" not in line else None
