"""Entity linking: the names in a question, those that the base does not know, and who is meant by a role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from bot.answering.index import Index
from bot.answering.names import Name, nearest
from bot.answering.terms import SYNONYM, word_matches
from knowledge.lexicon.words import Word, stem, words
from knowledge.model.factbase import Actor

VERB_WITHIN = 4  # words behind a phrase in which its verb stands: "a senior aide also told reporters"
SURNAME = 6  # letters from which two slips in a surname behind the right first name are forgiven


def find_names(
    asked: Sequence[Word], index: Index, cased: bool, taken: set[int]
) -> tuple[tuple[Name, ...], tuple[str, ...]]:
    """The names of the base in a question, misspelt ones mended, and the names that it lacks.

    `cased` says whether capitals mean something; names at the places `taken` are left out.
    """
    names: list[Name] = []
    unknown: list[tuple[int, str]] = []  # each with its place
    place = 0
    while place < len(asked):
        name = _name_at(asked, place, index, cased)
        if name and name.actors:
            if names and names[-1].last == name.first and set(names[-1].actors) & set(name.actors):
                name = _united(names.pop(), name, index)
            names.append(name)
        elif name:
            unknown.append((place, name.written))
        elif _is_foreign(asked, place, index, cased):
            unknown.append((place, _with_surname(asked, place, index)))
            place += unknown[-1][1].count(" ")
        place = name.last if name else place + 1
    names, unknown = _without_other_surnames(asked, names, unknown, index)
    return (
        tuple(name for name in names if not taken.intersection(range(name.first, name.last))),
        _joined([(place, written) for place, written in unknown if place not in taken]),
    )


def actor_of_role(phrase: Sequence[Word], index: Index) -> Name | None:
    """The one actor whose role in the base has every word of the phrase: "Khamenei's aide", "the Stockholm economist".

    None where several have, or where the phrase itself speaks elsewhere in the article: then the words of whoever it
    is are wanted, not a guess at a name.
    """
    english = index.english
    wanted = [word for word in phrase if word.plain not in english.stop]
    if not any(word.plain in english.role_nouns for word in wanted):
        return None
    targets = [_targets(word, index) for word in wanted]
    people = (actor for actor in index.base.actors if actor.kind == "person")
    fitting = [actor for actor in people if all(_role_stems(actor, index) & target for target in targets)]
    if len(fitting) != 1 or _speaks_elsewhere(wanted, fitting[0], index):
        return None
    text = " ".join(word.text for word in phrase)
    return index.names.name((fitting[0].id,), -1, -1, text, text)


def _name_at(asked: Sequence[Word], place: int, index: Index, cased: bool) -> Name | None:
    """The name that begins at a word; one without actors where the base does not hold it."""
    word, names = asked[place], index.names
    name = names.exact(asked, place)
    if name and (name.last - name.first > 1 or _is_name(asked, place, index, cased)):
        return name
    if word.plain == "us" and _is_name(asked, place, index, cased) and place and asked[place - 1].plain == "the":
        return names.unknown_country(asked, place)
    if word.plain in index.english.known or word.digits:
        return None
    for target in index.synonyms.get(word.stem, ()):  # "Bibi"
        if actors := names.of_stems(target):
            return names.name(actors, place, place + 1, word.text, " ".join(target))
    country = names.unknown_country(asked, place)
    if country:
        in_article = all(part.stem in index.rarity for part in asked[country.first : country.last])
        in_article = in_article or (country.last - country.first == 1 and word.plain in index.country_forms)
        return None if in_article else country
    if word.stem in index.rarity or word.plain in index.vocabulary or word.stem in index.synonyms:
        return None
    return names.mended(asked, place)


def _is_name(asked: Sequence[Word], place: int, index: Index, cased: bool) -> bool:
    """Whether a word that is a name of the base is meant as one: "us" and "may" are words as well."""
    word, english = asked[place], index.english
    before = asked[place - 1].plain if place else ""
    if word.plain == "us":
        return (word.text.isupper() and cased) or before not in english.before_us
    if before in english.determiners and not word.capital and _is_common(word, index):
        return False  # "the bill" is not Bill
    if word.plain in english.stop:
        return cased and word.capital and place > 0
    return True


def _is_common(word: Word, index: Index) -> bool:
    """Whether what is a person's name is a word as well: one of English, or one that the article writes small."""
    actors = [index.base.actor(actor) for actor in index.names.ways.get((word.plain,), ())]
    if not all(actor and actor.kind == "person" for actor in actors):
        return False
    small = any(other.plain == word.plain and not other.capital for s in index.sentences for other in s.words)
    return small or index.english.known.has(word)


