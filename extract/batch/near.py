"""Near-duplicates: the same communiqué republished with other furniture, found by MinHash over word shingles."""

from __future__ import annotations

import re
import sqlite3
import struct
from hashlib import blake2b
from operator import eq

from extract.reading import Payload, source

PERMUTATIONS = 64
BANDS = 16  # of 4 values each: pairs of similarity 0.8 share a band with probability 0.9999
SIMILAR = 0.8  # estimated Jaccard similarity of the shingle sets
SHINGLE = 5  # words
_SIGNATURE = struct.Struct(f">{PERMUTATIONS}I")
_WIDTH = _SIGNATURE.size // BANDS
_WORD = re.compile(r"\w+")


def signature(payload: Payload) -> tuple[int, ...]:
    """Return the MinHash signature of a document's cleaned words. Raises ReadError where it cannot be read."""
    from rensa import RMinHash  # here: a run that looks for no near-duplicates starts sooner without these

    from extract.cleaning import clean

    words = _WORD.findall(clean(source(payload)).text.casefold())
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
    sketch.update([" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))])
    return tuple(sketch.digest())


class Index:
    """Signatures seen so far, on disk where they are many: about 0.6 kB each."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("")
        self._db.execute("CREATE TABLE bands (band INT, document INT, PRIMARY KEY (band, document)) WITHOUT ROWID")
        self._db.execute("CREATE TABLE documents (number INTEGER PRIMARY KEY, path TEXT, signature BLOB)")

    def nearest(self, path: str, values: tuple[int, ...]) -> tuple[str, float] | None:
        """Return path and similarity of the most similar earlier document, if one is similar enough; then add this one."""
        signature = _SIGNATURE.pack(*values)
        bands = [_band(signature, number) for number in range(BANDS)]
        marks = ",".join("?" * BANDS)
        rows = self._db.execute(
            "SELECT DISTINCT number, path, signature FROM bands JOIN documents ON number = document "
            f"WHERE band IN ({marks}) ORDER BY number LIMIT 100",
            bands,
        ).fetchall()
        best = max(((_similarity(values, other), -number, earlier) for number, earlier, other in rows), default=(0.0, 0, ""))
        number = self._db.execute("INSERT INTO documents (path, signature) VALUES (?, ?)", (path, signature)).lastrowid
        self._db.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", [(band, number) for band in bands])
        return (best[2], round(best[0], 3)) if best[0] >= SIMILAR else None


def _band(signature: bytes, number: int) -> int:
    """Return a band of a signature as the integer that a database takes; two of one value are of one band, but for chance."""
    part = signature[number * _WIDTH : (number + 1) * _WIDTH]
    return int.from_bytes(blake2b(part, digest_size=8, salt=bytes([number])).digest(), signed=True)


def _similarity(values: tuple[int, ...], other: bytes) -> float:
    same: int = sum(map(eq, values, _SIGNATURE.unpack(other)))
    return same / len(values)
