"""What the rules of months, years, parts of years, seasons and stretches counted from now mean (see `readings`)."""

from __future__ import annotations

from extract.normalise.dates.compounds import FirstMonths, Fortnight, Modified, WeekOf, Window
from extract.normalise.dates.matches import Match
from extract.normalise.dates.nodes import Dated, Duration, Holiday, Known, Node, Nth
from extract.normalise.dates.readings import FUTURE, PAST, direction, full_year
from extract.normalise.dates.stretches import Ago, Month, Part, Season, Shift, Unit

_UNITS: dict[str, Unit] = {"D": "day", "W": "week", "M": "month", "Y": "year", "Q": "quarter", "H": "half"}
_DAY = 24 * 60  # minutes
_COUNTED = {
    "W": ("D", 7),
    "F": ("D", 15),
    "Q": ("M", 3),
    "H": ("M", 6),
    "C": ("Y", 100),
    "E": ("Y", 10),
    "h": ("m", 60),
}  # units that are counted as so many of another


def month(m: Match) -> Node | None:
    """`septembre 2023`, `août dernier`, `mois de juin`."""
    number = m.number(m.first("m", "m2"), -1)
    return Month(number, full_year(m), direction(m, "s")) if number else None


def year(m: Match) -> Node | None:
    """`1998`; the first centuries only after a word that announces a year."""
    number = m.number("y") or 0
    return Known(f"{number:04}") if m.has("cue") or 1900 <= number <= 2100 else None


def year_short(m: Match) -> Node:
    """`en 97`."""
    return Known(f"{1900 + (m.number('t') or 0)}")


def years_span(m: Match) -> Node | None:
    """`2014-2020`, `2023-24`."""
    first, last = m.number("y") or 0, m.number("y2") or 0
    if last < 100:
        last += first // 100 * 100
        if len(m.text("y2")) < 2 or last != first + 1:
            return None
    return Known(f"{first}/{last}") if 1000 <= first < last <= 2200 and last - first <= 500 else None


def quarter(m: Match) -> Node | None:
    """`troisième trimestre 2024`, `T3`, `second semestre`."""
    letter = m.word("u") or m.word("l")
    parts = 4 if letter == "Q" else 2
    number = parts if m.has("lq") else m.number("n" if m.has("n") else "k") or 0
    if not 1 <= number <= parts or (m.has("l") and not m.has("y")):
        return None
    return Part("Q" if letter == "Q" else "H", number, full_year(m), direction(m, "yn", "yn2"))


def first_months(m: Match) -> Node:
    """`neuf premiers mois de 2023`, `six premiers mois de l'année`."""
    base: Node = Known(m.text("y")) if m.has("y") else Shift("year", 0)
    return FirstMonths(m.number("n") or 0, base, last=not m.has("f"))


def fortnight(m: Match) -> Node | None:
    """`deuxième quinzaine de décembre`."""
    return Fortnight(m.number("n") or 0, Month(m.number("m", -1) or 0, full_year(m)))


def week_nth(m: Match) -> Node:
    """`première semaine d'octobre 2014`: the week of its first Monday; a week-end is that of the Saturday."""
    ends = m.is_class("u", "WEEKEND")
    return WeekOf(Nth(m.number("n") or -1, 6 if ends else 1, m.number("m", -1), full_year(m)), ends)


def week_of(m: Match) -> Node | None:
    """`semaine du 6 octobre`."""
    base = m.node("d")
    return base and WeekOf(base)


def weekend_of(m: Match) -> Node | None:
    """`week-end du 14 juin`, `week-end de l'Ascension`."""
    base = Holiday(m.word("h")) if m.has("h") else m.node("d")
    return WeekOf(base, ends=True) if isinstance(base, Dated) else None


def season(m: Match) -> Node:
    """`été 2024`, `l'automne dernier`, `en été`."""
    if m.has("s"):
        return Season(m.word("s"), full_year(m))
    if m.has("f"):
        return Season(m.word("s3"), None, FUTURE, told=True)
    return Season(m.word("s3"), None, direction(m, "sh"), generic=m.has("g") and not m.has("sh"))


def decade(m: Match) -> Node | None:
    """`années 90`, `années 1980`, `années soixante`."""
    number = m.number("y") if m.has("y") else m.number("t")
    if number is None or number % 10:
        return None
    first = number if m.has("y") else 1900 + number if number > 20 else 2000 + number
    if m.has("y2"):
        last = m.number("y2") or 0
        return Known(f"{first}/{last + 9}") if last > first and last % 10 == 0 and m.has("y") else None
    if m.has("t2"):
        last = first // 100 * 100 + (m.number("t2") or 0)
        return Known(f"{first}/{last + 9}") if last > first else None
    return Known(f"{first}/{first + 9}")


