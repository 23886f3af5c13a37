"""Passes over lines: indents, gaps, quoting marks, hard-wrapped lines and words split at a line's end, blank lines."""

from __future__ import annotations

import re
from itertools import zip_longest

from extract.cleaned import Edit, Mark
from extract.cleaning.passes import Findings
from extract.cleaning.wrapping import Line, joint, width_of
from extract.reading.hints import FRONT_MATTER

_QUOTE = re.compile(r"(?:[ \t]{0,3}>)*")
_GAP = re.compile(r"[ \t]*\t[ \t]*|  +")
_WIDE = 4  # columns of white space that part the cells of an aligned text


def lines(text: str) -> Findings:
    """Tidy the lines of a plain text, and join those that were wrapped to a width."""
    return _laid_out(text, _read(text, 0))


def paragraphs(text: str) -> Findings:
    """Tidy the lines of Markdown; front matter keeps its lines."""
    block = FRONT_MATTER.match(text)
    return _laid_out(text, _read(text, block.end() if block else 0))


def _read(text: str, at: int) -> list[Line]:
    """Split a text into lines, from `at` on."""
    quoted = text.count("\n>", at) + text.startswith(">", at) > 1  # a single `>` opens no quotation
    found = []
    while at < len(text):
        end = text.find("\n", at)
        after = end + 1
        if end < 0:
            end = after = len(text)
        first = _QUOTE.match(text, at, end).end() if quoted else at  # type: ignore[union-attr]  # it always matches
        words = text[first:end].rstrip(" \t")
        seen = words.lstrip(" \t")
        indent = len(words) - len(seen)
        columns = len(words[:indent].expandtabs(8)) if indent else 0
        found.append(Line(at, first + indent, first + len(words), after, seen, columns, first > at))
        at = after
    return found


def _laid_out(text: str, found: list[Line]) -> Findings:
    edits: list[Edit] = []
    marks: list[Mark] = []
    width = width_of(found)
    blank = 0
    joined = False  # the line goes on from the one before it, up to its first visible character
    for line, after in zip_longest(found, found[1:]):
        if not line.text:
            blank += 1
            edits.append(Edit(line.start, line.next if blank > 1 or line.start == 0 else line.next - 1, ""))
            continue
        blank = 0
        if not joined:
            edits.append(Edit(line.start, line.first, ""))
            if line.columns:
                marks.append(Mark("indent", line.first, line.last, str(line.columns)))
        if line.quoted:
            marks.append(Mark("blockquote", line.first, line.last))
        edits += [Edit(*_span(gap, line.first), _separator(gap, line.text)) for gap in _GAP.finditer(line.text)]
        how = joint(line, after, width) if after is not None and after.text else None
        joined = how is not None
        if after is not None and how is not None:
            edits.append(Edit(line.last - (how == "word"), after.first, " " if how == "space" else ""))
        else:
            edits.append(Edit(line.last, line.next - (line.next > line.last and text[line.next - 1] == "\n"), ""))
    return Findings([edit for edit in edits if text[edit.start : edit.end] != edit.replacement], marks)


def _span(gap: re.Match[str], offset: int) -> tuple[int, int]:
    return gap.start() + offset, gap.end() + offset


def _separator(gap: re.Match[str], line: str) -> str:
    """Return what a gap inside a line becomes: a tab between aligned cells, else a space."""
    beside = line[gap.start() - 1] + line[gap.end() : gap.end() + 1]
    if "|" in beside:
        return " "
    return "\t" if "\t" in gap[0] or gap.end() - gap.start() >= _WIDE else " "
