"""A hyphen at a line's end: does it belong to the word (`Clohars-Carnoët`, `celui-ci`), or only split it (`Finis-tère`)?"""

from __future__ import annotations

import re
from functools import cache

from extract.lexicons import rows, words

_LAST_WORD = re.compile(r"[^\s'’(«\"“]+\Z")
_FIRST_WORD = re.compile(r"[\w-]+")


def splits_word(text: str, after: str) -> bool:
    """Tell whether a line ends inside a word."""
    return len(text) > 2 and text[-1] == "-" and text[-2].isalnum() and after[:1].isalnum()


def keeps_hyphen(text: str, after: str) -> bool:
    """Tell whether the hyphen that ends `text` stays when `after` is joined to it.

    >>> keeps_hyphen("le préfet du Finis-", "tère"), keeps_hyphen("à Clohars-", "Carnoët")
    (False, True)
    """
    found, following = _LAST_WORD.search(text[:-1]), _FIRST_WORD.match(after)
    if found is None or following is None:
        return True
    head, tail = found[0], following[0]
    if head[-1].isdigit() or tail[0].isdigit() or after.startswith("'", len(tail)):
        return True
    if tail[0].isupper() and not (head.isupper() and len(head) > 1):
        return True
    *earlier, last = head.casefold().split("-")
    first, *later = tail.casefold().split("-")
    links = words("cleaning/hyphen-links.txt")
    if (earlier and last in links) or (later and first in links):
        return True
    return first in words("cleaning/hyphen-endings.txt") or _compound(last, first)


def _compound(first: str, second: str) -> bool:
    allowed, barred = _heads().get(first, (frozenset(), ()))
    return second in allowed or ("*" in allowed and not second.startswith(barred))


@cache
def _heads() -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
    """Return, for each first part, the second parts that keep the hyphen and the beginnings of those that do not."""
    listed = {head: tails.split() for head, tails in rows("cleaning/hyphen-heads.tsv", 2)}
    return {
        head: (frozenset(t for t in tails if t[0] != "!"), tuple(t[1:] for t in tails if t[0] == "!") or ("\0",))
        for head, tails in listed.items()
    }
