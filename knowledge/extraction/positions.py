"""Positions: the attributions by which an actor wants, demands, rejects, threatens, offers, fears ... something.

A position's text is one slice of the article, from the cue to the end of its content. Precision comes first: a holder
that is neither an actor nor a person or body by name is no holder, and the position is left out.

The article vouches for what it tells itself, not for what one actor says of another: "Ruiz said that France wanted
war" shows no position of France. What a noun phrase takes for granted ("backed Sweden's call for a vote") stays.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from knowledge.extraction.attributions import Attribution
from knowledge.extraction.cast import Cast
from knowledge.extraction.excerpts import conjuncts_of, denied_by_holder, sentence_around, slices, widened
from knowledge.extraction.mentions import antecedent, head_of, sort_of
from knowledge.extraction.reading import Reading
from knowledge.lexicon.cues import load_lexicon, verbs_playing
from knowledge.lexicon.function_words import function_words, mention_words
from knowledge.lexicon.tables import table
from knowledge.lexicon.weights import Features
from knowledge.model.article import BlockKind
from knowledge.model.factbase import Position, excerpt_id
from knowledge.model.spans import inside, inside_any, size
from knowledge.parsing.document import quoted_tokens, span_at
from knowledge.parsing.grammar import NOMINAL, children, is_infinitive

WORDS = 60  # a longer clause is a parse gone wrong
BAR = 0.5  # an attribution below this is no position, and says nothing of those around it
SURE = 0.6  # the least share of a position
SHORT = 4  # words: a content of fewer says little
SPOKEN = frozenset(["assert", "believe", "suggest"])  # stances that say no more than the quotation of direct speech
CLAUSAL = frozenset(
    ["ccomp", "xcomp", "pcomp", "advcl", "csubj", "acl", "parataxis", "conj"]
)  # relcl: the writer's own


@dataclass(frozen=True)
class PositionWords:
    """The table `positions.yaml`; its comments say what each list tells."""

    conditional: frozenset[str]
    temporal: frozenset[str]
    contrasts: frozenset[str]


@dataclass(frozen=True)
class Draft:
    """A position before those that are told twice are left out: its slice, its holder, what shows it."""

    start: int
    end: int
    actor: str
    shown_by: Attribution

    def inside(self, other: Draft) -> bool:
        """Whether it stands in another one of the same holder."""
        return self.actor == other.actor and inside((self.start, self.end), (other.start, other.end))


@dataclass(frozen=True)
class Candidate:
    """An attribution with the kind of its block and the tokens where its cue and its content begin."""

    attribution: Attribution
    block: BlockKind
    cue: Span
    content: Span | None


def find_positions(reading: Reading) -> list[Position]:
    """Every position of the article, in order; conjoined contents ("for limiting X and addressing Y") apart,
    conjoined holders ("the US and Israel") one each; topics are not told yet.
    """
    kept: list[Draft] = []
    sure = (draft for draft in drafts(reading) if is_position(draft, reading))
    for draft in sorted(sure, key=lambda one: (one.start - one.end, one.start, -one.shown_by.confidence)):
        if not any(draft.inside(other) for other in kept):  # the longest come first
            kept.append(draft)
    seen: set[str] = set()
    return [_position(reading, draft, seen) for draft in sorted(kept, key=lambda one: (one.start, one.end))]


def reason_against(one: Attribution, reading: Reading) -> str | None:
    """Why an attribution is nobody's position, or why the text does not assert it; None where it is one."""
    cue = span_at(reading.doc, one.cue[0]) if one.cue else None
    if cue is None or not one.source:
        return "no holder is named" if cue is not None else "no word says so"
    candidate = _candidate(one, cue, reading)
    return next((reason for reason, holds in REASONS_AGAINST if holds(candidate)), None)


def is_asserted(one: Attribution, reading: Reading) -> bool:
    """Whether the text says that it is so, and does not ask it or make it a condition."""
    cue = span_at(reading.doc, one.cue[0]) if one.cue else None
    return cue is None or not any(holds(_candidate(one, cue, reading)) for holds in (_is_question, _is_conditional))


def stands_alone(one: Attribution, reading: Reading) -> bool:
    """Whether the clause of its cue can be read alone, whatever its stance."""
    cue = span_at(reading.doc, one.cue[0]) if one.cue else None
    return cue is not None and not any(holds(_candidate(one, cue, reading)) for _, holds in NOT_ALONE)


def _candidate(one: Attribution, cue: Span, reading: Reading) -> Candidate:
    block = reading.article.blocks[reading.article.paragraph(one.cue[0][0]) - 1]
    return Candidate(one, block.kind, cue, span_at(reading.doc, one.content[0]))


