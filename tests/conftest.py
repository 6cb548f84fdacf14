"""What many tests share."""

from __future__ import annotations

import pytest

from knowledge.parsing import ModelMissing, load_model


@pytest.fixture(scope="session")
def model():
    """The English pipeline, loaded once for all tests of a worker."""
    try:
        return load_model()
    except ModelMissing as missing:
        pytest.skip(str(missing))
