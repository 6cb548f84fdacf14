"""A question read into slots: who is meant, what is asked for, from which medium, with which numbers and words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from bot.answering.english import English
from bot.answering.evidence import digits_of
from bot.answering.frames import find_frame
from bot.answering.index import Index
from bot.answering.names import Name, nearest
from bot.answering.roles import actor_of_role
from bot.answering.spelling import MOST_MENDED
from bot.answering.terms import Term, find_terms, medium_term, number_term
from knowledge.words import Word, stem, words

Act = Literal["said", "position", "who_said", "compare", "definition", "general"]

MOST_CHARACTERS = 1500  # a longer message is read up to here
MOST_WORDS = 60
_QUOTED = re.compile(r"[\"“”«»„]([^\"“”«»„]{3,})[\"“”«»„]|''(.{3,}?)''")


@dataclass(frozen=True)
class Question:
    """The slots of one question, read against one briefing.

    `act` is what sort of answer is asked for, `wants` the kind of answer inside it (person, date, number ...).
    `holder` is the actor whose words or position are asked for, `holder_words` the same where it is no actor of
    the base. `names` are all actors named, `unknown` the names that the base does not hold.
    """

    text: str
    words: tuple[Word, ...]
    act: Act = "general"
    wants: str | None = None
    yes_no: bool = False
    many: bool = False
    outcome: bool = False
    holder: Name | None = None
    holder_words: tuple[Word, ...] = ()
    names: tuple[Name, ...] = ()
    unknown: tuple[str, ...] = ()
    medium: str | None = None
    numbers: tuple[str, ...] = ()
    months: tuple[int, ...] = ()
    terms: tuple[Term, ...] = ()
    counted: Term | None = None
    quoted: str | None = None
    required: tuple[Term, ...] = ()  # in follow-ups: what is new, and must be met
    anchor: tuple[int, ...] = ()  # in follow-ups: the sentences that were shown last
    mended: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    @property
    def empty(self) -> bool:
        """Whether nothing in it can be looked for."""
        return not (self.terms or self.names or self.unknown or self.holder_words or self.quoted or self.medium)


def read(text: str, index: Index) -> Question:
    """The slots of a question, any text, read against the names and words of a briefing."""
    english = index.english
    text = text[:MOST_CHARACTERS]
    asked = plain_words(text, english)
    cased = _cased(asked)
    asked, mended = _mended(asked, index, cased)
    names, unknown = _names(asked, index, cased)
    taken = {place for name in names for place in range(name.first, name.last)}
    medium, medium_places = _medium(asked, index, taken)
    names = [name for name in names if not medium_places & set(range(name.first, name.last))]
    unknown = [(place, word) for place, word in unknown if place not in medium_places]
    taken = {place for name in names for place in range(name.first, name.last)} | medium_places
    frame = find_frame(asked, names, english, taken)
    numbers, months, number_places = _numbers(asked, english, taken | frame.used)
    phrase = frame.holder_words
    if phrase and (holder := actor_of_role(phrase, index)):
        frame.holder, frame.holder_words = holder, ()
        frame.used |= {n for n, word in enumerate(asked) if word in phrase}
    used = frame.used | medium_places | number_places
    terms = find_terms(
        asked,
        [name for name in names if name is not frame.holder and not set(range(name.first, name.last)) <= frame.used],
        used,
        index,
    )
    if medium:
        terms += (medium_term(medium, index),)
    terms += tuple(number_term(number, len(asked) + n, index) for n, number in enumerate(numbers))
    quoted = _QUOTED.search(text)
    return Question(
        text=text,
        words=tuple(asked),
        act="who_said" if quoted and frame.wanted.kind == "person" else frame.act,
        wants=frame.wanted.kind,
        yes_no=frame.wanted.yes_no,
        many=frame.wanted.many,
        outcome=frame.wanted.outcome,
        holder=frame.holder,
        holder_words=frame.holder_words,
        names=tuple(names),
        unknown=_joined(unknown),
        medium=medium,
        numbers=numbers,
        months=months,
        terms=terms,
        counted=next((t for t in terms if t.first <= (frame.wanted.counted or -1) < t.last), None),
        quoted=next(filter(None, quoted.groups()), None) if quoted else None,
        mended=mended + tuple((name.written, name.meant) for name in names if name.mended),
    )


def plain_words(text: str, english: English) -> list[Word]:
    """The words of a question with slips in its question words mended and contractions taken apart."""
    spelling, contractions = english.mapping("spelling"), english.mapping("contractions")
    found: list[Word] = []
    written = words(text, MOST_WORDS)
    for place, word in enumerate(written):
        after = written[place + 1].plain if place + 1 < len(written) else ""
        if word.plain in ("2", "4") and not (after in ("", "th") or after.isdigit()) and _no_count(after, english):
            plain = {"2": "to", "4": "for"}[word.plain]
            found.append(Word(plain, plain, plain, word.start, word.end))
            continue
        if word.plain in contractions:
            found += [Word(part, part, stem(part), word.start, word.end) for part in contractions[word.plain]]
        elif word.plain in spelling and not (word.capital and found):
            plain = spelling[word.plain]
            found.append(Word(plain, plain, stem(plain), word.start, word.end))
        else:
            found.append(word)
            if re.search(r"['’]s$", word.text) and word.plain in english.words("question_words"):
                found.append(Word("is", "is", "is", word.end, word.end))
    return found


def _mended(asked: list[Word], index: Index, cased: bool) -> tuple[list[Word], tuple[tuple[str, str], ...]]:
    """The words with slips of the finger mended, and what was read as what. Countries stay the countries they are;
    a word with a capital can only be one of the article's."""
    found, mended = [], []
    for place, word in enumerate(asked):
        meant = None
        if len(mended) < MOST_MENDED and index.names.country_of((word.plain,)) is None:
            named = cased and word.capital and place > 0
            meant = index.speller.mend(word.plain, highest=1 if named else None)
        if meant is None or stem(meant) == word.stem:
            found.append(word)
        else:
            mended.append((word.text, meant))
            text = meant.capitalize() if word.capital else meant
            found.append(Word(text, meant, stem(meant), word.start, word.end))
    return found, tuple(mended)


