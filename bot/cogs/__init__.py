"""What members can do in Discord: one feature a file, each with a function `add(client)` that builds it anew for a
client. Names with a leading underscore are shared parts.

    queries  check  status  help                       commands (queries: those of bot/commands.py)
    mentions                                           messages
    context  pick  more  suggestions  feedback         buttons
    briefing  coverage  settings                       for moderators
    forget                                             privacy
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from bot.cogs._buttons import Button, Press

if TYPE_CHECKING:
    from bot.client import Readout

__all__ = ["FEATURES", "Button", "Press", "add_all"]

FEATURES = (
    *("queries", "check", "status", "help"),
    *("mentions", "context", "pick", "more", "suggestions", "feedback"),
    *("briefing", "coverage", "settings", "forget"),
)


def add_all(client: Readout) -> None:
    """Adds every feature to a client."""
    for feature in FEATURES:
        import_module(f"{__name__}.{feature}").add(client)
