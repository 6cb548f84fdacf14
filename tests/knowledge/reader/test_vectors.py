"""Vectors beside the YAML: taken where they fit, made anew where not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.model.factbase import FORMAT, ArticleRef, Fact, FactBase
from knowledge.reader.vectors import vectors_of, write_vectors

BASE = FactBase(
    FORMAT,
    ArticleRef("port", "Port", "port.txt", "0"),
    facts=[Fact("f-1", "The port is full.", 0, 17), Fact("f-2", "Ships wait.", 18, 29)],
)


@dataclass
class Counting:
    """Stands in for the model: it counts how often it is asked, and its rows tell the texts apart."""

    digest: str = "one"
    asked: list[int] = field(default_factory=list)

    def vectors(self, texts):
        self.asked.append(len(texts))
        return np.array([[len(text), 0.5] for text in texts], np.float32)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "port.yaml"


def test_vectors_are_kept_and_not_made_again(path):
    reader = Counting()
    kept = write_vectors(BASE, path, reader)
    assert kept.name == "port.npz" and reader.asked == [2]
    assert vectors_of(BASE, path, reader).tolist() == [[17.0, 0.5], [11.0, 0.5]]
    assert reader.asked == [2]
    first = kept.read_bytes()
    write_vectors(BASE, path, Counting())
    assert kept.read_bytes() == first


def test_those_of_other_words_or_another_model_are_made_anew(path):
    write_vectors(BASE, path, Counting())
    edited = replace(BASE, facts=[BASE.facts[0], replace(BASE.facts[1], text="Ships left.")])
    for base, reader in ((edited, Counting()), (BASE, Counting("two"))):
        assert len(vectors_of(base, path, reader)) == 2 and reader.asked == [2]


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 cut off", None])
def test_a_file_that_is_none_is_as_if_it_were_not_there(path, content):
    if content is None:  # a good file without what is looked for
        np.savez(path.with_suffix(".npz"), other=np.zeros(2))
    else:
        path.with_suffix(".npz").write_bytes(content)
    reader = Counting()
    assert len(vectors_of(BASE, path, reader)) == 2 and reader.asked == [2]
