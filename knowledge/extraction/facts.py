"""Facts: every sentence that can answer a question, with what it tells of whom, when, where and how much.

Of times and amounts the parser's entities are the start; rules mend what a small model gets wrong (ages taken for
dates, names taken for places) and add what it passes over.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import chain

from spacy.matcher import Matcher
from spacy.tokens import Doc, Span, Token
from spacy.vocab import Vocab

from knowledge.extraction.cast import Cast, Mention
from knowledge.extraction.reading import Reading
from knowledge.lexicon.answer_kinds import AnswerKind, kinds_in
from knowledge.lexicon.people import load_countries
from knowledge.lexicon.tables import table
from knowledge.model.article import Article
from knowledge.model.factbase import Fact, excerpt_id
from knowledge.model.spans import Span as Place
from knowledge.model.spans import inside, overlap_any
from knowledge.parsing.document import is_gap, place_of
from knowledge.parsing.sentences import Sentence

TELLING = ("title", "body", "item", "turn")  # headings announce, bylines sign
PLACES = ("country", "place")
NOUN_REACH = 5  # tokens from a number to the noun it counts: "53 million displaced young people"

Pattern = dict[str, object]  # of one token, as spaCy's Matcher has it

_LETTERS = re.compile(r"[^\W\d_]{2,}")
_YEAR = re.compile(r"^(?:1[5-9]|20)\d\d(?:-\d\d(?:\d\d)?)?s?$")
_CLOCK = re.compile(r"\b\d{1,2}(?::\d\d)?\s?(?:[ap]\.m\.|[ap]m\b|o['’]clock)(?:\s(?:E[SD]?T|GMT|local time)\b)?", re.I)
_ORDINAL = re.compile(r"(?:first|second|third|\wth|\d(?:st|nd|rd))$")
_BARE = re.compile(r"(?:the )?(?:end|start|beginning|middle)", re.I)
_NAMES = ("ORG", "PERSON", "WORK_OF_ART", "PRODUCT", "GPE", "FAC")
_AGE = re.compile(r"\b[\w-]+-(?:year|month|week)s?-olds?\b", re.I)
_AMOUNT = re.compile(
    r"(?:(?:[A-Z]{1,2})?[$€£¥₹₦₩₽₺₴₪]|\bRs\.?|\b(?:USD|EUR|GBP|INR))\s?\d+(?:,\d{2,3})*(?:\.\d+)?"
    r"(?:\s?(?:k|m|mn|bn|tn|cr)\b|(?:[ -](?:thousand|million|billion|trillion|lakh|crore)s?\b)+)?"
    r"|\b\d+(?:,\d{3})*(?:\.\d+)?\s?(?:%|percent\b|per cent\b|percentage points?\b)"
)
_SCALED = re.compile(r"\d+(?:[.,]\d+)*(?:k|m|mn|bn|tn)")
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

    `actors` are the ids of those named there or meant by a pronoun or a title, in order of appearance; `when`, `where`
    and `amounts` the article's own words.
    """
    article, doc, cast = reading.article, reading.doc, reading.cast
    is_place = _place_judge(cast)
    mentioned = [start for start, _, _ in cast.mentions]  # in order
    details_of = find_details(doc, is_place)
    seen: set[str] = set()
    facts = [] if any(block.kind == "title" for block in article.blocks) else _title_in_front_matter(article, seen)
    for sentence in reading.sentences:
        block = article.blocks[sentence.block]
        text = article.text[sentence.start : sentence.end]
        if block.kind not in TELLING or len(_LETTERS.findall(text)) < 2:
            continue
        details = details_of[sentence.block]
        when, where = (_verbatim(article.text, places, sentence) for places in (details.when, details.where))
        here = cast.mentions[bisect_left(mentioned, sentence.start) : bisect_left(mentioned, sentence.end)]
        facts.append(
            Fact(
                id=excerpt_id("f", text, text, seen),
                text=text,
                start=sentence.start,
                end=sentence.end,
                actors=list(dict.fromkeys(actor for _, _, actor in here)),
                when=when,
                where=where,
                amounts=_verbatim(article.text, details.amounts, sentence),
                kinds=_kinds(text, when, where),
                refers=_refers(text, sentence.start, here, cast),
            )
        )
    return facts


def _refers(text: str, start: int, mentions: Sequence[Mention], cast: Cast) -> dict[str, str]:
    """The first words that mean each of those whom a sentence, beginning at `start`, means without naming them."""
    found: dict[str, str] = {}
    for first, last, actor in mentions:
        words = text[first - start : last - start]
        if actor not in found.values() and words and not cast.actor(actor).is_named_in(text):
            found.setdefault(words, actor)
    return found


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


