"""What the lexicons say of each word, for the names model to weigh: one number a word, a bit a clue.

Some clues belong to a written form wherever it stands (a given name, a head word of organisations); the others to a known
name of one or more words at its place in a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.gazetteer import Match
from extract.naming.vocabulary import Vocabulary, vocabulary
from extract.naming.words import Words
from extract.normalise.names import fold, key

Masks = NDArray[np.uint32]

_PLACES = ("begins", "goes on", "ends", "alone")
_KINDS = ("ORG", "LOC")
OF_NAMES = (*(f"{kind} {place}" for kind in _KINDS for place in _PLACES), "doubtful ORG", "doubtful LOC", "large LOC")
OF_FORMS = (
    *("given", "given doubtful", "honorific", "title", "head of ORG", "head of LOC", "head of another", "demonym"),
    *("furniture", "adjective", "company word", "particle", "apposition"),
)
CLUES = (*OF_NAMES, *OF_FORMS)  # their order is that of the weights
_BIT = {clue: 1 << number for number, clue in enumerate(CLUES)}
_LARGE = 50_000  # inhabitants


class Clue(NamedTuple):
    """A known name at the tokens `first` to `last`: its kinds (of `_KINDS`), and bits for all of them."""

    first: int
    last: int
    kinds: tuple[int, ...]
    bits: int


def of_form(form: str) -> int:
    """Return the clues that a written form carries by itself, those of its parts joined.

    >>> [clue for n, clue in enumerate(CLUES) if of_form("Mme") >> n & 1]
    ['honorific']
    """
    known = _forms()
    mask = 0
    for part in key(form).split():
        mask |= known.get(part, 0)
    return mask


@cache
def _forms() -> dict[str, int]:
    words = vocabulary()
    out: dict[str, int] = {}
    for clue, folded in _lists(words):
        for form in folded:
            out[form] = out.get(form, 0) | _BIT[clue]
    for form, head in words.heads.items():
        kind = f"head of {head.kind}" if head.kind in _KINDS else "head of another"
        out[form] = out.get(form, 0) | _BIT[kind]
    return out


def _lists(words: Vocabulary) -> Iterable[tuple[str, Iterable[str]]]:
    yield "given", words.given
    yield "given doubtful", words.doubtful - words.given
    yield "honorific", words.honorifics
    yield "title", words.titles
    yield "demonym", words.demonyms
    yield "furniture", words.furniture
    yield "adjective", words.adjectives
    yield "company word", words.company_cues | {fold(form) for form in words.legal_forms}
    yield "particle", words.particles
    yield "apposition", words.appositions


def of_names(known: Sequence[Match], words: Words, starts: NDArray[np.int64]) -> list[Clue]:
    """Return the clues of the known names of a text, given where its tokens start."""
    if not known:
        return []
    firsts = np.searchsorted(starts, [words.starts[match.first] for match in known], side="right") - 1
    lasts = np.searchsorted(starts, [words.ends[match.last] - 1 for match in known], side="right") - 1
    return [_clue(match, int(first), int(last)) for match, first, last in zip(known, firsts, lasts, strict=True)]


def _clue(match: Match, first: int, last: int) -> Clue:
    kinds: set[int] = set()
    bits = 0
    for _, entry in match.forms:
        if entry.context:
            bits |= _BIT[f"doubtful {entry.kind}"]
        else:
            kinds.add(_KINDS.index(entry.kind))
        if entry.kind == "LOC" and (entry.sort != "city" or entry.inhabitants >= _LARGE):
            bits |= _BIT["large LOC"]
    return Clue(first, last, tuple(sorted(kinds)), bits)


def paint(clues: Iterable[Clue], tokens: int) -> Masks:
    """Return the masks of a text's tokens that its known names make."""
    masks = np.zeros(tokens, dtype=np.uint32)
    for first, last, kinds, bits in clues:
        masks[first : last + 1] |= np.uint32(bits)
        for kind in kinds:
            begins = 1 << (kind * len(_PLACES))
            if first == last:
                masks[first] |= np.uint32(begins << 3)
                continue
            masks[first] |= np.uint32(begins)
            masks[first + 1 : last] |= np.uint32(begins << 1)
            masks[last] |= np.uint32(begins << 2)
    return masks


def spread(masks: Masks) -> NDArray[np.float32]:
    """Return masks as rows of noughts and ones, one column a clue."""
    return ((masks[:, None] >> np.arange(len(CLUES), dtype=np.uint32)) & np.uint32(1)).astype(np.float32)
