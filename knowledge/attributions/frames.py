"""A frame: one candidate attribution as sets of tokens, before it is weighed against the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.attributions.clauses import modality, negated, tense
from knowledge.attributions.extents import trimmed
from knowledge.lexicon.cues import Lexicon
from knowledge.lexicon.verbs import Cue

if TYPE_CHECKING:
    from spacy.tokens import Token

IMPERSONAL = frozenset(["it", "that", "this", "these", "which", "what", "there"])
PERSONAL = frozenset(
    [
        "he",
        "she",
        "they",
        "i",
        "we",
        "you",
        "who",
        "his",
        "her",
        "their",
        "my",
        "our",
        "your",
        "him",
        "them",
        "us",
        "me",
        "those",
        "all",
    ]
)
RELATIVE = frozenset(("that", "which", "who"))
NAMES = frozenset(("PERSON", "ORG", "GPE", "NORP"))  # spaCy's labels of those who can hold something


@dataclass(frozen=True)
class Frame:
    """Who (source tokens), by which words (cue), holds what (content); `weight` says how surely."""

    head: Token
    holder: Token | None
    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]
    construction: str
    stance: str
    weight: float
    passive: bool = False

    @property
    def negated(self) -> bool:
        """Whether the cue is denied."""
        return negated(self.head.doc[i] for i in sorted(self.cue))

    @property
    def modality(self) -> str | None:
        """The modal of the cue, if any."""
        return modality(self.head.doc[i] for i in sorted(self.cue))

    @property
    def tense(self) -> str | None:
        """The tense of the cue's clause: of its head, or of the first verb of the cue that shows one."""
        words = [self.head, *(self.head.doc[i] for i in sorted(self.cue))]
        verbs = [token for token in words if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass")]
        return next((told for token in verbs if (told := tense(token)) is not None), None)


def make_frame(
    head: Token,
    holder: Token | None,
    source: set[int],
    cue: set[int],
    content: set[int],
    construction: str,
    reading: Cue,
    lexicon: Lexicon,
    passive: bool = False,
) -> Frame | None:
    """A frame with its weight, or None where nothing is left of its content."""
    doc = head.doc
    source = source - cue
    content = trimmed(doc, content - cue - source)
    if not any(not doc[i].is_punct and not doc[i].is_space for i in content):
        return None
    weight = reading.weight * holder_factor(holder if source else None, construction, reading.stance, passive, lexicon)
    return Frame(
        head,
        holder,
        frozenset(source),
        frozenset(cue),
        frozenset(content),
        construction,
        reading.stance,
        weight,
        passive,
    )


def holder_factor(holder: Token | None, construction: str, stance: str, passive: bool, lexicon: Lexicon) -> float:
    """How much a holder speaks for an attribution: people hold and say, things mostly do not."""
    if construction in ("raising", "adverb"):
        return 1.0
    if holder is None:
        return 0.85 if passive else 0.7
    if holder.dep_ in ("nsubj", "nsubjpass") and holder.lower_ in RELATIVE and holder.head.dep_ == "relcl":
        holder = holder.head.head  # a group that backs him
    if holder.lower_ in IMPERSONAL:
        body = holder.lower_ == "it" and (construction in ("that", "wh") or stance in lexicon.positions)
        return 0.75 if body else 0.45  # "it" is a body that was named before as often as nothing
    if is_human(holder, lexicon):
        return 1.0
    clause = construction in ("that", "wh")
    if holder.lemma_.lower() in lexicon.documents:
        return 1.0 if clause else 0.92
    return 0.85 if clause else 0.7


def is_human(holder: Token, lexicon: Lexicon) -> bool:
    """Whether a holder is a person or a body of people, as far as the words tell."""
    if holder.lower_ in PERSONAL or holder.pos_ in ("PROPN", "NUM") or holder.ent_type_ in NAMES:
        return True
    return holder.lemma_.lower() in lexicon.holders or holder.lower_ in lexicon.holders
