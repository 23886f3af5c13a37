"""The proof of an output folder: every document read again, every offset of its record checked."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import msgspec

from extract.batch.run import Manifest
from extract.batch.store import MANIFEST, RECORDS
from extract.cleaned import Cleaned
from extract.cleaning import clean
from extract.identity import identity
from extract.reading import Payload, payloads, source
from extract.types import (
    Contact,
    Failure,
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

Placed = Zone | Contact | Quote | Relation | Title | Published


class VerifyError(RuntimeError):
    """A folder that cannot be verified; the message says why."""


class Check(msgspec.Struct):
    """What was checked, and what was found wrong."""

    documents: int = 0
    values: int = 0
    wrong: list[str] = msgspec.field(default_factory=list)


def verify(folder: Path) -> Check:
    """Re-read the inputs of a run and check its records against them. Raises VerifyError."""
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError) as error:
        raise VerifyError(f"{folder / MANIFEST}: not the manifest of a run ({error})") from error
    check = Check()
    inputs = payloads(_absolute(manifest), manifest.reading)
    with (folder / RECORDS).open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                record = jsonl.record(line)
            except msgspec.MsgspecError as error:
                check.wrong.append(f"{RECORDS}:{number}: does not follow the schema ({error})")
                continue
            payload = _find(inputs, record.source.path, manifest)
            if payload is None:
                check.wrong.append(f"{record.source.path}: the input is no longer there")
                break
            check.documents += 1
            check.wrong += [f"{record.source.path}: {fault}" for fault in _faults(record, payload, check)]
    return check


def _absolute(manifest: Manifest) -> list[str]:
    """Return the inputs as they were named, from the folder they were named in."""
    if Path.cwd() == Path(manifest.folder):
        return list(manifest.inputs)
    raise VerifyError(f"run this from {manifest.folder}, where the inputs were named")


def _find(inputs: Iterator[Payload | Failure], path: str, manifest: Manifest) -> Payload | None:
    """Return the payload with a path; records stand in the order of the inputs, so what lies before it gave none."""
    return next((item for item in inputs if isinstance(item, Payload) and item.path == path), None)


def _faults(record: Record, payload: Payload, check: Check) -> Iterator[str]:
    if identity(sha256(payload.data).hexdigest(), payload.hints) != record.id:
        yield "the input has changed since the run"
        return
    read = source(payload)
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
