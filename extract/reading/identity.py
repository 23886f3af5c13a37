"""The stable name of a document: what it holds and what is said of it, not where it lies."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from extract.reading.dates import in_name
from extract.reading.kinds import kind_of, sniffed, stated
from extract.reading.payload import Payload

_HEAD = 8192  # bytes that show what kind of text it is
_TEXT = ("text/plain", "-")  # kinds that leave it to the text whether it is a page, Markdown or plain


def identity(payload: Payload) -> str:
    """Return the id of a document: a hash of its bytes, and of all else that the record depends on.

    Two documents with one id give one record. Only the words of a file's name, which help to choose among headlines, do not
    count: a copy under another name is the same document.
    """
    digest = sha256(payload.data).hexdigest()
    told = list(_told(payload))
    return (sha256("\0".join([digest, *told]).encode()).hexdigest() if told else digest)[:16]


def _told(payload: Payload) -> Iterator[str]:
    """Yield what the container or the name says of a document that its bytes do not show."""
    for hint in payload.hints:
        yield f"{hint.kind}={hint.value}"
    if named := in_name(payload.path):
        yield f"published={named.value}"
    head = payload.data[:_HEAD].removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    kind, shown = stated(payload), sniffed(payload.data)
    if kind is not None and (kind_of(head) if kind in _TEXT else kind) != (kind_of(head) if shown == "-" else shown):
        yield f"kind={kind}"
    if charset := (payload.media_type or "").partition("charset=")[2]:
        yield f"charset={charset.strip().lower()}"
