"""Packing of a briefing that stops until it is let go, so that a test decides what happens in between."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from bot.answering.shelf import Loaded

PATIENCE = 10.0  # seconds that nothing here should take


@dataclass
class Held:
    """`begun` is set once a briefing is being packed, which goes on when `go` is set."""

    begun: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)


@contextmanager
def held_packing(*briefing_ids: str) -> Iterator[Held]:
    """Holds up the next packing of each of these briefings; all are let go at the end."""
    held, pack, waiting = Held(), Loaded.of, set(briefing_ids)

    def slow(briefing, owner) -> Loaded:
        if briefing.id in waiting:
            waiting.discard(briefing.id)
            held.begun.set()
            assert held.go.wait(PATIENCE), "never let go"
        return pack(briefing, owner)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Loaded, "of", slow)
        try:
            yield held
        finally:
            held.go.set()
