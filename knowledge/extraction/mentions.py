"""What can mean somebody: pronouns, descriptions of people, bodies and groups, and names that nobody is known by.

A mention keeps what it says of who is meant: its head noun, its other words, number, gender, and the names inside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from spacy.tokens import Doc, Span, Token

from knowledge.extraction.entities import Entity
from knowledge.extraction.names import SUBJECTS
from knowledge.lexicon.cues import load_lexicon
from knowledge.lexicon.function_words import function_words, mention_words
from knowledge.lexicon.people import Gender, body_classes, lexicon, plain
from knowledge.model.factbase import ActorKind
from knowledge.parsing.document import place_of, span_at

Family = Literal["person", "they", "it", "nominal", "group", "name"]
Sort = Literal["", "person", "people", "body", "document", "holder", "other"]
Inside = Literal["appos", "owner", "last", "comma", "within"]

PLURAL_TAGS = ("NNS", "NNPS")
NOMINAL = ("NOUN", "PROPN", "NUM", "DET", "PRON", "ADJ")
PART_OF_NOUN = ("compound", "attr", "amod", "nmod", "npadvmod", "appos")
OFFICE = ("NOUN", "PROPN", "ADJ", "DET", "ADP", "PUNCT", "PART", "CCONJ")
LOOSE = ("CCONJ", "AUX", "ADP", "PART")  # no last words of a description
PHRASE_ENDS = (",", ";", ":", "—", "–", "(", "--", '"')
BEFORE, LONGEST, AFTER = 12, 40, 25  # tokens of a description before its head, of all, and of what may stand beside it
OFFICE_REACH = 14  # tokens from an office to the comma before its holder's name

_AGE = re.compile(r"\b(\d\d)-year-old")
_CAPITAL = re.compile(r"[A-Z][\w’'-]+")


@dataclass(frozen=True, eq=False)
class Sighting:
    """Somebody at a place of the walk: the numbers of its sentence and block, `order` counts all sightings."""

    token: Token
    sentence: int
    block: int
    subject: bool
    speaking: bool
    order: int


@dataclass(eq=False)
class Referent:
    """One who may be meant: somebody named (`entity`), or one only described, of whom `made` is the first mention.

    `heads` are the nouns that say what somebody is, `words` all words that tell who it is, `texts` the names or
    descriptions; `owner` is the one inside the description: "a spokeswoman for the ministry". `seen` are the sightings
    so far, `aloud` those of them outside quotations.
    """

    kind: ActorKind | Sort
    name: str
    entity: Entity | None = None
    gender: Gender | None = None
    plural: bool = False
    heads: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)
    in_title: bool = False
    owner: Referent | None = None
    made: Mention | None = None
    first: int = 10**9
    seen: list[Sighting] = field(default_factory=list)
    aloud: list[Sighting] = field(default_factory=list)
    speaking: int = -1  # the last block in which it speaks, outside quotations

    @property
    def total(self) -> int:
        """How often it is named."""
        return len(self.entity.mentions) if self.entity is not None else 0

    @property
    def ending(self) -> str:
        """The last word of a name of several words, in lower case."""
        return self.entity.surname if self.entity is not None and len(self.entity.words) > 1 else ""

    def classes(self) -> frozenset[str]:
        """What kinds of body it can be: a company, a court ..."""
        return self._named_classes.union(*map(body_classes().of, self.heads))

    @cached_property
    def _named_classes(self) -> frozenset[str]:
        """Those that its kind and name tell."""
        found = frozenset({"state"} if self.kind == "country" else ())
        if self.entity is not None and self.kind != "person":
            found |= body_classes().of(self.entity.surname) | ({"company"} if self.is_company_by_name else set())
        return found

    @cached_property
    def is_company_by_name(self) -> bool:
        """Whether its name or what stands beside it says that it is a company."""
        if self.entity is None:
            return False
        forms = lexicon().company_endings | lexicon().legal_forms
        return self.entity.surname in forms or any(mention.thing for mention in self.entity.mentions)

    def is_company(self) -> bool:
        """Whether its name, what stands beside it or a noun for it says so."""
        by_noun = self.entity is not None and not self.heads.isdisjoint(lexicon().company_nouns)
        return self.is_company_by_name or by_noun


@dataclass(eq=False)
class Mention:
    """What is to be resolved: its head `token`, and for a description the phrase from `low` up to `high`."""

    family: Family
    token: Token
    block: int
    sentence: int
    quoted: bool
    source: bool
    text: str
    low: int
    high: int
    sort: Sort = ""
    gender: Gender | None = None
    heads: set[str] = field(default_factory=set)
    words: list[str] = field(default_factory=list)
    capitals: set[str] = field(default_factory=set)
    inside: dict[Referent, Inside] = field(default_factory=dict)

    @property
    def weights(self) -> str:
        """The family of weights that ranks its candidates."""
        if self.family != "nominal":
            return self.family
        return f"nominal_{self.sort if self.sort in ('person', 'body') else 'other'}"

    @property
    def opening(self) -> str:
        """The first word of a description, in lower case."""
        return self.token.doc[self.low].lower_

    @property
    def place(self) -> tuple[int, int]:
        """Where the words stand in the article."""
        return place_of(self.token.doc[self.low], self.token.doc[self.high - 1])

    def without(self, place: int) -> str:
        """The words without those that say whose it is, among them the character `place` of the article: "a
        spokeswoman" of "a spokeswoman for the ministry", "official" of "a ministry official"."""
        doc, parts = self.token.doc, [(part.left_edge, part.right_edge) for part in self.token.children]
        first, last = next((part for part in parts if part[0].idx <= place < place_of(part[1])[1]), (self.token, None))
        kept = [token for token in doc[self.low : self.high] if last is None or not first.i <= token.i <= last.i]
        if last is not None and self.low < first.i < self.token.i and kept[0].lower_ in mention_words().articles:
            kept = kept[1:]
        return " ".join("".join(token.text_with_ws for token in kept).split())

    @property
    def described(self) -> bool:
        """Whether it can mean somebody of whom nothing else is known."""
        return self.family in ("nominal", "group", "name")


