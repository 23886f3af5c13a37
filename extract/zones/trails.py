"""Trails of links (`Accueil > Presse > Une école rouvre`), whose last step names the page they stand on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.zones.lines import Line

_STEP = re.compile(r" ?[>›»→|/\\] ")
_CUT_OFF = ("…", "...")
_SHORTEST = 10  # characters of a step that was cut off


def ends(lines: Sequence[Line]) -> list[str]:
    """Return the last steps of the trails of a page, folded."""
    trails = [line.fold for line in lines if line.cue == "furniture" and line.kind == "furniture"]
    steps = [_STEP.split(trail) for trail in trails]
    return [step[-1].strip() for step in steps if len(step) > 1]


def is_named(folded: str, steps: Sequence[str]) -> bool:
    """Tell whether one of the last steps is a line's text, whole or cut off.

    >>> is_named("une ecole rouvre ses portes", ["une ecole rouvre…"])
    True
    """
    for step in steps:
        kept = next((step.removesuffix(sign).rstrip() for sign in _CUT_OFF if step.endswith(sign)), None)
        if folded == step or (kept is not None and len(kept) >= _SHORTEST and folded.startswith(kept)):
            return True
    return False
