"""Things with a place in a text, asked for by a stretch: a thousand contacts must not cost a look at each for each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar

_LONGEST = 400  # characters of a mention that may begin before a stretch and reach into it


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


T = TypeVar("T", bound=_Spanned)


class Placed(Generic[T]):
    """Things sorted by where they begin."""

    def __init__(self, things: Iterable[T]) -> None:
        self.things = sorted(things, key=lambda thing: thing.start)
        self._starts = [thing.start for thing in self.things]

    def between(self, start: int, end: int) -> list[T]:
        """Return what begins in a stretch, in the order of the text."""
        return self.things[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def touching(self, start: int, end: int) -> list[T]:
        """Return what shares a character with a stretch, in the order of the text."""
        return [thing for thing in self.between(start - _LONGEST, end) if start < thing.end]
