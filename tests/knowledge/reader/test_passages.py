"""What the reader reads: holders in front, names behind pronouns, the sentence before."""

from __future__ import annotations

from dataclasses import replace

from knowledge.model.factbase import FORMAT, Actor, ArticleRef, Fact, FactBase, Quote, Statement
from knowledge.reader.passages import BEFORE, passages

TEXT = 'Ana Ruiz runs the port. "It is full," she told Radio Norte. The bank agrees.'
RUIZ = Actor("ana-ruiz", "Ana Ruiz", "person", role="harbour master")
BANK = Actor("banco-sur", "Banco Sur", "organisation", aliases=["the Sur"])


def fact(number: int, words: str, **more: object) -> Fact:
    start = TEXT.index(words)
    return Fact(f"f-{number}", words, start, start + len(words), **more)  # type: ignore[arg-type]


def base(*, medium: str | None = None, refers: dict[str, str] | None = None) -> FactBase:
    quoted = TEXT.index("It is full")
    return FactBase(
        FORMAT,
        ArticleRef("port", "Port", "port.txt", "0"),
        actors=[RUIZ, BANK],
        quotes=[Quote("q-1", "ana-ruiz", "It is full,", quoted, quoted + 11, medium=medium)],
        facts=[
            fact(1, "Ana Ruiz runs the port."),
            fact(2, '"It is full," she told Radio Norte.', refers={"she": "ana-ruiz"} if refers is None else refers),
            fact(3, "The bank agrees.", refers={"The bank": "banco-sur"}),
        ],
    )


def test_a_passage_is_led_by_its_holder_and_names_whom_pronouns_mean() -> None:
    told = passages(base())[1]
    assert told.text == 'Ana Ruiz, harbour master: "It is full," she (Ana Ruiz) told Radio Norte.'
    assert told.before == "Ana Ruiz runs the port."
    assert told.whole == f"{told.text} [SEP] {told.before}"


def test_descriptions_are_explained_and_the_first_has_nothing_before_it() -> None:
    first, _, last = passages(base())
    assert last.text == "The bank (Banco Sur) agrees."
    assert first.text == first.whole == "Ana Ruiz runs the port."


def test_the_medium_is_told_only_where_the_sentence_does_not() -> None:
    assert passages(base(medium="Radio Norte"))[1].text.startswith("Ana Ruiz, harbour master: ")
    assert passages(base(medium="Canal 9"))[1].text.startswith("Ana Ruiz, harbour master on Canal 9: ")


def test_a_holder_without_a_name_leads_by_the_words_of_the_article() -> None:
    start = TEXT.index("The bank agrees")
    said = Statement("s-1", None, "The bank agrees", start, start + 15, source="a regulator")
    assert (
        passages(replace(base(), quotes=[], statements=[said]))[2].text == "a regulator: The bank (Banco Sur) agrees."
    )


def test_only_the_end_of_a_long_sentence_stands_before() -> None:
    long = " ".join(f"word{number}" for number in range(2 * BEFORE))
    facts = [Fact("f-1", long, 0, len(long)), Fact("f-2", "Short.", len(long) + 1, len(long) + 7)]
    found = passages(replace(base(), quotes=[], facts=facts))[1].before.split()
    assert len(found) == BEFORE and found[-1] == f"word{2 * BEFORE - 1}"
