"""The language of a text, told by its function words: enough to know French from the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from extract.lexicons import rows
from extract.types import Hint

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 6_000  # characters looked at, in the middle of the text, away from the menus
_FEWEST = 3  # function words needed to decide without the container's help
_LEAD = 1.2  # times as many as the next language


@cache
def _languages() -> dict[str, tuple[str, ...]]:
    """Return for each function word the languages that use it."""
    languages: dict[str, list[str]] = {}
    for language, listed in rows("language/stopwords.tsv", 2):
        for word in listed.split():
            languages.setdefault(word, []).append(language)
    return {word: tuple(found) for word, found in languages.items()}


def language(text: str, hints: Sequence[Hint] = ()) -> str | None:
    """Return the ISO 639-1 code of a text's language, or None where too little speaks for one.

    Where the words are few or two languages come close, the container's own statement decides.

    >>> language("Le maire a reçu les élus de la ville pour la fête.")
    'fr'
    """
    middle = max(0, len(text) // 2 - _SAMPLE // 2)
    known = _languages()
    counts: Counter[str] = Counter()
    for word, times in Counter(_WORD.findall(text[middle : middle + _SAMPLE].lower())).items():
        for found in known.get(word, ()):
            counts[found] += times
    stated = next((hint.value[:2].lower() for hint in hints if hint.kind == "language"), None)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] < _FEWEST:
        return stated or (ranked[0][0] if ranked and len(ranked) == 1 else None)
    best, most = ranked[0]
    if len(ranked) > 1 and most < _LEAD * ranked[1][1]:
        close = [found for found, times in ranked if times * _LEAD >= most]
        return stated if stated in close else best
    return best
