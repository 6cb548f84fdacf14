"""Numbers, money, percentages and counts in a block, each with the noun it counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.build.document import place_of
from knowledge.details.spans import Place, matches, touches, widest
from knowledge.lexicon.details import Words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

NOUN_REACH = 5  # tokens from a number to the noun it counts: "53 million displaced young people"

_AGE = re.compile(r"\b[\w-]+-(?:year|month|week)s?-olds?\b", re.I)
_AMOUNT = re.compile(
    r"(?:US)?[$€£¥]\s?\d+(?:,\d{3})*(?:\.\d+)?(?:[ -](?:thousand|million|billion|trillion))?"
    r"|\b\d+(?:,\d{3})*(?:\.\d+)?\s?(?:%|percent\b|per cent\b|percentage points?\b)"
)
_SCALES = {"hundred", "thousand", "million", "billion", "trillion", "dozen", "percent", "%"}
_NUMBER_LABELS = ("CARDINAL", "ORDINAL", "PERCENT", "MONEY", "QUANTITY")
_NO_COUNT_IN = ("PERSON", "ORG", "GPE", "LOC", "EVENT", "LAW", "DATE", "TIME", "WORK_OF_ART", "PRODUCT", "FAC")
_COUNTS = ("nummod", "amod", "quantmod", "compound")
_BETWEEN = ("ADJ", "NOUN", "PROPN", "ADV", "VERB", "NUM")


def find_ages(block: Span, text: str) -> list[Place]:
    """Ages: "71-year-old", which the model takes for dates."""
    return matches(_AGE, block, text)


def find_amounts(block: Span, text: str, words: Words) -> list[Place]:
    """The amounts of a block in order: "53 million people", "$3.5 billion", "40 percent", "seventh encounter"."""
    told = matches(_AMOUNT, block, text)
    places = list(told)
    doc, number = block.doc, block.start
    while number < block.end:
        if not _is_number(doc[number]) or touches(place_of(doc[number]), told):
            number += 1
            continue
        end = _number_end(doc, number)
        noun = _counted_noun(doc, number, end)
        vague = doc[number].lower_ in ("one", "first") and (noun is None or noun.lower_ in words.uncounted)
        if not vague:
            places.append(place_of(doc[number], noun or doc[end - 1]))
        number = end
    return widest(places)


def _is_number(token: Token) -> bool:
    if not (token.like_num or token.ent_type) or token.ent_type_ in _NO_COUNT_IN:
        return False
    ordinal = token.ent_type_ == "ORDINAL" and token.dep_ == "amod"
    return token.like_num or ordinal or (token.ent_type_ in _NUMBER_LABELS and token.pos_ == "NUM")


def _number_end(doc: Doc, start: int) -> int:
    """The token after a number of several words: "two and a half", "1 to 2 million"."""
    end = start + 1
    while True:
        if doc[end].like_num or doc[end].lower_ in _SCALES:
            end += 1
        elif doc[end].lower_ in ("to", "-", "–") and doc[end + 1].like_num:
            end += 2
        elif [token.lower_ for token in doc[end : end + 3]] == ["and", "a", "half"]:
            end += 3
        else:
            return end


def _counted_noun(doc: Doc, start: int, end: int) -> Token | None:
    """The noun that a number counts, where it follows within a few words with nothing but its modifiers between."""
    if doc[end - 1].lower_ in ("percent", "%"):
        return None
    heads = {token.head.i for token in doc[start:end] if token.dep_ in _COUNTS}
    found = None
    for token in doc[end : end + NOUN_REACH]:
        if token.pos_ in ("NOUN", "PROPN") and (token.i in heads or (token.i == end and token.pos_ == "NOUN")):
            found = token
        elif token.pos_ not in _BETWEEN and token.text not in ("-", "–"):
            break
    return found
