"""Who a sentence plainly lets speak, where the fact base has no record of it: "Ms. Wahl told", "said Murphy"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.english import English
from bot.answering.names import Name, NameBook
from knowledge.words import Word

_BETWEEN = frozenset(["has", "have", "had", "will", "would", "also", "later", "then", "now", "who"])
LONGEST_APPOSITION = 90  # characters of "..., the secretary general of the United Nations, ..."


def speakers_in(text: str, found: Sequence[Word], names: NameBook, english: English) -> frozenset[str]:
    """The actors right beside a verb of speech or of wanting, an apposition between them passed over."""
    return frozenset(
        name.actors[0]
        for name in names_in(found, names)
        if len(name.actors) == 1 and _speaks(text, found, name, english)
    )


def names_in(found: Sequence[Word], names: NameBook) -> list[Name]:
    """The names of actors in a sentence; a capital is asked for, so that "may" is not Theresa May."""
    read, place = [], 0
    while place < len(found):
        name = names.exact(found, place) if found[place].capital else None
        if name:
            read.append(name)
        place = name.last if name else place + 1
    return read


def _speaks(text: str, found: Sequence[Word], name: Name, english: English) -> bool:
    if name.first and found[name.first - 1].plain in ("said", "says", "added", "told"):
        return True
    place = name.last
    end = found[name.last - 1].end
    if text[end : end + 1] == ",":
        close = text.find(",", end + 1, end + LONGEST_APPOSITION)
        place = next((n for n, word in enumerate(found) if word.start > close), len(found)) if close > 0 else place
        if close > 0 and place < len(found) and found[place - 1].plain in ("and", "or"):
            return False
    while place < len(found) and place < name.last + 14 and found[place].plain in _BETWEEN:
        place += 1
    if place >= len(found) or text[end : end + 2] in ("'s", "’s"):
        return False
    verb = found[place]
    finite = verb.plain.endswith(("ed", "s", "t", "d")) or verb.plain in ("wrote", "said", "swore")
    return finite and (english.verb("speech", verb) or english.verb("view", verb))
