"""A text on its way through the grammar, and what a rule matched in it, as the readings see it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from extract.normalise.dates.lexemes import OTHER, Lexicon, Parts, fold
from extract.normalise.dates.nodes import Node


@dataclass(slots=True)
class State:
    """A text at one level: its codes, the parts each code stands for, the nodes found so far by place in the codes."""

    parts: Parts
    codes: str
    firsts: list[int]
    lasts: list[int]
    nodes: dict[int, Found]


class Found(NamedTuple):
    """A node with the rule that made it, or the number that words and ordinals name."""

    node: Node | None
    rule: str
    number: int | None = None


class Match:
    """What a rule matched, seen by the function that reads its meaning."""

    __slots__ = ("_groups", "_lexicon", "_match", "_state")

    def __init__(self, state: State, match: re.Match[str], words: Lexicon) -> None:
        self._state, self._match, self._lexicon = state, match, words
        self._groups = match.re.groupindex

    def has(self, name: str) -> bool:
        """Tell whether a group took part."""
        return name in self._groups and bool(self._match[name])

    def first(self, *names: str) -> str:
        """Return the first of the groups that took part; StopIteration where none did."""
        return next(name for name in names if self.has(name))

    def text(self, name: str = "") -> str:
        """Return the folded words of a group (of the whole match without a name)."""
        if name and not self.has(name):
            return ""
        start, end = self._match.span(name or 0)
        state = self._state
        return fold("".join(state.parts.words[state.firsts[start] : state.lasts[end - 1] + 1]))

    def found(self, name: str) -> Found | None:
        """Return what an earlier level found at a group's place."""
        return self._state.nodes.get(self._match.start(name)) if self.has(name) else None

    def node(self, name: str) -> Node | None:
        """Return the node of a group."""
        found = self.found(name)
        return found and found.node

    def number(self, name: str, sense: int = 0) -> int | None:
        """Return the number of a group: digits, number word, ordinal, weekday; sense -1 for `sept`, `mar` as months."""
        if name not in self._groups:
            return None
        place = self._match.start(name)
        if place < 0:
            return None
        state = self._state
        found = state.nodes.get(place)
        if found is not None and found.number is not None:
            return found.number
        value = self._lexicon.value(state.parts.words[state.firsts[place]])
        if "," in value:
            value = value.split(",")[sense]
        return int(value) if value.isdigit() else None

    def sign(self, name: str) -> int:
        """Return the first signed value among the words of a group, 0 where none has one."""
        state = self._state
        start, end = self._match.span(name)
        for place in range(start, end):
            value = self._lexicon.value(state.parts.words[state.firsts[place]])
            if value[:1] in ("+", "-") and value[1:].isdigit():
                return int(value)
        return 0

    def is_class(self, name: str, kind: str) -> bool:
        """Tell whether a group holds one word of a class."""
        return name in self._groups and self._match[name] == self._lexicon.known(kind)

    def followed_by(self, *kinds: str) -> bool:
        """Tell whether the next word is of one of the classes."""
        after = self._state.codes[self._match.end() :].lstrip(" ")[:1]
        return after in map(self._lexicon.known, kinds)

    def closed(self) -> bool:
        """Tell whether a plain word follows, which the match would have to count."""
        after = self._state.codes[self._match.end() :].lstrip(" ")[:1]
        return after == OTHER

    def word(self, name: str) -> str:
        """Return the lexicon's value of a group's first word."""
        if not self.has(name):
            return ""
        state = self._state
        return self._lexicon.value(state.parts.words[state.firsts[self._match.start(name)]])
