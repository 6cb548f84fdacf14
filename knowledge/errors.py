"""What can be wrong with data that people hand in, told in one line each.

    BadData               an article, a fact base, an edits file or a question set that cannot be used
      .problems           every Problem found, not only the first
    UnknownLanguage       the language that is set has no tables
    ModelMissing          spaCy or its English model is not installed
    ReaderMissing         what runs the reader is not installed

A skin prints each problem on its own line and ends with exit code 65 (78 for the language and the model).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: in which file, where in it, what was found, what was expected."""

    file: str
    where: str
    found: str
    expected: str

    def __str__(self) -> str:
        place = f"{self.file}: {self.where}" if self.where else self.file
        return f"{place}: found {self.found}, expected {self.expected}"


class BadData(Exception):
    """Data that cannot be used; carries every problem found in it."""

    def __init__(self, problems: list[Problem]):
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems

    @classmethod
    def one(cls, file: object, where: str, found: str, expected: str) -> BadData:
        """A BadData with a single problem."""
        return cls([Problem(str(file), where, found, expected)])


class UnknownLanguage(Exception):
    """A language code without tables in `knowledge/lexicon`; the message is one line for people."""


class ModelMissing(Exception):
    """No English model is installed; the message says what to run."""


class ReaderMissing(Exception):
    """The extra that runs the reader is not installed; the message says what to run."""

    def __init__(self, package: str):
        super().__init__(f"the reader: found no {package}, expected it installed (pip install 'readout[reader]')")
