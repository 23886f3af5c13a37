"""Archives read as streams, member by member, never unpacked to disk, within limits: zip, tar, gzip, mbox, WARC."""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, Protocol, cast

from msgspec import structs

from extract.reading.payload import Payload, ReadOptions, failure, lines, printable
from extract.types import Failure


class _Readable(Protocol):
    """What bytes can be read from."""

    def read1(self, size: int, /) -> bytes: ...


Opener = Callable[[str, io.RawIOBase, ReadOptions], Iterator[Payload | Failure]]
_BROKEN = (  # all that the libraries raise over broken bytes
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    LookupError,
    AttributeError,
    struct.error,
)
_PAGES = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")
_MEGABYTE = 1_000_000
_REMEDY_SIZE = "unpack it yourself if you trust it, or raise the limits"


def zipped(path: str, stream: BinaryIO, options: ReadOptions, opened: Opener) -> Iterator[Payload | Failure]:
    """Yield the documents of a zip archive, in the order of their names."""
    try:
        archive = zipfile.ZipFile(stream)
        members = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename)
    except _BROKEN as error:
        yield failure(path, f"not a zip archive that can be read: {error}", "check that it was downloaded whole")
        return
    for count, member in enumerate(members):
        if count == options.max_members:
            yield failure(path, f"it has more than {options.max_members:,} members", _REMEDY_SIZE)
            return
        where = f"{path}!{member.filename}"
        if _hidden(member.filename):
            continue
        if (refused := _refused(where, member.filename, member.file_size, member.compress_size, options)) is not None:
            yield refused
        else:
            try:
                with archive.open(member) as content:
                    bounded = Bounded(cast(zipfile.ZipExtFile, content), member.compress_size * options.max_ratio)
                    yield from opened(where, bounded, options)
            except _BROKEN as error:
                yield failure(where, f"cannot be unpacked: {error}", "check that the archive is whole and has no password")


def tarred(path: str, stream: BinaryIO, options: ReadOptions, opened: Opener) -> Iterator[Payload | Failure]:
    """Yield the documents of a tar archive (plain, gzip, bzip2 or xz) in the order they stand in."""
    count = 0
    try:
        limit = options.max_ratio * max(_MEGABYTE, _size(stream))
        with tarfile.open(fileobj=stream, mode="r|*") as archive:
            for member in archive:
                if not member.isfile():
                    if not member.isdir():
                        yield failure(f"{path}!{member.name}", "links and devices are not followed", "archive the file itself")
                    continue
                count += 1
                if count > options.max_members:
                    yield failure(path, f"it has more than {options.max_members:,} members", _REMEDY_SIZE)
                    return
                if member.offset_data + member.size > limit:  # even to step over it costs its unpacking
                    yield failure(path, f"it unpacks to far more than its size, from {member.name} on", _REMEDY_SIZE)
                    return
                where = printable(f"{path}!{member.name}")
                content = cast(io.BufferedReader | None, archive.extractfile(member))
                if (refused := _refused(where, member.name, member.size, member.size, options)) is not None:
                    yield refused
                elif content is not None and not _hidden(member.name):
                    yield from opened(where, Bounded(content, member.size), options)
    except _BROKEN as error:
        yield failure(path, f"broken after {count} members: {error}", "check that the archive was downloaded whole")


def gzipped(path: str, stream: BinaryIO, options: ReadOptions, opened: Opener) -> Iterator[Payload | Failure]:
    """Yield the document, or the documents of the table, that one gzip file holds."""
    inner = path[: -len(".gz")] if path.lower().endswith(".gz") else path
    size = options.max_bytes  # inside another archive, which bounds what is read of it
    try:
        if stream.seekable():
            size = _size(stream)
        with gzip.GzipFile(fileobj=stream) as content:
            for item in opened(inner, Bounded(content, size * options.max_ratio), options):
                yield structs.replace(item, path=path + item.path.removeprefix(inner))
    except _BROKEN as error:
        yield failure(path, f"cannot be unpacked: {error}", "check that it was downloaded whole")


