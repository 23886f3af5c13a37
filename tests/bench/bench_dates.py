"""The cost of finding and reading dates, beside `dateparser.search_dates`, EDS-NLP's dates and the names model.

    python -m tests.bench.bench_dates [--folder DIR] [--documents N] [--stress N]

One process, one thread, processor time, the same cleaned texts for all. `--stress` reads that many random strings of the
grammar's own words, and a line of a megabyte of digits and month names beside one of half its length.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

from extract.lexicons import rows
from extract.normalise.dates import find, interpret
from extract.normalise.dates.values import valid
from tests.bench.bench_model import per_word, texts_of

REFERENCE = date(2025, 3, 7)


def ours(text: str) -> None:
    """Find and read the dates of a text."""
    interpret(find(text), text, REFERENCE)


def peers() -> dict[str, Callable[[str], object]]:
    """Return the other finders that are installed."""
    found: dict[str, Callable[[str], object]] = {}
    try:
        from dateparser.search import search_dates

        found["dateparser.search_dates"] = lambda text: search_dates(text, languages=["fr"], settings={"DATE_ORDER": "DMY"})
    except ImportError:
        print("dateparser is not installed")
    try:
        import edsnlp

        nlp = edsnlp.blank("eds")
        nlp.add_pipe("eds.dates")
        found["EDS-NLP eds.dates"] = nlp
    except ImportError:
        print("edsnlp is not installed")
    return found


def stress(number: int) -> None:
    """Read random strings and long lines; raise where a value is unsound."""
    chance = random.Random(0)
    words = sorted({word for _, _, row in rows("dates/lexemes.tsv", 3) for word in row.split()})
    words += [*map(str, range(100)), "2024", "1999", "14h30", "12/04/2024", "février", "été"] * 5
    start = time.process_time()
    values = 0
    for _ in range(number):
        text = "".join(chance.choice(words) + chance.choice([" ", " ", " ", "-", ", ", "'", "\n"]) for _ in range(8))
        for value in interpret(find(text), text, REFERENCE):
            if value is not None:
                values += 1
                assert valid(value), (text, value)
    print(f"{number:,} random strings: {values:,} values, all sound, {time.process_time() - start:.1f} s")
    costs = []
    for size in (500_000, 1_000_000):
        line = "".join(chance.choice(["12", "3", "2024", "mai", "juin", "1er", "8"]) + " " for _ in range(size // 4))
        start = time.process_time()
        interpret(find(line), line, REFERENCE)
        costs.append(time.process_time() - start)
        print(f"one line of {len(line):,} characters: {costs[-1]:.2f} s")
    print(f"twice the length costs {costs[1] / costs[0]:.2f} times the time")


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--folder", type=Path, default=Path(__file__).parents[2] / "corpus")
    arguments.add_argument("--documents", type=int, default=100)
    arguments.add_argument("--stress", type=int, default=0)
    given = arguments.parse_args()
    if given.stress:
        stress(given.stress)
        return
    texts = texts_of(given.folder, given.documents)
    words = sum(len(text.split()) for text in texts)
    ours(texts[0])
    own = per_word(lambda: [ours(text) for text in texts], words)
    print(f"{len(texts)} documents, {words:,} words; milliseconds of processor time for 400 words")
    print(f"{'finder and values':<26}{own * 0.4:8.2f}")

    from extract.model import build

    nlp = build(["ner"])
    docs = [nlp.tokenizer(text) for text in texts]
    model = per_word(lambda: [nlp.get_pipe("ner")(doc.copy()) for doc in docs], words)
    print(f"{'names model':<26}{model * 0.4:8.2f}   the dates cost {100 * own / model:.1f} % of it")
    few = texts[:20]
    fewer = sum(len(text.split()) for text in few)
    for name, work in peers().items():
        cost = per_word(lambda work=work: [work(text) for text in few], fewer)  # type: ignore[misc]
        print(f"{name:<26}{cost * 0.4:8.2f}   {cost / own:.0f} times ours")


if __name__ == "__main__":
    main()
