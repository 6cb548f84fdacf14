"""What a question asks for and of whom: "What did X say", "X's position", "who", "how long", "compare"."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from typing import Literal

from bot.answering.english import English
from bot.answering.names import Name
from knowledge.lexicon.words import Word, WordList


@dataclass
class Wanted:
    """`kind` is person, date, place, city, reason, number, money, percent, duration, age, measure, names or None;
    `counted` the place of the noun that a number or a name is asked for ("how many *missiles*")."""

    kind: str | None = None
    counted: int | None = None
    yes_no: bool = False
    many: bool = False
    used: set[int] = field(default_factory=set)


def find_wanted(asked: Sequence[Word], english: English, taken: Set[int]) -> Wanted:
    """The kind of answer, from the first question word and the words behind it, wherever they stand."""
    wanted, plain = Wanted(), [word.plain for word in asked]
    place = next((n for n, word in enumerate(plain) if word in english.question_words and n not in taken), None)
    if place is not None:
        wanted.used.add(place)
        if plain[place] == "how":
            _how(wanted, plain, place + 1, english)
        elif plain[place] in ("what", "which"):
            _noun(wanted, plain, place + 1, english)
        else:
            wanted.kind = next((kind for kind, asking in english.wants.asks.items() if plain[place] in asking), None)
    if plain[:1] == ["list"]:
        wanted.used.add(0)
    wanted.yes_no = wanted.kind is None and bool(plain) and plain[0] in english.auxiliaries
    listed = any(word in english.list_asked for word in plain[:4]) and wanted.kind is None
    wanted.many = listed or _plural_which(plain)
    return wanted


def _how(wanted: Wanted, plain: Sequence[str], place: int, english: English) -> None:
    after = plain[place] if place < len(plain) else ""
    for kind, behind in english.wants.how.items():
        if after in behind:
            wanted.kind = kind
            wanted.used.add(place)
    noun = plain[place + 1] if place + 1 < len(plain) else ""
    if wanted.kind in ("number", "money"):
        if noun in english.kinds.units | {"time"} and noun not in ("second", "times"):
            wanted.kind = "duration"
            wanted.used.add(place + 1)
        elif noun in english.money_words:
            wanted.kind = "money"
            wanted.used.add(place + 1)
        elif noun and noun not in english.stop:
            wanted.kind, wanted.counted = "number", place + 1


def _noun(wanted: Wanted, plain: Sequence[str], place: int, english: English) -> None:
    """ "what day", "which city", "what's the name of", "what share of"."""
    near = [
        n for n in range(place, min(place + 4, len(plain))) if plain[n] not in ("is", "are", "was", "were", "the", "a")
    ]
    verb = next((n for n, word in enumerate(plain) if word in english.money_verbs), None)
    if verb is not None and plain[place : place + 1] and plain[place] in english.auxiliaries:
        wanted.kind = "money"  # "what did it cost", "what would they have to pay"
    named = next((n for n in near if plain[n] in english.wants.nouns["names"]), None)  # "the mayor's name"
    head = named if named is not None else near[0] if near else place
    for kind, nouns in english.wants.nouns.items():
        if head < len(plain) and plain[head] in nouns:
            direct = head == place
            if direct or kind in ("names", "number", "percent", "money", "reason"):
                wanted.kind = wanted.kind or kind
                if kind in ("names", "date", "reason", "money", "duration") or plain[head] in english.venues:
                    wanted.used.add(head)
                if kind == "names":
                    before = next((n for n in near if plain[n] not in english.stop and n < head), None)
                    after = _content_from(plain, head + 1, english)
                    wanted.counted = before if after is None else after


def _content_from(plain: Sequence[str], place: int, english: English) -> int | None:
    return next((n for n in range(place, len(plain)) if plain[n] not in english.stop), None)


def _plural_which(plain: Sequence[str]) -> bool:
    return len(plain) > 2 and plain[0] == "which" and plain[1].endswith("s") and plain[1] not in ("was", "is", "has")


Act = Literal["said", "position", "who_said", "compare", "definition", "general"]

_LINKS = {"of", "by", "from"}
_ON = {"on", "about", "re", "regarding", "concerning", "over"}
_ARTICLES = {"the", "a", "an", "president", "mr", "mrs", "ms", "sen", "rep", "senator", "minister", "prime"}
_BASE_FORM_AFTER = {"do", "does", "did", "will", "would", "can", "could", "should", "shall", "may", "might", "must"}
_PASSIVE = {"was", "were", "been", "being"}
_BETWEEN = {"not", "ever", "also", "really", "actually", "the", "still", "now", "even", "just", "exactly", "ago"}
_OWNERS = {"her", "his", "their", "its", "my", "your", "our", "a", "an", "this", "that"}
LONGEST_HOLDER = 7  # words between the auxiliary and the verb that can still be one holder


@dataclass
class Frame:
    """The frame of a question; `used` are the places of words that are part of it, not of what is looked for."""

    act: Act = "general"
    wanted: Wanted = field(default_factory=Wanted)
    holder: Name | None = None
    holder_words: tuple[Word, ...] = ()
    used: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Sight:
    """What the rules of this module look at: the words, the names among them, the lists."""

    asked: Sequence[Word]
    names: Sequence[Name]
    english: English
    taken: frozenset[int]

    @property
    def plain(self) -> list[str]:
        """The folded words."""
        return [word.plain for word in self.asked]

    def is_on(self, listed: WordList, place: int) -> bool:
        """Whether the word at a place stands on a list."""
        return place < len(self.asked) and self.asked[place].plain in listed


def find_frame(asked: Sequence[Word], names: Sequence[Name], english: English, taken: Set[int]) -> Frame:
    """The frame of a question of any shape; `taken` are the places of names and of the medium."""
    sight = Sight(asked, names, english, frozenset(taken))
    plain = sight.plain
    frame = Frame(wanted=find_wanted(asked, english, taken))
    frame.used |= frame.wanted.used
    compared = {n for n, word in enumerate(plain) if word in english.compare_asked}
    if compared and len(names) >= 2:
        frame.act = "compare"
        frame.used |= compared
        return frame
    if frame.wanted.kind == "person" and len(plain) > 1 and english.speech.has_verb(asked[1]):
        frame.act = "who_said"
        if asked[1].stem in english.bare_verbs.stems:
            frame.used.add(1)
        return frame
    if not _holder(frame, sight):
        _definition(frame, sight)
    return frame


def _holder(frame: Frame, sight: Sight) -> bool:
    """Whose words or position are asked for: "in X's view", "according to X", "X's stance", "did X say", "X on Y"."""
    plain = sight.plain
    for place, written in enumerate(plain):
        if written == "according" and plain[place + 1 : place + 2] == ["to"]:
            name = _name_from(sight, place + 2)
            if name:
                return _found(frame, "said", name, (), {place, place + 1})
        if written == "in" and _noun_kind(sight, place + 2, 3) and (name := _name_from(sight, place + 1)):
            noun = next(n for n in range(place + 2, place + 5) if _noun_at(sight, n))
            if name.last == noun:
                return _found(frame, "position", name, (), {place, noun})
    for place, word in enumerate(sight.asked):
        if place in sight.taken:
            continue
        kind = _noun_at(sight, place)
        if kind and _by_noun(frame, kind, place, sight):
            return True
        if _who_is_subject(sight, place):
            continue
        english = sight.english
        if english.speech.has_verb(word) and _by_verb(frame, "said", place, sight):
            return True
        if english.view.has_verb(word) and _by_verb(frame, "position", place, sight):
            return True
        if word.plain in english.view_adjectives and _by_verb(frame, "position", place, sight):
            return True
    first = sight.names[0] if sight.names else None
    if first and first.first == 0 and first.last < len(plain) and plain[first.last] in _ON:
        return _found(frame, "position", first, (), {first.last})
    return False


def _who_is_subject(sight: Sight, place: int) -> bool:
    """ "Who has the authority to call ...": the one asked for is the one who does it, unless "did" follows."""
    plain = sight.plain
    return plain[:1] in (["who"], ["whose"]) and plain[1:2] not in (["did"], ["does"], ["do"]) and place > 1


def _noun_at(sight: Sight, place: int) -> Literal["position", "said"] | None:
    return next((kind for kind, nouns in sight.english.view_nouns.items() if sight.is_on(nouns, place)), None)


def _noun_kind(sight: Sight, first: int, reach: int) -> Act | None:
    return next((kind for n in range(first, first + reach) if (kind := _noun_at(sight, n))), None)


def _by_noun(frame: Frame, kind: Act, place: int, sight: Sight) -> bool:
    """ "Iran's position", "the stance of Iran": the name before the noun, or behind a link."""
    plain = sight.plain
    if _is_verb(place, sight):
        return False
    if plain[place + 1 : place + 2] and plain[place + 1] in _LINKS:
        name = _name_from(sight, place + 2)
        if name and not _represented(name, sight):
            return _found(frame, kind, name, (), {place, place + 1})
        rest = _phrase_from(place + 2, sight)
        return bool(rest) and _found(frame, kind, None, rest, {place, place + 1})
    before = next((name for name in sight.names if name.last == place), None)
    if before:
        return _found(frame, kind, before, (), {place})
    phrase = _phrase_before(place, sight)
    possessive = bool(phrase) and sight.asked[place - 1].text.endswith(("'s", "’s", "s'", "s’"))
    headed = bool(phrase) and plain[place + 1 : place + 2] and plain[place + 1] in _ON  # "torrent view on doping"
    return bool(possessive or headed) and _found(frame, kind, None, phrase, {place})


def _is_verb(place: int, sight: Sight) -> bool:
    """ "What does X demand from Y": behind "does" and a name without a possessive, a demand is no noun."""
    asked = sight.asked[place]
    verb = sight.english.speech.has_verb(asked) or sight.english.view.has_verb(asked)
    before = next((name for name in sight.names if name.last == place), None)
    if not verb or before is None or sight.asked[place - 1].text.endswith(("'s", "’s", "s'", "s’")):
        return False
    helped = any(word in _BASE_FORM_AFTER for word in sight.plain[: before.first])
    return helped and _agrees("did", asked)


def _by_verb(frame: Frame, kind: Act, place: int, sight: Sight) -> bool:
    """ "did Khamenei's aide say", "is Tehran open to", "Bell is quoted as saying": who stands before the verb."""
    plain, english = sight.plain, sight.english
    if place > 0 and plain[place - 1] in _OWNERS:
        return False  # "give her address"
    auxiliaries = [n for n in range(place) if plain[n] in english.auxiliaries and n not in sight.taken]
    if auxiliaries and not _agrees(plain[auxiliaries[0]], sight.asked[place]):
        return False
    if not auxiliaries and plain[place] in (english.speech if kind == "said" else english.view) - english.bare_verbs:
        return False  # "marchand back to work law?": no verb there
    used = {place} if sight.asked[place].stem in english.bare_verbs.stems else set()
    before = place  # "X said", "X is quoted as saying": the name right before the verb or its auxiliary
    while before > 0 and before - 1 not in sight.taken and plain[before - 1] in english.auxiliaries | _BETWEEN:
        before -= 1
    name = next((name for name in sight.names if name.last == before), None)
    if name and not _joined(name, sight) and not _passive(plain, before, place):
        start = auxiliaries[0] + 1 if auxiliaries and auxiliaries[0] < name.first else name.first
        lead = [n for n in range(start, name.first) if plain[n] not in english.stop]
        linked = any(word in _LINKS | {"to", "for", "in"} for word in plain[start : name.first])
        if any(
            sight.is_on(sight.english.representatives, n) or (linked and sight.is_on(sight.english.role_nouns, n))
            for n in lead
        ):
            # "the ambassador to Moscow", "the mayor of Oslo"
            phrase = tuple(sight.asked[n] for n in range(start, name.last) if plain[n] not in english.stop)
            return _found(frame, kind, None, phrase, used)
        return _found(frame, kind, name, (), used)
    if not auxiliaries or sight.is_on(sight.english.view_adjectives, place):
        return False
    span = [n for n in range(auxiliaries[0] + 1, place) if plain[n] not in _BETWEEN]
    phrase = tuple(sight.asked[n] for n in span if plain[n] not in english.stop)
    if (
        not phrase
        or len(span) > LONGEST_HOLDER
        or any(plain[n] in english.auxiliaries and n not in sight.taken for n in span)
    ):
        return False
    if all(word.plain in english.article_words for word in phrase) or _joined_phrase(span, plain):
        return False
    return _found(frame, kind, None, phrase, used)


def _agrees(auxiliary: str, verb: Word) -> bool:
    """Whether the verb's form fits behind the auxiliary: after "did" stands no "promises" and no "talked"."""
    if auxiliary not in _BASE_FORM_AFTER:
        return True
    changed = verb.plain.endswith(("s", "ed", "ing")) and not verb.plain.endswith(("ss", "eed", "need"))
    return not changed and verb.plain not in ("said", "told", "wrote", "thought", "felt", "spoke", "sought")


