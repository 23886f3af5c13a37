"""From a finished draft to its record: the only place where offsets cross from the cleaned to the raw text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from msgspec.structs import replace

from extract.draft import Draft
from extract.types import (
    Contact,
    Hint,
    Mention,
    Origin,
    Published,
    Quote,
    Record,
    Relation,
    Source,
    Title,
    Zone,
)

_PLAIN = str.maketrans("‘’\u00a0\u202f\u2011", "''  -")  # what cleaning puts for them
_EVENED = frozenset(map(chr, _PLAIN))
Placed = TypeVar("Placed", Zone, Mention, Contact, Quote, Relation, Title, Published)


def build(draft: Draft, language: str | None) -> Record:
    """Return the record of a draft, every offset turned into one of the raw text."""
    source = draft.source
    return Record(
        id=source.id or source.sha256[:16],
        source=Origin(
            source.path, source.sha256, source.encoding, source.media_type, source.layer, characters=len(source.text)
        ),
        language=language,
        title=_title(draft),
        published=_published(draft),
        issuer=draft.issuer,
        zones=_raw(draft, draft.zones),
        mentions=tuple(_as_written(draft, mention) for mention in draft.mentions),
        people=tuple(draft.people),
        organisations=tuple(draft.organisations),
        places=tuple(draft.places),
        dates=tuple(draft.dates),
        contacts=_raw(draft, draft.contacts),
        quotes=_raw(draft, draft.quotes),
        relations=_raw(draft, draft.relations),
    )


def _raw(draft: Draft, values: Iterable[Placed]) -> tuple[Placed, ...]:
    return tuple(_placed(draft, value) for value in values)


def _placed(draft: Draft, value: Placed) -> Placed:
    if value.start is None or value.end is None:
        return value
    start, end = draft.cleaned.raw_span(value.start, value.end)
    if isinstance(value, Mention | Title | Published | Quote) and value.text == draft.cleaned.text[value.start : value.end]:
        return replace(value, start=start, end=end, text=draft.cleaned.surface(value.start, value.end))
    return replace(value, start=start, end=end)


def _as_written(draft: Draft, mention: Mention) -> Mention:
    """Return a mention in raw offsets, with the apostrophes and spaces that the writer chose.

    Cleaning evens them out for the stages, one character for one; that is no reason for the record to differ from the page.
    """
    placed = _placed(draft, mention)
    written = draft.cleaned.raw[placed.start : placed.end]
    if written == placed.text or len(written) != len(placed.text) or not set(written) & _EVENED:
        return placed
    return replace(placed, text=written) if written.translate(_PLAIN) == placed.text else placed


def _title(draft: Draft) -> Title | None:
    title = draft.title
    if isinstance(title, Hint):
        return Title(title.value, title.start, title.end, title.rule)
    return title and _placed(draft, title)


def _published(draft: Draft) -> Published | None:
    published = draft.published
    if isinstance(published, Hint):
        return Published(published.value, _surface(draft.source, published), published.start, published.end, published.rule)
    return published and _placed(draft, published)


def _surface(source: Source, hint: Hint) -> str | None:
    return None if hint.start is None or hint.end is None else source.text[hint.start : hint.end]
