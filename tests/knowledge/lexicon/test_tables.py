"""Tables of a language: what annotations allow, every fault at once, and a language without tables."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from knowledge.errors import BadData, UnknownLanguage
from knowledge.lexicon.tables import LANGUAGE, chosen_language, read_table, table


@dataclass(frozen=True)
class Row:
    kind: Literal["verb", "noun"]
    words: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True)
class Sample:
    particles: frozenset[str]
    rows: list[Row]
    counts: dict[str, int]
    sure: bool = False
    other: str | None = None


def read(tmp_path: Path, text: str) -> Sample:
    path = tmp_path / "sample.yaml"
    path.write_text(text, encoding="utf-8")
    return read_table(Sample, path)


def faults(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(BadData) as caught:
        read(tmp_path, text)
    return [str(problem).removeprefix(f"{tmp_path}/") for problem in caught.value.problems]


def test_words_may_be_a_list_or_one_text_and_stay_words(tmp_path):
    rows = "rows: [{kind: verb, words: [say, go on], weight: .5}]\ncounts: {no: 1}\n"
    told = read(tmp_path, f"particles: on off no\n{rows}sure: true\n")
    assert told == Sample(frozenset({"on", "off", "no"}), [Row("verb", ("say", "go on"), 0.5)], {"no": 1}, True)
    assert read(tmp_path, f"particles: [on, off, no]\n{rows}sure: true\n") == told


def test_every_fault_is_told_at_once_with_place_found_and_expected(tmp_path):
    text = "particles: {on: off}\nrows: [{kind: verbs, words: say, wait: .5}]\ncounts: {no: many}\nsure: perhaps\n"
    assert faults(tmp_path, text) == [
        'sample.yaml: particles: found {"on": "off"}, expected a list',
        'sample.yaml: rows[0].kind: found "verbs", expected one of verb, noun',
        'sample.yaml: rows[0].words: found "say", expected a list',
        "sample.yaml: rows[0].wait: found an unknown key, expected one of kind, words, weight",
        'sample.yaml: counts.no: found "many", expected a whole number',
        'sample.yaml: sure: found "perhaps", expected true or false',
    ]


def test_what_is_missing_is_named(tmp_path):
    assert faults(tmp_path, "particles: on\ncounts: {}\n") == [
        "sample.yaml: rows: found nothing, expected the key rows"
    ]
    assert faults(tmp_path, "- on\n") == ['sample.yaml: top level: found ["on"], expected a mapping of keys']


def test_a_file_that_is_no_yaml_or_not_there_is_one_line(tmp_path):
    assert faults(tmp_path, "particles: on\nrows: [{\n")[0].startswith("sample.yaml: line 3: found ")
    with pytest.raises(BadData, match=r"none.yaml: found No such file or directory, expected a table of words"):
        read_table(Sample, tmp_path / "none.yaml")


def test_a_table_is_read_once():
    assert table(frozenset[str], "lookalikes") is table(frozenset[str], "lookalikes")


def test_a_language_without_tables_is_named_beside_those_that_there_are(monkeypatch):
    monkeypatch.setenv(LANGUAGE, "xx")
    with pytest.raises(UnknownLanguage, match="READOUT_LANGUAGE: found 'xx', expected one of: en"):
        chosen_language()
    monkeypatch.setenv(LANGUAGE, "")
    assert chosen_language() == "en"
