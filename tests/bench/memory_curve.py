"""Resident memory of a long run: parent and workers, sampled as documents go by.

    python -m tests.bench.memory_curve [--documents 100000] [--workers 2]

Prints a row for each sample, and the last one against the one after 5,000 documents. The documents are pieces of `corpus/` of
60 to 120 words, one long word and one capitalised word in three exchanged for an invented one: every document has words and
names of its own, as an archive has, so that whatever grows with the vocabulary shows. Exit status 1 where memory grew by more
than 15 %.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from extract.batch.run import Options, Report, run
from extract.reading import Payload, payloads, source

CORPUS = Path(__file__).parents[2] / "corpus"
SAMPLES = 40
EARLY = 5_000
GROWTH = 1.15
SHORTEST, LONGEST = 60, 120  # words
SYLLABLES = ("ba", "bel", "bon", "cal", "chan", "cor", "da", "dre", "fal", "fon", "gri", "la", "li", "mar", "mon", "nel", "ro")
_WORD = re.compile(r"\b(?:[a-z\u00e0-\u00ff]{7,}|[A-Z][a-z\u00e0-\u00ff]{3,})\b")


def pieces() -> list[str]:
    """Return the texts of the corpus in pieces of so many words, each of whole lines."""
    found: list[str] = []
    for item in payloads([str(CORPUS)]):
        if not isinstance(item, Payload) or item.path.endswith((".html", "README.md")):
            continue
        piece: list[str] = []
        for line in source(item).text.splitlines():
            piece.append(line)
            if len(" ".join(piece).split()) >= SHORTEST:
                found.append("\n".join(piece))
                piece = []
    return [piece for piece in found if len(piece.split()) <= LONGEST]


def rows(number: int, seed: int = 0) -> Iterator[str]:
    """Yield the lines of a table of short documents."""
    chance = random.Random(seed)
    texts = pieces()

    def changed(word: re.Match[str]) -> str:
        if chance.random() > 1 / 3:
            return word[0]
        made = "".join(chance.choices(SYLLABLES, k=chance.choice((3, 4, 5))))
        return made.capitalize() if word[0][0].isupper() else made

    for i in range(number):
        text = _WORD.sub(changed, chance.choice(texts))
        yield json.dumps({"text": f"{text}\nDossier {i}"}, ensure_ascii=False) + "\n"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    me = psutil.Process()
    samples: list[tuple[int, float, float]] = []
    start = time.monotonic()

    def watch(report: Report) -> None:
        if report.inputs < len(samples) * options.documents / SAMPLES:
            return
        workers = [child.memory_info().rss / 1e6 for child in me.children() if child.is_running()]
        samples.append((report.inputs, me.memory_info().rss / 1e6, max(workers, default=0.0)))
        done, parent, worker = samples[-1]
        seconds = time.monotonic() - start
        print(f"{done:>9} documents {seconds:6.0f} s  parent {parent:5.0f} MB  largest worker {worker:5.0f} MB", flush=True)

    with tempfile.TemporaryDirectory() as tmp:
        table = Path(tmp, "archive.jsonl")
        with table.open("w", encoding="utf-8") as file:
            file.writelines(rows(options.documents))
        start = time.monotonic()
        report = run([str(table)], Path(tmp, "out"), options=Options(workers=options.workers), watch=watch)
    early = next(sample for sample in samples if sample[0] >= min(EARLY, options.documents / 2))
    last = samples[-1]
    grown = last[1] / early[1], last[2] / early[2]
    print(f"{report.records} records of {report.inputs} documents in {report.seconds:.0f} s")
    print(f"last sample against the one after {early[0]} documents: parent {grown[0]:.2f}, worker {grown[1]:.2f}")
    return int(max(grown) > GROWTH)


if __name__ == "__main__":
    sys.exit(main())
