"""What the markup of a page says of its lines: headings, links, and elements that are furniture by name or class."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal

from extract.cleaned import Mark
from extract.lexicons import typed_rows
from extract.zones.lines import Line

Role = Literal["furniture", "contact", "about", "title"]

_WORDS = re.compile(r"[a-z]+")
_HOME = re.compile(r"(?:https?://[^/\s]+)?/?(?:(?:index|accueil|home)(?:\.\w{2,5})?)?(?:fr/?)?")
_PROSE = 80  # characters of unlinked text that make a line prose
_WHOLE = 0.5  # an element that holds more of the prose than this is the page itself, whatever its class says


@cache
def _roles() -> dict[str, Role]:
    return dict(typed_rows("zones/markup.tsv", tuple[str, Role]))


@lru_cache(maxsize=4096)
def _role(tag: str, words: str) -> Role | None:
    """Return what an element's name, or else its class and id words, say of its text."""
    roles = _roles()
    found = roles.get(f"tag:{tag}")
    if found or not words or tag in ("body", "html", "main", "article", "a"):
        return found
    return next((roles[word] for word in _WORDS.findall(words.lower()) if word in roles), None)


def apply(lines: list[Line], marks: Sequence[Mark]) -> None:
    """Set heading level, link share and markup role of each line from the marks of its text."""
    if not marks or not lines:
        return
    starts = [line.start for line in lines]
    linked = [0] * len(lines)
    homes: list[int] = []
    roles: list[tuple[int, int, Role]] = []
    for mark in marks:
        first = bisect_left(starts, mark.start)
        if first and lines[first - 1].end > mark.start:
            first -= 1
        last = bisect_left(starts, mark.end)
        if first >= last:
            continue
        tag = mark.tag
        if tag == "a":
            for i in range(first, last):
                linked[i] += min(mark.end, lines[i].end) - max(mark.start, lines[i].start)
            if first + 1 == last and linked[first] >= lines[first].end - lines[first].start and _HOME.fullmatch(mark.value):
                homes += [first] if mark.value else []
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            for line in lines[first:last]:
                line.heading = line.heading or int(tag[1])
        elif tag == "title":
            lines[first].kind, lines[first].titled = "heading", True
        elif tag == "indent":
            lines[first].indent = lines[first].indent or (int(mark.value) if mark.value.isdigit() else 0)
        elif tag == "li":
            lines[first].item = True
        elif tag in ("td", "th", "tr"):
            for line in lines[first:last]:
                line.cell = True
        elif tag in ("b", "strong"):
            line = lines[first]
            line.bold = line.bold or mark.end - mark.start >= 0.9 * (line.end - line.start)
        if (tag == "time" or "date" in mark.value) and mark.start == lines[first].start and mark.end < lines[first].end:
            lines[first].lead = len(lines[first].text[: mark.end - mark.start].rstrip()) + 1
        if tag != "a" and (role := _role(tag, mark.value)):
            if first + 1 == last and mark.end - mark.start < 0.8 * (lines[first].end - lines[first].start):
                continue
            if role == "title":
                lines[first].titled = lines[first].titled or first + 1 == last
            roles.append((first, last, role))
    for line, characters in zip(lines, linked, strict=True):
        line.links = min(1.0, characters / (line.end - line.start))
    for i in homes:  # the name of the site, however large it is written
        lines[i].heading = 0
    _assign(lines, roles)


def _assign(lines: list[Line], roles: list[tuple[int, int, Role]]) -> None:
    """Give lines the role of the elements around them, the innermost last; the page's own frame gives none."""
    weights = [0]
    for line in lines:
        size = line.end - line.start
        weights.append(weights[-1] + (size if size >= _PROSE and line.links < 0.5 else 0))
    titles = [i for i, line in enumerate(lines) if line.heading == 1]
    for first, last, role in roles:
        whole = weights[-1] and (weights[last] - weights[first]) / weights[-1] > _WHOLE
        if whole or any(first <= i < last for i in titles):
            continue
        if role != "title":
            for line in lines[first:last]:
                if line.markup != "furniture":
                    line.markup = role
