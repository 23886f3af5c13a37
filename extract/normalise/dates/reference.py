"""The communiqué's own date: where it may stand, in what order the places are believed, and what is never believed.

The order, each place believed before the ones after it:

1. `column`: the caller said it;
2. the date line: the last full date of the date lines before the body, unless the container is more than `_CLOSE` days off;
3. what the container says: front matter, mail header, HTML metadata (in the order the reader gives them), but for addresses;
4. other words of the text (`data/dates/published.toml`): `Publié le`, a place and a date, a date alone on one of the first
   lines, `Communiqué du`, a signature `Fait à …, le …`;
5. the embargo's day;
6. the address and the file name, which go before a date alone on its line: that may be an event's.

In 4, a date with a time of day is an event's. A date beside `mis à jour`, a copyright sign or a closing date is never taken,
nor one of an event.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from msgspec import Struct, convert
from msgspec.structs import replace

from extract.lexicons import read
from extract.normalise.dates.clocks import Moment
from extract.normalise.dates.lexemes import fold
from extract.normalise.dates.nodes import Context, Day, Expression
from extract.normalise.dates.values import days
from extract.types import Hint, Published, Zone

_CLOSE = 45  # days between date line and container above which the line is taken for something else
_TOP = 1200  # characters of text in which a date on a line of its own may be the document's
_OUTSIDE = ("url", "filename")
_LINE = 160  # characters before a date that belong to its line


class _Rule(Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    before: str
    after: str
    example: str
    counter: str
    top: bool = False


class _Rules(Struct, frozen=True, forbid_unknown_fields=True):
    not_own: str
    rule: tuple[_Rule, ...]


class _Place(Struct, frozen=True):
    rule: str
    before: re.Pattern[str]
    after: re.Pattern[str]
    top: bool


@cache
def rules() -> _Rules:
    """Return the rules of `data/dates/published.toml`."""
    return convert(tomllib.loads(read("dates/published.toml")), _Rules)


@cache
def _places() -> tuple[re.Pattern[str], tuple[_Place, ...]]:
    found = rules()
    places = tuple(_Place(rule.id, re.compile(rule.before), re.compile(rule.after), rule.top) for rule in found.rule)
    return re.compile(found.not_own), places


def published(
    text: str, expressions: Sequence[Expression], hints: Sequence[Hint], zones: Sequence[Zone]
) -> Published | Hint | None:
    """Return the document's own date with the rule that chose it; a Hint, cut to the day, where the container said it."""
    said = [hint for hint in hints if hint.kind == "published" and _day(hint.value)]
    column = next((hint for hint in said if hint.rule == "column"), None)
    inside = next((hint for hint in said if not hint.rule.startswith(_OUTSIDE)), None)
    if column:
        return _cut(column)
    dated = list(_dated(text, expressions))
    line = _dateline(text, dated, expressions, zones)
    if line and (inside is None or _near(line.value, inside.value)):
        return line
    if inside:
        return _cut(inside)
    outside = next((hint for hint in said if hint.rule.startswith(_OUTSIDE)), None)
    timed = {e.start for e in expressions if isinstance(e.node, Moment)}
    found = _in_text(text, [day for day in dated if day.start not in timed]) or _of_embargo(text, expressions, zones)
    if outside and (found is None or found.rule == "text.alone"):
        return _cut(outside)
    return found


def _cut(hint: Hint) -> Hint:
    return replace(hint, value=hint.value[:10])


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def _near(one: str, other: str) -> bool:
    first, second = _day(one), _day(other)
    return first is not None and second is not None and abs((first - second).days) <= _CLOSE


def _dated(text: str, expressions: Sequence[Expression], now: date | None = None) -> Iterator[Published]:
    """Yield the expressions that name a full day by themselves (or with the reference given), but for dates of other things."""
    not_own, _ = _places()
    for expression in expressions:
        value = expression.node.value(Context(now))
        if value is None or not value[0].isdigit() or value[4:5] != "-" or not value[8:10].isdigit() or "/" in value:
            continue
        start, end = expression.start, expression.end
        if not not_own.search(_before(text, start)):
            yield Published(value[:10], text[start:end], start, end, "dateline")


def _before(text: str, start: int) -> str:
    """Return the folded beginning of a date's line."""
    head = text[max(0, start - _LINE) : start]
    return fold(head[head.rfind("\n") + 1 :])


def _dateline(
    text: str, dated: Sequence[Published], expressions: Sequence[Expression], zones: Sequence[Zone]
) -> Published | None:
    """Return the date of the date lines at the head of the text: the one nearest to the body, with the year told before."""
    found: Published | None = None
    for zone in zones:
        if zone.kind != "dateline" or (found is not None and zone.start - (found.end or 0) > _LINE):
            continue
        inside = [day for day in dated if zone.start <= (day.start or 0) < zone.end]
        if inside:
            found = _posted(text, inside) or inside[-1]
        if found is not None:
            undated = [
                e for e in expressions if isinstance(e.node, Day) and max(zone.start, found.end or 0) <= e.start < zone.end
            ]
            for day in _dated(text, undated, _day(found.value)):
                if _near(day.value, found.value):
                    found = day
    return found


def _posted(text: str, days_inside: Sequence[Published]) -> Published | None:
    """Return the day that `Publié le` announces, where a stamp holds several."""
    _, places = _places()
    return next((day for day in days_inside if places[0].before.search(_before(text, day.start or 0))), None)


def _in_text(text: str, dated: Sequence[Published]) -> Published | None:
    """Return the first date that one of the rules of form accepts, the rules in their order."""
    _, places = _places()
    for place in places:
        for day in dated:
            start, end = day.start or 0, day.end or 0
            if place.top and start > _TOP:
                continue
            if place.before.search(_before(text, start)) and place.after.search(text[end : end + 40]):
                return replace(day, rule=place.rule)
    return None


def _of_embargo(text: str, expressions: Sequence[Expression], zones: Sequence[Zone]) -> Published | None:
    for zone in zones:
        if zone.kind == "embargo":
            for expression in expressions:
                if zone.start <= expression.start < zone.end:
                    value = expression.node.value(Context())
                    day = days(value)[1] if value and value[0] in ".0123456789" else None
                    if day:
                        surface = text[expression.start : expression.end]
                        return Published(day.isoformat(), surface, expression.start, expression.end, "embargo")
    return None
