"""With which codes a rule's pattern can begin: so that at each place of a text only the rules that may match are tried.

A small reader of regular expressions, for what the patterns of `data/dates/rules.toml` are made of: characters and their
escapes, sets, groups, alternatives, repetitions, and assertions, which take no room.
"""

from __future__ import annotations

import re

_NO_ROOM = ("(?=", "(?!", "(?<=", "(?<!")
_REPEATED = re.compile(r"[?*+]|\{(\d+)(?:,\d*)?\}")
_SET = re.compile(r"\[((?:\\.[0-9a-f]{0,2}|[^\]\\])*)\]")
_GROUP = re.compile(r"\((?:\?:|\?P<\w+>|\?P=\w+|\?<?[=!])?")
_ESCAPES = {"s": " \n\v", "n": "\n", "v": "\v"}


def openings(pattern: str) -> frozenset[str]:
    """Return the characters a match can begin with; ValueError where a match can be empty or the pattern is not understood.

    >>> sorted(openings("(?<!x)(?:a |[bc])?d"))
    ['a', 'b', 'c', 'd']
    """
    reader = _Reader(pattern)
    found, empty = reader.alternatives()
    if empty or reader.at < len(pattern):
        raise ValueError(f"cannot tell how {pattern!r} begins, near character {reader.at}")
    return frozenset(found)


class _Reader:
    """A pattern being read; every method returns the first characters of a piece and whether it can be empty."""

    def __init__(self, pattern: str) -> None:
        self.pattern, self.at = pattern, 0

    def alternatives(self) -> tuple[set[str], bool]:
        found, empty = self._sequence()
        while self.pattern[self.at : self.at + 1] == "|":
            self.at += 1
            more, also = self._sequence()
            found, empty = found | more, empty or also
        return found, empty

    def _sequence(self) -> tuple[set[str], bool]:
        found: set[str] = set()
        empty = True
        while self.pattern[self.at : self.at + 1] not in ("", "|", ")"):
            more, also = self._piece()
            found |= more if empty else set()
            empty = empty and also
        return found, empty

    def _piece(self) -> tuple[set[str], bool]:
        found, empty = self._atom()
        while repeated := _REPEATED.match(self.pattern, self.at):
            self.at = repeated.end()
            empty = empty or repeated[0] in "?*" or repeated[1] == "0"
        return found, empty

    def _atom(self) -> tuple[set[str], bool]:
        if group := _GROUP.match(self.pattern, self.at):
            self.at = group.end()
            found, empty = self.alternatives()
            self.at += 1
            return (set(), True) if group[0] in _NO_ROOM else (found, empty)
        if listed := _SET.match(self.pattern, self.at):
            self.at = listed.end()
            return self._listed(listed[1]), False
        character = self.pattern[self.at]
        self.at += 1
        if character == "$":
            return set(), True
        if character == "\\":
            character = self.pattern[self.at]
            self.at += 1
            if character == "x":
                self.at += 2
                character = chr(int(self.pattern[self.at - 2 : self.at], 16))
            return set(_ESCAPES.get(character, character)), False
        return {character}, False

    def _listed(self, body: str) -> set[str]:
        if body.startswith("^") or re.search(r"(?<=[^\\])-(?=.)", body):
            raise ValueError(f"a set that is negated or holds a range: [{body}]")
        return set(re.sub(r"\\x([0-9a-f]{2})", lambda m: chr(int(m[1], 16)), body).replace("\\", ""))
