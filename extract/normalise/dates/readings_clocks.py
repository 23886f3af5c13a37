"""What the rules of clock times, parts of the day and times on days mean (see `readings`)."""

from __future__ import annotations

import re

from extract.normalise.dates.clocks import Clock, ClockSpan, DayPart, Moment, OpenClock
from extract.normalise.dates.matches import Match
from extract.normalise.dates.nodes import Duration, Node, Weekday
from extract.normalise.dates.readings import part_code
from extract.normalise.dates.stretches import Shift

_MORNING = 6  # an hour below it, told as a bare number, is taken for a length of time


def clock(m: Match) -> Node | None:
    """`14h30`, `14 h 30`, `14:30`, `à 9 heures et demie`, `5h du soir`."""
    name = "h2" if m.has("h2") else "h"
    hour = m.number(name)
    minutes = m.number("mn2" if m.has("mn2") else "mn") or 0
    seconds = m.number("s2" if m.has("s2") else "s")
    if m.has("half"):
        minutes = 30
    if m.has("quarter"):
        minutes = 15
    if hour is None or hour > 24 or minutes > 59 or (seconds or 0) > 59 or (hour == 24 and minutes):
        return None
    if m.has("mn2") and len(m.text("mn2")) != 2:
        return None
    part = m.word("p") or m.word("p2")
    if part not in ("", "TMO") and hour < 12 and not (part == "TNI" and hour < 6):
        hour += 12
    return Clock(hour % 24, minutes, seconds, "Z" if m.has("z") else "")


def half_day(m: Match) -> Node | None:
    """`8:10 PM`, `5 p.m.`, `9 h 30 am`."""
    return _half_day(m, m.number("h"), m.number("mn") or 0, m.text("x"))


def half_day_range(m: Match) -> Node | None:
    """`1-3 pm`, `de 9 am à 5 pm`: the first takes the half of the last, unless it then came after it."""
    last = _half_day(m, m.number("h"), m.number("mn") or 0, m.text("x"))
    told = m.text("x2") or m.text("x")
    first = _half_day(m, m.number("a"), m.number("amn") or 0, told)
    if not first or not last:
        return None
    if not m.has("x2") and (first.hour, first.minute) >= (last.hour, last.minute):
        first = Clock(first.hour - 12, first.minute)
    return ClockSpan(first, last) if first.hour >= 0 else None


def _half_day(m: Match, hour: int | None, minute: int, half: str) -> Clock | None:
    if not hour or hour > 23 or minute > 59:
        return None
    late = half[0] == "p"
    return Clock(hour if hour > 12 else hour % 12 + 12 * late, minute)


def clock_shared(m: Match) -> Node | None:
    """`de 10 à 16 heures`, `9-17 h 30`: only the last has the unit; small numbers are more often how long something lasts."""
    first, last = m.number("a"), m.number("b")
    minutes = m.number("mn" if m.has("mn") else "mn2")
    if first is None or last is None or first == last or max(first, last) > 23 or (minutes or 0) > 59:
        return None
    cued = m.has("cue") or (m.has("h") and not m.text("j").isalpha())
    told = minutes is not None or last < first or (cued and first >= _MORNING)
    return ClockSpan(Clock(first), Clock(last, minutes or 0)) if told else None


def clock_less(m: Match) -> Node | None:
    """`neuf heures moins le quart`, `onze heures trois quarts`."""
    hour = m.number("h")
    if hour is None or hour > 24 or (m.has("tq") and m.number("tq") != 3):
        return None
    minutes = 45 if m.has("tq") else -15 if m.has("lq") else -(m.number("lm") or 0) % -60
    if m.word("p") not in ("", "TMO", "TNI") and hour < 12:
        hour += 12
    hour, minute = divmod(hour * 60 + minutes, 60)
    return Clock(hour % 24, minute)


def clock_between(m: Match) -> Node | None:
    """`entre midi et deux`, `entre 9 h et 11 heures`."""
    first = m.node("a")
    hours = _hours(m.node("b")) if m.has("b") else m.number("n")
    if not isinstance(first, Clock) or hours is None:
        return None
    if first.hour == 12 and hours <= 2:
        hours += 12
    return ClockSpan(first, Clock(hours)) if (m.has("b") or first.hour == 12) and first.hour < hours < 24 else None


def _hours(node: Node | None) -> int | None:
    """Return the hours of a duration that holds nothing else: `20 heures`."""
    if not isinstance(node, Duration) or len(node.amounts) != 1:
        return None
    number, unit = node.amounts[0]
    return int(number) if unit == "h" and number == int(number) else None


