"""The names model at work: documents in, names with their probabilities out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extract.tagger import chain
from extract.tagger.network import Network
from extract.tagger.tags import OUTSIDE, names
from extract.tagger.weights import Weights

PIECE = 20_000  # words of one document worked on at once, which bounds the memory of a very long one


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
        filled = [i for i, doc in enumerate(docs) if len(doc)]
        short = [i for i in filled if len(docs[i]) <= PIECE]
        if short:
            for i, its in zip(short, self._names([docs[i] for i in short]), strict=True):
                found[i] = its
        for i in filled:
            if len(docs[i]) > PIECE:
                for start in range(0, len(docs[i]), PIECE):
                    piece = docs[i][start : start + PIECE].as_doc()
                    found[i] += [n._replace(start=n.start + start, end=n.end + start) for n in self._names([piece])[0]]
        return found

    def _names(self, docs: Sequence[Doc]) -> list[list[Name]]:
        lengths = [len(doc) for doc in docs]
        scores, breaks = self.network.scores(docs)
        starts, sizes = lines(breaks, lengths)
        tags = chain.best(scores, self.weights.transitions, starts, sizes)
        named = np.add.reduceat(tags != OUTSIDE, starts) > 0 if len(starts) else np.zeros(0, dtype=bool)
        belief = chain.posterior(scores, self.weights.transitions, starts[named], sizes[named])
        found = []
        first = 0
        for size in lengths:
            its = tags[first : first + size]
            found.append(
                [Name(start, end, kind, belief.name(first + start, its[start:end])) for start, end, kind in names(its)]
            )
            first += size
        return found


def lines(breaks: NDArray[np.bool_], lengths: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return starts and lengths of the runs of words between line breaks and ends of documents."""
    edge = np.zeros(len(breaks) + 1, dtype=bool)
    edge[np.cumsum([0, *lengths])] = True
    inside = ~breaks
    starts = np.flatnonzero(inside & (edge[:-1] | np.concatenate([[True], breaks[:-1]])))
    ends = np.flatnonzero(inside & (edge[1:] | np.concatenate([breaks[1:], [True]]))) + 1
    return starts, ends - starts
