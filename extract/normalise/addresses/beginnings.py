"""Where an address around a number may begin: at a house number, at a box, at a street before a postal code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extract.normalise.addresses.patterns import (
    BOX_KIND,
    FLOOR,
    MOST_DIGITS,
    NUMBER,
    PHRASE,
    POSTAL,
    POSTAL_ALONE,
    REACH,
    WORD,
    YEAR,
    before_kind,
    is_dating,
    is_told_as_year,
    kinds,
    street_start,
)
from extract.normalise.names import fold

_BOX_BEFORE = re.compile(rf"(?:(?<!\w)\d{{1,2}}[ ])?(?<!\w){BOX_KIND}$")
_BOX_ENDS = frozenset("PpSAXxe.°oNn")  # the last sign before the number of a box
_AFTER_HOUSE = frozenset(" ,-–/bBtTqQaAcCdDeE\u00a0")


@cache
def _floor_before() -> re.Pattern[str]:
    return re.compile(rf"(?:{FLOOR}|{NUMBER}[ ]{{0,2}},?[ ]{{1,3}}){before_kind()}$")


def starts(text: str, at: int, end: int, floor: int) -> Iterator[int]:
    """Yield the places where an address around the number `text[at:end]` may begin, the likeliest first."""
    digits = end - at
    if (
        digits < MOST_DIGITS
        and text[end : end + 1] in _AFTER_HOUSE
        and (head := street_start().match(text, at))
        and fold(head["kind"]) in kinds()
    ):
        yield at
    boxed = at and text[at - 2 : at].rstrip()[-1:] in _BOX_ENDS
    box = _BOX_BEFORE.search(text, max(floor, at - 24), at) if boxed else None
    if box or (digits > 3 and (POSTAL.match(text, at) or POSTAL_ALONE.match(text, at))):
        yield from _streets_before(text, at, floor)
    if box:
        yield box.start()


def _streets_before(text: str, at: int, floor: int) -> Iterator[int]:
    """Yield where streets begin on the line of a postal code or on the line before, the farthest first."""
    line = text.rfind("\n", floor, at)
    before = text.rfind("\n", floor, line) if line >= 0 else -1
    window = max(floor, at - REACH, before + 1)
    weak: list[int] = []
    for word in WORD.finditer(text, window, at):
        trust = kinds().get(fold(word.group()))
        if trust == "weak":
            weak.append(word.start())
        elif trust:
            yield _phrase_start(text, word.start(), window)
    yield from weak


def _phrase_start(text: str, start: int, window: int) -> int:
    """Return where the name of a street begins that has a number or words before its kind (`Le Bas de la Rue du Puits`)."""
    line = max(window, text.rfind("\n", window, start) + 1)
    before = _floor_before().search(text, line, start)
    if before and YEAR.match(before[0]) and (is_told_as_year(text, before.start()) or is_dating(text, before.start())):
        return before.end() - len(before[0].partition(",")[2].lstrip())
    if before:
        return before.start()
    return line if start > line and PHRASE.fullmatch(text, line, start) else start
