"""Where names begin and end: the longest runs of name words, and the names with their titles in them.

"US President Donald Trump" is one run, of the affiliation "US", the title "President" and the name "Donald Trump".
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from knowledge.lexicon.function_words import function_words
from knowledge.lexicon.people import lexicon, plain
from knowledge.lexicon.words import visible
from knowledge.parsing.document import is_gap

NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"})
NUMBER_LABELS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY"})
LONGEST_TITLE = 4  # "secretary of the treasury"
ABBREVIATION = 4  # letters of the longest abbreviation before a full stop inside a name ("Sen.", "Brig.")
HYPHENS = ("-", "–")
LONGEST_FORM = 5  # tokens: "Sp. z o.o."


def runs(block: Span) -> Iterator[Span]:
    """The longest runs of name words of a block, in order."""
    doc, index = block.doc, block.start
    while index < block.end:
        if not _starts(doc[index]):
            index += 1
            continue
        stop = index + 1
        while not doc[stop].is_sent_start:
            reach = _legal_form(doc, stop)
            if not reach:
                reach = stop + 1 if _is_name(doc[stop]) or _is_dot(doc, stop) else _bridge(doc, stop)
            if reach == stop:
                break
            stop = reach
        yield doc[index:stop]
        index = stop


def split(run: Span) -> Iterator[tuple[Span, str | None]]:
    """The names of a run, each with the title before it."""
    place = _title(run)
    if place is None:
        yield from _names(run, None)
        return
    low, high = place
    yield from _names(run[:low], None)
    if high < len(run):
        yield from _names(run[high:], run[low:high].text)


# --- where a name goes on


def _is_name(token: Token) -> bool:
    if not visible(token.text)[:1].isupper() or (
        plain(token.text) in lexicon().no_names and not _month_as_surname(token)
    ):
        return False
    if token.ent_type_ in NUMBER_LABELS:
        return False
    if token.pos_ == "PROPN":
        return True
    return token.ent_type_ in NAME_LABELS and token.pos_ in ("NOUN", "ADJ", "X", "VERB", "ADP", "INTJ")


def _month_as_surname(token: Token) -> bool:
    """ "Theresa May" and "Mrs. May" are people, whatever the calendar says."""
    if token.ent_type_ == "PERSON":
        return token.pos_ == "PROPN"
    before = token.doc[token.i - 1]
    return plain(before.text) in lexicon().honorifics or lexicon().is_given_name(before.text)


def _starts(token: Token) -> bool:
    if _is_name(token):
        return True
    if token.text.islower() and token.lower_ in lexicon().particles and token.nbor(-1).pos_ != "DET":
        return bool(_particles(token.doc, token.i))  # "al-Rashid said"
    if not token.text[:1].isupper() or plain(token.text) in lexicon().no_names:
        return False
    known = token.ent_type_ in NAME_LABELS or lexicon().is_title(token.text)
    return known and token.pos_ in ("NOUN", "ADJ", "PROPN", "X", "VERB")


def _is_dot(doc: Doc, index: int) -> bool:
    """A full stop that the tokenizer has split from an abbreviation inside a name ("Sen" ".")."""
    if doc[index].text != "." or doc[index + 1].is_sent_start:
        return False
    before = doc[index - 1]
    return not before.whitespace_ and len(before) <= ABBREVIATION and _is_name(doc[index + 1])


def _bridge(doc: Doc, index: int) -> int:
    """Where a name goes on over a small word or hyphen at `index`; `index` itself where it ends."""
    token, following = doc[index], doc[index + 1]
    if is_gap(following):
        return index
    if token.is_space and _is_name(following):
        return index + 2  # a nickname stood here
    if token.text in lexicon().small_forms:
        return index + 1
    if token.tag_ == "POS":
        return _possessive(doc, index)
    if token.text in HYPHENS and not doc[index - 1].whitespace_ and not token.whitespace_:
        return _hyphen(doc, index)
    if reach := _particles(doc, index):
        return reach
    if token.lower_ == "of" and lexicon().is_title(f"{doc[index - 1].text} of {following.text}"):
        return index + 2
    if token.like_num and plain(doc[index - 1].text) in lexicon().numbered:
        return index + 1  # "Transit Workers Local 412"
    if token.dep_ == "cc" and (reach := _joined_body(doc, index)):
        return reach
    if token.is_title and token.is_alpha and token.ent_type_ not in NUMBER_LABELS and _is_name(following):
        return index + 2  # "Hands Off Corrach"
    inside = token.ent_iob_ == "I" and token.ent_type_ not in ("PERSON", "NORP") and token.ent_type_ in NAME_LABELS
    if inside and (reach := _inside_organisation(doc, index)) > index:
        return reach
    return _body_goes_on(doc, index)


def _legal_form(doc: Doc, index: int) -> int:
    """Past the legal form of several tokens that begins at one, 0 where none does: "S.p.A.", "A/S", ", Ltd"."""
    first = index + (doc[index].text == ",")
    longest = min(first + LONGEST_FORM, doc[index].sent.end)
    forms = (stop for stop in range(longest, index + 1, -1) if plain(doc[first:stop].text) in lexicon().legal_forms)
    return next(forms, 0)


def _body_goes_on(doc: Doc, index: int) -> int:
    """Past "of" or "for" inside the name of a body: "Society for the Protection of Birds"; `index` where it ends."""
    body = plain(doc[index - 1].text) in lexicon().organisation_starts | lexicon().organisations
    reach = index
    while (body or reach > index) and doc[reach].lower_ in function_words().inside_title:
        first = reach + 1 + (doc[reach + 1].lower_ == "the")
        stop = first
        while _is_name(doc[stop]) and doc[stop].ent_type_ != "PERSON" and not doc[stop].is_sent_start:
            stop += 1
        if stop == first or lexicon().is_title(doc[first].text) or lexicon().countries.find(doc[first:stop].text):
            break
        reach = stop
    return reach


def _particles(doc: Doc, index: int) -> int:
    """Past the small words before a surname and its first word, 0 where none are: "de la | Cruz", "al-Rashid"."""
    reach = index
    while doc[reach].lower_ in lexicon().particles and not doc[reach].is_sent_start:
        reach += 1
    if reach == index:
        return 0
    hyphened = doc[reach].text in HYPHENS and not doc[reach - 1].whitespace_ and not doc[reach].whitespace_
    surname = doc[reach + hyphened]
    return surname.i + 1 if _is_name(surname) or (hyphened and surname.text[:1].isupper()) else 0


def _joined_body(doc: Doc, index: int) -> int:
    """To the end of one body's name that "and" joins, 0 where two are named: "Avon and Somerset Police".

    The first part then hangs on the last word of the second, or is a place as in "Perth and Kinross Council".
    """
    reach, first = index + 1, doc[index - 1]
    while not doc[reach].is_sent_start and (_is_name(doc[reach]) or doc[reach].tag_ == "POS"):
        reach += 1
    last = plain(doc[reach - 1].text)
    one = last in lexicon().organisations and first.dep_ in ("nmod", "compound") and index < first.head.i < reach
    place = first.ent_type_ in ("GPE", "LOC") and not lexicon().countries.find(first.text)
    return reach if one or (place and reach > index + 2 and last in lexicon().of_places) else 0


def _possessive(doc: Doc, index: int) -> int:
    """Over the possessive of many inside an organisation's name: "Seamen's Federation", "Teachers' Union"."""
    owner, reach = doc[index - 1], index + 1
    several = owner.lower_.endswith("s") and doc[index].text == "'"
    many = owner.lower_.endswith(lexicon().many) or several
    if not many or owner.text in lexicon().parties or lexicon().countries.find(owner.text):
        return index
    while not doc[reach].is_sent_start and _is_name(doc[reach]):
        reach += 1
    of_members = several and owner.lower_.endswith(lexicon().members)  # "Mechanised Boat Owners' Sangam"
    return reach if of_members or plain(doc[reach - 1].text) in lexicon().organisations else index


