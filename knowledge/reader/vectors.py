"""The vectors of a briefing's passages, kept beside its YAML so that no start has to make them again.

They are taken from there only where the file says that it was made of the same passages by the same model.
"""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.model.factbase import FactBase
from knowledge.reader.passages import passages

if TYPE_CHECKING:
    from knowledge.reader.model import Reader, Vectors

SUFFIX = ".npz"  # numpy's own format: no code in it is ever run


def vectors_of(base: FactBase, path: Path, reader: Reader) -> Vectors:
    """The vectors of the passages of a fact base, a row each: those beside `path` where they fit, else made now."""
    import numpy as np

    texts = [passage.text for passage in passages(base)]
    try:
        with path.with_suffix(SUFFIX).open("rb") as file, np.load(file, allow_pickle=False) as kept:
            if str(kept["key"]) == _key(texts, reader) and len(kept["vectors"]) == len(texts):
                found: Vectors = kept["vectors"].astype(np.float32)
                return found
    except (OSError, ValueError, TypeError, KeyError, EOFError, zipfile.BadZipFile):
        pass  # there is none, or it is no such file
    return reader.vectors(texts)


def write_vectors(base: FactBase, path: Path, reader: Reader) -> Path:
    """Writes the vectors of a fact base beside its YAML at `path`; returns where. The same base gives the same file."""
    import numpy as np

    texts, beside = [passage.text for passage in passages(base)], path.with_suffix(SUFFIX)
    np.savez(beside, key=np.array(_key(texts, reader)), vectors=reader.vectors(texts).astype(np.float16))
    return beside


def _key(texts: list[str], reader: Reader) -> str:
    """What the vectors depend on: the texts and the model."""
    return hashlib.sha256("\0".join([reader.digest, *texts]).encode()).hexdigest()
