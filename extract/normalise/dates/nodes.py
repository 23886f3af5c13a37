"""The parsed form of expressions of time: what the words say, before it is known when they were written.

Every node answers `value(context)`: its TIMEX value, or None where the text and the reference do not settle it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, time
from typing import NamedTuple

from msgspec import Struct

from extract.normalise.dates import calendar
from extract.normalise.dates.calendar import DAY, day_of, shifted

_FAR = 330  # days: a year chosen by tense alone may not be further off than this
_LATELY = 7  # days: what a text announces lies ahead of it, unless it was in the last days


class Context:
    """What an expression is read against.

    `now` is the document's day, `clock` its time where the caller knows the moment itself (clock times then fall on that day);
    `told` is the last day told before the expression, `told_year` the last year. `tense` is that of the clause: -1 past,
    1 future, 0 untold; `ahead` tells whether the text announces there (see `tense.announced`). Both may be given as functions,
    which are called only where the reading depends on them.
    """

    __slots__ = ("_ahead", "_tense", "clock", "now", "told", "told_year")

    def __init__(
        self,
        now: date | None = None,
        tense: int | Callable[[], int] = 0,
        told: date | None = None,
        told_year: int | None = None,
        clock: time | None = None,
        ahead: bool | Callable[[], bool] = False,
    ) -> None:
        self.now, self._tense, self.told, self.told_year, self.clock, self._ahead = now, tense, told, told_year, clock, ahead

    @property
    def tense(self) -> int:
        """Return the tense of the clause."""
        if not isinstance(self._tense, int):
            self._tense = self._tense()
        return self._tense

    @property
    def ahead(self) -> bool:
        """Tell whether the text announces."""
        if not isinstance(self._ahead, bool):
            self._ahead = self._ahead()
        return self._ahead

    def but(self, *, now: date | None = None, tense: int | None = None, ahead: bool | None = None) -> Context:
        """Return the same context with another reference, tense or direction."""
        tense_of, ahead_of = self._tense if tense is None else tense, self._ahead if ahead is None else ahead
        return Context(now or self.now, tense_of, self.told, self.told_year, self.clock, ahead_of)


class Node(Struct, frozen=True):
    """A parsed expression of time."""

    def value(self, at: Context) -> str | None:
        """Return the TIMEX value in a context, None where it is not settled."""
        raise NotImplementedError


class Expression(NamedTuple):
    """An expression of time in a text: its characters, the rule that found it, its parsed form."""

    start: int
    end: int
    rule: str
    node: Node


class Dated(Node, frozen=True):
    """A parsed expression that names one day."""

    def day_in(self, at: Context) -> date | None:
        """Return the day in a context."""
        raise NotImplementedError

    def value(self, at: Context) -> str | None:
        """Return the ISO date."""
        day = self.day_in(at)
        return day.isoformat() if day else None


def nearest(days: Iterable[date | None], at: Context, shift: int = 0) -> date | None:
    """Choose among possible days: the last before the reference (shift -1), the next after it (1), or by tense and distance.

    Where no tense is told and the text announces, the first from the reference on, a day of the last week included.
    """
    if at.now is None:
        return None
    now = at.now
    found = [day for day in days if day is not None]
    if shift < 0:
        return max((day for day in found if day < now), default=None)
    if shift > 0:
        return min((day for day in found if day > now), default=None)
    by_distance = sorted(found, key=lambda day: (abs(day - now), day < now))
    if at.tense:
        for day in by_distance:
            if (day - now).days * at.tense >= 0 and abs(day - now).days <= _FAR:
                return day
    elif at.ahead and (coming := [day for day in found if (day - now).days >= -_LATELY]):
        return min(coming)
    return by_distance[0] if by_distance else None


class Day(Dated, frozen=True):
    """A day of the month: `3 mars 2024`, `mardi 12 mars`, `8 février dernier` (shift -1), `le 15`, `15 de ce mois`."""

    day: int
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    shift: int = 0
    within: int | None = None

    def day_in(self, at: Context) -> date | None:
        """Return the day; where the year or month is not said, the one that fits reference, tense and weekday."""
        if self.month and self.year:
            return day_of(self.year, self.month, self.day)
        if at.now is None:
            return None
        if self.month:
            years = range(max(1, at.now.year - 2), min(9999, at.now.year + 3))
            days = [day for year in years if (day := day_of(year, self.month, self.day))]
        else:
            months = [self.within] if self.within is not None else range(-7, 15)
            firsts = [shifted(at.now.replace(day=1), months=n) for n in months]
            days = [day for first in firsts if first and (day := day_of(first.year, first.month, self.day))]
        fitting = [day for day in days if day.isoweekday() == self.weekday]
        close = [day for day in fitting if abs((day - at.now).days) <= 400]
        if self.weekday and not self.month:
            at = at.but(ahead=True)
        return nearest(close or days, at, self.shift)


class Weekday(Dated, frozen=True):
    """`mardi`, `ce mardi`, `mardi dernier` (shift -1), `mardi prochain` (1), `mardi en huit` (ahead 7), of a week (±n)."""

    weekday: int
    shift: int = 0
    this: bool = False
    ahead: int = 0
    week: int | None = None
    anchored: bool = False  # `le mardi suivant`: counted from the last day told
    same: bool = False  # `le même mardi`: the last day told, where it is one

    def day_in(self, at: Context) -> date | None:
        """Return the day: the nearest of its tense; without a verb, the press announces."""
        if self.same and at.told and at.told.isoweekday() == self.weekday:
            return at.told
        now = (at.told or at.now) if self.anchored else at.now
        if now is None:
            return None
        if self.week is not None:
            return shifted(now, days=self.weekday - now.isoweekday() + 7 * self.week)
        forward = (self.weekday - now.isoweekday()) % 7
        if self.ahead:
            return shifted(now, days=forward + self.ahead)
        if self.shift < 0:
            return shifted(now, days=forward - 7)
        if self.shift > 0:
            return shifted(now, days=forward or 7)
        if forward == 0 and (self.this or at.tense <= 0):
            return now
        back = at.tense < 0
        return shifted(now, days=forward - 7 if back else forward or 7)


class Holiday(Dated, frozen=True):
    """A holiday, with or without its year."""

    name: str
    year: int | None = None
    shift: int = 0
    offset: int = 0  # `la veille de Noël`: -1

    def day_in(self, at: Context) -> date | None:
        """Return the day; without a year the next one, unless the tense says past or it was in the last month."""
        if self.year:
            return calendar.holiday(self.name, self.year) + self.offset * DAY
        if at.now is None or not 1 < at.now.year < 9999:
            return None
        days = [calendar.holiday(self.name, at.now.year + n) + self.offset * DAY for n in (-1, 0, 1)]
        if self.shift or at.tense:
            return nearest(days, at, self.shift)
        return min(day for day in days if (day - at.now).days >= -30)


class Offset(Dated, frozen=True):
    """So many days from another day: `le lendemain du 13 février`."""

    base: Node
    days: int

    def day_in(self, at: Context) -> date | None:
        """Return the day."""
        day = self.base.day_in(at) if isinstance(self.base, Dated) else None
        return day and shifted(day, days=self.days)


class Either(Dated, frozen=True):
    """A day told twice: `le lendemain, lundi 8 avril`. Where both agree the first gives the year, else the second is right."""

    counted: Node
    named: Day

    def day_in(self, at: Context) -> date | None:
        """Return the day."""
        value = self.counted.value(at)
        counted = date.fromisoformat(value) if value else None
        if counted and self.named.month == counted.month and self.named.day == counted.day:
            return day_of(self.named.year or counted.year, counted.month, self.named.day)
        return self.named.day_in(at)


class Nth(Dated, frozen=True):
    """The nth weekday or day of a month: `premier lundi de mai`, `dernier jour d'octobre` (n -1); weekday 0 counts days."""

    n: int
    weekday: int
    month: int | None = None
    year: int | None = None
    within: int = 0  # the month counted from the reference's, where none is named

    def day_in(self, at: Context) -> date | None:
        """Return the day; of a month without a year, the one that fits reference and tense."""
        if self.month and self.year:
            return self._of(self.year, self.month)
        if at.now is None:
            return None
        if self.month:
            years = range(max(1, at.now.year - 1), min(9999, at.now.year + 1) + 1)
            return nearest([self._of(year, self.month) for year in years], at)
        first = shifted(at.now.replace(day=1), months=self.within)
        return first and self._of(first.year, first.month)

    def _of(self, year: int, month: int) -> date | None:
        last = calendar.last_of_month(year, month)
        days = [date(year, month, n) for n in range(1, last.day + 1)]
        days = [day for day in days if not self.weekday or day.isoweekday() == self.weekday]
        at_place = self.n if self.n < 0 else self.n - 1
        return days[at_place] if -len(days) <= at_place < len(days) else None


class Known(Node, frozen=True):
    """A value that needs no context: a year, a decade, a duration, a recurring time."""

    text: str

    def value(self, at: Context) -> str | None:
        """Return the value itself."""
        return self.text


class Unknown(Node, frozen=True):
    """An expression that nothing in the text settles: `publié il y a deux semaines` counts from a day that is not told."""

    def value(self, at: Context) -> str | None:
        """Return None."""
        return None


class Duration(Node, frozen=True):
    """A length of time; `amounts` are (number, unit letter) pairs, for rules that count from a day."""

    text: str
    amounts: tuple[tuple[float, str], ...] = ()

    def value(self, at: Context) -> str | None:
        """Return the TIMEX duration."""
        return self.text
