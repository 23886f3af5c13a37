"""Parsed expressions made of others: ranges, lists, open ends, stretches counted in units (see `nodes`)."""

from __future__ import annotations

from msgspec.structs import replace

from extract.normalise.dates import calendar
from extract.normalise.dates.calendar import DAY, last_of_month, shifted
from extract.normalise.dates.clocks import Clock, DayPart, Moment
from extract.normalise.dates.nodes import Context, Dated, Day, Node, Weekday
from extract.normalise.dates.stretches import Month
from extract.normalise.dates.values import days, is_day


class Span(Node, frozen=True):
    """A range; the first end borrows month, year and tense from the last: `du 3 au 5 mai 2024`."""

    first: Node
    last: Node

    def value(self, at: Context) -> str | None:
        """Return `first/last`, the years chosen so that the range runs forward."""
        first, last = self.first, self.last
        if isinstance(last, Moment) and isinstance(last.day, Day) and isinstance(first, Day | Moment):
            start = Span(first.day if isinstance(first, Moment) else first, last.day).value(at)
            if not start or "/" not in start:
                return None
            left, right = start.split("/")
            head = f"{left}{first.time.text()}" if isinstance(first, Moment) and isinstance(first.time, Clock) else left
            return f"{head}/{right}{last.time.text()}" if isinstance(last.time, Clock | DayPart) else f"{head}/{right}"
        if isinstance(first, Day) and isinstance(last, Day):
            return self._days(first, last, at)
        if isinstance(first, Month) and isinstance(last, Month):
            return self._months(first, last, at)
        if isinstance(first, Weekday) and isinstance(last, Weekday):
            begin = first.day_in(at)
            end = begin and shifted(begin, days=(last.weekday - first.weekday) % 7)
            return f"{begin}/{end}" if begin and end else None
        return joined(first.value(at), last.value(at))

    @staticmethod
    def _days(first: Day, last: Day, at: Context) -> str | None:
        if last.year is None and first.year is not None:
            later = (last.month or first.month or 0, last.day) < (first.month or 0, first.day)
            last = replace(last, year=first.year + later)  # `du 14 décembre 2023 au 3 janvier`
        end = last.day_in(at)
        if end is None:
            return None
        month = first.month or (end.month if first.day <= end.day else (end.month + 10) % 12 + 1)
        year = first.year or end.year
        if first.year is None and (month, first.day) > (end.month, end.day):
            year -= 1
        begin = Day(first.day, month, year).day_in(at) if year > 0 else None
        return f"{begin}/{end}" if begin else None

    @staticmethod
    def _months(first: Month, last: Month, at: Context) -> str | None:
        if last.year is None and first.year is None:
            end_value = last.value(at)
            if end_value is None:
                return None
            last = Month(last.month, int(end_value[:4]))
        year = last.year or first.year
        if year is None:
            return None
        start = first.year or year - (first.month > last.month)
        end = last.year or year + (first.month > last.month)
        return joined(f"{start:04}-{first.month:02}", f"{end:04}-{last.month:02}") if start > 0 else None


def joined(left: str | None, right: str | None) -> str | None:
    """Return the range of two values that are no ranges themselves and run forward."""
    if not left or not right or "/" in left or "/" in right or "{" in left + right:
        return None
    if left[0] == right[0] == "P" or left.startswith("XXXX") or right.startswith("XXXX"):
        return f"{left}/{right}"
    begin, end = days(left)[0], days(right)[1]
    return f"{left}/{right}" if begin and end and begin <= end else None


class Many(Node, frozen=True):
    """A list that shares its month word: `les 5, 6 et 8 mars`; consecutive days are given as a list too."""

    members: tuple[Node, ...]

    def value(self, at: Context) -> str | None:
        """Return `{…,…}`, the earlier members filled from the last."""
        last = self.members[-1]
        end = last.day_in(at) if isinstance(last, Dated) else None
        if end is None:
            return None
        found = [end]
        for member in reversed(self.members[:-1]):
            if isinstance(member, Day):
                month = member.month or end.month
                year = member.year or end.year - ((month, member.day) > (end.month, end.day))
                day = Day(member.day, month, year).day_in(at) if year > 0 else None
            else:
                day = member.day_in(at) if isinstance(member, Dated) else None
            if day is None:
                return None
            found.append(day)
        listed = sorted(set(found))
        return listed[0].isoformat() if len(listed) == 1 else "{" + ",".join(day.isoformat() for day in listed) + "}"