def century(m: Match) -> Node | None:
    """`XIXe siècle` is 1801 to 1900; centuries before our era have no value here."""
    number = m.number("n") or 0
    first = m.number("n0") or number
    if m.has("bc") or not 1 <= first <= number <= 21:
        return None
    return Known(f"{first * 100 - 99:04}/{number * 100:04}")


def rentree(m: Match) -> Node:
    """`rentrée 2024`: September in the schools of the north."""
    return Month(9, full_year(m))


def period_shifted(m: Match) -> Node | None:
    """`la semaine prochaine`, `l'an dernier`, `cette année`, `l'année suivante`, `l'été dernier`, `cette année-là`."""
    name = m.first("a", "a2", "a3", "this")
    steps = direction(m, "s", "s2", "s3", "f", "x")
    told = m.has("f") or m.has("x")
    if m.word(name) in ("SP", "SU", "FA", "WI"):
        return None if told else Season(m.word(name), None, steps)
    told = told or m.has("la")
    if m.is_class(name, "WEEKEND"):
        return Shift("weekend", steps, told)
    if m.word(name) == "F":
        return Known("P2W")
    return Shift(_UNITS.get(m.word(name), "year"), steps, told)


def window(m: Match) -> Node | None:
    """`les trois prochains mois`, `ces dernières 24 heures`, `les 24 heures passées`, `les dix ans à venir`."""
    number = m.number(m.first("n", "n2", "n3"))
    unit = m.word(m.first("u", "u3"))
    if not number:
        return None
    back = m.has("q") or m.has("q2") or m.has("q3")
    return Window(length(number, unit), unit, number, PAST if back else FUTURE)


def vague(m: Match) -> Node | None:
    """`ces derniers jours`: so many that are not told."""
    plural = m.text("l") or m.text("l2") or m.text("u2")
    if not plural.endswith("s"):
        return None
    return Known(length(0, m.word(m.first("u", "u2"))).replace("0", "X"))


def modified(m: Match) -> Node | None:
    """`fin 2019`, `début avril`, `la fin de l'année`: the period, the modifier apart."""
    base = m.node("n")
    if base is None:
        base = Shift(_UNITS[m.word("u")], 0)
    return Modified(base)


def length(number: float, unit: str) -> str:
    """Return the TIMEX duration of a number of units."""
    factor, letter = {"F": (15, "D"), "C": (100, "Y"), "E": (10, "Y"), "H": (6, "M"), "Q": (3, "M")}.get(unit, (1, unit))
    if unit == "2":  # `seconde`
        letter = "s"
    shown = f"{number * factor:g}"
    return f"PT{shown}{letter.upper()}" if letter in "hms" else f"P{shown}{letter}"


def ago(m: Match) -> Node | None:
    """`il y a trois mois`."""
    return _counted(m.node("d"), PAST)


def fortnight_ahead(m: Match) -> Node:
    """`sous quinzaine`."""
    return Ago(days=15)


def ahead(m: Match) -> Node | None:
    """`dans quinze jours`, `sous huit jours`; not `dans les dix jours`, which is a length of time."""
    return _counted(m.node("d"), FUTURE)


def moved(m: Match) -> Node | None:
    """`trois jours plus tôt`, `deux ans après`: from the last day told."""
    earlier = m.has("e") or m.has("e2") or m.has("e3")
    return _counted(m.node("d"), PAST if earlier else FUTURE, told=True)


def _counted(base: Node | None, sign: int, told: bool = False) -> Node | None:
    if not isinstance(base, Duration) or not base.amounts:
        return None
    total = dict.fromkeys("YMDm", 0.0)
    for number, unit in base.amounts:
        letter, factor = _COUNTED.get(unit, (unit, 1))
        if letter in total:
            total[letter] += number * factor * sign
    whole_years = int(total["Y"])
    months = int(total["M"] + (total["Y"] - whole_years) * 12)
    if total["m"] % _DAY == 0:
        total["D"], total["m"] = total["D"] + total["m"] // _DAY, 0
    if told and total["m"]:
        return None
    return Ago(whole_years, months, int(total["D"]), int(total["m"]), told)
