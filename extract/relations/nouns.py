"""Noun phrases as sides of a relation: those of an event (`la remise du prix`), and any before a verb of taking place."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from msgspec import Struct

from extract.lexicons import words
from extract.relations.page import BREAK, PARAGRAPH, Names, Page
from extract.relations.wordsets import members

_COMPLEMENTS = 8  # words back from an event's noun in which the head of its phrase may stand
_LONGEST = 14  # words of a phrase


class Side(Struct, frozen=True):
    """One side of a relation: a mention, or the words of a noun phrase; `entity` is the id the relation gives it."""

    start: int
    end: int
    entity: str | None
    value: str | None


@lru_cache(maxsize=4096)
def _is_event(word: str) -> bool:
    return word in words("relations/events.txt") or word.rstrip("s") in words("relations/events.txt")


@cache
def _of_several_words() -> dict[str, list[list[str]]]:
    """Return the events of several words (`table ronde`) by their first."""
    table: dict[str, list[list[str]]] = {}
    for listed in sorted(words("relations/events.txt")):
        first, *others = listed.split()
        if others:
            table.setdefault(first, []).append(others)
    return table


@cache
def _thing_stops() -> frozenset[str]:
    return members("clause_ends") | members("thing_stops") | members("clause_subjects")


@cache
def _bound() -> frozenset[str]:
    """Return the words after which a noun belongs to the phrase before it."""
    return members("linkers") | members("and_or")


@cache
def _closers() -> frozenset[str]:
    return members("phrase_ends") | {BREAK, PARAGRAPH}


@cache
def _loose_ends() -> frozenset[str]:
    return members("linkers") | members("phrase_tails")


class Nouns:
    """The noun phrases of one page."""

    def __init__(self, page: Page, names: Names) -> None:
        self.page = page
        self.names = names

    def event(self, order: Iterable[int], limit: int) -> Side | None:
        """Return the noun phrase of the nearest event in an order of words."""
        page = self.page
        for k in order:
            word = page.words[k]
            if word in members("clause_subjects") and k < limit - 1:
                return None
            if _is_event(word) or self._opens_event(k):
                cover = self.names.inside.get(k)
                head = self._head(k)
                if (cover is not None and cover.kind != "ORG") or (head == k and page.word(k - 1) in members("after_nouns_of")):
                    continue
                a, b = self._phrase(head, limit)
                return Side(page.starts[a], page.ends[b - 1], None, self._surface(a, b))
        return None

    def _opens_event(self, k: int) -> bool:
        """Tell whether an event of several words begins here, and is no addition to one before: `journée portes ouvertes`."""
        page = self.page
        listed = _of_several_words().get(page.words[k], ())
        return any(page.words[k + 1 : k + 1 + len(rest)] == rest for rest in listed) and not _is_event(page.word(k - 1))

    def _head(self, k: int) -> int:
        """Return the head of the phrase whose complement an event's noun is: `cérémonie` for the `concours` of its prize."""
        page = self.page
        at = k
        while at > 0 and k - at < _COMPLEMENTS and page.words[at - 1] not in members("head_stops") | {PARAGRAPH}:
            at -= 1
            complement = any(page.word(n) in members("of") for n in (at + 1, at + 2))
            if complement and at not in self.names.inside and _is_event(page.words[at]):
                k = at
        return k

    def apart(self, event: Side, i: int) -> bool:
        """Tell whether a comma parts an event from the trigger, so that something nearer may be meant."""
        between = range(self.page.first_at(event.end), i)
        commas = [k for k in between if self.page.words[k] == "," and self.page.word(k + 1) not in members("relatives")]
        return len(commas) % 2 == 1

    def thing(self, low: int, i: int) -> Side | None:
        """Return the noun phrase whose article is the nearest before the trigger."""
        page = self.page
        while page.word(i - 1) in members("auxiliaries") and page.words[i - 1] != ",":
            i -= 1
        relative = page.word(i - 1) in members("relatives")
        i -= relative
        i -= page.word(i - 1) == ","
        for k in range(i - 1, low - 1, -1):
            word = page.words[k]
            if word in _thing_stops():
                return None
            begins = k == 0 or page.word(k - 1) in members("clause_openers")
            complement = word in members("complements") and not begins
            opener = word in members("noun_openers") or (word.isdigit() and (begins or page.word(k - 1) in members("and")))
            opener = opener and k not in self.names.inside
            free = relative or not (complement or page.word(k - 1) in _bound())
            if opener and free and k + 1 < i:
                return self._thing_at(k + 1, i)
        return None

    def _thing_at(self, k: int, i: int) -> Side | None:
        """Return the noun phrase at word `k`, if nothing but its additions stands between it and the trigger at `i`."""
        page = self.page
        _, b = self._phrase(k, i)
        more = b < i and page.words[b] not in members("additions") and b not in self.names.inside
        no_noun = not page.words[k][0].isalpha() or page.words[k] in members("no_things")
        if more or no_noun or self._kind_at(k) in ("DATE", "PER") or page.words[b:i].count(",") % 2:
            return None
        return Side(page.starts[k], page.ends[b - 1], None, self._surface(k, b))

    def _phrase(self, k: int, limit: int) -> tuple[int, int]:
        """Return the words of a noun phrase around its head: adjectives before, complements after."""
        page = self.page
        a, b = k, k + 1
        while a > 0 and page.words[a - 1] in members("adjectives_before_events"):
            a -= 1
        while b < limit and b - k < _LONGEST and self._kind_at(b) not in ("DATE", "PER"):
            if page.words[b] in _closers() and not self._in_number(b):
                break
            if page.words[b] in members("articles") and page.words[b - 1] not in members("linkers") and b > k + 1:
                break
            b += 1
        while b > k + 1 and page.words[b - 1] in _loose_ends():
            b -= 1
        return a, b

    def _in_number(self, k: int) -> bool:
        """Tell the comma of `6,2`."""
        page = self.page
        inside = page.words[k] == "," and page.words[k - 1].isdigit() and page.word(k + 1).isdigit()
        return inside and page.starts[k + 1] == page.ends[k]

    def _kind_at(self, k: int) -> str | None:
        mention = self.names.inside.get(k)
        return None if mention is None else mention.kind

    def _surface(self, a: int, b: int) -> str:
        return " ".join(self.page.text[self.page.starts[a] : self.page.ends[b - 1]].split())
