"""The words of time: a text is cut into parts, and each part gets a one-character code that says what it can mean.

The codes of a text, joined, are the string that the rules of `extract.normalise.dates.grammar` run over: a few hundred
characters in which only the words of time differ from `OTHER`, so that patterns stay short and matching is linear.
"""

from __future__ import annotations

import re
import string
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from extract.lexicons import LexiconError, rows

OTHER = "~"  # any part that no rule speaks of
SPACE = " "  # white space within a paragraph
LINE = "\v"  # the end of a line: words may run across it, whole expressions do not join
BREAK = "\n"  # an empty line, a tab or a wide gap: no expression runs across it
_ALPHABET = string.ascii_letters + "".join(map(chr, range(0xC0, 0x180)))
_NUMBERS = ("Z1", "Z2", "D1", "D2", "TENS", "HUNDREDS", "ZONE4", "YEAR")

# Everything is a part, so that the offsets are the running sum of the lengths. Links stay whole.
# The commonest come first: words of usual letters, single spaces.
_EACH = r"[a-zà-öø-ÿœ]++(?![^\W\d_])| (?=\S)|[^\W\d_]+|\d+|[^\S\n]+|\s+|."
_PARTS = re.compile(_EACH)
_PARTS_LINKED = re.compile(rf"(?:https?://|www\.)\S+|{_EACH}")
_LETTERLIKE = "ʼʻʹ՚"  # apostrophes that count as letters; a letter such as İ has a lower case of two
_REMEMBERED = 20_000  # words of texts whose code is kept, so that most are folded once only
_FOLD = str.maketrans(
    "àâäáãåçèéêëìíîïñòóôöõùúûüýÿᵈᵉⁿʳˢ’‘ʼʻ՚＇ʹ`´‛–—‑‐−‒\u00a0\u202f\u2009\u2007",
    "aaaaaaceeeeiiiinooooouuuuyydenrs''''''''''------    ",
)


class Parts(NamedTuple):
    """A text cut up: the parts in lower case, where each begins (and where the last ends), and the codes, one a part."""

    words: list[str]
    starts: list[int]
    codes: str


def fold(text: str) -> str:
    """Return the text in lower case, without accents and with plain apostrophes and dashes, character for character.

    >>> fold("Aujourd’hui, 1er FÉVRIER")
    "aujourd'hui, 1er fevrier"
    """
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    return low.translate(_FOLD)


class _Codes(dict[str, str]):
    """Codes by folded word; the words of texts, in whatever spelling, are added as they come."""

    known = 0

    def __missing__(self, word: str) -> str:
        code = self.get(fold(word), OTHER)
        if len(self) - self.known < _REMEMBERED:
            self[word] = code
        return code


class Lexicon:
    """The words of `data/dates/lexemes.tsv` and the numbers, each with its code and its value."""

    def __init__(self) -> None:
        self.codes = _Codes()
        self.values: dict[str, str] = {}
        self._letters = iter(_ALPHABET)
        self._classes: dict[str, str] = {}
        for name in _NUMBERS:
            self.letter(name)
        for name, value, words in rows("dates/lexemes.tsv", 3):
            code = self.letter(name)
            for word in words.split():
                if word in self.codes:
                    raise LexiconError(f"extract/data/dates/lexemes.tsv: {word!r} stands in two classes")
                self.codes[word] = code
                self.values[word] = "" if value == "-" else value
        self._add_numbers()
        self._add_spaces()
        self.codes.known = len(self.codes)

    def letter(self, name: str) -> str:
        """Return the code of a class, a new one where the name is new."""
        if name not in self._classes:
            self._classes[name] = next(self._letters)
        return self._classes[name]

    def known(self, name: str) -> str:
        """Return the code of a class; KeyError where there is none."""
        return self._classes[name]

    def cut(self, text: str) -> Parts:
        """Return the parts of a text with their offsets and codes."""
        lower = text.lower()
        if len(lower) != len(text) or any(mark in lower for mark in _LETTERLIKE):
            lower = fold(text)
        linked = "://" in text or "www." in lower
        words = (_PARTS_LINKED if linked else _PARTS).findall(lower)
        return Parts(words, list(accumulate(map(len, words), initial=0)), "".join(map(self.codes.__getitem__, words)))

    def value(self, word: str) -> str:
        """Return the value of a word: what the lexicon says, the digits of a number, else nothing."""
        if word.isdigit():
            return word
        return self.values.get(word) or self.values.get(fold(word), "")

    def _add_numbers(self) -> None:
        for text, code in _number_codes():
            self.codes[text] = self.letter(code)

    def _add_spaces(self) -> None:
        for mark in ",;:./()-+'\"&|–!?«»[]*%€$°>":
            self.codes[mark] = mark
        self.codes |= {" ": SPACE, "  ": SPACE, "\n": LINE, "\r\n": LINE}
        self.codes |= {f"\n{' ' * width}": LINE for width in range(1, 40)}
        self.codes |= dict.fromkeys(["\n\n", "\n\n\n", "\r\n\r\n", "\t", "   ", "    ", "\n\t"], BREAK)


def _number_codes() -> list[tuple[str, str]]:
    """Return every digit string the grammar can use with the class of its size; longer numbers are no dates."""
    out = [("0", "Z1"), ("00", "Z2")]
    out += [(f"{n}", "D1" if n < 10 else "D2" if n < 32 else "TENS") for n in range(1, 100)]
    out += [(f"0{n}", "D2") for n in range(1, 10)]
    out += [(f"{n}", "HUNDREDS") for n in range(100, 1000)]
    out += [(f"{n:04}", "ZONE4") for n in range(1000)]
    out += [(f"{n}", "YEAR") for n in range(1000, 2200)]
    return out


@cache
def lexicon() -> Lexicon:
    """Return the lexicon, loaded at first use."""
    return Lexicon()


@cache
def joint(kind: str) -> re.Pattern[str]:
    """Return a pattern of `data/dates/joints.tsv`; StopIteration where there is none of the kind."""
    return re.compile(next(pattern for name, pattern in rows("dates/joints.tsv", 2) if name == kind))
