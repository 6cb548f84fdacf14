"""Names as the article writes them: where they stand, what goes before, and what speaks for a person.

A name is found in the longest run of name words: "US President Donald Trump" is one run, of the affiliation "US", the
title "President" and the name "Donald Trump". Only running text gives names. Titles, headings and bylines are written
in capitals or without grammar and make false names; they are searched later for names that the running text has given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from knowledge.extraction.document import is_gap, quoted_tokens, words_after
from knowledge.extraction.quotations import Quotation, nicknames
from knowledge.lexicon.function_words import function_words
from knowledge.lexicon.people import lexicon, plain
from knowledge.lexicon.words import visible
from knowledge.model.article import Article

RUNNING = ("body", "item", "turn")
SUBJECTS = ("nsubj", "nsubjpass")
TURN = "turn"  # the label of a name that stands before a turn of a transcript
NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"})
NUMBER_LABELS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY"})
LONGEST_TITLE = 4  # "secretary of the treasury"
ABBREVIATION = 4  # letters of the longest abbreviation before a full stop inside a name ("Sen.", "Brig.")
BETWEEN = ("NOUN", "PROPN", "ADJ", "DET", "ADP")  # what an office and the comma before its holder's name enclose
LONGEST_OFFICE = 12  # tokens of such an office
HYPHENS = ("-", "–")
LONGEST_INITIALS = 3  # letters: "J.R.R. Tolkien"


@dataclass(frozen=True, eq=False)
class NameMention:
    """One name at one place: its tokens without title, and its words.

    `title` is the office or honorific before it as written, `label` the tagger's, `block` the number of its block.
    `role` is the dependency of its head, empty where it is a place ("in Mara"). `personal` says that an age, "who" or
    the word for a person stands beside it, `thing` that what only a company has does. `pronoun` is the "he" or "her"
    that follows a subject or owner in its sentence with no other person named, else empty. `nickname` stands in marks
    or brackets inside the name and is none of its words.
    """

    span: Span
    words: tuple[str, ...]
    block: int
    label: str
    title: str | None = None
    quoted: bool = False
    article: bool = False
    plural: bool = False
    role: str = ""
    personal: bool = False
    thing: bool = False
    pronoun: str = ""
    nickname: str = ""

    @property
    def text(self) -> str:
        """The name with single spaces."""
        return " ".join(self.words)

    @property
    def place(self) -> tuple[int, int]:
        """[start, end) in the article."""
        return self.span.start_char, self.span.end_char


def find_mentions(article: Article, doc: Doc, quotations: list[Quotation]) -> list[NameMention]:
    """Every name in running text, in order."""
    quoted = quoted_tokens(doc, "marks")
    labels = {quotation.block: quotation.label for quotation in quotations if quotation.form == "turn"}
    found: list[NameMention] = []
    for number, block in enumerate(doc.spans["blocks"]):
        if block.label_ not in RUNNING:
            continue
        label = labels.get(number)
        if label:
            found += _before_turn(article, doc, number, label)
        for run in _runs(block):
            for name, title in _split(run):
                if not label or name.start_char >= label[1]:
                    found.append(_mention(article, name, title, number, quoted))
    return found


def surname_key(word: str) -> str:
    """By what a surname is compared: in lower case, without an article of its own, "rashid" for "al-Rashid"."""
    first, hyphen, rest = plain(word).partition("-")
    return rest if hyphen and first in lexicon().particles else plain(word)


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full names are a person's: same surname, and first names that agree: equal, initials or a short form.

    "J.P. Holloway", "J. P. Holloway" and "James P. Holloway" are one.
    """
    short, long_ = sorted((_comparable(one), _comparable(other)), key=len)
    if len(short) > 1 and long_[-len(short) :] == short:
        return True  # "Suu Kyi" and "Aung San Suu Kyi"
    if short[-1] != long_[-1]:
        return False
    if short[0].isupper() or long_[0].isupper():
        few, many = sorted((_initials(short[:-1]), _initials(long_[:-1])), key=len)
        return many.startswith(few)
    return lexicon().formal_name(short[0]) == lexicon().formal_name(long_[0])


def person_beside(noun: Token) -> Token | None:
    """The person whose phrase a name ends: "MP" in "the MP for Mara, who", "Lee" in "Ann Lee of Halden Energy, who".

    The parser hangs "who" on the nearest name, which may be a place or a company.
    """
    while noun.dep_ == "pobj" and noun.head.dep_ == "prep":
        noun = noun.head.head
        if noun.ent_type_ == "PERSON" or (noun.pos_ in ("NOUN", "PROPN") and plain(noun.lemma_) in lexicon().persons):
            return noun
    return None


