"""Positions: the attributions by which an actor wants, demands, rejects, threatens, offers, fears ... something.

A position's text is one slice of the article, from the cue to the end of its content. Precision comes first:
a holder that is neither an actor nor a person or body by name is no holder, and the position is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.build.attribution import Attribution, Spans
from knowledge.build.document import place_of, span_at, words_before
from knowledge.build.excerpts import conjuncts_of, covers, denied_by_holder, sentence_around, slices, widened
from knowledge.build.frames import NAMES
from knowledge.build.grammar import NOMINAL, children, is_infinitive, lemma
from knowledge.build.reading import Reading
from knowledge.lexicon.cues import Lexicon, load_lexicon
from knowledge.model.article import Article
from knowledge.model.factbase import Position, excerpt_id

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from knowledge.build.cast import Cast

WORDS = 60  # a longer clause is a parse gone wrong
BAR = 0.5  # an attribution below this is no position
SPOKEN = frozenset(["assert", "believe", "suggest"])  # of direct speech these say no more than the quotation
CONDITIONAL = frozenset(["if", "unless", "whether"])
TEMPORAL = frozenset(["when", "whenever", "once"])  # with the present: "when people agree on something"
FIRST_PERSON = frozenset(["i", "my", "me", "we", "our", "us"])
PRONOUNS = FIRST_PERSON | {"he", "she", "they", "you", "who", "his", "her", "their"}
PRONOUNS |= {"it", "its", "that", "this", "which", "one"}
VAGUE = frozenset(["those", "some", "many", "others", "most", "people", "all", "both", "several", "everyone", "anyone"])
ANYBODY = frozenset(
    ["person", "man", "woman", "guy", "someone", "somebody", "anyone", "anybody", "everyone", "everybody"]
)
_RELATIVE = re.compile(r"\b(?:whom|whose|who|which)$|^(?:whom|whose)\b", re.I)
CLAUSAL = frozenset(
    ["ccomp", "xcomp", "pcomp", "advcl", "csubj", "acl", "parataxis", "conj"]
)  # relcl: the writer's own

CONTRASTS = frozenset(["while", "whereas"])


@dataclass(frozen=True)
class Draft:
    """A position before those that are told twice are left out: its slice, its holder, where it comes from."""

    start: int
    end: int
    actor: str | None
    source: str
    shown_by: Attribution
    block: Span

    def inside(self, other: Draft) -> bool:
        """Whether it stands in another one of the same holder."""
        same = self.actor == other.actor if self.actor or other.actor else self.source == other.source
        return same and other.start <= self.start and self.end <= other.end


def find_positions(reading: Reading, topics_of: Callable[[str], list[str]]) -> list[Position]:
    """Every position of the article, in order; conjoined contents ("for limiting X and addressing Y") apart,
    conjoined holders ("the US and Israel") one each. `topics_of` gives the ids of the topics of a text.
    """
    drafts = _outermost(_drafts(reading))
    seen: set[str] = set()
    return [
        _position(reading.article, draft, topics_of, seen)
        for draft in sorted(drafts, key=lambda one: (one.start, one.end))
    ]


def _drafts(reading: Reading) -> Iterator[Draft]:
    article, doc, attributions, cast = reading.article, reading.doc, reading.attributions, reading.cast
    lexicon = load_lexicon()
    quoted = tuple(part.inner for quotation in reading.quotations for part in quotation.parts)
    for one in attributions:
        block = reading.block_at((one.cue or one.content)[0][0])
        if not shows_position(one, block, lexicon):
            continue
        for actor, source in holders(article, one, doc, attributions, cast, lexicon):
            if told_by_another(actor, one, doc, attributions, quoted, cast, lexicon):
                continue
            for start, end in slices(article, one, block, attributions):
                if 0 < len(article.text[start:end].split()) <= WORDS:
                    yield Draft(start, end, actor, source, one, block)


def _outermost(drafts: Iterator[Draft]) -> list[Draft]:
    """The drafts without those inside another of the same holder; the longest come first."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda one: (one.start - one.end, one.start, -one.shown_by.confidence)):
        if not any(draft.inside(other) for other in kept):
            kept.append(draft)
    return kept


def _position(article: Article, draft: Draft, topics_of: Callable[[str], list[str]], seen: set[str]) -> Position:
    one, (start, end) = draft.shown_by, widened(draft.block.doc, draft.start, draft.end)
    text, sentence = article.text[start:end], sentence_around(draft.block.doc, start, end)
    return Position(
        excerpt_id("p", text, article.text[sentence[0] : sentence[1]], seen),
        draft.actor,
        one.stance,
        text,
        start,
        end,
        sentence,
        cue=" ".join(article.text[low:high] for low, high in one.cue),
        source=None if draft.actor else draft.source,
        topics=topics_of(text),
        negated=one.negated != denied_by_holder(article, one),
        modality=one.modality,
        tense=one.tense,
        passive=one.passive,
    )


