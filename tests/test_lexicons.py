"""Data files: what is read of them, and how a line that cannot be used is told."""

import re
from itertools import count
from typing import Literal

import pytest

from extract import lexicons
from extract.lexicons import LexiconError, either, rows, typed_rows, words

_number = count()  # files are read once: each test has a name of its own


@pytest.fixture
def file(monkeypatch: pytest.MonkeyPatch):
    """Return what writes a data file and gives its name."""
    written: dict[str, str] = {}
    monkeypatch.setattr(lexicons, "read", written.__getitem__)

    def write(text: str) -> str:
        name = f"test/{next(_number)}.tsv"
        written[name] = text
        return name

    return write


def test_rows_leave_out_comments_and_fill_up_missing_columns(file) -> None:
    assert rows(file("# what it holds\n\nun\tdeux \ntrois\n"), 2) == (("un", "deux"), ("trois", ""))
    assert words(file("un\ndeux\nun\n")) == {"un", "deux"}


@pytest.mark.parametrize("text", ["un\ndeux\ttrois\n", "un\n\tdeux\n"])
def test_a_wrong_row_is_told_by_its_line(file, text: str) -> None:
    with pytest.raises(LexiconError, match=r"extract/data/test/\d+\.tsv:2: "):
        rows(file(text), 1)


def test_typed_rows_hold_what_their_type_says(file) -> None:
    assert typed_rows(file("un\ta\ndeux\tb\n"), tuple[str, Literal["a", "b"]]) == (("un", "a"), ("deux", "b"))
    with pytest.raises(LexiconError, match=r"test/\d+\.tsv: \('deux', 'c'\)"):
        typed_rows(file("un\ta\ndeux\tc\n"), tuple[str, Literal["a", "b"]])


def test_either_takes_the_longest_and_no_sign_for_a_pattern() -> None:
    found = re.match(either(["M", "M. le", "M."]), "M. le maire")
    assert found
    assert found[0] == "M. le"
    assert not re.match(either(["M."]), "Mme")