class Finder:
    """Finds the mentions of an article. `at` are the named by token, `sources` the heads of what holds words."""

    def __init__(self, doc: Doc, at: dict[int, Referent], sources: Iterable[tuple[int, int]], quoted: frozenset[int]):
        self.at, self.quoted = at, quoted
        self.sources = frozenset(head for place in sources for head in _source_heads(doc, place))

    def mention(self, token: Token, block: int, sentence: int) -> Mention | None:
        """What a token that is no name can mean, if anybody."""
        family = self._family(token)
        if family is None:
            return None
        source, quoted = token.i in self.sources, token.i in self.quoted
        one = Mention(family, token, block, sentence, quoted, source, token.text, token.i, token.i + 1)
        if family == "person":
            one.gender = function_words().pronouns.get(token.lower_)
        elif one.described:
            self._describe(one)
            if one.opening in mention_words().nobody:
                return None
        return one

    def _family(self, token: Token) -> Family | None:
        word, words, source = token.lower_, mention_words(), token.i in self.sources
        if word in function_words().pronouns:
            return "person"
        if word in words.plural:
            return "they" if source or token.dep_ in SUBJECTS else None
        if word in words.neuter:
            owns = token.dep_ == "poss" and sort_of(token.head) in ("person", "people")
            return "it" if source or owns else None
        if token.pos_ not in NOMINAL or word in words.first or word in words.relative:
            return None
        owning = token.dep_ == "compound" and sort_of(token) == "body" and sort_of(token.head) in ("person", "people")
        if not source and (token.i in self.quoted or (token.dep_ in PART_OF_NOUN and not owning)):
            return None
        telling = sort_of(token) in ("person", "body", "people")
        if token.pos_ == "PROPN" and not telling:
            return "name" if source else None
        if not source and not (telling and token.pos_ in ("NOUN", "PROPN")):
            return None
        return "group" if is_plural(token) else "nominal"

    def _describe(self, one: Mention) -> None:
        """Take the phrase of a description, and what it says."""
        token, doc = one.token, one.token.doc
        one.low, one.high = _phrase(token)
        phrase = doc[one.low : one.high]
        one.text, one.sort = phrase.text, sort_of(token)
        noun = plain(token.lemma_ if token.pos_ == "NOUN" else token.text)
        one.heads = {lexicon().long_forms.get(noun, noun)}
        one.gender = lexicon().persons.get(plain(token.lemma_))
        if age := _AGE.search(one.text):
            one.heads.add(f"age {age[1]}")
        telling = mention_words().telling
        others = [other for other in phrase if other.i != token.i]
        one.words = [word for other in others for word in telling(other.text)]
        named = (other for other in others if other.text[:1].isupper() and _is_named(other, one.low))
        one.capitals = {word for other in named for word in telling(other.text)}
        self._look_inside(one)
        owners = [other.kind for other, where in one.inside.items() if where == "owner"]
        if "person" in owners and one.sort != "person" and not one.heads.isdisjoint(lexicon().offices):
            one.sort = "document"  # "Ruiz's office", like his letter, says what he says

    def _look_inside(self, one: Mention) -> None:
        """Note who is named inside a description or right behind it, and how each stands to it."""
        token, doc, high = one.token, one.token.doc, one.token.right_edge.i + 1
        for index in range(one.low, max(one.high, min(high, token.i + AFTER))):
            named = self.at.get(index)
            if named is not None and named not in one.inside and (where := self._stands(one, index, named)):
                one.inside[named] = where
        if one.sort in ("person", "other"):
            behind = self._behind_comma(token, doc)
            if behind is not None and behind not in one.inside:
                one.inside[behind] = "comma"

    def _stands(self, one: Mention, index: int, named: Referent) -> Inside | None:
        """How somebody named from a token on stands to a description, None where outside it."""
        token, doc = one.token, one.token.doc
        head = doc[index]
        while head.head != head and self.at.get(head.head.i) is named:
            head = head.head
        if head.dep_ == "appos" and head.head == token:
            return "appos"
        if head.dep_ == "poss" or head.i < token.i:
            return "owner"
        if self.at.get(one.high - 1) is named and head.dep_ != "pobj":
            return "last"
        if token.i < index <= token.i + BEFORE and doc[index - 1].text == "," and _is_office(doc, token.i, index):
            return "comma"
        return "within" if index < one.high else None

    def _behind_comma(self, token: Token, doc: Doc) -> Referent | None:
        """The person behind the comma that ends an office: "the judge in Port Mara, Ann Lee"."""
        for index in range(token.i + 1, min(token.i + OFFICE_REACH, len(doc) - 1)):
            if doc[index].text == "," and _is_office(doc, token.i, index + 1):
                named = self.at.get(index + 1)
                return named if named is not None and named.kind == "person" else None
        return None


