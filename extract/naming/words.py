"""A text as words: offsets, surfaces and folded forms side by side, made once for all rules of a document."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field

from extract.normalise.names import fold

_WORD = re.compile(r"[^\W_]+")
_BINDING = frozenset("-‑@_/#\\")
_SENTENCE = re.compile(r"[.!?…:;\n«\"“(–—•|]")


@dataclass(slots=True)
class Words:
    """The words of a text. A word is a run of letters and digits; hyphens and apostrophes stand between words."""

    text: str
    starts: list[int]
    ends: list[int]
    surfaces: list[str]
    folds: list[str]
    _places: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> Words:
        """Cut a text into words."""
        spans = [match.span() for match in _WORD.finditer(text)]
        surfaces = _WORD.findall(text)
        return cls(text, [start for start, _ in spans], [end for _, end in spans], surfaces, [fold(s) for s in surfaces])

    @property
    def places(self) -> dict[str, list[int]]:
        """The numbers of the words of each folded form."""
        if not self._places:
            places: dict[str, list[int]] = defaultdict(list)
            for number, folded in enumerate(self.folds):
                places[folded].append(number)
            self._places = dict(places)
        return self._places

    def __len__(self) -> int:
        return len(self.starts)

    def gap(self, number: int) -> str:
        """Return what stands between a word and the one after it."""
        following = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return self.text[self.ends[number] : following]

    def capital(self, number: int) -> bool:
        """Tell whether a word begins with a capital."""
        return self.surfaces[number][0].isupper()

    def proper(self, number: int) -> bool:
        """Tell whether a word begins with a capital or a figure."""
        return self.capital(number) or self.surfaces[number][0].isdigit()

    def opens_sentence(self, number: int) -> bool:
        """Tell whether a word stands first in its sentence, line, quotation or bracket."""
        if number == 0:
            return True
        return _SENTENCE.search(self.text, self.ends[number - 1], self.starts[number]) is not None

    def whole(self, first: int, last: int) -> bool:
        """Tell whether words are not the part of a longer one with hyphens, of an address or of a path."""
        start, end, text = self.starts[first], self.ends[last], self.text
        if start and text[start - 1] in _BINDING and start > 1 and not text[start - 2].isspace():
            return False
        return not (end + 1 < len(text) and text[end] in _BINDING and text[end + 1].isalnum())

    def at(self, offset: int) -> int:
        """Return the number of the first word that ends after an offset."""
        return bisect_left(self.ends, offset + 1)

    def span(self, start: int, end: int) -> range:
        """Return the numbers of the words that lie in `text[start:end]`, wholly or in part."""
        return range(self.at(start), bisect_left(self.starts, end))
