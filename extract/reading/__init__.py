"""Reading: what a user names → payloads (one document's bytes each) → sources (raw text, and what the container says of it)."""

from extract.reading.identity import identity
from extract.reading.inputs import payloads
from extract.reading.payload import Payload, ReadError, ReadOptions
from extract.reading.reader import source

__all__ = ["Payload", "ReadError", "ReadOptions", "identity", "payloads", "source"]
