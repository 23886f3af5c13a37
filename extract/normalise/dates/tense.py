"""The tense of the clause an expression of time stands in, read off the forms of its verbs."""

from __future__ import annotations

import re
from functools import cache

from extract.lexicons import rows

_REACH = 160  # characters looked at on each side
_SENTENCE_END = re.compile(r"[.!?;»«](?=\s)|\n\s*\n|\n\s*[-•*–—]|:\s")


@cache
def _forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of `data/dates/tense.tsv`: verbs (group 1 past, group 2 future); participles right before a date."""
    table: dict[str, list[str]] = {"past": [], "future": [], "participle": []}
    for kind, form in rows("dates/tense.tsv", 2):
        table[kind].append(form)
    verbs = re.compile(rf"\b(?:({'|'.join(table['past'])})|({'|'.join(table['future'])}))\b")
    return verbs, re.compile(rf"(?:{'|'.join(table['participle'])})\s+(?:le |ce |dès )?$")


def tense(text: str, start: int, end: int) -> int:
    """Return -1, 1 or 0 for past, future or untold: the nearest verb of the sentence decides, one before the date preferred."""
    before = text[max(0, start - _REACH) : start].lower().replace("’", "'")
    after = text[end : end + _REACH].lower().replace("’", "'")
    cuts = [m.end() for m in _SENTENCE_END.finditer(before)]
    if cuts:
        before = before[cuts[-1] :]
    stop = _SENTENCE_END.search(after)
    if stop:
        after = after[: stop.start()]
    verbs, participles = _forms()
    found = list(verbs.finditer(before))
    left = found[-1] if found else None
    if (left is None or left[1]) and participles.search(before):
        return -1
    right = verbs.search(after)
    if left and right:
        return _sign(right) if right.start() + 20 < len(before) - left.end() else _sign(left)
    return _sign(left or right)


def _sign(found: re.Match[str] | None) -> int:
    return 0 if found is None else -1 if found[1] else 1
