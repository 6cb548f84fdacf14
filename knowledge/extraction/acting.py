"""Who is an actor: acts, speaks, is addressed or is party to something; told by how it is named and what it holds."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

from spacy.tokens import Token

from knowledge.extraction.attributions import Attribution
from knowledge.extraction.coreference import Meant
from knowledge.extraction.entities import standing_for
from knowledge.extraction.mentions import Mention, Referent
from knowledge.extraction.names import SUBJECTS
from knowledge.lexicon.function_words import mention_words
from knowledge.lexicon.people import lexicon, plain
from knowledge.lexicon.weights import Features, Logistic
from knowledge.model.spans import Span, inside_any, size
from knowledge.parsing.document import span_at

BAR = 0.58  # the least share of an actor
HELD = 0.5  # an attribution below this makes nobody an actor
SAID = 0.9  # from here on a report is plainly speech
LONG = 200  # letters of a content, beyond which more tells nothing
RELATIONS = ("nsubj", "nsubjpass", "poss", "dobj", "pobj", "agent", "compound", "attr", "dative")
OBJECTS = ("dobj", "xcomp", "ccomp")
CLAUSES = ("ROOT", "relcl", "ccomp", "advcl", "conj")


def acting(meant: Meant, told: list[Attribution], model: Logistic) -> dict[Referent, float]:
    """The actors in the order they were met, with their shares; `told` are the attributions with the numbers of
    referents as their actors. Who is named and holds something acts anyway, and so do a person told by first and last
    name and the body of an office whose holder is named; who is only described acts where it holds something.
    """
    offices = [role for one in meant.referents if one.entity is not None for role in one.entity.speaking]
    found = {}
    for one, held in holdings(meant, told):
        share = model.probability(actor_features(one, held))
        plainly = _is_spoken_for(one, offices) or (_is_person_in_full(one) and bool(one.aloud))
        if share >= BAR or plainly or (held and one.entity is not None):
            found[one] = share
    return found


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
    found: dict[str, float] = {
        "sights": math.log1p(len(one.seen)),
        "total": math.log1p(one.total),
        "quoted_only": not one.aloud,
    }
    for features in (_of_places(one), _of_held(held, one), _of_name(one) if one.entity else _of_description(one)):
        found |= features
    return {name: float(value) for name, value in found.items() if value}


def _of_places(one: Referent) -> dict[str, float]:
    """As what it is seen: in shares of all sightings, and whether ever."""
    found: defaultdict[str, float] = defaultdict(float)
    share = 1 / max(len(one.seen), 1)
    for seen in one.seen:
        head = _top(seen.token)
        governor = head.head
        found[f"role_{head.dep_ if head.dep_ in RELATIONS else 'other'}"] += share
        if head.dep_ == "pobj":
            found[f"prep_{governor.lower_ if governor.lower_ in mention_words().of_actors else 'other'}"] += share
            found["of_person"] = max(found["of_person"], _is_person(governor.head) and one.kind != "place")
        elif head.dep_ in ("poss", "compound"):
            found[f"{head.dep_}_person"] = max(found[f"{head.dep_}_person"], _is_person(governor))
        elif head.dep_ in SUBJECTS:
            found |= dict.fromkeys(_as_subject(head), 1.0)
    return found


def _is_person(noun: Token) -> bool:
    """Whether what belongs to somebody is a person: "Lumio's chairman", "chairman of Lumio"."""
    return noun.ent_type_ == "PERSON" or plain(noun.lemma_) in lexicon().persons


def _as_subject(head: Token) -> Iterator[str]:
    """What the verb tells of its subject."""
    verb = head.head
    if head.dep_ == "nsubj" and verb.pos_ == "AUX":
        yield "copular"
    if verb.pos_ == "VERB" and not any(child.dep_ in OBJECTS for child in verb.children):
        yield "intransitive"
    yield f"clause_{verb.dep_ if verb.dep_ in CLAUSES else 'other'}"


def _of_held(held: list[Attribution], one: Referent) -> dict[str, float]:
    """How surely, and in what way, it says or holds something."""
    best = max(held, key=lambda other: other.confidence, default=None)
    if best is None:
        return {}
    cues = [span_at(one.seen[0].token.doc, other.cue[0]) for other in held if other.cue and one.seen]
    return {
        "holds": math.log1p(len(held)),
        "best": best.confidence,
        "direct": any(other.kind != "indirect" for other in held),
        "speech": any(other.stance == "report" and other.confidence >= SAID for other in held),
        "outer": any(other.level == 0 for other in held),
        "passive": best.passive,
        "negated": all(other.negated for other in held),
        "cue_noun": bool(cues) and all(cue is None or cue.root.pos_ in ("NOUN", "ADJ") for cue in cues),
        "long": min(max(size(other.content) for other in held), LONG) / LONG,
    }


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
        f"named_{one.kind}": 1,
        "title": one.in_title,
        "named_subject": math.log1p(sum(seen.subject for seen in one.aloud)),
        "role_known": bool(one.heads),
        "full_person": _is_person_in_full(one),
        "unsure": 1 - entity.sure,
        "words_1": len(entity.words) == 1,
        "org_last": entity.surname in known.organisations,
        "company": one.is_company_by_name,
    }


def _is_person_in_full(one: Referent) -> bool:
    full = one.entity is not None and len(one.entity.words) > 1 and lexicon().is_given_name(one.entity.words[0])
    return full and one.kind == "person"


def _of_description(one: Referent) -> dict[str, float]:
    made = one.made
    assert made is not None  # who is not named is described
    return {
        "described": 1,
        f"noun_{made.sort or 'name'}": 1,
        f"first_{_opening(made)}": 1,
        "has_words": bool(made.words),
        "capitals": bool(made.capitals),
        "owner": "owner" in made.inside.values(),
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