def _united(one: Name, other: Name, index: Index) -> Name:
    """Two names side by side that one actor has both of."""
    both = [actor for actor in one.actors if actor in other.actors]
    written, meant = f"{one.written} {other.written}", f"{one.meant} {other.meant}"
    return index.names.name(both, one.first, other.last, written, meant, one.mended or other.mended)


def _is_foreign(asked: Sequence[Word], place: int, index: Index, cased: bool) -> bool:
    """Whether a word is written as a name and nothing in the article is like it."""
    word = asked[place]
    if not cased or not word.capital or place == 0 or word.plain in index.english.known or len(word.plain) < 2:
        return False
    return not _in_article(word, index) and not nearest(
        word.plain, [known for known in index.vocabulary if len(known) >= 4]
    )


def _in_article(word: Word, index: Index) -> bool:
    return word.stem in index.rarity or word.stem in index.synonyms or word.plain in index.known_words


def _with_surname(asked: Sequence[Word], place: int, index: Index) -> str:
    """An unknown name with the word behind it where that has a capital as well: "Tim Cook"."""
    after = asked[place + 1] if place + 1 < len(asked) else None
    if after is None or not after.capital or index.names.exact(asked, place + 1) or "'" in after.text:
        return asked[place].text
    return f"{asked[place].text} {after.text}"


def _without_other_surnames(
    asked: Sequence[Word], names: list[Name], unknown: list[tuple[int, str]], index: Index
) -> tuple[list[Name], list[tuple[int, str]]]:
    """ "donald tusk" in a base that knows only Donald Trump is an unknown name, not Trump."""
    kept = []
    for name in names:
        after = asked[name.last] if name.last < len(asked) else None
        bearers = [index.base.actor(actor) for actor in name.actors]
        strange = after and after.plain.isalpha() and after.plain not in index.english.known
        if (
            after is None
            or not strange
            or _in_article(after, index)
            or name.last - name.first > 1
            or not all(_is_first_name(name.meant, bearer) for bearer in bearers)
        ):
            kept.append(name)
            continue
        written = f"{name.written} {after.text}"
        surnames = [words(bearer.name)[-1].plain for bearer in bearers if bearer]
        surname = next((s for s in surnames if len(s) >= SURNAME and OSA.distance(after.plain, s) <= 2), None)
        if surname:  # a slip: "ali shamkan"
            kept.append(replace(name, last=name.last + 1, written=written, meant=surname, mended=True))
        else:
            unknown = [(place, word) for place, word in unknown if place != name.last] + [(name.first, written)]
    return kept, unknown


def _is_first_name(meant: str, actor: Actor | None) -> bool:
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


def _targets(word: Word, index: Index) -> set[str]:
    """The stems that meet a word of the phrase; for a name, those of every way to write its bearer."""
    targets = {part for stems, strength in word_matches(word, index) if strength >= SYNONYM for part in stems}
    for actor in index.names.ways.get((word.plain,), ()):
        targets |= {stem(part) for way, ids in index.names.ways.items() if actor in ids for part in way}
    return targets | {word.stem}


def _role_stems(actor: Actor, index: Index) -> set[str]:
    """The words of an actor's role, and every word for the country it speaks for."""
    if not actor.role:
        return set()
    country = index.base.actor(actor.speaks_for)
    named = [word for name in (country.name, *country.aliases) for word in words(name)] if country else []
    nouns = index.english.role_nouns  # "the governor's press office" makes nobody the governor
    role = [word for word in words(actor.role) if word.plain not in nouns or not word.text.endswith(("'s", "’s"))]
    return {word.stem for word in (*role, *named)}


def _speaks_elsewhere(phrase: Sequence[Word], actor: Actor, index: Index) -> bool:
    """Whether the very phrase speaks in a sentence that is not the actor's: "a Democratic aide said"."""
    wanted = [word.stem for word in phrase]
    for sentence in index.sentences:
        stems = [word.stem for word in sentence.words]
        for place in range(len(stems) - len(wanted) + 1):
            end = place + len(wanted)
            verbs = (word for word in sentence.words[end : end + VERB_WITHIN] if index.english.speech.has_verb(word))
            if stems[place:end] == wanted and actor.id not in sentence.holders and any(verbs):
                return True
    return False
