"""Passes over the headers of an e-mail."""

from __future__ import annotations

import re

from extract.cleaned import Edit
from extract.cleaning import page as pages
from extract.cleaning.passes import NOTHING, Findings
from extract.reading.mail import headers_end, plain

_ENCODED = re.compile(r"=\?[\w-]{2,30}\?[BbQq]\?[^?\s]{1,200}\?=(?:\s+=\?[\w-]{2,30}\?[BbQq]\?[^?\s]{1,200}\?=)*")
_HTML = re.compile(r"^Content-Type:\s*text/html", re.IGNORECASE | re.MULTILINE)


def encoded_words(text: str) -> Findings:
    """Decode the encoded words (`=?UTF-8?Q?Communiqu=C3=A9?=`) of the header block."""
    if "=?" not in text:
        return NOTHING
    return Findings([Edit(*found.span(), plain(found[0])) for found in _ENCODED.finditer(text, 0, headers_end(text))])


def html_body(text: str) -> int | None:
    """Return where the HTML body of a message's text begins, or None where its body is plain."""
    end = headers_end(text)
    return end if _HTML.search(text, 0, end) else None


def page(text: str) -> Findings:
    """Take the tags of an HTML body out; the headers before it keep their lines."""
    return pages.page(text, headers_end(text))
