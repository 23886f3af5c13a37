"""The title that the container of a document gives: front matter, mail subject, the page's `<title>`."""

from __future__ import annotations

import re

from msgspec.structs import replace

from extract.cleaned import Cleaned
from extract.types import Hint, Source, Title

# between the title of a page and the name of its site; in the raw text a dash may be an entity
_SEPARATOR = re.compile(r"\s(?:[|–—»·•/-]|::|&(?:ndash|mdash|raquo|middot|bull|#(?:8211|8212|187|183|124));)\s")


def parts(hint: Hint | None) -> list[str]:
    """Return the title of a container, whole and in the parts between separators."""
    return [hint.value, *_SEPARATOR.split(hint.value)] if hint else []


def from_container(hint: Hint | None, cleaned: Cleaned, source: Source) -> Title | Hint | None:
    """Return the container's title: as a Title where its characters are in the text, else as a Hint without the site's name."""
    if hint is None or not hint.value.strip():
        return None
    if hint.start is None or hint.end is None:
        return hint
    if hint.rule.startswith("html"):
        hint = _without_site(hint, source)
    assert hint.start is not None and hint.end is not None
    start, end = cleaned.clean_span(hint.start, hint.end)
    text = cleaned.text[start:end].strip()
    if text and len(text) * 2 > len(hint.value):
        start += cleaned.text[start:end].index(text)
        return Title(" ".join(text.split()), start, start + len(text), hint.rule)
    return hint


def _without_site(hint: Hint, source: Source) -> Hint:
    """Cut the site's name off the title of a page: the longest part between separators stays."""
    assert hint.start is not None and hint.end is not None
    raw = source.text[hint.start : hint.end]
    cuts = [(0, 0), *(match.span() for match in _SEPARATOR.finditer(raw)), (len(raw), len(raw))]
    parts = _SEPARATOR.split(hint.value)
    if len(cuts) != len(parts) + 1:
        return hint
    longest = max(range(len(parts)), key=lambda i: (len(parts[i]), -i))
    return replace(hint, value=parts[longest].strip(), start=hint.start + cuts[longest][1], end=hint.start + cuts[longest + 1][0])
