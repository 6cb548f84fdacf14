"""Excerpts: which words of the article show a position and can be read alone, and the quotes of a quotation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc, Span, Token

from knowledge.extraction.attributions import REPORTING, Attribution
from knowledge.extraction.reading import Reading
from knowledge.lexicon.cues import load_lexicon, load_speech
from knowledge.lexicon.function_words import mention_words
from knowledge.lexicon.tables import table
from knowledge.model.article import Article
from knowledge.model.factbase import Quote, Unattributed, excerpt_id
from knowledge.model.spans import inside, inside_any, shared, size, trim, widest
from knowledge.parsing.document import is_gap, place_of, span_at
from knowledge.parsing.grammar import children
from knowledge.parsing.quotations import WORD, Part

SPEECH_WORDS = 4  # shorter runs between marks are names, terms and scare quotes more often than speech
COVERED = 0.5  # share of a quotation that an attribution's content must cover
SURE = 0.5  # an attribution below this tells no speaker
DIRECTNESS = ("direct", "mixed", "indirect")
AGAINST = frozenset(["deny", "reject", "oppose", "doubt"])  # stances
MAIN_WORDS = 4  # words before a dash that can stand without what follows it
DESCRIBED = 4  # words within which "as" stands before the words that describe something
OWNED = 40  # characters between a possessive holder and its noun, at most
HANGING = (
    "prep", "agent", "advmod", "npadvmod", "advcl", "xcomp", "ccomp", "dobj", "dative", "oprd", "acomp", "pobj",
    "pcomp", "acl", "relcl",
)  # fmt: skip
APPENDED = ("prep", "npadvmod")  # ... and those behind a comma that the writer does not add
SENTENCE = 45  # words: a longer sentence says too much else
FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])

_OWN = re.compile(r"(?:his|her|its|their|my|our) \w+")
_DASH = re.compile(r"\s*(?:—|–|--)\s*")


@dataclass(frozen=True)
class ExcerptWords:
    """The table `excerpts.yaml`; its comments say what each list tells."""

    few: frozenset[str]
    empty: frozenset[str]
    conditions: frozenset[str]
    elsewhere: frozenset[str]
    singular: frozenset[str]
    plural: frozenset[str]
    pointing: frozenset[str]
    determiners: frozenset[str]
    articles: frozenset[str]


# --- quotes


def find_quotes(reading: Reading) -> tuple[list[Quote], list[Unattributed]]:
    """(quotes, unattributed) in the order of the article; a quotation of several paragraphs gives one each.

    The words are those inside the marks, exactly; topics are not told yet.
    """
    article = reading.article
    quotes: list[Quote] = []
    unattributed: list[Unattributed] = []
    seen: set[str] = set()
    for part in (part for quotation in reading.quotations for part in quotation.parts):
        start, end = trim(part.inner, article.text, marks="")
        words = len(WORD.findall(article.text, start, end))
        if not words:
            continue
        text = article.text[start:end]
        beside = article.slice(article.blocks[part.block])  # what tells it from the same words in another paragraph
        said = _said_by(part, reading.attributions)
        enough = words >= SPEECH_WORDS or (words > 1 and said is not None and _is_speech(article, part, said))
        if (
            said is not None
            and (said.actor or said.source)
            and enough
            and not _is_disowned(article, part, said, reading)
        ):
            quotes += [
                Quote(
                    excerpt_id("q", text, beside, seen),
                    actor,
                    text,
                    start,
                    end,
                    cue=article.verbatim(said.cue) or None,
                    source=None if actor else article.verbatim(said.source),
                    medium=said.medium,
                )
                for actor in _speakers(said, reading)
            ]
        elif words >= SPEECH_WORDS:
            unattributed.append(Unattributed(excerpt_id("u", text, beside, seen), text, start, end))
    return quotes, unattributed


def _said_by(part: Part, attributions: list[Attribution]) -> Attribution | None:
    """The attribution a quotation stands in: the innermost that covers it, direct speech first."""
    least = COVERED * (part.inner[1] - part.inner[0])
    found = (
        one
        for one in attributions
        if one.confidence >= SURE
        and sum(shared(part.inner, place) for place in one.content) >= least
        and not any(inside(place, part.inner) for place in one.cue)  # a cue among the quoted words
    )
    return min(found, key=lambda one: (DIRECTNESS.index(one.kind), size(one.content)), default=None)


def _is_disowned(article: Article, part: Part, said: Attribution, reading: Reading) -> bool:
    """Whether words between marks are those that their holder denies, rejects, never said or would not say."""
    return any(
        _disowns(article, part, one)
        for one in reading.attributions
        if one is said or (one.confidence >= SURE and one.source == said.source and inside_any(part.inner, one.content))
    )


def _disowns(article: Article, part: Part, one: Attribution) -> bool:
    """Whether a cue takes the words back: they are part of its clause, not set off from it, and no name that the holder
    gives it ("rejected it as 'a stunt'")."""
    if not one.cue or part.start < one.cue[0][0] or not (one.negated or one.stance in AGAINST):
        return False  # "It is no done deal," he denied.
    before = article.text[one.cue[-1][1] : part.start].rstrip()
    if one.negated and one.stance in REPORTING:
        return True
    set_off = before[-1:] in (",", ":", ".", "—", "–", "”", '"')
    return not set_off and load_speech().describing.isdisjoint(WORD.findall(before.lower())[-DESCRIBED:])


def _speakers(said: Attribution, reading: Reading) -> list[str | None]:
    """The actors whose words they are: of a joint statement each."""
    span = span_at(reading.doc, said.source[0]) if said.source else None
    heads = [head for head in (span.root, *conjuncts_of(span.root)) if head in span] if span is not None else []
    found = list(dict.fromkeys(reading.cast.actor_of(head) for head in heads))
    return found if len(found) > 1 and all(found) else [said.actor]


def _is_speech(article: Article, part: Part, said: Attribution) -> bool:
    """Whether a few words between marks are said and do not name something: 'called it "very good"', not
    'a new "harbour tax"', nor 'on "Morning Engine"'."""
    if said.kind != "mixed":
        return said.kind == "direct"
    if all(word[0].isupper() for word in WORD.findall(article.text, *part.inner)):
        return False
    before = WORD.findall(article.text, article.blocks[part.block].start, part.start)
    far, near = (word.lower() for word in ["", "", *before][-2:])
    listed = table(ExcerptWords, "excerpts")
    return near not in listed.determiners and far not in listed.articles


# --- slices of positions


def slices(one: Attribution, reading: Reading) -> Iterator[tuple[int, int]]:
    """The slices that show a position: cue and content, and each further conjunct of the content by itself."""
    doc, article = reading.doc, reading.article
    sentence = sentence_around(doc, *one.cue[0])
    content = [(low, min(high, sentence[1])) for low, high in one.content if sentence[0] <= low < sentence[1]]
    words = article.verbatim(content).lower()
    if (relative := _antecedent(one, doc)) is not None:
        yield readable(reading, relative, one.cue[-1][1])
        return
    if not content or words in table(ExcerptWords, "excerpts").empty or _OWN.fullmatch(words):
        return  # "rejected it", "offered their assessments"
    start, end = one.cue[0][0], max(one.cue[-1][1], content[-1][1])
    if denied_by_holder(article, one):
        start = min(start, one.source[0][0])
    if content[0][0] < start:  # "... is supported by them", "..., he argued"
        yield readable(reading, content[0][0], max(end, one.source[-1][1]))
        return
    if _possessive(one, doc):
        start = min(start, one.source[0][0])  # "the party's goal was"
    cuts = [place for place in _conjuncts(one, doc) if one.cue[-1][1] < place < end]
    if one.negated or one.stance in AGAINST:
        cuts = []  # "denied taking it and hiding it": without its cue the second would say the contrary
    elif _refined(one, doc):  # its conjuncts may be of another stance; those with a cue are positions of their own
        cues = {other.cue[0][0] for other in reading.attributions if other.cue}
        cuts, end = [], min([place for place in cuts if place in cues], default=end)
    if end == max(one.cue[-1][1], content[-1][1]):
        end = clause_end(doc, start, end)
    for low, high in pairwise([start, *cuts, end]):
        yield readable(reading, low, high)


def readable(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The slice without what is loose at its edges, with its closing quotation mark, and without a single aside after a
    dash."""
    text = reading.article.text
    start, end = _trimmed(reading.doc, start, end)
    dashes = list(_DASH.finditer(text, start, end))
    if len(dashes) == 1 and len(text[start : dashes[0].start()].split()) >= MAIN_WORDS:
        end = dashes[0].start()
    for part in (part for quotation in reading.quotations for part in quotation.parts):
        if start <= part.start < end < part.end and not WORD.search(text, end, part.end):
            return start, part.end
    return start, end


