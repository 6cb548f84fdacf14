"""A question read into slots: its words as they were meant, who is meant, what is asked for, from which medium."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest

from bot.answering.english import English
from bot.answering.entities import actor_of_role, find_names
from bot.answering.frames import Act, find_frame
from bot.answering.index import Index
from bot.answering.names import Name
from bot.answering.spelling import MOST_TRIED
from bot.answering.terms import Term, find_terms, medium_term, number_term, word_matches
from knowledge.lexicon.answer_kinds import amount_at, digits_of
from knowledge.lexicon.words import Word, stem, words

MOST_WORDS = 60
MOST_CHARACTERS = 1500  # a longer message is read up to here
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

    @cached_property
    def allowed(self) -> frozenset[str]:
        """The actors whose words answer: the holder, and those who speak for it."""
        return self.holder.speakers if self.holder else frozenset()

    @cached_property
    def empty(self) -> bool:
        """Whether nothing in it can be looked for."""
        return not (self.terms or self.names or self.unknown or self.holder_words or self.quoted or self.medium)

    @cached_property
    def topical(self) -> bool:
        """Whether more is asked than whose words, and from which medium."""
        return not self.holder or any(term.medium is None for term in self.terms)

    def words_of(self, name: Name) -> tuple[Word, ...]:
        """The words of a name as they stand in this question, () for one that an earlier question named."""
        there = self.words[name.first : name.last] if name.first >= 0 else ()
        return there if " ".join(word.text for word in there).startswith(name.written) else ()

    def word_before(self, name: Name) -> str:
        """The folded word before a name, "" where there is none."""
        return self.words[name.first - 1].plain if self.words_of(name) and name.first > 0 else ""


def read(text: str, index: Index) -> Question:
    """The slots of a question, any text, read against the names and words of a briefing."""
    text = text[:MOST_CHARACTERS]
    asked = _plain_words(text, index.english)
    cased = _is_cased(asked)
    asked, mended = _mended_words(asked, index, cased)
    medium, medium_places = _medium(asked, index)
    names, unknown = find_names(asked, index, cased, medium_places)
    taken = medium_places.union(*(range(name.first, name.last) for name in names))
    frame = find_frame(asked, names, index.english, taken)
    numbers, months, number_places = _numbers(asked, index.english, taken | frame.used)
    phrase = frame.holder_words
    if phrase and (holder := actor_of_role(phrase, index)):
        frame.holder, frame.holder_words = holder, ()
        frame.used |= {n for n, word in enumerate(asked) if word in phrase}
    elif not unknown and _is_strange_name(phrase, asked, index):
        frame.holder_words, unknown = (), (*unknown, phrase[0].text)
    looked_for = [
        name for name in names if name is not frame.holder and not frame.used.issuperset(range(name.first, name.last))
    ]
    terms = find_terms(asked, looked_for, frame.used | medium_places | number_places, index)
    if medium:
        terms += (medium_term(medium, index),)
    terms += tuple(number_term(number, len(asked) + n, index) for n, number in enumerate(numbers))
    quoted, wanted = _QUOTED.search(text), frame.wanted
    return Question(
        text=text,
        words=tuple(asked),
        act="who_said" if quoted and wanted.kind == "person" else frame.act,
        wants=wanted.kind,
        yes_no=wanted.yes_no,
        many=wanted.many,
        holder=frame.holder,
        holder_words=frame.holder_words,
        names=names,
        unknown=unknown,
        medium=medium,
        numbers=numbers,
        months=months,
        terms=terms,
        counted=next((term for term in terms if term.first <= (wanted.counted or -1) < term.last), None),
        quoted=next(filter(None, quoted.groups()), None) if quoted else None,
        mended=mended + tuple((name.written, name.meant) for name in names if name.mended),
    )


def _plain_words(text: str, english: English) -> list[Word]:
    """The words of a question with slips in its question words mended and contractions taken apart."""
    found: list[Word] = []
    written = words(text, MOST_WORDS)
    for word, after in zip_longest(written, written[1:]):
        behind = after.plain if after else ""
        uncounted = behind in english.no_counts or not behind.endswith("s")  # "4 the plan", "back 2 work"
        if word.plain in english.digit_words and uncounted and behind not in ("", "th") and not behind.isdigit():
            plain = english.digit_words[word.plain]
            found.append(Word(plain, plain, plain, word.start, word.end))
        elif word.plain in english.contractions:
            parts = english.contractions[word.plain]
            found += [Word(part, part, stem(part), word.start, word.end) for part in parts]
        elif word.plain in english.spelling and not (word.capital and found):
            plain = english.spelling[word.plain]
            found.append(Word(plain, plain, stem(plain), word.start, word.end))
        else:
            found.append(word)
            if word.text.endswith(("'s", "’s")) and word.plain in english.question_words:
                found.append(Word("is", "is", "is", word.end, word.end))
    return found


def _is_cased(asked: list[Word]) -> bool:
    """Whether capitals mean something here: not in shouting, not where every word has one, not where none has."""
    letters = [word for word in asked[1:] if word.text[:1].isalpha()]
    capitals = sum(word.capital for word in letters)
    shouting = sum(word.text.isupper() and len(word.text) > 3 for word in letters) > 0.4 * len(letters)
    return bool(capitals) and not shouting and (len(letters) < 3 or capitals < 0.8 * len(letters))


def _mended_words(asked: list[Word], index: Index, cased: bool) -> tuple[list[Word], tuple[tuple[str, str], ...]]:
    """The words with slips of the finger mended, and what was read as what. Countries stay the countries they are;
    a word with a capital can only be one of the article's."""
    found, mended, tried = [], [], 0
    for place, word in enumerate(asked):
        meant = None
        if tried < MOST_TRIED and not index.speller.knows(word.plain) and (word.plain,) not in index.names.countries:
            tried += 1
            meant = index.speller.mend(word.plain, name=cased and word.capital and place > 0)
        if meant is None or stem(meant) == word.stem:
            found.append(word)
        else:
            mended.append((word.text, meant))
            text = meant.capitalize() if word.capital else meant
            found.append(Word(text, meant, stem(meant), word.start, word.end))
    return found, tuple(mended)


