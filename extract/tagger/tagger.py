"""The names model at work: documents in, names with their probabilities out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.strings import StringStore
from spacy.tokens import Doc
from spacy.vocab import Vocab

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


class Tagger:
    """Finds names. The same documents give the same names however they are batched."""

    def __init__(self, weights: Weights, vocab: Vocab) -> None:
        self.weights = weights
        self.network = Network(weights, vocab)

    def __call__(self, docs: Sequence[Doc]) -> list[list[Name]]:
        """Return the names of each document, in text order."""
        found: list[list[Name]] = [[] for _ in docs]
        batch: list[tuple[int, int, Forms]] = []
        words = 0
        for i, doc in enumerate(docs):
            for start, piece in pieces(np.asarray(doc.to_array("ORTH"), dtype=np.uint64)):
                if words + len(piece) > PIECE:
                    self._add_names(batch, found)
                    batch, words = [], 0
                batch.append((i, start, piece))
                words += len(piece)
        self._add_names(batch, found)
        return found

    def _add_names(self, batch: list[tuple[int, int, Forms]], found: list[list[Name]]) -> None:
        """Find the names in pieces, given with the index of their document and the place of their first word there."""
        if not batch:
            return
        sizes = [len(piece) for _, _, piece in batch]
        scores, breaks = self.network.scores([piece for _, _, piece in batch])
        starts, lengths = lines(breaks, sizes)
        tags = chain.best(scores, self.weights.transitions, starts, lengths)
        named = np.add.reduceat(tags != OUTSIDE, starts) > 0 if len(starts) else np.zeros(0, dtype=bool)
        belief = chain.posterior(scores, self.weights.transitions, starts[named], lengths[named])
        first = 0
        for (i, offset, _), size in zip(batch, sizes, strict=True):
            its = tags[first : first + size]
            for start, end, kind in names(its):
                probability = belief.name(first + start, its[start:end])
                found[i].append(Name(offset + start, offset + end, kind, probability))
            first += size


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
