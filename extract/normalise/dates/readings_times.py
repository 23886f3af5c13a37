"""What the rules of clock times, durations, recurring times, ranges and open ends mean (see `readings`)."""

from __future__ import annotations

from extract.normalise.dates.compounds import (
    Clock,
    ClockSpan,
    DayPart,
    Many,
    Modified,
    Moment,
    Night,
    Open,
    OpenClock,
    Span,
)
from extract.normalise.dates.matches import Match
from extract.normalise.dates.nodes import Day, Duration, Known, Node, Weekday
from extract.normalise.dates.readings import century_of, direction, part_code
from extract.normalise.dates.readings_periods import length
from extract.normalise.dates.stretches import Month, Shift

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
    if day is None or not isinstance(hours, ClockSpan) or (isinstance(day, Weekday) and ":" in m.text()):
        return None
    return Moment(day, hours)


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
    if isinstance(day, Weekday) and ":" in m.text().partition("h")[0]:  # opening hours: `Dimanche : 10h-12h`
        return None
    return Moment(day, ClockSpan(first, last))


def clock_span(m: Match) -> Node | None:
    """`de 9h à 17h`."""
    first, last = m.node("a"), m.node("b")
    return ClockSpan(first, last) if isinstance(first, Clock) and isinstance(last, Clock) else None


def night(m: Match) -> Node | None:
    """`la nuit de samedi à dimanche`, `la nuit du 24 au 25 février`, `la nuit dernière`."""
    if part_code(m, "p") != "TNI":
        return None
    if m.has("l"):
        return Night(Shift("day", -1)) if direction(m, "l") < 0 else None
    first, last = _end(m, "a"), _end(m, "b")
    return Night(first, last) if first and last else None


def weekday_range(m: Match) -> Node | None:
    """`du lundi au vendredi` is every week; so is `le mercredi` by itself."""
    names = ("a", "b") if m.has("a") else ("c",)
    nodes = [m.node(name) for name in names]
    if any(not isinstance(node, Weekday) or node != Weekday(node.weekday) for node in nodes):
        return None
    return Known("/".join(f"XXXX-WXX-{node.weekday}" for node in nodes if isinstance(node, Weekday)))


def _end(m: Match, name: str) -> Node | None:
    """Return the end of a range: what was found there, or a bare day, month or two-digit year."""
    found = m.node(name)
    if found is not None:
        return found
    number = m.number(name, -1)
    if number is None:
        return None
    if m.is_class(name, "MONTH"):
        return Month(number)
    return Day(number) if number <= 31 else Known(str(century_of(number, 2)))


def span(m: Match) -> Node | None:
    """`du 3 au 5 mai`, `entre 2015 et 2018`, `3-5 mai`, `de janvier à septembre`."""
    first, last = (end.node if isinstance(end, Modified) else end for end in (_end(m, "a"), _end(m, "b")))
    if first is None or last is None or isinstance(first, Duration):
        return None
    bare = isinstance(last, Day) and last.month is None and last.weekday is None
    if bare and not (isinstance(first, Day) and first.month is None and m.has("the")):
        return None
    if bare and m.closed():
        return None
    if isinstance(first, Day) and first.month is None and not isinstance(last, Day | Moment):
        return None
    if isinstance(first, Month) != isinstance(last, Month) or isinstance(first, Weekday) != isinstance(last, Weekday):
        return None
    if isinstance(first, Known) != isinstance(last, Known):
        return None
    return Span(first, last)


def listed(m: Match) -> Node | None:
    """`les 5, 6 et 8 mars`, `lundi 11 et mardi 12 mars`; full dates side by side stay mentions of their own."""
    last = m.node("f")
    members = [_end(m, name) for name in "abce" if m.has(name)]
    if not isinstance(last, Day) or last.month is None or not members:
        return None
    if any(not isinstance(member, Day) or member.month is not None for member in members):
        return None
    return Many((*(member for member in members if member), last))


def _amount(m: Match, number: str, unit: str) -> tuple[float, str] | None:
    value = m.number(number)
    return None if value is None else (float(value), m.word(unit))


def _of(*amounts: tuple[float, str]) -> Duration:
    dates = [length(number, unit) for number, unit in amounts]
    days = "".join(text[1:] for text in dates if not text.startswith("PT"))
    times = "".join(text[2:] for text in dates if text.startswith("PT"))
    return Duration(f"P{days}" + (f"T{times}" if times else ""), amounts)


