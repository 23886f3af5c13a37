"""The cue phrases that tell what a line is: loaded from `data/zones/cues.toml`, matched on folded lines."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache

from msgspec import Struct, convert

from extract.lexicons import LexiconError, read


class Cue(Struct, frozen=True, forbid_unknown_fields=True):
    """One rule: a pattern for the start of a folded line, what such a line is, and a case on either side.

    A rule with `needs` is tried only on lines that hold one of these strings, before the others.
    """

    id: str
    cue: str
    pattern: str
    example: str
    counter_example: str
    needs: tuple[str, ...] = ()


_SHORT = 60  # characters of a line whose cue is remembered
_ORNAMENTS = re.compile(r"[^\w©(–—-]+")


@cache
def cues() -> tuple[Cue, ...]:
    """Return the rules in order of priority. Raises LexiconError naming the rule whose pattern does not compile."""
    rules = convert(tomllib.loads(read("zones/cues.toml"))["rule"], tuple[Cue, ...])
    for rule in rules:
        try:
            re.compile(rule.pattern)
        except re.error as error:
            raise LexiconError(f"extract/data/zones/cues.toml: rule {rule.id}: {error}") from error
    return rules


class _Matcher(Struct, frozen=True):
    gated: tuple[tuple[str, re.Pattern[str], str], ...]
    others: re.Pattern[str]
    names: tuple[str, ...]


@cache
def _matcher() -> _Matcher:
    others = [rule for rule in cues() if not rule.needs]
    return _Matcher(
        gated=tuple((need, re.compile(rule.pattern), rule.cue) for rule in cues() for need in rule.needs),
        others=re.compile("|".join(f"({rule.pattern})" for rule in others)),
        names=tuple(rule.cue for rule in others),
    )


def cue_of(folded: str) -> str:
    """Return what the first matching rule says a folded line is, or the empty string.

    >>> cue_of("contact presse : jeanne dupre")
    'contact'
    """
    return _cue_of_short(folded) if len(folded) <= _SHORT else _cue_of(folded)


@lru_cache(maxsize=4096)  # the entries of menus, which the pages of a site repeat
def _cue_of_short(folded: str) -> str:
    return _cue_of(folded)


def _cue_of(folded: str) -> str:
    matcher = _matcher()
    words = folded
    if not folded[:1].isalnum() and (ornaments := _ORNAMENTS.match(folded)) and ornaments.end() < len(folded):
        words = folded[ornaments.end() :]
    for need, pattern, cue in matcher.gated:
        if need in words and pattern.match(words):
            return cue
    match = matcher.others.match(words)
    return matcher.names[match.lastindex - 1] if match and match.lastindex else ""