def find_details(doc: Doc, is_place: Callable[[Place], bool | None]) -> list[Details]:
    """What each block of an article tells of time, place and amount.

    `is_place` is asked about [start, end) in the article: True or False for a name known to be a place or something
    else, None for a name that is not known.
    """
    text, words = doc.text, table(DetailWords, "details")
    entities, shaped = _by_block(doc, doc.ents), _by_block(doc, _shaped_times(doc, words))
    found = []
    for block, named, times in zip(doc.spans["blocks"], entities, shaped, strict=True):
        ages = _matches(_AGE, block, text)  # the model takes them for dates
        times = [*(span for span in named if _is_time(span, words)), *times]
        when = [place for place in _times(block, text, times, words) if not overlap_any(place, ages)]
        durations = [place for place in when if _is_duration(doc, text, place, words)]
        dates = [place for place in when if place not in durations]
        amounts = [place for place in _amounts(block, text, words) if not overlap_any(place, [*dates, *ages])]
        where = [place for place in _places(block, named, words) if not overlap_any(place, when)]
        where = [place for place in where if is_place(place) is not False]
        found.append(Details(when, _outermost(where), _outermost([*amounts, *durations, *ages])))
    return found


def _by_block(doc: Doc, spans: Iterable[Span]) -> list[list[Span]]:
    """The spans, each of which lies in one block, by the blocks of an article."""
    firsts = [block.start for block in doc.spans["blocks"]]
    found: list[list[Span]] = [[] for _ in firsts]
    for span in spans:
        found[bisect_right(firsts, span.start) - 1].append(span)
    return found


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


def _times(block: Span, text: str, found: list[Span], words: DetailWords) -> list[Place]:
    """The times of a block in order: "Wednesday", "January of last year", "two and a half hours"."""
    places = [(span.start_char, span.end_char) for span in found] + _matches(_CLOCK, block, text)
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


def _shaped_times(doc: Doc, words: DetailWords) -> Iterator[Span]:
    """The times that a shape of tokens tells; one may stand inside another."""
    telling = [sentence for sentence in doc.sents if any(_marks_time(token, words) for token in sentence)]
    around = (doc[max(0, sentence.start - 1) : sentence.end + 1] for sentence in telling)
    for match in chain.from_iterable(_time_matcher(doc.vocab)(span, as_spans=True) for span in around):
        left, right = map(int, match.label_.split())
        first = match.start + left
        if doc[first].like_num or doc[first].lower_ in words.counts | words.loose_counts:
            while doc[first - 1].like_num or doc[first - 1].lower_ in words.inside_numbers:
                first -= 1
        yield doc[first : match.end - right]


@cache
def _time_matcher(vocab: Vocab) -> Matcher:
    """Finds the shapes of times; what a shape is called says how many of its tokens only stand before and
    behind the time."""
    words = table(DetailWords, "details")

    def one_of(*lists: frozenset[str], **more: object) -> Pattern:
        return {"LOWER": {"IN": sorted(frozenset().union(*lists))}, **more}

    def title(listed: frozenset[str]) -> Pattern:
        return one_of(listed, IS_TITLE=True, ENT_TYPE={"NOT_IN": list(_NAMES)})

    number: Pattern = {"IS_DIGIT": True, "OP": "+"}
    year: Pattern = {"TEXT": {"REGEX": _YEAR.pattern}}
    month, unit = title(words.months), {"LEMMA": {"IN": sorted(words.units)}}
    the: Pattern = {"LOWER": "the", "OP": "?"}
    ago, no_hyphen = one_of(words.after_units), {"ORTH": {"NOT_IN": ["-"]}}
    no_title: Pattern = {"IS_TITLE": False}
    counted: list[list[Pattern]] = [
        [{"LIKE_NUM": True}],  # two and a half hours
        [one_of(words.counts, words.loose_counts)],  # several weeks
        [one_of(words.weekdays)],  # Monday morning
        [the, one_of(words.pointers)],  # the following week
    ]
    matcher = Matcher(vocab)
    matcher.add("0 0", [[title(words.weekdays)], [one_of(words.days, IS_LOWER=True)]])
    matcher.add("0 0", [[month, number], [month, number, {"ORTH": ","}, year]])  # May 4, 1998
    matcher.add("0 0", [[*before, unit, ago] for before in (*counted, [one_of(words.articles)], [])])  # a month later
    matcher.add("1 0", [[one_of(words.before_months), month]])  # "May" alone is also a verb and a name
    matcher.add("1 0", [[one_of(words.before_years), year]])
    matcher.add("0 1", [[*before, unit, no_hyphen] for before in counted])  # no "two-year-old"
    matcher.add("0 1", [[one_of(words.days, IS_SENT_START=True, IS_LOWER=False), no_title]])  # no "Christmas Island"
    matcher.add("1 1", [[no_title, one_of(words.days, IS_TITLE=True), no_title]])
    matcher.add("1 1", [[{**no_title, "IS_UPPER": False}, one_of(words.days, IS_UPPER=True), no_title]])
    return matcher


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
    if _SCALED.fullmatch(token.text):
        return True
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


def _places(block: Span, named: list[Span], words: DetailWords) -> Iterator[Place]:
    """The places where something is or goes, in no order; one may stand inside another."""
    for entity in named:
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
