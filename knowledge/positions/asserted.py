"""Asserted or not: whether the text says that an attribution is somebody's position."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.attributions.clauses import children, is_infinitive, lemma
from knowledge.build.attribution import Attribution
from knowledge.build.document import span_at, words_before
from knowledge.lexicon.cues import Lexicon

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

BAR = 0.5  # an attribution below this is no position
SPOKEN = frozenset(["assert", "believe", "suggest"])  # of direct speech these say no more than the quotation
CONDITIONAL = frozenset(["if", "unless", "whether"])
TEMPORAL = frozenset(["when", "whenever", "once"])  # with the present: "when people agree on something"


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
