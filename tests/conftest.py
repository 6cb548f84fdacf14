"""What many tests share."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from knowledge.errors import ModelMissing
from knowledge.parsing.document import load_model


def pytest_configure() -> None:
    """No test depends on how fast the machine is, and a run of CI is the same each time; on a desk, chance looks on."""
    settings.register_profile("readout", deadline=None, derandomize=bool(os.environ.get("CI")))
    settings.load_profile("readout")


@pytest.fixture(scope="session")
def model():
    """The English pipeline, loaded once for all tests of a worker."""
    try:
        return load_model()
    except ModelMissing as missing:
        pytest.skip(str(missing))
