"""What kind of document some bytes are: as their container or name states, or as they show themselves."""

from __future__ import annotations

import re
from functools import cache
from pathlib import PurePosixPath

from extract.lexicons import typed_rows
from extract.reading.hints import FRONT_MATTER
from extract.reading.payload import Payload

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAGIC = ((b"%PDF-", "application/pdf"), (b"PK\x03\x04", "application/zip"), (b"\x1f\x8b", "application/gzip"))
_PAGE = re.compile(
    r"\A\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?>(?:<!--(?:(?!-->).){0,2000}-->\s*)*)<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_ELEMENT_END = re.compile(r"</(?:p|div|a|li|td|span|h[1-6])\s*>", re.IGNORECASE)
_MAIL = re.compile(rb"\A(?:Return-Path|Received|From|Delivered-To|Message-ID|MIME-Version|X-[\w-]+): ", re.IGNORECASE)


def stated(payload: Payload) -> str | None:
    """Return the media type that a document's container or name states, `-` for machinery, None where they say nothing."""
    return (payload.media_type or "").partition(";")[0].strip().lower() or media_type(payload.path)


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
    return dict(typed_rows("reading/formats.tsv", tuple[str, str]))


def sniffed(data: bytes) -> str:
    """Return the media type that the first bytes of a file show, `-` for a text."""
    if data.startswith(b"PK") and b"word/document.xml" in data:
        return DOCX
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    return "message/rfc822" if _MAIL.match(data) and b"\nSubject:" in data[:8192] else "-"


def kind_of(text: str) -> str:
    """Tell an HTML page or Markdown with front matter from plain text by its beginning."""
    head = text[:8192]
    if _PAGE.match(head) or len(_ELEMENT_END.findall(head)) >= 3:
        return "text/html"
    if FRONT_MATTER.match(head):
        return "text/markdown"
    return "text/plain"
