"""The reader: a small encoder that tells how well a passage answers a question, and gives a vector of each.

MiniLM-L6 fine-tuned as `knowledge.learning.reader` says (`make reader`), in 8 bits, run by onnxruntime on one thread.
One graph gives both outputs: for a question together with a passage the score, for either alone the vector.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import ReaderMissing
from knowledge.reader.passages import Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]  # one row of unit length for each text

HERE = Path(__file__).parent
MOST_PAIR, MOST_ALONE = 112, 80  # tokens read of a question with a passage, of a text alone; as in training
WIDTH, AT_ONCE = 384, 4


class Reader:
    """The model of a folder that has `model.onnx` and `tokenizer.json`. Any thread may call any method.

    Raises ReaderMissing where it, onnxruntime or tokenizers are not there.
    """

    def __init__(self, folder: Path = HERE):
        try:
            import numpy  # noqa: F401 - first, for without it onnxruntime complains by itself
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise ReaderMissing(str(error.name)) from error
        self._path = folder / "model.onnx"
        if not self._path.is_file():
            raise ReaderMissing(self._path.name)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # answers of others run beside it
        options.enable_cpu_mem_arena = False  # a longer question must not keep its memory for good
        self._session = onnxruntime.InferenceSession(self._path, options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._setting = threading.Lock()  # the length to cut at is a state of the tokenizer

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the model: vectors made by another are of no use to it."""
        return hashlib.sha256(self._path.read_bytes()).hexdigest()

    def scores(self, question: str, passages: Sequence[Passage]) -> list[float]:
        """How well each passage answers the question, in logits: above 0 it is taken to."""
        return [float(self._read((question, passage.whole), MOST_PAIR)[1]) for passage in passages]

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts, a row each; the product of two is their cosine."""
        import numpy as np

        found = np.zeros((len(texts), WIDTH), np.float32)
        for row, text in enumerate(texts):
            found[row] = self._read(text, MOST_ALONE)[0]
        return found

    def _read(self, text: str | tuple[str, str], most: int) -> tuple[Vectors, float]:
        """One text at a time: in 8 bits what is read together rounds together, so that another passage would change a
        score; and with no room lost to padding it takes no longer and half of the memory."""
        import numpy as np

        with self._setting:
            self._tokenizer.enable_truncation(most, strategy="longest_first")
            read = self._tokenizer.encode(*text) if isinstance(text, tuple) else self._tokenizer.encode(text)
        columns = {"input_ids": read.ids, "attention_mask": read.attention_mask, "token_type_ids": read.type_ids}
        fed = {name: np.array([row], np.int64) for name, row in columns.items()}
        vectors, scores = self._session.run(None, fed)
        return vectors[0], scores[0]


def find_reader() -> Reader | None:
    """The shipped reader, None where what runs it is not installed."""
    try:
        return Reader()
    except ReaderMissing:
        return None
