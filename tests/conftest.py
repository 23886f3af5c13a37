from pathlib import Path

import pytest

import extract


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regold", action="store_true", help="write the golden records of the corpus anew")


@pytest.fixture(scope="session")
def pipeline() -> extract.Pipeline:
    return extract.load()


@pytest.fixture(scope="session")
def corpus() -> Path:
    return Path(__file__).parent.parent / "corpus"
