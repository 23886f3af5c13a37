"""Tables whose rows are documents, read as streams: JSON Lines, CSV, TSV (Parquet: `parquet.py`)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import msgspec

from extract.reading.dates import iso
from extract.reading.payload import Payload, ReadOptions
from extract.types import Failure, Hint

Row = dict[str, object]


def json_lines(path: str, stream: BinaryIO, options: ReadOptions) -> Iterator[Payload | Failure]:
    """Yield a payload for each line of a JSON Lines table, a failure for each that cannot be read."""
    decoder = msgspec.json.Decoder(type=dict[str, object])
    for number, raw in enumerate(stream, 1):
        line = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        if not line.strip():
            continue
        try:
            row = decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            yield _failure(f"{path}!{number}", f"line {number} is not a JSON object: {error}", "write one JSON object a line")
            continue
        made = document(path, number, row, options)
        yield made
        if _hopeless(made, number):
            return


def delimited(path: str, stream: BinaryIO, options: ReadOptions, delimiter: str | None) -> Iterator[Payload | Failure]:
    """Yield a payload for each row of a CSV table; the delimiter (`,` `;` tab `|`) is found out where it is not given."""
    head = stream.readline()
    if not head.strip():
        yield _failure(path, "the table is empty", "check that it was saved or downloaded whole")
        return
    encoding = _encoding(head)
    first = head.decode(encoding, "replace")
    text = io.TextIOWrapper(_Rest(head, stream), encoding=encoding, errors="cp1252-or-latin-1", newline="")
    csv.field_size_limit(min(options.max_bytes, 2**31 - 1))
    reader = csv.DictReader(text, delimiter=delimiter or max(",;\t|", key=first.count), strict=False)
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except (csv.Error, UnicodeError) as error:
            yield _failure(f"{path}!{number}", f"row {number} cannot be read: {error}", "check the quotes around that row")
            return
        made = document(path, number, {k: v for k, v in row.items() if k is not None}, options)
        yield made
        if _hopeless(made, number):
            return


def document(path: str, number: int, row: Row, options: ReadOptions) -> Payload | Failure:
    """Return the document that a row holds. `number` counts rows from 1 and names the row where no id field does."""
    missing = [name for name in (options.text_field, options.id_field) if name and name not in row]
    if missing:
        return _failure(
            f"{path}!{number}",
            f"row {number} has no column {missing[0]!r}",
            f"name one of its columns: {', '.join(sorted(row))}",
        )
    name = row.get(options.id_field) if options.id_field else None
    where = f"{path}!{number if name in (None, '') else name}"
    text = row[options.text_field]
    if not isinstance(text, str) or not text.strip():
        return _failure(where, f"column {options.text_field!r} of row {number} holds no text", "leave such rows out, or fill them")
    return Payload(where, text.encode("utf-8", "replace"), None, _hints(row, options))


def _hints(row: Row, options: ReadOptions) -> tuple[Hint, ...]:
    found = []
    published = row.get(options.date_field) if options.date_field else None
    if published is not None and (day := iso(str(published))):
        found.append(Hint("published", day, "column"))
    region = row.get(options.region_field) if options.region_field else None
    if isinstance(region, str) and len(region.strip()) == 2:
        found.append(Hint("region", region.strip().upper(), "column"))
    return tuple(found)


def _hopeless(made: Payload | Failure, number: int) -> bool:
    """A first row without the named column means that no row has it: one failure says it for the table."""
    return number == 1 and isinstance(made, Failure) and "has no column" in made.error


def _encoding(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return "utf-8-sig"


def _failure(path: str, error: str, remedy: str) -> Failure:
    return Failure(path, "reading", error, remedy)


class _Rest(io.RawIOBase):
    """A stream with its first line put back."""

    def __init__(self, head: bytes, stream: Iterable[bytes]) -> None:
        self._head = head
        self._lines = iter(stream)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        if not self._head:
            self._head = next(self._lines, b"")
        part, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)
