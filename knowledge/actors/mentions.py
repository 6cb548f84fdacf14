"""Names as the article writes them: where they stand, what title goes before, what the tagger makes of them.

Only running text gives names. Titles, headings and bylines are written in capitals or without grammar and
make false names; they are searched later for names that the running text has given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from knowledge.actors.lexicon import Lexicon, plain
from knowledge.article import Article
from knowledge.parsing import ParsedBlock
from knowledge.quotations import Quotation

RUNNING = ("body", "item", "turn")
NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"})
LONGEST_TITLE = 4  # "secretary of the treasury"
_NO_NAME = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "i", "mr", "mrs", "ms", "a", "an", "the", "and", "but", "or", "if", "in", "on", "at", "to", "for", "of", "as", "by", "it", "he", "she", "they", "we", "you", "his", "her", "its", "their", "our", "your", "my", "this", "that", "these", "those", "not", "no", "yes", "god", "today", "yesterday", "tomorrow"]
)
_NOBODY = frozenset(
    "q a question questions answer moderator host audience announcer narrator video audio reporter reporters voice"
    " unidentified male female man woman crowd all both clip caller operator interviewer editor note update source".split()
)


@dataclass(frozen=True)
class NameMention:
    """One name at one place.

    `start`, `end` are its place in the article without title; `words` its words; `title` the office or honorific
    before it as written, `affiliation` the words before that ("Israeli", "House"), `before` where all this
    begins. `label` is the tagger's. `block`, `token` say where its first token is; `head` is its last token.
    """

    start: int
    end: int
    words: tuple[str, ...]
    block: int
    token: int
    stop: int
    label: str
    title: str | None = None
    affiliation: str | None = None
    before: int = 0
    quoted: bool = False
    article: bool = False
    plural: bool = False
    label_of_turn: bool = False

    @property
    def text(self) -> str:
        """The name with single spaces."""
        return " ".join(self.words)


def quoted_places(quotations: list[Quotation]) -> list[tuple[int, int]]:
    """[start, end) of every quoted run, part by part."""
    return [(part.start, part.end) for quotation in quotations for part in quotation.parts]


def find_mentions(article: Article, parsed: list[ParsedBlock], quotations: list[Quotation], lexicon: Lexicon) -> list[NameMention]:
    """Every name in running text, in order."""
    quoted = quoted_places(quotations)
    found: list[NameMention] = []
    labels = {q.block: q.label for q in quotations if q.label and q.form == "turn"}
    for number, block in enumerate(parsed):
        if block.block.kind not in RUNNING:
            continue
        if number in labels:
            found += _label(article, block, number, labels[number])
        for run in name_runs(block.doc, lexicon):
            for low, high, title, affiliation in split_run(run, lexicon):
                mention = _mention(block, number, low, high, title, affiliation, quoted)
                if number not in labels or mention.start >= labels[number][1]:
                    found.append(mention)
    return found


def _label(article: Article, block: ParsedBlock, number: int, place: tuple[int, int]) -> list[NameMention]:
    """The name before a turn of a transcript: "JAKE TAPPER" is written as a name, "QUESTION" is none."""
    span = block.doc.char_span(place[0] - block.start, place[1] - block.start, alignment_mode="expand")
    written = article.text[slice(*place)].split()
    if span is None or not written or any(word.lower() in _NOBODY for word in written):
        return []
    words = tuple(word.title() if word.isupper() and len(word) > 2 else word for word in written)
    return [NameMention(*place, words, number, span.start, span.end, "PERSON", before=place[0], label_of_turn=True)]


def name_runs(doc: Doc, lexicon: Lexicon) -> Iterator[Span]:
    """The longest runs of name tokens, with titles and affiliations still in them."""
    index = 0
    while index < len(doc):
        if not _starts_name(doc[index], lexicon):
            index += 1
            continue
        stop = index + 1
        while stop < len(doc):
            if _name_token(doc[stop]) or _name_dot(doc, stop):
                stop += 1
            elif (reach := _bridge(doc, stop, lexicon)) > stop:
                stop = reach
            else:
                break
        yield doc[index:stop]
        index = stop


def _name_token(token: Token) -> bool:
    first = token.text[:1]
    if not first.isupper() or (token.lower_ in _NO_NAME and not _surname_like_a_month(token)):
        return False
    if token.ent_type_ in ("DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY"):
        return False
    if token.pos_ == "PROPN":
        return True
    return token.ent_type_ in NAME_LABELS and token.pos_ in ("NOUN", "ADJ", "X", "VERB", "ADP", "INTJ")


def _surname_like_a_month(token: Token) -> bool:
    """ "Theresa May" and "Mrs. May" are people, whatever the calendar says."""
    return token.lower_ in ("may", "march") and token.ent_type_ == "PERSON" and token.pos_ == "PROPN"


def _starts_name(token: Token, lexicon: Lexicon) -> bool:
    if _name_token(token):
        return True
    if not token.text[:1].isupper():
        return False
    return token.lower_ not in _NO_NAME and (
        token.ent_type_ in NAME_LABELS or plain(token.text) in lexicon.honorifics or lexicon.is_title(token.text)
    ) and token.pos_ in ("NOUN", "ADJ", "PROPN", "X", "VERB")


def _name_dot(doc: Doc, index: int) -> bool:
    """A full stop that the tokenizer has split from an abbreviation inside a name ("Sen" ".")."""
    token = doc[index]
    return token.text == "." and index + 1 < len(doc) and not doc[index - 1].whitespace_ and _name_token(doc[index + 1]) and len(doc[index - 1]) <= 4 and not token.is_sent_end


def _bridge(doc: Doc, index: int, lexicon: Lexicon) -> int:
    """Where a name goes on after a small word, hyphen or "of" at `index`; `index` itself where it ends."""
    if index + 1 >= len(doc):
        return index
    token, following = doc[index], doc[index + 1]
    joined = not doc[index - 1].whitespace_ and not token.whitespace_
    if token.text in ("-", "–") and joined and following.text[:1].isalpha() and (following.text[:1].isupper() or plain(doc[index - 1].text) in ("al", "el", "ki", "jong")):
        # "Al-Assad" and "Ban Ki-moon" are one name; "US-Iran", "Trump-Netanyahu" are two
        both = lexicon.countries.find(doc[index - 1].text) or lexicon.countries.find(following.text)
        same = doc[index - 1].ent_type_ and doc[index - 1].ent_type_ == following.ent_type_ and following.ent_iob_ == "I"
        return index + 2 if same and not both else index
    if token.lower_ in lexicon.particles and following.text[:1].isupper() and token.ent_type_ in ("PERSON", "ORG", "") and _name_token(following):
        return index + 2
    inside = token.ent_iob_ == "I" and token.ent_type_ in ("ORG", "WORK_OF_ART", "LAW", "EVENT", "GPE", "LOC", "FAC")
    if inside and token.lower_ in ("of", "the", "for", "on", "and", "&", "in", "to"):
        reach = index
        while reach < len(doc) and doc[reach].ent_iob_ == "I":
            reach += 1
        last = reach
        while last > index and not doc[last - 1].text[:1].isupper():
            last -= 1
        return last if last > index + 1 or doc[index].text == "&" else index
    if token.lower_ == "of" and lexicon.is_title(f"{doc[index - 1].text} of {following.text}"):
        return index + 2
    return index


def split_run(run: Span, lexicon: Lexicon) -> Iterator[tuple[Token, Token, str | None, str | None]]:
    """(first, last token, title, affiliation) of each name in a run: "US President Donald Trump" is one name."""
    tokens = [token for token in run if token.text != "." or token.i > run.start]
    title_at = _last_title(tokens, lexicon)
    title = affiliation = None
    rest = tokens
    if title_at:
        low, high = title_at
        if high < len(tokens):
            title = run.doc[tokens[low].i : tokens[high - 1].i + 1].text
            affiliation = run.doc[tokens[0].i : tokens[low - 1].i + 1].text if low else None
            rest = tokens[high:]
            if low:
                yield from _names(tokens[:low], None, None, lexicon)
        else:  # "the Prime Minister": an office without a name
            if low:
                yield from _names(tokens[:low], None, None, lexicon)
            return
    yield from _names(rest, title, affiliation, lexicon)


def _last_title(tokens: list[Token], lexicon: Lexicon) -> tuple[int, int] | None:
    """[low, high) of the last title in the run, adjoining titles taken together."""
    best: tuple[int, int] | None = None
    index = 0
    while index < len(tokens):
        for length in range(min(LONGEST_TITLE, len(tokens) - index), 0, -1):
            words = " ".join(token.text for token in tokens[index : index + length] if token.text != ".")
            surname = length == 1 and index and lexicon.is_given_name(tokens[index - 1].text)  # "Larry King"
            if lexicon.is_title(words) and not surname and not _part_of_organisation(tokens, index + length, lexicon):
                best = (best[0] if best and best[1] == index else index, index + length)
                if best[1] < len(tokens) and tokens[best[1]].text == ".":
                    best = (best[0], best[1] + 1)
                index = best[1] - 1
                break
        index += 1
    return best


def _part_of_organisation(tokens: list[Token], index: int, lexicon: Lexicon) -> bool:
    """Whether what follows a would-be title makes it an organisation ("Justice Department", "General Assembly")."""
    return index < len(tokens) and plain(tokens[-1].text) in lexicon.organisations


def _names(tokens: list[Token], title: str | None, affiliation: str | None, lexicon: Lexicon) -> Iterator[tuple[Token, Token, str | None, str | None]]:
    """The name of a run without its title; party words and demonyms before a person's name go to the affiliation."""
    while tokens and (tokens[0].text in ".-" or plain(tokens[0].text) in lexicon.before_title):
        tokens = tokens[1:]
    while tokens and tokens[-1].text in ".-":
        tokens = tokens[:-1]
    if not tokens:
        return
    if not title and len(tokens) > 2 and plain(tokens[-1].text) not in lexicon.organisations and lexicon.is_given_name(tokens[1].text):
        first = tokens[0].text
        if first in lexicon.parties or (lexicon.countries.find(first) and not lexicon.is_given_name(first)):
            yield tokens[0], tokens[0], None, None
            yield tokens[1], tokens[-1], None, first
            return
    yield tokens[0], tokens[-1], title, affiliation


def _mention(block: ParsedBlock, number: int, low: Token, high: Token, title: str | None, affiliation: str | None, quoted: list[tuple[int, int]]) -> NameMention:
    doc = block.doc
    span = doc[low.i : high.i + 1]
    start, end = block.place(span)
    labels = [token.ent_type_ for token in span if token.ent_type_ in NAME_LABELS]
    label = max(sorted(set(labels)), key=labels.count) if labels else ""
    index = low.i
    if title:
        before_words = len(title.split()) + (len(affiliation.split()) if affiliation else 0)
        index = max(0, low.i - before_words)
    before = block.start + doc[index].idx
    return NameMention(
        start=start,
        end=end,
        words=tuple(token.text for token in span if token.text != "."),
        block=number,
        token=low.i,
        stop=high.i + 1,
        label=label,
        title=title,
        affiliation=affiliation,
        before=before,
        quoted=any(a <= start < b for a, b in quoted),
        article=index > 0 and doc[index - 1].lower_ == "the",
        plural=high.tag_ in ("NNPS", "NNS"),
    )
