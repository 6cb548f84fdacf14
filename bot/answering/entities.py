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


def find_names(asked: list[Word], index: Index, cased: bool) -> tuple[list[Name], list[tuple[int, str]]]:
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
                place += _surname_behind(asked, place, index, unknown)
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


def _surname_behind(asked: list[Word], place: int, index: Index, unknown: list[tuple[int, str]]) -> int:
    """Adds a word with a capital behind an unknown first name to it ("Tim Cook"), and tells how many words it added."""
    after = asked[place + 1] if place + 1 < len(asked) else None
    if after is None or not after.capital or index.names.exact(asked, place + 1) or "'" in after.text:
        return 0
    unknown[-1] = (place, f"{asked[place].text} {after.text}")
    return 1


def _name_at(asked: list[Word], place: int, index: Index, cased: bool) -> Name | None:
    word, english = asked[place], index.english
    name = index.names.exact(asked, place)
    if name and (name.last - name.first > 1 or _is_name(asked, place, index, cased)):
        return name
    if word.plain == "us" and _is_name(asked, place, index, cased) and place and asked[place - 1].plain == "the":
        return index.names.unknown_country(asked, place)
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


def _is_name(asked: list[Word], place: int, index: Index, cased: bool) -> bool:
    """Whether a word that is a name of the base is meant as one: "us" and "may" are words as well."""
    word, english = asked[place], index.english
    if word.plain == "us":
        before = asked[place - 1].plain if place else ""
        return (word.text.isupper() and cased) or before not in english.before_us
    if place and asked[place - 1].plain in english.determiners and not word.capital and _is_common(word, index):
        return False  # "the bill" is not Bill
    if word.plain in english.stop:
        return cased and word.capital and place > 0
    return True


def _is_common(word: Word, index: Index) -> bool:
    """Whether what is a person's name is a word as well: one of English, or one that the article writes small."""
    actors = [index.briefing.base.actor(actor) for actor in index.names.ways.get((word.plain,), ())]
    if not all(actor and actor.kind == "person" for actor in actors):
        return False
    small = any(other.plain == word.plain and not other.capital for s in index.sentences for other in s.words)
    return small or index.english.is_known(word)


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
        surname = _surname(name, after, index) if only_first and strange else None
        if surname:
            kept.append(
                replace(name, last=name.last + 1, written=f"{name.written} {after.text}", meant=surname, mended=True)
            )
        elif only_first and strange:
            unknown = [(place, word) for place, word in unknown if place != name.last]
            unknown.append((name.first, f"{name.written} {after.text}"))
        else:
            kept.append(name)
    return kept, unknown


def _surname(name: Name, after: Word, index: Index) -> str | None:
    """The bearer's surname, where the strange word behind a first name is a slip of it: "ali shamkan"."""
    for actor_id in name.actors:
        actor = index.briefing.base.actor(actor_id)
        last = words(actor.name)[-1].plain if actor else ""
        if len(last) >= 6 and OSA.distance(after.plain, last) <= 2:
            return last
    return None


def _is_first_name(meant: str, actor: Actor | None) -> bool:
    parts = [word.plain for word in words(actor.name)] if actor and actor.kind == "person" else []
    return len(parts) > 1 and meant == parts[0]


def joined(unknown: list[tuple[int, str]]) -> tuple[str, ...]:
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


VERB_WITHIN = 4  # words behind a phrase in which its verb stands: "a senior aide also told reporters"


def actor_of_role(phrase: Sequence[Word], index: Index) -> Name | None:
    """The one actor whose role in the base has every word of the phrase; None where several have, or where the phrase
    itself speaks elsewhere in the article: then the words of whoever it is are wanted, not a guess at a name."""
    wanted = [word for word in phrase if word.plain not in index.english.stop]
    if not any(word.plain in index.english.role_nouns for word in wanted):
        return None
    targets = [_targets(word, index) for word in wanted]
    fitting = [
        actor
        for actor in index.briefing.base.actors
        if actor.kind == "person" and all(_role_stems(actor, index) & target for target in targets)
    ]
    if len(fitting) != 1 or _stands_elsewhere(wanted, fitting[0], index):
        return None
    text = " ".join(word.text for word in phrase)
    return Name((fitting[0].id,), -1, -1, text, text)


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
    stems = {word.stem for word in words(actor.role) if not _possessed(word, index)}
    country = index.briefing.base.actor(actor.speaks_for)
    for name in (country.name, *country.aliases) if country else ():
        stems |= {word.stem for word in words(name)}
    return stems


def _stands_elsewhere(phrase: Sequence[Word], actor: Actor, index: Index) -> bool:
    """Whether the very phrase speaks in a sentence that is not the actor's: "a Democratic aide said"."""
    wanted = [word.stem for word in phrase]
    for sentence in index.sentences:
        stems = [word.stem for word in sentence.words]
        for place in range(len(stems) - len(wanted) + 1):
            after = sentence.words[place + len(wanted) : place + len(wanted) + VERB_WITHIN]
            if (
                stems[place : place + len(wanted)] == wanted
                and actor.id not in sentence.holders
                and any(index.english.speech.has_verb(word) for word in after)
            ):
                return True
    return False


def _possessed(word: Word, index: Index) -> bool:
    """ "the governor's press office" makes nobody the governor."""
    return word.text.endswith(("'s", "’s")) and word.plain in index.english.role_nouns
