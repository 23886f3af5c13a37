"""A record on the terminal: readable tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from extract.types import Record, Zone, entities_of

Row = Sequence[object]


def show(record: Record) -> None:
    """Print what a record holds, one table a kind of thing, the empty ones left out."""
    console = Console()
    names = _names(record)
    head = [("title", record.title and record.title.text), ("published", record.published and record.published.value)]
    head.append(("issuer", names.get(record.issuer or "")))
    _table(console, "", ("", ""), [row for row in head if row[1]])
    _table(console, "People", ("name", "mentions"), [(p.name, len(p.mentions)) for p in record.people])
    _table(
        console,
        "Organisations",
        ("name", "acronym", "mentions"),
        [(o.name, o.acronym, len(o.mentions)) for o in record.organisations],
    )
    _table(console, "Places", ("name", "country", "mentions"), [(p.name, p.country, len(p.mentions)) for p in record.places])
    texts = {mention.id: mention.text for mention in record.mentions}
    _table(console, "Dates", ("text", "value", "type"), [(texts[d.mention], d.value, d.type) for d in record.dates])
    _table(
        console,
        "Contacts",
        ("name", "role", "organisation", "phones", "e-mails"),
        [
            (c.name, c.role, c.organisation_name, " ; ".join(p.value for p in c.phones), " ; ".join(c.emails))
            for c in record.contacts
        ],
    )
    _table(console, "Quotes", ("speaker", "text"), [(names.get(q.speaker or ""), q.text) for q in record.quotes])
    _table(
        console,
        "Relations",
        ("kind", "subject", "value", "object"),
        [(r.kind, _who(r.subject, names, texts), r.value, _who(r.object, names, texts)) for r in record.relations],
    )


def explain(record: Record, raw: str) -> None:
    """Print each value with its place in the raw text, its zone, the rule that found it and its confidence."""
    console = Console()
    names = _names(record)
    texts = {mention.id: mention.text for mention in record.mentions}
    if record.published:
        p = record.published
        _table(console, "Published", ("value", "place", "text", "rule"), [(p.value, _place(p.start, p.end), p.text, p.rule)])
    if record.title:
        t = record.title
        _table(console, "Title", ("text", "place", "rule"), [(t.text, _place(t.start, t.end), t.rule)])
    columns = ("place", "line", "kind", "text", "value", "zone", "rule", "confidence")
    _table(
        console,
        "Mentions",
        columns,
        [
            (
                _place(m.start, m.end), raw.count("\n", 0, m.start) + 1, m.kind, m.text,
                m.value or names.get(m.entity or ""), _zone(record.zones, m.start), m.rule, f"{m.confidence:.2f}",
            )
            for m in record.mentions
        ],
    )  # fmt: skip
    _table(
        console,
        "Contacts",
        ("place", "name", "channels", "rule", "confidence"),
        [
            (
                _place(c.start, c.end), c.name or c.organisation_name,
                " ; ".join([*(f"{p.value} ({p.kind})" for p in c.phones), *c.emails, *c.urls]), c.rule, f"{c.confidence:.2f}",
            )
            for c in record.contacts
        ],
    )  # fmt: skip
    _table(
        console,
        "Quotes",
        ("place", "speaker", "text", "cue", "rule", "confidence"),
        [
            (_place(q.start, q.end), names.get(q.speaker or ""), q.text, q.cue, q.rule, f"{q.confidence:.2f}")
            for q in record.quotes
        ],
    )
    _table(
        console,
        "Relations",
        ("place", "kind", "subject", "value", "object", "rule", "confidence"),
        [
            (
                _place(r.start, r.end), r.kind, _who(r.subject, names, texts), r.value, _who(r.object, names, texts), r.rule,
                f"{r.confidence:.2f}",
            )
            for r in record.relations
        ],
    )  # fmt: skip


def _names(record: Record) -> dict[str, str]:
    return {entity.id: entity.name for entity in entities_of(record)}


def _who(id: str | None, names: dict[str, str], texts: dict[str, str]) -> str | None:
    return (names.get(id) or texts.get(id)) if id else None


def _place(start: int | None, end: int | None) -> str:
    return "outside" if start is None else f"{start}:{end}"


def _zone(zones: Iterable[Zone], start: int) -> str | None:
    return next((zone.kind for zone in zones if zone.start <= start < zone.end), None)


def _table(console: Console, title: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    if not rows:
        return
    headers = [Column(name, overflow="fold") for name in columns]  # a value is wrapped, never cut short
    table = Table(*headers, title=title, title_justify="left", show_header=any(columns))
    for row in rows:
        table.add_row(*("" if cell is None else escape(str(cell)) for cell in row))
    console.print(table)