def shows_position(one: Attribution, block: Span, lexicon: Lexicon) -> bool:
    """Whether an attribution is somebody's position and the text asserts it: not "to reject it", not "if he agrees"."""
    if one.stance not in lexicon.positions or one.confidence < BAR or not one.cue or not one.source:
        return False
    if block.label_ in ("title", "heading", "byline"):
        return False
    cue, content = span_at(block.doc, one.cue[0]), span_at(block.doc, one.content[0])
    if content is not None and content[0].text in ('"', "''") and one.stance in SPOKEN:
        return False
    if cue is None or cue[0].lower_ == "to" or _bare_infinitive(cue.root):
        return False
    if (content is not None and _silence(one, content, lexicon)) or _unrealised(one, cue, lexicon):
        return False
    if any(token.lower_ == "whether" for token in words_before(block.doc, cue.start, 4)):
        return False
    if cue.sent.text.rstrip("\"'” )").endswith("?"):
        return False
    parenthetical = one.content[0][0] < one.cue[0][0] or cue[-1].nbor().text == ","
    if parenthetical and one.stance == "believe" and not one.passive:
        return False  # "in an effort, I think, to ..."
    clause = cue.root
    while clause.dep_ in ("conj", "xcomp", "acomp", "attr", "dobj", "prep", "advmod") and clause.head.i != clause.i:
        clause = clause.head
    marks = {child.lower_ for child in clause.children if child.dep_ in ("mark", "advmod")}
    return not (marks & CONDITIONAL or (marks & TEMPORAL and one.tense != "past"))


def _bare_infinitive(verb: Token) -> bool:
    """Whether a verb goes on with an infinitive, which nobody says is so: "wants them to come and sign"."""
    head = verb
    while head.dep_ == "conj" and head.tag_ == "VB" and not children(head, "aux"):
        head = head.head
        if is_infinitive(head):
            return True
    return False


def _silence(one: Attribution, content: Span, lexicon: Lexicon) -> bool:
    """Whether what is refused is to speak: "declined to comment"."""
    verbs = [token for token in content if token.pos_ == "VERB"]
    infinitive = content[0].lower_ == "to" or is_infinitive(content.root)
    return one.stance == "reject" and infinitive and bool(verbs) and lemma(verbs[0]) in lexicon.silences


def _unrealised(one: Attribution, cue: Span, lexicon: Lexicon) -> bool:
    """Whether somebody only lacks or looks for what the holder would hold: "needs the consent of Norway"."""
    verb = next((token for token in cue if token.pos_ == "VERB" and lemma(token) in lexicon.receiving), None)
    if verb is None or one.source[0][0] < one.cue[0][0]:
        return False
    return one.negated or one.modality is not None or lemma(verb) in lexicon.lacking


def holders(
    article: Article,
    one: Attribution,
    doc: Doc,
    attributions: list[Attribution],
    cast: Cast,
    lexicon: Lexicon,
) -> list[tuple[str | None, str]]:
    """(actor, the holder's words) of each who holds it; empty where no person or body is named.

    "I" and "my" inside somebody's words are that speaker's.
    """
    words = " ".join(article.text[low:high] for low, high in one.source)
    if words.lower() in FIRST_PERSON:
        around = [other for other in attributions if other.kind != "indirect" and covers(other.content, one.cue[0])]
        around = [other for other in around if other is not one]
        speaker = min(around, key=lambda other: sum(high - low for low, high in other.content), default=None)
        return [(speaker.actor, words)] if speaker is not None and speaker.actor else []
    span = span_at(doc, one.source[0])
    if span is None:
        return [(one.actor, words)] if one.actor else []
    head, words = _antecedent(article, span.root, words)
    named = [(_actor(part, cast), article.text[slice(*place_of(part))]) for part in (head, *conjuncts_of(head))]
    if len(named) > 1 and all(actor for actor, _ in named):
        return list(dict(named).items())
    if one.actor and not _inhabitants(head, one.actor, cast):
        return [(one.actor, words)]
    if words.lower() == "it":
        return _reporting_body(one, words, attributions, cast)
    if words.lower() in PRONOUNS | VAGUE or _RELATIVE.search(words) or head.lemma_.lower() in ANYBODY:
        return []
    known = head.lemma_.lower() in lexicon.holders or head.lower_ in lexicon.holders
    return [(None, words)] if known or head.ent_type_ in NAMES else []


