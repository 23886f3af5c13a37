"""What wraps a communiqué without being part of it: front matter, mail headers, headers of a forwarded mail."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.types import Zone
from extract.zones.lines import Line

_FENCES = frozenset(("---", "+++"))
_HEADER = re.compile(r"[a-z][a-z-]{1,40} ?:(?= |$)")
_KNOWN = re.compile(
    r"(?:from|to|cc|bcc|date|subject|return-path|received|message-id|mime-version|de|a|objet|envoye|sent|repondre a|reply-to) ?:"
)
_FORWARD = re.compile(
    r"[->* ]*(?:message (?:transfere|d'origine|original)|forwarded message|original message|debut du message (?:transfere|reexpedie)|message reexpedie)"
)
_WROTE = re.compile(r"[> ]*(?:le|on) .{6,120}(?:a ecrit|wrote) ?:$")
_FORWARDED = re.compile(r"[>* ]*(?:de|from|a|to|cc|date|envoye(?: le)?|sent|objet|subject|repondre a|reply-to) ?\*? ?: ?")
# front matter and headers whose values are words about the communiqué; the title is found apart
_VALUE = re.compile(
    r"(?:author|auteur|autrice|organi[sz]ations?|organisme|emetteur|source|subtitle|sous-titre|description|summary|excerpt|resume|chapo"
    r"|lead|intro|location|lieu|from|de|subject|objet|sujet)s? ?[:=] ?[\"']*([^\s\"'\[{|><][^<]*?)[\"']*(?: ?<[^<>]*>)?,?$"
)
_LONGEST = 400  # lines of front matter


def mark(lines: Sequence[Line]) -> None:
    """Set the kind of the lines of front matter and mail headers to furniture."""
    if not lines:
        return
    at = _front_matter(lines) or _headers(lines, _HEADER)
    _wrap(lines[:at])
    for i in range(at, len(lines)):
        line = lines[i]
        if _WROTE.match(line.fold):
            line.kind = "furniture"
        elif _FORWARD.match(line.fold):
            line.kind = "furniture"
            rest = lines[i + 1 :]
            _wrap(rest[: _headers(rest, _FORWARDED)])


def _wrap(lines: Sequence[Line]) -> None:
    """Set lines of a container to furniture, and the words about the communiqué in them to headings."""
    for line in lines:
        line.kind = "furniture"
        if value := _VALUE.match(line.fold):
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
            known += bool(_KNOWN.match(line.fold) or shape is _FORWARDED)
        elif not i or not line.indent:
            return i if known > 1 else 0
    return len(lines) if known > 1 else 0
