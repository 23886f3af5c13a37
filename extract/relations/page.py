"""One document as the relation stages see it: its words with offsets, and the names that stand on them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extract.types import Mention

# An elided word keeps its apostrophe, a compound its hyphens; a line break and a paragraph break are words of their own.
_WORD = re.compile(
    r"(?:[aA]ujourd'hui|[jJ]usqu'(?:ici|alors)|[pP]rud'hom\w+)\b|[^\W\d_]{1,7}'(?=\w)|[pP]\.-[dD]\.[gG]\.?|\w+(?:[-.·•]\w+)*|\n\s*|[^\w\s]"
)
BREAK, PARAGRAPH = "\n", "\n\n"
KINDS = frozenset(("PER", "ORG", "LOC", "DATE"))


@dataclass(frozen=True, slots=True)
class Page:
    """The words of a text: `words` in lower case with straight apostrophes, `starts` and `ends` their offsets."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, text: str) -> Page:
        """Split a text into words, punctuation marks and breaks."""
        plain = text.replace("’", "'") if "’" in text else text
        spans = [m.span() for m in _WORD.finditer(plain)]
        lower = plain.lower()
        same = len(lower) == len(text)  # some letters grow when lowered
        words = [lower[a:b] for a, b in spans] if same else [plain[a:b].lower() for a, b in spans]
        if "\n" in text:
            words = [word if word[0] != "\n" else PARAGRAPH if word.count("\n") > 1 else BREAK for word in words]
        return cls(text, words, [a for a, _ in spans], [b for _, b in spans])

    def first_at(self, offset: int) -> int:
        """Return the index of the first word that begins at or after an offset."""
        return bisect_left(self.starts, offset)

    def last_before(self, offset: int) -> int:
        """Return the index of the last word that ends at or before an offset, -1 where there is none."""
        return bisect_right(self.ends, offset) - 1

    def capital(self, index: int) -> bool:
        """Tell whether a word begins with a capital."""
        return self.text[self.starts[index]].isupper()

    def word(self, index: int) -> str:
        """Return a word in lower case, or an empty string outside the text."""
        return self.words[index] if 0 <= index < len(self.words) else ""


@dataclass(frozen=True, slots=True)
class Names:
    """The mentions of people, organisations and places on a page, found by the word they begin or end with.

    `first` and `last` map a word index to the mention that begins or ends there; `inside` to the one that covers it.
    """

    all: list[Mention]
    first: dict[int, Mention]
    last: dict[int, Mention]
    inside: dict[int, Mention]
    span: dict[str, tuple[int, int]]

    @classmethod
    def on(cls, page: Page, mentions: Sequence[Mention], kinds: frozenset[str] = KINDS) -> Names:
        """Place mentions on the words of a page; the span of a mention id is in word indices, end exclusive."""
        chosen = sorted((m for m in mentions if m.kind in kinds), key=lambda m: (m.start, -m.end, m.id))
        first: dict[int, Mention] = {}
        last: dict[int, Mention] = {}
        inside: dict[int, Mention] = {}
        span: dict[str, tuple[int, int]] = {}
        for mention in chosen:
            a = page.last_before(mention.start + 1)
            a = a if a >= 0 and page.ends[a] > mention.start else page.first_at(mention.start)
            while a > 0 and page.starts[a] > mention.start and page.ends[a - 1] > mention.start:
                a -= 1
            b = max(a + 1, page.first_at(mention.end))
            first.setdefault(a, mention)
            last[b - 1] = mention
            span[mention.id] = (a, b)
            for k in range(a, b):
                inside.setdefault(k, mention)
        return cls(chosen, first, last, inside, span)