def _hyphen(doc: Doc, index: int) -> int:
    """ "Al-Assad", "Ban Ki-moon" and "Lashkar-e-Taiba" are one name, "US-Iran" and "Trump-Netanyahu" are two."""
    before, following = doc[index - 1], doc[index + 1]
    if lexicon().countries.find(before.text) or lexicon().countries.find(following.text):
        return index
    together = following.ent_iob_ == "I" and before.ent_type_ == following.ent_type_
    if following.pos_ == "PROPN" and (_is_name(doc[index - 2]) or not _is_alone(following)):
        together = True  # "Kerryn Abbott-Lee", whatever the tagger makes of her
    if together and following.text[:1].isalpha():
        return index + 2
    small = following.text[:1].islower() and len(following) <= 4
    if small and doc[index + 2].text == "-" and doc[index + 3].text[:1].isupper():
        return index + 4
    return index


def _is_alone(last: Token) -> bool:
    """Whether the last word of a name with a hyphen stands alone elsewhere: "Netanyahu" of "Trump-Netanyahu"."""
    return any(token.text == last.text and token.nbor(-1).text not in HYPHENS for token in last.doc[1:])


def _inside_organisation(doc: Doc, index: int) -> int:
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
        after_of = any(token.lower_ in function_words().before_and for token in doc[first:index])
        return reach if after_of or plain(doc[reach - 1].text) in lexicon().organisations else index
    body = plain(doc[index - 1].text) in lexicon().organisation_starts | lexicon().organisations
    if doc[index].lower_ == "of" and not body and plain(doc[reach - 1].text) in lexicon().company_endings:
        return index  # "Ann Lee of Halden Capital", but "Department of Energy"
    return reach if doc[index].lower_ in function_words().inside_body and reach > index + 1 else index