def noon(m: Match) -> Node | None:
    """`midi`, `minuit`, `midi et demi`, `midi moins le quart`."""
    hour = 12 if m.has("n") else 0
    late = 30 if m.has("half") else 15 if m.has("quarter") else m.number("mn") or 0
    early = 15 if m.has("lq") else m.number("lm") or 0
    if late > 59 or early > 59:
        return None
    minutes = (hour * 60 + late - early) % (24 * 60)
    return Clock(minutes // 60, minutes % 60)


def afternoon(m: Match) -> Node:
    """`après-midi`."""
    return DayPart("TAF")


def day_part(m: Match) -> Node | None:
    """`soir`, `ce matin`, `cette nuit`: held as a part of the day that is only found beside a day, or with `ce`."""
    code = part_code(m, "p")
    if not m.has("c") and not m.has("t"):
        return DayPart(code)
    occasion = m.has("c") and m.is_class("p", "OCCASION")
    return None if occasion else Moment(Shift("day", 0, told=m.has("t")), DayPart(code))


def deictic_part(m: Match) -> Node | None:
    """`ce soir`; a bare `soir` is no date."""
    node = m.node("p")
    return node if isinstance(node, Moment) else None


def part_clock(m: Match) -> Node | None:
    """`ce matin à 7h45`."""
    node, time = m.node("p"), m.node("t")
    if not isinstance(node, Moment) or not isinstance(time, Clock) or not isinstance(node.time, DayPart):
        return None
    return Moment(node.day, _in_part(time, node.time))


def _in_part(time: Clock, part: DayPart) -> Clock:
    """Return a clock of twelve hours as one of twenty-four: `8 heures ce soir`."""
    late = part.code in ("TAF", "TEV") and time.hour < 12
    return Clock(time.hour + 12, time.minute, time.second, time.zone) if late else time


def moment(m: Match) -> Node | None:
    """`jeudi 7 mars à 14h30`, `hier soir`, `mercredi midi`, `13h30 samedi`."""
    day, part, time = m.node("d"), m.node("p"), m.node("t")
    if isinstance(day, Moment):  # `3 heures cet après-midi`
        if isinstance(day.time, DayPart) and isinstance(time, Clock):
            return Moment(day.day, _in_part(time, day.time))
        return None
    if isinstance(part, Moment):
        part = part.time
    if day is None or isinstance(day, DayPart):
        return None
    if isinstance(time, Clock):
        return Moment(day, _in_part(time, part) if isinstance(part, DayPart) else time)
    return Moment(day, part) if isinstance(part, DayPart) else None


def bare_hours(m: Match) -> Node | None:
    """`mardi 20 heures`, `ce soir 20 heures`; small numbers are more often how long something lasts."""
    day, hours = m.node("d"), _hours(m.node("t"))
    if hours is None or not _MORNING <= hours < 24:
        return None
    if isinstance(day, Moment) and isinstance(day.time, DayPart):
        return Moment(day.day, _in_part(Clock(hours), day.time))
    return None if day is None or isinstance(day, DayPart) else Moment(day, Clock(hours))


def moment_hours(m: Match) -> Node | None:
    """`samedi de 9 à 12 heures`, `lundi 3 mars, 1-3 pm`."""
    day, hours = m.node("d"), m.node("r")
    if day is None or not isinstance(hours, ClockSpan) or (isinstance(day, Weekday) and _headed(m)):
        return None
    return Moment(day, hours)


def _headed(m: Match) -> bool:
    """Tell whether a colon parts day and hours, as in lines of opening hours: `Dimanche : 10h-12h`."""
    return re.match(r"[^\d:]*:", m.text()) is not None


def moment_open(m: Match) -> Node | None:
    """`vendredi à partir de 14 h`, `le 20 jusqu'à 18 h`."""
    day, time = m.node("d"), m.node("t")
    if day is None or not isinstance(time, Clock):
        return None
    return Moment(day, OpenClock(time, until=not m.has("from")))


def told_part(m: Match) -> Node | None:
    """`en fin d'après-midi`: of the last day told, or of the reference."""
    part = m.node("p")
    return Moment(Shift("day", 0, told=True), part) if isinstance(part, DayPart) else None


def daytime(m: Match) -> Node:
    """`demain dans la journée`, `en fin de journée`."""
    return Moment(m.node("d") or Shift("day", 0, told=True), DayPart("TDT"))


def moment_range(m: Match) -> Node | None:
    """`jeudi 14 juin 2023 de 9h30 à 12h`."""
    day, first, last = m.node("d"), m.node("a"), m.node("b")
    if day is None or not isinstance(first, Clock) or not isinstance(last, Clock):
        return None
    if isinstance(day, Weekday) and _headed(m):
        return None
    return Moment(day, ClockSpan(first, last))


def clock_span(m: Match) -> Node | None:
    """`de 9h à 17h`."""
    first, last = m.node("a"), m.node("b")
    return ClockSpan(first, last) if isinstance(first, Clock) and isinstance(last, Clock) else None