def drafts(reading: Reading) -> Iterator[Draft]:
    """What could be a position, some of it twice."""
    for one in reading.attributions:
        if reason_against(one, reading) is not None:
            continue
        for actor in holders(one, reading):
            if not told_by_another(actor, one, reading):
                for start, end in slices(one, reading):
                    if 0 < len(reading.article.text[start:end].split()) <= WORDS:
                        yield Draft(start, end, actor, one)


def is_position(draft: Draft, reading: Reading) -> bool:
    """Whether what has a stance is one that a reader would call a position, and not only said."""
    features = position_features(draft.shown_by, draft.actor, reading)
    return reading.weights.position.probability(features) >= SURE


def _position(reading: Reading, draft: Draft, seen: set[str]) -> Position:
    one, (start, end) = draft.shown_by, widened(reading.doc, draft.start, draft.end)
    text, sentence = reading.article.text[start:end], sentence_around(reading.doc, start, end)
    return Position(
        excerpt_id("p", text, reading.article.text[slice(*sentence)], seen),
        draft.actor,
        one.stance,
        text,
        start,
        end,
        sentence,
        cue=reading.article.verbatim(one.cue),
        negated=one.negated != denied_by_holder(reading.article, one),
        modality=one.modality,
        tense=one.tense,
        passive=one.passive,
    )


# --- reasons against a position


def _is_spoken(candidate: Candidate) -> bool:
    content = candidate.content
    return content is not None and content[0].text in ('"', "''") and candidate.attribution.stance in SPOKEN


def _is_infinitive(candidate: Candidate) -> bool:
    """Whether the cue is an infinitive, or goes on with one: "to reject it", "wants them to come and sign"."""
    head = candidate.cue.root
    while head.dep_ == "conj" and head.tag_ == "VB" and not children(head, "aux"):
        head = head.head
        if is_infinitive(head):
            return True
    return candidate.cue[0].lower_ == "to"


def _is_silence(candidate: Candidate) -> bool:
    """Whether what is refused is to speak: "declined to comment"."""
    content = candidate.content
    if content is None or candidate.attribution.stance != "reject":
        return False
    verb = next((token for token in content if token.pos_ == "VERB"), None)
    infinitive = content[0].lower_ == "to" or is_infinitive(content.root)
    return infinitive and verb is not None and verb.lemma_ in verbs_playing("refrains")


def _is_lacking(candidate: Candidate) -> bool:
    """Whether somebody only lacks or looks for what the holder would hold: "needs the consent of Norway"."""
    one, receiving = candidate.attribution, verbs_playing("receives")
    verb = next((token for token in candidate.cue if token.pos_ == "VERB" and token.lemma_ in receiving), None)
    if verb is None or one.source[0][0] < one.cue[0][0]:
        return False
    return one.negated or one.modality is not None or verb.lemma_ in verbs_playing("lacks")


def _is_question(candidate: Candidate) -> bool:
    return candidate.cue.sent.text.rstrip("\"'” )").endswith("?")


def _is_aside(candidate: Candidate) -> bool:
    """Whether a belief is an aside: "in an effort, I think, to ..."."""
    one = candidate.attribution
    aside = one.content[0][0] < one.cue[0][0] or candidate.cue[-1].nbor().text == ","
    return aside and one.stance == "believe" and not one.passive


def _is_conditional(candidate: Candidate) -> bool:
    clause, words = candidate.cue.root, table(PositionWords, "positions")
    while clause.dep_ in ("conj", "xcomp", "acomp", "attr", "dobj", "prep", "advmod") and clause.head.i != clause.i:
        clause = clause.head
    marks = {child.lower_ for child in clause.children if child.dep_ in ("mark", "advmod")}
    return bool(marks & words.conditional or (marks & words.temporal and candidate.attribution.tense != "past"))


Reasons = tuple[tuple[str, Callable[[Candidate], bool]], ...]
NOT_ALONE: Reasons = (
    ("stands in a title, a heading or a byline", lambda one: one.block in ("title", "heading", "byline")),
    ("an infinitive, which nobody says is so", _is_infinitive),
    ("somebody only lacks or looks for it", _is_lacking),
    ("a question", _is_question),
    ("an aside", _is_aside),
    ("so only on a condition", _is_conditional),
)
REASONS_AGAINST: Reasons = (
    ("a stance that is no position", lambda one: one.attribution.stance not in load_lexicon().positions),
    ("not sure enough", lambda one: one.attribution.confidence < BAR),
    ("says no more than its quotation", _is_spoken),
    ("refuses only to speak", _is_silence),
    *NOT_ALONE,
)


# --- whose it is


