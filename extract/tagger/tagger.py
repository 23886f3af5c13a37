"""The names model at work: documents in, names with their probabilities out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.strings import StringStore
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extract.naming.clues import Masks
from extract.tagger import chain
from extract.tagger.network import Forms, Network
from extract.tagger.tags import OUTSIDE, names
from extract.tagger.weights import Weights

PIECE = 20_000  # words worked on at once, which bounds the memory of a very long document
_SEARCHED = 500  # words before the end of a piece among which a full stop is looked for
_STOP = np.uint64(StringStore().add("."))


class Name(NamedTuple):
    """A name: words `start` to `end` (exclusive) of its document, and how likely it is right."""

    start: int
    end: int
    kind: str
    probability: float


class _Piece(NamedTuple):
    """Words worked on at once: of which document, from which of its words on, their hashes and their clues."""

    document: int
    start: int
    forms: Forms
    clues: Masks


class Tagger:
    """Finds names. The same documents give the same names however they are batched."""

    def __init__(self, weights: Weights, vocab: Vocab) -> None:
        self.weights = weights
        self.network = Network(weights, vocab)

    def __call__(self, docs: Sequence[Doc], clues: Sequence[Masks]) -> list[list[Name]]:
        """Return the names of each document, in text order; `clues` are what known names tell of its words."""
        found: list[list[Name]] = [[] for _ in docs]
        batch: list[_Piece] = []
        words = 0
        for i, (doc, masks) in enumerate(zip(docs, clues, strict=True)):
            for start, forms in pieces(np.asarray(doc.to_array("ORTH"), dtype=np.uint64)):
                if words + len(forms) > PIECE:
                    self._add_names(batch, found)
                    batch, words = [], 0
                batch.append(_Piece(i, start, forms, masks[start : start + len(forms)]))
                words += len(forms)
        self._add_names(batch, found)
        return found

    def _add_names(self, batch: list[_Piece], found: list[list[Name]]) -> None:
        if not batch:
            return
        sizes = [len(piece.forms) for piece in batch]
        scores, breaks = self.network.scores([piece.forms for piece in batch], [piece.clues for piece in batch])
        starts, lengths = lines(breaks, sizes)
        tags = chain.best(scores, self.weights.transitions, starts, lengths)
        named = np.add.reduceat(tags != OUTSIDE, starts) > 0 if len(starts) else np.zeros(0, dtype=bool)
        belief = chain.posterior(scores, self.weights.transitions, starts[named], lengths[named])
        first = 0
        for piece in batch:
            its = tags[first : first + len(piece.forms)]
            for start, end, kind in names(its):
                probability = belief.name(first + start, its[start:end])
                found[piece.document].append(Name(piece.start + start, piece.start + end, kind, probability))
            first += len(piece.forms)


def pieces(forms: Forms) -> Iterator[tuple[int, Forms]]:
    """Cut a document that is too long, after full stops where there are any; yield first word and words of each piece."""
    start = 0
    while start < len(forms):
        end = start + PIECE
        if end < len(forms):
            stops = np.flatnonzero(forms[end - _SEARCHED : end] == _STOP)
            end = end - _SEARCHED + int(stops[-1]) + 1 if len(stops) else end
        yield start, forms[start:end]
        start = end


def lines(breaks: NDArray[np.bool_], lengths: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return starts and lengths of the runs of words between line breaks and ends of documents."""
    edge = np.zeros(len(breaks) + 1, dtype=bool)
    edge[np.cumsum([0, *lengths])] = True
    inside = ~breaks
    starts = np.flatnonzero(inside & (edge[:-1] | np.concatenate([[True], breaks[:-1]])))
    ends = np.flatnonzero(inside & (edge[1:] | np.concatenate([breaks[1:], [True]]))) + 1
    return starts, ends - starts
