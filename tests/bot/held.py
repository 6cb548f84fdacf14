"""Index building that stops until it is let go, so that a test decides what happens in between."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from bot.answering.index import Index

PATIENCE = 10.0  # seconds that nothing here should take


@dataclass
class Held:
    """`begun` is set once an index is being built, which goes on when `go` is set."""

    begun: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)


@contextmanager
def held_building(*briefing_ids: str) -> Iterator[Held]:
    """Holds up the next building of the index of each of these briefings; all are let go at the end."""
    held, build, waiting = Held(), Index.build, set(briefing_ids)

    def slow(briefing, *arguments) -> Index:
        if briefing.id in waiting:
            waiting.discard(briefing.id)
            held.begun.set()
            assert held.go.wait(PATIENCE), "never let go"
        return build(briefing, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Index, "build", slow)
        try:
            yield held
        finally:
            held.go.set()
