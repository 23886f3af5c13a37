"""How passes compose: each looks at the text as it is by then, and gives edits and marks in its offsets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from extract.cleaned import Cleaned, Edit, Mark


class Findings(NamedTuple):
    """What a pass found in a text: edits, sorted and apart, and marks; both in offsets of that text."""

    edits: Sequence[Edit]
    marks: Sequence[Mark] = ()


Pass = Callable[[str], Findings]
NOTHING = Findings(())


class Work:
    """A text on its way through the passes. Marks wait in raw offsets and are mapped once, at the end."""

    def __init__(self, cleaned: Cleaned) -> None:
        self.cleaned = cleaned
        self._marks: list[Mark] = []

    def run(self, step: Pass) -> None:
        """Apply one pass."""
        found = step(self.cleaned.text)
        if found.marks:
            starts, ends = self.cleaned.starts, self.cleaned.ends
            untouched = len(self.cleaned.raw) == len(starts)
            for mark in found.marks:
                if mark.start < mark.end:
                    raw = mark[1:3] if untouched else (int(starts[mark.start]), int(ends[mark.end - 1]))
                    self._marks.append(Mark(mark.tag, *raw, mark.value))
        if found.edits:
            self.cleaned = self.cleaned.edited(found.edits)

    def done(self) -> Cleaned:
        """Return the cleaned text with its marks, sorted, without the white space at their ends."""
        if not self._marks:
            return self.cleaned
        text = self.cleaned.text
        places = self.cleaned.clean_spans([mark[1:3] for mark in self._marks])
        marks = []
        for mark, (start, end) in zip(self._marks, places, strict=True):
            words = text[start:end]
            first = end - len(words.lstrip())
            if first < end:
                marks.append(Mark(mark.tag, first, start + len(words.rstrip()), mark.value))
        marks.sort(key=lambda m: (m.start, -m.end, m.tag, m.value))
        return self.cleaned.with_marks(marks)
