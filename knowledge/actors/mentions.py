"""Names as the article writes them: where they stand, what goes before, and what speaks for a person.

Only running text gives names. Titles, headings and bylines are written in capitals or without grammar and
make false names; they are searched later for names that the running text has given.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from knowledge.actors.names import NAME_LABELS, Name, find_names
from knowledge.build.document import is_gap, quoted_tokens, words_after
from knowledge.build.quotations import Quotation
from knowledge.lexicon.people import Gender, Lexicon, plain
from knowledge.model.article import Article

RUNNING = ("body", "item", "turn")
PRONOUNS: dict[str, Gender] = {
    "he": "male", "him": "male", "his": "male", "himself": "male",
    "she": "female", "her": "female", "hers": "female", "herself": "female",
}  # fmt: skip
SUBJECTS = ("nsubj", "nsubjpass")
PLACING = frozenset({
    "as", "in", "at", "near", "to", "from", "outside", "across", "around", "of", "above", "below", "beneath", "along",
    "through", "over", "into", "within", "inside", "off", "past", "toward", "towards", "throughout",
})  # what comes next need not act  # fmt: skip
BETWEEN = ("NOUN", "PROPN", "ADJ", "DET", "ADP")  # what an office and the comma before its holder's name enclose
BELONGING = ("of", "for", "at", "in", "from", "to", "with", "on")  # what ties an office to a place or a body
LONGEST_OFFICE = 12  # tokens of such an office
TURN = "turn"  # the label of a name that stands before a turn of a transcript


@dataclass(frozen=True)
class NameMention:
    """One name at one place.

    `start`, `end` are its place in the article without title, `words` its words, `title` the office or honorific
    before it as written, `affiliation` the words before that ("Israeli"). `label` is the tagger's. [`token`, `stop`)
    are its tokens in the document, `block` is the number of its block. `role` is the dependency of its head, empty
    where it is a place ("in Mara"). `personal` says that an age, "who" or the word for a person stands beside it,
    `thing` that what only a company has does. `pronoun` is the "he" or "her"
    that follows a subject or owner in its sentence with no other person named, else empty.
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
    quoted: bool = False
    article: bool = False
    plural: bool = False
    role: str = ""
    personal: bool = False
    thing: bool = False
    pronoun: str = ""

    @property
    def text(self) -> str:
        """The name with single spaces."""
        return " ".join(self.words)


def find_mentions(article: Article, doc: Doc, quotations: list[Quotation], lexicon: Lexicon) -> list[NameMention]:
    """Every name in running text, in order."""
    quoted = quoted_tokens(doc, "marks")
    labels = {quotation.block: quotation.label for quotation in quotations if quotation.form == "turn"}
    found: list[NameMention] = []
    for number, block in enumerate(doc.spans["blocks"]):
        if block.label_ not in RUNNING:
            continue
        label = labels.get(number)
        if label:
            found += _before_turn(article, doc, number, label, lexicon)
        for name in find_names(block, lexicon):
            mention = _mention(doc, number, name, quoted, lexicon)
            if not label or mention.start >= label[1]:
                found.append(mention)
    return found


def _before_turn(
    article: Article, doc: Doc, number: int, place: tuple[int, int], lexicon: Lexicon
) -> list[NameMention]:
    """The name before a turn of a transcript: "JAKE TAPPER" is written as a name, "QUESTION" is none."""
    span = doc.char_span(*place, alignment_mode="expand")
    written = article.text[slice(*place)].split()
    if span is None or not written or any(plain(word) in lexicon.nobody for word in written):
        return []
    words = [word.title() if word.isupper() and len(word) > 2 else word for word in written]
    title = None
    while len(words) > 1 and lexicon.is_title(words[0]):
        title = words.pop(0)
    return [NameMention(*place, tuple(words), number, span.start, span.end, TURN, title, role="nsubj")]


def _mention(doc: Doc, number: int, name: Name, quoted: frozenset[int], lexicon: Lexicon) -> NameMention:
    span = doc[name.low : name.high]
    labels = [token.ent_type_ for token in span if token.ent_type_ in NAME_LABELS]
    head = span.root
    return NameMention(
        start=span.start_char,
        end=span.end_char,
        words=tuple(span.text.split()),
        block=number,
        token=name.low,
        stop=name.high,
        label=max(sorted(set(labels)), key=labels.count) if labels else "",
        title=name.title,
        affiliation=name.affiliation,
        quoted=name.low in quoted,
        article=doc[name.low - 1].lower_ == "the",
        plural=doc[name.high - 1].tag_ in ("NNPS", "NNS"),
        role=_role(head, lexicon),
        personal=_personal(span, head, lexicon),
        thing=_is_thing(span, head, lexicon),
        pronoun=_pronoun_after(doc, span[-1], quoted) if head.dep_ in (*SUBJECTS, "poss") else "",
    )


