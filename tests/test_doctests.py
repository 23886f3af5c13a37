"""The examples in the docstrings hold."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import extract

PACKAGE = Path(extract.__file__).parent


def with_examples() -> list[str]:
    """Return the modules whose source holds an example."""
    files = sorted(path for path in PACKAGE.rglob("*.py") if ">>>" in path.read_text(encoding="utf-8"))
    names = (".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts) for path in files)
    return [name.removesuffix(".__init__") for name in names]


@pytest.mark.parametrize("name", with_examples())
def test_examples(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0
