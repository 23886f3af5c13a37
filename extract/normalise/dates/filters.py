"""Names and turns of phrase that look like expressions of time: what the words around a find rule out."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from msgspec import Struct, convert

from extract.lexicons import read

_REACH = 60  # characters looked at on each side


class Filter(Struct, frozen=True, forbid_unknown_fields=True):
    """One row of `data/dates/filters.toml`."""

    id: str
    rules: tuple[str, ...]
    surface: str
    before: str
    after: str
    example: str
    counter: str
    keep: bool = False


class _Compiled(Struct, frozen=True):
    row: Filter
    surface: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]


@cache
def filters() -> tuple[Filter, ...]:
    """Return the filters of the data file."""
    return convert(tomllib.loads(read("dates/filters.toml"))["filter"], tuple[Filter, ...])


@cache
def _by_rule() -> dict[str, list[_Compiled]]:
    out: dict[str, list[_Compiled]] = {}
    for row in filters():
        compiled = _Compiled(row, re.compile(row.surface), re.compile(row.before), re.compile(row.after))
        for rule in row.rules:
            out.setdefault(rule, []).append(compiled)
    return out


def judged(text: str, start: int, end: int, rule: str) -> Filter | None:
    """Return the filter that applies to what a rule found; its `keep` tells whether the mention stands, without a value."""
    found = _by_rule().get(rule)
    if not found:
        return None
    surface, before, after = text[start:end], text[max(0, start - _REACH) : start], text[end : end + _REACH]
    for f in found:
        if f.surface.fullmatch(surface) and f.before.search(before) and f.after.search(after):
            return f.row
    return None
