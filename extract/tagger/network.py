"""The network of the names model, forward only: words to scores of tags.

A word's first representation depends on its written form alone (hashed form, prefix, suffix, shape, word vector, and the lists
it stands in), so it is computed once a form and remembered. What the lexicons know of names at their place is added. Four
layers then mix in the words around, and a last one what the same word looks like elsewhere in its document, and what kind of
document it is: the mean of all its words.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from spacy.vocab import Vocab
from thinc.api import NumpyOps
from threadpoolctl import ThreadpoolController

from extract.naming.clues import Masks, of_form
from extract.tagger.weights import Floats, Layer, Weights

Ints = NDArray[np.int64]
Forms = NDArray[np.uint64]
WINDOW = 4  # rows of zeros between documents: no layer looks further
REMEMBERED = 20_000  # written forms; about 8 MB
BLOCK = 256  # rows multiplied at once: they stay in the cache
_GAP = 2  # spaces; more set columns apart
_EPSILON = np.float32(1e-8)


def maxout(x: Floats, layer: Layer) -> Floats:
    """Apply a maxout layer and its layer norm to rows."""
    out = np.empty((len(x), len(layer.gain)), dtype=np.float32)
    for start in range(0, len(x), BLOCK):
        rows = x[start : start + BLOCK]
        out[start : start + BLOCK] = _maxout(_whole(rows), layer)[: len(rows)]
    return out


def linear(x: Floats, weight: Floats, bias: Floats) -> Floats:
    """Apply a plain layer to rows."""
    blocks = [_whole(x[start : start + BLOCK]) @ weight.T for start in range(0, len(x), BLOCK)]
    return np.concatenate(blocks)[: len(x)] + bias


def _whole(rows: Floats) -> Floats:
    """Fill a last block up with zeros, so that the same product of matrices is made for all rows.

    A product's last bits depend on its shape. With one shape a document gives the same scores in whatever batch it comes.
    """
    if len(rows) == BLOCK:
        return rows
    whole = np.zeros((BLOCK, rows.shape[1]), dtype=np.float32)
    whole[: len(rows)] = rows
    return whole


def _maxout(x: Floats, layer: Layer) -> Floats:
    y: Floats = x @ layer.weight.T
    y += layer.bias
    width = len(layer.gain)
    out: Floats = np.maximum(y[:, :width], y[:, width : 2 * width])
    np.maximum(out, y[:, 2 * width :], out=out)
    out -= out.mean(1, keepdims=True)
    out *= 1 / np.sqrt(np.einsum("ij,ij->i", out, out) / np.float32(width) + _EPSILON)[:, None]
    out *= layer.gain
    out += layer.shift
    return out


def ends_line(word: str) -> bool:
    """Tell whether no name runs on over a word: a line break, or the gap between two columns."""
    return word.isspace() and ("\n" in word or "\t" in word or len(word) > _GAP)


class Clues:
    """What the clues of the lexicons add to a word: the sum of their vectors, made once for each set of clues."""

    def __init__(self, vectors: Floats) -> None:
        self.vectors = vectors
        self.known: dict[int, Floats] = {}

    def rows(self, masks: Masks) -> Floats:
        """Return what each mask adds (masks × width)."""
        return np.stack([self._row(mask) for mask in masks.tolist()])

    def _row(self, mask: int) -> Floats:
        found = self.known.get(mask)
        if found is None:
            found = np.zeros(self.vectors.shape[1], dtype=np.float32)
            for number, vector in enumerate(self.vectors):
                if mask >> number & 1:
                    found += vector
            self.known[mask] = found
        return found


class Words:
    """The representations of written forms, computed at first sight.

    `known` maps spaCy's hash of a form to its row in `table` and `norms`.
    """

    def __init__(self, weights: Weights, vocab: Vocab, clues: Clues) -> None:
        self.weights = weights
        self.vocab = vocab
        self.clues = clues
        self.hash = NumpyOps().hash
        self.clear()

    def clear(self) -> None:
        """Forget all forms."""
        self.known: dict[int, int] = {}
        self.table: Floats = np.empty((1024, len(self.weights.embed.gain)), dtype=np.float32)
        self.norms: NDArray[np.uint64] = np.empty(1024, dtype=np.uint64)
        self.breaks: NDArray[np.bool_] = np.empty(1024, dtype=bool)

    def rows(self, forms: Forms) -> Ints:
        """Return the rows of forms, which must be distinct."""
        keys = forms.tolist()
        new = [key for key in keys if key not in self.known]
        if new:
            if len(self.known) + len(new) > REMEMBERED:
                self.clear()
                new = keys
            self._learn(new)
        return np.fromiter((self.known[key] for key in keys), dtype=np.int64, count=len(keys))

    def _learn(self, keys: list[int]) -> None:
        start = len(self.known)
        end = start + len(keys)
        if end > len(self.table):
            grown = max(end, 2 * len(self.table))
            self.table = np.resize(self.table, (grown, self.table.shape[1]))
            self.norms = np.resize(self.norms, grown)
            self.breaks = np.resize(self.breaks, grown)
        lexemes = [self.vocab[key] for key in keys]
        attributes = np.array([(x.norm, x.prefix, x.suffix, x.shape) for x in lexemes], dtype=np.uint64)
        self.table[start:end] = self._embed(np.array(keys, dtype=np.uint64), attributes)
        self.table[start:end] += self.clues.rows(np.array([of_form(x.orth_) for x in lexemes], dtype=np.uint32))
        self.norms[start:end] = attributes[:, 0]
        self.breaks[start:end] = [ends_line(x.orth_) for x in lexemes]
        self.known.update(zip(keys, range(start, end), strict=True))

    def _embed(self, keys: NDArray[np.uint64], attributes: NDArray[np.uint64]) -> Floats:
        w = self.weights
        parts = []
        for table, seed, column in zip(w.tables, w.meta.hash_seeds, attributes.T, strict=True):
            places = self.hash(np.ascontiguousarray(column), seed) % len(table)
            parts.append(table[places].sum(1))
        short = (keys >> np.uint64(32)).astype(np.uint32)
        at = np.minimum(np.searchsorted(w.keys, short), len(w.keys) - 1)
        found = w.keys[at] == short
        parts.append(np.where(found[:, None], w.vectors[w.rows[at]], np.float32(0)))
        return maxout(np.concatenate(parts, axis=1), w.embed)


class Network:
    """Scores the tags of words."""

    def __init__(self, weights: Weights, vocab: Vocab) -> None:
        self.weights = weights
        self.clues = Clues(weights.clues)
        self.words = Words(weights, vocab, self.clues)
        self._threads = ThreadpoolController()

    def scores(self, documents: Sequence[Forms], clues: Sequence[Masks]) -> tuple[Floats, NDArray[np.bool_]]:
        """Score the words of documents, given as spaCy's hashes (`doc.to_array("ORTH")`) with the clues of known names.

        Return the scores (words of all documents × tags), and which words end a line, where no name runs on.
        """
        with self._threads.limit(
            limits=1, user_api="blas"
        ):  # these products are too small to share out: it costs ten times more
            return self._scores(documents, clues)

    def _scores(self, documents: Sequence[Forms], clues: Sequence[Masks]) -> tuple[Floats, NDArray[np.bool_]]:
        lengths = [len(forms) for forms in documents]
        distinct, inverse = np.unique(np.concatenate(documents), return_inverse=True)
        at = self.words.rows(distinct)[inverse]
        words = self.words.table[at]
        masks = np.concatenate(clues)
        told = np.flatnonzero(masks)
        if len(told):
            words[told] += self.clues.rows(masks[told])
        hidden = self._encode(words, lengths)
        document = np.repeat(np.arange(len(lengths), dtype=np.uint64), lengths)
        hidden += maxout(with_means(hidden, self.words.norms[at], document), self.weights.pool)
        return linear(hidden, self.weights.output, self.weights.output_bias), self.words.breaks[at]

    def _encode(self, words: Floats, lengths: list[int]) -> Floats:
        """Mix in the words around, the documents kept apart by rows of zeros."""
        width = words.shape[1]
        inside = np.arange(len(words)) + WINDOW * (1 + np.repeat(np.arange(len(lengths)), lengths))
        x = np.zeros((len(words) + WINDOW * (len(lengths) + 1), width), dtype=np.float32)
        x[inside] = words
        around = np.zeros((len(x), 3 * width), dtype=np.float32)
        for layer in self.weights.encode:
            around[1:, :width] = x[:-1]
            around[:, width : 2 * width] = x
            around[:-1, 2 * width :] = x[1:]
            x += maxout(around, layer)
        mixed: Floats = x[inside]
        return mixed


def with_means(hidden: Floats, norms: NDArray[np.uint64], document: NDArray[np.uint64]) -> Floats:
    """Return words with two means behind each (words × 3 widths): of those of its document written alike, and of them all."""
    return np.concatenate([hidden, means(hidden, alike(norms, document)), means(hidden, document)], axis=1)


def alike(norms: NDArray[np.uint64], document: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return a number for each word that it shares with the words of its document written alike, capitals apart."""
    return norms ^ (document * np.uint64(0x9E3779B97F4A7C15))


def means(hidden: Floats, groups: NDArray[np.uint64]) -> Floats:
    """Return for each word the mean over the words of its group."""
    _, group, counts = np.unique(groups, return_inverse=True, return_counts=True)
    order = np.argsort(group, kind="stable")
    out: Floats = np.add.reduceat(hidden[order], np.cumsum(counts) - counts, axis=0, dtype=np.float32)
    out /= counts[:, None]
    return out[group]
