"""Who is an actor: acts, speaks, is addressed or is party to something; told by how it is named and what it holds."""

from __future__ import annotations

import math
from collections import defaultdict

from spacy.tokens import Token

from knowledge.extraction.attributions import Attribution
from knowledge.extraction.coreference import Meant
from knowledge.extraction.entities import Entity, standing_for
from knowledge.extraction.mentions import Mention, Referent, sort_of
from knowledge.lexicon.function_words import mention_words
from knowledge.lexicon.people import lexicon
from knowledge.lexicon.weights import Features, Logistic
from knowledge.model.spans import Span, inside_any

BAR = 0.5  # the least share of an actor who holds something
IDLE = 0.6  # ... and of one who does not
HELD = 0.5  # an attribution below this makes nobody an actor
SAID = 0.9  # from here on a report is plainly speech
RELATIONS = ("nsubj", "nsubjpass", "poss", "dobj", "pobj", "agent", "compound", "attr", "dative")


def acting(meant: Meant, told: list[Attribution], model: Logistic) -> dict[Referent, float]:
    """The actors in the order they were met, with their shares; `told` are the attributions with the numbers of
    referents as their actors. Who is only described acts where it holds something.
    """
    media = {one.medium for one in told if one.medium}
    offices = [role for one in meant.referents if one.entity is not None for role in one.entity.speaking]
    found = {}
    for one, held in holdings(meant, told):
        share = model.probability(actor_features(one, held))
        told_to = one.kind == "organisation" and one.name in media
        if (
            share >= (BAR if held else IDLE)
            or told_to
            or _is_example(one)
            or _is_person_in_full(one)
            or _is_spoken_for(one, offices)
        ):
            found[one] = share
    return found


def _is_example(one: Referent) -> bool:
    """Whether a name is told of as one of some bodies: "groups such as Lumio and Halden"."""
    heads = (_top(seen.token) for seen in one.aloud if one.entity is not None)
    examples = (head.head for head in heads if head.dep_ == "pobj" and head.head.lower_ == "as")
    return any(word.nbor(-1).lower_ == "such" and sort_of(word.head) in ("body", "people") for word in examples)


def _is_person_in_full(one: Referent) -> bool:
    """Whether a person is told by a first and a last name, and not only by a speaker."""
    full = one.entity is not None and len(one.entity.words) > 1 and lexicon().is_given_name(one.entity.words[0])
    return full and one.kind == "person" and bool(one.aloud)


def _is_spoken_for(one: Referent, offices: list[Span]) -> bool:
    """Whether it is the body of an office whose holder is named: "Northgate coach Marek Dudek". Before another capital
    it is part of a title: "Transport Minister".
    """
    mentions = one.entity.mentions if one.entity is not None and one.kind == "organisation" else []
    after = [mention for mention in mentions if not mention.span.doc[mention.span.end].text[:1].isupper()]
    return any(inside_any(mention.place, offices) for mention in after)


def holdings(meant: Meant, told: list[Attribution]) -> list[tuple[Referent, list[Attribution]]]:
    """Who could be an actor, each with the attributions that are theirs."""
    held: defaultdict[str | None, list[Attribution]] = defaultdict(list)
    for one in told:
        if one.confidence >= HELD:
            held[one.actor].append(one)
    found = ((one, held[str(number)]) for number, one in enumerate(meant.referents))
    return [(one, theirs) for one, theirs in found if (standing_for(one.entity) if one.entity else theirs)]


def actor_features(one: Referent, held: list[Attribution]) -> Features:
    """The evidence that somebody acts or speaks in the article; `held` are the attributions that are theirs."""
    named, subjects = one.entity is not None, sum(seen.subject for seen in one.aloud)
    found: dict[str, float] = {
        f"kind_{one.kind}": 1,
        "described": not named,
        f"{'named' if named else 'described'}_{one.kind}": 1,
        "holds": math.log1p(len(held)),
        "holds_none": not held,
        "holds_named_none": named and not held,
        "best": max((other.confidence for other in held), default=0.0),
        "direct": any(other.kind != "indirect" for other in held),
        "speech": any(other.stance == "report" and other.confidence >= SAID for other in held),
        "outer": any(other.level == 0 for other in held),
        "sights": math.log1p(len(one.seen)),
        "total": math.log1p(one.total),
        "quoted_only": not one.aloud,
        "subject": math.log1p(subjects),
        "never_subject": not subjects,
        "named_subject": named * math.log1p(subjects),
        "title": one.in_title,
        "one": len(one.seen) <= 1,
    }
    found |= _of_places(one)
    found |= _of_name(one) if named else _of_description(one, one.made)
    return {name: float(value) for name, value in found.items() if value}


def _of_places(one: Referent) -> dict[str, float]:
    """As what it is seen, in shares of all sightings."""
    found: defaultdict[str, float] = defaultdict(float)
    share = 1 / max(len(one.seen), 1)
    for seen in one.seen:
        head = _top(seen.token)
        found[f"role_{head.dep_ if head.dep_ in RELATIONS else 'other'}"] += share
        if head.dep_ == "pobj":
            before = head.head.lower_
            found[f"prep_{before if before in mention_words().of_actors else 'other'}"] += share
        if head.dep_ == "nsubj":
            found["active"] = 1
            found["copular"] = max(found["copular"], head.head.pos_ == "AUX")
    return found


def _top(token: Token) -> Token:
    """The head of the phrase that a name or noun heads or belongs to."""
    while token.dep_ in ("flat", "appos", "conj", "compound") and token.head != token:
        if token.head.pos_ not in ("PROPN", "NOUN"):
            break
        token = token.head
    return token


def _of_name(one: Referent) -> dict[str, float]:
    assert one.entity is not None
    entity, known = one.entity, lexicon()
    return {
        "role_known": bool(one.heads),
        f"label_{_label(entity)}": 1,
        "unsure": 1 - entity.sure,
        "words_1": len(entity.words) == 1,
        "personal": any(mention.personal or mention.title for mention in entity.mentions),
        "org_last": entity.surname in known.organisations,
        "company": one.is_company_by_name,
        "caps": one.name.isupper(),
        "gave_age": any(word.startswith("age") for word in one.words),
    }


def _label(entity: Entity) -> str:
    """What the tagger mostly calls a name."""
    labels = [mention.label for mention in entity.mentions]
    return max(sorted(set(labels)), key=labels.count) or "none"


def _of_description(one: Referent, made: Mention | None) -> dict[str, float]:
    assert made is not None  # who is not named is described
    return {
        f"noun_{made.sort or 'name'}": 1,
        f"first_{_opening(made)}": 1,
        "plural": one.plural,
        "has_words": bool(made.words),
        "capitals": bool(made.capitals),
        "owner": "owner" in made.inside.values(),
        f"pos_{made.token.pos_}": 1,
        "mention_subject": made.token.dep_ == "nsubj",
        "mention_pobj": made.token.dep_ == "pobj",
        "texts": len(one.texts) > 1,
        "quoted": made.quoted,
    }


def _opening(made: Mention) -> str:
    """The kind of word that a description begins with."""
    first, words = made.opening, mention_words()
    if first in words.new:
        return "a"
    if first in words.definite:
        return "the"
    if first in words.owned:
        return "poss"
    if first == made.token.lower_:
        return "bare"
    return "num" if first.isdigit() or first in words.counted else "other"
