"""The small sets of function words that the relation stages read by."""

from __future__ import annotations

from functools import cache

from extract.lexicons import typed_rows


@cache
def _sets() -> dict[str, frozenset[str]]:
    return {name: frozenset(listed.split()) for name, listed in typed_rows("relations/word_sets.tsv", tuple[str, str])}


def members(name: str) -> frozenset[str]:
    """Return a set of words by its name in `relations/word_sets.tsv`. Raises KeyError for an unknown name.

    >>> sorted(members("he_or_she"))
    ['elle', 'il']
    """
    return _sets()[name]