def head_of(doc: Doc, place: tuple[int, int]) -> Token | None:
    """The word that the words at a place are about, None where no token lies in it."""
    span = span_at(doc, place)
    while span is not None and len(span) > 1 and span[-1].is_punct:
        span = span[:-1]
    return span.root if span is not None else None


def antecedent(relative: Token) -> Token:
    """The noun that a relative pronoun stands for; any other word itself."""
    is_relative = relative.lower_ in mention_words().relative and relative.head.dep_ == "relcl"
    return relative.head.head if is_relative else relative


def sort_of(token: Token) -> Sort:
    """What a noun says of those it means."""
    lemma, word, known, cues = plain(token.lemma_), plain(token.text), lexicon(), load_lexicon()
    many, office = token.tag_ in PLURAL_TAGS, lemma in known.persons
    if many and (office or lemma in known.titles or lemma in mention_words().voices):
        return "people"
    if office or word in known.titles:
        return "person"
    bodies = (known.organisations, known.bodies, cues.bodies, cues.outlets)
    if any(lemma in listed for listed in bodies) or (lemma in known.company_nouns and lemma in cues.holders):
        return "body"
    if lemma in cues.documents or lemma in cues.surveys:
        return "document"
    if lemma in cues.holders or word in cues.holders:
        return "people" if many else "holder"
    return "other"


def is_plural(token: Token) -> bool:
    """Whether a noun means several."""
    if token.tag_ in PLURAL_TAGS or token.pos_ == "NUM" or token.lower_ in mention_words().many:
        return True
    return token.tag_ == "NN" and any(child.dep_ == "conj" for child in token.children)


def names_in(role: str) -> list[str]:
    """The capitalised words of a role, possessives without their ending."""
    return [re.sub(r"['’]s?$", "", word) for word in _CAPITAL.findall(role)]


def _source_heads(doc: Doc, place: tuple[int, int]) -> set[int]:
    span = span_at(doc, place)
    while span is not None and len(span) > 1 and span[-1].is_punct:
        span = span[:-1]
    if span is None:
        return set()
    joined = {other.i for other in span.root.conjuncts if span.start <= other.i < span.end}
    return {antecedent(span.root).i} | joined


def _phrase(token: Token) -> tuple[int, int]:
    """[low, high) of the words that say who is meant: up to a comma, a clause or "and", at most."""
    doc, low, high = token.doc, token.left_edge.i, token.right_edge.i + 1
    if low < token.i - BEFORE:
        low = token.i
    stop = token.i + 1
    while stop < high and stop - low < LONGEST:
        if doc[stop].text in PHRASE_ENDS or (doc[stop].dep_ == "cc" and doc[stop].head == token):
            break
        stop += 1
    while low < token.i and _is_loose(doc[low], token):
        low += 1
    while stop > token.i + 1 and (doc[stop - 1].is_punct or doc[stop - 1].pos_ in LOOSE):
        stop -= 1
    return low, stop


def _is_loose(first: Token, head: Token) -> bool:
    adverb = first.pos_ == "ADV" and first.head == head and first.lower_ not in mention_words().approximate
    return first.is_punct or first.pos_ in ("CCONJ", "SPACE") or adverb


def _is_named(token: Token, low: int) -> bool:
    return token.pos_ == "PROPN" or (token.i != low and token.pos_ in ("ADJ", "NOUN"))


def _is_office(doc: Doc, first: int, end: int) -> bool:
    """Whether the words behind a noun, up to the comma before `end`, can be an office."""
    words: Span = doc[first + 1 : end]
    return all(word.pos_ in OFFICE for word in words) and not any(word.text == "," for word in words[:-1])