def _medium(asked: list[Word], index: Index) -> tuple[str | None, set[int]]:
    """The medium a question names ("on Fox Business", "tell fox business") and its places."""
    plain, english = [word.plain for word in asked], index.english
    spoken = any(english.speech.has_verb(word) for word in asked)
    for name, key in index.media:
        for place in range(1, len(plain) - len(key) + 1):
            end = place + len(key)
            if tuple(plain[place:end]) != key:
                continue
            before = plain[place - 1] if plain[place - 1] not in english.articles else plain[max(0, place - 2)]
            if key in index.names.ways and not (spoken and before in english.before_hearers):
                continue  # a body of the base: "does business with RT" is about it, not from it
            ends = end == len(plain) or plain[end] in english.stop
            if before in english.before_media and (len(key) > 1 or (ends and len(key[0]) > 1)):
                return name, set(range(place, end))
    return None, set()


def _is_strange_name(phrase: tuple[Word, ...], asked: list[Word], index: Index) -> bool:
    """Whether whose words are asked for is one strange word without an article: "what did putin say"."""
    if len(phrase) != 1:
        return False
    (word,) = phrase
    before = asked[: asked.index(word)][-1:]
    bare = not any(one.plain in index.english.determiners for one in before)
    return bare and not word_matches(word, index) and not index.english.known.has(word)


def _numbers(asked: list[Word], english: English, taken: set[int]) -> tuple[tuple[str, ...], tuple[int, ...], set[int]]:
    """The numbers and months that an answer must have, and their places."""
    numbers: list[str] = []
    months: list[int] = []
    places: set[int] = set()
    for place, (word, after) in enumerate(zip_longest(asked, asked[1:])):
        plain = word.plain
        if place in taken or place in places:
            continue
        value, length = amount_at(asked, place)
        if length > 1 or (length and not plain.isdecimal() and plain[-1].isalpha() and word.digits):
            numbers.append(value)
            places.update(range(place, place + length))
            continue
        if word.digits:
            month = int(plain) if plain.isdecimal() and len(plain) < 10 else 99
            if after and after.digits and after.start == word.end + 1 and month <= 12:  # "9/11"
                months.append(month)
            else:
                numbers.append(digits_of(word))
        elif place and asked[place - 1].plain in english.definite and plain in english.light:
            pass  # "the four governments": how many there are is taken as known
        elif plain in english.kinds.numbers and plain not in english.loose_numbers:
            numbers.append(f"{english.kinds.numbers[plain]:g}")
        elif plain in english.kinds.months and (plain not in english.loose_months or (word.capital and place > 0)):
            months.append(english.kinds.months[plain])
        else:
            continue
        places.add(place)
    return tuple(dict.fromkeys(numbers)), tuple(dict.fromkeys(months)), places
