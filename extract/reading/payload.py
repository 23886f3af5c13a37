"""What the readers pass on: one document's bytes as found; the options of reading; the error of what cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

from extract.types import Failure, Hint


class Payload(Struct, frozen=True):
    """The bytes of one document, as they come from a file, standard input, a table's row or an archive's member.

    `path` is as given: `a/b.txt`, `depeches.zip!2016/oim.txt`, `dump.csv!17` or `dump.csv!ID`. `media_type` is None where
    only the content can tell. `hints` are what the container knows (a row's date and region).
    """

    path: str
    data: bytes
    media_type: str | None = None
    hints: tuple[Hint, ...] = ()


class ReadOptions(Struct, frozen=True):
    """How inputs are read: the columns of tables, and the limits that protect a run from hostile archives.

    `max_bytes` bounds one document, `max_members` one archive, `max_ratio` how many times larger a member may get when it is
    unpacked (asked only of members over a megabyte).
    """

    text_field: str = "text"
    id_field: str | None = None
    date_field: str | None = None
    region_field: str | None = None
    max_bytes: int = 64_000_000
    max_members: int = 10_000_000
    max_ratio: int = 200

    def columns(self) -> list[str]:
        """Return the columns of a table that these options name."""
        return [name for name in (self.text_field, self.id_field, self.date_field, self.region_field) if name]


class ReadError(Exception):
    """A document that cannot be read: the stage that failed, what is wrong, and what its owner can do."""

    def __init__(self, stage: str, error: str, remedy: str) -> None:
        super().__init__(f"{error}; {remedy}")
        self.stage = stage
        self.error = error
        self.remedy = remedy


def failure(path: str, error: str, remedy: str) -> Failure:
    """Return the failure of a document that could not be had."""
    return Failure(printable(path), "reading", printable(error), remedy)


def printable(name: str) -> str:
    """Return a file's name as any output can hold it: its bytes that are no text, surrogates in Python, are spelt out.

    >>> printable("caf\\udce9.txt")
    'caf\\\\udce9.txt'
    """
    return name.encode("utf-8", "backslashreplace").decode()


def lines(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    """Yield the lines of a stream; of a line with more bytes than the limit comes only its beginning, `limit + 1` bytes."""
    while line := stream.readline(limit + 1):
        yield line
        while len(line) > limit and line and not line.endswith(b"\n"):
            line = stream.readline(limit + 1)
