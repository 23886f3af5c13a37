"""Expressions of a text resolved in order: each knows the clause it stands in and the last day told before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from msgspec.structs import replace

from extract.normalise.dates.clocks import Clock, ClockSpan, DayPart, Moment, OpenClock, anchored
from extract.normalise.dates.compounds import Many, Modified, Open, Span
from extract.normalise.dates.lexemes import joint
from extract.normalise.dates.nodes import Context, Day, Either, Expression, Node, Weekday
from extract.normalise.dates.stretches import Month, Shift
from extract.normalise.dates.tense import announced, opens, tense
from extract.normalise.dates.values import days, is_day

_STORY = 600  # characters in which a story goes on without naming its day again
_LISTED = 12  # characters between the members of a list
_TIMES = (Clock, ClockSpan, OpenClock)
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
    opened = False  # whether the last year told opens its sentence
    out: list[str | None] = []
    nodes = _borrowed(expressions, text)
    weekly = _weekly(expressions, text)
    for place, expression in enumerate(expressions):
        node = nodes[place]
        where = (text, expression.start, expression.end)
        ahead = partial(_announced, aside, *where)
        at = Context(now, partial(tense, *where), told, told_year, clock, ahead)
        framed = told_year is not None and _yearless(node) and _in_frame(text, year_at, expression, opened)
        if framed and told_year:
            at = at.but(now=date(told_year, 7, 2), tense=0, ahead=False)  # from its middle, the days of a year are the nearest
        value: str | None = None
        if isinstance(node, _TIMES):
            habit = timed and isinstance(node, ClockSpan) and node.last.text() < node.first.text()
            if told and told_at > recurring_at and not habit and _same_scene(text, told_at, expression.start, at):
                value = anchored(node, told.isoformat()).value(at)
            elif place + 1 < len(expressions) and recurring_at < 0:
                value = _ahead(expressions[place + 1], text, expression, at)
        elif place in weekly and isinstance(node, Weekday):
            value = f"XXXX-WXX-{node.weekday}"
        if value is None:
            value = node.value(at)
        out.append(value)
        if value is None:
            continue
        if not value[0].isdigit():
            if value.startswith(("XXXX-W", "R/")):
                recurring_at = expression.end
            if value[0] == "{":  # a clock time after a list is that of each of its days
                told, told_at = days(value)[0], -1
            continue
        if "/" not in value and not framed and value[:4].isdigit():
            told_year, year_at = int(value[:4]), expression.end
            opened = len(value) == 4 and opens(*where)
        if value[7:8] == "-" and value[5] != "W" and (first := days(value)[0]):
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
        elif (
            len(gap) <= _LISTED and joint("and").fullmatch(gap) and type(here) is type(after) and not (here.year or here.shift)
        ):
            assert isinstance(after, Day | Month)
            nodes[place] = replace(here, year=after.year, shift=after.shift) if here.month else here
    return nodes


def _announced(aside: Sequence[tuple[int, int]], text: str, start: int, end: int) -> bool:
    """Tell whether a date lies ahead by its place, see `tense.announced`; nothing does in stretches set aside."""
    return not any(first <= start < last for first, last in aside) and announced(text, start, end)


def _yearless(node: Node) -> bool:
    """Tell whether an expression names a day or month of a year that it does not tell."""
    if isinstance(node, Day):
        return node.month is not None and node.year is None and not node.shift
    if isinstance(node, Month):
        return node.year is None and not node.shift
    if isinstance(node, Span):
        bare = isinstance(node.first, Day) and node.first.month is None  # `du 3 au 5 mai`
        return (bare or _yearless(node.first)) and _yearless(node.last)
    if isinstance(node, Many):
        return _yearless(node.members[-1])
    return (
        _yearless(node.day if isinstance(node, Moment) else node.node) if isinstance(node, Moment | Open | Modified) else False
    )


def _in_frame(text: str, year_at: int, expression: Expression, opened: bool) -> bool:
    """Tell whether a year told before is that of an expression: in brackets that follow it, `en 1997 (en mars, en juin)`, in
    the sentence that it opens, or where the words say so: `le 3 mai de la même année`.
    """
    start = expression.start
    if start - year_at <= _STORY and joint("year-told").match(text, expression.end):
        return True
    bracketed = text[year_at : year_at + 2].lstrip().startswith("(")
    if start - year_at > _STORY or not (opened or bracketed):
        return False
    return (bracketed and ")" not in text[year_at:start]) or (opened and not _STOP.search(text, year_at, start))


def _same_scene(text: str, told_at: int, start: int, at: Context) -> bool:
    """Tell whether a clock time belongs to the day told before it: in its sentence, or in a story told in its paragraph."""
    if start - told_at > _STORY:
        return False
    return not _STOP.search(text, told_at, start) or ("\n" not in text[told_at:start] and at.tense < 0)


def _weekly(expressions: Sequence[Expression], text: str) -> set[int]:
    """Return the places of the weekdays that head a line of opening hours: `lundi, mercredi : 9h-12h`, `| mardi | 14h-17h |`.

    They stand alone at the head of their cell or line, a span of hours in a later one; several share one line of hours.
    """
    found: set[int] = set()
    listed: set[int] = set()  # bare weekdays that a list joins to hours, whatever stands before them
    for place in range(len(expressions) - 2, -1, -1):
        here, after = expressions[place], expressions[place + 1]
        if not isinstance(here.node, Weekday) or here.node != Weekday(here.node.weekday):
            continue
        between = text[here.end : after.start]
        if isinstance(after.node, ClockSpan):
            cells = any(mark in between for mark in "\t|")
            hours = "\n" not in between if cells else not between.strip(" \n:*") and any(mark in between for mark in "\n:")
        else:
            hours = place + 1 in listed and joint("and").fullmatch(between) is not None
        if hours:
            listed.add(place)
    for place in sorted(listed):
        before = text[max(0, expressions[place].start - 9) : expressions[place].start].rstrip(" |*•-")
        if not before or before[-1] in "\n\t," or place - 1 in found:
            found.add(place)
    return found


def _ahead(following: Expression, text: str, expression: Expression, at: Context) -> str | None:
    """Return the value of a clock time whose day is told right after it: `vers 0 h 40, jeudi`."""
    node = expression.node
    if following.start - expression.end > 3 or not isinstance(node, (*_TIMES, DayPart)):
        return None
    day = following.node.value(at)
    return anchored(node, day).value(at) if day and is_day(day) else None
