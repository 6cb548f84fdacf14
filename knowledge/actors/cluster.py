"""What the names of one person, organisation or country come to."""

from __future__ import annotations

from dataclasses import dataclass, field

from knowledge.actors.mentions import NameMention
from knowledge.lexicon.people import Gender, plain
from knowledge.model.factbase import ActorKind


@dataclass(eq=False)
class Cluster:
    """One who is named: the kind, the fullest name, and every mention. `words` are the fullest name's."""

    kind: ActorKind
    words: tuple[str, ...]
    mentions: list[NameMention] = field(default_factory=list)
    gender: Gender | None = None
    country: str | None = None  # the name in the table of countries

    @property
    def name(self) -> str:
        """The name to show."""
        return self.country or " ".join(self.words)

    @property
    def surname(self) -> str:
        """The last word of the name, lower case."""
        return plain(self.words[-1])