def _passive(plain: Sequence[str], first: int, place: int) -> bool:
    return any(word in _PASSIVE for word in plain[first:place]) and plain[place].endswith(("ed", "told", "asked"))


def _joined(name: Name, sight: Sight) -> bool:
    """ "India and Pakistan": two who are asked for together."""
    return any(other.last == name.first - 1 and sight.plain[other.last] == "and" for other in sight.names)


def _joined_phrase(span: Sequence[int], plain: Sequence[str]) -> bool:
    return any(plain[n] in ("and", "or") for n in span)


def _found(frame: Frame, kind: Act, name: Name | None, phrase: tuple[Word, ...], used: set[int]) -> bool:
    frame.act, frame.holder, frame.holder_words = kind, name, phrase
    if kind == "position" and frame.wanted.kind in ("place", "city"):  # "where does X stand on Y"
        frame.wanted.kind = None
    frame.used |= used
    if name:
        frame.used.update(range(name.first, name.last))
    return True


def _represented(name: Name, sight: Sight) -> bool:
    """Whether the name is only whose representative is meant: "Khamenei's aide"."""
    return sight.is_on(sight.english.representatives, name.last)


def _name_from(sight: Sight, place: int) -> Name | None:
    while place < len(sight.asked) and sight.plain[place] in _ARTICLES:
        place += 1
    return next((name for name in sight.names if name.first == place), None)


