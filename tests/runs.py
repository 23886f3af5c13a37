"""Runs over a folder of a test's own: what goes in, what comes out, and that all adds up."""

import csv
import os
from pathlib import Path

import pytest

from extract.batch.run import Report, run
from extract.config import Config
from extract.reading import ReadOptions

LIGHT = Config(stages=("extract.zones", "extract.entities"))  # no model: the machinery is what is tested
TEXT = "Un texte de la rédaction, presse@exemple.fr"
posix = pytest.mark.skipif(os.name == "nt", reason="processes and file names as POSIX knows them")


def write(folder: Path, texts: dict[str, str]) -> Path:
    """Write texts into a folder, by the names of their files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def many(folder: Path, number: int) -> Path:
    """Write so many communiqués into a folder."""
    return write(folder, {f"{i:04d}.txt": f"Communiqué {i}\n\nContact : presse{i}@exemple.fr\n" for i in range(number)})


def outputs(folder: Path) -> dict[str, bytes]:
    """Return the files of a run that its inputs alone decide."""
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.suffix in (".jsonl", ".csv")}


def failures(out: str | Path = "out") -> dict[str, str]:
    """Return the errors of a run by path; each names its stage and a remedy."""
    with Path(out, "failures.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert all(row["stage"] and row["remedy"] for row in found)
    return {row["path"]: row["error"] for row in found}


def ran(*inputs: str, records: int, reading: ReadOptions | None = None, out: str = "out") -> Report:
    """Run over some inputs, and check that all adds up to a number of records."""
    report = run(inputs or ("in",), out, config=LIGHT, reading=reading)
    assert report.complete
    assert report.inputs == report.records + report.failures + report.duplicates
    assert report.records == records == Path(out, "records.jsonl").read_bytes().count(b"\n")
    return report
