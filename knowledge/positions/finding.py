"""From attributions to positions: which are some, whose, and by which words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.build.attribution import Attribution
from knowledge.build.quotations import find_quotations
from knowledge.lexicon.cues import load_lexicon
from knowledge.model.article import Article
from knowledge.model.factbase import Position, excerpt_id
from knowledge.positions.asserted import shows_position
from knowledge.positions.holders import denied_by_holder, holders
from knowledge.positions.nesting import told_by_another
from knowledge.positions.places import sentence_around
from knowledge.positions.reading import widened
from knowledge.positions.slices import slices

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from knowledge.actors import Cast

WORDS = 60  # a longer clause is a parse gone wrong


@dataclass(frozen=True)
class Draft:
    """A position before those that are told twice are left out: its slice, its holder, where it comes from."""

    start: int
    end: int
    actor: str | None
    source: str
    shown_by: Attribution
    block: Span

    def inside(self, other: Draft) -> bool:
        """Whether it stands in another one of the same holder."""
        same = self.actor == other.actor if self.actor or other.actor else self.source == other.source
        return same and other.start <= self.start and self.end <= other.end


def find_positions(
    article: Article,
    doc: Doc,
    attributions: list[Attribution],
    cast: Cast,
    topics_of: Callable[[str], list[str]],
) -> list[Position]:
    """Every position of the article, in order; conjoined contents ("for limiting X and addressing Y") apart,
    conjoined holders ("the US and Israel") one each. `topics_of` gives the ids of the topics of a text.
    """
    drafts = _outermost(_drafts(article, doc, attributions, cast))
    seen: set[str] = set()
    return [
        _position(article, draft, topics_of, seen) for draft in sorted(drafts, key=lambda one: (one.start, one.end))
    ]


def _drafts(article: Article, doc: Doc, attributions: list[Attribution], cast: Cast) -> Iterator[Draft]:
    lexicon = load_lexicon()
    quoted = tuple(part.inner for quotation in find_quotations(article) for part in quotation.parts)
    for one in attributions:
        block = doc.spans["blocks"][article.paragraph((one.cue or one.content)[0][0]) - 1]
        if not shows_position(one, block, lexicon):
            continue
        for actor, source in holders(article, one, doc, attributions, cast, lexicon):
            if told_by_another(actor, one, doc, attributions, quoted, cast, lexicon):
                continue
            for start, end in slices(article, one, block, attributions):
                if 0 < len(article.text[start:end].split()) <= WORDS:
                    yield Draft(start, end, actor, source, one, block)


def _outermost(drafts: Iterator[Draft]) -> list[Draft]:
    """The drafts without those inside another of the same holder; the longest come first."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda one: (one.start - one.end, one.start, -one.shown_by.confidence)):
        if not any(draft.inside(other) for other in kept):
            kept.append(draft)
    return kept


def _position(article: Article, draft: Draft, topics_of: Callable[[str], list[str]], seen: set[str]) -> Position:
    one, (start, end) = draft.shown_by, widened(draft.block.doc, draft.start, draft.end)
    text, sentence = article.text[start:end], sentence_around(draft.block.doc, start, end)
    return Position(
        excerpt_id("p", text, article.text[sentence[0] : sentence[1]], seen),
        draft.actor,
        one.stance,
        text,
        start,
        end,
        sentence,
        cue=" ".join(article.text[low:high] for low, high in one.cue),
        source=None if draft.actor else draft.source,
        topics=topics_of(text),
        negated=one.negated != denied_by_holder(article, one),
        modality=one.modality,
        tense=one.tense,
        passive=one.passive,
    )
