"""Parsed expressions of stretches of time: units counted from a day, months, seasons, parts of years (see `nodes`)."""

from __future__ import annotations

from datetime import date, time
from typing import Literal

from extract.normalise.dates import calendar
from extract.normalise.dates.calendar import day_of, shifted
from extract.normalise.dates.nodes import Context, Node, nearest

Unit = Literal["day", "week", "weekend", "month", "quarter", "half", "year"]


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
        if self.unit == "week" and self.n == 0 and at.tense >= 0 and now.isoweekday() == 7:
            days = 7  # on a Sunday, the week that is told of is the coming one
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
        if self.told and self.years and at.told_year and not (self.months or self.days or self.minutes):
            return f"{at.told_year + self.years:04}" if 0 < at.told_year + self.years < 10_000 else None
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
                day = nearest(days, at.but(now=month_now, ahead=False), self.shift)
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