def _phrase_from(place: int, sight: Sight) -> tuple[Word, ...]:
    phrase = []
    for word in sight.asked[place:]:
        if word.plain in _ON | {"to", "toward", "towards"}:
            break
        if word.plain not in sight.english.stop:
            phrase.append(word)
    return tuple(phrase[:5])


def _phrase_before(place: int, sight: Sight) -> tuple[Word, ...]:
    phrase: list[Word] = []
    for word in reversed(sight.asked[:place]):
        if word.plain in sight.english.auxiliaries | sight.english.question_words | {"in", "the"}:
            break
        phrase.insert(0, word)
    return tuple(phrase[-4:])


def _definition(frame: Frame, sight: Sight) -> None:
    """ "who is X", "what is the Bratislava summit": nothing but a name or a noun phrase behind the verb."""
    plain = sight.plain
    if len(plain) < 3 or plain[0] not in ("who", "what") or plain[1] not in ("is", "are", "was", "were"):
        return
    rest = [n for n in range(2, len(plain)) if plain[n] not in ("the", "a", "an", "this", "that")]
    if plain[0] == "who":
        name = sight.names[0] if len(sight.names) == 1 else None
        whole = bool(name and rest and name.first <= rest[0] and name.last > rest[-1])
    else:
        whole = len(rest) <= 4 and all(plain[n] not in sight.english.stop for n in rest)
    if whole and frame.wanted.kind != "names":
        frame.act = "definition"
        frame.wanted.kind = None
