"""Columns of a laid-out page, put one after the other where they are text or contact cards; rows of a table stay rows."""

from __future__ import annotations

import re
from itertools import groupby

_GUTTER = 3  # columns of white space that part two columns of text
_MAIL = re.compile(r"\S@\S")
_PHONE = re.compile(r"(?:\d[\s./()-]{0,2}){8,}")
_PROSE = 28  # characters of an average line of running text


def in_sequence(text: str) -> str:
    """Return a page's lines with its columns of running text or of contact cards one after the other.

    >>> print(in_sequence("Presse             Direction\\nAnne Petit         Bob Grand\\na@example.fr       b@example.fr"))
    Presse
    Anne Petit
    a@example.fr
    <BLANKLINE>
    Direction
    Bob Grand
    b@example.fr
    """
    out: list[str] = []
    for filled, group in groupby(text.split("\n"), key=lambda line: bool(line.strip())):
        lines = list(group)
        out += _block(lines) if filled and len(lines) > 1 else lines
    return "\n".join(out)


def _block(lines: list[str]) -> list[str]:
    """Part one block of lines at its widest gutter, where both sides are text in their own right."""
    place = _gutter(lines)
    if place is None:
        return lines
    left = [line[:place].rstrip() for line in lines]
    right = [line[place:] for line in lines]
    if not (_cards(left, right) or (_prose(left) and _prose(right))):
        return lines
    margin = min(len(line) - len(line.lstrip()) for line in right if line.strip())
    return [*_filled(left), "", *_block(_filled([line[margin:] for line in right]))]


def _gutter(lines: list[str]) -> int | None:
    """Return where the widest stretch of white space ends that all lines share, between text on both sides."""
    width = max(map(len, lines))
    padded = [line.ljust(width) for line in lines]
    free = [all(line[i] == " " for line in padded) for i in range(width)]
    first = next((i for i in range(width) if not free[i]), width)
    best, place, run = _GUTTER - 1, None, 0
    for i in range(first, width):
        run = run + 1 if free[i] else 0
        if run > best and i + 1 < width and not free[i + 1]:
            best, place = run, i + 1
    both = place is not None and sum(bool(line[:place].strip()) and bool(line[place:].strip()) for line in lines)
    return place if both and both > 1 else None


def _cards(left: list[str], right: list[str]) -> bool:
    """Tell whether two columns are contact cards side by side: the same kind of channel stands on both sides of a line."""
    return any(
        channel.search(one) and channel.search(other)
        for one, other in zip(left, right, strict=True)
        for channel in (_MAIL, _PHONE)
    )


def _prose(lines: list[str]) -> bool:
    """Tell whether a column is running text: long lines, many of which go on in the next."""
    filled = [line.strip() for line in lines if line.strip()]
    going_on = sum(after[:1].islower() for after in filled[1:])
    return len(filled) > 2 and sum(map(len, filled)) > _PROSE * len(filled) and going_on > 0.4 * (len(filled) - 1)


def _filled(lines: list[str]) -> list[str]:
    return [line for line in lines if line.strip()]
