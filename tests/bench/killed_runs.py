"""Runs killed at random moments and taken up again: is the output byte for byte that of an unbroken run?

    python -m tests.bench.killed_runs [--runs 50] [--documents 2000] [--workers 2] [--folder DIR]

Each run is killed (SIGKILL, workers left to notice) after a random part of the time that an unbroken run takes, once or several
times, then run to its end. Also compares 1, 2 and 4 workers and two hash seeds. Prints a line a run; exit status 1 on the
first difference.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.documents import multiplied, written

CORPUS = Path(__file__).parents[2] / "corpus"
SHORT = 600  # bytes kept of each document: what is tested is the machinery, not the model


def command(folder: Path, out: Path, workers: int) -> list[str]:
    """Return the words of one run."""
    return [sys.executable, "-m", "extract", "run", str(folder), "-o", str(out), "-q", "--workers", str(workers)]


def outputs(folder: Path) -> dict[str, bytes]:
    """Return the bytes of all outputs but the manifest and the log, which hold times."""
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*")) if path.suffix in (".jsonl", ".csv")}


def main() -> int:
    """Run and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=CORPUS)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as tmp:
        made = multiplied(options.folder, options.documents)
        folder = written(
            [type(item)(item.path, item.data[:SHORT] + item.data[-20:], item.media_type) for item in made], Path(tmp, "in")
        )
        start = time.monotonic()
        subprocess.run(command(folder, Path(tmp, "whole"), options.workers), check=False)
        whole = time.monotonic() - start
        expected = outputs(Path(tmp, "whole"))
        records = expected["records.jsonl"].count(b"\n")
        print(f"unbroken run: {whole:.1f} s, {records} records", flush=True)
        for workers, hash_seed in ((1, "0"), (4, "0"), (2, "1"), (2, "2")):
            out = Path(tmp, f"workers{workers}-{hash_seed}")
            environment = os.environ | {"PYTHONHASHSEED": hash_seed}
            subprocess.run(command(folder, out, workers), check=False, env=environment)
            same = outputs(out) == expected
            print(f"{workers} workers, hash seed {hash_seed}: {'identical' if same else 'DIFFERENT'}", flush=True)
            if not same:
                return 1
        for run in range(options.runs):
            out = Path(tmp, f"run{run}")
            moments = [chance.uniform(0.05, 1.0) * whole for _ in range(chance.choice((1, 1, 2, 3)))]
            for moment in moments:
                process = subprocess.Popen(command(folder, out, options.workers))
                try:
                    process.wait(timeout=moment)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
            subprocess.run(command(folder, out, options.workers), check=False)
            same = outputs(out) == expected
            told = ", ".join(f"{moment:.1f}" for moment in moments)
            print(f"run {run + 1}: killed after {told} s: {'identical' if same else 'DIFFERENT'}", flush=True)
            if not same:
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
