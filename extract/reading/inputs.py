"""What a user names (files, folders, globs, `-`) to a stream of documents, in sorted order, nothing left out in silence."""

from __future__ import annotations

import glob
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, Protocol

from extract.reading import tables
from extract.reading.ignore import ignored
from extract.reading.payload import Payload, ReadOptions
from extract.reading.reader import media_type
from extract.types import Failure


class _Container(Protocol):
    """A reader of files that hold many documents."""

    def __call__(self, path: str, stream: BinaryIO, options: ReadOptions, /) -> Iterator[Payload | Failure]: ...


def payloads(inputs: Iterable[str], options: ReadOptions | None = None) -> Iterator[Payload | Failure]:
    """Yield every document that the inputs name, in order; a failure for each that cannot be had.

    An input is a file, a folder (read through, sorted; hidden files, machinery and what its `.extractignore` names left out), a glob, or `-` for standard
    input. Tables and archives give one payload a row or member.
    """
    options = options or ReadOptions()
    for name in inputs:
        if name == "-":
            yield Payload("-", sys.stdin.buffer.read(), None)
            continue
        path = Path(name)
        if path.is_dir():
            yield from _folder(path, options)
        elif path.exists():
            yield from _file(path, options)
        elif matches := sorted(glob.glob(name, recursive=True)):
            for match in matches:
                yield from _folder(Path(match), options) if Path(match).is_dir() else _file(Path(match), options)
        else:
            yield _failure(name, "there is no such file or folder", "check the name; quote a glob so that it is not expanded")


def _folder(folder: Path, options: ReadOptions) -> Iterator[Payload | Failure]:
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
        left_out = ignored(folder)
    except OSError as error:
        yield _unreadable(folder, error)
        return
    for entry in entries:
        if entry.name.startswith(".") or left_out(entry):
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                yield from _folder(entry, options)
        elif media_type(entry.name) != "-":
            yield from _file(entry, options)


def _file(path: Path, options: ReadOptions) -> Iterator[Payload | Failure]:
    kind = media_type(path.name)
    container = _CONTAINERS.get(kind or "")
    try:
        if container is not None:
            with path.open("rb") as stream:
                yield from container(path.as_posix(), stream, options)
        elif (size := path.stat().st_size) > options.max_bytes:
            yield _failure(path.as_posix(), f"it has {size:,} bytes, more than {options.max_bytes:,}", "split it into documents")
        else:
            yield Payload(path.as_posix(), path.read_bytes(), None if kind == "-" else kind)
    except OSError as error:
        yield _unreadable(path, error)


def _unreadable(path: Path, error: OSError) -> Failure:
    return _failure(path.as_posix(), f"cannot be read: {error.strerror or error}", "check that it exists and may be read")


def _failure(path: str, error: str, remedy: str) -> Failure:
    return Failure(path, "reading", error, remedy)


_CONTAINERS: dict[str, _Container] = {
    "application/x-ndjson": tables.json_lines,
    "text/csv": partial(tables.delimited, delimiter=None),
    "text/tab-separated-values": partial(tables.delimited, delimiter="\t"),
}
