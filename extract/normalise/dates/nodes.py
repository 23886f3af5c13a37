"""The parsed form of expressions of time: what the words say, before it is known when they were written.

Every node answers `value(context)`: its TIMEX value, or None where the text and the reference do not settle it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, time
from typing import Literal

from msgspec import Struct

from extract.normalise.dates import calendar
from extract.normalise.dates.calendar import DAY, day_of, shifted

Unit = Literal["day", "week", "weekend", "month", "quarter", "half", "year"]
_FAR = 330  # days: a year chosen by tense alone may not be further off than this


class Context:
    """What an expression is read against.

    `now` is the document's day, `clock` its time where the caller knows the moment itself (clock times then fall on that day);
    `told` is the last day told before the expression, `told_year` the last year. `tense` is that of the clause: -1 past,
    1 future, 0 untold; it may be given as a function, which is called only where the reading depends on it.
    """

    __slots__ = ("_tense", "clock", "now", "told", "told_year")

    def __init__(
        self,
        now: date | None = None,
        tense: int | Callable[[], int] = 0,
        told: date | None = None,
        told_year: int | None = None,
        clock: time | None = None,
    ) -> None:
        self.now, self._tense, self.told, self.told_year, self.clock = now, tense, told, told_year, clock

    @property
    def tense(self) -> int:
        """Return the tense of the clause."""
        if not isinstance(self._tense, int):
            self._tense = self._tense()
        return self._tense

    def but(self, *, now: date | None = None, tense: int | None = None) -> Context:
        """Return the same context with another reference or tense."""
        return Context(now or self.now, self._tense if tense is None else tense, self.told, self.told_year, self.clock)


class Node(Struct, frozen=True):
    """A parsed expression of time."""

    def value(self, at: Context) -> str | None:
        """Return the TIMEX value in a context, None where it is not settled."""
        raise NotImplementedError


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
    """Choose among possible days: the last before the reference (shift -1), the next after it (1), or by tense and distance."""
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
            months = [self.within] if self.within is not None else range(-7, 8)
            firsts = [shifted(at.now.replace(day=1), months=n) for n in months]
            days = [day for first in firsts if first and (day := day_of(first.year, first.month, self.day))]
        fitting = [day for day in days if day.isoweekday() == self.weekday]
        close = [day for day in fitting if abs((day - at.now).days) <= 400]
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


class Nth(Dated, frozen=True):
    """The nth weekday or day of a month: `premier lundi de mai`, `dernier jour d'octobre` (n -1); weekday 0 counts days."""

    n: int
    weekday: int
    month: Node

    def day_in(self, at: Context) -> date | None:
        """Return the day."""
        value = self.month.value(at)
        if not value or len(value) != 7 or not value[5:].isdigit():
            return None
        year, month = int(value[:4]), int(value[5:])
        last = calendar.last_of_month(year, month)
        days = [date(year, month, n) for n in range(1, last.day + 1)]
        days = [day for day in days if not self.weekday or day.isoweekday() == self.weekday]
        at_place = self.n if self.n < 0 else self.n - 1
        return days[at_place] if -len(days) <= at_place < len(days) else None


class Shift(Node, frozen=True):
    """A unit counted from the reference, or from the last day told: `hier`, `la semaine prochaine`, `deux ans plus tôt`."""

    unit: Unit
    n: int
    told: bool = False

    def value(self, at: Context) -> str | None:
        """Return the value in the unit's own precision."""
        now = (at.told or at.now) if self.told else at.now
        if self.told and self.unit == "year" and at.told_year:
            return f"{at.told_year + self.n:04}" if 0 < at.told_year + self.n < 10_000 else None
        if now is None:
            return None
        months = {"month": 1, "quarter": 3, "half": 6, "year": 12}.get(self.unit, 0) * self.n
        days = {"day": 1, "week": 7, "weekend": 7}.get(self.unit, 0) * self.n
        if self.unit == "weekend" and self.n == 0 and at.tense < 0 and now.isoweekday() < 6:
            days = -7
        if abs(days) > 4_000_000 or abs(months) > 120_000:
            return None
        day = shifted(now, days=days) if days else shifted(now.replace(day=1), months=months) if months else now
        if day is None:
            return None
        if self.unit == "day":
            return day.isoformat()
        if self.unit in ("week", "weekend"):
            if day.year == calendar.LAST.year:  # the calendar's last week is not whole
                return None
            return calendar.week(day) + ("-WE" if self.unit == "weekend" else "")
        if self.unit == "month":
            return f"{day.year:04}-{day.month:02}"
        if self.unit == "quarter":
            return f"{day.year:04}-Q{(day.month + 2) // 3}"
        return f"{day.year:04}-H{(day.month + 5) // 6}" if self.unit == "half" else f"{day.year:04}"