def duration(m: Match) -> Node | None:
    """`trois ans`, `48 heures`, `un an et demi`, `une dizaine de jours`, `quelques mois`, `une quinzaine`."""
    if m.has("u5"):
        return Known(length(0, m.word("u5")).replace("0", "X"))
    if m.has("f"):
        return _of((1.0, "F"))
    amount = _amount(m, "a", "u4") if m.has("a") else _amount(m, "n", "u")
    if amount is None or not amount[0] or (m.is_class("n", "UN") and (m.is_class("u", "SECOND") or m.is_class("u", "DAYTIME"))):
        return None
    if m.is_class("n", "UN") and m.is_class("u", "DAYUNIT") and not m.followed_by("AFTER", "BEFORE", "MORE", "BY", "LESS"):
        return None
    number, unit = amount
    if m.has("frac"):
        number = float(f"{number:g}.{m.text('frac')}")
    if m.has("half"):
        halves = {"Y": (number * 12 + 6, "M"), "h": (number * 60 + 30, "m"), "D": (number * 24 + 12, "h")}
        if unit == "h":
            return _of((number, "h"), (30.0, "m"))
        number, unit = halves.get(unit, (number + 0.5, unit))
    return _of((number, unit))


def duration_clock(m: Match) -> Node | None:
    """`un film d'1h45`."""
    hours, minutes = m.number("n") or 0, m.number("mn") or 0
    return (
        _of((float(hours), "h"), (float(minutes), "m"))
        if 0 < hours < 13 and 0 < minutes < 60 and m.text("n")[0] != "0"
        else None
    )


def duration_hours(m: Match) -> Node | None:
    """`sous 48h`, `1h30 de débat`, `1 h 30 min`, `deux heures trente`."""
    place = next(n for n in ("", "2", "3", "4", "5") if m.has(f"n{n}"))
    hours, minutes = m.number(f"n{place}") or 0, m.number(f"mn{place}") or 0
    if minutes > 59 or not hours + minutes:
        return None
    return _of((float(hours), "h"), (float(minutes), "m")) if minutes else _of((float(hours), "h"))


def duration_compound(m: Match) -> Node | None:
    """`deux ans et trois mois`."""
    pairs = [_amount(m, number, unit) for number, unit in (("n", "u"), ("n2", "u2"), ("n3", "u3")) if m.has(number)]
    order = "CEYHQMFWD2hms"
    units = [pair[1] for pair in pairs if pair]
    if len(units) < len(pairs) or sorted(units, key=order.find) != units or len(set(units)) < len(units):
        return None
    return _of(*(pair for pair in pairs if pair))


def duration_range(m: Match) -> Node | None:
    """`2 à 3 jours`."""
    first, last = m.number("n"), m.number("n2")
    if not first or not last or first >= last:
        return None
    return Known(f"{length(first, m.word('u'))}/{length(last, m.word('u'))}")


def duration_half(m: Match) -> Node | None:
    """`une demi-journée`, `un quart de siècle`, `trois quarts d'heure`."""
    if m.has("u2"):
        return Duration("P25Y", ((25.0, "Y"),)) if m.word("u2") == "C" else Duration("PT15M", ((15.0, "m"),))
    if m.has("u3"):
        return Duration("PT45M", ((45.0, "m"),))
    halves = {"h": (30.0, "m"), "D": (12.0, "h"), "C": (50.0, "Y"), "Y": (6.0, "M"), "E": (5.0, "Y")}
    found = halves.get(m.word("u"))
    return _of(found) if found else None


def per(m: Match) -> Node:
    """`deux fois par semaine`, `un mardi par mois`: how often, by the unit."""
    return Known("R/" + length(1, m.word("u") or "Y"))


def every(m: Match) -> Node:
    """`chaque jour`, `tous les cinq ans`."""
    name = m.first("u", "u2", "u3")
    if m.is_class(name, "WEEKEND"):
        return Known("XXXX-WXX-WE")
    unit = m.word(name)
    if unit in ("TMO", "TEV", "TNI", "TAF") or m.node(name) is not None:
        return Known("R/P1D")
    return Known("R/" + length(m.number("n") or 1, "Y" if unit in ("SP", "SU", "FA", "WI") else unit))


def often(m: Match) -> Node:
    """`annuel`."""
    return Known("R/" + m.word("o"))


def since(m: Match) -> Node | None:
    """`depuis 2015`, `à partir du 1er janvier`."""
    return _open(m, until=False, tense=-1 if m.has("s") else 0, ahead=not m.has("s"))


def until(m: Match) -> Node | None:
    """`jusqu'au 30 juin`, `d'ici 2030`."""
    return _open(m, until=True, tense=1)


def before(m: Match) -> Node | None:
    """`avant le 15 avril`, `après le 1er novembre`."""
    return _open(m, until=m.has("b"), tense=1 if m.has("b") else 0)


def _open(m: Match, *, until: bool, tense: int = 0, ahead: bool = False) -> Node | None:
    node = _end(m, "n")
    if isinstance(node, Clock):
        return OpenClock(node, until)
    return None if node is None or isinstance(node, Span | Many) else Open(node, until, tense, ahead)
