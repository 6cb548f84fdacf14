"""Positions: the attributions by which an actor wants, demands, rejects, threatens, offers, fears ... something.

A position's text is one slice of the article, from the cue to the end of its content. Precision comes first:
a holder that is neither an actor nor a person or body by name is no holder, and the position is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from knowledge.article import Article
from knowledge.attribution import Attribution, Spans
from knowledge.attributions.clauses import children, lemma
from knowledge.attributions.lexicon import Lexicon, load_lexicon
from knowledge.attributions.stances import REPORTING
from knowledge.factbase import Position, excerpt_id

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from knowledge.actors import Cast
    from knowledge.parsing import ParsedBlock

BAR = 0.5  # an attribution below this is no position
WORDS = 60  # a longer clause is a parse gone wrong
PRONOUNS = frozenset(
    [
        "he",
        "she",
        "they",
        "i",
        "we",
        "you",
        "who",
        "his",
        "her",
        "their",
        "my",
        "our",
        "it",
        "its",
        "that",
        "this",
        "which",
        "one",
    ]
)
FIRST_PERSON = frozenset(["i", "my", "me", "we", "our", "us"])
NEGATIVE_HOLDERS = frozenset(["no", "not", "few", "neither", "none", "nobody", "little"])  # no minister wants it
VAGUE = frozenset(["those", "some", "many", "others", "most", "people", "all", "both", "several", "everyone", "anyone"])
ANYBODY = frozenset(["person", "man", "woman", "guy", "someone", "somebody", "anyone", "anybody", "everybody"])
_RELATIVE = re.compile(r"\b(?:whom|whose|who|which)$|^(?:whom|whose)\b", re.I)
MAIN_WORDS = 4  # words before a dash that can stand without what follows it
_DASH = re.compile(r"\s*(?:—|–|--)\s*")
_MARK = re.compile(r"[\"“”]")
EMPTY = frozenset(["it", "that", "this", "so", "them", "him", "her", "which", "what", "something", "anything", "one"])
LABELS = frozenset(["PERSON", "ORG", "GPE", "NORP"])


def find_positions(
    article: Article,
    parsed: list[ParsedBlock],
    attributions: list[Attribution],
    cast: Cast,
    topics_of: Callable[[str], list[str]],
) -> list[Position]:
    """Every position of the article, in order; conjoined contents ("for limiting X and addressing Y") apart,
    conjoined holders ("the US and Israel") one each. `topics_of` gives the ids of the topics of a text.
    """
    lexicon = load_lexicon()
    drafts = []
    for one in attributions:
        block = _block_of(one, parsed)
        if block is None or not _shows_position(one, block, lexicon):
            continue
        for actor, source in _holders(article, one, block, attributions, cast, lexicon):
            for start, end in _clauses(article, one, block, attributions):
                start, end = _readable(article.text, start, end)
                if 0 < len(article.text[start:end].split()) <= WORDS:
                    drafts.append((start, end, actor, source, one, block))
    seen: set[str] = set()
    positions = []
    for start, end, actor, source, one, block in sorted(_outermost(drafts), key=lambda draft: draft[:2]):
        text, sentence = article.text[start:end], _sentence(block, start, end)
        positions.append(
            Position(
                excerpt_id("p", text, article.text[sentence[0] : sentence[1]], seen),
                actor,
                one.stance,
                text,
                start,
                end,
                sentence,
                cue=" ".join(article.text[low:high] for low, high in one.cue),
                source=None if actor else source,
                topics=topics_of(text),
                negated=one.negated != _denied_by_holder(article, one),
                modality=one.modality,
                tense=one.tense,
                passive=one.passive,
            )
        )
    return positions


def _shows_position(one: Attribution, block: ParsedBlock, lexicon: Lexicon) -> bool:
    """Whether an attribution is somebody's position and the text asserts it: not "to reject it", not "if he agrees"."""
    if one.stance not in lexicon.positions or one.confidence < BAR or not one.cue or not one.source:
        return False
    if block.block.kind in ("title", "heading", "byline"):
        return False
    cue = _span(block, one.cue[0])
    if cue is None or cue[0].lower_ == "to":
        return False
    if any(token.lower_ == "whether" for token in block.doc[max(0, cue.start - 4) : cue.start]):
        return False
    if cue.sent.text.rstrip("\"'” )").endswith("?"):
        return False
    parenthetical = one.content[0][0] < one.cue[0][0] or (
        cue[-1].i + 1 < len(block.doc) and cue[-1].nbor(1).text == ","
    )
    if parenthetical and one.stance == "believe" and not one.passive:
        return False  # "in an effort, I think, to ..."
    clause = cue.root
    while clause.dep_ in ("conj", "xcomp", "acomp", "attr", "dobj", "prep", "advmod") and clause.head.i != clause.i:
        clause = clause.head
    return not any(child.dep_ == "mark" and child.lower_ in ("if", "unless", "whether") for child in clause.children)


