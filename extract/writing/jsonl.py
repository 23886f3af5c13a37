"""Record ↔ JSON: one line a record, a pretty array on request, and the schema of both."""

from __future__ import annotations

from typing import Any

import msgspec

from extract.types import Record


class Origin(msgspec.Struct, frozen=True):
    """As much of a record's source as its path."""

    path: str


class Head(msgspec.Struct, frozen=True):
    """As much of a record as tells which document it is."""

    id: str
    source: Origin


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Record)
_head_decoder = msgspec.json.Decoder(Head)


def line(record: Record) -> bytes:
    """Return a record as one line of JSON, newline included."""
    return _encoder.encode(record) + b"\n"


def record(data: bytes) -> Record:
    """Read a record back from its line. Raises msgspec.MsgspecError where it does not follow the schema."""
    return _decoder.decode(data)


def head(data: bytes) -> Head | None:
    """Read only the id and path of a record's line; None where it is no record."""
    try:
        return _head_decoder.decode(data)
    except msgspec.MsgspecError:
        return None


def pretty(data: bytes) -> bytes:
    """Return one line of JSON, indented."""
    return msgspec.json.format(data.rstrip(b"\n"), indent=2)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a record."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(Record)}
