"""The title that the container of a document gives: front matter, mail subject, the page's `<title>`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from extract.cleaned import Cleaned
from extract.types import Hint, Source, Title
from extract.zones.cues import cue_of
from extract.zones.lines import fold

# between the title of a page and the name of its site; in the raw text a dash may be an entity
_SEPARATOR = re.compile(
    r"\s(?:[|–—›‹·•-]|::|&(?:ndash|mdash|rsaquo|lsaquo|middot|bull|#(?:8211|8212|8249|8250|183|124|0?39));)\s"
)

_LATER = 0.4  # how likely a later part is the headline
_ENOUGH = 4  # characters that a part needs to be a headline
_RUBRICS = frozenset(("label", "furniture", "section", "contact"))


def parts(hint: Hint | None, sites: Sequence[str]) -> list[tuple[str, float]]:
    """Return what may be the headline in a container's title, the longest first, each with how likely it is one (0 to 1).

    The name of the site is left out: what `sites` lists, and a part that is there twice. The first part is the likeliest.
    """
    if hint is None:
        return []
    pieces = [piece.strip() for piece in _SEPARATOR.split(hint.value)]
    known = {*map(fold, sites), *(fold(piece) for piece in pieces if pieces.count(piece) > 1)}
    found: dict[str, float] = {}
    for first in range(len(pieces)):
        for last in range(len(pieces), first, -1):
            if not any(fold(piece) in known for piece in pieces[first:last]):
                name = _between(hint.value, pieces, first, last)
                found[name] = max(found.get(name, 0.0), 1.0 if first == 0 or fold(pieces[first - 1]) in known else _LATER)
    return sorted(found.items(), key=lambda item: (-len(item[0]), item[0]))


def _between(value: str, pieces: Sequence[str], first: int, last: int) -> str:
    """Return a title from one of its pieces to another, separators as written."""
    start = 0
    for piece in pieces[:first]:
        start = value.index(piece, start) + len(piece)
    start = value.index(pieces[first], start)
    end = start
    for piece in pieces[first:last]:
        end = value.index(piece, end) + len(piece)
    return value[start:end]


def from_container(hint: Hint | None, sites: Sequence[str], cleaned: Cleaned, source: Source) -> Title | Hint | None:
    """Return the container's title: as a Title where its characters are in the text, else as a Hint without the site's name."""
    if hint is None or not hint.value.strip():
        return None
    if hint.start is None or hint.end is None:
        return hint
    if hint.rule.startswith("html"):
        hint = _without_site(hint, sites, source)
    assert hint.start is not None and hint.end is not None
    start, end = cleaned.clean_span(hint.start, hint.end)
    text = cleaned.text[start:end].strip()
    if text and len(text) * 2 > len(hint.value):
        start += cleaned.text[start:end].index(text)
        return Title(" ".join(text.split()), start, start + len(text), hint.rule)
    return hint


def _without_site(hint: Hint, sites: Sequence[str], source: Source) -> Hint:
    """Cut the site's name off the title of a page: of its parts the first stays that is not the site's, if it says enough."""
    assert hint.start is not None and hint.end is not None
    raw = source.text[hint.start : hint.end]
    cuts = [(0, 0), *(match.span() for match in _SEPARATOR.finditer(raw)), (len(raw), len(raw))]
    pieces = _SEPARATOR.split(hint.value)
    if len(cuts) != len(pieces) + 1:
        return hint
    known = {*map(fold, sites), *(fold(piece.strip()) for piece in pieces if pieces.count(piece) > 1)}
    kept = [i for i, piece in enumerate(pieces) if fold(piece.strip()) not in known] or [0]
    named = [i for i in kept if len(pieces[i].strip()) >= _ENOUGH and cue_of(fold(pieces[i].strip())) not in _RUBRICS]
    best = named[0] if named else max(kept, key=lambda i: (len(pieces[i]), -i))
    return replace(hint, value=pieces[best].strip(), start=hint.start + cuts[best][1], end=hint.start + cuts[best + 1][0])
