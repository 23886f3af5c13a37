"""Postal addresses of France, Belgium, Switzerland, Luxembourg, Québec, the Maghreb and Africa, found by their numbers.

An address always holds digits: a house number, a postal code or a post-office box. Each number of a text is looked at, the
street is sought after it or before it, and the parts are then read from left to right.
"""

from __future__ import annotations

import re

from extract.normalise.addresses.beginnings import starts
from extract.normalise.addresses.parts import is_proved, read
from extract.normalise.addresses.patterns import MOST_DIGITS
from extract.normalise.digits import Groups, groups
from extract.types import Candidate

_NOT_BEFORE = frozenset("_.,/+")  # nor a letter


def find(text: str, digits: Groups | None = None) -> list[Candidate]:
    """Return the postal addresses of a text, sorted, without overlaps.

    `digits` are the groups of digits of the text, where they are known already.
    """
    out: list[Candidate] = []
    done = 0
    for at, end in groups(text) if digits is None else digits:
        if at < done or end - at > MOST_DIGITS or (at and (text[at - 1] in _NOT_BEFORE or text[at - 1].isalnum())):
            continue
        for start in starts(text, at, end, done):
            parts = read(text, start)
            if parts.enough() and parts.end >= end and (not parts.doubtful or is_proved(text, start, parts)):
                out.append(Candidate("ADDRESS", start, parts.end, "address", confidence=0.95))
                done = parts.end
                break
    return out


def one_line(surface: str) -> str:
    """Return an address on one line, its lines joined by commas.

    >>> one_line("12, rue du Bac\\n75007 Paris")
    '12, rue du Bac, 75007 Paris'
    """
    lines = (line.strip(" ,") for line in surface.split("\n"))
    return ", ".join(re.sub(r"\s+", " ", line) for line in lines if line)
