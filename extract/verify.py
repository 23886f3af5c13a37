"""The proof of an output folder: every document read again, every offset of its record checked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

import msgspec

from extract.batch.run import Manifest
from extract.batch.store import MANIFEST, RECORDS
from extract.cleaned import Cleaned
from extract.cleaning import clean
from extract.reading import Payload, ReadError, identity, payloads, source
from extract.reading.remote import is_remote
from extract.types import (
    Contact,
    Published,
    Quote,
    Record,
    Relation,
    Source,
    Title,
    Zone,
    entities_of,
)
from extract.writing import jsonl

_STDIN = "-"
Placed = Zone | Contact | Quote | Relation | Title | Published


class VerifyError(RuntimeError):
    """A folder that cannot be verified; the message says why."""


class Check(msgspec.Struct):
    """What was checked, what was found wrong, and how many records came from standard input, which is gone."""

    documents: int = 0
    values: int = 0
    wrong: list[str] = msgspec.field(default_factory=list)
    gone: int = 0


def verify(folder: Path) -> Check:
    """Re-read the inputs of a run and check its records against them. Raises VerifyError."""
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError) as error:
        raise VerifyError(f"{folder / MANIFEST}: not the manifest of a run ({error})") from error
    check = Check()
    inputs = _inputs(manifest)
    with (folder / RECORDS).open("rb") as lines, closing(_Unseen(lines, check)) as unseen:
        for payload in payloads(inputs, manifest.reading):
            if isinstance(payload, Payload) and (line := unseen.take(payload)) is not None:
                check.documents += 1
                check.wrong += [f"{payload.path}: {fault}" for fault in _faults(line, payload, check)]
        for path in unseen.paths():
            if path == _STDIN:
                check.gone += 1
            else:
                check.wrong.append(f"{path}: the input is no longer there")
    return check


def _inputs(manifest: Manifest) -> list[str]:
    """Return the inputs that can be read again. Raises VerifyError where their names mean something else here."""
    names = [name for name in manifest.inputs if name != _STDIN]
    if any(not is_remote(name) and not Path(name).is_absolute() for name in names) and Path.cwd() != Path(manifest.folder):
        raise VerifyError(f"run this from {manifest.folder}, where the inputs were named")
    return names


class _Unseen:
    """The records whose document has not come by yet; the index of them lies on disk where they are many."""

    def __init__(self, lines: BinaryIO, check: Check) -> None:
        self._lines = lines
        self._index = sqlite3.connect("")
        self._index.execute("CREATE TABLE record (number INTEGER PRIMARY KEY, path TEXT, id TEXT, start INT)")
        self._index.execute("CREATE INDEX by_path ON record (path)")
        start = 0
        for number, line in enumerate(lines, 1):
            if head := jsonl.head(line):
                self._index.execute("INSERT INTO record VALUES (?, ?, ?, ?)", (number, head.source.path, head.id, start))
            else:
                check.wrong.append(f"{RECORDS}:{number}: is no record")
            start += len(line)

    def take(self, payload: Payload) -> bytes | None:
        """Return the line of a document's record, which counts as seen then; None where it has none."""
        query = "SELECT number, start FROM record WHERE path = ? ORDER BY id != ?, number LIMIT 1"
        found = self._index.execute(query, (payload.path, identity(payload))).fetchone()
        if found is None:
            return None
        self._index.execute("DELETE FROM record WHERE number = ?", found[:1])
        self._lines.seek(found[1])
        return self._lines.readline()

    def paths(self) -> Iterator[str]:
        """Yield the paths of the records that are left, in their order."""
        for (path,) in self._index.execute("SELECT path FROM record ORDER BY number"):
            yield path

    def close(self) -> None:
        """Remove the index."""
        self._index.close()


def _faults(line: bytes, payload: Payload, check: Check) -> Iterator[str]:
    try:
        record = jsonl.record(line)
    except msgspec.MsgspecError as error:
        yield f"its record does not follow the schema ({error})"
        return
    if identity(payload) != record.id:
        yield "the input has changed since the run"
        return
    try:
        read = source(payload)
    except ReadError as error:
        yield f"the input can no longer be read ({error})"
        return
    yield from _mention_faults(record, clean(read), check)
    yield from _place_faults(record, read, check)
    yield from _reference_faults(record)


def _mention_faults(record: Record, cleaned: Cleaned, check: Check) -> Iterator[str]:
    """Cleaning the raw stretch of a mention must give its text, and the stretch must be the smallest that does."""
    for mention in record.mentions:
        check.values += 1
        start, end = cleaned.clean_span(mention.start, mention.end)
        if start >= end or cleaned.surface(start, end) != mention.text:
            yield f"{mention.id}: {mention.start}:{mention.end} holds {cleaned.surface(start, end)!r}, not {mention.text!r}"
        elif cleaned.raw_span(start, end) != (mention.start, mention.end):
            yield f"{mention.id}: stands at {cleaned.raw_span(start, end)}, not at {(mention.start, mention.end)}"


def _place_faults(record: Record, read: Source, check: Check) -> Iterator[str]:
    """Every place must lie inside the raw text and hold characters."""
    placed: list[Placed] = [*record.zones, *record.contacts, *record.quotes, *record.relations]
    placed += [value for value in (record.title, record.published) if value and value.start is not None]
    for value in placed:
        check.values += 1
        start, end = value.start, value.end
        if start is None or end is None or not 0 <= start < end <= len(read.text):
            yield f"{type(value).__name__}: {start}:{end} is no place in a text of {len(read.text)} characters"


def _reference_faults(record: Record) -> Iterator[str]:
    """Every id that a value names must exist."""
    entities = {entity.id for entity in entities_of(record)}
    mentions = {mention.id for mention in record.mentions}
    named = [mention.entity for mention in record.mentions] + [record.issuer]
    named += [quote.speaker for quote in record.quotes] + [relation.subject for relation in record.relations]
    named += [owner for contact in record.contacts for owner in (contact.person, contact.organisation)]
    for id in named:
        if id is not None and id not in entities and id not in mentions:
            yield f"{id} is named but not defined"
    for relation in record.relations:
        if relation.object is not None and relation.object not in entities | mentions:
            yield f"{relation.object} is named but not defined"
