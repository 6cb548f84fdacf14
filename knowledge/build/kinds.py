"""What kind a name is, told by rules: a person, an organisation, a group or a place.

The rules look at what every mention of the name has beside it; each returns at the first that decides.
"""

from __future__ import annotations

from collections import Counter

from knowledge.build.names import SUBJECTS, TURN, NameMention
from knowledge.lexicon.function_words import function_words
from knowledge.lexicon.people import lexicon, plain
from knowledge.model.factbase import ActorKind

BESIDE = ("appos", "conj", "poss", "dobj", "pobj", "dative")  # what else a person's name can be to a verb


def is_person(words: tuple[str, ...], group: list[NameMention]) -> bool:
    text = " ".join(words)
    last = plain(words[-1])
    if (
        lexicon().countries.find(text)
        or last in lexicon().organisations
        or text in lexicon().platforms
        or len(words) > 5
    ):
        return False
    no_surname = last in lexicon().place_words or last in lexicon().company_endings
    vouched = any(
        mention.personal or plain(mention.title or "") not in lexicon().also_bodies | {""} for mention in group
    )
    if no_surname and not vouched:
        return False
    if not vouched and any(mention.thing for mention in group) and not lexicon().is_given_name(words[0]):
        return False
    if any(plain(word) in function_words().no_person for word in words):
        return False
    if any(mention.title or mention.label == TURN or mention.personal for mention in group):
        return True
    labels = Counter(mention.label for mention in group)
    given = lexicon().is_given_name(words[0])
    person = labels["PERSON"]
    others = sum(
        labels[label] for label in ("ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "WORK_OF_ART", "PRODUCT", "LAW")
    )
    if all(mention.article for mention in group):
        return False
    if _organisation_word(words):
        return False
    if given and len(words[0]) > 2:
        places = labels["GPE"] + labels["FAC"] + labels["LOC"]
        return person > places or not places
    acting = any(mention.role in (*SUBJECTS, *BESIDE) and not mention.quoted for mention in group)
    return person > others and acting


def is_person_alone(key: str, group: list[NameMention]) -> bool:
    """Whether a name that stands alone everywhere is a person's."""
    if any((mention.title and not mention.article) or mention.label == TURN for mention in group):
        return True
    text = group[0].text
    other = (
        text in lexicon().platforms
        or text in lexicon().parties
        or key in lexicon().organisations
        or key in lexicon().persons
    )
    if other or text.isupper() or lexicon().countries.find(text) or any(mention.thing for mention in group):
        return False
    if not any(mention.role in (*SUBJECTS, "appos", "poss", "conj") for mention in group):
        return False
    persons = sum(_label(mention) == "PERSON" for mention in group)
    told = any(_label(one) == "PERSON" and (one.pronoun or one.personal or one.role == "appos") for one in group)
    return persons * 2 >= len(group) and persons > 0 and (persons > 1 or told or lexicon().is_given_name(key))


def kind_of(group: list[NameMention]) -> ActorKind | None:
    text, words = group[0].text, group[0].words
    if text in lexicon().places or plain(words[-1]) in lexicon().instruments:
        return None
    labels = Counter(mention.label for mention in group)
    if text in lexicon().platforms:
        return None
    if text in lexicon().parties:
        return "group" if any(mention.plural for mention in group) else None
    if any(mention.thing for mention in group) and labels["GPE"] * 2 <= len(group):
        return "organisation"
    ends_as_one = plain(words[-1]) in lexicon().organisations | lexicon().company_endings | lexicon().legal_forms
    acronym = 2 <= len(text.replace(".", "")) <= 6 and text.replace(".", "").isupper()
    if len(words) == 1 and not acronym and not labels["ORG"]:
        return "place" if labels["GPE"] + labels["LOC"] > len(group) / 2 else None
    if all(mention.quoted for mention in group) and not (ends_as_one or acronym or (len(words) > 1 and labels["ORG"])):
        return None
    if len(words) == 1 and words[0].isupper() and not acronym:
        return None
    if (ends_as_one and len(words) > 1) or labels["ORG"] * 2 >= len(group) or (acronym and labels["ORG"]):
        return "organisation"
    if labels["GPE"] + labels["LOC"] > len(group) / 2:
        return "place"
    return None


def _label(mention: NameMention) -> str:
    """The tagger's label, unless "he" or "her" follows a name that is no place."""
    unsure = mention.label in ("ORG", "PRODUCT", "WORK_OF_ART", "") and mention.role in (*SUBJECTS, "poss")
    return "PERSON" if mention.pronoun and unsure else mention.label


def _organisation_word(words: tuple[str, ...]) -> bool:
    return (
        any(plain(word) in lexicon().organisations for word in words[-1:])
        or plain(words[0]) in lexicon().organisation_starts
    )
