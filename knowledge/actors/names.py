"""Names in a block: the longest runs of name words, and what in a run is title and what is name.

"US President Donald Trump" is one run: the affiliation "US", the title "President", the name "Donald Trump".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from knowledge.build.document import is_gap
from knowledge.lexicon.people import Lexicon, plain

NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"})
NUMBER_LABELS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY"})
LONGEST_TITLE = 4  # "secretary of the treasury"
ABBREVIATION = 4  # letters of the longest abbreviation before a full stop inside a name ("Sen.", "Brig.")
SMALL_FORMS = frozenset({"plc", "gmbh", "llp"})  # written small at the end of a company's name
MANY = ("men", "people", "children")  # plurals without an s, which own an organisation's name: "Women's League"


@dataclass(frozen=True)
class Name:
    """A name by its tokens [low, high), with the title and the affiliation that stand before it."""

    low: int
    high: int
    title: str | None = None
    affiliation: str | None = None


def find_names(block: Span, lexicon: Lexicon) -> Iterator[Name]:
    """Every name of a block, in order."""
    for run in _runs(block, lexicon):
        yield from _split(run, lexicon)


# --- runs


def _runs(block: Span, lexicon: Lexicon) -> Iterator[Span]:
    doc, index = block.doc, block.start
    while index < block.end:
        if not _starts(doc[index], lexicon):
            index += 1
            continue
        stop = index + 1
        while not doc[stop].is_sent_start:
            if _is_name(doc[stop], lexicon) or _is_dot(doc, stop, lexicon):
                stop += 1
            elif (reach := _bridge(doc, stop, lexicon)) > stop:
                stop = reach
            else:
                break
        yield doc[index:stop]
        index = stop


def _is_name(token: Token, lexicon: Lexicon) -> bool:
    if not token.text[:1].isupper() or (
        plain(token.text) in lexicon.no_names and not _month_as_surname(token, lexicon)
    ):
        return False
    if token.ent_type_ in NUMBER_LABELS:
        return False
    if token.pos_ == "PROPN":
        return True
    return token.ent_type_ in NAME_LABELS and token.pos_ in ("NOUN", "ADJ", "X", "VERB", "ADP", "INTJ")


def _month_as_surname(token: Token, lexicon: Lexicon) -> bool:
    """ "Theresa May" and "Mrs. May" are people, whatever the calendar says."""
    if token.ent_type_ == "PERSON":
        return token.pos_ == "PROPN"
    before = token.doc[token.i - 1]
    return plain(before.text) in lexicon.honorifics or lexicon.is_given_name(before.text)


def _starts(token: Token, lexicon: Lexicon) -> bool:
    if _is_name(token, lexicon):
        return True
    if not token.text[:1].isupper() or plain(token.text) in lexicon.no_names:
        return False
    known = token.ent_type_ in NAME_LABELS or lexicon.is_title(token.text)
    return known and token.pos_ in ("NOUN", "ADJ", "PROPN", "X", "VERB")


def _is_dot(doc: Doc, index: int, lexicon: Lexicon) -> bool:
    """A full stop that the tokenizer has split from an abbreviation inside a name ("Sen" ".")."""
    if doc[index].text != "." or doc[index + 1].is_sent_start:
        return False
    before = doc[index - 1]
    return not before.whitespace_ and len(before) <= ABBREVIATION and _is_name(doc[index + 1], lexicon)


def _bridge(doc: Doc, index: int, lexicon: Lexicon) -> int:
    """Where a name goes on over a small word or hyphen at `index`; `index` itself where it ends."""
    token, following = doc[index], doc[index + 1]
    if is_gap(following):
        return index
    if token.text in SMALL_FORMS:
        return index + 1
    if token.tag_ == "POS":
        return _possessive(doc, index, lexicon)
    if token.text in ("-", "–") and not doc[index - 1].whitespace_ and not token.whitespace_:
        return _hyphen(doc, index, lexicon)
    if token.lower_ in lexicon.particles and token.ent_type_ in ("PERSON", "ORG", "") and _is_name(following, lexicon):
        return index + 2
    if token.lower_ == "of" and lexicon.is_title(f"{doc[index - 1].text} of {following.text}"):
        return index + 2
    if token.ent_iob_ == "I" and token.ent_type_ not in ("PERSON", "NORP") and token.ent_type_ in NAME_LABELS:
        return _inside_organisation(doc, index, lexicon)
    return index


def _possessive(doc: Doc, index: int, lexicon: Lexicon) -> int:
    """Over the possessive of many inside an organisation's name: "Seamen's Federation", "Teachers' Union"."""
    owner, reach = doc[index - 1], index + 1
    many = owner.lower_.endswith(MANY) or (owner.lower_.endswith("s") and doc[index].text == "'")
    if not many or owner.text in lexicon.parties or lexicon.countries.find(owner.text):
        return index
    while not doc[reach].is_sent_start and _is_name(doc[reach], lexicon):
        reach += 1
    return reach if plain(doc[reach - 1].text) in lexicon.organisations else index


