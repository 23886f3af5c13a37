"""One document's bytes to its Source: picks the reader by media type, file name and content."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import PurePosixPath

from extract.lexicons import rows
from extract.reading import docx, mail, pdf
from extract.reading.dates import in_name
from extract.reading.decoding import declared_charset, decode
from extract.reading.hints import FRONT_MATTER, of_front_matter, of_html, of_wml
from extract.reading.payload import Payload, ReadError
from extract.types import Hint, Source

_MAGIC = ((b"%PDF-", "application/pdf"), (b"PK\x03\x04", "application/zip"), (b"\x1f\x8b", "application/gzip"))
_MARKUP = ("text/html", "application/xhtml+xml", "text/x-wml", "-")
_PAGE = re.compile(
    r"\A\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?>(?:<!--(?:(?!-->).){0,2000}-->\s*)*)<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_ELEMENT_END = re.compile(r"</(?:p|div|a|li|td|span|h[1-6])\s*>", re.IGNORECASE)
_MAIL = re.compile(rb"\A(?:Return-Path|Received|From|Delivered-To|Message-ID|MIME-Version|X-[\w-]+): ", re.IGNORECASE)


def source(payload: Payload) -> Source:
    """Read one document. Raises ReadError with the stage, what is wrong, and a remedy."""
    if not payload.data:
        raise ReadError("reading", "the file is empty", "check that it was saved or downloaded whole")
    kind = (payload.media_type or "").partition(";")[0].strip().lower() or media_type(payload.path) or _sniffed(payload.data)
    if kind in _MANY:
        raise ReadError(
            "reading", f"it holds many documents ({kind}), not one", "give it to `extract run` as an input of its own"
        )
    made = _READERS[kind](payload) if kind in _READERS else _read_text(payload, kind)
    if not made.text.strip(" \t\r\n\ufeff\u00a0\0"):
        raise ReadError("reading", "there is no text in it", "check that it was saved or downloaded whole")
    return made


def media_type(path: str) -> str | None:
    """Return the media type that a file name's ending stands for, `-` for machinery, None where it says nothing."""
    file = PurePosixPath(path.replace("\\", "/")).name.lower()
    member = file.rsplit("!", 1)[-1]
    name = file if member.startswith(".") else member  # `Victoire !.txt` is no archive
    suffixes = PurePosixPath(name).suffixes
    endings = ("".join(suffixes[-2:]), suffixes[-1]) if suffixes else ()
    return next((known for ending in endings if (known := _formats().get(ending))), None)


@cache
def _formats() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("reading/formats.tsv", 2)}


def _sniffed(data: bytes) -> str:
    if data.startswith(b"PK") and b"word/document.xml" in data:
        return docx.MEDIA_TYPE
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    return "message/rfc822" if _MAIL.match(data) and b"\nSubject:" in data[:8192] else "-"


def _read_text(payload: Payload, kind: str) -> Source:
    """Read plain text, Markdown, WML and HTML; `-` stands for a text whose kind its content tells."""
    declared = declared_charset((payload.media_type or "").encode())
    if declared is None and kind in _MARKUP:
        declared = declared_charset(payload.data)
    text, encoding = decode(payload.data, declared)
    if kind == "application/xhtml+xml":
        kind = "text/html"
    elif kind not in _HINTS or kind == "text/plain":
        kind = _kind_of(text)
    hints = [*payload.hints, *_HINTS[kind](text)]
    if not any(hint.kind == "published" and hint.rule == "column" for hint in hints) and (named := in_name(payload.path)):
        hints.append(named)
    return Source(payload.path, text, sha256(payload.data).hexdigest(), encoding, kind, "file", tuple(hints))


def _kind_of(text: str) -> str:
    """Tell an HTML page or Markdown with front matter from plain text by its beginning."""
    head = text[:8192]
    if _PAGE.match(head) or len(_ELEMENT_END.findall(head)) >= 3:
        return "text/html"
    if FRONT_MATTER.match(head):
        return "text/markdown"
    return "text/plain"


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
    docx.MEDIA_TYPE: docx.read,
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
