"""Topics: what a reader of the article would say it talks about, and the words that point to each.

Every noun and telling adjective of the article is weighed by how often it comes, over how many paragraphs, and
whether it stands in a heading or in what somebody says. Words that speak of one thing go together: the forms of one
word, and words that `lexicon/en/themes.yaml` puts under one theme of the news. Names of actors, times and the nouns of
`lexicon/en/generic_nouns.yaml` give no topic.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from knowledge.extraction.reading import Reading
from knowledge.lexicon.tables import table
from knowledge.lexicon.words import Endings, Themes, load_themes, singular
from knowledge.lexicon.words import words as words_of
from knowledge.model.article import slug
from knowledge.model.factbase import FactBase, Topic

FEWEST, MOST = 5, 14
WORDS_PER_MENTION = 450  # an article of so many words needs the weight of one mention, of twice as many two
WEIGHTS = {"title": 3.0, "heading": 2.0}  # of a mention; 1 in the text, SAID in what somebody says
SAID = 1.4
THEME_FACTOR, WORD_FACTOR = 1.8, 0.6  # a known theme of the news needs fewer mentions than any other word
TOGETHER = 0.6  # the share of its mentions inside another's phrases at which a subject is part of that other
SAME_PHRASE = 0.5  # the share of its mentions at which a phrase names the topic
SAME_START = 5  # letters by which a word is taken for a form of a theme's name
MOST_TERMS = 12

_NAMES = ("PERSON", "ORG", "GPE", "NORP", "FAC", "LOC", "DATE", "TIME", "WORK_OF_ART", "PRODUCT")
_CLAUSES = ("ccomp", "xcomp", "pcomp", "acl", "advcl")


@dataclass(frozen=True)
class Mention:
    """A word of the article that may point to a topic: its key (theme or singular), where it is, how much it counts."""

    key: str
    word: str
    surface: str
    phrase: str
    chunk: tuple[int, int]  # number of the block, number of the phrase's head in it
    weight: float
    theme: bool


@dataclass(frozen=True)
class Subject:
    """The mentions that may become one topic."""

    key: str
    mentions: tuple[Mention, ...]

    @property
    def weight(self) -> float:
        """Sum of the mentions, raised by spread: the same count over more paragraphs is more of a topic."""
        blocks = len({mention.chunk[0] for mention in self.mentions})
        factor = THEME_FACTOR if self.mentions[0].theme else WORD_FACTOR
        return factor * sum(mention.weight for mention in self.mentions) * (0.5 + math.log2(1 + blocks) / 2)


def find_topics(reading: Reading) -> list[Topic]:
    """The topics of an article, the weightiest first; at most 14, at least 5 where it has as many."""
    themes = load_themes()
    subjects = _absorbed(_grouped(list(_mentions(reading, themes)), themes))
    length = sum(len(block) for block in reading.doc.spans["blocks"])
    strong = [subject for subject in subjects if subject.weight >= length / WORDS_PER_MENTION]
    taken = {actor.id for actor in reading.cast.actors}  # who acts is asked for by name, and an id is used once
    topics: list[Topic] = []
    for subject in strong[:MOST] if len(strong) >= FEWEST else subjects[:FEWEST]:
        name = _name(subject)
        if slug(name) not in taken:
            topics.append(Topic(slug(name), name, _terms(subject)))
            taken.add(slug(name))
    return topics


def tagged(base: FactBase) -> FactBase:
    """The base with the topics of every record that may have a holder."""
    topics_of = functools.cache(topic_matcher(base.topics))
    return base.with_topics(lambda one: topics_of(one.text))


def topic_matcher(topics: list[Topic]) -> Callable[[str], list[str]]:
    """A function from a text to the ids of the topics it speaks of, in the order of the topics.

    A topic is meant where one of its terms stands in the text, in any inflected form.
    """
    terms = [(topic.id, {_stems(term) for term in [topic.name, *topic.terms]}) for topic in topics]

    def topics_of(text: str) -> list[str]:
        stems = _stems(text)
        runs = {stems[low : low + length] for length in range(1, 5) for low in range(len(stems) - length + 1)}
        return [topic_id for topic_id, wanted in terms if wanted & runs]

    return topics_of


def _stems(text: str) -> tuple[str, ...]:
    """The words of a text by their stems; those whose stem misleads as they are, in the singular."""
    lookalikes, no_form = table(frozenset[str], "lookalikes"), table(Endings, "endings").no_form
    return tuple(
        singular(word.plain) if word.plain in lookalikes or word.plain.endswith(no_form) else word.stem
        for word in words_of(text)
    )


def _mentions(reading: Reading, themes: Themes) -> Iterator[Mention]:
    doc = reading.doc
    named = {place for start, end, _ in reading.cast.mentions for place in range(start, end)}
    parts = [part for quotation in reading.quotations for part in quotation.parts]
    said = {place for part in parts for place in range(part.start, part.end)}
    # the head of each noun phrase, in headings too, where the parser finds few
    roots = ((chunk.start, chunk.root) for chunk in doc.noun_chunks)
    heads = {index: root for start, root in roots for index in range(start, root.i + 1)}
    claimed = {token.i for clause in doc if clause.dep_ in _CLAUSES for token in clause.subtree}
    singulars = [singular(token.text) for token in doc]
    for number, block in enumerate(doc.spans["blocks"]):
        index = block.start if block.label_ != "byline" else block.end
        while index < block.end:
            token = doc[index]
            key, length = _key(doc, singulars, index, themes, token.idx in named, block.label_ in WEIGHTS)
            if key is not None:
                last = doc[index + length - 1]
                head = heads.get(last.i, last)
                spoken = token.idx in said or token.i in claimed
                yield Mention(
                    key=key,
                    word=" ".join(singulars[index : index + length]),
                    surface=doc[index : index + length].text.lower(),
                    phrase=_phrase(doc, index, last, head, named),
                    chunk=(number, head.i),
                    weight=WEIGHTS.get(block.label_, SAID if spoken else 1.0),
                    theme=key in themes.names,
                )
            index += length


def _key(
    doc: Doc, singulars: list[str], index: int, themes: Themes, named: bool, heading: bool
) -> tuple[str | None, int]:
    """What the word at an index is grouped under and how many words that takes; None where it gives no topic."""
    if named:
        return None, 1
    for length in range(themes.longest.get(singulars[index], 0), 0, -1):
        words = tuple(singulars[index : index + length])
        if len(words) == length and words in themes.theme_of and (length > 1 or _tells(doc[index], heading)):
            return themes.theme_of[words], length
    token = doc[index]
    word = singulars[index]
    free = token.pos_ == "NOUN" and token.is_lower and token.is_alpha and len(word) > 2 and not token.ent_type_
    return (word if free and word not in themes.generic and not token.is_stop else None), 1


def _tells(token: Token, heading: bool) -> bool:
    """Whether a word is used as the name of a thing: a noun, an adjective before one, a gerund; no part of a name."""
    if token.pos_ == "PROPN":
        return heading or token.ent_type_ not in _NAMES
    before_noun = token.pos_ == "ADJ" and (token.dep_ in ("amod", "conj") or heading)
    gerund = token.pos_ == "VERB" and token.lower_.endswith("ing")
    return token.pos_ == "NOUN" or before_noun or gerund


def _phrase(doc: Doc, index: int, last: Token, head: Token, named: set[int]) -> str:
    """The phrase of a mention: from it to its head ("missile arsenal"), or with the noun before ("strike group")."""
    first, end = index, max(last.i, head.i) + 1
    if end - first > 3:
        end = last.i + 1
    before = doc[index - 1]
    if end - first == 1 and before.pos_ == "NOUN" and before.dep_ == "compound":
        first -= doc[index - 2].text != "-"  # not "door session" from "closed-door session"
    span = doc[first:end]
    plain = all(token.is_alpha and not token.ent_type_ and token.idx not in named for token in span)
    return span.text.lower() if plain else doc[index : last.i + 1].text.lower()


def _grouped(mentions: list[Mention], themes: Themes) -> list[Subject]:
    """Mentions of one key together. A theme with none but doubtful words is none: each word stands for itself."""
    sure = {mention.key for mention in mentions if mention.theme and mention.word not in themes.doubtful}
    by_key: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.theme and mention.key not in sure:
            mention = replace(mention, key=mention.word, theme=False)
        if mention.theme or mention.word not in themes.generic:
            by_key.setdefault(mention.key, []).append(mention)
    return [Subject(key, tuple(found)) for key, found in by_key.items() if found[0].theme or len(found) > 1]


def _absorbed(subjects: list[Subject]) -> list[Subject]:
    """The subjects, weightiest first, without those that come mostly inside the phrases of a weightier one: they are a
    part of it."""
    kept: list[tuple[Subject, set[tuple[int, int]]]] = []
    for subject in sorted(subjects, key=lambda subject: (-subject.weight, subject.key)):
        chunks = [mention.chunk for mention in subject.mentions]
        shared = (sum(chunk in others for chunk in chunks) for _, others in kept)
        if all(times < TOGETHER * len(chunks) for times in shared):
            kept.append((subject, set(chunks)))
    return [subject for subject, _ in kept]


def _name(subject: Subject) -> str:
    """What to call a topic: a theme's own name where the article has several words of it or that very name, else
    the phrase that comes in half of the mentions, else the word in the form that comes most."""
    words = {mention.word for mention in subject.mentions}
    own = any(word[:SAME_START] == subject.key[:SAME_START] for word in words)  # "economic" is of the economy
    if subject.mentions[0].theme and (len(words) > 1 or own):
        return subject.key
    phrase, times = _ranked(mention.phrase for mention in subject.mentions)[0]
    if " " in phrase and times >= SAME_PHRASE * len(subject.mentions):
        return phrase
    if subject.mentions[0].theme and all(" " in mention.phrase for mention in subject.mentions):
        return subject.key  # only ever said of other things: "Muslim voters", "Muslim ban"
    return _ranked(mention.surface for mention in subject.mentions)[0][0]


def _terms(subject: Subject) -> list[str]:
    """The words that point to a topic, commonest first, then the phrases they stand in."""
    words = [word for word, _ in _ranked(mention.word for mention in subject.mentions)]
    phrases = [phrase for phrase, _ in _ranked(mention.phrase for mention in subject.mentions)]
    surfaces = {mention.surface for mention in subject.mentions}
    longer = [phrase for phrase in phrases if phrase not in words and phrase not in surfaces]
    return [*words, *longer][:MOST_TERMS]


def _ranked(texts: Iterator[str]) -> list[tuple[str, int]]:
    """Texts with their counts, the commonest first."""
    return sorted(Counter(texts).items(), key=lambda pair: (-pair[1], pair[0]))