def clause_end(doc: Doc, low: int, high: int) -> int:
    """Where the clause of a slice ends, with what hangs on its words behind it: "left pharmacies | without insulin",
    "would support a loan | only if it was repaid"."""
    span = span_at(doc, (low, high))
    if span is None:
        return high
    end = span.end
    while (further := _hanging_end(doc, span.start, end)) > end:
        end = further
    return place_of(doc[end - 1])[1] if end > span.end else high


def clause_or_sentence(one: Attribution, reading: Reading) -> tuple[int, int]:
    """The sentence around an attribution; of one that says too much else only the holder, the cue and the content."""
    start, end = widest((*one.source, *one.cue, *one.content))
    low, high = sentence_around(reading.doc, start, end)
    short = len(reading.article.text[low:high].split()) <= SENTENCE
    return (low, high) if short else readable(reading, start, end)


def denied_by_holder(article: Article, one: Attribution) -> bool:
    """Whether the holder is nobody, or nearly so: "few experts believe"."""
    first = article.text[slice(*one.source[0])].split()[0].lower()
    return first in mention_words().nobody or first in table(ExcerptWords, "excerpts").few


def _antecedent(one: Attribution, doc: Doc) -> int | None:
    """Where the noun begins that a relative pronoun as content stands for: "an offer that Norway turned down"."""
    pronoun = span_at(doc, one.content[0])
    if pronoun is None or len(pronoun) > 1 or pronoun[0].tag_ != "WDT" or pronoun[0].head.dep_ != "relcl":
        return None
    noun = pronoun[0].head.head
    return noun.left_edge.idx if noun.i < pronoun[0].i and noun.pos_ in ("NOUN", "PROPN") else None


