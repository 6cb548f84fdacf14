"""Synonyms for an article: from a hand-written table of news English, the groups that the article has a word of.

They stand in the compiled fact base, where an editor sees and changes them: `arsenal: [stockpile, weapons]` says
that somebody who asks for the stockpile may be shown a sentence about the arsenal.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.errors import BadData
from knowledge.lexicon.tables import table
from knowledge.lexicon.words import words

Group = dict[str, list[str]]  # members in their order, each with the stems of its words


@dataclass(frozen=True)
class Synonyms:
    """The table: one group a line, members parted by commas."""

    groups: list[str]


def synonyms_for(article_text: str) -> dict[str, list[str]]:
    """Words and phrases of the article, each with what may be asked for it, both in alphabetical order.

    Words are compared by stem, phrases by the stems of their words in a row, abbreviations as they are written.
    Raises BadData for a table that is no table.
    """
    article = words(article_text)
    stems = [word.stem for word in article]
    present, written = set(stems), {word.text for word in article}
    pairs = {" ".join(stems[start : start + length]) for length in (2, 3, 4) for start in range(len(stems))}
    found: dict[str, set[str]] = {}
    for keys in load_groups():
        for member, key in keys.items():
            there = key[0] in present if len(key) == 1 else " ".join(key) in pairs
            if member.isupper():  # "US" and "WHO" are not "us" and "who"
                there = member in written
            if there:
                found.setdefault(member, set()).update(other for other in keys if keys[other] != key)
    return {member: sorted(others) for member, others in sorted(found.items()) if others}


@functools.cache
def load_groups() -> tuple[Group, ...]:
    """The groups of the table of the language that is set. Raises BadData with the first line that is no group."""
    return groups_of(table(Synonyms, "synonyms").groups, "synonyms.yaml")


def groups_of(lines: Sequence[str], file: str) -> tuple[Group, ...]:
    """The groups that stand in lines of a file. Raises BadData with the first line that is none."""
    groups = []
    for number, line in enumerate(lines):
        members = [" ".join(member.split()) for member in line.split(",")]
        if len(members) < 2 or not all(words(member) for member in members):
            raise BadData.one(file, f"groups[{number}]", repr(line)[:60], "words parted by commas")
        groups.append({member: [word.stem for word in words(member)] for member in members})
    return tuple(groups)
