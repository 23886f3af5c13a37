"""Record → the flat tables: one row a thing, each with its document, its place in the raw text and its rule."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Literal

from extract.types import Duplicate, Failure, Record, entities_of

Cell = str | int | float | None
Dialect = Literal["plain", "excel"]
JOIN = " ; "


_COLUMNS: dict[str, tuple[str, ...]] = {
    "documents": (
        "document", "path", "sha256", "encoding", "media_type", "layer", "characters", "language", "title", "title_start",
        "title_end", "published", "published_text", "published_start", "published_end", "published_rule", "issuer",
        "issuer_name",
    ),
    "mentions": ("document", "mention", "kind", "start", "end", "text", "value", "entity", "rule", "confidence"),
    "people": ("document", "entity", "name", "given", "family", "aliases", "mentions", "start", "end", "rule"),
    "organisations": ("document", "entity", "name", "acronym", "aliases", "mentions", "start", "end", "rule"),
    "places": (
        "document", "entity", "name", "kind", "country", "geonames", "latitude", "longitude", "aliases", "mentions", "start",
        "end", "rule",
    ),
    "dates": ("document", "mention", "type", "value", "begin", "end_date", "text", "start", "end", "rule"),
    "contacts": (
        "document", "name", "role", "organisation_name", "phones", "phone_kinds", "emails", "urls", "address", "person",
        "organisation", "start", "end", "rule", "confidence",
    ),
    "quotes": ("document", "speaker", "speaker_name", "text", "cue", "start", "end", "rule", "confidence"),
    "relations": (
        "document", "kind", "subject", "subject_name", "value", "object", "object_name", "start", "end", "rule", "confidence",
    ),
}  # fmt: skip
TABLES = tuple(_COLUMNS)
FAILURES = ("path", "stage", "error", "remedy")
DUPLICATES = ("path", "document", "original", "kind", "similarity")


def columns(name: str) -> tuple[str, ...]:
    """Return the column names of a table."""
    return _COLUMNS[name]


def rows(record: Record) -> dict[str, list[tuple[Cell, ...]]]:
    """Return the rows of every table that a record fills, keyed by table name."""
    me = record.id
    mentions = {m.id: m for m in record.mentions}
    names = {e.id: e.name for e in entities_of(record)}

    def name_of(entity: str | None) -> str | None:
        return names.get(entity) or (mentions[entity].text if entity in mentions else None) if entity else None

    def first(ids: Sequence[str]) -> tuple[Cell, Cell, Cell]:
        mention = mentions.get(ids[0]) if ids else None
        return (mention.start, mention.end, mention.rule) if mention else (None, None, None)

    source, title, published = record.source, record.title, record.published
    return {
        "documents": [
            (
                me, source.path, source.sha256, source.encoding, source.media_type, source.layer, source.characters,
                record.language,
                *((title.text, title.start, title.end) if title else (None, None, None)),
                *((published.value, published.text, published.start, published.end, published.rule) if published
                  else (None, None, None, None, None)),
                record.issuer, name_of(record.issuer),
            )
        ],
        "mentions": [
            (me, m.id, m.kind, m.start, m.end, m.text, m.value, m.entity, m.rule, m.confidence) for m in record.mentions
        ],
        "people": [
            (me, p.id, p.name, p.given, p.family, JOIN.join(p.aliases), " ".join(p.mentions), *first(p.mentions))
            for p in record.people
        ],
        "organisations": [
            (me, o.id, o.name, o.acronym, JOIN.join(o.aliases), " ".join(o.mentions), *first(o.mentions))
            for o in record.organisations
        ],
        "places": [
            (
                me, p.id, p.name, p.kind, p.country, p.geonames, p.latitude, p.longitude, JOIN.join(p.aliases),
                " ".join(p.mentions), *first(p.mentions),
            )
            for p in record.places
        ],
        "dates": [
            (me, d.mention, d.type, d.value, d.begin, d.end, m.text, m.start, m.end, m.rule)
            for d in record.dates
            for m in [mentions[d.mention]]
        ],
        "contacts": [
            (
                me, c.name, c.role, c.organisation_name, JOIN.join(p.value for p in c.phones),
                JOIN.join(p.kind for p in c.phones), JOIN.join(c.emails), JOIN.join(c.urls), c.address, c.person,
                c.organisation, c.start, c.end, c.rule, c.confidence,
            )
            for c in record.contacts
        ],
        "quotes": [
            (me, q.speaker, name_of(q.speaker), q.text, q.cue, q.start, q.end, q.rule, q.confidence) for q in record.quotes
        ],
        "relations": [
            (
                me, r.kind, r.subject, name_of(r.subject), r.value, r.object, name_of(r.object), r.start, r.end, r.rule,
                r.confidence,
            )
            for r in record.relations
        ],
    }  # fmt: skip


def encode(table: Iterable[Sequence[Cell]], dialect: Dialect = "plain") -> bytes:
    """Return rows as CSV bytes: RFC 4180 in UTF-8, or the form that a French spreadsheet opens without harm.

    `excel`: semicolons, and an apostrophe before cells that a spreadsheet would run as a formula (`=`, `+`, `-`, `@` first).
    """
    out = io.StringIO(newline="")
    if dialect == "plain":
        csv.writer(out).writerows(table)
    else:
        csv.writer(out, delimiter=";").writerows([_inert(cell) for cell in row] for row in table)
    return out.getvalue().encode("utf-8", "surrogatepass")


def header(names: Sequence[str], dialect: Dialect = "plain") -> bytes:
    """Return a table's first line; for spreadsheets with the byte order mark that tells them it is UTF-8."""
    return (b"\xef\xbb\xbf" if dialect == "excel" else b"") + encode([names], dialect)


def _inert(cell: Cell) -> Cell:
    return "'" + cell if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def failure_row(failure: Failure) -> tuple[Cell, ...]:
    """Return the row of `failures.csv`."""
    return failure.path, failure.stage, failure.error, failure.remedy


def duplicate_row(duplicate: Duplicate) -> tuple[Cell, ...]:
    """Return the row of `duplicates.csv`."""
    return duplicate.path, duplicate.id, duplicate.original, duplicate.kind, duplicate.similarity
