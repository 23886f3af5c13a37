"""The lines of a cleaned text, with what layout and markup say of each."""

from __future__ import annotations

from msgspec import Struct

from extract.types import Zone, ZoneKind

_FOLDS = tuple(zip("éèêëàâäîïôöûùüçÿñ’‘\u00a0\u202f\u2009‐‑", "eeeeaaaiioouuucyn''   --", strict=True))


class Line(Struct):
    """One line with text, and what is known of it.

    `start` and `end` are offsets without the white space around it, `fold` is its text folded, `gap` the number of blank lines
    before it, `indent` its leading columns.

    From markup: `heading` is the level (1–6) or 0, `titled` says that its class calls it a title, `links` is the share of its
    characters inside links, `lead` the length of a date set before a heading, `markup` the zone kind that the elements around
    it point to; `item`, `cell` and `bold` say that it begins a list item, stands in a table, is all bold.

    From words: `cue` is what its first words say, `channel` that it holds a telephone number or an e-mail address.
    `kind` is what has been decided, `inner` a part of it that is a zone of another kind.
    """

    start: int
    end: int
    text: str
    fold: str
    gap: int
    indent: int = 0
    heading: int = 0
    titled: bool = False
    links: float = 0.0
    item: bool = False
    cell: bool = False
    bold: bool = False
    markup: ZoneKind | None = None
    cue: str = ""
    kind: ZoneKind | None = None
    channel: bool = False
    lead: int = 0
    inner: Zone | None = None


def fold(text: str) -> str:
    """Return the text in lower case without accents, character for character.

    >>> fold("À PROPOS DE L’ÉCOLE")
    "a propos de l'ecole"
    """
    folded = text.replace("İ", "i").lower()
    if folded.isascii():
        return folded
    for letter, plain in _FOLDS:
        if letter in folded:
            folded = folded.replace(letter, plain)
    return folded


def split(text: str) -> list[Line]:
    """Return the lines of a text that hold something besides white space, in order."""
    folded = fold(text)
    lines: list[Line] = []
    at = gap = 0
    for row in text.split("\n"):
        stripped = row.strip()
        if stripped:
            indent = len(row) - len(row.lstrip())
            start = at + indent
            end = start + len(stripped)
            lines.append(Line(start, end, stripped, folded[start:end], gap, indent))
            gap = 0
        else:
            gap += 1
        at += len(row) + 1
    return lines
