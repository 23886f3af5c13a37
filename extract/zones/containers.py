"""What wraps a communiqué without being part of it: front matter, mail headers, headers of a forwarded mail."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.types import Zone
from extract.zones.lines import Line
from extract.zones.patterns import pattern

_FENCES = frozenset(("---", "+++"))
_LONGEST = 400  # lines of front matter


def mark(lines: Sequence[Line]) -> None:
    """Set the kind of the lines of front matter and mail headers to furniture."""
    if not lines:
        return
    at = _front_matter(lines) or _headers(lines, pattern("zones", "header"))
    _wrap(lines[:at])
    wrote, forward = pattern("zones", "wrote"), pattern("zones", "forward")
    for i in range(at, len(lines)):
        line = lines[i]
        if wrote.match(line.fold):
            line.kind = "furniture"
        elif forward.match(line.fold):
            line.kind = "furniture"
            rest = lines[i + 1 :]
            _wrap(rest[: _headers(rest, pattern("zones", "forwarded-header"))])


def _wrap(lines: Sequence[Line]) -> None:
    """Set lines of a container to furniture, and the words about the communiqué in them to headings."""
    for line in lines:
        line.kind = "furniture"
        if value := pattern("zones", "described").match(line.fold):
            line.inner = Zone("heading", line.start + value.start(1), line.start + value.end(1))


def _front_matter(lines: Sequence[Line]) -> int:
    """Return how many lines front matter takes, fences included."""
    fence = lines[0].fold
    if fence not in _FENCES:
        return 0
    return next((i + 1 for i, line in enumerate(lines[1:_LONGEST], 1) if line.fold == fence), 0)


def _headers(lines: Sequence[Line], shape: re.Pattern[str]) -> int:
    """Return how many lines a block of `Name: value` headers takes, with the lines that continue them."""
    known = 0
    for i, line in enumerate(lines):
        if i and line.gap:
            return i if known > 1 else 0
        if shape.match(line.fold):
            known += pattern("zones", "known-header").match(line.fold) is not None
        elif not i or not line.indent:
            return i if known > 1 else 0
    return len(lines) if known > 1 else 0
