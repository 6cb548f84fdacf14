"""Where sentences begin and end, told by rules on the article's own characters. No language model.

A statistical parser breaks news text at "Sen.", "(D-Ill.)," and inside quotations; each break takes a verb from
its subject. Here a sentence ends at an end mark with the closing marks after it, where a capital, a digit or an
opening mark follows, except inside brackets, after an abbreviation, and inside a quotation. The words are in
`lexicon/en/sentences.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.lexicon.people import lexicon
from knowledge.model.article import Article
from knowledge.model.spans import Span
from knowledge.parsing.quotations import WORD, Quotation

SPEECH = 100  # words: a quotation in one paragraph that is longer is a speech, and broken like any other text
FRAME = 6  # words after a quoted question within which "she asked" still belongs to it

_END = re.compile(r"(?:[.!?]+|…)(?:[\"”’)\]]|'')*(?=\s)")
_NEXT = re.compile(r"\s+(?:[\"“‘'(\[—–-]|``|'')*\s?(\w+(?:['’]\w+)?)")
_BEFORE = re.compile(r"(\w+(?:\.\w+)*)$")
_ON = re.compile(r"\b(?:on|to|via|over|through|platform|site|network|called)\s+$")  # before the platform X
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@dataclass(frozen=True)
class Sentence:
    """A sentence: the number, from 0, of its block, and its [start, end) in the article."""

    block: int
    start: int
    end: int


@dataclass(frozen=True)
class Splitter:
    """Finds sentences; holds the words of the lexicon. Make one with `table(Splitter, "sentences")`."""

    before_names: frozenset[str]
    either: frozenset[str]
    starters: frozenset[str]
    reporting: frozenset[str]

    def sentences(self, article: Article, quotations: list[Quotation]) -> list[Sentence]:
        """Every sentence of every block in order; a title, heading or byline is one sentence.

        `quotations` are those of `find_quotations(article)`.
        """
        parts = [part for quotation in quotations if quotation.form == "marks" for part in quotation.parts]
        found = []
        for number, block in enumerate(article.blocks):
            whole = block.kind in ("title", "heading", "byline")
            quoted = [
                (part.start, part.end)
                for part in parts
                if part.block == number and len(WORD.findall(article.text, *part.inner)) <= SPEECH
            ]
            places = [(block.start, block.end)] if whole else self.split(article.text, block.start, block.end, quoted)
            found += [Sentence(number, start, end) for start, end in places]
        return found

    def split(self, text: str, start: int, end: int, quoted: list[Span]) -> list[Span]:
        """The sentences of text[start:end], white space around them left out.

        `quoted` are the places of quotations, marks included: no sentence ends inside one.
        """
        closed = sorted([*quoted, *(match.span() for match in _BRACKETED.finditer(text, start, end))])
        closed = [(low, high) for low, high in closed if high - low > 1]
        found, begin = [], start
        for match in _END.finditer(text, start, end):
            stop = match.end()
            if not _inside(stop, closed) and self._ends(text, match, begin, end):
                found.append((begin, stop))
                begin = stop + len(text[stop:end]) - len(text[stop:end].lstrip())
        if text[begin:end].strip():
            found.append((begin, end))
        return found

    def _ends(self, text: str, match: re.Match[str], begin: int, end: int) -> bool:
        following = _NEXT.match(text, match.end(), end)
        if not following:
            return True  # nothing but marks up to the end of the block
        word, marks = following[1], match[0]
        if not (word[0].isupper() or word[0].isdigit()):
            return False
        if marks[0] in "?!…" and marks[-1] in "\"”’'" and self._framed(text, following.start(1), end):
            return False
        if marks.startswith(("...", "…")):
            return word in self.starters
        if marks[0] != "." or (len(marks) > 1 and marks[1] in ".!?"):
            return True
        before = _BEFORE.search(text, begin, match.start())
        if before and len(before[1]) == 1 and self._no_initial(text, before, following, begin):
            return True
        return self._stops(before[1] if before else "", word, marks)

    def _no_initial(self, text: str, letter: re.Match[str], following: re.Match[str], begin: int) -> bool:
        """Whether one letter is no initial of a name: "posted on X. Ann Lee said", "to plan B. Sen. Lee said"."""
        platform = letter[1] == "X" and bool(_ON.search(text, begin, letter.start()))
        titled = following[1] in lexicon().abbreviated and text[following.end() : following.end() + 1] == "."
        return platform or titled

    def _stops(self, before: str, word: str, marks: str) -> bool:
        """Whether the full stop after `before` ends a sentence, where `word` follows it and its closing marks."""
        if (before in self.before_names or before in lexicon().abbreviated) and len(marks) == 1:
            return before == "No" and word in self.starters  # "He said no. No. The ..."
        initial = len(before) == 1 and before.isupper() and before != "I"
        dotted = "." in before and all(len(letter) <= 2 for letter in before.split("."))
        if before in self.either or initial or dotted:
            return word in self.starters
        return True

    def _framed(self, text: str, start: int, end: int) -> bool:
        """Whether "he said" or the like follows within a few words, before the sentence is over."""
        clause = re.split(r"[.!?;:\"“]", text[start:end], maxsplit=1)[0]
        return any(word in self.reporting for word in WORD.findall(clause)[:FRAME])


def _inside(stop: int, places: list[Span]) -> bool:
    return any(low < stop < high for low, high in places)
