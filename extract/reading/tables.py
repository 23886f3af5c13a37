"""Tables whose rows are documents, read as streams: JSON Lines, CSV, TSV, Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO, cast

import msgspec

from extract.reading.dates import iso
from extract.reading.payload import Payload, ReadOptions, failure, lines
from extract.types import Failure, Hint

Row = dict[str, object]
_HOPE = 1000  # rows without the named column after which a table is given up


def json_lines(path: str, stream: BinaryIO, options: ReadOptions) -> Iterator[Payload | Failure]:
    """Yield a payload for each line of a JSON Lines table, a failure for each that cannot be read."""
    decoder = msgspec.json.Decoder(type=dict[str, object])

    def rows() -> Iterator[tuple[int, Row] | Failure]:
        for number, raw in enumerate(lines(stream, options.max_bytes), 1):
            line = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
            if not line.strip():
                continue
            if len(raw) > options.max_bytes:
                yield failure(f"{path}!{number}", f"line {number} {_too_long(options)}", "write one JSON object a line")
                continue
            try:
                yield number, decoder.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                yield failure(f"{path}!{number}", f"line {number} is no JSON object: {error}", "write one JSON object a line")

    return _documents(path, rows(), options)


def delimited(path: str, stream: BinaryIO, options: ReadOptions, delimiter: str | None = None) -> Iterator[Payload | Failure]:
    """Yield a payload for each row of a CSV table; the delimiter (`,` `;` tab `|`) is found out where it is not given."""
    head = stream.readline(options.max_bytes + 1)
    if len(head) > options.max_bytes:
        yield failure(path, f"its first line {_too_long(options)}", "check that it is a table of text")
        return
    if not head.strip(b"\xef\xbb\xbf \t\r\n,;"):
        yield failure(path, "the table is empty", "check that it was saved or downloaded whole")
        return
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    text = io.TextIOWrapper(
        cast(BinaryIO, io.BufferedReader(_Rest(head, stream, options))), encoding, errors="cp1252-or-latin-1", newline=""
    )
    first = head.decode(encoding, "replace")
    csv.field_size_limit(min(options.max_bytes, 2**31 - 1))
    reader = csv.DictReader(text, delimiter=delimiter or max(",;\t|", key=first.count))
    missing = [name for name in options.columns() if name not in (reader.fieldnames or ())]
    if missing:
        yield _no_column(path, missing[0], reader.fieldnames or ())
        return

    def rows() -> Iterator[tuple[int, Row] | Failure]:
        number = 0
        while True:
            number += 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except (csv.Error, UnicodeError) as error:
                yield failure(f"{path}!{number}", f"row {number} cannot be read: {error}", "check the quotes around that row")
                return
            yield number, {name: cell for name, cell in row.items() if name is not None}

    yield from _documents(path, rows(), options)


def parquet(path: str, stream: BinaryIO, options: ReadOptions) -> Iterator[Payload | Failure]:
    """Yield a payload for each row of a Parquet table, read batch by batch."""
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        table = ParquetFile(stream)
    except (ArrowException, OSError, ValueError) as error:
        yield failure(path, f"not a Parquet table: {error}", "check that it was downloaded whole")
        return
    known = table.schema_arrow.names
    missing = [name for name in options.columns() if name not in known]
    if missing:
        yield _no_column(path, missing[0], known)
        return

    def rows() -> Iterator[tuple[int, Row] | Failure]:
        number = 0
        try:
            for batch in table.iter_batches(batch_size=256, columns=options.columns()):
                for row in batch.to_pylist():
                    number += 1
                    yield number, row
        except (ArrowException, OSError, ValueError) as error:
            yield failure(path, f"broken after row {number}: {error}", "check that it was downloaded whole")

    yield from _documents(path, rows(), options)


def _documents(path: str, rows: Iterable[tuple[int, Row] | Failure], options: ReadOptions) -> Iterator[Payload | Failure]:
    """Turn rows into documents. Where the first rows all lack the text column, one failure says it for the whole table."""
    lacking: list[Failure] | None = []
    names: set[str] = set()
    for item in rows:
        if isinstance(item, Failure):
            yield item
            continue
        number, row = item
        if options.text_field not in row:
            gone = _no_column(f"{path}!{_name(number, row, options)}", options.text_field, row)
            if lacking is None:
                yield gone
                continue
            lacking.append(gone)
            names.update(row)
            if len(lacking) == _HOPE:
                break
            continue
        if lacking:
            yield from lacking
        lacking = None
        yield _document(path, number, row, options)
    if lacking:
        yield _no_column(path, options.text_field, names)


def _document(path: str, number: int, row: Row, options: ReadOptions) -> Payload | Failure:
    where = f"{path}!{_name(number, row, options)}"
    text = row[options.text_field]
    if not isinstance(text, str) or not text.strip():
        return failure(
            where, f"column {options.text_field!r} of row {number} holds no text", "leave such rows out, or fill them"
        )
    return Payload(where, text.encode("utf-8", "replace"), None, _hints(row, options))


def _name(number: int, row: Row, options: ReadOptions) -> str:
    """Return what names a row: its id where the table has one, else its number, counted from 1."""
    name = row.get(options.id_field) if options.id_field else None
    return str(number if name is None or name == "" else name)


def _hints(row: Row, options: ReadOptions) -> tuple[Hint, ...]:
    found = []
    published = row.get(options.date_field) if options.date_field else None
    if published is not None and (day := iso(str(published))):
        found.append(Hint("published", day, "column"))
    region = row.get(options.region_field) if options.region_field else None
    if isinstance(region, str) and len(region.strip()) == 2:
        found.append(Hint("region", region.strip().upper(), "column"))
    return tuple(found)


def _no_column(path: str, name: str, known: Iterable[str]) -> Failure:
    return failure(path, f"there is no column {name!r}", f"name one of its columns: {', '.join(sorted(known))}")


def _too_long(options: ReadOptions) -> str:
    return f"has more than {options.max_bytes:,} bytes"


class _Rest(io.RawIOBase):
    """A stream with its first line put back, which ends in a csv.Error where a line has no end."""

    def __init__(self, head: bytes, stream: BinaryIO, options: ReadOptions) -> None:
        self._head = head
        self._stream = stream
        self._options = options
        self._open = 0  # bytes since the last line ended

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """Fill a buffer; 0 at the end."""
        part = self._head or self._stream.read(len(buffer))
        self._head = part[len(buffer) :]
        part = part[: len(buffer)]
        end = max(part.rfind(b"\n"), part.rfind(b"\r"))
        self._open = self._open + len(part) if end < 0 else len(part) - end - 1
        if self._open > self._options.max_bytes:
            raise csv.Error(f"a line {_too_long(self._options)}")
        buffer[: len(part)] = part
        return len(part)
