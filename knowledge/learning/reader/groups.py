"""What the reader learns from: questions, each with passages that answer it and passages that do not.

General questions come from SQuAD and QAMR with other sentences of the same text; those on news from articles with
question sets, their passages built as at run time. The passages that do not answer are those that words and vectors
put highest; some questions get another name of the same kind, or another number: then nothing answers. A third is
written in small letters and a fifth with a slip, as people type.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from knowledge.lexicon.answer_kinds import AnswerKinds
from knowledge.lexicon.tables import table
from knowledge.lexicon.words import words
from knowledge.model.factbase import Actor, FactBase
from knowledge.reader.passages import Passage, passages

SMALL, SLIPS, SWAPPED, SWAPPED_NUMBERS = 0.35, 0.2, 0.18, 0.4  # shares of questions; the last of those swapped
LONG_WORD = 6  # letters from which a word may have a slip
HARD, KEPT = 8, 3  # of so many best wrong passages so many are taken
EASY = 0.3  # share of questions that get a random wrong passage too
NEAR = 8  # sentences to either side from which SQuAD's wrong ones come

_BRACKETS = {"-lrb-": "(", "-rrb-": ")", "-LRB-": "(", "-RRB-": ")", "``": '"', "''": '"'}
_BEFORE_MARK, _AFTER_OPENING = re.compile(r" ([.,;:!?%)\]])"), re.compile(r"([(\[$]) ")
_CLITIC = re.compile(r" ('s|n't|'re|'ve|'ll|'d)\b")


Part = Literal["dev", "test"]  # of SQuAD and of QAMR


@dataclass(frozen=True)
class Group:
    """A question, passages, and for each whether it answers."""

    question: str
    passages: tuple[Passage, ...]
    answers: tuple[bool, ...]


@dataclass(frozen=True)
class Question:
    """A question of a set with the numbers of the passages that answer it."""

    id: str
    text: str
    right: frozenset[int]


@dataclass(frozen=True)
class Asked:
    """An article's passages and actors, and the questions on it."""

    name: str
    passages: list[Passage]
    actors: list[Actor]
    questions: list[Question]


def asked_of(base: FactBase, text: str, questions: Path) -> Asked:
    """The questions of a set on an article; a passage answers where it holds at least half of a snippet of the gold."""
    spans = sorted((fact.start, fact.end) for fact in base.facts)

    def holders(snippet: str) -> Iterator[int]:
        start = text.index(snippet)
        for number, (low, high) in enumerate(spans):
            if min(high, start + len(snippet)) - max(low, start) >= len(snippet) / 2:
                yield number

    rows = [json.loads(line) for line in _lines(questions) if line.strip()]
    right = [frozenset(n for gold in row["gold"] for snippet in gold for n in holders(snippet)) for row in rows]
    asked = [Question(row["id"], row["q"], answers) for row, answers in zip(rows, right, strict=True)]
    return Asked(base.article.id, passages(base), base.actors, asked)


def of_news(asked: Asked, nearest: Sequence[Sequence[int]], rng: random.Random) -> Iterator[Group]:
    """The groups of an article's questions; `nearest` are for each the numbers of all passages, best first."""
    for question, order in zip(asked.questions, nearest, strict=True):
        right = question.right
        wrong = [number for number in order if number not in right]
        if right and rng.random() < SWAPPED and (other := _swapped(question.text, asked.actors, rng)):
            yield _group(asked, other, [rng.choice(sorted(right)), *wrong[:2]], frozenset(), rng)
        taken = rng.sample(wrong[:HARD], min(KEPT, len(wrong)))
        if right:
            taken.insert(0, rng.choice(sorted(right)))
            taken += [rng.choice(wrong)] if rng.random() < EASY and wrong else []
        yield _group(asked, question.text, taken, right, rng)


def of_squad(folder: Path, rng: random.Random) -> Iterator[Group]:
    """The groups of SQuAD: the sentence of each question, and two near it that share most of its words."""
    for part in get_args(Part):
        texts = [_clean(line) for line in _lines(folder / f"{part}.sentences.txt")]
        questions = [_clean(line) for line in _lines(folder / f"{part}.questions.txt")]
        order = list(dict.fromkeys(texts))
        places = {text: place for place, text in enumerate(order)}
        for text, question in zip(texts, questions, strict=True):
            place, asked = places[text], set(question.lower().split())
            near = [other for other in order[max(0, place - NEAR) : place + NEAR + 1] if other != text]
            near.sort(key=lambda other: -len(asked & set(other.lower().split())) - 2 * rng.random())
            yield _plain(question, [text, *near[:2]], rng)


