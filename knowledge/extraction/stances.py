"""How surely an attribution with a stance is a position: the features of a logistic model."""

from __future__ import annotations

import math

from spacy.tokens import Token

from knowledge.extraction.attributions import Attribution
from knowledge.extraction.document import quoted_tokens, span_at
from knowledge.extraction.mentions import antecedent, head_of, sort_of
from knowledge.extraction.reading import Reading
from knowledge.lexicon.cues import load_lexicon, verbs_playing
from knowledge.lexicon.function_words import function_words, mention_words
from knowledge.lexicon.weights import Features
from knowledge.model.spans import inside_any

HELD = 0.5  # an attribution below this says nothing of those around it
SHORT = 4  # words: a content of fewer says little


def position_features(one: Attribution, actor: str, reading: Reading) -> Features:
    """The evidence that it is a position of an actor, by id."""
    text, cast = reading.article.text, reading.cast
    words = sum(len(text[low:high].split()) for low, high in one.content)
    kind = "described" if cast.is_described(actor) else cast.kind(actor)
    found: dict[str, float] = {
        "confidence": one.confidence,
        "level": min(one.level, 2),
        f"stance_{one.stance}": 1,
        f"kind_{one.kind}": 1,
        f"tense_{one.tense}": 1,
        "passive": one.passive,
        "modal": one.modality is not None,
        "words": math.log1p(words),
        "short": words < SHORT,
        f"holder_{kind}": 1,
        "acts": cast.acts.get(actor, 0.0),
    }
    for features in (_of_cue(one, reading), _of_source(one, reading), _of_inside(one, reading)):
        found |= features
    return {name: float(value) for name, value in found.items() if value}


def _of_cue(one: Attribution, reading: Reading) -> dict[str, float]:
    span = span_at(reading.doc, one.cue[0]) if one.cue else None
    if span is None:
        return {}
    head = span.root
    return {
        f"cue_{head.lemma_.lower()}": 1,
        f"cue_dep_{head.dep_}": 1,
        f"cue_tag_{head.tag_}": 1,
        "cue_quoted": head.i in quoted_tokens(reading.doc, "marks"),
        "speech_verb": head.lemma_ in verbs_playing("quotes"),
    }


def _of_source(one: Attribution, reading: Reading) -> dict[str, float]:
    head = head_of(reading.doc, one.source[0]) if one.source else None
    if head is None:
        return {}
    return {
        f"how_{_how_named(head)}": 1,
        "source_after": bool(one.cue) and one.source[0][0] > one.cue[0][0],
        "document": head.lemma_.lower() in load_lexicon().documents,
    }


def _how_named(head: Token) -> str:
    word, words = head.lower_, mention_words()
    if word in words.first:
        return "first"
    if word in function_words().pronouns:
        return "person"
    if word in words.neuter:
        return "it"
    if word in words.plural:
        return "they"
    if antecedent(head) is not head:
        return "relative"
    return "name" if head.pos_ == "PROPN" else f"noun_{sort_of(head)}"


def _of_inside(one: Attribution, reading: Reading) -> dict[str, float]:
    """The attributions that stand in its content."""
    within = [
        other
        for other in reading.attributions
        if other is not one and other.confidence >= HELD and other.cue and inside_any(other.cue[0], one.content)
    ]
    return {
        "inside_direct": any(other.kind != "indirect" for other in within),
        "inside_same": any(other.actor == one.actor for other in within),
    }
