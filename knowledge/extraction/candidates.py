"""Who a mention may mean, and what speaks for each candidate: the features of the ranker.

Features are of distance, function and salience (Lappin & Leass, Computational Linguistics 20, 1994), of agreement, and
of what the words of a description have in common with what is known of a candidate.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import lru_cache

from spacy.tokens import Token

from knowledge.extraction.mentions import Mention, Referent, Sighting
from knowledge.extraction.names import SUBJECTS
from knowledge.lexicon.function_words import function_words, mention_words
from knowledge.lexicon.people import body_classes, lexicon, plain
from knowledge.lexicon.weights import Features

FAR = 4  # sentences
UNSEEN = 9  # the rank of one who is not in the text before
ACRONYM = range(2, 7)  # letters
BODIES = ("organisation", "country", "place", "holder", "group", "other")
CLAUSES = ("relcl", "ccomp", "advcl", "acl", "parataxis", "csubj")  # what heads a clause is to the one around it
OBJECTS = ("dobj", "pobj", "dative")
KINDS = ("organisation", "country", "place")
NEAR_NAME = ("appos", "last", "comma")


class Candidates:
    """The candidates of one mention, and what compares them; `heading` says that the mention stands in a heading."""

    def __init__(self, mention: Mention, referents: Iterable[Referent], last_speaker: Referent | None, heading: bool):
        self.mention, self.last_speaker, self.heading = mention, last_speaker, heading
        self.known = [one for one in referents if _is_possible(mention, one)]
        alive = [one for one in self.known if one.aloud]
        self.ranks = _ranks({one: one.aloud[-1].order for one in alive})
        subjects = {one: next((seen.order for seen in reversed(one.aloud) if seen.subject), -1) for one in alive}
        self.subject_ranks = _ranks({one: order for one, order in subjects.items() if order >= 0})
        if mention.described:
            self._compare()

    @property
    def all(self) -> list[Referent | None]:
        """Who may be meant; None last is somebody new."""
        return [*self.known, *([None] if self.mention.described else [])]

    def features(self) -> list[Features]:
        """What speaks for each of `all`."""
        rows: list[Features] = [self._of_known(one) for one in self.known]
        return [*rows, _said(self._of_new())] if self.mention.described else rows

    def _compare(self) -> None:
        mention, words = self.mention, mention_words()
        self.wanted = frozenset().union(*map(body_classes().of, mention.heads))
        self.classed = mention.sort != "person" and mention.family != "group"
        self.classes = {one: one.classes() for one in self.known} if self.classed else {}
        bodies = [one for one in self.known if one.entity is not None and one.kind == "organisation"]
        fitting = [one for one in bodies if self._fits(one)]
        self.main = max(fitting, key=lambda one: one.total, default=None)
        self.of_class = sum(bool(self.wanted & have) for have in self.classes.values()) if self.wanted else 0
        of_head = [one for one in self.known if not mention.heads.isdisjoint(one.heads)]
        self.head_seen = bool(of_head)
        self.words_seen = any(one.words.issuperset(mention.words) for one in of_head)
        self.bare, self.modifiers, self.telling = _bare(mention.text), set(mention.words), words.telling(mention.text)
        self.state = not mention.heads.isdisjoint(words.state)
        self.company = not mention.heads.isdisjoint(lexicon().company_nouns)
        self.owned = mention.opening in words.owned or "owner" in mention.inside.values()
        self.same_for_all: dict[str, float] = {
            f"noun_{mention.sort}": mention.sort in ("other", "document"),
            "possessed": self.owned,
            "number_word": mention.opening[:2].isdigit(),
            "age": "-year-old" in mention.text,
            "indefinite": mention.opening in words.new,
            "bare_definite": not mention.words and mention.opening in words.bare,
        }
        self.definite = mention.opening in words.definite

    def _fits(self, one: Referent) -> bool:
        have = self.classes.get(one, frozenset())
        return not self.wanted or not have or bool(self.wanted & have)

    # --- one of the article

    def _of_known(self, one: Referent) -> Features:
        mention = self.mention
        found: dict[str, float] = {}
        seen = one.aloud or one.seen
        if self.heading:
            found["heading_salience"] = math.log1p(one.total + len(one.seen))
        elif seen:
            self._of_place(one, seen, found)
        else:
            found["unseen"] = 1.0
        if mention.family == "person" and one.entity is not None:
            found["person_unsure"] = 1 - one.entity.sure
        found["rank"] = 1.0 / (1 + self.ranks.get(one, UNSEEN))
        found["subject_rank"] = 1.0 / (1 + self.subject_ranks.get(one, UNSEEN))
        found["total"] = math.log1p(one.total)
        if one is self.last_speaker:
            found["last_speaker"] = 1.0
            found["in_quote_speaker"] = float(mention.quoted)
        found["in_title"] = one.in_title
        found["described"] = one.entity is None
        found["only"] = len(self.known) == 1
        if one.kind in KINDS:
            found[f"kind_{one.kind}"] = 1.0
        if mention.gender:
            found["gender_known"] = one.gender == mention.gender
            found["gender_conflict"] = one.gender is not None and one.gender != mention.gender
        if mention.described:
            self._of_words(one, found)
        return _said(found)

    def _of_place(self, one: Referent, seen: list[Sighting], found: dict[str, float]) -> None:
        """How far, and as what, it was seen last."""
        mention, last = self.mention, seen[-1]
        distance = mention.sentence - last.sentence
        here = list(_in_sentence(seen, mention.sentence))
        found["distance"] = math.log1p(max(distance, 0))
        found["same_sentence"] = distance == 0
        found["previous_sentence"] = distance == 1
        found["far"] = distance > FAR
        found["same_block"] = last.block == mention.block
        found["last_subject"] = last.subject
        found["last_speaking"] = last.speaking
        found["subject_here"] = any(sighting.subject for sighting in here)
        found["object_here"] = bool(here) and not found["subject_here"]
        found["subject_before"] = any(sighting.subject for sighting in _in_sentence(seen, mention.sentence - 1))
        found["quoted_only"] = not one.aloud
        found["described_here"] = one.entity is None and bool(found["subject_here"])
        found["just_introduced"] = one.first >= mention.sentence - 1
        found["spoke_here"] = one.speaking == mention.block
        found["salience"] = math.log1p(len(seen))
        if here and mention.family in ("person", "it", "they"):
            found["clause_parallel"] = mention.token.dep_ in SUBJECTS and last.subject

    def _of_words(self, one: Referent, found: dict[str, float]) -> None:
        """What a description has in common with one, and where it stands inside it."""
        mention = self.mention
        if where := mention.inside.get(one):
            found[f"inside_{where}"] = 1.0
            found[f"inside_{where}_{mention.sort or mention.family}"] = 1.0
            found[f"inside_{where}_office"] = not mention.heads.isdisjoint(lexicon().offices)
            found[f"inside_{where}_{one.kind}"] = 1.0
            return
        found |= self.same_for_all
        head = not mention.heads.isdisjoint(one.heads)
        self._of_head(one, head, found)
        self._of_modifiers(one, head, found)
        if self.classed:
            self._of_class(one, found)
        if mention.sort == "body":
            found["company"] = self.company and one.kind == "organisation" and one.is_company()
            found["body_organisation"] = one.kind == "organisation"
        if mention.family == "name":
            found["name_subset"] = one.words.issuperset(self.telling)

    def _of_head(self, one: Referent, head: bool, found: dict[str, float]) -> None:
        mention, state = self.mention, self.state
        found["head"] = head
        found["age_known"] = any(noun.startswith("age") and noun in one.words for noun in mention.heads)
        found["weak"] = one.entity is None and one.words <= one.heads
        found["state_country"] = state and one.kind == "country"
        found["state_other"] = state and one.kind == "organisation" and not head
        found["company_country"] = self.company and one.kind in ("country", "place")
        found["country_body"] = one.kind == "country" and not state
        found["no_role_named"] = not one.heads and one.entity is not None
        found["no_heads_known"] = not one.heads
        found["head_elsewhere"] = not head and self.head_seen
        found["head_ends_name"] = one.kind != "person" and one.ending in mention.heads
        found["head_in_words"] = not head and not mention.heads.isdisjoint(one.words)

    def _of_modifiers(self, one: Referent, head: bool, found: dict[str, float]) -> None:
        mention, words = self.mention, self.modifiers
        if words:
            hit = len(words & one.words) / len(words)
            found["modifiers_hit"] = hit
            found["head_and_modifiers"] = head and hit == 1
            found["head_modifiers_missed"] = head * (1 - hit)
            found["modifiers_missed"] = hit == 0
            found["capitals_missed"] = not mention.capitals <= one.words
        else:
            found["bare_head"] = head
        found["definite_head"] = head and self.definite
        found["same_text"] = any(self.bare == _bare(text) for text in one.texts)
        found["plural_differs"] = (mention.family == "group") != one.plural

    def _of_class(self, one: Referent, found: dict[str, float]) -> None:
        """Whether it is the kind of body that the noun means: a court, a company ..."""
        have, named = self.classes[one], one.entity is not None
        same = bool(self.wanted & have)
        found["class_same"] = same
        found["class_differs"] = bool(self.wanted and have) and not same
        found["class_open"] = bool(self.wanted) and not have and named
        found["main"] = one is self.main
        found["class_same_title"] = same and one.in_title
        found["class_company_open"] = "company" in self.wanted and not have and named and one.kind == "organisation"
        found["class_only"] = same and self.of_class == 1

    # --- somebody new

    def _of_new(self) -> dict[str, float]:
        mention, words = self.mention, mention_words()
        first, modified = mention.opening, bool(mention.words)
        return {
            "new": 1.0,
            "new_indefinite": first in words.new,
            "new_definite": first in words.known,
            "new_possessed": self.owned,
            "new_bare": first == mention.token.lower_,
            "new_after": mention.high > mention.token.i + 1,
            "new_modified": modified,
            "new_capitals": bool(mention.capitals),
            "new_head_seen": self.head_seen,
            "new_modifiers_seen": self.words_seen,
            f"new_{mention.sort or 'name'}": 1.0,
            "new_definite_modified": self.definite and modified,
            "new_definite_capitals": self.definite and bool(mention.capitals),
            "new_inside": any(where in NEAR_NAME for where in mention.inside.values()),
            "new_heading": self.heading,
        }


def _is_possible(mention: Mention, one: Referent) -> bool:
    """Whether one can be meant at all, by kind, number and gender."""
    match mention.family:
        case "person":
            agrees = one.kind == "person" and not one.plural and one.gender in (mention.gender, None)
            return agrees and (bool(one.seen) or _is_ahead(mention, one)) and not _is_other(mention, one)
        case "they":
            return bool(one.seen) and (one.plural or one.kind in ("organisation", "group", "country"))
        case "it":
            return bool(one.seen) and not one.plural and one.kind in ("organisation", "country", "place", "holder")
        case "name":
            own = mention.heads.union(mention_words().telling(mention.text))
            beside = mention.inside.get(one) in ("appos", "last")
            return not own.isdisjoint(one.words) or beside or _is_acronym(mention, one)
        case "group":
            alike = not mention.heads.isdisjoint(one.heads)
            return (one.plural and bool(one.seen)) or alike or one in mention.inside
    if mention.sort == "person":
        return one.kind == "person" and not one.plural
    if mention.sort == "body":
        return one.kind in BODIES
    return not one.plural and one.kind in ("organisation", "person", "country", "holder", "other", "document")


def _is_other(mention: Mention, one: Referent) -> bool:
    """Whether it is the subject of a clause whose object the pronoun is: "Trump met him" is about another."""
    token, last = mention.token, one.seen[-1] if one.seen else None
    if last is None or not last.subject or last.sentence != mention.sentence or token.dep_ not in OBJECTS:
        return False
    return token.lower_ in function_words().objects and _clause(last.token) == _clause(token)


def _is_ahead(mention: Mention, one: Referent) -> bool:
    """Whether it is the subject still to come: "In his statement, Trump said"."""
    named = one.entity.mentions if one.entity is not None else []
    end = mention.token.sent.end
    return any(mention.token.i < other.span.start < end and other.role in SUBJECTS for other in named)


def _is_acronym(mention: Mention, one: Referent) -> bool:
    short, words = mention.token.text.replace(".", ""), one.name.split()
    initials = "".join(word[0] for word in words if word[0].isupper())
    return len(short) in ACRONYM and short.isupper() and len(words) > 1 and initials == short


def _ranks(orders: dict[Referent, int]) -> dict[Referent, int]:
    """The place of each, the latest first."""
    return {one: rank for rank, one in enumerate(sorted(orders, key=lambda one: -orders[one]))}


def _in_sentence(seen: list[Sighting], sentence: int) -> Iterator[Sighting]:
    """The sightings of one of the last sentences."""
    for sighting in reversed(seen):
        if sighting.sentence < sentence:
            return
        if sighting.sentence == sentence:
            yield sighting


def _clause(token: Token) -> Token:
    """The head of the clause that a token stands in."""
    while token.dep_ not in CLAUSES and token.head != token:
        token = token.head
    return token


@lru_cache(maxsize=2_000)
def _bare(text: str) -> str:
    """A description without its article."""
    first, _, rest = plain(text).partition(" ")
    return rest if rest and first in mention_words().articles else f"{first} {rest}".strip()


def _said(features: dict[str, float]) -> Features:
    """The features that hold."""
    return {name: value for name, value in features.items() if value}
