"""What the reader learns from: which passages answer, what is made unanswerable, how questions are typed."""

from __future__ import annotations

import json
import random

import pytest

from knowledge.learning.reader.groups import Asked, Group, Question, asked_of, batches, of_news, of_qamr, of_squad
from knowledge.model.factbase import FORMAT, Actor, ArticleRef, Fact, FactBase
from knowledge.reader.passages import Passage

ACTORS = [Actor("ana-ruiz", "Ana Ruiz", "person"), Actor("bo-lund", "Bo Lund", "person")]
PASSAGES = [Passage(f"Passage {number}.", "") for number in range(12)]


def asked(text: str, *right: int) -> Asked:
    return Asked("port", PASSAGES, ACTORS, [Question("q1", text, frozenset(right))])


def groups(one: Asked, times: int) -> list[Group]:
    rng = random.Random(1)
    return [group for _ in range(times) for group in of_news(one, [list(range(12))], rng)]


def test_a_passage_answers_where_it_has_half_of_a_snippet_of_the_gold(tmp_path):
    text = "The port is full. Ships wait outside."
    base = FactBase(
        FORMAT,
        ArticleRef("port", "Port", "port.txt", "0"),
        facts=[Fact("f-1", text[:17], 0, 17), Fact("f-2", text[18:], 18, 37)],
    )
    rows = [
        {"id": "a", "q": "where do ships wait", "kind": "where", "gold": [["Ships wait"]]},
        {"id": "b", "q": "all of it", "kind": "list", "gold": [["The port is full."], ["Ships wait outside."]]},
        {"id": "c", "q": "who left", "kind": "none", "gold": []},
    ]
    path = tmp_path / "port.questions.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert [question.right for question in asked_of(base, text, path).questions] == [{1}, {0, 1}, set()]


def test_wrong_passages_are_the_nearest_ones_and_one_right_is_among_them():
    for group in groups(asked("what is full", 2), 30):
        assert sum(group.answers) == 1 and group.passages[group.answers.index(True)] == PASSAGES[2]
        assert 4 <= len(group.passages) <= 5


def test_what_nobody_answers_has_only_wrong_passages():
    assert all(not any(group.answers) for group in groups(asked("who left"), 5))


@pytest.mark.parametrize(("question", "others"), [("what did ruiz see", "lund"), ("who waited 40 hours", "40")])
def test_some_questions_get_another_name_or_number_and_then_nothing_answers(question, others):
    actors = [Actor("ana-ruiz", "Ana Ruiz", "person", ["Ruiz"]), ACTORS[1]]
    one = Asked("port", PASSAGES, actors, [Question("q1", question, frozenset({2}))])
    made = [group for group in groups(one, 200) if not any(group.answers)]
    assert 5 < len(made) < 80
    assert all((others in group.question.lower()) == (others == "lund") for group in made)


def test_the_same_seed_gives_the_same_groups_and_batches_lose_none():
    first, second = (groups(asked("what did ana ruiz announce yesterday", 2), 40) for _ in range(2))
    assert first == second
    made = batches(first, 8, random.Random(2))
    assert sorted(group.question for step in made for group in step) == sorted(group.question for group in first)
    assert all(len(step) <= 8 for step in made)


def test_texts_taken_apart_into_words_are_put_together_again(tmp_path):
    for part in ("dev", "test"):
        (tmp_path / f"{part}.sentences.txt").write_text("He did n't say -lrb- or write -rrb- `` no '' .\nIt rained .\n")
        (tmp_path / f"{part}.questions.txt").write_text("What did he not say ?\nWhat fell ?\n")
    made = list(of_squad(tmp_path, random.Random(3)))
    assert made[0].passages[0].text == 'He didn\'t say (or write) " no ".'
    assert made[0].answers[0] and not any(made[0].answers[1:])


def test_qamr_gives_wrong_passages_of_the_same_text_first(tmp_path):
    rows = [f"Wiki:1:{number}:0\tSentence {number} .\n" for number in range(4)] + ["Wiki:2:0:0\tElsewhere .\n"]
    (tmp_path / "wiki-sentences.tsv").write_text("".join(rows))
    line = "\t".join(["Wiki:1:1:0", "", "", "", "", "What is one ?", ""]) + "\n"
    for part in ("dev", "test"):
        (tmp_path / f"{part}.tsv").write_text(line)
    (group, *_) = of_qamr(tmp_path, 1, random.Random(4))
    assert group.passages[0].text == "Sentence 1." and group.answers == (True, False, False, False)
