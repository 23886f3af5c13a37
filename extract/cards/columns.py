"""Contacts set side by side: the lines of their columns told apart."""

from __future__ import annotations

from collections.abc import Iterator

from extract.cards import words
from extract.cards.parts import Line, Part

_DEEPEST = 7  # lines of a column


def in_columns(lines: list[Line]) -> Iterator[Line]:
    """Yield the lines of a block, those of columns side by side one column after the other."""
    i = 0
    while i < len(lines):
        heads = _heads(lines[i])
        last = _last(lines, i, len(heads)) if len(heads) > 1 else i
        if last == i:
            yield lines[i]
        else:
            yield from _column_by_column(lines[i], heads, lines[i + 1 : last + 1])
        i = last + 1


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
