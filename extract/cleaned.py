"""A text after cleaning, and the way back from each of its characters to the raw text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Offsets = NDArray[np.int32]


class Edit(NamedTuple):
    """Replace `text[start:end]` by `replacement`; start == end inserts."""

    start: int
    end: int
    replacement: str


class Mark(NamedTuple):
    """A stretch that markup set apart, in offsets of the text it belongs to.

    `tag` is the HTML element's name, whatever the markup was (`h1`…`h6`, `li`, `a`, `strong`, `tr`, `td`, `nav`, `footer`,
    `blockquote`, …), or `indent` (`value`: columns of white space taken off a line's start). `value` holds what matters of its
    attributes: the target of `a`, the datetime of `time`, class and id words of the others.
    """

    tag: str
    start: int
    end: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The cleaned text with, for each of its characters, the stretch `raw[starts[i]:ends[i]]` it came from."""

    raw: str
    text: str
    starts: Offsets
    ends: Offsets
    marks: tuple[Mark, ...] = ()

    @classmethod
    def untouched(cls, raw: str) -> Cleaned:
        """Return a text that needed no cleaning."""
        places = np.arange(len(raw) + 1, dtype=np.int32)
        return cls(raw, raw, places[:-1], places[1:])

    def edited(self, edits: Iterable[Edit]) -> Cleaned:
        """Apply sorted, non-overlapping edits given in offsets of `self.text`; marks move along.

        A replacement as long as what it replaces maps character by character; any other maps as a whole.
        """
        texts: list[str] = []
        starts: list[Offsets] = []
        ends: list[Offsets] = []
        at = 0
        for start, end, replacement in edits:
            if start < at or end < start:
                raise ValueError(f"edit {start}:{end} overlaps the one before it or runs backwards")
            texts += (self.text[at:start], replacement)
            starts.append(self.starts[at:start])
            ends.append(self.ends[at:start])
            if len(replacement) == end - start:
                starts.append(self.starts[start:end])
                ends.append(self.ends[start:end])
            elif replacement:
                first, last = self._raw_bounds(start, end)
                starts.append(np.full(len(replacement), first, dtype=np.int32))
                ends.append(np.full(len(replacement), last, dtype=np.int32))
            at = end
        if not texts:
            return self
        texts.append(self.text[at:])
        starts.append(self.starts[at:])
        ends.append(self.ends[at:])
        done = Cleaned(self.raw, "".join(texts), np.concatenate(starts), np.concatenate(ends))
        return done.with_marks(
            Mark(mark.tag, *done.clean_span(*self.raw_span(mark.start, mark.end)), mark.value)
            for mark in self.marks
            if mark.end > mark.start
        )

    def with_marks(self, marks: Iterable[Mark]) -> Cleaned:
        """Return the same text with other marks (in offsets of `self.text`), the empty ones left out."""
        return Cleaned(self.raw, self.text, self.starts, self.ends, tuple(m for m in marks if m.end > m.start))

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where `text[start:end]` stands in the raw text; the span must hold at least one character."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no characters at {start}:{end} of a text of {len(self.text)}")
        return int(self.starts[start]), int(self.ends[end - 1])

    def clean_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the cleaned text that came from `raw[start:end]`; empty where nothing of it is left."""
        return int(np.searchsorted(self.ends, start, side="right")), int(np.searchsorted(self.starts, end, side="left"))

    def _raw_bounds(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw stretch of an edit, which is empty for an insertion."""
        if start < end:
            return self.raw_span(start, end)
        place = int(self.ends[start - 1]) if start else 0
        return place, place
