"""What the engine knows about English questions, from `questions.yaml`: words by the part they play."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

import knowledge
from knowledge.lexicon.synonyms import load_groups
from knowledge.lexicon.words import Word, fold, stem, words

TABLE = Path(knowledge.__file__).parent / "lexicon" / "en" / "questions.yaml"
NOUN_ENDINGS = ("er", "ers", "or", "ors", "ion", "ions", "ment", "ments", "ance", "ence", "able", "ive", "al", "ist")


@dataclass(frozen=True)
class English:
    """The lists of `questions.yaml`; ask for one by its name. Build it once with `load_english` and hand it on."""

    tables: dict[str, Any]
    others: frozenset[str] = frozenset()

    def words(self, name: str) -> frozenset[str]:
        """The words of a list, as they are written there. `name` may be a path: `wants.person`."""
        return self._sets[name]

    def stems(self, name: str) -> frozenset[str]:
        """The stems of the words of a list."""
        return self._stem_sets[name]

    def has(self, name: str, word: Word) -> bool:
        """Whether a word, or another form of it, is on a list."""
        return word.plain in self._sets[name] or word.stem in self._stem_sets[name]

    def verb(self, name: str, word: Word) -> bool:
        """Whether a word is a form of a verb on a list: "threatened" of "threaten", but "reporter" not of "report"."""
        return word.plain in self._sets[name] or (
            word.stem in self._stem_sets[name] and not word.plain.endswith(NOUN_ENDINGS)
        )

    def stems_of_phrases(self, name: str) -> frozenset[str]:
        """The phrases of a list as their stems, joined by spaces."""
        return frozenset(" ".join(map(stem, phrase.split())) for phrase in self.tables[name])

    def is_known(self, word: Word) -> bool:
        """Whether a word, or another form of it, is English as far as it is known here."""
        return word.plain in self.known or word.stem in self._known_stems

    @cached_property
    def _known_stems(self) -> frozenset[str]:
        return frozenset(map(stem, self.known))

    def mapping(self, name: str) -> dict[str, Any]:
        """A table of the file that maps words to something."""
        return self.tables[name]

    @cached_property
    def media(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Known media: the name, and its folded words."""
        names = [" ".join(name.split()) for name in self.tables["media"].split(";")]
        return tuple((name, tuple(fold(name).replace("-", " ").split())) for name in names)

    @cached_property
    def _sets(self) -> dict[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}

        def walk(path: str, value: Any) -> None:
            if isinstance(value, str):
                found[path] = frozenset(value.split())
            elif isinstance(value, list):
                found[path] = frozenset(map(str, value))
            elif isinstance(value, dict):
                found[path] = frozenset(map(str, value))
                for key, inner in value.items():
                    walk(f"{path}.{key}", inner)

        for key, value in self.tables.items():
            walk(key, value)
        return found

    @cached_property
    def _stem_sets(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(map(stem, words)) for name, words in self._sets.items()}

    @cached_property
    def framing(self) -> frozenset[str]:
        """The words that make a question what it is: question words, verbs of speech and of wanting, their nouns."""
        names = ("question_words", "auxiliaries", "speech", "view", "view_adjectives", "view_nouns.position")
        names += ("view_nouns.said", "representatives", "role_nouns", "stop", "light")
        return frozenset().union(*(self._sets[name] for name in names))

    @cached_property
    def known(self) -> frozenset[str]:
        """Every word on any list: an English word, so neither a name nor a slip of the finger."""
        return frozenset().union(*self._sets.values(), self.others)


def load_english(path: Path = TABLE) -> English:
    """The lists from a YAML file, and every word of the table of synonyms."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    members = (member for group in load_groups() for member in group if member.islower())  # "NATO" is a name
    others = frozenset(word.plain for member in members for word in words(member))
    return English(yaml.load(path.read_bytes(), Loader=loader), others)
