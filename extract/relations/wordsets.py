"""The small sets of function words that the relation stages read by."""

from __future__ import annotations

from functools import cache

from extract.lexicons import rows


@cache
def _sets() -> dict[str, frozenset[str]]:
    return {name: frozenset(members.split()) for name, members in rows("relations/word_sets.tsv", 2)}


def members(name: str) -> frozenset[str]:
    """Return a set of words by its name in `relations/word_sets.tsv`. Raises KeyError for an unknown name.

    >>> sorted(members("he_or_she"))
    ['elle', 'il']
    """
    return _sets()[name]
