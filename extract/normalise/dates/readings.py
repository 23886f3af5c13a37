"""What the rules of days and periods mean: one function a `make` of `data/dates/rules.toml`, from a match to a node.

A function returns None where the words match but mean nothing (`31 février`, `le 45 mai`): then nothing is found there.
"""

from __future__ import annotations

from extract.normalise.dates.clocks import DayPart, Moment
from extract.normalise.dates.matches import Match
from extract.normalise.dates.nodes import Day, Holiday, Known, Node, Nth, Offset, Weekday
from extract.normalise.dates.numbers import value_of
from extract.normalise.dates.stretches import Shift
from extract.normalise.dates.values import valid

PAST, FUTURE = -1, 1
_LONGEST = 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31


def direction(m: Match, *names: str) -> int:
    """Return which way the words of the first such group point (`dernier` back, `prochain` on), 0 where there is none."""
    return next((m.sign(name) for name in names if m.has(name)), 0)


def century_of(year: int, length: int) -> int:
    """Return a year written with two digits in full: the hundred years up to 2049."""
    return year if length > 2 else year + (2000 if year < 50 else 1900)


def full_year(m: Match, name: str = "y") -> int | None:
    """Return the year of a group, two digits made four."""
    number = m.number(name)
    return None if number is None else century_of(number, 4 if number > 99 else 2)


def _sound(day: int | None, month: int | None, year: int | None = None) -> bool:
    if not day or (month is not None and not 1 <= month <= 12) or year == 0:
        return False
    if month is None:
        return day <= 31
    return day <= _LONGEST[month - 1] and not (year and month == 2 and day == 29 and not _leap(year))


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def number_words(m: Match) -> int | None:
    """`vingt-deux`, `deux mille vingt-quatre`."""
    return value_of(m.text())


def ordinal(m: Match) -> int | None:
    """`1er`, `2e`."""
    return m.number("n")


def ordinal_words(m: Match) -> int | None:
    """`dix-neuvième`, `vingt et unième`."""
    base, number = m.number("b") or 0, m.number("n") or 0
    return base + number if base % 10 == 0 and number < (20 if base in (60, 80) else 10) else None


def word(m: Match) -> Node:
    """Several parts that are one word."""
    return Known(m.text())


def iso(m: Match) -> Node | None:
    """`2024-04-12T10:00:00+01:00`."""
    year, month, day = (m.number(name) for name in "ymd")
    if not _sound(day, month, year):
        return None
    text = f"{year:04}-{month:02}-{day:02}"
    if m.has("h"):
        text += f"T{m.number('h'):02}:{m.number('mn'):02}" + (f":{m.number('s'):02}" if m.has("s") else "") + _zone(m)
    return Known(text) if valid(text) else None


def _zone(m: Match) -> str:
    text = m.text("z").replace(":", "")
    if not text:
        return ""
    return f"{text[:3]}:{text[3:]}" if text[0] in "+-" else "Z"


mail = iso


def numeric(m: Match) -> Node | None:
    """`12/04/2024`, always day first; `12-04-24`."""
    raw = m.text("y").strip()
    year = century_of(int(raw), len(raw)) if len(raw) != 1 else 0
    day, month = m.number("d"), m.number("m")
    if not _sound(day, month, year) or (len(raw) == 2 and m.text("sep").strip() == "." and len(m.text("m")) < 2):
        return None
    return Day(day or 0, month, year, m.number("w"))


def numeric_spaced(m: Match) -> Node | None:
    """`20 02 2014`."""
    number, month = m.number(m.first("d", "d2")), m.number(m.first("m", "m2"))
    year = full_year(m, m.first("y", "y2"))
    return Day(number or 0, month, year) if _sound(number, month, year) else None


def day_alone(m: Match) -> Node | None:
    """`le 16 à 18h`."""
    number = m.number("d")
    return Day(number or 0) if _sound(number, None) else None


def day(m: Match) -> Node | None:
    """A day of the month in words, with what the text gives of weekday, month, year and `dernier` or `prochain`."""
    number, month, year = m.number("d"), m.number("m", -1), full_year(m)
    if not _sound(number, month, year):
        return None
    return Day(number or 0, month, year, m.number("w"), direction(m, "s"))


def this_month(m: Match) -> Node | None:
    """`15 de ce mois`, `15 courant`, `2 du mois dernier`."""
    number = m.number("d")
    return Day(number or 0, within=direction(m, "s")) if _sound(number, None) else None


def day_of_month(m: Match) -> Node | None:
    """`dernier jour d'octobre 2015`."""
    return Nth(m.number("o") or -1, 0, m.number("m", -1), full_year(m))


def nth_weekday(m: Match) -> Node | None:
    """`premier mercredi de mars 2024`, `dernier vendredi du mois prochain`."""
    n, weekday = m.number("o") or -1, m.number("w") or 0
    if m.has("s"):
        return Nth(n, weekday, within=direction(m, "s"))
    return Nth(n, weekday, m.number("m", -1), full_year(m))


def slash(m: Match) -> Node | None:
    """`le 27/09`."""
    number, month = m.number("d"), m.number("m")
    return Day(number or 0, month, None, m.number("w")) if _sound(number, month) else None