def _holders(
    article: Article,
    one: Attribution,
    block: ParsedBlock,
    attributions: list[Attribution],
    cast: Cast,
    lexicon: Lexicon,
) -> list[tuple[str | None, str]]:
    """(actor, the holder's words) of each who holds it; empty where no person or body is named.

    "I" and "my" inside somebody's words are that speaker's.
    """
    words = " ".join(article.text[low:high] for low, high in one.source)
    if words.lower() in FIRST_PERSON:
        around = [other for other in attributions if other.kind != "indirect" and _covers(other.content, one.cue[0])]
        around = [other for other in around if other is not one]
        speaker = min(around, key=lambda other: sum(high - low for low, high in other.content), default=None)
        return [(speaker.actor, words)] if speaker is not None and speaker.actor else []
    span = _span(block, one.source[0])
    if span is None:
        return [(one.actor, words)] if one.actor else []
    head, words = _antecedent(article, block, span.root, words)
    named = [(cast.who(*block.place(part)), article.text[slice(*block.place(part))]) for part in (head, *_chain(head))]
    if len(named) > 1 and all(actor for actor, _ in named):
        return list(dict(named).items())
    if one.actor:
        return [(one.actor, words)]
    if words.lower() in PRONOUNS | VAGUE or _RELATIVE.search(words) or head.lemma_.lower() in ANYBODY:
        return []
    known = head.lemma_.lower() in lexicon.holders or head.lower_ in lexicon.holders
    return [(None, words)] if known or head.ent_type_ in LABELS else []


def _antecedent(article: Article, block: ParsedBlock, head: Token, words: str) -> tuple[Token, str]:
    """(head, words) of what a relative pronoun stands for; the same head and words for any other holder."""
    if head.lower_ not in ("who", "which", "that") or head.head.dep_ != "relcl":
        return head, words
    noun, clause = head.head.head, head.head
    inside = [token for token in noun.subtree if token.i < clause.left_edge.i]
    low, high = block.place(inside[0])[0], block.place(inside[-1])[1]
    return noun, article.text[low:high].rstrip(" ,;—–-")


def _clauses(
    article: Article, one: Attribution, block: ParsedBlock, attributions: list[Attribution]
) -> Iterator[tuple[int, int]]:
    """The slices that show a position: cue and content, and each further conjunct of the content by itself."""
    sentence = _sentence(block, *one.cue[0])
    content = [place for place in one.content if sentence[0] <= place[0] < sentence[1]]
    content = [(low, min(high, sentence[1])) for low, high in content]
    words = " ".join(article.text[low:high] for low, high in content).lower()
    if not content or words in EMPTY or re.fullmatch(r"(?:his|her|its|their|my|our) \w+", words):
        return  # "rejected it", "offered their assessments"
    start, end = one.cue[0][0], max(one.cue[-1][1], content[-1][1])
    if _denied_by_holder(article, one):
        start = min(start, one.source[0][0])
    if content[0][0] < start:  # "... is supported by them", "..., he argued"
        yield _trimmed(block, content[0][0], max(end, one.source[-1][1]))
        return
    if _possessive(one, block):
        start = min(start, one.source[0][0])  # "the party's goal was"
    cuts = [] if _refined(one, block) else [place for place in _conjuncts(one, block) if one.cue[-1][1] < place < end]
    for low, high in pairwise([start, *cuts, end]):
        if low == start or not _somebody_elses(low, high, one, attributions):
            yield _trimmed(block, low, high)


def _refined(one: Attribution, block: ParsedBlock) -> bool:
    """Whether the stance comes from the content's first verb ("said he would not ..."): its conjuncts may differ."""
    cue = _span(block, one.cue[0])
    reading = load_lexicon().verb(lemma(cue.root), "that") if cue is not None else None
    return reading is not None and reading.stance in REPORTING and one.stance not in REPORTING


def _possessive(one: Attribution, block: ParsedBlock) -> bool:
    span = _span(block, one.source[-1])
    return (
        span is not None
        and span.root.dep_ == "poss"
        and span.root.tag_ != "PRP$"
        and 0 <= one.cue[0][0] - one.source[-1][1] < 40
    )


