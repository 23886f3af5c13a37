"""Contact zones: from the words that open them, or the channels in them, as far as the block looks like a card."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from extract.lexicons import rows
from extract.zones.channels import is_labelled
from extract.zones.lines import Line, fold
from extract.zones.naming import is_institution
from extract.zones.patterns import pattern

_CARD = 130  # characters of a line of a card at most, unless it holds a channel
_NAME = 80  # characters of a line with a name or function at most
_TOP = 4  # lines of a text that may be a letterhead
_AHEAD = 5  # lines looked at for the next channel
_BREAKS = frozenset(("embargo", "end", "label", "about", "section", "furniture", "reference", "salutation", "source"))
_SIGNATURE = re.compile(r"--? ?$|__+$")


def mark_contacts(lines: Sequence[Line]) -> None:
    """Set the kind of the lines of contact blocks, wherever they stand."""
    inside = signature = begun = False
    for i, line in enumerate(lines):
        if line.kind is not None:
            inside = signature = False
            continue
        if _SIGNATURE.match(line.text) and line.text.startswith("--") and i > 3:
            inside = signature = _reached(lines, i + 1, far=True)
        elif line.cue in _BREAKS or line.heading == 1:
            inside = signature = False
        elif line.cue == "contact" and _opens(lines, i, begun):
            inside = True
            _take_above(lines, i)
        elif inside:
            inside = (signature and (len(line.text) < _CARD or line.channel)) or _continues(lines, i)
        elif line.channel and _stands_alone(line):
            inside = True
            _extend_back(lines, i)
        begun = begun or len(line.text) > _CARD
        if inside:
            line.kind = "contact"


def mend_cues(lines: Sequence[Line]) -> None:
    """Take the cue from lines that name whom to call for something, among others that do: `Auteurs : Léa Blin, 04 …`."""
    for above, line in pairwise(lines):
        if line.channel and line.cue in ("furniture", "reference") and (above.channel or above.cue == "contact"):
            at = line.text.find(":") + 1
            named = pattern("zones", "person").match(line.text[at:].lstrip())
            if at and named and not _given_names().isdisjoint(line.fold[at:].replace("-", " ").split()):
                line.cue = ""


@cache
def _given_names() -> frozenset[str]:
    return frozenset(fold(name) for name, _ in rows("names/given.tsv", 2))


def split_at_contact(folded: str) -> int:
    """Return where the contact words inside a paragraph begin, 0 where there are none."""
    match = pattern("zones", "contact-inside").search(folded)
    return match.start() if match else 0


def _opens(lines: Sequence[Line], i: int, begun: bool) -> bool:
    """Tell whether a line with contact words opens a block: a channel follows, or the words stand alone below some text."""
    line = lines[i]
    if line.channel:
        return True
    if len(line.text) > 2 * _CARD:
        return False
    if _reached(lines, i + 1, far=True):
        return True
    alone = "contact" in line.fold and len(line.text) < _NAME and line.text[-1] not in ".!?"
    return alone and (begun or bool(line.heading or line.bold) or ":" in line.text)


def _reached(lines: Sequence[Line], i: int, *, far: bool = False) -> bool:
    """Tell whether a channel follows within a few short lines."""
    for line in lines[i : i + (2 * _AHEAD if far else _AHEAD)]:
        if line.kind is not None or line.cue in _BREAKS or line.heading == 1:
            return False
        if line.channel:
            return True
        if len(line.text) > _CARD:
            return False
    return False


def _continues(lines: Sequence[Line], i: int) -> bool:
    """Tell whether a line goes on with the contact block above it."""
    line, above = lines[i], lines[i - 1]
    if line.channel:
        return len(line.text) < 2 * _CARD or above.cue == "contact"
    if len(line.text) > _CARD:
        return False
    if (
        is_labelled(line.fold)
        or _reached(lines, i + 1)
        or (above.kind == "contact" and pattern("zones", "person").match(line.text))
    ):
        return True
    return not line.gap and not line.heading and not line.item


def _take_above(lines: Sequence[Line], i: int) -> None:
    """Take into a block what stands right over the words that open it: a name alone, lines of the same kind with channels."""
    if i and not lines[i].gap and lines[i - 1].kind is None and pattern("zones", "full-name").fullmatch(lines[i - 1].text):
        lines[i - 1].kind = "contact"
        return
    for j in range(i - 1, -1, -1):
        line = lines[j]
        if lines[j + 1].gap or line.kind is not None or not line.channel or line.heading or len(line.text) > _CARD:
            return
        line.kind = "contact"


def _stands_alone(line: Line) -> bool:
    """Tell whether a line without contact words is a piece of a card by itself."""
    if is_labelled(line.fold) and len(line.text) < _CARD:
        return True
    if len(line.text) < _CARD and not line.item and pattern("zones", "person").match(line.text):
        return True
    return len(line.text) < 60 and not line.item and line.text[-1] not in ".!?;"


def _extend_back(lines: Sequence[Line], i: int) -> None:
    """Take the name and function above a channel into its block; the letterhead above an address stays one."""
    for j in range(i - 1, max(-1, i - 4), -1):
        line = lines[j]
        if line.kind is not None or line.heading or line.item or lines[j + 1].gap:
            return
        if len(line.text) > _NAME or line.text[-1] in ".!?;:" or (j < _TOP and is_institution(line.fold)):
            return
        line.kind = "contact"
