"""Places in a block: names on the map and phrases such as "a hotel near the airport", where something is.

A country that acts ("talks with Iran", "Tehran's program") is no place there; what counts is where the phrase
stands: after a preposition of place, or as the object of a verb such as "visit".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.build.document import is_gap
from knowledge.details.spans import Place
from knowledge.lexicon.countries import Countries
from knowledge.lexicon.details import Words, in_list

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_MAP = ("GPE", "LOC", "FAC")
_AFTER_PLACE = ("PUNCT", "ADP", "CCONJ", "SCONJ", "ADV", "NUM")


def find_places(block: Span, words: Words, countries: Countries) -> Iterator[Place]:
    """The places where something is or goes, in no order; one may stand inside another."""
    for entity in block.ents:
        bare = entity.text.lower().removeprefix("the ")
        country = countries.find(entity.text)
        if country is not None and country[1] == "demonym":
            continue  # "in English", "to Americans"
        known = entity.label_ in _MAP or bare in words.regions or entity.root.lower_ in words.places
        if (known or country) and not _shouted(entity.root) and _is_there(entity.root, words):
            yield entity.start_char, entity.end_char
    for token in block:
        noun = token.pos_ in ("NOUN", "PROPN") and token.dep_ != "compound"
        if noun and in_list(token, words.places) and _is_there(token, words):
            yield token.left_edge.idx, token.idx + len(token)


def _shouted(token: Token) -> bool:
    """A word in capitals for stress ("There is truly PEACE"), not an abbreviation such as "U.K."."""
    return token.is_upper and token.is_alpha and len(token) > 3


def _is_there(root: Token, words: Words) -> bool:
    while root.dep_ in ("conj", "appos") or (root.dep_ == "compound" and root.head.lemma_.lower() in words.places):
        root = root.head
    head = root.head
    if root.dep_ == "pobj":
        if head.lower_ == "of":
            return head.head.lemma_.lower() in words.parts
        on_spot = head.lower_ == "on" and root.lower_ in words.places
        return on_spot or head.lower_ in words.locative
    if root.dep_ != "dobj" or head.lemma_.lower() not in words.visiting:
        return False
    after = root.nbor()
    return is_gap(after) or after.pos_ in _AFTER_PLACE  # not "leaving Tel Aviv apprehensive"
