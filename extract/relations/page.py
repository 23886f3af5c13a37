"""One document as the relation stages see it: its words with offsets, and the names that stand on them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from extract.types import Mention

# An elided word keeps its apostrophe, a compound its hyphens; line breaks, paragraph breaks and the bounds of
# table cells (tabs, read as `|`) are words of their own.
# Each piece takes along the blanks before it, so that the pieces make up the text and their lengths give the offsets.
_PLAIN = r"\w++(?:'(?=\w)|(?:[-.·•]\w+)*+)|\n\s*+|\t|[^\w\s]|$)"
_PIECE = re.compile(rf"[^\S\n\t]*+(?:{_PLAIN}")
_PIECE_OR_WHOLE = re.compile(
    rf"[^\S\n\t]*+(?:(?=[ajp])(?:aujourd'hui|jusqu'(?:ici|alors)|prud'hom\w+|p\.-d\.g\.?)(?!\w)|{_PLAIN}"
)
_WHOLE = ("aujourd'hui", "jusqu'ici", "jusqu'alors", "prud'hom", "p.-d.g")  # words that their marks do not part
_BLANKS = "".join(c for c in map(chr, range(0x3001)) if c.isspace() and c not in "\n\t")
BREAK, PARAGRAPH = "\n", "\n\n"
_KINDS = frozenset(("PER", "ORG", "LOC", "DATE", "ADDRESS"))


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
        lower = plain.lower()
        if len(lower) != len(text):  # some letters grow when lowered
            lower = "".join(c if len(c.lower()) != 1 else c.lower() for c in plain)
        pieces = (_PIECE_OR_WHOLE if any(whole in lower for whole in _WHOLE) else _PIECE).findall(lower)
        ends = list(accumulate(map(len, pieces)))
        words = [piece.lstrip() for piece in pieces]
        starts = [end - len(word) for end, word in zip(ends, words, strict=True)]
        if "\n" in text or "\t" in text:
            for k in [k for k, word in enumerate(words) if not word]:
                mark = pieces[k].lstrip(_BLANKS)
                starts[k] = ends[k] - len(mark)
                words[k] = "|" if mark == "\t" else mark and (PARAGRAPH if mark.count("\n") > 1 else BREAK)
        while words and not words[-1]:
            del words[-1], starts[-1], ends[-1]
        return cls(text, words, starts, ends)

    def first_at(self, offset: int) -> int:
        """Return the index of the first word that begins at or after an offset."""
        return bisect_left(self.starts, offset)

    def capital(self, index: int) -> bool:
        """Tell whether a word begins with a capital."""
        return self.text[self.starts[index]].isupper()

    def word(self, index: int) -> str:
        """Return a word in lower case, or an empty string outside the text."""
        return self.words[index] if 0 <= index < len(self.words) else ""


def words_of(expression: str) -> tuple[str, ...]:
    """Return the words of an expression as a page has them; the last one may be elided.

    >>> words_of("à l'appel d'")
    ('à', "l'", 'appel', "d'")
    """
    words = Page.of(f"{expression}a").words[:-1] if expression.endswith("'") else Page.of(expression).words
    return tuple(words)


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
    def on(cls, page: Page, mentions: Sequence[Mention]) -> Names:
        """Place mentions on the words of a page; the span of a mention id is in word indices, end exclusive."""
        chosen = sorted((m for m in mentions if m.kind in _KINDS), key=lambda m: (m.start, -m.end))
        first: dict[int, Mention] = {}
        last: dict[int, Mention] = {}
        inside: dict[int, Mention] = {}
        span: dict[str, tuple[int, int]] = {}
        a = 0
        for mention in chosen:
            a = bisect_right(page.ends, mention.start, a)
            b = max(a + 1, bisect_left(page.starts, mention.end, a))
            first.setdefault(a, mention)
            last[b - 1] = mention
            span[mention.id] = (a, b)
            for k in range(a, b):
                inside.setdefault(k, mention)
        return cls(chosen, first, last, inside, span)

    def without(self, mention: Mention) -> Names:
        """Return the same names but one."""
        a, b = self.span[mention.id]
        return Names(
            [m for m in self.all if m is not mention],
            {k: m for k, m in self.first.items() if m is not mention},
            {k: m for k, m in self.last.items() if m is not mention},
            {k: m for k, m in self.inside.items() if not (a <= k < b and m is mention)},
            self.span,
        )
