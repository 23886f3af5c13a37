"""The names model as a spaCy component: fills `doc.ents` and keeps how likely each name is right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.components.registration import stage
from extract.components.words import known_in, words_of
from extract.lexicons import rows
from extract.naming.clues import Masks, of_names, paint
from extract.tagger.tagger import Tagger
from extract.tagger.tags import KINDS
from extract.tagger.weights import load
from extract.types import Candidate

STAGE = "extract.press"
RULE = "ner.press"
PACKAGED = Path(__file__).parents[1] / "data" / "press"
_KEY = "extract.press"
_UNKNOWN = 0.8  # of entities that another component set


class Press:
    """Finds people, organisations and places with the press weights."""

    def __init__(self, tagger: Tagger) -> None:
        self.tagger = tagger
        self._believed, self._right = np.array(rows("press/calibration.tsv", 2), dtype=np.float64).T

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities of one document."""
        return self.predict([doc])[0]

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 8) -> Iterator[Doc]:
        """Set the entities of a stream of documents."""
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            yield from self.predict(batch)

    def predict(self, docs: list[Doc]) -> list[Doc]:
        """Set the entities of a batch of documents."""
        for doc, found in zip(docs, self.tagger(docs, [_clues(doc) for doc in docs]), strict=True):
            names = [name for name in found if not (doc[name.start].is_space or doc[name.end - 1].is_space)]
            doc.ents = [Span(doc, name.start, name.end, label=name.kind) for name in names]
            right = np.interp([name.probability for name in names], self._believed, self._right).round(3).tolist()
            doc.user_data[_KEY] = {(name.start, name.end): p for name, p in zip(names, right, strict=True)}
        return docs


def _clues(doc: Doc) -> Masks:
    """Return what the known names of a document tell of its tokens."""
    return paint(of_names(known_in(doc), words_of(doc), doc.to_array("IDX").astype(np.int64)), len(doc))


def found(doc: Doc) -> list[Candidate]:
    """Return the entities of `doc.ents` as candidates, with their probability where the press weights found them."""
    known = doc.user_data.get(_KEY, {})
    return [
        Candidate(e.label_, e.start_char, e.end_char, RULE, confidence=known.get((e.start, e.end), _UNKNOWN))
        for e in doc.ents
        if e.label_ in KINDS
    ]


@stage(STAGE, weights=None)
def make(nlp: Language, name: str, weights: str | None) -> Press:
    """Return the component; `weights` is a folder of weights in place of those of the package."""
    return Press(Tagger(load(Path(weights) if weights else PACKAGED), nlp.vocab))
