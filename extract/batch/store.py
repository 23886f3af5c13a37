"""The output folder: written as results come, committed at once, taken up again after any interruption.

While a run is under way its outputs grow as part files in `DIR/.extract/FINGERPRINT/`, a complete line at a time. When it ends
they are moved into place behind a marker, so that a run killed in between is completed by the next one. A run killed earlier
leaves its part of `records.jsonl`, from which the next run copies every document that is unchanged. Part files of another
fingerprint (other version, other configuration) are never read.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import msgspec
from filelock import FileLock, Timeout

from extract.reading import ignore
from extract.writing import jsonl, tables
from extract.writing.tables import Dialect

STATE = ".extract"
RECORDS = "records.jsonl"
PRETTY = "records.json"
MANIFEST = "run.json"
LOG = "run.log"
_MARKER = "COMMIT"
_LOCK = ".extract.lock"
_KEPT = "kept-{:06d}.jsonl"


class OutputError(OSError):
    """An output folder that cannot be written; the message names it and what to do."""


class _Report(msgspec.Struct, frozen=True):
    records: int = 0


class _Manifest(msgspec.Struct, frozen=True):
    fingerprint: str
    report: _Report = _Report()


class Store:
    """The outputs of one run. Use as a context manager; what is not committed at its end waits for the next run."""

    def __init__(
        self, out: Path, fingerprint: str, *, dialect: Dialect = "plain", pretty: bool = False, force: bool = False
    ) -> None:
        self.out, self.dialect, self.pretty = out, dialect, pretty
        self.state = out / STATE / fingerprint
        self.files: dict[str, BinaryIO] = {}
        self._caches: list[BinaryIO] = []
        self._index = sqlite3.connect("")  # a private file that goes with the connection, in memory while it is small
        self._index.execute("CREATE TABLE cache (key TEXT PRIMARY KEY, file INT, start INT, length INT) WITHOUT ROWID")
        self._index.execute("CREATE TABLE seen (id TEXT PRIMARY KEY, path TEXT) WITHOUT ROWID")
        out.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(out / _LOCK)
        try:
            self._lock.acquire(blocking=False)
        except Timeout as error:
            raise OutputError(f"another run is writing into {out}; wait for it or name another folder") from error
        _roll_forward(out)
        if not (out / ignore.NAME).exists():  # a later walk through a folder above must not take tables for documents
            (out / ignore.NAME).write_text("\n".join((*self._heads(), PRETTY, MANIFEST, LOG, "")), encoding="utf-8")
        for other in (out / STATE).glob("*"):
            if force or other != self.state:
                shutil.rmtree(other)
        self.state.mkdir(parents=True, exist_ok=True)
        self._keep_parts()
        earlier = _manifest(out)
        if not force and earlier and earlier.fingerprint == fingerprint and (out / RECORDS).exists():
            self._read_cache(out / RECORDS)
        for path in sorted(self.state.glob("kept-*.jsonl"), key=lambda kept: (-kept.stat().st_size, kept.name)):
            if not self._read_cache(path):  # a larger one holds it all: interruptions by the dozen need no more disk than one
                self._caches.pop().close()
                path.unlink()

    def __enter__(self) -> Store:
        for name, head in self._heads().items():
            self.files[name] = (self.state / name).open("wb")
            self.files[name].write(head)
        return self

    def _heads(self) -> dict[str, bytes]:
        """Return the beginning of every output."""
        heads = {RECORDS: b""}
        heads |= {f"{name}.csv": tables.header(tables.columns(name), self.dialect) for name in tables.TABLES}
        heads["failures.csv"] = tables.header(tables.FAILURES, self.dialect)
        heads["duplicates.csv"] = tables.header(tables.DUPLICATES, self.dialect)
        heads["near_duplicates.csv"] = tables.header(tables.DUPLICATES, self.dialect)
        return heads

    def __exit__(self, *_: object) -> None:
        with ExitStack() as closing:  # each is closed even where one cannot write its last lines
            closing.callback((self.out / _LOCK).unlink, missing_ok=True)
            closing.callback(self._lock.release)
            closing.callback(self._index.close)
            for file in (*self.files.values(), *self._caches):
                closing.callback(file.close)

    def seen_before(self, id: str, path: str) -> str | None:
        """Return the path of the first document with this id; None when this is the first."""
        found = self._index.execute("SELECT path FROM seen WHERE id = ?", (id,)).fetchone()
        if found is None:
            self._index.execute("INSERT INTO seen VALUES (?, ?)", (id, path))
            return None
        return str(found[0])

    def records_before(self) -> int:
        """Return how many records the folder had before: those in place, or those that can be used again if they are more."""
        cached = int(self._index.execute("SELECT count(*) FROM cache").fetchone()[0])
        earlier = _manifest(self.out)
        return max(cached, earlier.report.records if earlier else 0)

    def cached(self, id: str, path: str) -> bytes | None:
        """Return the record line that an earlier run made of this very document, or None."""
        found = self._index.execute("SELECT file, start, length FROM cache WHERE key = ?", (_key(id, path),)).fetchone()
        if found is None:
            return None
        file = self._caches[found[0]]
        file.seek(found[1])
        line: bytes = file.read(found[2])
        return line

    def write(self, name: str, data: bytes) -> None:
        """Append complete lines to an output."""
        self.files[name].write(data)

    def write_tables(self, rows: Mapping[str, bytes]) -> None:
        """Append the rows of one record to its tables."""
        for name, data in rows.items():
            self.files[f"{name}.csv"].write(data)

    def flush(self) -> None:
        """Hand everything written so far to the system, so that killing the process cannot lose it."""
        for file in self.files.values():
            file.flush()

    def commit(self, manifest: bytes) -> None:
        """Move the outputs into place."""
        for file in self.files.values():
            file.flush()
            os.fsync(file.fileno())  # the marker must not outlive in a power cut what it vouches for
            file.close()
        if self.pretty:
            self._write_pretty()
        (self.state / MANIFEST).write_bytes(manifest)
        for file in self._caches:
            file.close()
        for kept in self.state.glob("kept-*.jsonl"):
            kept.unlink()
        (self.state / _MARKER).touch()
        _roll_forward(self.out)

    def _write_pretty(self) -> None:
        with (self.state / RECORDS).open("rb") as lines, (self.state / PRETTY).open("wb") as out:
            out.write(b"[")
            for number, line in enumerate(lines):
                out.write((b",\n" if number else b"\n") + jsonl.pretty(line))
            out.write(b"\n]\n")

    def _keep_parts(self) -> None:
        """Set aside the records of an interrupted run as a cache; its tables are made again from them."""
        kept = max((int(path.stem[-6:]) + 1 for path in self.state.glob("kept-*.jsonl")), default=0)
        for path in sorted(self.state.iterdir()):
            if path.name == RECORDS and path.stat().st_size:
                path.rename(self.state / _KEPT.format(kept))
            elif not path.name.startswith("kept-"):
                path.unlink()

    def _read_cache(self, path: Path) -> int:
        """Index the lines of a records file, and return how many were not known yet.

        What is torn or damaged is left out, and so made again.
        """
        before = self._index.total_changes
        file = path.open("rb")
        number = len(self._caches)
        self._caches.append(file)
        at = 0
        rows = []
        for line in file:
            if line.endswith(b"\n") and (head := jsonl.head(line)):
                rows.append((_key(head.id, head.source.path), number, at, len(line)))
            at += len(line)
            if len(rows) >= 10_000:
                self._index.executemany("INSERT OR IGNORE INTO cache VALUES (?, ?, ?, ?)", rows)
                rows.clear()
        self._index.executemany("INSERT OR IGNORE INTO cache VALUES (?, ?, ?, ?)", rows)
        return self._index.total_changes - before


def _key(id: str, path: str) -> str:
    return f"{id} {path}"


def _manifest(out: Path) -> _Manifest | None:
    """Return what is known of the run whose outputs are in a folder, or None."""
    try:
        return msgspec.json.decode((out / MANIFEST).read_bytes(), type=_Manifest)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None


def _roll_forward(out: Path) -> None:
    """Complete a commit: move every output of a marked state folder into place, then remove the folder."""
    for marker in (out / STATE).glob(f"*/{_MARKER}"):
        state = marker.parent
        for path in sorted(state.iterdir()):
            if path.name != _MARKER:
                path.replace(out / path.name)
        shutil.rmtree(out / STATE)
