"""French expressions of time: found in a text, read into a parsed form, resolved to TIMEX values.

>>> parse("du 3 au 5 mai", reference=date(2024, 3, 7)).value
'2024-05-03/2024-05-05'
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Literal, NamedTuple

from extract.normalise.dates import readings, readings_clocks, readings_periods, readings_times
from extract.normalise.dates.filters import judged
from extract.normalise.dates.grammar import Grammar
from extract.normalise.dates.interpret import interpret
from extract.normalise.dates.lexemes import joint
from extract.normalise.dates.nodes import Expression, Unknown
from extract.normalise.dates.values import Described, describe
from extract.types import DateType

__all__ = ["Convention", "Described", "Expression", "Value", "describe", "find", "interpret", "parse"]


class Value(NamedTuple):
    """What a text means as an expression of time."""

    value: str | None
    type: DateType
    begin: str | None
    end: str | None


Convention = Literal["guide", "timebank"]
_SILENT = frozenset({"day-part", "word.week-end", "word.afternoon"})  # rules of words that say when only beside others


@cache
def _grammar(convention: Convention) -> Grammar:
    """Return the grammar, compiled at first use."""
    modules = (readings, readings_periods, readings_clocks, readings_times)
    public = {name: made for module in modules for name, made in vars(module).items()}
    return Grammar({name: made for name, made in public.items() if callable(made)}, joins=convention == "guide")


def find(text: str, masks: Sequence[tuple[int, int]] = (), convention: Convention = "guide") -> list[Expression]:
    """Return the expressions of time of a text in order; none overlaps another or a mask.

    The guide of this project joins what belongs together (`samedi 5 juin à 17 h`, `du 3 au 5 mai`) and leaves determiners out;
    `timebank` keeps days, times and the ends of ranges apart and takes determiners in, as the French TimeBank does.
    """
    state = _grammar(convention).parse(text, masks)
    starts = state.parts.starts
    out: list[Expression] = []
    for place, found in state.nodes.items():
        if found.node is None or found.rule in _SILENT:
            continue
        start, end = starts[state.firsts[place]], starts[state.lasts[place] + 1]
        while text[end - 1].isspace():
            end -= 1
        if convention == "timebank" and (determiner := joint("determiner").search(text, max(0, start - 4), start)):
            start = determiner.start()
        verdict = judged(text, start, end, found.rule)
        if verdict is None:
            out.append(Expression(start, end, found.rule, found.node))
        elif verdict.keep:
            out.append(Expression(start, end, found.rule, Unknown()))
    return out


def parse(text: str, reference: date | datetime | None = None) -> Value | None:
    """Return the meaning of a text's first expression of time, None where it has none.

    A datetime as reference is the moment itself: clock times then fall on its day.
    """
    found = find(text)
    if not found:
        return None
    value = interpret(found[:1], text, reference)[0]
    return Value(value, *describe(value)) if value else Value(None, "date", None, None)
