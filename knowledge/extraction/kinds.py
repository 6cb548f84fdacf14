"""What kind a name is, told by rules: a person, an organisation, a group or a place.

The rules look at what every mention of the name has beside it; each returns at the first that decides.
"""

from __future__ import annotations

from collections import Counter

from knowledge.extraction.names import SUBJECTS, TURN, NameMention
from knowledge.lexicon.function_words import function_words
from knowledge.lexicon.people import lexicon, plain
from knowledge.model.factbase import ActorKind

BESIDE = ("appos", "conj", "poss", "dobj", "pobj", "dative")  # what else a person's name can be to a verb
OTHERS = ("ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "WORK_OF_ART", "PRODUCT", "LAW")  # labels of what is no person


def is_person(words: tuple[str, ...], group: list[NameMention]) -> bool:
    """Whether a name of several words, by all its mentions, is a person's."""
    known = lexicon()
    text, first, last = " ".join(words), plain(words[0]), plain(words[-1])
    if known.countries.find(text) or last in known.organisations or text in known.platforms or len(words) > 5:
        return False
    unsure = known.also_bodies | {""}
    vouched = any(mention.personal or plain(mention.title or "") not in unsure for mention in group)
    if not vouched and (last in known.place_words or last in known.company_endings):
        return False
    if not vouched and any(mention.thing for mention in group) and not known.is_given_name(first):
        return False
    if any(plain(word) in function_words().no_person for word in words):
        return False
    if any(mention.title or mention.label == TURN or mention.personal for mention in group):
        return True
    if all(mention.article for mention in group) or first in known.organisation_starts:
        return False
    labels = Counter(mention.label for mention in group)
    if known.is_given_name(first) and len(words[0]) > 2:
        places = labels["GPE"] + labels["FAC"] + labels["LOC"]
        return labels["PERSON"] > places or not places
    acting = any(mention.role in (*SUBJECTS, *BESIDE) and not mention.quoted for mention in group)
    return acting and labels["PERSON"] > sum(labels[label] for label in OTHERS)


def is_person_alone(key: str, group: list[NameMention]) -> bool:
    """Whether a name that stands alone everywhere, `key` in lower case, is a person's."""
    if any((mention.title and not mention.article) or mention.label == TURN for mention in group):
        return True
    known, text = lexicon(), group[0].text
    if text in known.platforms or text in known.parties or key in known.organisations or key in known.persons:
        return False
    if text.isupper() or known.countries.find(text) or any(mention.thing for mention in group):
        return False
    if not any(mention.role in (*SUBJECTS, "appos", "poss", "conj") for mention in group):
        return False
    persons = [mention for mention in group if _labelled_person(mention)]
    told = any(mention.pronoun or mention.personal or mention.role == "appos" for mention in persons)
    sure = len(persons) > 1 or told or known.is_given_name(key)
    return sure and len(persons) > 0 and len(group) <= 2 * len(persons)


def kind_of(group: list[NameMention]) -> ActorKind | None:
    """The kind of a name that is no person's and no country's, the longest mention first; None where it is no actor."""
    known, text, words = lexicon(), group[0].text, group[0].words
    if text in known.places or text in known.platforms or plain(words[-1]) in known.instruments:
        return None
    if text in known.parties:
        return "group" if any(mention.plural for mention in group) else None
    labels = Counter(mention.label for mention in group)
    if any(mention.thing for mention in group) and labels["GPE"] * 2 <= len(group):
        return "organisation"
    mostly_place = labels["GPE"] + labels["LOC"] > len(group) / 2
    ends_as_one = plain(words[-1]) in known.organisations | known.company_endings | known.legal_forms
    letters = text.replace(".", "")
    acronym = 2 <= len(letters) <= 6 and letters.isupper()
    if len(words) == 1 and not acronym and not labels["ORG"]:
        return "place" if mostly_place else None
    if all(mention.quoted for mention in group) and not (ends_as_one or acronym or (len(words) > 1 and labels["ORG"])):
        return None
    if len(words) == 1 and words[0].isupper() and not acronym:
        return None
    if (ends_as_one and len(words) > 1) or labels["ORG"] * 2 >= len(group) or (acronym and labels["ORG"]):
        return "organisation"
    return "place" if mostly_place else None


def _labelled_person(mention: NameMention) -> bool:
    """Whether the tagger says so, or "he" or "her" follows a name that is no place."""
    unsure = mention.label in ("ORG", "PRODUCT", "WORK_OF_ART", "") and mention.role in (*SUBJECTS, "poss")
    return mention.label == "PERSON" or bool(mention.pronoun and unsure)