def _role(head: Token, lexicon: Lexicon) -> str:
    """The dependency of a name, empty where it is a place or "the MP for" it; what "and" joins has its first part's."""
    first = head
    while first.dep_ == "conj" and first.head != first:
        first = first.head
    if first.dep_ != "pobj":
        return head.dep_
    elected = first.head.lower_ == "for" and plain(first.head.head.lemma_) in lexicon.elected
    return "" if elected or first.head.lower_ in PLACING else head.dep_


def _personal(name: Span, head: Token, lexicon: Lexicon) -> bool:
    """ "Joseph Omondi, 44,", "Kimberly Strand, who", "the authority's commissioner, Aoife Brannigan"."""
    following = [token.lower_ for token in name.doc[name.end : name.end + 3]]
    if following[:2] == [",", "who"]:
        return person_beside(head, lexicon) is None and plain(name[-1].text) not in lexicon.company_endings
    if len(following) == 3 and following[0] == "," and following[1].isdigit() and following[2] in (",", "."):
        return len(following[1]) == 2
    noun = office_before(name.doc, name.start, lexicon)
    if head.dep_ == "appos" and head.head.i < head.i and plain(head.head.lemma_) in lexicon.persons:
        noun = head.head if head.head.ent_type_ != "PERSON" else None  # "Charlie King, a New York Democrat"
    if noun is None:
        return False
    nearest = name.doc[name.start - 2]
    other = nearest.i != noun.i and nearest.pos_ == "NOUN"  # "an engineer at the dam's owner, Pennine Water"
    unsure = other or plain(noun.lemma_) in lexicon.also_bodies
    return not unsure or head.ent_type_ == "PERSON" or lexicon.is_given_name(name[0].text)


def person_beside(noun: Token, lexicon: Lexicon) -> Token | None:
    """The person whose phrase a name ends: "MP" in "the MP for Mara, who", "Lee" in "Ann Lee of Halden Energy, who".

    The parser hangs "who" on the nearest name, which may be a place or a company.
    """
    while noun.dep_ == "pobj" and noun.head.dep_ == "prep":
        noun = noun.head.head
        if noun.ent_type_ == "PERSON" or (noun.pos_ in ("NOUN", "PROPN") and plain(noun.lemma_) in lexicon.persons):
            return noun
    return None


def office_before(doc: Doc, start: int, lexicon: Lexicon) -> Token | None:
    """The noun for a person whose phrase ends at the comma before a token: "the judge in Port Mara, Ann Lee".

    Told by the words alone: the parser hangs such a name on the place, on the noun or on the verb.
    """
    index = start - 2
    if doc[start - 1].text != ",":
        return None
    while index > start - LONGEST_OFFICE and doc[index].pos_ in BETWEEN and not is_gap(doc[index - 1]):
        if doc[index].pos_ == "NOUN" and plain(doc[index].lemma_) in lexicon.persons:
            one = doc[index].tag_ == "NN" and doc[index + 1].lower_ in BELONGING
            return doc[index] if one else None
        index -= 1
    return None


def _is_thing(name: Span, head: Token, lexicon: Lexicon) -> bool:
    """Whether what only a company has stands beside a name: "Lumio's shares", "Lumio founder Ann Lee"."""
    after = [plain(words_after(name.doc, name.end, length).text) for length in (1, 2, 3)]
    return any(words in lexicon.company_offices for words in after) or any(
        word in lexicon.company_nouns for word in _belongings(head)
    )


def _belongings(head: Token) -> list[str]:
    """What a name owns and what is said of it in commas: "Lumio's shares", "shares of Lumio", "Lumio, a toy maker"."""
    of = head.dep_ == "pobj" and (head.head.lower_ == "of" or head.head.head.lemma_.lower() in ("share", "stock"))
    owned = [head.head.lemma_.lower()] if head.dep_ == "poss" else [head.head.head.lemma_.lower()] if of else []
    owned += [f"{child.text} {head.head.text}".lower() for child in head.head.children if head.dep_ == "poss"]
    return owned + [child.lemma_.lower() for child in head.children if child.dep_ == "appos" and child.pos_ == "NOUN"]


def _pronoun_after(doc: Doc, last: Token, quoted: frozenset[int]) -> str:
    """The first pronoun for a person after a name in its sentence, if nobody else is named up to there."""
    sentence = last.sent
    if any(token.ent_type_ == "PERSON" for token in doc[sentence.start : max(sentence.start, last.i - 3)]):
        return ""
    for token in doc[last.i + 1 : sentence.end]:
        if token.ent_type_ == "PERSON" or token.i in quoted:
            return ""
        if token.lower_ in PRONOUNS and not _is_somebody_else(token, last):
            return token.lower_
    return ""


def _is_somebody_else(pronoun: Token, name: Token) -> bool:
    """Whether a pronoun is the object of the clause whose subject the name is: "Ahola, who is not related to him"."""
    if pronoun.tag_ == "PRP$" or pronoun.dep_ not in ("dobj", "pobj", "dative"):
        return False
    verb = next((token for token in pronoun.ancestors if token.pos_ in ("VERB", "AUX")), None)
    subjects = [child for child in verb.children if child.dep_ in SUBJECTS] if verb is not None else []
    return any(subject.tag_ == "WP" or name in subject.subtree for subject in subjects)