def _somebody_elses(low: int, high: int, one: Attribution, attributions: list[Attribution]) -> bool:
    """Whether a conjunct is an attribution to another holder: "..., and rights groups warned that ..."."""
    return any(
        low <= other.cue[0][0] < high and other.source[0][0] == low
        for other in attributions
        if other is not one and other.cue and other.source and other.source != one.source
    )


def _outermost(drafts: list[tuple]) -> list[tuple]:
    """The drafts without those that stand inside another one of the same holder."""
    kept: list[tuple] = []
    for draft in sorted(drafts, key=lambda draft: (draft[0] - draft[1], draft[0], -draft[4].confidence)):
        if not any(other[0] <= draft[0] and draft[1] <= other[1] and _same_holder(draft, other) for other in kept):
            kept.append(draft)
    return kept


def _same_holder(one: tuple, other: tuple) -> bool:
    return one[2] == other[2] if one[2] or other[2] else one[3] == other[3]


def _denied_by_holder(article: Article, one: Attribution) -> bool:
    """Whether the holder is nobody: "few experts believe"."""
    first = article.text[slice(*one.source[0])].split()[0].lower()
    return first in NEGATIVE_HOLDERS


def _conjuncts(one: Attribution, block: ParsedBlock) -> list[int]:
    """Where a second clause, gerund or infinitive of the content begins, in the article."""
    inside = [token for token in block.doc if _covers(one.content, block.place(token))]
    places = {token.i for token in inside}
    starts: list[Token] = []
    for top in (token for token in inside if token.head.i not in places or token.dep_ == "ROOT"):
        for head in (top, *children(top, "pcomp")):
            starts += [other for other in _chain(head) if other.i in places]
        if top.dep_ == "conj" and top.i != inside[0].i:
            starts.append(top)
    return sorted({block.start + token.left_edge.idx for token in starts if _clausal(token) and _linked(token)})


def _chain(head: Token) -> Iterator[Token]:
    for other in children(head, "conj"):
        yield other
        yield from _chain(other)


def _linked(token: Token) -> bool:
    """Whether "and", "but" or a comma stands right before a conjunct."""
    first = token.left_edge
    return bool(first.i) and (first.nbor(-1).dep_ == "cc" or first.nbor(-1).text == ",")


def _clausal(token: Token) -> bool:
    return token.pos_ == "VERB" and token.tag_ != "VBN" and len(list(token.subtree)) > 2


def _trimmed(block: ParsedBlock, low: int, high: int) -> tuple[int, int]:
    """The slice without the conjunction, space and punctuation around it."""
    span = _span(block, (low, high))
    tokens = list(span) if span is not None else []
    while tokens and (_edge(tokens[-1]) or tokens[-1].dep_ == "cc"):
        tokens.pop()
    while tokens and (_edge(tokens[0]) or tokens[0].dep_ == "cc"):
        tokens.pop(0)
    if not tokens:
        return low, high
    first = tokens[0]
    while first.i and not first.nbor(-1).whitespace_ and first.text[0] in "'’":
        first = first.nbor(-1)  # "I'm sure" begins with "I"
    return block.place(first)[0], block.place(tokens[-1])[1]


def _readable(text: str, start: int, end: int) -> tuple[int, int]:
    """The slice with its closing quotation mark, and without a single aside after a dash."""
    dashes = list(_DASH.finditer(text, start, end))
    if len(dashes) == 1 and len(text[start : dashes[0].start()].split()) >= MAIN_WORDS:
        end = dashes[0].start()
    if len(_MARK.findall(text, start, end)) % 2:
        closing = re.match(r"[.,!?]?[\"”]", text[end:])
        end += closing.end() if closing else 0
    return start, end


def _edge(token: Token) -> bool:
    return token.is_space or (token.is_punct and token.text not in "\"'()%$")


def _sentence(block: ParsedBlock, start: int, end: int) -> list[int]:
    spans = [block.place(sentence) for sentence in block.doc.sents]
    around = [place for place in spans if place[0] < end and start < place[1]]
    return [min(around[0][0], start), max(around[-1][1], end)] if around else [start, end]


def _span(block: ParsedBlock, place: tuple[int, int]) -> Span | None:
    span = block.doc.char_span(place[0] - block.start, place[1] - block.start, alignment_mode="contract")
    return span if span is not None and len(span) else None


def _block_of(one: Attribution, parsed: list[ParsedBlock]) -> ParsedBlock | None:
    anchor = (one.cue or one.content)[0][0]
    return next((block for block in parsed if block.block.start <= anchor < block.block.end), None)


def _covers(places: Spans, inner: tuple[int, int]) -> bool:
    return any(start <= inner[0] and inner[1] <= end for start, end in places)
