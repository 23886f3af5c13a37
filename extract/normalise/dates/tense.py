"""The direction of the clause an expression of time stands in: the tense of its verbs, or the form of an announcement."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from extract.lexicons import rows

_REACH = 160  # characters looked at on each side
_NEARER = 20  # characters by which a verb after the date must be nearer than one before it
_LIST = 600  # characters before a line in which the heading of its list may stand
_SENTENCE_END = re.compile(r"[.!?;»«](?=\s)|\n\s*\n|\n\s*[-•*–—]|:\s")
_NO_MORE = re.compile(r" *(?:$|[\n\t:|–—]|- |(,))")  # what follows a date that heads its line; after a comma, it has no article
_PARTED = re.compile(r",| ?(?::|[–—-] )")  # what follows a year that opens its sentence or line


class _Forms(NamedTuple):
    """The patterns of `data/dates/tense.tsv`; in `verbs`, group 1 is past and group 2 future."""

    verbs: re.Pattern[str]
    participle: re.Pattern[str]
    stative: re.Pattern[str]
    announcing: re.Pattern[str]
    line: re.Pattern[str]
    backward: re.Pattern[str]
    opening: re.Pattern[str]


@cache
def _forms() -> _Forms:
    table: dict[str, list[str]] = {}
    for kind, form in rows("dates/tense.tsv", 2):
        table.setdefault(kind, []).append(form)
    told = {kind: "|".join(forms) for kind, forms in table.items()}
    ends = rf"\s+(?:{told['between']})?$"
    return _Forms(
        re.compile(rf"\b(?=\w)(?:({told['past']})|({told['future']}))\b"),
        re.compile(rf"(?:{told['participle']}){ends}"),
        re.compile(rf"(?:{told['stative']}){ends}"),
        re.compile(rf"(?:{told['announcing']})\s*$"),
        re.compile(told["line"]),
        re.compile(told["backward"]),
        re.compile(told["opening"]),
    )


def tense(text: str, start: int, end: int) -> int:
    """Return -1, 1 or 0 for past, future or untold: the nearest verb of the sentence decides, one before the date preferred."""
    before = _plain(text[max(0, start - _REACH) : start])
    after = _plain(text[end : end + _REACH])
    cuts = [m.end() for m in _SENTENCE_END.finditer(before)]
    if cuts:
        before = before[cuts[-1] :]
    stop = _SENTENCE_END.search(after)
    if stop:
        after = after[: stop.start()]
    forms = _forms()
    found = list(forms.verbs.finditer(before))
    left = found[-1] if found else None
    if (left is None or left[1]) and forms.participle.search(before) and not forms.stative.search(before):
        return -1
    room = len(before) - left.end() - _NEARER if left else _REACH
    right = forms.verbs.search(after) if room > 0 else None
    return _sign(right if right and right.start() < room else left)


def announced(text: str, start: int, end: int) -> bool:
    """Tell whether a date lies ahead by its place: after `à partir du`, or heading a line of a programme: `3 mai : concert`.

    A line that tells something past, or stands under a heading such as `Chronologie`, announces nothing.
    """
    forms = _forms()
    before = _plain(text[max(0, start - _LIST) : start])
    line = before[before.rfind("\n") + 1 :]
    if forms.announcing.search(line):
        return True
    head, follows = forms.line.search(line), _NO_MORE.match(text, end)
    if head is None or follows is None or (follows[1] and head[1]):
        return False
    rest = _plain(text[end : end + _REACH]).partition("\n")[0]
    verb = forms.verbs.search(rest)
    return not (verb and verb[1]) and not forms.backward.search(before)


def opens(text: str, start: int, end: int) -> bool:
    """Tell whether a year opens its sentence or line, and so is the year of what it tells: `En 2023, …`, `1985 – …`."""
    return (
        _PARTED.match(text, end) is not None and _forms().opening.search(_plain(text[max(0, start - 12) : start])) is not None
    )


def _plain(text: str) -> str:
    return text.lower().replace("’", "'")


def _sign(found: re.Match[str] | None) -> int:
    return 0 if found is None else -1 if found[1] else 1
