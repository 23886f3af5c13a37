"""What the parent and its workers say to each other: typed messages in length-prefixed MessagePack frames."""

from __future__ import annotations

import struct
from typing import BinaryIO

import msgspec
from msgspec import Struct

from extract.config import Config
from extract.reading import Payload
from extract.types import Failure
from extract.writing.tables import Dialect

_LENGTH = struct.Struct(">Q")


class WorkerError(RuntimeError):
    """No worker can be had; the message says why. What was done until then is kept."""


class SetupError(WorkerError):
    """No worker can do what the configuration asks for; the message says what to change."""


class Setup(Struct, frozen=True):
    """The first message to a worker: what to build."""

    config: Config
    dialect: Dialect
    near_duplicates: bool


class Job(Struct, frozen=True):
    """Documents for one worker to process together."""

    payloads: tuple[Payload, ...]


class Outcome(Struct, frozen=True):
    """What became of one document: its JSON line, its CSV rows by table, its MinHash signature; or its failure."""

    line: bytes = b""
    tables: dict[str, bytes] = {}
    signature: tuple[int, ...] = ()
    failure: Failure | None = None


class Reply(Struct, frozen=True):
    """A worker's answer: an outcome for each payload of the job, in order; empty when it has just become ready."""

    outcomes: tuple[Outcome, ...] = ()
    error: str = ""


_encoder = msgspec.msgpack.Encoder()


def send(stream: BinaryIO, message: Struct) -> None:
    """Write one message."""
    data = _encoder.encode(message)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """Read one message's bytes; None where the other side is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    return data if len(data) == length else None
