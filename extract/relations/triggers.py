"""Triggers of the rules (see `rules.py`) found in a text; `sides.py` looks around each of them."""

from __future__ import annotations

from collections.abc import Sequence

from extract.relations.page import Names, Page, words_of
from extract.relations.people import People
from extract.relations.rules import Rule
from extract.relations.sides import Sides, named_before
from extract.relations.wordsets import members
from extract.types import Relation

_INSIDE = 8  # words that may stand between two of a trigger

_Trigger = tuple[tuple[str, ...], Rule]  # its words, and the rule it belongs to


class Matcher:
    """Rules made ready: each trigger is found by its first word, and by its second where that stands right behind."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._by_word: dict[str, list[_Trigger]] = {}
        for rule in rules:
            for trigger in rule.triggers:
                parts = words_of(trigger)
                self._by_word.setdefault(parts[0], []).append((parts, rule))
        self._by_pair: dict[tuple[str, str], list[_Trigger]] = {}
        self._alone: dict[str, list[_Trigger]] = {}
        self._seconds: dict[str, set[str]] = {}
        for first, entries in self._by_word.items():
            entries.sort(key=lambda entry: (-len(entry[0]), entry[1].id))
            self._alone[first] = [entry for entry in entries if len(entry[0]) == 1]
            self._seconds[first] = {parts[1] for parts, _ in entries if len(parts) > 1}
            for second in self._seconds[first]:
                fitting = [entry for entry in entries if len(entry[0]) == 1 or entry[0][1] == second]
                self._by_pair[first, second] = fitting

    def find(self, page: Page, names: Names, people: People) -> list[Relation]:
        """Return the relations of a page in text order; the longest trigger of a rule wins at each place."""
        found: list[Relation] = []
        sides = Sides(page, names, people)
        taken: dict[str, int] = {}
        starts = self._by_word.keys() & set(page.words)
        words = [*page.words, ""]
        inner, openers = members("inner_words"), members("noun_openers")
        for i in [i for i, word in enumerate(page.words) if word in starts and i not in names.inside]:
            word, following = words[i], words[i + 1]
            if following in inner or i + 1 in names.first:
                entries = self._with_words_inside(word, words[i + 1 : i + 2 + _INSIDE])
            else:
                entries = self._by_pair.get((word, following)) or self._alone[word]
            if not entries:
                continue
            named = named_before(page, names, i)
            noun = i > 0 and words[i - 1] in openers and i - 1 not in names.inside
            for parts, rule in entries:
                apart = rule.near and (named is None or named.kind not in rule.left)
                if apart or (noun and len(parts) == 1) or taken.get(rule.id, -1) > i:
                    continue
                end = _trigger_end(words, names, i, parts)
                if end is not None:
                    taken[rule.id] = end
                    found += sides.relations(rule, i, end)
        return found

    def _with_words_inside(self, word: str, following: Sequence[str]) -> list[_Trigger]:
        """Return the triggers that may begin at a word, the longest first, where others may stand before their second word."""
        near = self._seconds[word].intersection(following)
        if len(near) > 1:
            return [entry for entry in self._by_word[word] if len(entry[0]) == 1 or entry[0][1] in near]
        return self._by_pair[word, near.pop()] if near else self._alone[word]


def _trigger_end(words: Sequence[str], names: Names, i: int, parts: tuple[str, ...]) -> int | None:
    """Return the index after a trigger that begins at word `i`; an adverb, a date or a place may stand between its words.

    The last of `words` is the empty one after the text.
    """
    j = i + 1
    for part in parts[1:]:
        limit = j + _INSIDE
        while words[j] != part:
            mention = names.first.get(j)
            if mention is not None and mention.kind in ("DATE", "LOC"):
                j = names.span[mention.id][1]
            elif words[j] in members("inner_words") and j not in names.inside:
                j += 1
            else:
                return None
            if j > limit or j >= len(words):
                return None
        j += 1
    return j
