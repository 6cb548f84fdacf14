"""Whom a pronoun, "the senator", "the bank" or "critics of the plan" means: one ranker for every mention.

One walk through the article in reading order, headings last. The candidates of a mention are those named anywhere,
those described so far and, for a description, somebody new; a linear score with learned weights gives each its share.
The best is meant where its share reaches a margin; below it a description is taken as new and a pronoun stays open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from knowledge.extraction.candidates import Candidates
from knowledge.extraction.entities import Entity
from knowledge.extraction.kinds import nouns_beside
from knowledge.extraction.mentions import Finder, Mention, Referent, Sighting, Sort, antecedent, names_in
from knowledge.extraction.names import RUNNING, SUBJECTS, NameMention
from knowledge.lexicon.cues import load_lexicon, verbs_playing
from knowledge.lexicon.function_words import function_words, mention_words
from knowledge.lexicon.people import lexicon, plain
from knowledge.lexicon.weights import Ranker
from knowledge.model.article import Article
from knowledge.model.factbase import ActorKind
from knowledge.model.spans import Span
from knowledge.parsing.document import quoted_tokens

LONGEST_NAME = 4  # words of a known name that is looked for where the tagger sees none
NOUN_WORDS = 6  # tokens before a noun beside a name that tell who it is
OBJECTS = ("dobj", "dative")
NEW_KINDS: dict[Sort, ActorKind | Sort] = {
    "person": "person",
    "body": "organisation",
    "people": "group",
    "holder": "holder",
    "document": "document",
}


@dataclass(frozen=True)
class Margins:
    """The least share of the best candidate, for descriptions and for pronouns."""

    described: float = 0.65
    pronoun: float = 0.5


BEST = Margins(0.0, 0.0)  # the best candidate, however unsure
Chooser = Callable[[Mention, Candidates], int]  # the index of the candidate that is meant, -1 for nobody


@dataclass(frozen=True)
class Resolved:
    """A mention with whom it means."""

    mention: Mention
    referent: Referent


@dataclass(frozen=True)
class Meant:
    """All who are named or described in an article, in the order they were met; the mentions that mean them, by the
    token of their head; and the places of known names where the tagger sees none."""

    referents: list[Referent]
    resolved: dict[int, Resolved]
    elsewhere: list[tuple[Span, Referent]]


def resolve(
    article: Article, doc: Doc, entities: list[Entity], sources: Iterable[tuple[int, int]], choose: Chooser
) -> Meant:
    """Walks through the article; `sources` are the places of what holds words, `choose` decides (`chooser`)."""
    return _Walk(article, doc, entities, sources).through(choose)


def chooser(ranker: Ranker, margins: Margins) -> Chooser:
    """Decides by the weights of a ranker."""

    def choose(mention: Mention, candidates: Candidates) -> int:
        shares = ranker.shares(mention.weights, candidates.features())
        best = max(range(len(shares)), key=shares.__getitem__)
        if best < len(candidates.known):
            if mention.described and shares[best] < margins.described:
                return len(candidates.known)
            if not mention.described and shares[best] < margins.pronoun:
                return -1
        return best

    return choose


class _Walk:
    """What the walk has seen so far."""

    def __init__(self, article: Article, doc: Doc, entities: list[Entity], sources: Iterable[tuple[int, int]]):
        self.doc, self.quoted = doc, quoted_tokens(doc, "marks")
        self.at: dict[int, Referent] = {}
        self.referents = [self._named(entity, article) for entity in entities]
        self.elsewhere = [((name.start_char, name.end_char), one) for name, one in self._elsewhere()]
        self.finder = Finder(doc, self.at, sources, self.quoted)
        self.last_speaker: Referent | None = None
        self.resolved: dict[int, Resolved] = {}
        self.sighted = 0
        self.numbers = {token.i: number for number, sentence in enumerate(doc.sents) for token in sentence}

    def through(self, choose: Chooser) -> Meant:
        """Walk the running text, then the titles and headings."""
        blocks = list(enumerate(self.doc.spans["blocks"]))
        running = [(number, block) for number, block in blocks if block.label_ in RUNNING]
        headings = [(number, block) for number, block in blocks if block.label_ in ("title", "heading")]
        for number, block in (*running, *headings):
            for token in block:
                named = self.at.get(token.i)
                if named is None:
                    if not (token.is_punct or token.is_space):
                        self._resolve(token, number, block.label_ not in RUNNING, choose)
                elif self.at.get(token.i + 1) is not named:  # the last word of the name
                    self._see(named, token, number)
        return Meant(self.referents, self.resolved, self.elsewhere)

    def _resolve(self, token: Token, block: int, heading: bool, choose: Chooser) -> None:
        if (noun := antecedent(token)) is not token and token.dep_ in SUBJECTS:
            known = self.at.get(noun.i) or (self.resolved[noun.i].referent if noun.i in self.resolved else None)
            if known is not None:
                self._see(known, token, block)
            return
        mention = self.finder.mention(token, block, self.numbers[token.i])
        if mention is None:
            return
        candidates = Candidates(mention, self.referents, self.last_speaker, heading)
        if not candidates.all:
            return
        index = choose(mention, candidates)
        if index < 0:
            return
        referent = candidates.all[index]
        if referent is None and mention.token.dep_ == "compound":
            return  # "a union spokesman" alone makes nobody of the union
        if referent is None:
            referent = _described(mention)
            self.referents.append(referent)
        else:
            _learn(referent, mention)
        self.resolved[token.i] = Resolved(mention, referent)
        self._see(referent, token, block)

    def _see(self, one: Referent, token: Token, block: int) -> None:
        head = token
        while head.dep_ in ("flat", "appos", "conj", "compound") and head.head != head:
            if head.head.pos_ not in ("PROPN", "NOUN"):
                break
            head = head.head
        subject, verb = head.dep_ in SUBJECTS, head.head
        if verb.lemma_ in verbs_playing("asks") and (subject or head.dep_ in OBJECTS):  # who is asked speaks next
            subject = not subject or not any(child.dep_ in OBJECTS for child in verb.children)
        speaking = not self.finder.sources.isdisjoint((token.i, head.i))
        speaking = speaking or (subject and verb.lemma_ in verbs_playing("quotes"))
        self.sighted += 1
        seen = Sighting(token, self.numbers[token.i], block, subject, speaking, self.sighted)
        one.first = min(one.first, seen.sentence)
        one.seen.append(seen)
        if token.i not in self.quoted:
            one.aloud.append(seen)
            if speaking:
                one.speaking, self.last_speaker = block, one

    # --- who is named

    def _named(self, entity: Entity, article: Article) -> Referent:
        one = Referent(entity.kind, entity.name, entity, entity.gender)
        told = {function_words().pronouns.get(mention.pronoun) for mention in entity.mentions if mention.pronoun}
        if entity.kind == "person" and entity.gender is None and len(told) == 1:
            one.gender = told.pop()  # "Biden ... he": all pronouns that follow the name with nobody else between
        texts = [entity.name, *(mention.text for mention in entity.mentions)]
        if entity.country:
            texts += [word for word, _ in lexicon().countries.words(entity.country)]
        one.texts = list(dict.fromkeys(texts))
        one.words = {word for text in texts for word in mention_words().telling(text)}
        if entity.kind != "person" and len(entity.words) > 1:
            one.heads = {word for word in (plain(entity.words[0]), entity.surname) if _is_body(word)}
        for mention in entity.mentions:
            self.at.update((token.i, one) for token in mention.span)
            _take_beside(one, mention)
        for start, end in entity.roles:
            _take_role(one, article.text[start:end])
        one.heads |= {other for noun in one.heads for other in lexicon().same_office.get(noun, ())}
        title = article.slice(article.blocks[0]) if article.blocks else ""
        one.in_title = any(text in title for text in one.texts)
        return one

    def _elsewhere(self) -> Iterator[tuple[Words, Referent]]:
        """Known names where the tagger sees none, noted in `at`: in titles and headings any name, in running text
        people's surnames."""
        named = [(one, one.entity) for one in self.referents if one.entity is not None]
        surnames = {entity.words[-1]: one for one, entity in reversed(named) if entity.kind == "person"}
        names = surnames | {other.text: one for one, entity in reversed(named) for other in entity.mentions}
        for block in self.doc.spans["blocks"]:
            here = surnames if block.label_ in RUNNING else names
            letters = {name[0] for name in here}
            index = block.start if block.label_ != "byline" else block.end
            while index < block.end:
                free = self.doc[index].text[0] in letters and index not in self.at
                stops = range(min(index + LONGEST_NAME, block.end), index, -1) if free else ()
                name = next((self.doc[index:stop] for stop in stops if self.doc[index:stop].text in here), None)
                if name is not None:
                    self.at.update((token.i, here[name.text]) for token in name)
                    yield name, here[name.text]
                index = index + 1 if name is None else name.end