def mailboxed(path: str, stream: BinaryIO, options: ReadOptions) -> Iterator[Payload | Failure]:
    """Yield the messages of an mbox file, numbered from 1."""
    message: list[bytes] = []
    number = size = 0
    blank = True
    for line in lines(stream, options.max_bytes):
        if blank and line.startswith(b"From "):
            if message:
                yield _message(path, number, message, size, options)
            message, size = [], 0
            number += 1
        elif number:
            size += len(line)
            if size <= options.max_bytes:
                message.append(line[1:] if line.startswith(b">") and line.lstrip(b">").startswith(b"From ") else line)
        blank = not line.strip()
    if message:
        yield _message(path, number, message, size, options)
    if not number:
        yield failure(path, "not an mbox file: no line begins a message", "check the file; one message alone is an .eml file")


def warc(path: str, stream: BinaryIO, options: ReadOptions) -> Iterator[Payload | Failure]:
    """Yield the pages of a web archive: HTML, text and PDF that came with status 200, named by their address."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    count = 0
    try:
        for record in ArchiveIterator(stream):
            count += record.format == "warc"
            if record.format != "warc" or record.rec_type not in ("response", "resource"):
                continue
            headers = record.http_headers
            kind = (headers or record.rec_headers).get_header("Content-Type") or ""
            if not kind.startswith(_PAGES) or (headers and headers.get_statuscode() != "200"):
                continue
            where = f"{path}!{record.rec_headers.get_header('WARC-Target-URI')}"
            data = record.content_stream().read(options.max_bytes + 1)
            if len(data) > options.max_bytes:
                yield failure(where, f"it has more than {options.max_bytes:,} bytes", _REMEDY_SIZE)
            else:
                yield Payload(where, data, kind)
        if not count:
            yield failure(path, "there is no record in it", "check that the archive was downloaded whole")
    except (ArchiveLoadFailed, *_BROKEN) as error:
        yield failure(path, f"broken after {count} records: {error}", "check that the archive was downloaded whole")


def _message(path: str, number: int, lines: list[bytes], size: int, options: ReadOptions) -> Payload | Failure:
    where = f"{path}!{number}"
    if size > options.max_bytes:
        return failure(where, f"the message has {size:,} bytes, more than {options.max_bytes:,}", _REMEDY_SIZE)
    return Payload(where, b"".join(lines), "message/rfc822")


def _refused(where: str, name: str, size: int, packed: int, options: ReadOptions) -> Failure | None:
    """Return the failure of a member that must not be opened, None where it may."""
    if name.startswith(("/", "\\")) or ".." in PurePosixPath(name.replace("\\", "/")).parts or name[1:2] == ":":
        return failure(where, "its name leads out of the archive", "pack the archive again with plain names")
    if size > _MEGABYTE and size > options.max_ratio * max(1, packed):
        return failure(where, f"it unpacks to {size // max(1, packed)} times its size", _REMEDY_SIZE)
    return None


def _size(stream: BinaryIO) -> int:
    """Return how many bytes a file has, and go back to its beginning."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    return size


def _hidden(name: str) -> bool:
    """Tell what systems put into archives by themselves."""
    return any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in PurePosixPath(name).parts)


class Bounded(io.RawIOBase):
    """A stream that ends in an OSError where it gives more than it may, whatever the archive's header claimed."""

    def __init__(self, stream: _Readable, limit: int) -> None:
        self._stream = stream
        self._left = max(limit, _MEGABYTE)

    def readable(self) -> bool:
        """Return True: it can be read, and nothing else."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """Fill a buffer; 0 at the end. Raises OSError beyond the limit."""
        part = self._stream.read1(len(buffer))  # what is there, so that all before a cut comes out
        self._left -= len(part)
        if self._left < 0:
            raise OSError("it unpacks to far more than its size")
        buffer[: len(part)] = part
        return len(part)
