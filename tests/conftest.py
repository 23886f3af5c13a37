from pathlib import Path

import pytest
from hypothesis import settings

import extract
from tests.runs import TEXT

settings.register_profile("suite", deadline=None)  # the first example of a test loads its data files, on a busy machine
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regold", action="store_true", help="write the golden records of the corpus anew")


@pytest.fixture(scope="session")
def pipeline() -> extract.Pipeline:
    return extract.load()


@pytest.fixture(scope="session")
def corpus() -> Path:
    return Path(__file__).parent.parent / "corpus"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own, gone to, with one communiqué in `in`."""
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    Path("in/good.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path