def _is_body(word: str) -> bool:
    return any(word in listed for listed in (lexicon().organisations, lexicon().bodies, load_lexicon().bodies))


def _take_beside(one: Referent, mention: NameMention) -> None:
    """Add what stands beside a name: its title, nouns in commas or before it, an age."""
    if mention.title:
        one.heads |= {lexicon().long_forms.get(word, word) for word in plain(mention.title).split()}
        one.words.update(mention_words().telling(mention.title))
    doc, end = mention.span.doc, mention.span.end
    for noun, where in nouns_beside(mention):
        if where == "follows" or noun.pos_ != "NOUN" or (noun.tag_ != "NN" and one.kind == "person"):
            continue
        one.heads.add(plain(noun.lemma_))
        before = doc[max(noun.left_edge.i, noun.i - NOUN_WORDS) : noun.i + 1]
        one.words.update(word for token in before for word in mention_words().telling(token.text))
    if doc[end].text == "," and doc[end].nbor().text.isdigit():
        one.words.add(f"age {doc[end].nbor().text}")


def _take_role(one: Referent, role: str) -> None:
    """Add the words of a role; a demonym or capital in it stands for its country."""
    words, known = mention_words().telling(role), lexicon()
    one.words.update(words)
    one.heads |= {known.long_forms.get(word, word) for word in words if word in known.persons or word in known.titles}
    for name in names_in(role):
        if country := known.countries.find(name):
            one.words |= {plain(word) for word, _ in known.countries.words(country[0])}


# --- who is described


def _described(mention: Mention) -> Referent:
    """Somebody new, known by a description alone."""
    kind: ActorKind | Sort = NEW_KINDS.get(mention.sort, "other")
    if mention.family in ("group", "name"):
        kind = "group" if mention.family == "group" else "organisation"
    owner = next((one for one, where in mention.inside.items() if where in ("owner", "within")), None)
    return Referent(
        kind,
        mention.text,
        gender=mention.gender,
        plural=mention.family == "group",
        heads=set(mention.heads),
        words={*mention.words, *mention.heads},
        texts=[mention.text],
        owner=owner,
        made=mention,
    )


def _learn(one: Referent, mention: Mention) -> None:
    """Add what a mention tells of whom it means."""
    if mention.family in ("person", "nominal", "group") and one.gender is None:
        one.gender = mention.gender
    if mention.family in ("nominal", "group"):
        one.heads |= mention.heads
        one.words.update(mention.words)
    if mention.described and mention.text not in one.texts:
        one.texts.append(mention.text)
