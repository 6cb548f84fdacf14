"""Adverbial frames: according to Reuters, ...; in the view of many, ...; is in favor of ..."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.attributions.clauses import children, lemma, subject
from knowledge.attributions.extents import cue_tokens, source_tokens, subtree
from knowledge.attributions.frames import Frame, make_frame
from knowledge.lexicon.cues import Lexicon

if TYPE_CHECKING:
    from spacy.tokens import Span, Token


def adverbial_frames(block: Span, lexicon: Lexicon) -> Iterator[Frame]:
    """Frames whose cue is a preposition or a prepositional phrase."""
    for token in block:
        if token.lower_ == "according" and token.nbor().lower_ == "to":
            yield from _according(token, lexicon)
        elif token.lower_ in lexicon.adverbs:
            yield from _adverb(token, lexicon)
        elif token.pos_ == "ADP":
            if token.lower_ == "in" and token.dep_ == "prep":
                yield from _in_the_view(token, lexicon)
                yield from _in_a_survey(token, lexicon)
            yield from _phrase(token, lexicon)


def _according(token: Token, lexicon: Lexicon) -> Iterator[Frame]:
    to = token.nbor(1)
    holder = next(iter(children(to, "pobj") or children(token, "pobj")), None)
    if holder is None:
        return
    cue = {token.i, to.i}
    phrase = subtree(token) | subtree(to)
    source = source_tokens(holder, cue)
    content = _clause_around(token, phrase)
    frame = make_frame(token, holder, source, cue, content, "that", lexicon.sources["according to"], lexicon)
    if frame is not None:
        yield frame


def _in_the_view(token: Token, lexicon: Lexicon) -> Iterator[Frame]:
    noun = next(iter(children(token, "pobj")), None)
    if noun is None or noun.lower_ not in lexicon.source_nouns:
        return
    holder = next(iter(children(noun, "poss")), None)
    cue = {token.i, noun.i}
    if holder is None:
        of = next((prep for prep in children(noun, "prep") if prep.lower_ == "of"), None)
        holder = next(iter(children(of, "pobj")), None) if of is not None else None
        cue |= {of.i, *range(token.i, noun.i)} if of is not None else set()
    if holder is None:
        return
    source = source_tokens(holder, cue)
    content = _clause_around(token, subtree(token))
    frame = make_frame(token, holder, source, cue, content, "that", lexicon.source_nouns[noun.lower_], lexicon)
    if frame is not None:
        yield frame


def _in_a_survey(token: Token, lexicon: Lexicon) -> Iterator[Frame]:
    noun = next(iter(children(token, "pobj")), None)
    if noun is None or lemma(noun) not in lexicon.surveys or token.head.pos_ not in ("VERB", "AUX"):
        return
    if token.head.dep_ in ("relcl", "acl", "advcl", "xcomp"):
        return  # "who leads in the polls" tells of the polls, not from them
    source = source_tokens(noun, {token.i})
    frame = make_frame(
        token,
        noun,
        source,
        {token.i},
        subtree(token.head) - subtree(token),
        "that",
        lexicon.surveys[lemma(noun)],
        lexicon,
    )
    if frame is not None:
        yield frame


def _adverb(token: Token, lexicon: Lexicon) -> Iterator[Frame]:
    head = token.head
    if head.pos_ in ("VERB", "AUX"):
        frame = make_frame(
            token, None, set(), {token.i}, subtree(head) - {token.i}, "adverb", lexicon.adverbs[token.lower_], lexicon
        )
        if frame is not None:
            yield frame


def _phrase(token: Token, lexicon: Lexicon) -> Iterator[Frame]:
    """A prepositional phrase as the cue: voted in favor of, is on board with."""
    span = token.doc[token.i : token.i + 3]
    reading = lexicon.phrases.get(span.text.lower())
    if reading is None or token.head.pos_ not in ("VERB", "AUX"):
        return
    verb, last = token.head, span[-1]
    heads = children(last, "pobj", "pcomp")
    if not heads or last.head.i not in (span[0].i, span[1].i):
        return
    holder = subject(verb)
    cue = cue_tokens(verb, lexicon.shading) | {part.i for part in span}
    source = source_tokens(holder, cue) if holder is not None else set()
    content = set().union(*(subtree(head) for head in heads))
    frame = make_frame(verb, holder, source, cue, content, last.lower_, reading, lexicon)
    if frame is not None:
        yield frame


def _clause_around(token: Token, phrase: set[int]) -> set[int]:
    """The clause that an adverbial comments on: the whole sentence, without the phrase itself."""
    head = token.head
    while (
        head.dep_
        in (
            "prep",
            "pobj",
            "dobj",
            "amod",
            "compound",
            "nsubj",
            "attr",
            "npadvmod",
            "acomp",
            "advmod",
            "appos",
            "conj",
            "pcomp",
            "nummod",
            "acl",
            "relcl",
            "xcomp",
            "ccomp",
        )
        and head.head.i != head.i
    ):
        head = head.head
    return subtree(head) - phrase
