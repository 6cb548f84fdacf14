"""A slip of the finger in a question is read as the word that was meant: of the article, of the frame, of English.

One slip is forgiven in words of five letters or more, two from nine, or from seven where the article has the word.
A word that is known is left alone, and so is a name that is not the article's. Where several words are equally
near, those with the same first letter come first, then the article's own, then the words that questions are framed
with, then other forms of these, then the rest of English as far as it is known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.lexicon.tables import table
from knowledge.lexicon.words import Endings, stem

SHORTEST, LONG, LONG_OF_ARTICLE = 5, 9, 7  # letters from which one slip, and two, are forgiven
OWN, OF_FRAMES, OF_SYNONYMS, OF_ENGLISH = 0, 2, 4, 6  # ranks of words; their regular forms rank one behind
MOST_TRIED = 12  # unknown words of one question; what has more is no question


@dataclass(frozen=True)
class Speller:
    """Words by length, each with its rank: the smaller, the likelier it is meant.

    What all briefings share is one speller `below` that of each.
    """

    ranks: dict[str, int]
    by_length: dict[int, tuple[str, ...]]
    stems: frozenset[str]
    below: Speller | None = None

    @classmethod
    def build(cls, ranked: Mapping[int, Iterable[str]], below: Speller | None = None) -> Speller:
        """A speller of groups of words by their ranks; regular forms of a word rank right behind it."""
        ranks: dict[str, int] = {}
        stems: set[str] = set()
        for rank, group in sorted(ranked.items()):
            for word in group:
                stems.add(stem(word))
                for form, its in [(word, rank), *((form, rank + 1) for form in forms(word))]:
                    ranks[form] = min(its, ranks.get(form, its))
        lengths: dict[int, list[str]] = {}
        for word in sorted(ranks):
            if word.isalpha() and len(word) >= SHORTEST - 1:
                lengths.setdefault(len(word), []).append(word)
        by_length = {length: tuple(words) for length, words in lengths.items()}
        return cls(ranks, by_length, frozenset(stems), below)

    def knows(self, word: str) -> bool:
        """Whether a folded word is spelt as a known one or as a form of it."""
        return word in self.ranks or stem(word) in self.stems or (self.below is not None and self.below.knows(word))

    def mend(self, word: str, name: bool = False) -> str | None:
        """The word that a misspelt one stands for, None where none is near; a `name` can only be the article's."""
        if len(word) < SHORTEST - 1 or not word.isalpha() or self.knows(word):
            return None
        slips = 2 if len(word) >= LONG or (len(word) >= LONG_OF_ARTICLE and not name) else 1
        near = (found for found in self._near(word, slips) if self._allowed(word, found, name))
        return min(near, default=(0, False, 0, None))[3]

    def _near(self, word: str, slips: int) -> Iterator[tuple[int, bool, int, str]]:
        """The words that few slips lead to: how many, whether the first letter differs, the rank, the word."""
        for length in range(len(word) - slips, len(word) + slips + 1):
            known = self.by_length.get(length, ())
            for other, distance, _ in process.extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=8):
                yield int(distance), other[0] != word[0], self.ranks[other], other
        if self.below:
            yield from self.below._near(word, slips)

    def _allowed(self, word: str, found: tuple[int, bool, int, str], name: bool) -> bool:
        distance, _, rank, other = found
        own = rank <= 1
        if len(word) < SHORTEST:  # "voes": a letter was left out, or two changed places
            return not name and (len(other) > len(word) or sorted(other) == sorted(word))
        if distance > 1 and len(word) < LONG and not own:
            return False
        return own or not name


def forms(word: str) -> list[str]:
    """The regular forms of a word, right or not: they only widen what a slip may be read as."""
    if not word.isalpha() or len(word) < 4:
        return []
    endings = table(Endings, "endings")
    instead = endings.instead_of_e if word[-1] == "e" else endings.instead_of_y if word[-1] == "y" else ()
    return [word + ending for ending in endings.regular] + [word[:-1] + ending for ending in instead]
