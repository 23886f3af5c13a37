"""Names as compared: without accents, case and punctuation; and the parts of a person's name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "ı": "i"}
)


@lru_cache(maxsize=16384)
def fold(word: str) -> str:
    """Return a word without accents and case.

    >>> fold("Œuvre"), fold("ÉLYSÉE")
    ('oeuvre', 'elysee')
    """
    return _plain(word)


@lru_cache(maxsize=16384)
def key(name: str) -> str:
    """Return a name's folded words joined by spaces; two spellings of one name have the same key.

    >>> key("Côte d’Ivoire"), key("SAINT-DENIS")
    ('cote d ivoire', 'saint denis')
    """
    plain = _plain(name)
    return plain if plain.isalnum() else " ".join(_WORD.findall(plain))


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    lowered = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
    return (
        lowered
        if lowered.isascii()
        else "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    )


def initials(name: str) -> str:
    """Return the first letters of a name's capitalised words, folded.

    >>> initials("Organisation internationale du Travail")
    'ot'
    """
    return "".join(fold(word[0]) for word in _WORD.findall(name) if word[0].isupper())


def is_capitals(word: str) -> bool:
    """Tell whether a word of two letters or more is all in capitals."""
    return len(word) > 1 and word.isupper()
