"""One document's bytes to its Source: picks the reader by media type, file name and content."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from msgspec import structs

from extract.reading import docx, mail, pdf
from extract.reading.dates import in_name
from extract.reading.decoding import declared_charset, decode
from extract.reading.hints import of_front_matter, of_html, of_wml
from extract.reading.identity import identity
from extract.reading.kinds import DOCX, kind_of, sniffed, stated
from extract.reading.payload import Payload, ReadError
from extract.types import Hint, Source

_MARKUP = ("text/html", "application/xhtml+xml", "text/x-wml", "-")


def source(payload: Payload) -> Source:
    """Read one document. Raises ReadError with the stage, what is wrong, and a remedy."""
    if not payload.data:
        raise ReadError("reading", "the file is empty", "check that it was saved or downloaded whole")
    kind = stated(payload) or sniffed(payload.data)
    if kind in _MANY:
        raise ReadError(
            "reading", f"it holds many documents ({kind}), not one", "give it to `extract run` as an input of its own"
        )
    made = _READERS[kind](payload) if kind in _READERS else _read_text(payload, kind)
    if not made.text.strip(" \t\r\n\ufeff\u00a0\0"):
        raise ReadError("reading", "there is no text in it", "check that it was saved or downloaded whole")
    return structs.replace(made, id=identity(payload))


def _read_text(payload: Payload, kind: str) -> Source:
    """Read plain text, Markdown, WML and HTML; `-` stands for a text whose kind its content tells."""
    declared = declared_charset((payload.media_type or "").encode())
    if declared is None and kind in _MARKUP:
        declared = declared_charset(payload.data)
    text, encoding = decode(payload.data, declared)
    if kind == "application/xhtml+xml":
        kind = "text/html"
    elif kind not in _HINTS or kind == "text/plain":
        kind = kind_of(text)
    hints = [*payload.hints, *_HINTS[kind](text)]
    if not any(hint.kind == "published" and hint.rule == "column" for hint in hints) and (named := in_name(payload.path)):
        hints.append(named)
    return Source(payload.path, text, sha256(payload.data).hexdigest(), encoding, kind, "file", tuple(hints))


def _none(text: str) -> list[Hint]:
    return []


_HINTS: dict[str, Callable[[str], list[Hint]]] = {
    "text/plain": _none,
    "text/markdown": of_front_matter,
    "text/html": of_html,
    "text/x-wml": of_wml,
}
_READERS: dict[str, Callable[[Payload], Source]] = {
    "message/rfc822": mail.read,
    "application/pdf": pdf.read,
    DOCX: docx.read,
}
_MANY = frozenset(
    {
        "application/gzip",
        "application/mbox",
        "application/vnd.apache.parquet",
        "application/warc",
        "application/x-ndjson",
        "application/x-tar",
        "application/zip",
        "text/csv",
        "text/tab-separated-values",
    }
)
