"""What a TIMEX value says: its type, its first and its last day, read off the notation alone."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from extract.normalise.dates.calendar import last_of_month, season
from extract.types import DateType

_YEAR = r"\d{4}"
_CALENDAR_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CLOCK = r"T\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d:\d\d)?|T(?:MO|MI|AF|EV|NI|DT)"
_DURATION = r"P(?:(?:\d+(?:\.\d+)?|X)[YMWDQ])*(?:T(?:(?:\d+(?:\.\d+)?|X)[HMS])+)?"
_DAY = rf"{_YEAR}-\d\d-\d\d(?:{_CLOCK})?"
_PERIOD = rf"{_YEAR}(?:-(?:\d\d|Q[1-4]|H[12]|W\d\d(?:-WE)?|SP|SU|FA|WI))?"
_POINT = rf"(?:{_DAY}|{_PERIOD}|{_CLOCK})"
_WEEKDAY = r"XXXX-WXX-(?:[1-7]|WE)"
_VALUE = re.compile(
    rf"{_POINT}|(?:{_POINT}|\.\.)/(?:{_POINT}|\.\.)|{_DURATION}(?:/{_DURATION})?|R/{_DURATION}"
    rf"|{_WEEKDAY}(?:{_CLOCK})?(?:/{_WEEKDAY})?|XXXX-(?:SP|SU|FA|WI|\d\d(?:-\d\d)?)|\{{{_DAY}(?:,{_DAY})+\}}"
)


class Described(NamedTuple):
    """Type, first and last day (ISO dates, None where unknown or none) of a value."""

    type: DateType
    begin: str | None
    end: str | None


def is_day(value: str | None) -> bool:
    """Tell whether a value names one calendar day and nothing more."""
    return value is not None and _CALENDAR_DAY.fullmatch(value) is not None


def valid(value: str) -> bool:
    """Tell whether a value is well-formed ISO 8601, TIMEX3 or EDTF of the forms used here, with days that exist."""
    if not _VALUE.fullmatch(value) or value in ("P", "R/P", "../.."):
        return False
    try:
        days(value)
    except ValueError:
        return False
    return True


def days(value: str) -> tuple[date | None, date | None]:
    """Return first and last day of a value; None for an open end, and both None where it names no days.

    Raises ValueError where a day is not on the calendar.
    """
    if value[0] == "{":
        listed = value[1:-1].split(",")
        return days(listed[0])[0], days(listed[-1])[1]
    if "/" in value:
        left, right = value.split("/", 1)
        return days(left)[0], days(right)[1]
    if not value[:4].isdigit():
        return None, None
    year, rest = int(value[:4]), value[5:]
    if not rest:
        return date(year, 1, 1), date(year, 12, 31)
    if rest[0] == "W" and rest != "WI":
        monday = date.fromisocalendar(year, int(rest[1:3]), 1)
        return monday + timedelta(days=5 if rest.endswith("WE") else 0), monday + timedelta(days=6)
    if rest[0] in "QH":
        length = 3 if rest[0] == "Q" else 6
        last = int(rest[1]) * length
        return date(year, last - length + 1, 1), last_of_month(year, last)
    if rest in ("SP", "SU", "FA", "WI"):
        return season(rest, year)
    if len(rest) == 2:
        return date(year, int(rest), 1), last_of_month(year, int(rest))
    day = date.fromisoformat(value[:10])
    return day, day


def describe(value: str) -> Described:
    """Return type, first and last day of a value.

    >>> describe("2024-W10-WE")
    Described(type='period', begin='2024-03-09', end='2024-03-10')
    """
    first, last = days(value)
    return Described(_type(value), first.isoformat() if first else None, last.isoformat() if last else None)


def _type(value: str) -> DateType:
    if value.startswith(("R/", "XXXX-W")):
        return "set"
    if value[0] == "P":
        return "duration"
    if value[0] == "T" or re.search(r"\dT[A-Z]", value):
        return "time"
    if "/" in value or value.startswith("XXXX"):
        return "period"
    if value[0] == "{" or (len(value) == 10 and value[5] != "W"):
        return "date"
    return "datetime" if "T" in value else "period"
