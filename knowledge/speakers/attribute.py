"""Every quotation to its speaker: by label, by the words beside it, by the paragraph, by the paragraph before."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain

from spacy.tokens import Doc

from knowledge.build.attribution import Attribution
from knowledge.build.cast import Cast
from knowledge.build.document import token_at
from knowledge.build.quotations import Quotation
from knowledge.lexicon.people import Lexicon
from knowledge.lexicon.speech import load_speech
from knowledge.lexicon.tables import table
from knowledge.model.article import Article
from knowledge.speakers.after import reporter
from knowledge.speakers.before import owner_by_mark
from knowledge.speakers.beside import owner_beside
from knowledge.speakers.frames import Frames
from knowledge.speakers.media import Media
from knowledge.speakers.words import Owner, Words

SCARE_QUOTE_WORDS = 3  # up to here, words in quotation marks need a verb of saying to be somebody's
RUNNING = ("body", "item", "turn")

_NAME_INSIDE = re.compile(r"([A-Z][\w.'’\-]+(?: [A-Z][\w.'’\-]+){1,3}):\s")
_WORD = re.compile(r"[\w’']+")
_SMALL = frozenset({"with", "from", "that", "this", "into", "over", "upon", "than", "your", "their", "after", "before"})


def attribute_quotes(article: Article, doc: Doc, quotations: list[Quotation], cast: Cast) -> list[Attribution]:
    """One attribution for each statement between quotation marks whose speaker can be told, in order."""
    return _Reading(article, doc, quotations, cast).attributions()


class _Reading:
    """One article's reading: quotations in order, each with the owner found for it."""

    def __init__(self, article: Article, doc: Doc, quotations: list[Quotation], cast: Cast):
        self.article, self.blocks, self.quotations, self.cast = article, list(doc.spans["blocks"]), quotations, cast
        self.short = self.terms()
        inside = (range(token_at(doc, start), token_at(doc, end)) for start, end in self.short)
        self.media = Media(cast, table(Lexicon, "titles"))
        self.words = Words(Frames(doc, frozenset(chain(*inside)), load_speech()), article.text, cast)

    def attributions(self) -> list[Attribution]:
        """Walk the quotations, joining those that continue a statement."""
        statements: list[tuple[Owner, list[Quotation]]] = []
        last: tuple[Owner, Quotation] | None = None
        for quotation in self.quotations:
            introduced = self.words.introduced(quotation.parts[0])
            if self.is_title(quotation) and not introduced:
                continue
            owner, joined = self.labelled(quotation) or owner_beside(quotation, self.words), False
            term = (quotation.start, quotation.end) in self.short
            if owner and term and not introduced and owner.content is None and owner.rule in ("before", "according to"):
                continue  # scare quotes: somewhere in a sentence that somebody says
            if owner is None and self.is_sentence(quotation):
                owner, joined = self.continued(quotation, last)
                last = last if owner else None
            if owner is None:
                continue
            if statements and (
                joined or (statements[-1][0].source, statements[-1][0].cue) == (owner.source, owner.cue)
            ):
                statements[-1][1].append(quotation)
            else:
                statements.append((owner, [quotation]))
            last = (owner, quotation)
        found = []
        for owner, group in statements:
            part = group[0].parts[-1]
            if paper := reporter(self.words, part, owner):
                found.append(self.attribution(paper, group))
            found.append(self.attribution(owner, group))
        return found

    # --- rules, surest first

    def labelled(self, quotation: Quotation) -> Owner | None:
        """ "NAME: ..." before it, "― Name" after it, or a known name as its own first words."""
        if quotation.label is not None:
            low, high = quotation.label
            mark = (high, high + 1) if quotation.form == "turn" else (self._dash(low), low)
            return Owner((low, high), mark, "label", 0.95)
        match = _NAME_INSIDE.match(self.article.text, *quotation.inner)
        if match and self.cast.who(*match.span(1)):
            return Owner(match.span(1), (match.end(1), match.end(1) + 1), "label", 0.9)
        return None

    def _dash(self, low: int) -> int:
        start = low
        while start > 0 and self.article.text[start - 1] in " -–—―":
            start -= 1
        return start

    def continued(self, quotation: Quotation, last: tuple[Owner, Quotation] | None) -> tuple[Owner | None, bool]:
        """(owner, whether it goes on with the last statement) for a quotation without a cue of its own."""
        block, words = quotation.block, self.words
        index = words.token_at(quotation.start)
        narrated = any(token.is_alpha for token in words.frames.narrative(self.blocks[block].start, index))
        if last is not None and last[1].parts[-1].block == block:
            between = words.frames.narrative(words.token_at(last[1].end), index)
            if (owner := self.sentence_before(block, index)) and sum(words.ends(token.i) for token in between) > 1:
                return owner, False
            return replace(last[0], confidence=last[0].confidence * 0.95, content=None), True
        if narrated:
            return self.sentence_before(block, index), False
        if not block or self.blocks[block - 1].label_ not in RUNNING:
            return (self.colon_line(block - 1) if block else None), False
        if owner := self.colon_line(block - 1):
            return owner, False
        if last is not None and last[1].parts[-1].block == block - 1:
            return replace(last[0], rule="carried over", confidence=0.7, content=None), True
        return self.paragraph_before(block - 1), False

    def colon_line(self, block: int) -> Owner | None:
        """ "He released this statement:" as the paragraph before."""
        words, line = self.words, self.blocks[block]
        if line[-1].text != ":":
            return None
        window = words.frames.narrative(words.start(line.end - 1), line.end)
        for token in reversed(window):
            verb = words.frames.issued(token) or (words.frames.frame(token) if words.frames.speaks(token) else None)
            if verb:
                return words.made(verb, "colon line", 0.9)
        return owner_by_mark(words, window, line.end) if window else None

    def sentence_before(self, block: int, index: int) -> Owner | None:
        """The one who speaks, or is spoken of, in the sentence just before in the same paragraph."""
        words = self.words
        window = words.frames.narrative(words.start(max(self.blocks[block].start, index - 1)), index)
        for token in reversed(window):
            if words.frames.strong(token) and (frame := words.frames.frame(words.frames.outermost(token))):
                return words.made(frame, "sentence before", 0.7)
        for token in window:
            if token.dep_ == "nsubj" and token.head.dep_ == "ROOT" and (frame := words.frames.frame(token.head)):
                owner = words.made(frame, "sentence before", 0.6)
                return owner if self._is_person(owner) else None
        return None

    def _is_person(self, owner: Owner) -> bool:
        actor = self.cast.who(*owner.source)
        return actor is not None and any(one.id == actor and one.kind == "person" for one in self.cast.actors)

    def paragraph_before(self, block: int) -> Owner | None:
        """The last one who is said to speak in the paragraph before."""
        words, line = self.words, self.blocks[block]
        for token in reversed(words.frames.narrative(line.start, line.end)):
            if token.dep_ in ("relcl", "acl"):
                continue
            frame = words.frames.issued(token)
            if not frame and words.frames.strong(token):
                frame = words.frames.frame(words.frames.outermost(token))
            if frame:
                owner = words.made(frame, "paragraph before", 0.55)
                return owner if self.cast.who(*owner.source) else None
        return self.sentence_before(block, line.end)

    # --- what kind of quotation

    def terms(self) -> set[tuple[int, int]]:
        """The places of quotations of a few words without a mark of their own: "Ted Cruz" campaign pins."""
        text = self.article.text
        short = [one for one in self.quotations if one.words(text) <= SCARE_QUOTE_WORDS and one.form == "marks"]
        return {(one.start, one.end) for one in short if text[one.inner[1] - 1] not in ".,?!…"}

    def is_sentence(self, quotation: Quotation) -> bool:
        """Whether the quotation is a sentence of its own, or several."""
        text = self.article.text
        words = quotation.words(text)
        quoted = text[slice(*quotation.inner)].strip()
        return words > 12 or (quoted[:1].isupper() and (quoted[-1:] in ".?!,…—-" or words > 6))

    def is_title(self, quotation: Quotation) -> bool:
        """Whether the quotation is the name of a programme, book or song: every word of weight has a capital."""
        quoted = self.article.text[slice(*quotation.inner)]
        words = [word for word in _WORD.findall(quoted) if len(word) > 3 and word not in _SMALL]
        return len(words) > 1 and all(word[0].isupper() for word in words) and quoted.rstrip()[-1:] not in "?!"

    def block_at(self, offset: int) -> int:
        """The number, from 0, of the block around a place."""
        return self.article.paragraph(offset) - 1

    def attribution(self, owner: Owner, group: list[Quotation]) -> Attribution:
        """The record of one statement."""
        content = [(part.start, part.end) for quotation in group for part in quotation.parts]
        if owner.content is not None:
            content[0] = owner.content
        actor = self.cast.who(*owner.source)
        block = self.block_at(owner.cue[0] if owner.cue else owner.source[0])
        return Attribution(
            source=(owner.source,),
            cue=(owner.cue,) if owner.cue else (),
            content=tuple(content),
            kind="direct" if owner.content is None else "mixed",
            speaker=self.cast.name(actor) if actor else None,
            actor=actor,
            medium=self.media.medium(self.words, owner, actor, block),
            confidence=round(owner.confidence, 2),
        )
