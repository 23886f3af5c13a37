"""Arithmetic on the calendar: months, weeks, seasons, Easter and the holidays of the French-speaking press."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import cache

from extract.lexicons import LexiconError, rows

DAY = timedelta(days=1)
SEASONS = {"SP": ((3, 20), (6, 19)), "SU": ((6, 20), (9, 21)), "FA": ((9, 22), (12, 20)), "WI": ((12, 21), (3, 19))}
FIRST, LAST = date.min, date.max


def day_of(year: int, month: int, day: int) -> date | None:
    """Return the date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shifted(day: date, days: int = 0, months: int = 0) -> date | None:
    """Return the date so many months, then days later (the month's last day where it is shorter); None off the calendar."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    if not 1 <= year <= LAST.year:
        return None
    try:
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) + timedelta(days=days)
    except OverflowError:
        return None


def last_of_month(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def week(day: date) -> str:
    """Return the ISO week of a day.

    >>> week(date(2024, 3, 7))
    '2024-W10'
    """
    year, number, _ = day.isocalendar()
    return f"{year:04}-W{number:02}"


def season(code: str, year: int) -> tuple[date, date]:
    """Return first and last day of the season that begins in a year."""
    first, last = SEASONS[code]
    return date(year, *first), date(year + (code == "WI"), *last)


def easter(year: int) -> date:
    """Return Easter Sunday (Gregorian; the method of Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + k - 7 * ((a + 11 * h + 22 * k) // 451) + 114, 31)
    return date(year, month, day + 1)


@cache
def _holidays() -> dict[str, tuple[str, ...]]:
    """Return the rules of the holidays by name, from `data/dates/holidays.tsv`."""
    out: dict[str, tuple[str, ...]] = {}
    for name, rule, *_ in rows("dates/holidays.tsv", 4):
        parts = tuple(rule.split())
        if parts[0] not in ("easter", "fixed", "nth", "before") or not all(p.lstrip("+-").isdigit() for p in parts[1:]):
            raise LexiconError(f"extract/data/dates/holidays.tsv: rule {rule!r} of {name!r} cannot be read")
        out[name] = parts
    return out


def holiday(name: str, year: int) -> date:
    """Return the day of a holiday in a year; KeyError where the name is unknown.

    >>> holiday("easter-monday", 2024).isoformat()
    '2024-04-01'
    """
    kind, *numbers = _holidays()[name]
    n = [int(number) for number in numbers]
    if kind == "easter":
        return easter(year) + n[0] * DAY
    if kind == "fixed":
        return date(year, n[0], n[1])
    if kind == "before":  # the last such weekday before a day
        last = date(year, n[1], n[2]) - DAY
        return last - ((last.isoweekday() - n[0]) % 7) * DAY
    first = date(year, n[2], 1)  # nth such weekday of a month
    return first + ((n[1] - first.isoweekday()) % 7 + 7 * (n[0] - 1)) * DAY
