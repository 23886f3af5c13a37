"""The lines of a contact block, taken apart into names, desks, organisations, roles, labels and channels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extract.cards import words
from extract.cards.placed import Placed
from extract.lexicons import either
from extract.lexicons import words as listed
from extract.normalise.names import fold, key
from extract.types import Mention

Kind = Literal["person", "desk", "unit", "line", "organisation", "role", "label", "channel", "other"]

_SHORTEST = 3  # letters of a surname that an address is told by are more
_BESIDE = 2000  # characters to either side of a line in which an address may tell its names
_NARROW = 2  # raw columns between two words of one piece, at most
_HONORIFIC = 5  # characters of an honorific before a name
_BULLETS = ("*", "•", "-", "–", "·", "▪", "►", "→")
_RULE_LINE = re.compile(r"[\s+|=_*~·.-]*")
_CELLS = re.compile(r"\||\t")


Column = Callable[[int], int]
"""The column of a character in the raw text, counted from the start of its line."""


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
    """One line of a block with its parts; `row`: of a table; `blank`: after empty lines; `item`: of a list."""

    start: int
    end: int
    parts: tuple[Part, ...]
    row: bool = False
    blank: bool = False
    item: bool = False

    def of(self, *kinds: Kind) -> list[Part]:
        """Return the parts of these kinds, in order."""
        return [part for part in self.parts if part.kind in kinds]


@cache
def _cut() -> re.Pattern[str]:
    """Return the pattern of what parts the pieces of a line: signs, a full stop but that of an abbreviation, `et` and `ou`."""
    stop = r"\.(?=\s|$)(?<!\b\w\.)" + "".join(rf"(?<!\b{word}\.)" for word in sorted(listed("cards/abbreviations.txt")))
    return re.compile(
        r"[ ]{0,2}(?:[–—|·•;:\t\n()\[\]<>]|,(?=\s|$)|(?<=\s)[-/](?=\s|$)|(?<!\w)[-*](?=\s)"
        rf"|{stop}|(?<!\w)(?:{either(listed('cards/conjunctions.txt'))})(?!\w))[ ]{{0,2}}"
    )


def lines(
    text: str, start: int, end: int, channels: Sequence[Mention], names: Sequence[Mention], column: Column | None = None
) -> Iterator[Line]:
    """Yield the lines of `text[start:end]` that hold anything. `channels` are the typed mentions in it, `names` the others."""
    placed, named = Placed(channels), Placed(names)
    blank = False
    at = start
    while at < end:
        stop = _line_end(text, at, end)
        if _RULE_LINE.fullmatch(text, at, stop):
            blank = blank or not text[at:stop].strip()
        else:
            inside = placed.between(at, stop)
            last = max([stop, *(c.end for c in inside)])
            row = len(_CELLS.findall(text[at:stop])) > 1
            mails = (c for c in placed.between(at - _BESIDE, stop + _BESIDE) if c.kind == "EMAIL")
            parts = _parts(
                text, at, last, inside, named.touching(at, last), tuple(_letters(c.value or "") for c in mails), column
            )
            if parts:
                yield Line(at, last, tuple(parts), row, blank, item=text[at:stop].lstrip()[:1] in _BULLETS)
            blank = False
            stop = last
        at = stop + 1


def _line_end(text: str, start: int, end: int) -> int:
    """Return where a line ends: at its line break, or at the one tab that sets apart two cells of several lines each."""
    stop = text.find("\n", start, end)
    stop = end if stop < 0 else stop
    tab = text.find("\t", start, stop)
    if tab < 0 or text.find("\t", tab + 1, stop) >= 0:
        return stop
    below = text.find("\n", stop + 1, end)
    above = text.rfind("\n", 0, max(0, start - 1))
    beside = text[above + 1 : max(0, start - 1)] + text[stop + 1 : below if below >= 0 else end]
    return stop if "\t" in beside or not beside.strip() else tab


def _letters(address: str) -> str:
    return "".join(c for c in fold(address.rpartition("@")[0]) if c.isalnum())


def _parts(
    text: str,
    start: int,
    end: int,
    channels: list[Mention],
    names: list[Mention],
    addressed: tuple[str, ...],
    column: Column | None,
) -> list[Part]:
    """Cut one line at its separators, outside its channels, and tell what each piece is."""
    gaps = _gaps(text, start, end, column) if column is not None else []
    pieces: list[Part] = []
    at = start
    for channel in [*channels, None]:
        stop = channel.start if channel else end
        if at < stop:
            pieces += _pieces(text, at, stop, names, [gap for gap in gaps if at <= gap < stop])
        if channel:
            sign = text[channel.end : channel.end + 3].strip()[:1]
            pieces.append(Part("channel", channel.start, channel.end, channel.text, sign, channel))
            at = channel.end
    return _told_by_neighbours(pieces, addressed)


def _gaps(text: str, start: int, end: int, column: Column) -> list[int]:
    """Return the spaces of a line that stand for several in the raw text."""
    return [i for i in range(start, end - 1) if text[i] == " " and column(i + 1) - column(i) > _NARROW]


def _pieces(text: str, start: int, stop: int, names: list[Mention], gaps: list[int]) -> Iterator[Part]:
    cuts = [(m.start(), m.end(), m.group().strip() or m.group()) for m in _cut().finditer(text, start, stop)]
    if gaps:
        cuts = sorted([*cuts, *((gap, gap + 1, "\t") for gap in gaps if not any(a <= gap < b for a, b, _ in cuts))])
    at = start
    for cut_start, cut_end, mark in [*cuts, (stop, stop, "")]:
        a, b = at, cut_start
        while a < b and text[a] in " '\"*.,:-–\t\n":
            a += 1
        while b > a and text[b - 1] in ' ,:\t\n"*':
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


def _told_by_neighbours(pieces: list[Part], addressed: tuple[str, ...]) -> list[Part]:
    """Mend what only the neighbours of a piece tell: names cut at their comma, names that a role or an address proves."""
    out: list[Part] = []
    for i, piece in enumerate(pieces):
        previous = out[-1] if out else None
        if previous is not None and previous.mark == "," and _inverted(previous, piece):
            out[-1] = Part("person", previous.start, piece.end, f"{previous.text}, {piece.text}", piece.mark)
            continue
        if person := _told_by_address(piece, addressed):
            out.append(person)
            continue
        joined = previous is not None and previous.mark in listed("cards/conjunctions.txt")
        if previous is not None and joined and not {previous.kind, piece.kind} & {"person", "channel"}:
            text = f"{previous.text} {previous.mark} {piece.text}"
            out[-1] = Part(previous.kind, previous.start, piece.end, text, piece.mark)
            continue
        if piece.kind == "other" and words.could_be_name(piece.text):
            role = i + 1 < len(pieces) and pieces[i + 1].kind == "role" and piece.mark == ","
            if role or any(len(word) > _SHORTEST and word in local for word in name_key(piece.text) for local in addressed):
                out.append(Part("person", piece.start, piece.end, piece.text, piece.mark))
                continue
        out.append(piece)
    return out


def _told_by_address(piece: Part, addressed: tuple[str, ...]) -> Part | None:
    """Return the person whom a given name stands for that begins an address (`contacter Maëlle : maelle.dupre@…`)."""
    found = words.only_name(piece.text) if piece.kind == "other" and addressed else None
    if found is None:
        return None
    start, end = found
    name = _letters(f"{piece.text[start:end]}@")
    if len(name) <= _SHORTEST or not any(local.startswith(name) and local != name for local in addressed):
        return None
    return Part("person", piece.start + start, piece.start + end, piece.text[start:end], piece.mark)


def _inverted(surname: Part, given: Part) -> bool:
    return words.is_surname_in_capitals(surname.text) and words.is_given(given.text)


def name_key(name: str) -> frozenset[str]:
    """Return the folded words of a name, whatever their order."""
    return frozenset(key(name).split())
