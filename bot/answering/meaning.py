"""Meaning: how near the sentences of a briefing are to a question, and what the reader says of the likeliest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from knowledge.model.storage import Briefing
from knowledge.reader.model import Reader
from knowledge.reader.passages import Passage, passages
from knowledge.reader.vectors import vectors_of

if TYPE_CHECKING:
    from knowledge.reader.model import Vectors


class Meaning(Protocol):
    """What the sentences of one briefing mean to a reader."""

    def cosines(self, question: str) -> list[float]:
        """How near each sentence is to a question, -1 to 1."""

    def read(self, question: str, numbers: Sequence[int]) -> list[float]:
        """What the reader says of the sentences with these numbers, in logits."""


@dataclass(frozen=True)
class ByReader:
    """The meaning of a briefing's sentences, by a reader; nothing is read before the first question."""

    briefing: Briefing
    reader: Reader

    @cached_property
    def passages(self) -> list[Passage]:
        """The passages of the briefing, one for each sentence in order."""
        return passages(self.briefing.base)

    @cached_property
    def vectors(self) -> Vectors:
        """Their vectors, a row each; made where none lie beside the briefing."""
        return vectors_of(self.briefing.base, self.briefing.path, self.reader)

    def cosines(self, question: str) -> list[float]:
        """See `Meaning.cosines`."""
        return [float(value) for value in self.vectors @ self.reader.vectors([question])[0]] if self.passages else []

    def read(self, question: str, numbers: Sequence[int]) -> list[float]:
        """See `Meaning.read`."""
        return self.reader.scores(question, [self.passages[number] for number in numbers])
