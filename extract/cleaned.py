"""A text after cleaning, and the way back from each of its characters to the raw text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Offsets = NDArray[np.int32]

_STRAIGHTENED = frozenset("\u2018\u2019\u02bc\u2010\u2011\u00a0\u202f\u2009")  # apostrophes, hyphens and spaces


class Edit(NamedTuple):
    """Replace `text[start:end]` by `replacement`; start == end inserts."""

    start: int
    end: int
    replacement: str


class Mark(NamedTuple):
    """A stretch that markup set apart, in offsets of the text it belongs to.

    `tag` is the HTML element's name, whatever the markup was (`h1`…`h6`, `li`, `a`, `strong`, `tr`, `td`, `nav`, `footer`,
    `blockquote`, …), or `indent` (`value`: columns of white space taken off a line's start). `value` holds what matters of its
    attributes: the target of `a`, the datetime of `time`, class and id words and the role of the others.
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
        parts: list[str] = []
        moving: list[Edit] = []  # the edits that change where characters stand
        at = 0
        for edit in edits:
            start, end, replacement = edit
            if start < at or end < start or end > len(self.text):
                raise ValueError(f"edit {start}:{end} overlaps the one before it, runs backwards or out of the text")
            parts += (self.text[at:start], replacement)
            if end - start != len(replacement):
                moving.append(edit)
            at = end
        if not parts:
            return self
        parts.append(self.text[at:])
        starts, ends = self._moved(moving) if moving else (self.starts, self.ends)
        done = Cleaned(self.raw, "".join(parts), starts, ends)
        if not self.marks:
            return done
        places = done.clean_spans([self.raw_span(mark.start, mark.end) for mark in self.marks])
        return done.with_marks(Mark(m.tag, *place, m.value) for m, place in zip(self.marks, places, strict=True))

    def with_marks(self, marks: Iterable[Mark]) -> Cleaned:
        """Return the same text with other marks (in offsets of `self.text`), the empty ones left out."""
        return Cleaned(self.raw, self.text, self.starts, self.ends, tuple(m for m in marks if m.end > m.start))

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where `text[start:end]` stands in the raw text; the span must hold at least one character."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no characters at {start}:{end} of a text of {len(self.text)}")
        return int(self.starts[start]), int(self.ends[end - 1])

    def surface(self, start: int, end: int) -> str:
        """Return `text[start:end]` in the raw text's own typography: its apostrophes, hyphens and spaces.

        The stages see these straightened, one for one; a reader is shown what is written.
        """
        clean = self.text[start:end]
        if clean.isalnum() or self.text is self.raw:
            return clean
        raw = self.raw
        return "".join(
            raw[first] if last == first + 1 and raw[first] in _STRAIGHTENED else char
            for char, first, last in zip(clean, self.starts[start:end].tolist(), self.ends[start:end].tolist(), strict=True)
        )

    def clean_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the cleaned text that came from `raw[start:end]`; empty where nothing of it is left."""
        return int(np.searchsorted(self.ends, start, side="right")), int(np.searchsorted(self.starts, end, side="left"))

    def clean_spans(self, raw: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return `clean_span` of each of many raw stretches, in one go."""
        if not raw:
            return []
        firsts, lasts = np.array(raw, dtype=np.int32).T
        found = np.searchsorted(self.ends, firsts, side="right"), np.searchsorted(self.starts, lasts, side="left")
        return list(zip(found[0].tolist(), found[1].tolist(), strict=True))

    def _moved(self, edits: Sequence[Edit]) -> tuple[Offsets, Offsets]:
        """Return the offset arrays after edits that change lengths.

        What is kept keeps its entries; each replacement has the raw bounds of what it replaces.
        """
        if not self.text:
            nowhere = np.zeros(sum(len(edit.replacement) for edit in edits), dtype=np.int32)
            return nowhere, nowhere
        start, end = np.array([edit[:2] for edit in edits], dtype=np.int32).T
        width = np.fromiter((len(edit[2]) for edit in edits), dtype=np.int32, count=len(edits))
        shift = np.concatenate(([0], np.cumsum(width - (end - start)))).astype(np.int32)
        kept = np.diff(np.concatenate(([0], np.stack((start, end), axis=1).ravel(), [len(self.text)])))
        kept[1::2] = width
        # Old index of each new character: right for what is kept, to be overwritten for replacements.
        old = np.arange(kept.sum(), dtype=np.int32) - np.repeat(np.repeat(shift, 2)[:-1], kept)
        np.clip(old, 0, len(self.text) - 1, out=old)
        starts, ends = self.starts[old], self.ends[old]
        if width.any():
            first, last = self._raw_bounds(start, end)
            places = np.repeat(start + shift[:-1], width) + np.arange(width.sum()) - np.repeat(np.cumsum(width) - width, width)
            starts[places] = np.repeat(first, width)
            ends[places] = np.repeat(last, width)
        return starts, ends

    def _raw_bounds(self, start: Offsets, end: Offsets) -> tuple[Offsets, Offsets]:
        """Return the raw bounds of stretches of `self.text`; those of an insertion are empty.

        (Unless it is made inside a replacement: then they are the replacement's, so that bounds never run backwards.)
        """
        before = np.where(start > 0, self.ends[start - 1], 0)
        here = self.starts[np.minimum(start, len(self.text) - 1)]
        inserted = start == end
        at_end = start == len(self.text)
        first = np.where(inserted, np.where(at_end, before, np.minimum(before, here)), here)
        return first, np.where(inserted, before, self.ends[end - 1])
