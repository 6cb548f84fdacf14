"""The shipped model itself: it tells what answers, on any thread, without torch or a network."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from knowledge.errors import ReaderMissing
from knowledge.reader.model import HERE, Reader, find_reader
from knowledge.reader.passages import Passage

HARBOUR = [
    Passage("Ana Ruiz, harbour master: The cranes will not be repaired before the winter.", ""),
    Passage("The town council met on Tuesday.", "Ana Ruiz runs the port."),
    Passage("Ferry tickets now cost four euros more.", "The town council met on Tuesday."),
]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("how much more does the boat cost", 2),
        ("when does the harbour boss expect the lifting gear to be fixed", 0),
        ("on what day did local politicians gather?", 1),
    ],
)
def test_what_answers_in_other_words_comes_first(reader, question, right):
    scores = reader.scores(question, HARBOUR)
    assert int(np.argmax(scores)) == right
    cosines = reader.vectors([passage.text for passage in HARBOUR]) @ reader.vectors([question])[0]
    assert int(np.argmax(cosines)) == right


def test_vectors_are_of_unit_length_and_in_the_order_of_the_texts(reader):
    texts = [f"{passage.text} {'Again. ' * number}" for number, passage in enumerate(HARBOUR * 5)]
    together = reader.vectors(texts)
    assert together.shape == (15, 384)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-3)
    assert all(np.argmax(together @ reader.vectors([text])[0]) == number for number, text in enumerate(texts))


def test_nothing_to_read_is_no_error(reader):
    assert reader.scores("who?", []) == [] and len(reader.vectors([])) == 0
    assert len(reader.scores("", [Passage("", "")])) == 1


def test_threads_do_not_mix_their_questions(reader):
    """Cutting lengths differ between the two ways to read, and the tokenizer keeps the last one set."""
    long = Passage("The cranes stand still. " * 60, "The port is full. " * 30)
    alone = reader.scores("why?", [long]), reader.vectors([long.text])

    def both(_: int) -> bool:
        return reader.scores("why?", [long]) == alone[0] and np.array_equal(reader.vectors([long.text]), alone[1])

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(both, range(40)))


def test_the_model_fits_into_the_package():
    assert (HERE / "model.onnx").stat().st_size < 25e6


def test_a_folder_without_a_model_is_told_in_one_line(tmp_path):
    with pytest.raises(ReaderMissing, match=r"found no model\.onnx"):
        Reader(tmp_path)


def test_without_its_packages_there_is_no_reader_and_no_traceback():
    script = "import sys; sys.modules['onnxruntime'] = None; from knowledge.reader.model import find_reader"
    run = subprocess.run([sys.executable, "-c", f"{script}; print(find_reader())"], capture_output=True, text=True)
    assert run.stdout == "None\n" and run.stderr == ""


def test_what_runs_it_is_neither_torch_nor_spacy():
    script = "import sys; from knowledge.reader.model import Reader; Reader().vectors(['a'])"
    told = "print([name for name in ('torch', 'transformers', 'spacy') if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", f"{script}; {told}"], capture_output=True, text=True)
    assert run.stdout == "[]\n", run.stderr


def test_the_reader_is_found_where_it_is_installed():
    assert find_reader() is not None
