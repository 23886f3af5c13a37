"""Where direct quotations stand: marks of all kinds paired, nested ones kept inside, paragraphs of one quotation joined."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

_MARK = re.compile(r"""[«»“”„‟"]|\n[^\S\n]*\n\s*|\n""")
_KEY = re.compile(r"[^\S\n]*[a-z][\w-]*(?::|\s=) $")
_LONGEST_KEY = 40
_OPEN = "«“„‟"
_PAIRS = {"«": "»", "“": "”", "„": "“”", "‟": "”", '"': '"'}
_LONGEST = 6000
_INDENT = 40  # characters of dashes and blanks before the mark at a paragraph's head


class Quotation(Struct, frozen=True):
    """A stretch between quotation marks: `start` and `end` leave out the marks, `outer_start` and `outer_end` hold them."""

    start: int
    end: int
    outer_start: int
    outer_end: int


def find(text: str, extra: Iterable[tuple[int, int]] = ()) -> list[Quotation]:
    """Return the outermost quotations of a text in order; `extra` are stretches that markup (`<q>`) set in quotation marks."""
    found = [_trimmed(text, a, b, a, b) for a, b in extra]
    if any(mark in text for mark in '«“„‟"'):
        found += _paired(text)
    found = sorted((q for q in found if q.end - q.start >= 2), key=lambda q: (q.start, -q.end))
    outermost: list[Quotation] = []
    for quotation in found:
        if not outermost or quotation.start >= outermost[-1].outer_end:
            outermost.append(quotation)
    return outermost


def _trimmed(text: str, start: int, end: int, outer_start: int, outer_end: int) -> Quotation:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Quotation(start, end, outer_start, outer_end)


def _paired(text: str) -> list[Quotation]:
    """Pair marks: a mark at the head of the next paragraph goes on with an open quotation, other marks nest in it."""
    found: list[Quotation] = []
    stack: list[str] = []
    opened = 0
    broken = -1  # the end of the paragraph in which a quotation stayed open
    for m in _MARK.finditer(text):
        mark, at = m.group(), m.start()
        if mark[0] == "\n":
            if stack and broken < 0 and mark.count("\n") > 1:
                broken = at
            continue
        opens = _opens(text, at, mark, stack)
        if stack and broken >= 0:
            goes_on = opens and _heads_paragraph(text, at) and at - opened < _LONGEST and not text[broken:at].strip()
            if not goes_on:  # never closed: it ends with its paragraph
                found.append(_trimmed(text, opened + 1, broken, opened, broken))
            broken = -1
            if goes_on:
                del stack[1:]
                continue
            stack = []
        if opens:
            if stack == ['"'] == [mark]:
                stack = []  # the one before was stray
            stack.append(mark)
            opened = at if len(stack) == 1 else opened
        elif stack:
            inner = max((k for k, open_mark in enumerate(stack) if mark in _PAIRS[open_mark]), default=len(stack) - 1)
            del stack[inner:]
            if not stack:
                found.append(_trimmed(text, opened + 1, at, opened, at + 1))
    if stack and broken >= 0:
        found.append(_trimmed(text, opened + 1, broken, opened, broken))
    return found


def _opens(text: str, at: int, mark: str, stack: list[str]) -> bool:
    """Tell whether a mark opens a quotation; a straight one shows it by the characters around it."""
    if mark != '"':
        return mark in _OPEN
    if _KEY.match(text, text.rfind("\n", max(0, at - _LONGEST_KEY), at) + 1, at):
        return False  # the marks of a front matter's value
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    free = not before or before.isspace() or before in "('[«“—–>"
    if '"' in stack:
        return free and bool(after) and not after.isspace() and after not in ".,;:!?)»"
    return free and bool(after) and not after.isspace()


def _heads_paragraph(text: str, at: int) -> bool:
    return text[max(0, at - _INDENT) : at].rstrip(" \t>-–—")[-1:] in ("", "\n")
