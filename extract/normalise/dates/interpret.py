"""Expressions of a text resolved in order: each knows the clause it stands in and the last day told before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from extract.normalise.dates.compounds import Clock, ClockSpan, DayPart, Moment, Open, OpenClock, anchored
from extract.normalise.dates.nodes import Context, Day, Either, Node, Weekday
from extract.normalise.dates.stretches import Month, Shift
from extract.normalise.dates.tense import announced, tense
from extract.normalise.dates.values import days, is_day

if TYPE_CHECKING:
    from extract.normalise.dates import Expression

_STORY = 600  # characters in which a story goes on without naming its day again
_LISTED = 12  # characters between the members of a list
_AND = re.compile(r",? ?(?:et |ou |& ?)?(?:en |le |du |au |de |d['’])?")
_STOP = re.compile(r"[.!?;…]\s|\n\s*\n|\n\s*[-•*–—]")


def interpret(
    expressions: Sequence[Expression],
    text: str,
    reference: date | datetime | None,
    aside: Sequence[tuple[int, int]] = (),
) -> list[str | None]:
    """Return the value of each expression, None where the text and the reference do not settle it.

    `aside` are stretches that announce nothing: a page's furniture, whose lines are stamps of other texts.
    """
    moment = reference if isinstance(reference, datetime) else None
    now = moment.date() if moment else reference
    clock = moment.time() if moment else None
    told: date | None = None
    told_year: int | None = None
    told_at = year_at = 0
    timed = False  # whether the last day told has its hour: a span of hours over the night is then a habit
    recurring_at = -1
    out: list[str | None] = []
    nodes = _borrowed(expressions, text)
    for place, expression in enumerate(expressions):
        node = nodes[place]
        bracketed = isinstance(node, Month) and told_year and _in_brackets(text, year_at, expression.start)
        if isinstance(node, Month) and bracketed:
            node = replace(node, year=node.year or told_year)
        where = (text, expression.start, expression.end)
        set_aside = any(start <= expression.start < end for start, end in aside)
        ahead = False if set_aside else partial(announced, *where)
        at = Context(now, partial(tense, *where), told, told_year, clock, ahead)
        value: str | None = None
        if isinstance(node, Clock | ClockSpan | OpenClock):
            habit = timed and isinstance(node, ClockSpan) and node.last.text() < node.first.text()
            if told and told_at > recurring_at and not habit and _same_scene(text, told_at, expression.start, at):
                value = anchored(node, told.isoformat()).value(at)
            elif place + 1 < len(expressions) and recurring_at < 0:
                value = _ahead(expressions[place + 1], text, expression, at)
        elif isinstance(node, Weekday) and _weekly(text, expression, expressions[place + 1 : place + 2]):
            value = f"XXXX-WXX-{node.weekday}"
        if value is None:
            value = node.value(at)
        out.append(value)
        if value is None:
            continue
        if value.startswith(("XXXX-W", "R/")):
            recurring_at = expression.end
        if value[:4].isdigit() and "/" not in value and not bracketed:
            told_year, year_at = int(value[:4]), expression.end
        if value[0].isdigit() and len(value.split("/")[0].split("T")[0]) == 10 and value[4] == "-" and value[5] != "W":
            first = days(value)[0]
            if first is not None:
                told, told_at = first, -1 if isinstance(node, Open) else expression.end
                timed = isinstance(node, Moment) and isinstance(node.time, Clock)
    return out


def _borrowed(expressions: Sequence[Expression], text: str) -> list[Node]:
    """Return the nodes, some with what the next one tells: `en mai et juin derniers`, `le lendemain, samedi 8 avril`."""
    nodes = [expression.node for expression in expressions]
    for place in range(len(nodes) - 2, -1, -1):
        here, after = nodes[place], nodes[place + 1]
        if not isinstance(here, Day | Month | Shift):
            continue
        gap = text[expressions[place].end : expressions[place + 1].start]
        if isinstance(here, Shift):
            if here.told and here.unit == "day" and isinstance(after, Day) and gap == ", ":
                nodes[place] = Either(here, after)
                nodes[place + 1] = Either(Shift("day", 0, told=True), after)
        elif len(gap) <= _LISTED and _AND.fullmatch(gap) and type(here) is type(after) and not (here.year or here.shift):
            assert isinstance(after, Day | Month)
            nodes[place] = replace(here, year=after.year, shift=after.shift) if here.month else here
    return nodes


def _in_brackets(text: str, year_at: int, start: int) -> bool:
    """Tell whether a month stands in brackets that follow a year: `trois fois en 1997 (en mars, en mai, en juin)`."""
    between = text[year_at:start] if start - year_at < _STORY else ")"
    return between.lstrip().startswith("(") and ")" not in between


def _same_scene(text: str, told_at: int, start: int, at: Context) -> bool:
    """Tell whether a clock time belongs to the day told before it: in its sentence, or in a story told in its paragraph."""
    if start - told_at > _STORY:
        return False
    return not _STOP.search(text, told_at, start) or ("\n" not in text[told_at:start] and at.tense < 0)


def _weekly(text: str, expression: Expression, following: Sequence[Expression]) -> bool:
    """Tell whether a weekday heads a line of opening hours: alone in its cell or line, a span of hours in a later one."""
    node = expression.node
    if node != Weekday(getattr(node, "weekday", 0)) or not following or not isinstance(following[0].node, ClockSpan):
        return False
    before, between = (
        text[max(0, expression.start - 9) : expression.start].rstrip(" |*•-"),
        text[expression.end : following[0].start],
    )
    heads = not before or before[-1] in "\n\t,"
    next_cell = not between.strip(" \t\n|:*") and any(c in between for c in "\n\t|:")
    return heads and (next_cell or ("\n" not in between and any(c in between for c in "\t|")))


def _ahead(following: Expression, text: str, expression: Expression, at: Context) -> str | None:
    """Return the value of a clock time whose day is told right after it: `vers 0 h 40, jeudi`."""
    node = expression.node
    if following.start - expression.end > 3 or not isinstance(node, Clock | ClockSpan | OpenClock | DayPart):
        return None
    day = following.node.value(at)
    return anchored(node, day).value(at) if day and is_day(day) else None
