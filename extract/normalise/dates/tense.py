"""The tense of the clause an expression of time stands in, read off the forms of its verbs."""

from __future__ import annotations

import re
from functools import cache

from extract.lexicons import rows
from extract.normalise.dates.lexemes import fold

_REACH = 160  # characters looked at on each side
_CLAUSE_END = re.compile(r"[.!?;:»«\n](?=\s|$)")


@cache
def _forms() -> re.Pattern[str]:
    """Return the pattern of `data/dates/tense.tsv`: group 1 forms of the past, group 2 of the future."""
    table: dict[str, list[str]] = {"past": [], "future": []}
    for kind, form in rows("dates/tense.tsv", 2):
        table[kind].append(form)
    return re.compile(rf"\b(?:({'|'.join(table['past'])})|({'|'.join(table['future'])}))\b")


def tense(text: str, start: int, end: int) -> int:
    """Return -1, 1 or 0 for past, future or untold: the nearest telling verb of the clause decides, those before it first."""
    before = fold(text[max(0, start - _REACH) : start])
    after = fold(text[end : end + _REACH])
    cut = [m.end() for m in _CLAUSE_END.finditer(before)]
    before = before[cut[-1] :] if cut else before
    stop = _CLAUSE_END.search(after)
    after = after[: stop.start()] if stop else after
    left = list(_forms().finditer(before))
    right = _forms().search(after)
    best = None
    if left:
        best = (len(before) - left[-1].end(), left[-1])
    if right and (best is None or right.start() < best[0] - 20):
        best = (right.start(), right)
    return 0 if best is None else -1 if best[1][1] else 1
