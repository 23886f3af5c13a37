"""The furniture of a page or a dispatch: menus, share links, banners, related articles, comments."""

from __future__ import annotations

from collections.abc import Sequence

from extract.zones.lines import Line

_PROSE = 160  # characters of unlinked text that end a run of furniture
_LINK = 0.8  # share of a line inside links that makes it a link
_SHORT = 140


def mark(lines: Sequence[Line], page: bool) -> None:
    """Set the kind of furniture lines; `page` says that the text has markup, where links and classes count."""
    run = False
    for line in lines:
        if line.kind is not None:
            continue
        prose = len(line.text) > _PROSE and line.links < 0.5
        if run and (prose or line.heading == 1 or line.cue in ("contact", "about", "label", "embargo")):
            run = False
        press = line.cue == "contact" and line.channel and ("press" in line.fold or "media" in line.fold)
        if line.cue == "section" and not prose:
            run = True
            line.kind = "furniture"
        elif press:
            run = False
        elif line.markup == "furniture" or run:
            line.kind = "furniture"
        elif line.cue == "furniture" and not prose or page and _is_link(line):
            line.kind = "furniture"


def mark_tail(lines: Sequence[Line]) -> None:
    """Turn the short lines after the last paragraph, card or description of a page into furniture."""
    for line in reversed(lines):
        if line.kind == "furniture":
            continue
        linked = line.links > 0.5
        if line.kind not in ("body", "heading") or line.kind == "body" and len(line.text) > 60 and not linked or line.cue == "source":
            return
        line.kind = "furniture"


def _is_link(line: Line) -> bool:
    """Tell whether a line is nothing but a link to another page."""
    if line.links < _LINK or len(line.text) >= _SHORT or line.heading == 1 or line.channel:
        return False
    return "://" not in line.text and not line.fold.startswith("www.")
