"""What a follow-up refers to: the last answer, per channel and member, until it is too old."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from bot.answering.answer import Answer

EXPIRES_AFTER = 600.0  # seconds; after ten minutes nobody means the last answer any more
MOST = 10_000  # conversations kept at once; the least recent one goes first


@dataclass
class Conversation:
    """One member's exchange in one place. `last` is the last answer that was given, None at the start."""

    last: Answer | None = None


@dataclass
class Conversations:
    """The conversations that are going on. `clock` gives seconds."""

    clock: Callable[[], float] = time.monotonic
    _kept: OrderedDict[Hashable, tuple[float, Conversation]] = field(default_factory=OrderedDict)

    def of(self, channel_id: int, user_id: int) -> Conversation:
        """The conversation of a member in a channel, a new one where the last is too old."""
        key, now = (channel_id, user_id), self.clock()
        since, conversation = self._kept.pop(key, (now, Conversation()))
        if now - since > EXPIRES_AFTER:
            conversation = Conversation()
        self._kept[key] = (now, conversation)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return conversation
