"""What a question asks for and of whom: "What did X say", "X's position", "who", "how long", "compare"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.answering.english import English
from bot.answering.names import Name
from knowledge.words import Word

_LINKS = {"of", "by", "from"}
_ON = {"on", "about", "re", "regarding", "concerning", "over"}


@dataclass
class Frame:
    """The frame of a question; `used` are the places of words that are part of it, not of what is looked for.

    `counted` is the place of the noun that a number is asked for ("how many *missiles*").
    """

    act: str = "general"
    wants: str | None = None
    yes_no: bool = False
    many: bool = False
    outcome: bool = False
    holder: Name | None = None
    holder_words: tuple[Word, ...] = ()
    counted: int | None = None
    used: set[int] = field(default_factory=set)


def find_frame(asked: Sequence[Word], names: Sequence[Name], english: English, taken: set[int]) -> Frame:
    """The frame of a question of any shape; `taken` are the places of names and of the medium."""
    frame = Frame()
    plain = [word.plain for word in asked]
    _wanted(frame, plain, english, taken)
    frame.yes_no = frame.wants is None and bool(plain) and plain[0] in english.words("auxiliaries")
    frame.many = any(word in english.words("list_asked") for word in plain[:4]) and frame.wants is None
    frame.many = frame.many or _plural_which(asked, english)
    frame.outcome = any(word in english.words("outcome_asked") for word in plain)
    if any(word in english.words("compare_asked") for word in plain) and len(names) >= 2:
        frame.act = "compare"
        frame.used |= {n for n, word in enumerate(plain) if word in english.words("compare_asked")}
        return frame
    if frame.wants == "person" and len(plain) > 1 and _is_speech(asked[1], english):
        frame.act = "who_said"
        frame.used.add(1)
        return frame
    _holder(frame, asked, plain, names, english, taken)
    if frame.act == "general":
        _definition(frame, asked, plain, names, english)
    return frame


def _wanted(frame: Frame, plain: Sequence[str], english: English, taken: set[int]) -> None:
    """The kind of answer, from the first question word and the word behind it."""
    for place, word in enumerate(plain):
        if word not in english.words("question_words") or place in taken:
            continue
        frame.used.add(place)
        after = plain[place + 1] if place + 1 < len(plain) else ""
        if word == "how":
            for kind in english.mapping("wants")["how"]:
                if after in english.words(f"wants.how.{kind}"):
                    frame.wants = kind
                    frame.used.add(place + 1)
                    _counted(frame, plain, place + 2, english)
        elif word in ("what", "which"):
            for kind in english.mapping("wants")["nouns"]:
                if after in english.words(f"wants.nouns.{kind}") and frame.wants is None:
                    frame.wants = kind
                    frame.used.add(place + 1)
            head = next(
                (n for n in range(place + 1, min(place + 4, len(plain))) if plain[n] in ("name", "names")), None
            )
            if head is not None:
                frame.wants = "names"
                frame.used.add(head)
            for other in range(place + 1, min(place + 4, len(plain))):
                if plain[other] in english.words("wants.nouns.number") | english.words("wants.nouns.percent"):
                    kinds = [k for k in ("number", "percent") if plain[other] in english.words(f"wants.nouns.{k}")]
                    frame.wants = frame.wants or kinds[0]
        else:
            kinds = ("person", "date", "place", "reason")
            frame.wants = next((kind for kind in kinds if word in english.words(f"wants.{kind}")), None)
        break


def _counted(frame: Frame, plain: Sequence[str], place: int, english: English) -> None:
    """The noun behind "how many"; a unit of time makes it a duration, money an amount."""
    if place >= len(plain):
        return
    noun = plain[place]
    if frame.wants in ("number", "money") and noun in english.words("units") | {"time"}:
        frame.wants = "duration"
        frame.used.add(place)
    elif frame.wants == "number" and noun in english.words("money_words"):
        frame.wants = "money"
        frame.used.add(place)
    else:
        last = place
        while last + 1 < len(plain) and plain[last + 1] not in english.words("stop") and last < place + 2:
            last += 1
        frame.counted = place


def _plural_which(asked: Sequence[Word], english: English) -> bool:
    return len(asked) > 2 and asked[0].plain == "which" and asked[1].plain.endswith("s") and asked[1].plain != "was"


def _is_speech(word: Word, english: English) -> bool:
    return english.has("speech", word)


def _holder(
    frame: Frame, asked: Sequence[Word], plain: Sequence[str], names: Sequence[Name], english: English, taken: set[int]
) -> None:
    """Finds whose words or position are asked for, by verb, by noun, by "according to", by "X on Y"."""
    for place, word in enumerate(asked):
        if place in taken:
            continue
        noun = next((kind for kind in ("position", "said") if word.plain in english.words(f"view_nouns.{kind}")), None)
        if noun and _by_noun(frame, noun, place, asked, plain, names, english):
            return
        if _is_speech(word, english) and _by_verb(frame, "said", place, asked, plain, names, english):
            return
        if english.has("view", word) and _by_verb(frame, "position", place, asked, plain, names, english):
            return
        if word.plain == "according" and plain[place + 1 : place + 2] == ["to"]:
            name = _name_from(names, place + 2, plain)
            if name:
                frame.act, frame.holder = "said", name
                frame.used.update((place, place + 1), range(name.first, name.last))
                return
    first = names[0] if names else None
    if first and first.first == 0 and first.last < len(plain) and plain[first.last] in _ON:
        frame.act, frame.holder = "position", first
        frame.used.update(range(first.first, first.last + 1))


def _by_noun(
    frame: Frame,
    kind: str,
    place: int,
    asked: Sequence[Word],
    plain: Sequence[str],
    names: Sequence[Name],
    english: English,
) -> bool:
    """ "Iran's position", "the stance of Iran": the name before the noun, or behind a link."""
    if plain[place + 1 : place + 2] and plain[place + 1] in _LINKS:
        name = _name_from(names, place + 2, plain)
        if name and not _represented(name, asked, english):
            return _found(frame, kind, name, (), {place, place + 1})
        rest = _phrase_from(place + 2, asked, names, english)
        return _found(frame, kind, None, rest, {place, place + 1}) if rest else False
    before = next((name for name in names if name.last == place), None)
    if before:
        return _found(frame, kind, before, (), {place})
    phrase = _phrase_before(place, asked, english)
    possessive = bool(phrase) and asked[place - 1].text.endswith(("'s", "’s", "s'", "s’"))
    return _found(frame, kind, None, phrase, {place}) if possessive else False


def _by_verb(
    frame: Frame,
    kind: str,
    place: int,
    asked: Sequence[Word],
    plain: Sequence[str],
    names: Sequence[Name],
    english: English,
) -> bool:
    """ "did Khamenei's aide say", "is Tehran open to": what stands between the auxiliary, or the start, and the verb."""
    starts = [n for n in range(place) if plain[n] in english.words("auxiliaries")]
    if not starts:
        start = max((n + 1 for n in range(place) if plain[n] in english.words("question_words")), default=0)
    else:
        start = starts[0] + 1
    span = [n for n in range(start, place) if plain[n] not in ("not", "ever", "also", "really", "actually", "the")]
    if not span:
        return False
    inside = [name for name in names if name.first >= start and name.last <= place]
    last = span[-1]
    used = {n for n in range(start) if plain[n] in english.words("auxiliaries")} | {place}
    if inside and inside[-1].last == last + 1:
        return _found(frame, kind, inside[-1], (), used)
    content = tuple(asked[n] for n in span if plain[n] not in english.words("stop"))
    if not content or not starts or len(span) > 7:
        return False
    if all(word.plain in english.words("article_words") for word in content):
        return False
    return _found(frame, kind, None, content, used)


def _found(frame: Frame, kind: str, name: Name | None, phrase: tuple[Word, ...], used: set[int]) -> bool:
    frame.act, frame.holder, frame.holder_words = kind, name, phrase
    frame.used |= used
    if name:
        frame.used.update(range(name.first, name.last))
    return True


def _represented(name: Name, asked: Sequence[Word], english: English) -> bool:
    """Whether the name is only whose representative is meant: "Khamenei's aide"."""
    return name.last < len(asked) and asked[name.last].plain in english.words("representatives")


def _name_from(names: Sequence[Name], place: int, plain: Sequence[str]) -> Name | None:
    while place < len(plain) and plain[place] in ("the", "a", "an", "president", "mr", "mrs", "ms"):
        place += 1
    return next((name for name in names if name.first == place), None)


def _phrase_from(place: int, asked: Sequence[Word], names: Sequence[Name], english: English) -> tuple[Word, ...]:
    phrase = []
    for word in asked[place:]:
        if word.plain in _ON | {"to", "toward", "towards"}:
            break
        if word.plain not in english.words("stop"):
            phrase.append(word)
    return tuple(phrase[:5])


def _phrase_before(place: int, asked: Sequence[Word], english: English) -> tuple[Word, ...]:
    phrase: list[Word] = []
    for word in reversed(asked[:place]):
        if word.plain in english.words("auxiliaries") | english.words("question_words") | {"in", "the"}:
            break
        phrase.insert(0, word)
    return tuple(phrase[-4:])


def _definition(
    frame: Frame, asked: Sequence[Word], plain: Sequence[str], names: Sequence[Name], english: English
) -> None:
    """ "who is X", "what is the Bratislava summit": nothing but a name or a noun phrase behind the verb."""
    if len(plain) < 3 or plain[0] not in ("who", "what") or plain[1] not in ("is", "are", "was", "were"):
        return
    rest = [n for n in range(2, len(plain)) if plain[n] not in ("the", "a", "an", "this", "that")]
    if plain[0] == "who":
        whole = len(names) == 1 and rest and names[0].first <= rest[0] and names[0].last > rest[-1]
    else:
        whole = len(rest) <= 4 and all(plain[n] not in english.words("stop") for n in rest)
    if whole:
        frame.act = "definition"
