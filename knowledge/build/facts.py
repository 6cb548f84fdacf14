"""Facts: every sentence that can answer a question, with what it tells of whom, when, where and how much.

Of times and amounts the parser's entities are the start; rules mend what a small model gets wrong (ages taken for
dates, names taken for places) and add what it passes over.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from spacy.tokens import Doc, Span, Token

from knowledge.build.attribution import Attribution
from knowledge.build.cast import Cast
from knowledge.build.document import is_gap, place_of
from knowledge.build.reading import Reading
from knowledge.build.sentences import Sentence
from knowledge.lexicon.answer_kinds import AnswerKind, kinds_in
from knowledge.lexicon.countries import load_countries
from knowledge.lexicon.tables import table
from knowledge.model.article import Article
from knowledge.model.factbase import Fact, excerpt_id
from knowledge.model.spans import Span as Place
from knowledge.model.spans import inside, overlap_any

TELLING = ("title", "body", "item", "turn")  # headings announce, bylines sign
PLACES = ("country", "place")
NOUN_REACH = 5  # tokens from a number to the noun it counts: "53 million displaced young people"

_LETTERS = re.compile(r"[^\W\d_]{2,}")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?:-\d\d(?:\d\d)?)?s?$")
_CLOCK = re.compile(r"\b\d{1,2}(?::\d\d)?\s?(?:[ap]\.m\.|[ap]m\b|o['’]clock)(?:\s(?:E[SD]?T|GMT|local time)\b)?", re.I)
_ORDINAL = re.compile(r"(?:first|second|third|\wth|\d(?:st|nd|rd))$")
_BARE = re.compile(r"(?:the )?(?:end|start|beginning|middle)", re.I)
_NAMES = ("ORG", "PERSON", "WORK_OF_ART", "PRODUCT", "GPE", "FAC")
_AGE = re.compile(r"\b[\w-]+-(?:year|month|week)s?-olds?\b", re.I)
_AMOUNT = re.compile(
    r"(?:US)?[$€£¥]\s?\d+(?:,\d{3})*(?:\.\d+)?(?:[ -](?:thousand|million|billion|trillion))?"
    r"|\b\d+(?:,\d{3})*(?:\.\d+)?\s?(?:%|percent\b|per cent\b|percentage points?\b)"
)
_NUMBER_LABELS = ("CARDINAL", "ORDINAL", "PERCENT", "MONEY", "QUANTITY")
_NO_COUNT_IN = ("PERSON", "ORG", "GPE", "LOC", "EVENT", "LAW", "DATE", "TIME", "WORK_OF_ART", "PRODUCT", "FAC")
_COUNTS = ("nummod", "amod", "quantmod", "compound")
_BETWEEN = ("ADJ", "NOUN", "PROPN", "ADV", "VERB", "NUM")
_MAP = ("GPE", "LOC", "FAC")
_AFTER_PLACE = ("PUNCT", "ADP", "CCONJ", "SCONJ", "ADV", "NUM")


@dataclass(frozen=True)
class DetailWords:
    """The table `details.yaml`, all lower case; its comments say what each list is for."""

    weekdays: frozenset[str]
    months: frozenset[str]
    days: frozenset[str]
    units: frozenset[str]
    pointers: frozenset[str]
    after_units: frozenset[str]
    before_years: frozenset[str]
    before_months: frozenset[str]
    counts: frozenset[str]
    loose_counts: frozenset[str]
    articles: frozenset[str]
    inside_numbers: frozenset[str]
    ranges: frozenset[str]
    scales: frozenset[str]
    shares: frozenset[str]
    ones: frozenset[str]
    approximately: frozenset[str]
    uncounted: frozenset[str]
    locative: frozenset[str]
    visiting: frozenset[str]
    parts: frozenset[str]
    places: frozenset[str]
    regions: frozenset[str]

    @cached_property
    def marks(self) -> frozenset[str]:
        """The words without which there is no time, years and clock times apart."""
        return self.weekdays | self.months | self.days | self.units


@dataclass(frozen=True)
class Details:
    """The places in the article of one block's times, places and amounts, each in order.

    A duration ("two and a half hours") is a time and an amount.
    """

    when: list[Place] = field(default_factory=list)
    where: list[Place] = field(default_factory=list)
    amounts: list[Place] = field(default_factory=list)


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


def _place_judge(cast: Cast) -> Callable[[Place], bool | None]:
    """Whether a name is known for a place: an actor of another kind named there says no."""
    kinds = {actor.id: actor.kind for actor in cast.actors}
    at = {place: kinds.get(actor) in PLACES for start, end, actor in cast.mentions for place in range(start, end)}

    def is_place(place: Place) -> bool | None:
        known = [at[offset] for offset in range(*place) if offset in at]
        return any(known) if known else None

    return is_place


def _verbatim(text: str, places: list[Place], sentence: Sentence) -> list[str]:
    """The words of the places inside a sentence, each once."""
    whole = (sentence.start, sentence.end)
    return list(dict.fromkeys(text[slice(*place)] for place in places if inside(place, whole)))


# --- when, where and how much


def find_details(block: Span, text: str, is_place: Callable[[Place], bool | None]) -> Details:
    """What a block tells of time, place and amount.

    `text` is that of its document. `is_place` is asked about [start, end) in the article: True or False for a name
    known to be a place or something else, None for a name that is not known.
    """
    words = table(DetailWords, "details")
    ages = _matches(_AGE, block, text)  # the model takes them for dates
    when = [place for place in _times(block, text, words) if not overlap_any(place, ages)]
    durations = [place for place in when if _is_duration(block.doc, text, place, words)]
    dates = [place for place in when if place not in durations]
    amounts = [place for place in _amounts(block, text, words) if not overlap_any(place, [*dates, *ages])]
    where = [place for place in _places(block, words) if not overlap_any(place, when) and is_place(place) is not False]
    return Details(when, _outermost(where), _outermost([*amounts, *durations, *ages]))


def _matches(pattern: re.Pattern[str], block: Span, text: str) -> list[Place]:
    return [match.span() for match in pattern.finditer(text, block.start_char, block.end_char)]


def _outermost(places: list[Place]) -> list[Place]:
    """Places in order, each once, without those inside another."""
    unique = sorted(set(places))
    return [place for place in unique if not any(place != other and inside(place, other) for other in unique)]


def _is_listed(token: Token, words: frozenset[str]) -> bool:
    """Whether a token stands in a list of singulars, itself in the singular or the plural."""
    lower = token.lower_
    return lower in words or (lower[-1] == "s" and token.lemma_.lower() in words)


# --- when


def _times(block: Span, text: str, words: DetailWords) -> list[Place]:
    """The times of a block in order: "Wednesday", "January of last year", "two and a half hours"."""
    places = [(span.start_char, span.end_char) for span in block.ents if _is_time(span, words)]
    places += _matches(_CLOCK, block, text)
    places += [place for token in block if _marks_time(token, words) for place in _at(token, words)]
    trimmed = (_trimmed(text, place, words) for place in _joined(text, places))
    return [place for place in trimmed if place is not None]


def _is_duration(doc: Doc, text: str, place: Place, words: DetailWords) -> bool:
    """Whether a time is a number of units and not a date: "90 minutes", "several weeks"."""
    span = doc.char_span(*place, alignment_mode="expand")
    if span is None or _CLOCK.search(text[slice(*place)]):
        return False
    counted = False
    for token in span:
        if token.lower_ in words.months | words.weekdays or _YEAR.match(token.text):
            return False
        ordinal = _ORDINAL.search(token.lower_)
        counted = counted or (token.like_num and not ordinal) or token.lower_ in words.counts
        if counted and token.lemma_.lower() in words.units:
            return True
    return False


def _is_time(span: Span, words: DetailWords) -> bool:
    """Whether what the model calls a date or time is one: not a small number, a bare unit or a part of a name."""
    if span.label_ not in ("DATE", "TIME"):
        return False
    text = span.text.lower()
    if len(span) == 1 and (span.root.lemma_.lower() in words.units or text in words.days or span.text.isupper()):
        return bool(_YEAR.match(text))  # the rules below take the others where they are times
    return "/" in text or any(_marks_time(token, words) for token in span)


def _marks_time(token: Token, words: DetailWords) -> bool:
    return _is_listed(token, words.marks) or bool(_YEAR.match(token.text))


def _at(token: Token, words: DetailWords) -> Iterator[Place]:
    """The time that begins or ends at a token, if any."""
    lower = token.lower_
    before, after = token.doc[token.i - 1], token.nbor()
    named = token.ent_type_ in _NAMES
    if lower in words.weekdays and token.is_title and not named:
        yield place_of(token)
    elif lower in words.months and token.is_title and not named:
        yield from _month(token, words)
    elif lower in words.days:
        in_name = not token.is_lower and (before.is_title or after.is_title)
        if not in_name and not (token.is_upper and before.is_upper):
            yield place_of(token)
    elif _YEAR.match(token.text) and before.lower_ in words.before_years:
        yield place_of(token)
    elif token.lemma_.lower() in words.units and not is_gap(before) and after.text != "-":
        yield from _unit(token, words)


def _month(token: Token, words: DetailWords) -> Iterator[Place]:
    """A month with the day and the year after it; alone only after a preposition ("May" is also a verb and a name)."""
    doc, last = token.doc, token.i
    while True:
        if doc[last + 1].text.isdigit():
            last += 1
        elif doc[last + 1].text == "," and last > token.i and _YEAR.match(doc[last + 2].text):
            last += 2
        else:
            break
    if last > token.i or doc[token.i - 1].lower_ in words.before_months:
        yield place_of(token, doc[last])


def _unit(token: Token, words: DetailWords) -> Iterator[Place]:
    """ "last year", "a month later", "two and a half hours", "several weeks ago"."""
    doc, before, after = token.doc, token.nbor(-1), token.nbor()
    backward = after.lower_ in words.after_units
    first = before.i
    if before.like_num or before.lower_ in words.counts | words.loose_counts:
        while doc[first - 1].like_num or doc[first - 1].lower_ in words.inside_numbers:
            first -= 1
    elif before.lower_ in words.weekdays:
        pass
    elif before.lower_ in words.pointers:
        first -= doc[first - 1].lower_ == "the"
    elif not backward:
        return
    elif before.lower_ not in words.articles:
        first = token.i
    yield place_of(doc[first], after if backward else token)


def _joined(text: str, places: list[Place]) -> list[Place]:
    """Places in order; those that meet, or have only a space or "of" between them, made one."""
    found: list[Place] = []
    for low, high in sorted(set(places)):
        if found and (low <= found[-1][1] or re.fullmatch(r"\s|\sof\s", text[found[-1][1] : low])):
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return found


def _trimmed(text: str, place: Place, words: DetailWords) -> Place | None:
    """The place without "about", "more than", a possessive ending or a mark around it; None where nothing is left."""
    low, high = place
    while (match := re.match(r"(\w+)\s+", text[low:high])) and match[1].lower() in words.approximately:
        low += match.end()
    low += len(text[low:high]) - len(text[low:high].lstrip(" ,-–("))
    high = low + len(re.sub(r"(?:['’]s?|[\s,;:)-]+|\sof)+$", "", text[low:high]))
    return (low, high) if low < high and not _BARE.fullmatch(text[low:high]) else None


# --- how much


def _amounts(block: Span, text: str, words: DetailWords) -> list[Place]:
    """The amounts of a block in order: "53 million people", "$3.5 billion", "40 percent", "seventh encounter"."""
    told = _matches(_AMOUNT, block, text)
    places = list(told)
    doc, number = block.doc, block.start
    while number < block.end:
        if not _is_number(doc[number]) or overlap_any(place_of(doc[number]), told):
            number += 1
            continue
        end = _number_end(doc, number, words)
        noun = _counted_noun(doc, number, end, words)
        vague = doc[number].lower_ in words.ones and (noun is None or noun.lower_ in words.uncounted)
        if not vague:
            places.append(place_of(doc[number], noun or doc[end - 1]))
        number = end
    return _outermost(places)


def _is_number(token: Token) -> bool:
    if not (token.like_num or token.ent_type) or token.ent_type_ in _NO_COUNT_IN:
        return False
    ordinal = token.ent_type_ == "ORDINAL" and token.dep_ == "amod"
    return token.like_num or ordinal or (token.ent_type_ in _NUMBER_LABELS and token.pos_ == "NUM")


def _number_end(doc: Doc, start: int, words: DetailWords) -> int:
    """The token after a number of several words: "two and a half", "1 to 2 million"."""
    end = start + 1
    while True:
        if doc[end].like_num or doc[end].lower_ in words.scales:
            end += 1
        elif doc[end].lower_ in words.ranges and doc[end + 1].like_num:
            end += 2
        elif doc[end : end + 3].text.lower() == "and a half":
            end += 3
        else:
            return end


def _counted_noun(doc: Doc, start: int, end: int, words: DetailWords) -> Token | None:
    """The noun that a number counts, where it follows within a few words with nothing but its modifiers between."""
    if doc[end - 1].lower_ in words.shares:
        return None
    heads = {token.head.i for token in doc[start:end] if token.dep_ in _COUNTS}
    found = None
    for token in doc[end : end + NOUN_REACH]:
        if token.pos_ in ("NOUN", "PROPN") and (token.i in heads or (token.i == end and token.pos_ == "NOUN")):
            found = token
        elif token.pos_ not in _BETWEEN and token.text not in ("-", "–"):
            break
    return found


# --- where


def _places(block: Span, words: DetailWords) -> Iterator[Place]:
    """The places where something is or goes, in no order; one may stand inside another."""
    for entity in block.ents:
        bare = entity.text.lower().removeprefix("the ")
        country = load_countries().find(entity.text)
        if country is not None and country[1] == "demonym":
            continue  # "in English", "to Americans"
        known = entity.label_ in _MAP or bare in words.regions or entity.root.lower_ in words.places
        if (known or country) and not _shouted(entity.root) and _is_there(entity.root, words):
            yield entity.start_char, entity.end_char
    for token in block:
        noun = token.pos_ in ("NOUN", "PROPN") and token.dep_ != "compound"
        if noun and _is_listed(token, words.places) and _is_there(token, words):
            yield token.left_edge.idx, token.idx + len(token)


def _shouted(token: Token) -> bool:
    """A word in capitals for stress ("There is truly PEACE"), not an abbreviation such as "U.K."."""
    return token.is_upper and token.is_alpha and len(token) > 3


def _is_there(root: Token, words: DetailWords) -> bool:
    while root.dep_ in ("conj", "appos") or (root.dep_ == "compound" and root.head.lemma_.lower() in words.places):
        root = root.head
    head = root.head
    if root.dep_ == "pobj":
        if head.lower_ == "of":
            return head.head.lemma_.lower() in words.parts
        on_spot = head.lower_ == "on" and root.lower_ in words.places
        return on_spot or head.lower_ in words.locative
    if root.dep_ != "dobj" or head.lemma_.lower() not in words.visiting:
        return False
    after = root.nbor()
    return is_gap(after) or after.pos_ in _AFTER_PLACE  # not "leaving Tel Aviv apprehensive"