def slash_padded(m: Match) -> Node | None:
    """`24/03`: without a cue only where both numbers have two digits and the month begins with zero or the day is over 12."""
    padded = len(m.text("d")) == 2 and len(m.text("m")) == 2
    return slash(m) if padded and (m.text("m")[0] == "0" or (m.number("d") or 0) > 12) else None


def today(m: Match) -> Node:
    """`aujourd'hui`."""
    return Shift("day", 0)


def next_day(m: Match) -> Node:
    """`hier`, `demain`."""
    return Shift("day", PAST if m.has("y") else FUTURE)


def two_days(m: Match) -> Node:
    """`avant-hier`, `après-demain`."""
    return Shift("day", -2 if m.has("y") else 2)


def eve(m: Match) -> Node | None:
    """`la veille`, `l'avant-veille`, `le surlendemain`, `la veille de Noël`; not `à la veille des élections`."""
    steps = m.sign("e") * (2 if m.has("b") else 1)
    base = Holiday(m.word("h")) if m.has("h") else m.node("n")
    if isinstance(base, Holiday):
        return Holiday(base.name, base.year, base.shift, base.offset + steps)
    return Offset(base, steps) if base else Shift("day", steps, told=True)


def part_code(m: Match, name: str) -> str:
    """Return the TIMEX code of a part of the day."""
    node = m.node(name)
    return node.code if isinstance(node, DayPart) else m.word(name)


def same(m: Match) -> Node | None:
    """`le même jour`, `le matin même`: the last day told."""
    if m.has("p"):
        return Moment(Shift("day", 0, told=True), DayPart(part_code(m, "p")))
    return Shift("day", 0, told=True) if m.has("d") else None


def this_day(m: Match) -> Node:
    """`ce jour`; `ce jour-là` is the day told."""
    return Shift("day", 0, told=m.has("la"))


def day_around(m: Match) -> Node:
    """`le jour précédent`, `le jour d'après`."""
    return Shift("day", PAST if m.has("b") or m.has("b2") else FUTURE, told=True)


def weekday(m: Match) -> Node:
    """`mardi`, `ce mardi`."""
    return Weekday(m.number("w") or 0, this=m.has("c"), same=m.has("same"))


def weekday_shifted(m: Match) -> Node | None:
    """`jeudi prochain`, `mardi en huit`, `lundi de la semaine dernière`."""
    number = m.number("w") or 0
    if m.has("s"):
        return Weekday(number, direction(m, "s"), anchored=m.is_class("s", "PRECEDING"))
    if m.has("e"):
        ahead = {8: 7, 15: 14}.get(m.number("n") or 0)
        return Weekday(number, ahead=ahead) if ahead else None
    if m.has("wk"):
        return Weekday(number, week=direction(m, "wk"))
    if m.has("tw"):
        return Weekday(number, week=0)
    return Weekday(number, FUTURE, anchored=True)


def weekdays(m: Match) -> Node:
    """`tous les mardis`, `les deuxième et quatrième jeudis du mois`, `les lundis et jeudis`."""
    if m.has("o"):
        return Known("R/P1M")
    return Known(f"XXXX-WXX-{m.number('w')}")


def weekday_every(m: Match) -> Node:
    """`chaque lundi`, `le premier jeudi de chaque mois`."""
    if m.has("n"):  # `un mardi sur deux`, `une semaine sur trois`
        return Known(f"R/P{m.number('n')}{'W' if m.has('w2') else m.word('u')}")
    return Known(f"XXXX-WXX-{m.number('w')}" if m.has("w") and not m.has("o") else "R/P1M")


def holiday(m: Match) -> Node | None:
    """`Noël`, `lundi de Pâques 2024`, `jeudi de l'Ascension`."""
    name = m.word("h")
    if m.has("w"):
        if name in ("easter", "pentecost") and m.number("w") == 1:
            name += "-monday"
        elif (name, m.number("w")) not in (("ascension", 4), ("easter", 7), ("pentecost", 7)):
            return None
    if not m.has("w") and not m.has("y") and name in ("ascension", "assumption", "armistice", "epiphany", "candlemas"):
        return None if name in ("ascension", "armistice") else Holiday(name)
    return Holiday(name, full_year(m))


def holiday_saint(m: Match) -> Node | None:
    """`vendredi saint`, `Saint-Sylvestre`, `mardi gras`, `mercredi des Cendres`."""
    if m.has("w"):
        name = {4: "maundy-thursday", 5: "good-friday", 6: "holy-saturday"}.get(m.number("w") or 0)
    elif m.has("s"):
        name = m.word("s")
    else:
        name = "mardi-gras" if m.has("g") else "ash-wednesday" if m.has("a") else "palm-sunday"
    return Holiday(name, full_year(m)) if name else None


def holiday_feast(m: Match) -> Node:
    """`jour de l'An`, `Nouvel An`, `fête du Travail`, `Fête-Dieu`."""
    name = "new-year" if m.has("n") or m.has("n2") else "corpus-christi" if m.has("g") else "labour-day"
    return Holiday(name, full_year(m))
