from pathlib import Path

import pytest

import extract


@pytest.fixture(scope="session")
def pipeline() -> extract.Pipeline:
    return extract.load()


@pytest.fixture(scope="session")
def corpus() -> Path:
    return Path(__file__).parent.parent / "corpus"
