"""Contacts set side by side or in lines of one form, and what the one tells of the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extract.cards import words
from extract.cards.parts import Column, Kind, Line, Part

_SLACK = 6  # raw columns by which a part may stand left of its head
_DEEPEST = 7  # lines of a column


def in_columns(lines: list[Line], column: Column | None = None) -> Iterator[Line]:
    """Yield the lines of a block, those of columns side by side one column after the other.

    `column` tells where the parts stood in the raw text; without it, each line must have one part for each column.
    """
    i = 0
    while i < len(lines):
        heads = _heads(lines[i])
        placed = _placed(lines, i, heads, column) if column is not None and len(heads) > 1 else []
        if placed:
            yield from placed
            i += _depth(lines, i) + 1
            continue
        last = _last(lines, i, len(heads)) if len(heads) > 1 else i
        if last == i:
            yield lines[i]
        else:
            yield from _column_by_column(lines[i], heads, lines[i + 1 : last + 1])
        i = last + 1


def _depth(lines: list[Line], first: int) -> int:
    """Return how many lines below the heads of columns can belong to them."""
    below = lines[first + 1 : first + 1 + _DEEPEST]
    return next((n for n, line in enumerate(below) if line.of("person")), len(below))


def _placed(lines: list[Line], first: int, heads: list[Part], column: Column) -> list[Line]:
    """Return the lines of columns by where their parts stand; none where all stand below the first head."""
    edges = [column(head.start) for head in heads]
    below = lines[first + 1 : first + 1 + _depth(lines, first)]
    cells: list[list[Line]] = [[Line(head.start, head.end, (head,), blank=True)] for head in heads]
    for line in below:
        for number, edge in enumerate(edges):
            right = edges[number + 1] if number + 1 < len(edges) else None
            mine = tuple(
                part
                for part in line.parts
                if (number == 0 or column(part.start) >= edge - _SLACK)
                and (right is None or column(part.start) < right - _SLACK)
            )
            if mine:
                cells[number].append(Line(line.start, line.end, mine))
    return [line for cell in cells for line in cell] if any(len(cell) > 1 for cell in cells[1:]) else []


def in_parallel(lines: list[Line]) -> list[Line]:
    """Return the lines with those names known that stand in the same place as a person's on the line before or after."""
    return [_told_by(line, lines[max(0, i - 1) : i] + lines[i + 1 : i + 2]) for i, line in enumerate(lines)]


def _told_by(line: Line, neighbours: list[Line]) -> Line:
    if not _begins(line, "other", "organisation") or not any(_begins(other, "person") for other in neighbours):
        return line
    first = line.parts[0]
    if not words.could_be_name(first.text) or words.kind_of(first.text)[0] != "other":
        return line
    return replace(line, parts=(Part("person", first.start, first.end, first.text, first.mark), *line.parts[1:]))


def _begins(line: Line, *kinds: Kind) -> bool:
    """Tell whether a line begins with a part of these kinds, and its number or address right behind it."""
    return len(line.parts) > 1 and line.parts[0].kind in kinds and line.parts[1].kind == "channel"


def _heads(line: Line) -> list[Part]:
    """Return the people that a line names side by side, without anything else."""
    persons = line.of("person")
    if len(persons) != len(line.parts):
        return []
    return persons if len(persons) > 1 else _torn(persons[0])


def _torn(part: Part) -> list[Part]:
    """Tear names apart that only spaces separate (`Sophie Martin Ahmed Benali`)."""
    tokens = part.text.split()
    if len(tokens) != 4 or not (words.is_given(tokens[0]) and words.is_given(tokens[2])) or words.is_given(tokens[1]):
        return []
    cut = len(" ".join(tokens[:2]))
    first = Part("person", part.start, part.start + cut, part.text[:cut])
    rest = part.text[cut:].lstrip()
    return [first, Part("person", part.end - len(rest), part.end, rest, part.mark)]


def _last(lines: list[Line], first: int, columns: int) -> int:
    """Return the index of the last line of the columns that begin at `first`; `first` itself where none follow."""
    last = first
    for i in range(first + 1, min(first + _DEEPEST, len(lines))):
        parts = lines[i].parts
        channels = lines[i].of("channel")
        if lines[i].of("person"):
            break
        if len(channels) == columns and len({c.mention.kind for c in channels if c.mention}) == 1:
            last = i
        elif channels or len(parts) != columns:
            break
    return last


def _column_by_column(head: Line, people: list[Part], below: list[Line]) -> Iterator[Line]:
    for column, person in enumerate(people):
        yield Line(head.start, head.end, (person,), blank=True)
        for line in below:
            cells = line.of("channel") or list(line.parts)
            if column < len(cells):
                yield Line(line.start, line.end, (cells[column],))