def _hyphen(doc: Doc, index: int, lexicon: Lexicon) -> int:
    """ "Al-Assad", "Ban Ki-moon" and "Lashkar-e-Taiba" are one name, "US-Iran" and "Trump-Netanyahu" are two."""
    before, following = doc[index - 1], doc[index + 1]
    if lexicon.countries.find(before.text) or lexicon.countries.find(following.text):
        return index
    together = following.ent_iob_ == "I" and before.ent_type_ == following.ent_type_
    if together and following.text[:1].isalpha():
        return index + 2
    small = following.text[:1].islower() and len(following) <= 4
    if small and doc[index + 2].text == "-" and doc[index + 3].text[:1].isupper():
        return index + 4
    return index


def _inside_organisation(doc: Doc, index: int, lexicon: Lexicon) -> int:
    """Over "of", "for" or "and" to the end of an entity that goes on: "Council on Foreign Relations"."""
    reach = index
    while doc[reach].ent_iob_ == "I":
        reach += 1
    while reach > index and not doc[reach - 1].text[:1].isupper():
        reach -= 1
    if doc[index].lower_ == "and":
        first = index
        while doc[first].ent_iob_ == "I":
            first -= 1
        after_of = any(token.lower_ in ("of", "on", "for") for token in doc[first:index])
        return reach if after_of or plain(doc[reach - 1].text) in lexicon.organisations else index
    body = plain(doc[index - 1].text) in lexicon.organisation_starts | lexicon.organisations
    if doc[index].lower_ == "of" and not body and plain(doc[reach - 1].text) in lexicon.company_endings:
        return index  # "Ann Lee of Halden Capital", but "Department of Energy"
    return reach if doc[index].lower_ in ("of", "the", "for", "on", "&", "in", "to") and reach > index + 1 else index


# --- titles


def _split(run: Span, lexicon: Lexicon) -> Iterator[Name]:
    tokens = list(run)
    title_at = _title(tokens, lexicon)
    if title_at is None:
        yield from _names(tokens, None, None, lexicon)
        return
    low, high = title_at
    yield from _names(tokens[:low], None, None, lexicon)
    if high < len(tokens):
        title = run.doc[tokens[low].i : tokens[high - 1].i + 1].text
        affiliation = run.doc[tokens[0].i : tokens[low - 1].i + 1].text if low else None
        yield from _names(tokens[high:], title, affiliation, lexicon)


def _title(tokens: list[Token], lexicon: Lexicon) -> tuple[int, int] | None:
    """[low, high) of the last title in a run, adjoining titles taken together."""
    found: tuple[int, int] | None = None
    index = 0
    while index < len(tokens):
        for length in range(min(LONGEST_TITLE, len(tokens) - index), 0, -1):
            words = " ".join(token.text for token in tokens[index : index + length] if token.text != ".")
            if lexicon.is_title(words) and not _is_no_title(tokens, index, length, lexicon):
                found = (found[0] if found and found[1] == index else index, index + length)
                if found[1] < len(tokens) and tokens[found[1]].text == ".":
                    found = (found[0], found[1] + 1)
                index = found[1] - 1
                break
        index += 1
    return found


def _is_no_title(tokens: list[Token], index: int, length: int, lexicon: Lexicon) -> bool:
    """Whether a title's word is a surname ("Larry King", "Mr. King") or part of an organisation's name here."""
    end = index + length
    if end < len(tokens) and plain(tokens[-1].text) in lexicon.organisations:
        return True  # "Justice Department", "General Assembly"
    if index == 0:
        return False
    before = plain(tokens[index - 1].text) or plain(tokens[max(0, index - 2)].text)
    addressed = before in ("mr", "mrs", "ms", "miss", "dr", "sen", "rep", "gov", "president", "judge", "justice")
    surname = length == 1 and (lexicon.is_given_name(before) or (addressed and end == len(tokens)))
    return surname or before in ("of", "for")


def _names(tokens: list[Token], title: str | None, affiliation: str | None, lexicon: Lexicon) -> Iterator[Name]:
    """The name without what stands before it: "former", a party or a people before a first name."""
    while tokens and (tokens[0].text in ".-" or plain(tokens[0].text) in lexicon.before_title):
        tokens = tokens[1:]
    while tokens and (tokens[-1].text in ".-" or plain(tokens[-1].text) in lexicon.before_title):
        tokens = tokens[:-1]
    if not tokens:
        return
    if (
        title
        and len(tokens) > 2
        and not lexicon.is_given_name(tokens[0].text)
        and lexicon.is_given_name(tokens[1].text)
    ):
        tokens = tokens[1:]  # "Undersecretary for Management Patrick Kennedy"
    first = tokens[0]
    if not title and len(tokens) > 2 and plain(tokens[-1].text) not in lexicon.organisations:
        people = first.text in lexicon.parties or lexicon.countries.find(first.text)
        if people and lexicon.is_given_name(tokens[1].text) and not lexicon.is_given_name(first.text):
            yield Name(first.i, first.i + 1)
            yield Name(tokens[1].i, tokens[-1].i + 1, None, first.text)
            return
    yield Name(first.i, tokens[-1].i + 1, title, affiliation)
