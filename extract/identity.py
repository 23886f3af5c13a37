"""The stable name of a document: what it holds, not where it lies."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from extract.types import Hint


def identity(sha256_hex: str, hints: Iterable[Hint]) -> str:
    """Return the id of a document: a hash of its raw bytes, and of the table columns that bear on its values."""
    columns = [f"{hint.kind}={hint.value}" for hint in hints if hint.rule == "column"]
    if not columns:
        return sha256_hex[:16]
    return sha256("\0".join([sha256_hex, *columns]).encode()).hexdigest()[:16]