def of_qamr(folder: Path, most: int, rng: random.Random) -> Iterator[Group]:
    """The groups of so many questions of QAMR: the sentence, up to two of the same text, others of any."""
    rows = (line.partition("\t") for line in _lines(folder / "wiki-sentences.tsv"))
    texts = {key: _clean(text) for key, _, text in rows}
    beside: dict[str, list[str]] = {}
    for key in texts:
        beside.setdefault(key.rsplit(":", 2)[0], []).append(key)
    columns = [line.split("\t") for part in get_args(Part) for line in _lines(folder / f"{part}.tsv")]
    rows_asked = [(column[5], column[0]) for column in columns if column[0] in texts]
    rng.shuffle(rows_asked)
    everywhere = list(texts)
    for question, key in rows_asked[:most]:
        near = [other for other in beside[key.rsplit(":", 2)[0]] if other != key]
        wrong = rng.sample(near, min(2, len(near)))
        wrong += rng.sample(everywhere, KEPT - len(wrong))
        yield _plain(question, [texts[key], *(texts[other] for other in wrong)], rng)


def batches(groups: Iterable[Group], size: int, rng: random.Random, window: int = 40) -> list[list[Group]]:
    """The groups in chance order, those of like length together: little room is lost to padding."""
    shuffled = list(groups)
    rng.shuffle(shuffled)
    found: list[list[Group]] = []
    for start in range(0, len(shuffled), size * window):
        part = shuffled[start : start + size * window]
        part.sort(key=lambda group: max(len(passage.whole) for passage in group.passages))
        some = [part[at : at + size] for at in range(0, len(part), size)]
        rng.shuffle(some)
        found += some
    return found


def _group(asked: Asked, question: str, taken: list[int], right: frozenset[int], rng: random.Random) -> Group:
    return Group(
        _as_typed(question, rng),
        tuple(asked.passages[number] for number in taken),
        tuple(number in right for number in taken),
    )


def _plain(question: str, texts: Sequence[str], rng: random.Random) -> Group:
    """A group whose first text answers."""
    found = tuple(Passage(text, "") for text in texts)
    return Group(_as_typed(question, rng), found, (True, *(False for _ in texts[1:])))


def _as_typed(question: str, rng: random.Random) -> str:
    if rng.random() < SMALL:
        question = question.lower().rstrip("?")
    written = question.split()
    long = [place for place, word in enumerate(written) if len(word) >= LONG_WORD]
    if long and rng.random() < SLIPS:
        place = rng.choice(long)
        word, at = written[place], rng.randrange(1, len(written[place]) - 1)
        left_out, doubled = word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]
        exchanged = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        written[place] = rng.choice([left_out, exchanged, doubled])
        question = " ".join(written)
    return question


def _swapped(question: str, actors: Sequence[Actor], rng: random.Random) -> str | None:
    """The question with another number, or another actor of the same kind; None where it has neither."""
    number = _other_number(question, rng) if rng.random() < SWAPPED_NUMBERS else None
    return number or _other_name(question, actors, rng)


def _other_name(question: str, actors: Sequence[Actor], rng: random.Random) -> str | None:
    proper = [actor for actor in actors if actor.name[:1].isupper()]
    there = [
        (found, actor)
        for actor in proper
        for way in (actor.name, *actor.aliases)
        if len(way) > 2 and (found := re.search(rf"\b{re.escape(way)}\b", question, re.I))
    ]
    if not there:
        return None
    found, actor = max(there, key=lambda pair: len(pair[0][0]))
    others = [other for other in proper if other.kind == actor.kind and other.id != actor.id]
    if not others:
        return None
    name = rng.choice(others).name
    short = actor.kind == "person" and " " not in found[0]
    return question[: found.start()] + (name.split()[-1] if short else name) + question[found.end() :]


def _other_number(question: str, rng: random.Random) -> str | None:
    listed = table(AnswerKinds, "answer_kinds").numbers
    for word in words(question):
        there = word.text
        if there.isdecimal():
            other = str(max(1, int(there) + rng.choice((-2, -1, 1, 2, 3, 7, 10, 20))))
        elif word.plain in listed and listed[word.plain] > 1:
            other = rng.choice(sorted(name for name, value in listed.items() if 1 < value <= 50))
        else:
            continue
        if other != there:
            return question[: word.start] + other + question[word.end :]
    return None


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _clean(text: str) -> str:
    """A text that was taken apart into words, put together again."""
    for written, meant in _BRACKETS.items():
        text = text.replace(written, meant)
    text = _CLITIC.sub(r"\1", _AFTER_OPENING.sub(r"\1", _BEFORE_MARK.sub(r"\1", text)))
    return " ".join(text.split())
