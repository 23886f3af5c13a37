"""Parsed expressions of the clock: times of a day, parts of it, and a time on a day (see `nodes`)."""

from __future__ import annotations

from datetime import date

from extract.normalise.dates.calendar import DAY
from extract.normalise.dates.nodes import Context, Known, Node
from extract.normalise.dates.values import is_day


class Clock(Node, frozen=True):
    """A time of day, with seconds and zone where the text has them."""

    hour: int
    minute: int = 0
    second: int | None = None
    zone: str = ""

    def value(self, at: Context) -> str | None:
        """Return `T14:30`; on the reference's day where its clock is known."""
        text = self.text()
        return f"{at.now.isoformat()}{text}" if at.now and at.clock else text

    def text(self) -> str:
        """Return the time alone."""
        seconds = "" if self.second is None else f":{self.second:02}"
        return f"T{self.hour:02}:{self.minute:02}{seconds}{self.zone}"


class DayPart(Node, frozen=True):
    """A part of the day: `matin` is TMO; of no day until one is told."""

    code: str

    def value(self, at: Context) -> str | None:
        """Return the part of the last day told, or of the reference."""
        day = at.told or at.now
        return f"{day.isoformat()}{self.code}" if day else None

    def text(self) -> str:
        """Return the code."""
        return self.code


class ClockSpan(Node, frozen=True):
    """From one time of day to another."""

    first: Clock
    last: Clock

    def value(self, at: Context) -> str | None:
        """Return `T09:00/T17:00`."""
        return f"{self.first.text()}/{self.last.text()}"


class OpenClock(Node, frozen=True):
    """Up to, or from, a time of day."""

    clock: Clock
    until: bool

    def value(self, at: Context) -> str | None:
        """Return `../T16:00` or `T16:00/..`."""
        text = self.clock.value(at)
        return f"../{text}" if self.until else f"{text}/.."


TimeOfDay = Clock | DayPart | ClockSpan | OpenClock


class Moment(Node, frozen=True):
    """A time on a day: `jeudi 7 mars à 14h30`, `hier soir`, `le 20 mars de 9h30 à 12h`."""

    day: Node
    time: TimeOfDay

    def value(self, at: Context) -> str | None:
        """Return the day with the time; None where the day is not settled."""
        day = self.day.value(at)
        if day is None or not is_day(day):
            return f"{day}{self.time.text()}" if day and day.startswith("XXXX") and isinstance(self.time, Clock) else day
        time = self.time
        if isinstance(time, ClockSpan):
            later = (time.last.hour, time.last.minute) < (time.first.hour, time.first.minute)
            last = (date.fromisoformat(day) + later * DAY).isoformat() if later and day < "9999-12-31" else day
            return f"{day}{time.first.text()}/{last}{time.last.text()}"
        if isinstance(time, OpenClock):
            text = f"{day}{time.clock.text()}"
            return f"../{text}" if time.until else f"{text}/.."
        return f"{day}{time.text()}"


def anchored(node: TimeOfDay, day: str) -> Moment:
    """Return a time of day on a day told before it."""
    return Moment(Known(day), node)
