"""What people type who do not know yet what can be asked: "summary please", "help", "what is this article about?"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.answering.english import English
from knowledge.lexicon.tables import table
from knowledge.lexicon.words import WordList, words


@dataclass(frozen=True)
class Newcomers:
    """The lists of `newcomers.yaml`; its comments say what each is for."""

    summary: WordList
    last: WordList
    help: WordList
    polite: WordList


def wanted(line: str) -> Literal["brief", "usage"] | None:
    """The command that a line of plain words means which asks for nothing that an article could say; else None."""
    lists, english = table(Newcomers, "newcomers"), table(English, "questions")
    plain = [word.plain for word in words(line)]
    passed_over = (lists.polite | english.stop) - lists.help - lists.summary
    left = {word for word in plain if word not in passed_over}
    if left and left <= lists.help:
        return "usage"
    rest = left - english.article_words
    if (rest and rest <= lists.summary) or (plain and not rest and plain[-1] in lists.last and len(plain) > 2):
        return "brief"
    return None