def _refined(one: Attribution, doc: Doc) -> bool:
    """Whether the stance comes from the content's first verb ("said he would not ..."): its conjuncts may differ."""
    cue = span_at(doc, one.cue[0])
    reading = load_lexicon().verb(cue.root.lemma_, "that") if cue is not None else None
    return reading is not None and reading.stance in REPORTING and one.stance not in REPORTING


def _possessive(one: Attribution, doc: Doc) -> bool:
    span = span_at(doc, one.source[-1])
    return (
        span is not None
        and span.root.dep_ == "poss"
        and span.root.tag_ != "PRP$"
        and 0 <= one.cue[0][0] - one.source[-1][1] < OWNED
    )


def _conjuncts(one: Attribution, doc: Doc) -> list[int]:
    """Where a second clause, gerund or infinitive of the content begins, in the article."""
    content = [token for place in one.content for token in span_at(doc, place) or ()]
    places = {token.i for token in content}
    starts: list[Token] = []
    for top in (token for token in content if token.head.i not in places or token.dep_ == "ROOT"):
        for head in (top, *children(top, "pcomp")):
            starts += [other for other in conjuncts_of(head) if other.i in places]
        if top.dep_ == "conj" and top.i != content[0].i:
            starts.append(top)
    return sorted({token.left_edge.idx for token in starts if _clausal(token) and _linked(token)})


def _linked(token: Token) -> bool:
    """Whether "and", "but" or a comma stands right before a conjunct."""
    before = token.doc[token.left_edge.i - 1]
    return before.dep_ == "cc" or before.text == ","


