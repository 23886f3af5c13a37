"""What a user names (files, folders, globs, `-`) to a stream of documents, in sorted order, nothing left out in silence."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from extract.reading import archives, remote, tables
from extract.reading.ignore import ignored
from extract.reading.kinds import media_type
from extract.reading.payload import Payload, ReadOptions, failure, printable
from extract.types import Failure

_UNPACK = "unpack the outer archive"


class _Container(Protocol):
    """A reader of files that hold many documents."""

    def __call__(self, path: str, stream: BinaryIO, options: ReadOptions, /) -> Iterator[Payload | Failure]: ...


def payloads(inputs: Iterable[str], options: ReadOptions | None = None) -> Iterator[Payload | Failure]:
    """Yield every document that the inputs name, in order; a failure for each that cannot be had.

    An input is a file, a folder (read through, sorted; hidden files, machinery and what its `.extractignore` names are
    left out), a glob, a URL that fsspec knows (`s3://…`), or `-` for standard input. Tables and archives give one payload a
    row or member.
    """
    options = options or ReadOptions()
    for name in inputs:
        if name == "-":
            yield from _content("-", sys.stdin.buffer, options, None)
        elif remote.is_remote(name):
            yield from remote.payloads(name, options, _content)
        else:
            yield from _local(name, options)


def _local(name: str, options: ReadOptions) -> Iterator[Payload | Failure]:
    path = Path(name)
    try:
        found = [path] if path.exists() else _matches(path)
    except OSError as error:
        yield _unreadable(path, error)
        return
    if not found:
        yield failure(name, "there is no such file or folder", "check the name; quote a glob so that it is not expanded")
    for match in found:
        yield from _some(match.as_posix(), _named(match, options))


def _matches(pattern: Path) -> list[Path]:
    """Return what a glob matches, sorted; nothing where the name is no glob."""
    try:
        found = Path(pattern.anchor).glob(str(pattern.relative_to(pattern.anchor)))
        return sorted(path for path in found if not path.name.startswith("."))
    except (ValueError, NotImplementedError):
        return []


def _named(path: Path, options: ReadOptions) -> Iterator[Payload | Failure]:
    """Read a file, or a folder through, depth first, in the order of names."""
    top: frozenset[tuple[int, int]] = frozenset()
    waiting = [(path, top)]  # each with the folders above it, as device and inode, so that links in circles end
    while waiting:
        entry, above = waiting.pop()
        try:
            if not entry.is_dir():
                if entry == path or media_type(entry.name) != "-":
                    yield from _file(entry, options)
            elif (here := _place(entry)) not in above:
                left_out = ignored(entry)
                inner = sorted(entry.iterdir(), key=lambda each: each.name, reverse=True)
                inner = [each for each in inner if not each.name.startswith(".") and not left_out(each)]
                waiting += [(each, above | {here}) for each in inner]
        except OSError as error:
            yield _unreadable(entry, error)


def _place(folder: Path) -> tuple[int, int]:
    status = folder.stat()
    return status.st_dev, status.st_ino


def _file(path: Path, options: ReadOptions) -> Iterator[Payload | Failure]:
    name = printable(path.as_posix())
    try:
        if path.exists() and not path.is_file():
            yield failure(name, "neither a file nor a folder", "leave devices and pipes out")
            return
        with path.open("rb") as stream:
            yield from _content(name, stream, options, media_type(path.name))
    except OSError as error:
        yield _unreadable(path, error)
    except Exception as error:  # a defect of a reader: it must cost this file only, and be seen
        yield failure(name, f"{type(error).__name__}: {error}", "a defect of the program: please report it with the file")


def _content(name: str, stream: BinaryIO, options: ReadOptions, kind: str | None) -> Iterator[Payload | Failure]:
    """Read one file: a table, an archive, or a document."""
    if kind in _CONTAINERS or kind in _ARCHIVES:
        yield from _opened(name, stream, options, kind)
        return
    data = stream.read(options.max_bytes + 1)
    if len(data) > options.max_bytes:
        yield failure(name, f"it has more than {options.max_bytes:,} bytes", "split it into documents, or raise the limit")
    else:
        yield Payload(name, data, None if kind == "-" else kind)


def _opened(path: str, stream: BinaryIO, options: ReadOptions, kind: str | None) -> Iterator[Payload | Failure]:
    """Read a table or archive."""
    if container := _CONTAINERS.get(kind):
        yield from _some(path, container(path, stream, options))
    elif archive := _ARCHIVES.get(kind):
        yield from _some(path, archive(path, stream, options, _member))


def _some(path: str, found: Iterator[Payload | Failure]) -> Iterator[Payload | Failure]:
    """Pass on what was found; where that is nothing at all, say so."""
    first = next(found, None)
    if first is None:
        yield failure(path, "there is no document in it", "check that it is the one you meant, and complete")
    else:
        yield first
        yield from found


def _member(path: str, stream: io.RawIOBase, options: ReadOptions) -> Iterator[Payload | Failure]:
    """Read one member of an archive: a document or a table; an archive in it is refused, but for gzip."""
    kind = media_type(path)
    buffered = cast(BinaryIO, io.BufferedReader(stream))
    if kind == "-":
        return
    if kind in _SEEKING:
        yield failure(path, "an archive in an archive", _UNPACK)
    elif kind in _CONTAINERS or kind == "application/gzip":
        yield from _opened(path, buffered, options, kind)
    else:
        yield from _content(path, buffered, options, kind)


def _unreadable(path: Path, error: OSError) -> Failure:
    return failure(path.as_posix(), f"cannot be read: {error.strerror or error}", "check that it exists and may be read")


_CONTAINERS: dict[str | None, _Container] = {
    "application/x-ndjson": tables.json_lines,
    "text/csv": tables.delimited,
    "text/tab-separated-values": partial(tables.delimited, delimiter="\t"),
    "application/vnd.apache.parquet": tables.parquet,
    "application/warc": archives.warc,
    "application/mbox": archives.mailboxed,
}
_ARCHIVES: dict[str | None, Callable[[str, BinaryIO, ReadOptions, archives.Opener], Iterator[Payload | Failure]]] = {
    "application/zip": archives.zipped,
    "application/x-tar": archives.tarred,
    "application/gzip": archives.gzipped,
}
_SEEKING = ("application/zip", "application/x-tar", "application/vnd.apache.parquet")  # not to be read inside another