def _no_count(after: str, english: English) -> bool:
    """Whether "2" or "4" before a word is no number: "4 the plan", "back 2 work"."""
    return after in ("the", "a", "an", "his", "her", "their", "my", "our") or not after.endswith("s")


def _cased(asked: list[Word]) -> bool:
    """Whether capitals mean something here: not in shouting, not where every word has one, not where none has."""
    letters = [word for word in asked[1:] if word.text[:1].isalpha()]
    capitals = sum(word.capital for word in letters)
    shouting = sum(word.text.isupper() and len(word.text) > 3 for word in letters) > 0.4 * len(letters)
    return bool(capitals) and not shouting and (len(letters) < 3 or capitals < 0.8 * len(letters))


def _names(asked: list[Word], index: Index, cased: bool) -> tuple[list[Name], list[tuple[int, str]]]:
    """The names of the base in the question, misspelt ones mended, and (place, word) of names that it lacks."""
    names: list[Name] = []
    unknown: list[tuple[int, str]] = []
    place = 0
    while place < len(asked):
        name = _name_at(asked, place, index, cased)
        if name is None or not name.actors:
            if name is not None:
                unknown.append((place, name.written))
            elif _foreign_capital(asked, place, index, cased):
                unknown.append((place, asked[place].text))
            place = name.last if name else place + 1
            continue
        if names and names[-1].last == name.first and set(names[-1].actors) & set(name.actors):
            before = names.pop()
            both = tuple(actor for actor in before.actors if actor in name.actors)
            name = Name(
                both,
                before.first,
                name.last,
                f"{before.written} {name.written}",
                f"{before.meant} {name.meant}",
                before.mended or name.mended,
            )
        names.append(name)
        place = name.last
    return _without_other_surnames(asked, names, unknown, index)


def _name_at(asked: list[Word], place: int, index: Index, cased: bool) -> Name | None:
    word, english = asked[place], index.english
    name = index.names.exact(asked, place)
    if name and (name.last - name.first > 1 or _is_name(asked, place, english, cased)):
        return name
    if word.plain in english.known or word.digits:
        return None
    for target in index.synonyms.get(word.stem, ()):  # "Bibi"
        if actors := index.names.of_stems(target):
            return Name(actors, place, place + 1, word.text, " ".join(target))
    country = index.names.unknown_country(asked, place)
    if country:
        in_article = all(part.stem in index.rarity for part in asked[country.first : country.last])
        in_article = in_article or (country.last - country.first == 1 and bool(index.country_forms(word.plain)))
        return None if in_article else country
    if word.stem in index.rarity or word.plain in index.vocabulary or word.stem in index.synonyms:
        return None
    return index.names.mended(asked, place)


def _is_name(asked: list[Word], place: int, english: English, cased: bool) -> bool:
    """Whether a word that is a name of the base is meant as one: "us" and "may" are words as well."""
    word = asked[place]
    if word.plain == "us":
        before = asked[place - 1].plain if place else ""
        return (word.text.isupper() and cased) or before not in (
            "tell",
            "give",
            "show",
            "let",
            "help",
            "about",
            "for",
            "to",
        )
    if word.plain in english.words("stop"):
        return cased and word.capital and place > 0
    return True


