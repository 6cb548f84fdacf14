"""What somebody is: the words before the name, beside it in commas, or after "is".

"US President Donald Trump", "Ali Shamkhani, an adviser to Iran's Supreme Leader", "Murphy, who is a consultant",
"Michael McFaul is a senior fellow".
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from knowledge.actors.cluster import Cluster
from knowledge.actors.mentions import NameMention, office_before
from knowledge.lexicon.people import Lexicon, plain

Place = tuple[int, int]
LONGEST_ROLE = 30  # tokens; a longer one is a parse that ran away
LONGEST_BEFORE = 12  # tokens before a name
PAST = frozenset({"former", "ex", "then", "late", "onetime", "retired", "previous", "outgoing", "ousted"})


def roles_of(person: Cluster, doc: Doc, lexicon: Lexicon) -> list[Place]:
    """[start, end) of every role the running text gives a person, in order; articles left out."""
    found: list[Place] = []
    for mention in person.mentions:
        for low, high in (*_before(mention, doc, lexicon), *_beside(mention, doc, lexicon)):
            found.append((doc[low:high].start_char, doc[low:high].end_char))
    return sorted(found)


def _before(mention: NameMention, doc: Doc, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """The nouns and adjectives that run up to the name: "Iran's Supreme Leader Ayatollah"."""
    low = mention.token
    while not doc[low].is_sent_start and mention.token - low < LONGEST_BEFORE and _runs_up(doc, low - 1, lexicon):
        low -= 1
    while low < mention.token and (doc[low].is_punct or doc[low].tag_ == "POS" or doc[low].pos_ in ("CCONJ", "ADV")):
        low += 1
    if low < mention.token and any(_names_person(doc, low, index, lexicon) for index in range(low, mention.token)):
        yield low, mention.token


def _runs_up(doc: Doc, index: int, lexicon: Lexicon) -> bool:
    """Whether a token can be part of what stands before a name: "campaign spokesman", not "network President"."""
    token, following = doc[index], doc[index + 1]
    if token.text in ("-", "/", ".", "’s", "'s", "'") or token.tag_ == "POS":
        return token.text != "." or (
            (not token.whitespace_ or len(doc[index - 1]) <= 4) and not following.is_sent_start
        )
    if token.pos_ == "NOUN" and token.text.islower():
        return following.text[:1].islower() or plain(token.text) in lexicon.persons
    return token.pos_ in ("NOUN", "PROPN", "ADJ")


def _names_person(doc: Doc, low: int, index: int, lexicon: Lexicon) -> bool:
    word = plain(doc[index].text)
    return word in lexicon.persons or word in lexicon.titles or plain(doc[low : index + 1].text) in lexicon.titles


def _beside(mention: NameMention, doc: Doc, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Appositives in commas, "who is ..." and the predicate of a copula."""
    head = doc[mention.token : mention.stop].root
    for child in head.children:
        if child.dep_ == "appos" and child.i >= mention.stop:
            yield from _role_phrase(child, doc, lexicon)
        elif child.dep_ == "relcl" and child.lemma_ == "be" and not _negated(child):
            yield from (
                span for part in child.children if part.dep_ == "attr" for span in _role_phrase(part, doc, lexicon)
            )
    if head.dep_ == "nsubj" and head.head.lemma_ == "be" and not _negated(head.head):
        yield from (
            span for part in head.head.children if part.dep_ == "attr" for span in _role_phrase(part, doc, lexicon)
        )
    if head.dep_ == "appos" and head.head.i < mention.token and plain(head.head.text) in lexicon.persons:
        low = head.head.left_edge.i
        yield from _trimmed(doc, low, mention.token, lexicon)
    elif noun := office_before(doc, mention.token, lexicon):
        yield from _trimmed(doc, noun.left_edge.i, mention.token, lexicon)


def _negated(verb: Token) -> bool:
    return any(child.dep_ == "neg" for child in verb.children)


def _role_phrase(noun: Token, doc: Doc, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    if noun.pos_ not in ("NOUN", "PROPN"):
        return
    compound = plain(doc[noun.left_edge.i : noun.i + 1].text)
    if (
        plain(noun.text) in lexicon.persons
        or plain(noun.lemma_) in lexicon.persons
        or any(compound == title or compound.endswith(f" {title}") for title in lexicon.titles)
    ):
        yield from _trimmed(doc, noun.left_edge.i, noun.right_edge.i + 1, lexicon)


def _trimmed(doc: Doc, low: int, high: int, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """The phrase without its article and without what follows the next comma, relative clause or full stop."""
    while low < high and (doc[low].pos_ in ("DET", "ADV", "PRON", "CCONJ") or doc[low].is_punct):
        low += 1
    stop = low
    while stop < min(high, low + LONGEST_ROLE):
        token = doc[stop]
        if (
            token.text in (",", ";", ":", "—", "–", "(", "--", '"')
            or token.tag_ in ("WP", "WDT")
            or token.dep_ == "relcl"
            or (stop > low and token.is_sent_start)
        ):
            break
        stop += 1
    while stop > low and (doc[stop - 1].is_punct or doc[stop - 1].pos_ in ("CCONJ", "ADP")):
        stop -= 1
    if stop > low:
        yield low, stop


def main_role(roles: list[str], lexicon: Lexicon) -> str | None:
    """The role to show: the first that says more than one word, and more than "his friend"."""
    telling = [role for role in roles if not _only_relational(role, lexicon)]
    longer = [role for role in telling if len(role.split()) > 1]
    role = next(iter(longer or telling), None)
    while role and " " in role and plain(role.rsplit(" ", 1)[1]) in lexicon.honorifics:
        shorter = role.rsplit(" ", 1)[0]  # "Iran's Supreme Leader Ayatollah"
        if not role_words(shorter, lexicon):
            break
        role = shorter
    return role


def _only_relational(role: str, lexicon: Lexicon) -> bool:
    words = [word for word in plain(role).split() if word in lexicon.persons or word in lexicon.titles]
    return len(role.split()) == 1 and all(word in lexicon.relational for word in words)


def role_words(role: str, lexicon: Lexicon) -> set[str]:
    """The nouns of a role that name a person, short forms written out: "Sen." gives senator."""
    words = plain(role).replace("-", " ").split()
    found = {lexicon.long_forms.get(word, word) for word in words}
    found = {word for word in found if word in lexicon.persons or word in lexicon.titles}
    return found | {other for word in found for other in lexicon.same_office.get(word, ())}


def speaks(role: str, lexicon: Lexicon) -> bool:
    """Whether the holder of a role speaks for those it names: an office held now, told by its head noun."""
    words = plain(role).replace("-", " ").split()
    if PAST & set(words):
        return False
    stop = next(
        (n for n, word in enumerate(words) if n and word in ("of", "to", "for", "at", "with", "in", "on")), len(words)
    )
    return bool(lexicon.speaking & set(words[:stop])) or any(
        title in " ".join(words) for title in lexicon.speaking if " " in title
    )