def _clausal(token: Token) -> bool:
    return token.pos_ == "VERB" and token.tag_ != "VBN" and len(list(token.subtree)) > 2


def _trimmed(doc: Doc, low: int, high: int) -> tuple[int, int]:
    """The slice without the conjunction, space and punctuation around it."""
    span = span_at(doc, (low, high))
    tokens = list(span) if span is not None else []
    while tokens and (_edge(tokens[-1]) or tokens[-1].dep_ == "cc"):
        tokens.pop()
    while tokens and (_edge(tokens[0]) or tokens[0].dep_ == "cc"):
        tokens.pop(0)
    if not tokens:
        return low, high
    first = tokens[0]
    while first.text[0] in "'’" and not is_gap(doc[first.i - 1]) and not doc[first.i - 1].whitespace_:
        first = doc[first.i - 1]  # "I'm sure" begins with "I"
    return place_of(first, tokens[-1])


def _edge(token: Token) -> bool:
    return token.is_space or (token.is_punct and token.text not in "\"'()%$")


def _hanging_end(doc: Doc, start: int, end: int) -> int:
    """Where the phrase ends that begins behind some tokens, perhaps behind a comma, and hangs on one of them; their own
    end where none does, or where it is the writer's, another's, or only half of a quotation."""
    comma = doc[end].text == ","
    top = doc[end + comma]
    while top.head.i >= end and top.head.i != top.i:
        top = top.head
    if not (start <= top.head.i < end and top.left_edge.i == end + comma and top.dep_ in HANGING):
        return end
    listed, marks = table(ExcerptWords, "excerpts"), {word.lower_ for word in (top, *children(top, "mark"))}
    added = comma and top.dep_ not in APPENDED and marks.isdisjoint(listed.conditions)
    if added or not marks.isdisjoint(listed.elsewhere):
        return end
    stop = top.right_edge.i + 1 - top.right_edge.is_punct
    return stop if sum(token.is_quote for token in doc[end:stop]) % 2 == 0 else end


# --- what a pronoun in a slice stands for


def widened(doc: Doc, low: int, high: int) -> tuple[int, int]:
    """The sentence around a slice whose object stands for something outside it: "disputed that account"; else the
    slice itself."""
    span = span_at(doc, (low, high))
    if span is None or not _refers_back(span):
        return low, high
    start, end = sentence_around(doc, low, high)
    return (start, end) if len(doc.text[start:end].split()) <= SENTENCE else (low, high)


def _refers_back(span: Span) -> bool:
    listed = table(ExcerptWords, "excerpts")
    for token in span:
        finite = any(verb.tag_ in FINITE for verb in (token.head, *children(token.head, "aux", "auxpass")))
        named = token.dep_ in ("dobj", "pobj", "dative") or (token.dep_ in ("nsubj", "nsubjpass") and not finite)
        stands_for = listed.singular | listed.plural
        if named and token.lower_ in stands_for and not _has_noun(span, token, token.lower_ in listed.singular):
            return True
        if token.lower_ in listed.pointing and token.dep_ == "det":
            return True
    return False


def _has_noun(span: Span, pronoun: Token, singular: bool) -> bool:
    """Whether a noun of the number of the pronoun stands before it."""
    tags = ("NN", "NNP") if singular else ("NNS", "NNPS")
    before = [token for token in span if token.i < pronoun.i and token.ent_type_ != "PERSON"]
    return any(token.tag_ in tags or (not singular and token.dep_ == "conj") for token in before)


def sentence_around(doc: Doc, start: int, end: int) -> list[int]:
    """[start, end) of the sentence, or the sentences, around a place."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or not len(span):
        return [start, end]
    return [min(span[0].sent.start_char, start), max(span[-1].sent.end_char, end)]


def conjuncts_of(head: Token) -> Iterator[Token]:
    """The heads joined to a head by "and", "or" and commas, in order."""
    for other in children(head, "conj"):
        yield other
        yield from conjuncts_of(other)
