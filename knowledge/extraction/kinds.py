"""What kind a name is, by evidence: a person, an organisation or a place.

Each mention of a name adds to its evidence, and so do the words of the name; learned weights add it up.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from spacy.tokens import Doc, Token

from knowledge.extraction.names import SUBJECTS, NameMention
from knowledge.lexicon.cues import load_lexicon, verbs_playing
from knowledge.lexicon.function_words import mention_words
from knowledge.lexicon.people import lexicon, plain
from knowledge.lexicon.weights import Features
from knowledge.lexicon.words import singular
from knowledge.parsing.document import is_word

ROLES = ("nsubj", "nsubjpass", "appos", "poss", "conj", "compound", "pobj", "dobj", "")
MANY = 2  # mentions; with more a name is named often
SHORT = 7  # letters of the longest name in capitals that may be an acronym
PLURAL = 3  # letters of the longest word whose last "s" is no plural

_INITIALS = re.compile(r"(?:[A-Z]\.){1,3}$")


def short_forms(mentions: Iterable[NameMention]) -> dict[str, tuple[str, bool]]:
    """Of each name of several words, which of its words the article uses alone, its first or its last, and whether that
    one is titled: "Mr. Ban" says of Ban Ki-moon that he is a person."""
    mentions = list(mentions)
    single = [mention for mention in mentions if len(mention.words) == 1]
    alone = Counter(mention.words[0] for mention in single)
    titled = {mention.words[0] for mention in single if plain(mention.title or "") in lexicon().honorifics}
    found = {}
    for mention in mentions:
        last, first = alone[mention.words[-1]], alone[mention.words[0]]
        if len(mention.words) > 1 and (last or first):
            which, word = ("last", mention.words[-1]) if last >= first else ("first", mention.words[0])
            found[mention.text] = which, word in titled
    return found


def evidence(
    words: tuple[str, ...], group: list[NameMention], shorts: dict[str, tuple[str, bool]], small: frozenset[str]
) -> Features:
    """The evidence on a name, its fullest form in `words`, by all its mentions.

    `shorts` is of `short_forms`, `small` the words of the article in small letters.
    """
    found: defaultdict[str, float] = defaultdict(float)
    for mention in group:
        _of_mention(mention, 1 / len(group), found)
    text = " ".join(words)
    found.update(_of_words(words, text, group[0].span.doc))
    found["common"] = len(words) > 1 and is_common(words, small)
    which, titled = shorts.get(text, ("", False))
    found[f"short_{which}"], found["short_titled"] = bool(which), titled
    found["many"] = len(group) > MANY
    return {name: float(value) for name, value in found.items() if value}


def is_common(words: tuple[str, ...], small: frozenset[str]) -> bool:
    """Whether the words of a name stand in the article in small letters too: "a Deal" is a deal."""
    return all(word[:1].isupper() and word.lower() in small for word in words)


def _of_mention(mention: NameMention, share: float, found: defaultdict[str, float]) -> None:
    """Add the evidence of one mention, whose share of all mentions is given for what they can differ in."""
    head, title = mention.span.root, plain(mention.title or "")
    found[f"label_{mention.label or 'none'}"] += share
    found[f"role_{mention.role if mention.role in ROLES else 'other'}"] += share
    for name, held in (("article", mention.article), ("plural", mention.plural), ("quoted", mention.quoted)):
        found[name] += held * share
    subject = head.dep_ in SUBJECTS
    told = {
        "titled": title and not mention.article,
        "honorific": title in lexicon().honorifics,
        "personal": mention.personal,
        "thing": mention.thing,
        "pronoun": mention.pronoun,
        "speaks": subject and head.head.lemma_ in verbs_playing("quotes"),
        "subject": subject,
        "age": _has_age(mention),
    }
    found.update({name: 1.0 for name, holds in told.items() if holds})
    if head.dep_ == "pobj":
        before = head.head.lower_
        found[f"prep_{before if before in mention_words().of_names else 'other'}"] = 1
    for noun, where in nouns_beside(mention):
        found[f"{where}_{_sort_of(plain(noun.lemma_))}"] = 1


def _has_age(mention: NameMention) -> bool:
    """ "Ann Lee, 44" """
    doc, end = mention.span.doc, mention.span.end
    return doc[end].text == "," and doc[end].nbor().text.isdigit() and len(doc[end].nbor()) == 2


def nouns_beside(mention: NameMention) -> Iterator[tuple[Token, str]]:
    """The nouns beside a name, in commas, before or after it, or as its predicate, and where each stands."""
    span, head = mention.span, mention.span.root
    for child in head.children:
        if child.dep_ == "appos" and child.i >= span.end and child.pos_ in ("NOUN", "PROPN"):
            yield child, "after"
        if child.dep_ in ("compound", "nmod") and child.i < span.start and child.pos_ == "NOUN":
            yield child, "before"
    if head.dep_ == "appos" and head.head.i < head.i and head.head.pos_ == "NOUN":
        yield head.head, "apposed"
    if head.dep_ in ("compound", "nmod") and head.head.i == span.end and head.head.pos_ == "NOUN":
        yield head.head, "follows"
    if head.dep_ in SUBJECTS and head.head.lemma_ == "be":
        for child in head.head.children:
            if child.dep_ == "attr" and child.pos_ == "NOUN":
                yield child, "is"


@cache
def _sort_of(lemma: str) -> str:
    """Whether a common noun is of a person, of a body or of something else."""
    known, cues = lexicon(), load_lexicon()
    if lemma in known.persons or lemma in known.titles:
        return "person"
    bodies = (known.organisations, known.bodies, cues.bodies, known.company_nouns, cues.outlets)
    return "body" if any(lemma in listed for listed in bodies) else "other"


def _of_words(words: tuple[str, ...], text: str, doc: Doc) -> dict[str, bool]:
    """The evidence of the words of a name alone."""
    known, first, last = lexicon(), plain(words[0]), plain(words[-1])
    one, noun = len(words) == 1, singular(last)
    given = lexicon().is_given_name(words[0]) or (_INITIALS.match(words[0]) and not known.countries.find(words[0]))
    return {
        "noun_last": not one and is_word(doc, noun, "noun"),
        "adjective_last": not one and is_word(doc, last, "adj") and not is_word(doc, noun, "noun"),
        "noun_alone": one and is_word(doc, noun, "noun"),
        f"words_{min(len(words), 3)}": True,
        "given": bool(given) and not one,
        "given_alone": bool(given) and one,
        "org_last": last in known.organisations or last in known.legal_forms,
        "company_last": last in known.company_endings or last in known.legal_forms,
        "org_first": first in known.organisation_starts,
        "place_last": last in known.place_words,
        "caps": text.replace(".", "").replace(" ", "").isupper() and len(text) <= SHORT,
        "small": any(plain(word) in mention_words().joining for word in words),
        "plural_last": len(last) > PLURAL and last.endswith("s") and not last.endswith("ss"),
        "listed_place": text in known.places,
        "party": text in known.parties,
        "digits": any(letter.isdigit() for letter in text),
    }
