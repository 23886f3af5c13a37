"""Zones made of lines: neighbours joined, and lines cut where a part of them is a zone of another kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from extract.types import Candidate, Zone
from extract.zones.cards import split_at_contact
from extract.zones.datelines import dateline_length
from extract.zones.lines import Line
from extract.zones.naming import agency

_PROSE = 140  # characters that make a line a paragraph
_OPENING = 3  # paragraphs that may begin with a date line


def assemble(lines: Sequence[Line], text: int, names: list[Candidate]) -> Iterator[Zone]:
    """Yield the zones of lines whose kinds are decided; `text` is the index of the first line below the title.

    Date lines at a paragraph's start become zones of their own; the agencies in them are added to `names`.
    """
    pending: Zone | None = None
    paragraphs = 0
    for i, line in enumerate(lines):
        pieces = [Zone(line.kind or "body", line.start, line.end)]
        if line.inner is not None:
            pieces = _around(line.inner, pieces[0], line)
        elif pieces[0].kind == "body":
            length = 0
            if (i >= text or len(line.text) > _PROSE) and paragraphs < _OPENING:
                paragraphs += 1
                length = dateline_length(line.text, line.fold)
                names += agency(line, length)
            pieces = _cut(line, length)
        for piece in pieces:
            if pending and _goes_on(pending, piece, line):
                pending = replace(pending, end=piece.end)
                continue
            if pending:
                yield pending
            pending = piece
    if pending:
        yield pending


def _goes_on(zone: Zone, piece: Zone, line: Line) -> bool:
    """Tell whether a piece belongs to the zone before it: headings stand alone, words such as "À propos" open a new zone."""
    if zone.kind != piece.kind or zone.kind == "heading":
        return False
    opens = line.cue == zone.kind and (zone.kind == "about" or (zone.kind == "contact" and line.gap > 0))
    return not opens


def _cut(line: Line, length: int) -> list[Zone]:
    """Return the zones of a paragraph: the date line it begins with, its text, the card it ends with."""
    start, end = line.start + length, line.end
    pieces = [Zone("dateline", line.start, start)] if length else []
    at = line.start + split_at_contact(line.fold) if line.channel else start
    if at > start:
        return [*pieces, Zone("body", start, at), Zone("contact", at, end)]
    return [*pieces, Zone("body", start, end)] if start < end else pieces


def _around(inner: Zone, outer: Zone, line: Line) -> list[Zone]:
    """Return the zone of a line with another cut into it; white space at the cuts is left out."""
    before = len(line.text[: inner.start - line.start].rstrip())
    after = len(line.text[inner.end - line.start :].lstrip())
    parts = [Zone(outer.kind, outer.start, outer.start + before), inner, Zone(outer.kind, outer.end - after, outer.end)]
    return [part for part in parts if part.start < part.end]
