"""Resident memory of a long run: parent and workers, sampled as documents go by.

    python -m tests.bench.memory_curve [--documents 100000] [--workers 2]

Prints a row for each sample, and the last value against the one after 5,000 documents. Every document has words of its own, as
an archive has, so that whatever grows with the vocabulary shows.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

import psutil

from extract.batch.run import Options, Report, run

SAMPLES = 40
EARLY = 5_000
SYLLABLES = ("ba", "bel", "bon", "cal", "chan", "cor", "da", "dre", "fal", "fon", "gri", "la", "li", "mar", "mon", "nel", "ro")


def line(number: int, chance: random.Random) -> str:
    """Return one row of a table: a short communiqué with invented names and words."""
    word = lambda: "".join(chance.choices(SYLLABLES, k=4))  # noqa: E731
    who = f"{word().capitalize()} {word().capitalize()}"
    text = (
        f"{word().capitalize()}, le {number % 28 + 1} mars 2024 - La {word()} de {word().capitalize()} annonce {word()}. "
        f"« Nous {word()} », déclare {who}, directrice. Contact : {who}, {word()}{number}@exemple.org"
    )
    return f'{{"text": "{text}"}}\n'


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    me = psutil.Process()
    samples: list[tuple[int, float, float]] = []

    def watch(report: Report) -> None:
        if report.inputs >= len(samples) * options.documents / SAMPLES:
            workers = [child.memory_info().rss / 1e6 for child in me.children() if child.is_running()]
            samples.append((report.inputs, me.memory_info().rss / 1e6, max(workers, default=0.0)))
            print(
                f"{report.inputs:>9} documents  parent {samples[-1][1]:6.0f} MB  largest worker {samples[-1][2]:6.0f} MB",
                flush=True,
            )

    chance = random.Random(0)
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as tmp:
        table = Path(tmp, "archive.jsonl")
        with table.open("w", encoding="utf-8") as file:
            file.writelines(line(number, chance) for number in range(options.documents))
        run([str(table)], Path(tmp, "out"), options=Options(workers=options.workers), watch=watch)
    early = next(sample for sample in samples if sample[0] >= EARLY)
    last = samples[-1]
    print(f"{time.monotonic() - start:.0f} s; last sample against the one after {early[0]} documents:")
    print(f"parent {last[1] / early[1]:.2f}, worker {last[2] / early[2]:.2f}")


if __name__ == "__main__":
    sys.exit(main())
