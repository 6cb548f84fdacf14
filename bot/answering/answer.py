"""What the engine hands to every skin: an answer, its citations, and what to ask next.

An answer never contains a sentence about the news that the article does not: `lead` and `heading` are
fixed labels from `bot/texts.yaml`, every citation is an excerpt that stood the check of `factbase.verify`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Status = Literal["answered", "choose", "declined"]


@dataclass(frozen=True)
class Citation:
    """One excerpt with its place. `kind` is quote, position or fact; `paragraph` counts from 1, title and
    headings included; `actor` is the name to show for who said or holds it, None for a plain statement."""

    briefing: str
    id: str
    kind: str
    actor: str | None
    text: str
    start: int
    end: int
    paragraph: int
    medium: str | None = None
    cue: str | None = None
    stance: str | None = None

    def as_json(self) -> dict[str, object]:
        """The keys of the JSON contract, in its order."""
        keys = ("briefing", "id", "kind", "actor", "text", "start", "end", "paragraph")
        return {key: getattr(self, key) for key in keys}


@dataclass(frozen=True)
class Section:
    """A part of an answer under a heading: excerpts, or plain lines such as the names of actors."""

    heading: str | None = None
    citations: tuple[Citation, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """An answer to one question. `suggestions` are questions or commands that the briefing can answer."""

    question: str
    status: Status
    lead: str
    sections: tuple[Section, ...] = ()
    suggestions: tuple[str, ...] = ()
    reading: object | None = field(default=None, compare=False)  # the slots read, for follow-ups and `explain`

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation, best first."""
        return tuple(citation for section in self.sections for citation in section.citations)

    def as_json(self) -> dict[str, object]:
        """The JSON contract: question, status, lead, citations, suggestions."""
        return {
            "question": self.question,
            "status": self.status,
            "lead": self.lead,
            "citations": [citation.as_json() for citation in self.citations],
            "suggestions": list(self.suggestions),
        }
