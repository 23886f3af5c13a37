"""What the rules of durations, recurring times, ranges, lists and open ends mean (see `readings`)."""

from __future__ import annotations

from extract.normalise.dates.clocks import Clock, Moment, OpenClock
from extract.normalise.dates.compounds import Many, Modified, Night, Open, Span, Usual
from extract.normalise.dates.matches import Match
from extract.normalise.dates.nodes import Day, Duration, Known, Node, Weekday
from extract.normalise.dates.readings import century_of, direction, part_code
from extract.normalise.dates.readings_periods import length
from extract.normalise.dates.stretches import Month, Shift


def night(m: Match) -> Node | None:
    """`la nuit de samedi à dimanche`, `la nuit du 24 au 25 février`, `la nuit dernière`."""
    if part_code(m, "p") != "TNI":
        return None
    if m.has("l"):
        return Night(Shift("day", -1)) if direction(m, "l") < 0 else None
    first, last = _end(m, "a"), _end(m, "b")
    return Night(first, last) if first and last else None


def weekday_range(m: Match) -> Node | None:
    """`du lundi au vendredi`, and so `le mercredi` by itself."""
    first, last = m.node("a") or m.node("c"), m.node("b")
    if not isinstance(first, Weekday) or first != Weekday(first.weekday):
        return None
    if last is None:
        return Usual(first)
    return Usual(first, last) if isinstance(last, Weekday) and last == Weekday(last.weekday) else None


def weekday_dash(m: Match) -> Node:
    """`Lun-Ven` before hours."""
    return Usual(Weekday(m.number("a") or 0), Weekday(m.number("b") or 0))


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
    if isinstance(first, Known) != isinstance(last, Known) and not isinstance(last, Shift):
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
    """`trois ans`, `48 heures`, `un an et demi`, `une dizaine de jours`, `une quinzaine`."""
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