# --- titles


def _title(run: Span) -> tuple[int, int] | None:
    """[low, high) of the last title in a run, adjoining titles taken together."""
    found: tuple[int, int] | None = None
    index = 0
    while index < len(run):
        for length in range(min(LONGEST_TITLE, len(run) - index), 0, -1):
            if lexicon().is_title(run[index : index + length].text) and not _is_no_title(run, index, length):
                found = (found[0] if found and found[1] == index else index, index + length)
                index = found[1] - 1
                break
        index += 1
    return found


def _is_no_title(run: Span, index: int, length: int) -> bool:
    """Whether a title's word is a surname ("Larry King", "Mr. King") or part of an organisation's name here."""
    end = index + length
    if end < len(run) and plain(run[-1].text) in lexicon().organisations:
        return True  # "Justice Department", "General Assembly"
    if index == 0:
        return False
    before = plain(run[index - 1].text) or plain(run[max(0, index - 2)].text)
    addressed = before in lexicon().addressed and end == len(run)
    surname = length == 1 and (lexicon().is_given_name(before) or addressed)
    return surname or before in function_words().inside_title


def _names(name: Span, title: str | None) -> Iterator[tuple[Span, str | None]]:
    """The name without what stands before it: "former", a party or a people before a first name."""
    words = lexicon()
    while name and (name[0].text in ".-" or plain(name[0].text) in words.before_title):
        name = name[1:]
    while name and (name[-1].text in ".-" or plain(name[-1].text) in words.before_title):
        name = name[:-1]
    if not name:
        return
    first = name[0].text
    stray = len(name) > 2 and words.is_given_name(name[1].text) and not words.is_given_name(first)
    known = first in words.parties or words.countries.find(first)
    if stray and title:
        name = name[1:]  # "Undersecretary for Management Patrick Kennedy"
    elif field := _field(name):
        title = name.doc[name.start - 2 : name.start + field].text
        name = name[field:]
    elif stray and known and plain(name[-1].text) not in words.organisations:
        yield name[:1], None
        name = name[1:]
    yield name, title


def _field(name: Span) -> int:
    """How many first words of a run are the field of the office before: "Minister for | Defence | Colm Devaney"."""
    doc, office = name.doc, name.start - 2
    inside = doc[name.start - 1].lower_ in function_words().inside_title
    if len(name) < 3 or not inside or is_gap(doc[office]) or not lexicon().is_title(doc[office].text):
        return 0
    begins = (n for n, token in enumerate(name) if n and token.ent_iob_ == "B" and token.ent_type_ == "PERSON")
    given = (n for n, token in enumerate(name[:-1]) if n and lexicon().is_given_name(token.text))
    governed = (1 for token in name[:1] if token.dep_ == "pobj" and name[1].head.i > token.i)
    return next(begins, 0) or next(given, 0) or next(governed, 0)
