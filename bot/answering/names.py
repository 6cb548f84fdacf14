"""The names of one base, and how a misspelt or partial name is read as one of them.

The bar keeps Oman and Iran apart: one slip in a word of four letters or more, two in nine or more, the first
letter or the last one right, and never a word that is itself a country, an English word or a word of the article.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from knowledge.lexicon.people import Countries
from knowledge.lexicon.words import Word, fold, stem, words
from knowledge.model.factbase import Actor, FactBase

SHORTEST_MENDED = 4  # letters; "irn" is read as Iran only where nothing but an actor can stand
LONG = 9  # letters from which two slips are forgiven
LIKE = 72  # percent of likeness from which an actor is offered for what has been typed

Key = tuple[str, ...]  # the folded words of a name


@dataclass(frozen=True)
class Name:
    """A name read in a question, at its words [first, last), and whether it was mended.

    `actors` are those it may mean, `speakers` those whose words answer for them: they, and who speaks for them.
    """

    actors: tuple[str, ...]
    first: int
    last: int
    written: str
    meant: str
    mended: bool = False
    speakers: frozenset[str] = frozenset()


class NameBook:
    """Every way to write the actors of a base, by folded words, and the countries it does not hold.

    `titles` are the words that are no name by themselves; of the attributes, `ways` are the ids of actors by each way
    to write them, `countries` all countries by name and demonym.
    """

    def __init__(self, base: FactBase, countries: Countries, titles: frozenset[str]):
        self._actors, self._titles = base.actors, titles
        self._order = {actor.id: number for number, actor in enumerate(base.actors)}
        self.ways: dict[Key, set[str]] = {}
        for actor in base.actors:
            for way in self._ways_of(actor):
                self._add(way, actor.id)
        held = set(self.ways)
        for actor in base.actors:
            if actor.kind in ("country", "place"):
                for word, _how in countries.words(actor.name):
                    if not countries.ambiguous(word) and _key(word) not in held:
                        self._add(_key(word), actor.id)
        self.countries = countries.by_words
        self._single = sorted({way[0] for way in self.ways if len(way) == 1 and len(way[0]) >= SHORTEST_MENDED})
        self._by_stems: dict[Key, set[str]] = {}
        for way, ids in self.ways.items():
            self._by_stems.setdefault(tuple(map(stem, way)), set()).update(ids)
        self._longest = max(map(len, self.ways), default=1)
        self._speakers = {actor.id: {actor.id} for actor in base.actors}
        for actor in base.actors:
            if actor.speaks_for in self._speakers:
                self._speakers[actor.speaks_for].add(actor.id)

    def speakers_for(self, *actor_ids: str) -> frozenset[str]:
        """The actors whose words answer for these: they, and those who speak for them."""
        return frozenset(speaker for actor in actor_ids for speaker in self._speakers.get(actor, (actor,)))

    def name(
        self, actors: Sequence[str], first: int, last: int, written: str, meant: str, mended: bool = False
    ) -> Name:
        """A name for actors of the base."""
        return Name(tuple(actors), first, last, written, meant, mended, self.speakers_for(*actors))

    def exact(self, asked: Sequence[Word], first: int) -> Name | None:
        """The longest name of the base that begins at a word, exactly as written but for case and accents."""
        for length in range(min(self._longest, len(asked) - first), 0, -1):
            key = tuple(word.plain for word in asked[first : first + length])
            for way in (key, (*key[:-1], key[-1].removesuffix("s"))):  # "whats irans position"
                if way in self.ways and (way is key or len(way[-1]) > 2):  # "EU", but no "EUS"
                    return self._read(way, asked, first, first + length, mended=False)
        return None

    def written_in(self, found: Sequence[Word]) -> list[Name]:
        """The names of actors in a sentence; a capital is asked for, so that "may" is not Theresa May."""
        read, place = [], 0
        while place < len(found):
            name = self.exact(found, place) if found[place].capital else None
            if name:
                read.append(name)
            place = name.last if name else place + 1
        return read

    def of_stems(self, stems: Key) -> tuple[str, ...]:
        """The actors that a way of writing with these stems means, () for none."""
        return tuple(sorted(self._by_stems.get(stems, ())))

    def mended(self, asked: Sequence[Word], first: int) -> Name | None:
        """The one name of the base that a misspelt word comes nearest to, None where none or several are near."""
        word = asked[first].plain
        near = nearest(word, self._single) if word.isalpha() and len(word) >= SHORTEST_MENDED else []
        meant = {actor for name in near for actor in self.ways[(name,)]}
        if not near or (len(near) > 1 and len(meant) > 1):
            return None
        return self._read((near[0],), asked, first, first + 1, mended=True)

    def unknown_country(self, asked: Sequence[Word], first: int) -> Name | None:
        """A country, or its people, that the base does not hold."""
        for length in (3, 2, 1):
            key = tuple(word.plain for word in asked[first : first + length])
            short = length == 1 and len(key[0]) <= 2  # "us", where the country is not meant, is no name
            meant = not short or asked[first].text.isupper() or (first > 0 and asked[first - 1].plain == "the")
            if len(key) == length and key in self.countries and key not in self.ways and meant:
                return Name((), first, first + length, _written(asked, first, first + length), self.countries[key])
        return None

    def meant(self, typed: str) -> list[Actor]:
        """The actors that somebody's words for one may mean: every one of that very name, else the likeliest.

        A country that the base lacks is nobody, however near its name comes to another's; a name of two letters
        is not guessed at.
        """
        asked = words(typed)
        if not asked:
            return []
        exact = self.ways.get(tuple(word.plain for word in asked))  # "us" too: nobody asks for the position of "us"
        if exact:
            return [actor for actor in self._actors if actor.id in exact]
        unknown = self.unknown_country(asked, 0)
        guessed = "".join(word.plain for word in asked)
        if len(guessed) < 3 or (unknown and unknown.last == len(asked)):
            return []
        return self.search(typed, 1)

    def search(self, typed: str, most: int = 25) -> list[Actor]:
        """Actors for what somebody types as a name, best first: prefixes, then parts, then near spellings."""
        wanted = fold(typed).strip()
        if not wanted:
            return sorted(self._actors, key=lambda actor: -actor.mentions)[:most]
        scored = [(-self._likeness(wanted, actor), -actor.mentions, n) for n, actor in enumerate(self._actors)]
        return [self._actors[number] for score, _, number in sorted(scored)[:most] if -score >= LIKE]

    def _ways_of(self, actor: Actor) -> list[Key]:
        names = [_key(name) for name in (actor.name, *actor.aliases)]
        ways = list(names)
        for key in names if actor.kind == "person" else ():
            parts = tuple(part for part in key if part not in self._titles)
            if len(parts) > 1:
                ways += [parts[-1:], parts]
                ways += [parts[:1]] if len(parts[0]) > 1 else []
        return ways

    def _add(self, way: Key, actor_id: str) -> None:
        if way and not (len(way) == 1 and way[0] in self._titles):
            self.ways.setdefault(way, set()).add(actor_id)

    def _read(self, key: Key, asked: Sequence[Word], first: int, last: int, mended: bool) -> Name:
        actors = sorted(self.ways[key], key=lambda actor: self._order[actor])
        return self.name(actors, first, last, _written(asked, first, last), " ".join(key), mended)

    def _likeness(self, wanted: str, actor: Actor) -> float:
        """How near what is typed comes to any way to write an actor, in percent."""
        best = 0.0
        for way in (" ".join(way) for way, ids in self.ways.items() if actor.id in ids):
            if way == wanted:
                return 100.0
            if way.startswith(wanted):
                best = max(best, 97.0)
            elif any(part.startswith(wanted) for part in way.split()):
                best = max(best, 94.0)
            elif len(wanted) >= 3:
                best = max(best, 0.93 * fuzz.ratio(wanted, way))
        return best


def nearest(word: str, known: Collection[str]) -> list[str]:
    """The known words that a misspelt word may stand for, nearest only: usually one, [] where none is near enough."""
    slips = 2 if len(word) >= LONG else 1
    close = [
        (distance, name)
        for name, distance, _ in process.extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=6)
        if (name[0] == word[0] or name[-1] == word[-1]) and (distance < 2 or len(name) >= LONG - 1)
    ]
    return [name for distance, name in close if distance == close[0][0]]


def _key(name: str) -> Key:
    return tuple(word.plain for word in words(name))


def _written(asked: Sequence[Word], first: int, last: int) -> str:
    """The words of a name as they are written, without the ending of a possessive."""
    written = " ".join(word.text for word in asked[first:last])
    return written.removesuffix("'s").removesuffix("’s")
