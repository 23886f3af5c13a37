"""DOCX to Source: headers, paragraphs, tables, text boxes and footers, a line each."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

from extract.reading.dates import in_name
from extract.reading.kinds import DOCX
from extract.reading.payload import Payload, ReadError
from extract.types import Hint, Source

if TYPE_CHECKING:
    from docx.blkcntnr import BlockItemContainer
    from docx.document import Document
    from docx.text.paragraph import Paragraph


def read(payload: Payload) -> Source:
    """Read a Word document. Raises ReadError where it is broken."""
    try:
        import docx
        from docx.opc.exceptions import PackageNotFoundError
    except ImportError as error:
        raise ReadError("reading", "DOCX files need python-docx", "pip install 'communique-extract[documents]'") from error
    try:
        document = docx.Document(io.BytesIO(payload.data))
        lines = list(_lines(document))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError, OSError) as error:
        raise ReadError("reading", f"a broken DOCX: {error}", "open it in a word processor and save it again") from error
    named = in_name(payload.path)
    hints: tuple[Hint, ...] = (*payload.hints, *([named] if named else []))
    digest = sha256(payload.data).hexdigest()
    return Source(payload.path, "\n".join(lines), digest, "utf-8", DOCX, "decoded", hints)


def _lines(document: Document) -> Iterator[str]:
    """Yield the lines of a document as a reader meets them: letterhead, body, foot."""
    section = document.sections[0] if document.sections else None
    if section is not None:
        head = [*_blocks(section.first_page_header), *_blocks(section.header)]
        yield from dict.fromkeys(line for line in head if line.strip())
        yield ""
    yield from _blocks(document)
    if section is not None:
        foot = [*_blocks(section.first_page_footer), *_blocks(section.footer)]
        yield ""
        yield from dict.fromkeys(line for line in foot if line.strip())


def _blocks(container: BlockItemContainer | Document) -> Iterator[str]:
    """Yield a line for each paragraph and table row; cells are parted by tabs."""
    from docx.table import Table

    for block in container.iter_inner_content():
        if not isinstance(block, Table):
            yield from _paragraph(block)
            continue
        yield ""
        for row in block.rows:
            cells = {cell._tc: cell for cell in row.cells}  # a merged cell comes once for each of its columns
            yield "\t".join(" ".join(cell.text.split("\n")).strip() for cell in cells.values())
        yield ""


def _paragraph(paragraph: Paragraph) -> Iterator[str]:
    """Yield a paragraph's lines, and after it those of the text boxes that hang on it."""
    yield from paragraph.text.split("\n")
    boxes = paragraph._p.xpath(".//*[local-name()='txbxContent'][not(ancestor::*[local-name()='Fallback'])]")
    for box in boxes:
        for inner in box.xpath(".//w:p"):
            yield "".join(node.text or "" for node in inner.xpath(".//w:t"))
