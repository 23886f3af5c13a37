"""Machine-written dates (metadata, headers, columns, file names) to ISO 8601. Dates in prose are not this module's business."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from extract.types import Hint

_ISO = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?P<sep>[-/.]?)(?P<m>\d\d)(?P=sep)(?P<d>\d\d)"
    r"(?:[T ]+(?P<time>\d\d:?\d\d(?::?\d\d)?)(?:[.,]\d+)?\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?)?(?!\d)"
)
_FRENCH = re.compile(r"(?P<d>\d\d?)[-/.](?P<m>\d\d?)[-/.](?P<y>(?:19|20)\d\d)(?!\d)")
_IN_NAME = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<sep>[-_./]?)(?P<m>0[1-9]|1[0-2])(?P=sep)(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"
)


def iso(value: str) -> str | None:
    """Return a machine-written date as ISO 8601: a date, or a datetime with its zone where one is given; else None.

    >>> iso("2017-06-13 07:20:00 Z"), iso("13/06/2017"), iso("Tue, 4 Mar 2025 07:31:05 +0100")
    ('2017-06-13T07:20:00Z', '2017-06-13', '2025-03-04T07:31:05+01:00')
    """
    value = value.strip().strip("\"'")
    if found := _ISO.match(value):
        day = _day(found)
        return day and day + _time(found["time"], found["zone"])
    if found := _FRENCH.match(value):
        return _day(found)
    try:
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def in_name(path: str) -> Hint | None:
    """Return the date that a file name or an address carries (`2016-09-29-oim.txt`, `/2016/09/29/`), as a hint.

    Of the folders on the way only those that spell a date out count: `corpus-2024-01-01/` says nothing of its files.

    >>> in_name("depeches.zip!presse/20160929-oim.txt").value, in_name("a/2016/09/29/oim.html").value
    ('2016-09-29', '2016-09-29')
    """
    rule = "url" if "://" in path else "filename"
    name = max(path.rfind("/"), path.rfind("!")) + 1
    for found in reversed(list(_IN_NAME.finditer(path))):
        apart = found["sep"] or _stands_apart(path, found)
        if (found["sep"] == "/" or (found.start() >= name and apart)) and (day := _day(found)):
            return Hint("published", day, rule)
    return None


def _stands_apart(path: str, found: re.Match[str]) -> bool:
    """Tell a date of eight digits from a longer code: no letter or digit may touch it."""
    around = path[max(0, found.start() - 1) : found.start()] + path[found.end() : found.end() + 1]
    return not any(c.isalnum() for c in around)


def _day(found: re.Match[str]) -> str | None:
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"])).isoformat()
    except ValueError:
        return None


def _time(time: str | None, zone: str | None) -> str:
    """Return `T07:20:00+02:00` from the parts of a timestamp, or nothing where they make no time."""
    if not time:
        return ""
    digits = time.replace(":", "")
    clock = ":".join(digits[i : i + 2] for i in range(0, len(digits), 2))
    try:
        datetime.fromisoformat(f"2000-01-01T{clock}")
    except ValueError:
        return ""
    if not zone:
        return f"T{clock}"
    return f"T{clock}Z" if zone in ("Z", "UTC", "GMT") else f"T{clock}{zone[:3]}:{zone[-2:]}"