def holders(one: Attribution, reading: Reading) -> list[str]:
    """The ids of the actors that hold it, each of those joined by "and"; empty where it is no actor's."""
    head = head_of(reading.doc, one.source[0]) if one.source else None
    if head is None:
        return [one.actor] if one.actor else []
    head = antecedent(head)
    named = [_actor(part, reading.cast) for part in (head, *conjuncts_of(head))]
    if len(named) > 1 and all(named):
        return list(dict.fromkeys(filter(None, named)))
    return [one.actor] if one.actor and not _inhabitants(head, one.actor, reading.cast) else []


def _actor(head: Token, cast: Cast) -> str | None:
    actor = cast.actor_of(head)
    return None if actor and _inhabitants(head, actor, cast) else actor


def _inhabitants(head: Token, actor: str, cast: Cast) -> bool:
    """Whether the word means people of a country ("many Americans") and not the country."""
    return cast.kind(actor) == "country" and head.tag_ in ("NNS", "NNPS") and head.text not in cast.name(actor)


# --- who tells it


def told_by_another(holder: str, one: Attribution, reading: Reading) -> bool:
    """Whether only somebody else's words give this position to its holder (an actor's id).

    Words of one who speaks for the holder count as the holder's own, unless they accuse, deny or insist.
    """
    around = words_around(one, reading)
    quoted = (part.inner for quotation in reading.quotations for part in quotation.parts)
    if any(inside(one.cue[0], place) and inside(one.source[0], place) for place in quoted):
        speakers = {other.actor for other in around if other.kind != "indirect"}
        return holder is None or holder not in speakers
    return any(_embedded(one, other, reading.doc) and not _own_words(holder, one, other, reading) for other in around)


def words_around(one: Attribution, reading: Reading) -> list[Attribution]:
    """The attributions in whose content this one stands."""
    place = (one.cue or one.content)[0]
    return [
        other
        for other in reading.attributions
        if other is not one
        and other.cue
        and other.cue[0] != place
        and other.confidence >= BAR
        and inside_any(place, other.content)
    ]


def innermost(around: Iterable[Attribution]) -> Attribution | None:
    """The one with the shortest content, None of none."""
    return min(around, key=lambda other: size(other.content), default=None)


def _own_words(holder: str | None, one: Attribution, other: Attribution, reading: Reading) -> bool:
    """Whether the words around are the holder's own, those of one who speaks for it, or of nobody in particular."""
    doc, cast, lexicon = reading.doc, reading.cast, load_lexicon()
    if holder is not None and other.actor == holder:
        return other.stance != "deny"
    if not other.source:
        return other.stance == "report"  # it was reported that
    who, whose = span_at(doc, other.source[0]), span_at(doc, one.source[0])
    if who is None or whose is None:
        return False
    if who.root.lemma_.lower() in lexicon.surveys or {token.lower_ for token in who} & lexicon.outlets:
        return True  # polls show that voters want it; a news agency reports like the article itself
    if other.stance != "report":
        return False
    if holder is not None and other.actor is not None and cast.actor(other.actor).speaks_for == holder:
        return True
    described = {token.lemma_.lower() for token in who}  # "a union official" speaks for "the union"
    return bool(described & lexicon.mouthpieces) and whose.root.lemma_.lower() in described


def _embedded(one: Attribution, other: Attribution, doc: Doc) -> bool:
    """Whether a clause of the words around holds the position, and not only a noun phrase."""
    inner, outer = span_at(doc, one.cue[0]), span_at(doc, other.cue[0])
    if inner is None or outer is None:
        return True
    contrasts = table(PositionWords, "positions").contrasts
    path = [inner.root]
    stops = {token.i for token in outer}
    while path[-1].i not in stops and path[-1].head.i != path[-1].i:
        path.append(path[-1].head)
    if path[-1].i not in stops:
        return True
    if any(mark.lower_ in contrasts for token in path for mark in children(token, "mark")):
        return False  # he said he was for it, while Norway rejected it
    return any(_clausal(token) for token in path[:-1])


def _clausal(token: Token) -> bool:
    """Whether a word heads a clause inside the words around, and does not only belong to a noun phrase."""
    participle = token.dep_ == "acl" and token.tag_ in ("VBN", "VBG")  # "the plan backed by Sweden"
    nominal = token.dep_ == "conj" and token.pos_ in NOMINAL
    return token.dep_ in CLAUSAL and not participle and not nominal


# --- how surely it is one: the features of a logistic model


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
        if other is not one and other.confidence >= BAR and other.cue and inside_any(other.cue[0], one.content)
    ]
    return {
        "inside_direct": any(other.kind != "indirect" for other in within),
        "inside_same": any(other.actor == one.actor for other in within),
    }
