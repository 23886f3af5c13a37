"""The small sets of function words that the relation stages read by, and expressions of several words."""

from __future__ import annotations

from functools import cache

from extract.lexicons import typed_rows, words
from extract.relations.page import Page, words_of


@cache
def _sets() -> dict[str, frozenset[str]]:
    return {name: frozenset(listed.split()) for name, listed in typed_rows("relations/word_sets.tsv", tuple[str, str])}


def members(name: str) -> frozenset[str]:
    """Return a set of words by its name in `relations/word_sets.tsv`. Raises KeyError for an unknown name.

    >>> sorted(members("he_or_she"))
    ['elle', 'il']
    """
    return _sets()[name]


@cache
def expressions(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the expressions of a data file, each as its words, the longest first."""
    listed = sorted(words(name), key=lambda line: (-len(line), line))
    return tuple(map(words_of, listed))


def at_word(page: Page, k: int, known: tuple[tuple[str, ...], ...]) -> int:
    """Return how many words the expression has that begins at word `k`, 0 where none of those known does."""
    return next((len(parts) for parts in known if tuple(page.words[k : k + len(parts)]) == parts), 0)
