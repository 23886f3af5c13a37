"""The tags of the names model: O, and begin, inside, end, single for each kind of name."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

KINDS = ("PER", "ORG", "LOC")
TAGS = ("O", *(f"{place}-{kind}" for kind in KINDS for place in "BIES"))
OUTSIDE = 0
INDEX = {tag: i for i, tag in enumerate(TAGS)}

_OPEN = np.array([tag[0] in "BI" for tag in TAGS])  # a name goes on after this tag
_GOES_ON = np.array([tag[0] in "IE" for tag in TAGS])  # a name was begun before this tag
_KIND = np.array([0 if tag == "O" else 1 + KINDS.index(tag[2:]) for tag in TAGS])

LEGAL: NDArray[np.bool_] = (_OPEN[:, None] == _GOES_ON[None, :]) & (~_OPEN[:, None] | (_KIND[:, None] == _KIND[None, :]))
FIRST: NDArray[np.bool_] = ~_GOES_ON
LAST: NDArray[np.bool_] = ~_OPEN


def allowed(length: int, kind: str) -> NDArray[np.bool_]:
    """Return which tags each word of a name of some words may have: one row a word, one true value in each."""
    rows = np.zeros((length, len(TAGS)), dtype=bool)
    places = "S" if length == 1 else "B" + "I" * (length - 2) + "E"
    for row, place in zip(rows, places, strict=True):
        row[INDEX[f"{place}-{kind}"]] = True
    return rows


def names(tags: NDArray[np.int8]) -> list[tuple[int, int, str]]:
    """Return (first word, word after the last, kind) of the names in a legal sequence of tags.

    >>> names(np.array([INDEX["B-PER"], INDEX["E-PER"], 0, INDEX["S-LOC"]], dtype=np.int8))
    [(0, 2, 'PER'), (3, 4, 'LOC')]
    """
    found = []
    start = 0
    for i in np.flatnonzero(tags):
        place, kind = TAGS[tags[i]].split("-")
        if place in "BS":
            start = int(i)
        if place in "ES":
            found.append((start, int(i) + 1, kind))
    return found
