"""Whether the letters of a short form are those of a long one: `ONDA` and `Office national des droits d'auteur`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from extract.lexicons import words

# Gains and costs of an alignment, in letters. A pair is proved when the sum reaches this share of the short form's length.
_RUN, _INNER = 0.8, 0.4
_SKIP_WITHIN, _SKIP_AFTER = 0.6, 0.3
_PROOF, _PROOF_LOWER_CASE = 0.7, 0.75
_NEVER = -99.0

_RUN_OF_CAPITALS = re.compile(r"[A-ZÀ-Ý]{2}|[A-ZÀ-Ý]\.|[a-zà-ÿ][A-ZÀ-Ý]|\d[A-ZÀ-Ý]|[A-ZÀ-Ý][&/][A-ZÀ-Ý]")
_PART = re.compile(r"[^\W_]+")


class Part(NamedTuple):
    """One part of a long form: folded letters, where it stands, and whether acronyms leave such words out."""

    letters: str
    start: int
    end: int
    function: bool


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return the letters of a text, lower case, without accents.

    >>> fold("É.-U.")
    'eu'
    """
    if text.isascii():
        return text.lower() if text.isalpha() else "".join(c for c in text if c.isalpha()).lower()
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(c for c in plain if c.isalpha()).lower()


@lru_cache(maxsize=4096)
def is_short(text: str) -> bool:
    """Tell whether a surface looks like a short form: capitals such as OMS, UNamur, SISM–CSN, A.S.B.L., SDIS 29, Afep."""
    first = text.split(maxsplit=1)[0] if text.split() else ""
    capitals = sum(c.isupper() for c in first)
    if not 2 <= len(fold(text)) <= 30 or text in words("acronyms/never.txt"):
        return False
    return (capitals >= 2 and _RUN_OF_CAPITALS.search(first) is not None) or (
        capitals == 1 and first[0].isupper() and first.isalpha() and 3 <= len(first) <= 8
    )


def parts_of(text: str, start: int, end: int) -> list[Part]:
    """Return the words of a stretch of text, compounds and elisions taken apart."""
    left_out = words("acronyms/function_words.txt")
    return [
        Part(letters, *m.span(), word.lower() in left_out)
        for m in _PART.finditer(text, start, end)
        if (letters := fold(word := m.group()))
    ]


def align(short: str, parts: Sequence[Part]) -> float:
    """Return how well the letters of a short form run through the parts of a long one, in letters; 0 where they do not."""
    letters = fold(short)
    if not set(letters).issubset("".join(part.letters for part in parts)):
        return 0.0

    @cache
    def best(i: int, j: int, used: int) -> float:
        """Score the letters from `i` on and the parts from `j` on; `used` parts (at most 2 are counted) came before."""
        if i == len(letters):
            return -_SKIP_AFTER * sum(not part.function for part in parts[j:]) if used == 2 else _NEVER
        if j == len(parts):
            return _NEVER
        part = parts[j]
        cost = 0.0 if part.function else _SKIP_WITHIN
        top = best(i, j + 1, used) - cost if used else _NEVER
        if part.letters[:1] == letters[i]:
            gain, at, run, now = 1.0, 0, True, min(2, used + 1)
            top = max(top, gain + best(i + 1, j + 1, now))
            for k in range(i + 1, len(letters)):
                at_next = part.letters.find(letters[k], at + 1)
                if at_next < 0:
                    break
                run = run and at_next == at + 1
                gain += _RUN if run else _INNER
                at = at_next
                top = max(top, gain + best(k + 1, j + 1, now))
        return top

    return max(0.0, best(0, 0, 0))


def proof(short: str) -> float:
    """Return the score that proves a short form; a common-looking word (Afep) and a pair of letters need more."""
    letters = fold(short)
    if len(letters) <= 2:
        return 2.0
    share = _PROOF if sum(c.isupper() for c in short) >= 2 else _PROOF_LOWER_CASE
    return share * len(letters)


def proved(short: str, parts: Sequence[Part]) -> bool:
    """Tell whether a short form stands for a whole long form: its letters align, or are the initials in another order."""
    content = [part for part in parts if not part.function]
    letters = fold(short)
    initials = sorted(part.letters[0] for part in content)
    if len(letters) >= 2 and sorted(letters) == initials:
        return True
    starts = [k for k, part in enumerate(parts) if k == 0 or (not part.function and part.letters[0] == letters[:1])]
    return any(align(form, parts[k:]) >= proof(form) for form in forms(short) for k in starts)


def forms(short: str) -> tuple[str, ...]:
    """Return a short form and its part before a dash, which may name a federation (`FSSS–CSN`) or number (`SDIS 29`)."""
    head = re.split(r"[-–/\s]", short, maxsplit=1)[0]
    return (short, head) if head != short and head.isupper() and len(fold(head)) >= 3 else (short,)
