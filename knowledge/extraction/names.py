"""Names as the article writes them: where they stand, what goes before, and what speaks for a person.

Only running text gives names. Titles, headings and bylines are written in capitals or without grammar and make false
names; they are searched later for names that the running text has given.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from knowledge.extraction.runs import NAME_LABELS, runs, split
from knowledge.lexicon.function_words import function_words
from knowledge.lexicon.people import lexicon, plain
from knowledge.lexicon.words import visible
from knowledge.model.article import Article
from knowledge.parsing.document import is_gap, quoted_tokens, words_after
from knowledge.parsing.quotations import Quotation, nicknames

RUNNING = ("body", "item", "turn")
SUBJECTS = ("nsubj", "nsubjpass")
TURN = "turn"  # the label of a name that stands before a turn of a transcript
BETWEEN = ("NOUN", "PROPN", "ADJ", "DET", "ADP")  # what an office and the comma before its holder's name enclose
LONGEST_OFFICE = 12  # tokens of such an office
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
        for run in runs(block):
            for name, title in split(run):
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
