"""Facts: every sentence that can answer a question, with what it tells of whom, when, where and how much."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from knowledge.build.attribution import Attribution
from knowledge.build.cast import Cast
from knowledge.build.details import Details, find_details
from knowledge.build.reading import Reading
from knowledge.build.sentences import Sentence
from knowledge.lexicon.answer_kinds import AnswerKind, kinds_in
from knowledge.model.article import Article
from knowledge.model.factbase import Fact, excerpt_id
from knowledge.model.spans import Span, inside, overlap_any

TELLING = ("title", "body", "item", "turn")  # headings announce, bylines sign
PLACES = ("country", "place")

_LETTERS = re.compile(r"[^\W\d_]{2,}")


def find_facts(reading: Reading) -> list[Fact]:
    """One fact for the title and for each sentence of the text, in order; headings and bylines give none.

    `actors` are the ids of those named there or meant by a pronoun or a title, in order of appearance; `speakers` of
    those whose words or views the sentence gives, by the attributions; `when`, `where` and `amounts` the article's
    own words.
    """
    article, doc, cast = reading.article, reading.doc, reading.cast
    parsed_text, is_place = doc.text, _place_judge(cast)
    mentioned = [start for start, _, _ in cast.mentions]  # in order
    by_block: dict[int, Details] = {}
    seen: set[str] = set()
    facts = [] if any(block.kind == "title" for block in article.blocks) else _title_in_front_matter(article, seen)
    for sentence in reading.sentences:
        block = article.blocks[sentence.block]
        text = article.text[sentence.start : sentence.end]
        if block.kind not in TELLING or len(_LETTERS.findall(text)) < 2:
            continue
        if sentence.block not in by_block:
            by_block[sentence.block] = find_details(doc.spans["blocks"][sentence.block], parsed_text, is_place)
        details = by_block[sentence.block]
        when, where = (_verbatim(article.text, places, sentence) for places in (details.when, details.where))
        here = slice(bisect_left(mentioned, sentence.start), bisect_left(mentioned, sentence.end))
        facts.append(
            Fact(
                id=excerpt_id("f", text, text, seen),
                text=text,
                start=sentence.start,
                end=sentence.end,
                actors=list(dict.fromkeys(actor for _, _, actor in cast.mentions[here])),
                speakers=_speakers(sentence, reading.attributions),
                when=when,
                where=where,
                amounts=_verbatim(article.text, details.amounts, sentence),
                kinds=_kinds(text, when, where),
            )
        )
    return facts


def _speakers(sentence: Sentence, attributions: list[Attribution]) -> list[str]:
    """Whose words or views a sentence gives: nobody inside another's words, for those are only said to hold them."""
    outer = (one for one in attributions if one.level == 0 and overlap_any((sentence.start, sentence.end), one.content))
    return list(dict.fromkeys(one.actor for one in outer if one.actor))


def _title_in_front_matter(article: Article, seen: set[str]) -> list[Fact]:
    """The title as a fact where it stands in the front matter word for word."""
    start = article.text.find(article.title, 0, article.blocks[0].start)
    if start < 0 or len(_LETTERS.findall(article.title)) < 2:
        return []
    title, end = article.title, start + len(article.title)
    return [Fact(excerpt_id("f", title, title, seen), title, start, end, kinds=_kinds(title))]


def _kinds(text: str, when: Sequence[str] = (), where: Sequence[str] = ()) -> list[AnswerKind]:
    """The kinds of answer a sentence holds: those that its words tell, and those of its details."""
    found: set[AnswerKind] = set(kinds_in(text))
    found |= {"date"} if when else set()
    found |= {"place"} if where else set()
    return sorted(found)


def _place_judge(cast: Cast) -> Callable[[Span], bool | None]:
    """Whether a name is known for a place: an actor of another kind named there says no."""
    kinds = {actor.id: actor.kind for actor in cast.actors}
    at = {place: kinds.get(actor) in PLACES for start, end, actor in cast.mentions for place in range(start, end)}

    def is_place(place: Span) -> bool | None:
        known = [at[offset] for offset in range(*place) if offset in at]
        return any(known) if known else None

    return is_place


def _verbatim(text: str, places: list[Span], sentence: Sentence) -> list[str]:
    """The words of the places inside a sentence, each once."""
    whole = (sentence.start, sentence.end)
    return list(dict.fromkeys(text[slice(*place)] for place in places if inside(place, whole)))