def office_before(name: Token) -> Token | None:
    """The noun for a person whose phrase ends at the comma before a name: "the judge in Port Mara, Ann Lee".

    Told by the words alone: the parser hangs such a name on the place, on the noun or on the verb.
    """
    doc, index = name.doc, name.i - 2
    if doc[name.i - 1].text != ",":
        return None
    while index > name.i - LONGEST_OFFICE and doc[index].pos_ in BETWEEN and not is_gap(doc[index - 1]):
        if doc[index].pos_ == "NOUN" and plain(doc[index].lemma_) in lexicon().persons:
            one = doc[index].tag_ == "NN" and doc[index + 1].lower_ in function_words().tying
            return doc[index] if one else None
        index -= 1
    return None


# --- what two names are compared by


def _comparable(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words in lower case, initials joined and in capitals: ("JP", "holloway") for J. P. Holloway."""
    found = [plain(word).upper() if _is_initials(word) else plain(word) for word in words[:-1]]
    while len(found) > 1 and found[0].isupper() and found[1].isupper():
        found[:2] = [found[0] + found[1]]
    return (*found, surname_key(words[-1]))


def _is_initials(word: str) -> bool:
    letters = word.replace(".", "")
    return letters.isupper() and len(letters) <= LONGEST_INITIALS


def _initials(given: tuple[str, ...]) -> str:
    return "".join(word if word.isupper() else word[:1].upper() for word in given)


# --- a mention and what stands beside it


def _before_turn(article: Article, doc: Doc, number: int, place: tuple[int, int]) -> list[NameMention]:
    """The name before a turn of a transcript: "JAKE TAPPER" is written as a name, "QUESTION" is none."""
    span = doc.char_span(*place, alignment_mode="expand")
    written = visible(article.text[slice(*place)]).split()
    if span is None or not written or any(plain(word) in lexicon().nobody for word in written):
        return []
    words = [word.title() if word.isupper() and len(word) > 2 else word for word in written]
    title = None
    while len(words) > 1 and lexicon().is_title(words[0]):
        title = words.pop(0)
    return [NameMention(span, tuple(words), number, TURN, title, role="nsubj")]


def _mention(article: Article, name: Span, title: str | None, block: int, quoted: frozenset[int]) -> NameMention:
    nickname = next((found["nickname"] for found in nicknames(article.text, name.start_char, name.end_char)), "")
    labels = [token.ent_type_ for token in name if token.ent_type_ in NAME_LABELS]
    head = name.root
    return NameMention(
        name,
        tuple(visible(name.text).split()),
        block,
        label=max(sorted(set(labels)), key=labels.count) if labels else "",
        title=title,
        quoted=name.start in quoted,
        article=name.doc[name.start - 1].lower_ == "the",
        plural=name[-1].tag_ in ("NNPS", "NNS"),
        role=_role(head),
        personal=_personal(name, head),
        thing=_is_thing(name, head),
        pronoun=_pronoun_after(name[-1], quoted) if head.dep_ in (*SUBJECTS, "poss") else "",
        nickname=nickname,
    )


def _role(head: Token) -> str:
    """The dependency of a name, empty where it is a place or "the MP for" it; what "and" joins has its first part's."""
    first = head
    while first.dep_ == "conj" and first.head != first:
        first = first.head
    if first.dep_ != "pobj":
        return head.dep_
    elected = first.head.lower_ == "for" and plain(first.head.head.lemma_) in lexicon().elected
    return "" if elected or first.head.lower_ in function_words().placing else head.dep_


def _personal(name: Span, head: Token) -> bool:
    """ "Joseph Omondi, 44,", "Kimberly Strand, who", "the authority's commissioner, Aoife Brannigan"."""
    following = [token.lower_ for token in name.doc[name.end : name.end + 3]]
    if following[:2] == [",", "who"]:
        return person_beside(head) is None and plain(name[-1].text) not in lexicon().company_endings
    if len(following) == 3 and following[0] == "," and following[1].isdigit() and following[2] in (",", "."):
        return len(following[1]) == 2
    noun = office_before(name[0])
    if head.dep_ == "appos" and head.head.i < head.i and plain(head.head.lemma_) in lexicon().persons:
        noun = head.head if head.head.ent_type_ != "PERSON" else None  # "Charlie King, a New York Democrat"
    if noun is None:
        return False
    nearest = name.doc[name.start - 2]
    other = nearest.i != noun.i and nearest.pos_ == "NOUN"  # "an engineer at the dam's owner, Pennine Water"
    unsure = other or plain(noun.lemma_) in lexicon().also_bodies
    return not unsure or head.ent_type_ == "PERSON" or lexicon().is_given_name(name[0].text)


def _is_thing(name: Span, head: Token) -> bool:
    """Whether what only a company has stands beside a name: "Lumio's shares", "Lumio founder Ann Lee"."""
    after = {plain(words_after(name.doc, name.end, length).text) for length in (1, 2, 3)}
    return bool(after & lexicon().company_offices or lexicon().company_nouns & set(_belongings(head)))


def _belongings(head: Token) -> list[str]:
    """What a name owns and what is said of it in commas: "Lumio's shares", "shares of Lumio", "Lumio, a toy maker"."""
    of = head.dep_ == "pobj" and (head.head.lower_ == "of" or head.head.head.lemma_.lower() in lexicon().shares)
    owned = [head.head.lemma_.lower()] if head.dep_ == "poss" else [head.head.head.lemma_.lower()] if of else []
    owned += [f"{child.text} {head.head.text}".lower() for child in head.head.children if head.dep_ == "poss"]
    return owned + [child.lemma_.lower() for child in head.children if child.dep_ == "appos" and child.pos_ == "NOUN"]


def _pronoun_after(last: Token, quoted: frozenset[int]) -> str:
    """The first pronoun for a person after a name in its sentence, if nobody else is named up to there."""
    doc, sentence = last.doc, last.sent
    if any(token.ent_type_ == "PERSON" for token in doc[sentence.start : max(sentence.start, last.i - 3)]):
        return ""
    for token in doc[last.i + 1 : sentence.end]:
        if token.ent_type_ == "PERSON" or token.i in quoted:
            return ""
        if token.lower_ in function_words().pronouns and not _is_somebody_else(token, last):
            return token.lower_
    return ""


def _is_somebody_else(pronoun: Token, name: Token) -> bool:
    """Whether a pronoun is the object of the clause whose subject the name is: "Ahola, who is not related to him"."""
    if pronoun.tag_ == "PRP$" or pronoun.dep_ not in ("dobj", "pobj", "dative"):
        return False
    verb = next((token for token in pronoun.ancestors if token.pos_ in ("VERB", "AUX")), None)
    subjects = [child for child in verb.children if child.dep_ in SUBJECTS] if verb is not None else []
    return any(subject.tag_ == "WP" or name in subject.subtree for subject in subjects)


# --- runs of name words


def _runs(block: Span) -> Iterator[Span]:
    doc, index = block.doc, block.start
    while index < block.end:
        if not _starts(doc[index]):
            index += 1
            continue
        stop = index + 1
        while not doc[stop].is_sent_start:
            if _is_name(doc[stop]) or _is_dot(doc, stop):
                stop += 1
            elif (reach := _bridge(doc, stop)) > stop:
                stop = reach
            else:
                break
        yield doc[index:stop]
        index = stop


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
    if token.ent_iob_ == "I" and token.ent_type_ not in ("PERSON", "NORP") and token.ent_type_ in NAME_LABELS:
        return _inside_organisation(doc, index)
    return index


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
    if _is_name(doc[index - 2]) and following.pos_ == "PROPN":
        together = True  # "Kerryn Abbott-Lee", whatever the tagger makes of her
    if together and following.text[:1].isalpha():
        return index + 2
    small = following.text[:1].islower() and len(following) <= 4
    if small and doc[index + 2].text == "-" and doc[index + 3].text[:1].isupper():
        return index + 4
    return index


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


def _split(run: Span) -> Iterator[tuple[Span, str | None]]:
    """The names of a run, each with the title before it."""
    place = _title(run)
    if place is None:
        yield from _names(run, None)
        return
    low, high = place
    yield from _names(run[:low], None)
    if high < len(run):
        yield from _names(run[high:], run[low:high].text)


def _title(run: Span) -> tuple[int, int] | None:
    """[low, high) of the last title in a run, adjoining titles taken together."""
    found: tuple[int, int] | None = None
    index = 0
    while index < len(run):
        for length in range(min(LONGEST_TITLE, len(run) - index), 0, -1):
            words = " ".join(token.text for token in run[index : index + length] if token.text != ".")
            if lexicon().is_title(words) and not _is_no_title(run, index, length):
                found = (found[0] if found and found[1] == index else index, index + length)
                if found[1] < len(run) and run[found[1]].text == ".":
                    found = (found[0], found[1] + 1)
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