def _reporting_body(
    one: Attribution, words: str, attributions: list[Attribution], cast: Cast
) -> list[tuple[str | None, str]]:
    """The body that says "it" of itself: "Norway said it was worried and called on all sides to stop"."""
    bodies = {actor.id for actor in cast.actors if actor.kind != "person"}
    around = [other for other in attributions if other.kind == "indirect" and covers(other.content, one.cue[0])]
    around = [other for other in around if other.actor in bodies and covers(other.content, one.source[0])]
    inner = min(around, key=lambda other: sum(high - low for low, high in other.content), default=None)
    return [(inner.actor, words)] if inner is not None else []


def _actor(head: Token, cast: Cast) -> str | None:
    actor = cast.who(*place_of(head))
    return None if actor and _inhabitants(head, actor, cast) else actor


def _inhabitants(head: Token, actor: str, cast: Cast) -> bool:
    """Whether the word means people of a country ("many Americans") and not the country."""
    country = any(one.id == actor and one.kind == "country" for one in cast.actors)
    return country and head.tag_ in ("NNS", "NNPS") and head.text not in cast.name(actor)


def _antecedent(article: Article, head: Token, words: str) -> tuple[Token, str]:
    """(head, words) of what a relative pronoun stands for; the same head and words for any other holder."""
    if head.lower_ not in ("who", "which", "that") or head.head.dep_ != "relcl":
        return head, words
    noun, clause = head.head.head, head.head
    inside = [token for token in noun.subtree if token.i < clause.left_edge.i]
    if not inside:
        return head, words
    low, high = place_of(inside[0], inside[-1])
    return noun, article.text[low:high].rstrip(" ,;—–-")


def told_by_another(
    holder: str | None,
    one: Attribution,
    doc: Doc,
    attributions: Iterable[Attribution],
    quoted: Spans,
    cast: Cast,
    lexicon: Lexicon,
) -> bool:
    """Whether only somebody else's words give this position to its holder (an actor's id, or None).

    `quoted` are the article's quotations. Words of one who speaks for the holder count as the holder's own, unless
    they accuse, deny or insist.
    """
    around = [other for other in attributions if other is not one and _around(other, one) and other.confidence >= 0.5]
    if any(covers((place,), one.cue[0]) and covers((place,), one.source[0]) for place in quoted):
        speakers = {other.actor for other in around if other.kind != "indirect"}
        return holder is None or holder not in speakers
    return any(
        _embedded(one, other, doc) and not _own_words(holder, one, other, doc, cast, lexicon) for other in around
    )


def _around(other: Attribution, one: Attribution) -> bool:
    return covers(other.content, one.cue[0]) and bool(other.cue) and other.cue[0] != one.cue[0]


def _own_words(
    holder: str | None, one: Attribution, other: Attribution, doc: Doc, cast: Cast, lexicon: Lexicon
) -> bool:
    """Whether the words around are the holder's own, those of one who speaks for it, or of nobody in particular."""
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
    if holder is not None and any(actor.id == other.actor and actor.speaks_for == holder for actor in cast.actors):
        return True
    owners = [child for child in whose.root.children if child.tag_ == "PRP$"]
    if other.actor is not None and any(cast.who(*place_of(owner)) == other.actor for owner in owners):
        return True  # she said her state wants it
    speaks = any(token.lemma_.lower() in lexicon.mouthpieces for token in who)
    return speaks and _named_in(whose, who)


def _named_in(whose: Span, who: Span) -> bool:
    """Whether a spokesman's description names the holder: "a union official" of "the union"."""
    return whose.root.lemma_.lower() in {token.lemma_.lower() for token in who}


def _embedded(one: Attribution, other: Attribution, doc: Doc) -> bool:
    """Whether a clause of the words around holds the position, and not only a noun phrase."""
    inner, outer = span_at(doc, one.cue[0]), span_at(doc, other.cue[0])
    if inner is None or outer is None:
        return True
    path = [inner.root]
    stops = {token.i for token in outer}
    while path[-1].i not in stops and path[-1].head.i != path[-1].i:
        path.append(path[-1].head)
    if path[-1].i not in stops:
        return True
    if any(mark.lower_ in CONTRASTS for token in path for mark in children(token, "mark")):
        return False  # he said he was for it, while Norway rejected it
    return any(_clausal(token) for token in path[:-1])


def _clausal(token: Token) -> bool:
    """Whether a word heads a clause inside the words around, and does not only belong to a noun phrase."""
    nominal = _participle(token) or (token.dep_ == "conj" and token.pos_ in NOMINAL)
    return token.dep_ in CLAUSAL and not nominal


def _participle(token: Token) -> bool:
    """Whether a participle modifies a noun: "the plan backed by Sweden"."""
    return token.dep_ == "acl" and token.tag_ in ("VBN", "VBG")
