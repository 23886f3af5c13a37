"""Words kept as data: loading, checking and matching of the files under `extract/data/`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import TypeVar, get_args

import msgspec

Row = TypeVar("Row")


class LexiconError(ValueError):
    """A line of a data file that cannot be used; the message names file and line."""


def read(name: str) -> str:
    """Return the text of a data file, named by its path below `extract/data/` (with `/` on every system)."""
    return files("extract").joinpath("data", *name.split("/")).read_text(encoding="utf-8")


@cache
def rows(name: str, columns: int) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a tab-separated data file; `#` starts a comment line; missing last columns are empty.

    Raises LexiconError where a row has more columns than asked for or an empty first one.
    """
    out: list[tuple[str, ...]] = []
    for number, line in enumerate(read(name).splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) > columns or not cells[0]:
            raise LexiconError(f"extract/data/{name}:{number}: expected 1 to {columns} columns, the first not empty: {line!r}")
        out.append(tuple(cells + [""] * (columns - len(cells))))
    return tuple(out)


def typed_rows(name: str, row: type[Row]) -> tuple[Row, ...]:
    """Return the rows of a tab-separated data file as tuples of a type, such as `tuple[str, Literal["desk", "line"]]`.

    Raises LexiconError where a row is not of the type.
    """
    out: list[Row] = []
    for cells in rows(name, len(get_args(row))):
        try:
            out.append(msgspec.convert(cells, row))
        except msgspec.ValidationError as error:
            raise LexiconError(f"extract/data/{name}: {cells!r}: {error}") from error
    return tuple(out)


@cache
def words(name: str) -> frozenset[str]:
    """Return the entries of a one-column data file."""
    return frozenset(row[0] for row in rows(name, 1))


def either(entries: Iterable[str]) -> str:
    """Return a pattern that matches any of some words, the longest first.

    >>> either(["le", "les"])
    'les|le'
    """
    return "|".join(map(re.escape, sorted(entries, key=lambda entry: (-len(entry), entry))))
