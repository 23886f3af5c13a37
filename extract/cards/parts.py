"""The lines of a contact block, taken apart into names, desks, organisations, roles, labels and channels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from extract.cards import words
from extract.normalise.names import key
from extract.types import Mention

Kind = Literal["person", "desk", "unit", "line", "organisation", "role", "label", "channel", "other"]

_CUT = re.compile(
    r"[ ]{0,2}(?:[–—|·•;:\t\n]|,(?=\s|$)|(?<=\s)[-/](?=\s|$)|(?<!\w)[-*>](?=\s)|[()\[\]<>]|\.(?=\s|$)(?<!\b\w\.)(?<!\bM[mr]\.)(?<!\bMme\.)(?<!\b[DP]r\.)(?<!\bIng\.)(?<!\bSt\.)|(?<!\w)(?:et|ou|&)(?!\w))[ ]{0,2}"
)
_AND = ("et", "ou", "&")
_HONORIFIC = 5  # characters of an honorific before a name
_RULE_LINE = re.compile(r"[\s+|=_*~·.-]*")
_CELLS = re.compile(r"\||\t")


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a line. `mark` is the sign that stands right after it; `mention` the channel that it is."""

    kind: Kind
    start: int
    end: int
    text: str
    mark: str = ""
    mention: Mention | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a block with its parts; `row` where it is the row of a table, `blank` where empty lines come before it."""

    start: int
    end: int
    parts: tuple[Part, ...]
    row: bool = False
    blank: bool = False

    def of(self, *kinds: Kind) -> list[Part]:
        """Return the parts of these kinds, in order."""
        return [part for part in self.parts if part.kind in kinds]


def lines(text: str, start: int, end: int, channels: Sequence[Mention], names: Sequence[Mention]) -> Iterator[Line]:
    """Yield the lines of `text[start:end]` that hold anything. `channels` are the typed mentions in it, `names` the others."""
    blank = False
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        if _RULE_LINE.fullmatch(text, at, stop):
            blank = blank or not text[at:stop].strip()
        else:
            inside = [c for c in channels if at <= c.start < stop]
            last = max([stop, *(c.end for c in inside)])
            row = len(_CELLS.findall(text[at:stop])) > 1
            parts = _parts(text, at, last, inside, [n for n in names if n.start < last and at < n.end], row)
            yield Line(at, last, tuple(parts), row, blank)
            blank = False
            stop = last
        at = stop + 1


def _parts(text: str, start: int, end: int, channels: list[Mention], names: list[Mention], row: bool) -> list[Part]:
    """Cut one line at its separators, outside its channels, and tell what each piece is."""
    pieces: list[Part] = []
    at = start
    for channel in [*channels, None]:
        stop = channel.start if channel else end
        pieces += _pieces(text, at, stop, names)
        if channel:
            sign = text[channel.end : channel.end + 3].strip()[:1]
            pieces.append(Part("channel", channel.start, channel.end, channel.text, sign, channel))
            at = channel.end
    return _told_by_neighbours(pieces, row)


def _pieces(text: str, start: int, stop: int, names: list[Mention]) -> Iterator[Part]:
    cuts = [(m.start(), m.end(), m.group().strip() or m.group()) for m in _CUT.finditer(text, start, stop)]
    at = start
    for cut_start, cut_end, mark in [*cuts, (stop, stop, "")]:
        a, b = at, cut_start
        while a < b and text[a] in " '\"*.,:-–\t\n":
            a += 1
        while b > a and text[b - 1] in " ,:\t\n\"*":
            b -= 1
        if a < b:
            piece = text[a:b]
            kind, offset, length = words.kind_of(piece)
            if kind == "other" and " " in piece and _named(names, "PER", a, b):
                kind = "person"
            a, b = a + offset, a + length
            if kind == "other" and _named(names, "ORG", a, b):
                kind = "organisation"
            yield Part(kind, a, b, text[a:b], mark)
        at = cut_end


def _named(names: list[Mention], kind: str, start: int, end: int) -> bool:
    """Tell whether all the words of a piece, but an honorific, are those of a name that was found."""
    return any(n.kind == kind and n.start <= start + _HONORIFIC and n.end >= end for n in names)


def _told_by_neighbours(pieces: list[Part], row: bool) -> list[Part]:
    """Mend what only the neighbours of a piece can tell: inverted names cut at their comma, names without any other sign."""
    out: list[Part] = []
    for piece in pieces:
        previous = out[-1] if out else None
        if (
            previous is not None
            and previous.mark == ","
            and words.is_surname_in_capitals(previous.text)
            and words.is_given(piece.text)
        ):
            out[-1] = Part("person", previous.start, piece.end, f"{previous.text}, {piece.text}", piece.mark)
            continue
        if previous is not None and previous.mark in _AND and previous.kind not in ("person", "channel") and piece.kind not in ("person", "channel"):
            text = f"{previous.text} {previous.mark} {piece.text}"
            out[-1] = Part(previous.kind, previous.start, piece.end, text, piece.mark)
            continue
        out.append(piece)
    return out


def name_key(name: str) -> frozenset[str]:
    """Return the folded words of a name, whatever their order."""
    return frozenset(key(name).split())
