"""The cost of the names model beside that of stock `fr_core_news_sm`, and the time to the first entity.

    python -m tests.bench.bench_model [--folder DIR] [--documents N]

One process, one thread, processor time. The tokenizer is timed apart; both models get the same tokens.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import spacy
from spacy.tokens import Doc

from extract.cleaning import clean
from extract.model import build
from extract.reading import ReadError, source
from tests.bench.documents import multiplied

OTHERS = ["tok2vec", "morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer"]
COLD = "from extract.model import build; print(build(['ner'])('Marie Dupuis est à Lyon.').ents)"


def texts_of(folder: Path, number: int) -> list[str]:
    """Return the cleaned texts of a folder's documents, multiplied to a number."""
    texts = []
    for item in multiplied(folder, number):
        try:
            texts.append(clean(source(item)).text)
        except ReadError:
            continue
    return texts


def per_word(work: Callable[[], object], words: int) -> float:
    """Return microseconds of processor time a word: the least of three runs."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times) / words * 1e6


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--folder", type=Path, default=Path(__file__).parents[2] / "corpus")
    arguments.add_argument("--documents", type=int, default=300)
    given = arguments.parse_args()
    texts = texts_of(given.folder, given.documents)
    ours, stock = build(["ner"]), spacy.load("fr_core_news_sm", exclude=OTHERS)

    def docs(nlp: spacy.language.Language) -> list[Doc]:
        return [nlp.make_doc(text) for text in texts]

    words = sum(map(len, docs(ours)))
    print(f"{len(texts)} documents, {words} words; microseconds a word")
    print(f"{'tokenizer, ours':<28}{per_word(lambda: docs(ours), words):8.2f}")
    print(f"{'tokenizer, stock':<28}{per_word(lambda: docs(stock), words):8.2f}")
    for size in (1, 4, 8, 16, 32):
        mine, theirs = docs(ours), docs(stock)
        press = per_word(lambda mine=mine, size=size: list(ours.get_pipe("ner").pipe(iter(mine), batch_size=size)), words)
        bare = per_word(lambda theirs=theirs, size=size: list(stock.get_pipe("ner").pipe(iter(theirs), batch_size=size)), words)
        print(f"batches of {size:<3} press {press:8.2f}   stock {bare:8.2f}   ratio {press / bare:.2f}")
    for attempt in ("first", "again"):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", COLD], check=True, stdout=subprocess.DEVNULL)
        print(f"cold start to the first entity, {attempt}: {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
