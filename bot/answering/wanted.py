"""The kind of answer a question wants to see: a person, a date, a number of something, a reason, a yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.answering.english import English
from knowledge.words import Word


@dataclass
class Wanted:
    """`kind` is person, date, place, city, reason, number, money, percent, duration, age, measure, names or None;
    `counted` the place of the noun that a number or a name is asked for ("how many *missiles*")."""

    kind: str | None = None
    counted: int | None = None
    yes_no: bool = False
    many: bool = False
    outcome: bool = False
    used: set[int] = field(default_factory=set)


def find_wanted(asked: Sequence[Word], english: English, taken: set[int]) -> Wanted:
    """The kind of answer, from the first question word and the words behind it, wherever they stand."""
    wanted, plain = Wanted(), [word.plain for word in asked]
    place = next(
        (n for n, word in enumerate(plain) if word in english.words("question_words") and n not in taken), None
    )
    if place is not None:
        wanted.used.add(place)
        if plain[place] == "how":
            _how(wanted, plain, place + 1, english)
        elif plain[place] in ("what", "which"):
            _noun(wanted, plain, place + 1, english)
        else:
            kinds = ("person", "date", "place", "reason")
            wanted.kind = next((kind for kind in kinds if plain[place] in english.words(f"wants.{kind}")), None)
    if plain[:1] == ["list"]:
        wanted.used.add(0)
    wanted.yes_no = wanted.kind is None and bool(plain) and plain[0] in english.words("auxiliaries")
    listed = any(word in english.words("list_asked") for word in plain[:4]) and wanted.kind is None
    wanted.many = listed or _plural_which(plain)
    wanted.outcome = any(word in english.words("outcome_asked") for word in plain)
    return wanted


def _how(wanted: Wanted, plain: Sequence[str], place: int, english: English) -> None:
    after = plain[place] if place < len(plain) else ""
    for kind in english.mapping("wants")["how"]:
        if after in english.words(f"wants.how.{kind}"):
            wanted.kind = kind
            wanted.used.add(place)
    noun = plain[place + 1] if place + 1 < len(plain) else ""
    if wanted.kind in ("number", "money"):
        if noun in english.words("units") | {"time"} and noun not in ("second", "times"):
            wanted.kind = "duration"
            wanted.used.add(place + 1)
        elif noun in english.words("money_words"):
            wanted.kind = "money"
            wanted.used.add(place + 1)
        elif noun and noun not in english.words("stop"):
            wanted.kind, wanted.counted = "number", place + 1


def _noun(wanted: Wanted, plain: Sequence[str], place: int, english: English) -> None:
    """ "what day", "which city", "what's the name of", "what share of"."""
    near = [
        n for n in range(place, min(place + 4, len(plain))) if plain[n] not in ("is", "are", "was", "were", "the", "a")
    ]
    verb = next((n for n, word in enumerate(plain) if word in english.words("money_verbs")), None)
    if verb is not None and plain[place : place + 1] and plain[place] in english.words("auxiliaries"):
        wanted.kind = "money"  # "what did it cost", "what would they have to pay"
    named = next((n for n in near if plain[n] in english.words("wants.nouns.names")), None)  # "the mayor's name"
    head = named if named is not None else near[0] if near else place
    for kind in english.mapping("wants")["nouns"]:
        if head < len(plain) and plain[head] in english.words(f"wants.nouns.{kind}"):
            direct = head == place
            if direct or kind in ("names", "number", "percent", "money", "reason"):
                wanted.kind = wanted.kind or kind
                if kind in ("names", "date", "reason", "money", "duration") or plain[head] in english.words("venues"):
                    wanted.used.add(head)
                if kind == "names":
                    before = next((n for n in near if plain[n] not in english.words("stop") and n < head), None)
                    after = _content_from(plain, head + 1, english)
                    wanted.counted = before if after is None else after


def _content_from(plain: Sequence[str], place: int, english: English) -> int | None:
    return next((n for n in range(place, len(plain)) if plain[n] not in english.words("stop")), None)


def _plural_which(plain: Sequence[str]) -> bool:
    return len(plain) > 2 and plain[0] == "which" and plain[1].endswith("s") and plain[1] not in ("was", "is", "has")