class Night(Node, frozen=True):
    """The night between two days: `la nuit de vendredi à samedi` belongs to the first."""

    first: Node
    last: Node | None = None

    def value(self, at: Context) -> str | None:
        """Return the first day with TNI."""
        if self.last is None:
            first = self.first.value(at)
        else:
            span = Span(self.first, self.last).value(at)
            first = span and span.split("/")[0]
        return f"{first}TNI" if is_day(first) else None


class Open(Node, frozen=True):
    """A period with one end: `depuis 2015`, `jusqu'au 30 juin`."""

    node: Node
    until: bool
    tense: int = 0  # of the end told, where the words settle it: `depuis lundi` is past
    ahead: bool = False  # `à partir du 1er juillet` announces

    def value(self, at: Context) -> str | None:
        """Return `2015/..` or `../2024-06-30`."""
        value = self.node.value(at.but(tense=self.tense or None, ahead=self.ahead or None))
        if not value or value[0] in "PX{" or "/" in value:
            return value
        return f"../{value}" if self.until else f"{value}/.."


class Window(Node, frozen=True):
    """So many units before or after the reference: `les trois prochains mois`, `ces 24 dernières heures`."""

    text: str
    unit: str
    n: int
    direction: int

    def value(self, at: Context) -> str | None:
        """Return the range of days; the bare duration where there is no reference or the unit is shorter than a day."""
        months = {"M": 1, "Q": 3, "H": 6, "Y": 12, "E": 120}.get(self.unit, 0) * self.n * self.direction
        day_count = {"D": 1, "W": 7, "F": 14}.get(self.unit, 0) * self.n * self.direction
        if at.now is None or not (months or day_count) or abs(months) > 60_000 or abs(day_count) > 1_000_000:
            return self.text
        other = shifted(at.now, days=day_count, months=months)
        if other is None:
            return self.text
        return f"{min(other, at.now)}/{max(other, at.now)}"


class FirstMonths(Node, frozen=True):
    """The first (or last) months of a year: `neuf premiers mois de 2023`."""

    n: int
    year: Node
    last: bool = False

    def value(self, at: Context) -> str | None:
        """Return the range of months."""
        year = self.year.value(at)
        if not year or len(year) != 4 or not 0 < self.n <= 12:
            return None
        return f"{year}-{13 - self.n:02}/{year}-12" if self.last else f"{year}-01/{year}-{self.n:02}"


class Fortnight(Node, frozen=True):
    """The first or second half of a month: `la deuxième quinzaine de décembre`."""

    n: int
    month: Node

    def value(self, at: Context) -> str | None:
        """Return the range of days."""
        month = self.month.value(at)
        if not month or len(month) != 7 or not month[5:].isdigit() or self.n not in (1, 2):
            return None
        last = last_of_month(int(month[:4]), int(month[5:])).day
        return f"{month}-01/{month}-15" if self.n == 1 else f"{month}-16/{month}-{last}"


class Usual(Node, frozen=True):
    """A weekday, or from one to another, with its article: every week, unless something past is told: `le jeudi, elle vota`."""

    first: Weekday
    last: Weekday | None = None

    def value(self, at: Context) -> str | None:
        """Return `XXXX-WXX-4`, or the day."""
        if at.now and at.tense < 0:
            return (Span(self.first, self.last) if self.last else self.first).value(at)
        return "/".join(f"XXXX-WXX-{day.weekday}" for day in (self.first, self.last) if day)


class WeekOf(Node, frozen=True):
    """The week that holds a day: `la semaine du 6 octobre`; `ends` is its week-end: `le week-end de Pâques`."""

    day: Node
    ends: bool = False

    def value(self, at: Context) -> str | None:
        """Return the ISO week; a holiday Monday belongs to the week-end before it."""
        value = self.day.value(at)
        first = days(value)[0] if value and value[0] not in "PTX" else None
        if first and self.ends and first.isoweekday() == 1 and first > calendar.FIRST:
            first -= DAY
        return f"{calendar.week(first)}{'-WE' * self.ends}" if first else None


class Modified(Node, frozen=True):
    """A period of which a modifier tells a part: the value of `fin 2019` is that of 2019."""

    node: Node

    def value(self, at: Context) -> str | None:
        """Return the value of the period itself."""
        return self.node.value(at)