def _foreign_capital(asked: list[Word], place: int, index: Index, cased: bool) -> bool:
    """Whether a word is written as a name and nothing in the article is like it."""
    word, english = asked[place], index.english
    if not cased or not word.capital or place == 0 or word.plain in english.known or len(word.plain) < 2:
        return False
    if word.stem in index.rarity or word.stem in index.synonyms or word.plain in index.known_words:
        return False
    return not nearest(word.plain, [known for known in index.vocabulary if len(known) >= 4])


def _without_other_surnames(
    asked: list[Word], names: list[Name], unknown: list[tuple[int, str]], index: Index
) -> tuple[list[Name], list[tuple[int, str]]]:
    """ "donald tusk" in a base that knows only Donald Trump is an unknown name, not Trump."""
    kept = []
    for name in names:
        after = asked[name.last] if name.last < len(asked) else None
        only_first = name.last - name.first == 1 and all(
            _is_first_name(name.meant, index.briefing.base.actor(actor)) for actor in name.actors
        )
        strange = (
            after is not None
            and after.plain.isalpha()
            and after.plain not in index.english.known
            and after.stem not in index.rarity
            and after.stem not in index.synonyms
            and after.plain not in index.known_words
        )
        if only_first and strange:
            unknown = [(place, word) for place, word in unknown if place != name.last]
            unknown.append((name.first, f"{name.written} {after.text}"))
        else:
            kept.append(name)
    return kept, unknown


def _is_first_name(meant: str, actor) -> bool:
    parts = [word.plain for word in words(actor.name)] if actor and actor.kind == "person" else []
    return len(parts) > 1 and meant == parts[0]


def _joined(unknown: list[tuple[int, str]]) -> tuple[str, ...]:
    """Unknown names, those of words in a row as one: "Steve Witkoff"."""
    whole: list[str] = []
    last = -2
    for place, word in sorted(unknown):
        if place == last + 1:
            whole[-1] += f" {word}"
        else:
            whole.append(word)
        last = place + word.count(" ")
    return tuple(dict.fromkeys(whole))


def _medium(asked: list[Word], index: Index, taken: set[int]) -> tuple[str | None, set[int]]:
    """The medium a question names ("on Fox Business", "tell fox business") and its places."""
    plain = [word.plain for word in asked]
    marks = {"on", "to", "with", "in", "told", "tell", "via", "for", "from", "at"}
    spoken = any(index.english.verb("speech", word) for word in asked)
    for name, key in index.media:
        for place in range(1, len(plain) - len(key) + 1):
            if tuple(plain[place : place + len(key)]) != key:
                continue
            before = plain[place - 1] if plain[place - 1] not in ("the", "a", "an") else plain[max(0, place - 2)]
            whole_end = place + len(key) == len(plain) or plain[place + len(key)] in index.english.words("stop")
            if key in index.names.ways and not (spoken and before in ("on", "to", "tell", "told")):
                continue  # a body of the base: "does business with RT" is about it, not from it
            if before in marks and (len(key) > 1 or (whole_end and len(key[0]) > 1)):
                return name, set(range(place, place + len(key)))
    return None, set()


def _numbers(asked: list[Word], english: English, taken: set[int]) -> tuple[tuple[str, ...], tuple[int, ...], set[int]]:
    """The numbers and months that an answer must have, and their places."""
    table, months, loose = english.mapping("numbers"), english.mapping("months"), english.words("loose_numbers")
    numbers, named, places = [], [], set()
    for place, word in enumerate(asked):
        if place in taken:
            continue
        after = asked[place + 1] if place + 1 < len(asked) else None
        if word.digits:
            if after and after.digits and after.start == word.end + 1 and int_or(word.plain) <= 12:  # "9/11"
                named.append(int_or(word.plain))
            else:
                numbers.append(digits_of(word))
            places.add(place)
        elif word.plain in table and word.plain not in loose:
            numbers.append(f"{table[word.plain]:g}")
            places.add(place)
        elif word.plain in months and (word.plain not in ("may", "march") or (word.capital and place > 0)):
            named.append(months[word.plain])
            places.add(place)
    return tuple(dict.fromkeys(numbers)), tuple(dict.fromkeys(named)), places


def int_or(plain: str, otherwise: int = 99) -> int:
    """A folded word as a whole number."""
    return int(plain) if plain.isdecimal() and len(plain) < 10 else otherwise
