"""Annotated documents: what a gold file holds, read and checked.

A gold file holds one document a line: its raw text, its annotated mentions (offsets in that text; label `OPT` marks what counts
neither way) and its record-level truth. `layers` names what is annotated, where not all of it is.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from extract.reading import Payload, ReadError, source
from extract.types import Hint

NAMES = ("PER", "ORG", "LOC")
# What counts as annotated in a document that does not say; phone numbers and addresses (CHANNELS) only where it does.
LAYERS = (*NAMES, "DATE", "contacts", "roles", "acronyms", "quotes", "published", "title", "issuer")


class GoldError(ValueError):
    """A gold file that cannot be used; the message names file and line."""


class GoldMention(Struct, frozen=True):
    """One annotated stretch of the raw text."""

    start: int
    end: int
    label: str
    value: str | None = None
    value_alt: tuple[str, ...] = ()


class GoldContact(Struct, frozen=True):
    """One person or desk to contact."""

    name: str | None = None
    organisation: str | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


class Gold(Struct, frozen=True):
    """One annotated document.

    `roles` are person, role and organisation; `acronyms` short and long form; `quotes` speaker and first words.
    """

    slug: str
    file: str
    text: str
    mentions: tuple[GoldMention, ...]
    published: str | None = None
    title: str | None = None
    issuer: str | None = None
    region: str | None = None
    layers: tuple[str, ...] = LAYERS
    contacts: tuple[GoldContact, ...] = ()
    roles: tuple[tuple[str, str, str | None], ...] = ()
    acronyms: tuple[tuple[str, str], ...] = ()
    quotes: tuple[tuple[str | None, str], ...] = ()


def read_gold(path: Path) -> list[Gold]:
    """Read a gold file, or the `gold.jsonl` of a folder. Raises GoldError naming the line that is wrong, OSError."""
    file = path / "gold.jsonl" if path.is_dir() else path
    documents = []
    for number, line in enumerate(file.read_bytes().splitlines(), 1):
        try:
            documents.append(msgspec.json.decode(line, type=Gold))
        except msgspec.MsgspecError as error:
            raise GoldError(f"{file}:{number}: {error}") from error
    return documents


def payload(gold: Gold, folder: Path) -> Payload:
    """Return the annotated file itself where it lies beside its gold, else its text."""
    hints = (Hint("region", gold.region, "column"),) if gold.region else ()
    file = folder / gold.file
    if file.is_file():
        whole = Payload(gold.file, file.read_bytes(), None, hints)
        try:
            if source(whole).text == gold.text:
                return whole
        except ReadError:
            pass  # the text that was annotated is scored instead
    published = (Hint("published", gold.published, "column"),) if gold.published and "published" not in gold.layers else ()
    return Payload(gold.file, gold.text.encode(), None, (*hints, *published))
