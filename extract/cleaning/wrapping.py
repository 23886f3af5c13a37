"""Was this line broken to fit a width, or on purpose? Decided from the widths of the whole text, line by line."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from extract.cleaning.hyphens import keeps_hyphen, splits_word
from extract.lexicons import either, words


class Line(NamedTuple):
    """A line of a text: where it starts, its visible text's first and last place, where the next line starts."""

    start: int
    first: int
    last: int
    next: int
    text: str
    columns: int
    quoted: bool


_ENDS = (".", "!", "?", ":", ";", "…", "»", "”", '"')
_ITEM = re.compile(r"(?:[-–—•*·▪►●○◦✓→+]|\(?\d{1,2}[.)°]|[a-z]\))\s|[|+]|#|={3}|_{3}|>")
_CHANNEL = re.compile(r"@|https?://|www\.|\d\d[ ./-]?\d\d[ ./-]?\d\d")
_RULE = re.compile(r"[-=_*~+|\s]+")
_MIN, _MAX = 28, 160  # the widths, in characters, that people wrap at
LONG = 48  # from this length on, a line that goes on in lower case was wrapped, whatever the rest of the text does


@cache
def _label() -> re.Pattern[str]:
    """Return the pattern of a line that begins with what it holds: `Lieu :`, `Tél. 01 …`."""
    channel = rf"(?i:{either(words('cleaning/channel-labels.txt'))})\b[\s.:]*(?:[+(]?\d|\S+@|(?i:www|http)|:)"
    return re.compile(rf"[A-ZÀ-Þ][\w.'’-]*(?: [\w.'’-]+){{0,3}}\s?:(?!\S)|{channel}")


def width_of(lines: list[Line]) -> int:
    """Return the width a text was wrapped at, 0 where it was not.

    Evidence is a line that stops in mid-sentence while the next one goes on in lower case.
    """
    lengths = [line.columns + len(line.text) for line, after in pairwise(lines) if _goes_on(line, after)]
    plausible = sorted(n for n in lengths if _MIN <= n <= _MAX)
    if len(plausible) < 2 or len(plausible) < 0.6 * len(lengths):
        return 0
    return plausible[(9 * len(plausible)) // 10]


def joint(line: Line, after: Line, width: int) -> str | None:
    """Tell how a line goes on in the next: `space`, `hyphen` (kept), `word` (hyphen dropped), or None: they stay apart."""
    if line.quoted != after.quoted or not _flows(line, after) or _ITEM.match(after.text) or _RULE.fullmatch(line.text):
        return None
    if splits_word(line.text, after.text) and (width or after.text[0].islower() or len(line.text) >= LONG):
        return "hyphen" if keeps_hyphen(line.text, after.text) else "word"
    if _label().match(after.text) or _aligned(line.text) or _aligned(after.text):
        return None
    length = line.columns + len(line.text)
    if _goes_on(line, after) and (0.45 * width if width else LONG) <= length <= max(width + 4, _MAX):
        return "space"
    word = after.text.find(" ")
    forced = length + 1 + (word if word > 0 else len(after.text)) > 0.97 * width
    return "space" if width and forced and length >= 0.6 * width else None


def _goes_on(line: Line, after: Line) -> bool:
    """Tell whether a sentence goes on over a line's end, as far as letters and marks show it."""
    return (
        line.text != ""
        and after.text[:1].islower()
        and not line.text.endswith(_ENDS)
        and not _ITEM.match(after.text)
        and not _CHANNEL.search(after.text)
    )


def _aligned(text: str) -> bool:
    """Tell whether a line has the gaps of a table's row."""
    return "    " in text or "\t" in text


def _flows(line: Line, after: Line) -> bool:
    """Tell whether the indents of two lines allow one paragraph: the same, a first line set in, or a hanging one."""
    if line.columns == after.columns:
        return True
    item = _ITEM.match(line.text)
    if item:
        return after.columns > line.columns and after.columns <= line.columns + item.end() + 2
    return line.columns > after.columns and line.columns - after.columns <= 8