class Ago(Node, frozen=True):
    """An amount of time counted from the reference (or the last day told): `il y a trois mois`, `dans 15 jours`."""

    years: int = 0
    months: int = 0
    days: int = 0
    minutes: int = 0
    told: bool = False

    def value(self, at: Context) -> str | None:
        """Return the year for years, the day for shorter spans, the minute where the reference has a clock."""
        now = (at.told or at.now) if self.told else at.now
        if now is None or max(map(abs, (self.years, self.months, self.days))) > 1_000_000:
            return None
        if self.minutes:
            return self._moment(now, at.clock)
        day = shifted(now, days=self.days, months=12 * self.years + self.months)
        if day is None:
            return None
        return f"{day.year:04}" if self.years and not self.months and not self.days else day.isoformat()

    def _moment(self, now: date, clock: time | None) -> str | None:
        if clock is None or abs(self.minutes) > 10_000_000:
            return None
        carried, minute = divmod(clock.hour * 60 + clock.minute + self.minutes, 24 * 60)
        day = shifted(now, days=carried + self.days, months=12 * self.years + self.months)
        return None if day is None else f"{day.isoformat()}T{minute // 60:02}:{minute % 60:02}"


class Month(Node, frozen=True):
    """A month, with or without its year; shift as in `août dernier`."""

    month: int
    year: int | None = None
    shift: int = 0

    def value(self, at: Context) -> str | None:
        """Return year and month."""
        year = self.year
        if year is None:
            if at.now is None:
                return None
            if not self.shift and self.month == at.now.month:
                year = at.now.year
            else:
                month_now = at.now.replace(day=1)
                days = [day_of(at.now.year + n, self.month, 1) for n in (-1, 0, 1)]
                day = nearest(days, at.but(now=month_now), self.shift)
                if day is None:
                    return None
                year = day.year
        return f"{year:04}-{self.month:02}"


class Season(Node, frozen=True):
    """A season: of a year, the last or next one (shift), this one; `generic` (`en été`) names no year."""

    code: str
    year: int | None = None
    shift: int = 0
    generic: bool = False
    told: bool = False  # counted from the last day told

    def value(self, at: Context) -> str | None:
        """Return the season with the year it begins in."""
        if self.generic:
            return f"XXXX-{self.code}"
        year = self.year
        if year is None:
            now = (at.told or at.now) if self.told else at.now
            if now is None or not 2 < now.year < 9998:
                return None
            seasons = [(calendar.season(self.code, now.year + n), now.year + n) for n in (-2, -1, 0, 1)]
            if self.shift < 0:
                year = max(y for (_, last), y in seasons if last < now)
            elif self.shift > 0:
                year = min(y for (first, _), y in seasons if first > now)
            else:
                year = now.year - (self.code == "WI" and now.month < 6)
        return f"{year:04}-{self.code}"


class Part(Node, frozen=True):
    """The nth quarter (Q) or half (H) of a year, or of the reference's year."""

    code: Literal["Q", "H"]
    n: int
    year: int | None = None
    shift: int = 0  # `de l'année prochaine`

    def value(self, at: Context) -> str | None:
        """Return the value, `2024-Q1`."""
        year = self.year or (at.now and at.now.year + self.shift)
        return f"{year:04}-{self.code}{self.n}" if year else None


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
