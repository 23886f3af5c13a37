"""A run over what is too large for a test: a text of 200 MB, a zip bomb of 2 GB, 10,000 empty files; two good documents.

    python -m tests.bench.poison_large

Prints the time, the peak memory of the parent and what came of each; exit status 1 where not every culprit is named.
"""

from __future__ import annotations

import csv
import resource
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from extract.batch.run import run
from extract.config import Config

LIGHT = Config(stages=("extract.zones", "extract.entities"))
CULPRITS = ("large.txt", "bomb.zip!bomb.txt")
EMPTY = 10_000


def main() -> int:
    """Make the inputs, run, and compare."""
    with tempfile.TemporaryDirectory() as name:
        folder, out = Path(name, "in"), Path(name, "out")
        folder.mkdir()
        for number in range(EMPTY):
            (folder / f"{number:05d}.txt").touch()
        (folder / "good.txt").write_text("Un texte de la rédaction, presse@exemple.fr", encoding="utf-8")
        with (folder / "large.txt").open("wb") as large:
            for _ in range(2000):
                large.write(b"La commune nous communique. Sa presse. \n" * 2500)
        with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            with archive.open("bomb.txt", "w", force_zip64=True) as member:
                for _ in range(2000):
                    member.write(bytes(1_000_000))
            archive.writestr("good.txt", "Un autre texte de la rédaction.")
        before = peak()
        started = time.monotonic()
        report = run([str(folder)], out, config=LIGHT)
        seconds = time.monotonic() - started
        with (out / "failures.csv").open(encoding="utf-8", newline="") as file:
            failed = {row["path"].removeprefix(f"{folder.as_posix()}/"): row["error"] for row in csv.DictReader(file)}
    print(f"{report.inputs:,} inputs in {seconds:.1f} s, peak of the parent {before:.0f} → {peak():.0f} MB")
    for culprit in CULPRITS:
        print(f"{culprit}: {failed.get(culprit)}")
    return 0 if report.records == 2 and len(failed) == EMPTY + len(CULPRITS) and set(CULPRITS) <= set(failed) else 1


def peak() -> float:
    """Return the most memory this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    sys.exit(main())
