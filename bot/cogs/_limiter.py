"""How often one member may ask: a sliding window for each, forgotten when it is over."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable

from bot.settings import RateLimit

REMEMBERED = 50_000  # members; the one longest unheard of is forgotten first


class Limiter:
    """Counts questions by member. Discord's user ids stay in memory only."""

    def __init__(self, limit: RateLimit, clock: Callable[[], float] = time.monotonic):
        self._limit, self._clock = limit, clock
        self._asked: OrderedDict[int, deque[float]] = OrderedDict()
        self._noticed: dict[int, float] = {}

    def wait(self, user_id: int) -> float:
        """Counts a question, and gives 0; or gives the seconds until the member may ask again."""
        now = self._clock()
        asked = self._asked.setdefault(user_id, deque())
        self._asked.move_to_end(user_id)
        while asked and asked[0] <= now - self._limit.seconds:
            asked.popleft()
        if len(asked) >= self._limit.questions:
            return asked[0] + self._limit.seconds - now
        asked.append(now)
        while len(self._asked) > REMEMBERED:
            self._noticed.pop(self._asked.popitem(last=False)[0], None)
        return 0.0

    def first_notice(self, user_id: int) -> bool:
        """Whether the member has not been told yet in this window; where notices come unasked, one is enough."""
        now = self._clock()
        if self._noticed.get(user_id, 0.0) > now:
            return False
        self._noticed[user_id] = now + self._limit.seconds
        return True
