"""PDF to Source: the text layer, laid out as on the page so that columns and contact blocks stay apart."""

from __future__ import annotations

import io
import logging
from hashlib import sha256
from typing import TYPE_CHECKING

from extract.reading.columns import in_sequence
from extract.reading.dates import in_name
from extract.reading.payload import Payload, ReadError
from extract.types import Hint, Source

if TYPE_CHECKING:
    from pypdf import PageObject

_TINY = 20  # letters a page must have on average to count as text, and not as a scan


def read(payload: Payload) -> Source:
    """Read a PDF's text layer. Raises ReadError where it is locked, broken or scanned."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise ReadError("reading", "PDF files need pypdf", "pip install 'communique-extract[documents]'") from error
    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns of every slip that it repairs
    try:
        reader = PdfReader(io.BytesIO(payload.data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError("reading", "the PDF is locked with a password", "save an unlocked copy")
        pages = [_page(page) for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        raise ReadError("reading", f"a broken PDF: {error}", "open it in a PDF reader and print it to a new file") from error
    text = "\n\n".join(page for page in pages if page)
    if sum(c.isalpha() for c in text) < _TINY * len(pages):
        raise ReadError("reading", "the PDF holds pictures of text, not text", "run character recognition on it, e.g. ocrmypdf")
    named = in_name(payload.path)
    hints: tuple[Hint, ...] = (*payload.hints, *([named] if named else []))
    return Source(payload.path, text, sha256(payload.data).hexdigest(), "utf-8", "application/pdf", "decoded", hints)


def _page(page: PageObject) -> str:
    """Return the lines of a page; where its layout cannot be told, its text in reading order."""
    try:
        laid_out = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=True)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, ZeroDivisionError):
        laid_out = ""
    text = laid_out if laid_out.strip() else page.extract_text()
    return in_sequence("\n".join(line.rstrip() for line in text.splitlines())).strip("\n")
