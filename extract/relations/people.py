"""Who a pronoun or a function means: the people of a page with their gender and the functions they were given."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import cache, lru_cache

from extract.lexicons import rows
from extract.relations.functions import Head, head_at
from extract.relations.page import BREAK, PARAGRAPH, Names, Page
from extract.relations.wordsets import members
from extract.types import Mention, Relation

_LONGEST = 200  # words to either side that a sentence may have, for texts without full stops
_SENTENCES_BACK = 4
_OPENING = 8  # words before the name that opens a sentence: `Hier à Tunis, la ministre X`
_STOPS = frozenset((".", "!", "?", "…", PARAGRAPH))


@cache
def _genders() -> dict[str, str]:
    table: dict[str, str] = {}
    for gender, given in rows("relations/given_names.tsv", 2):
        for name in given.split():
            table[name] = gender if table.get(name, gender) == gender else ""
    return table


@lru_cache(maxsize=4096)
def _head_of(value: str) -> Head | None:
    """Return the first function that a role names."""
    page = Page.of(value)
    return next((found[0] for k in range(len(page.words)) if (found := head_at(page, k)) is not None), None)


def sentence_start(page: Page, i: int, longest: int = _LONGEST) -> int:
    """Return the index of the first word of the sentence that word `i` stands in; abbreviations end no sentence.

    No more than `longest` words are looked back.
    """
    k = min(i, len(page.words)) - 1
    floor = max(0, k - longest)
    while k >= floor:
        if page.words[k] in _STOPS and not _abbreviates(page, k):
            break
        k -= 1
    k += 1
    while k < i and page.words[k] in (BREAK, PARAGRAPH):
        k += 1
    return k


def sentence_end(page: Page, i: int, longest: int = _LONGEST) -> int:
    """Return the index after the last word of the sentence that word `i` stands in, at most `longest` words on."""
    end = min(len(page.words), i + longest)
    return next((k for k in range(i, end) if page.words[k] in _STOPS and not _abbreviates(page, k)), end)


def _abbreviates(page: Page, stop: int) -> bool:
    word = page.word(stop - 1)
    if page.words[stop] != ".":
        return False
    goes_on = page.word(stop + 1).isalpha() and not page.capital(stop + 1)
    return goes_on or word in members("abbreviations") or (len(word) == 1 and word.isalpha())


class People:
    """The people of one document, in the order the text names them."""

    def __init__(self, page: Page, names: Names) -> None:
        self.page = page
        self.names = names
        self.mentions = [m for m in names.all if m.kind == "PER" and m.entity is not None]
        self._firsts = [names.span[m.id][0] for m in self.mentions]
        self._gender: dict[str, tuple[int, str]] = {}
        self._functions: list[tuple[int, str, str, str]] = []  # offset, lemma, value, person
        for mention in self.mentions:
            self._note(str(mention.entity), *self._gender_at(mention))

    def _note(self, person: str, strength: int, gender: str) -> None:
        """Keep what shows a person's gender best: an honorific (3), a function's form (2), an article or given name (1)."""
        if gender and strength > self._gender.get(person, (0, ""))[0]:
            self._gender[person] = (strength, gender)

    def _gender_at(self, mention: Mention) -> tuple[int, str]:
        a, _ = self.names.span[mention.id]
        for k in (a - 1, a - 2, a - 3):
            word = self.page.word(k)
            if word in members("gendered_articles"):
                return (1, "f" if word in members("feminine_articles") else "m") if k < a - 1 else (0, "")
            if word in members("feminine_honorifics"):
                return 3, "f"
            if word in members("masculine_honorifics"):
                return 3, "m"
            if word not in members("neutral_titles"):
                break
        for word in mention.text.replace("-", " ").split():
            if gender := _genders().get(word) or _genders().get(word.capitalize()):
                return 1, gender
        return 0, ""

    def learn(self, person: str, feminine: bool | None) -> None:
        """Note the gender that a function's form gives a person."""
        if feminine is not None:
            self._note(person, 2, "f" if feminine else "m")

    def holds(self, person: str, lemma: str, value: str, offset: int) -> None:
        """Note that a person was given a function at an offset."""
        self._functions.append((offset, lemma, value, person))

    def take_roles(self, relations: Iterable[Relation]) -> None:
        """Note the functions and genders that role relations give."""
        for relation in relations:
            if relation.kind != "role" or relation.subject is None or not relation.value:
                continue
            head = _head_of(relation.value)
            if head is not None:
                self.learn(relation.subject, head.feminine)
                self.holds(relation.subject, head.lemma, relation.value, relation.start)

    def feminine(self, person: str) -> bool | None:
        """Tell whether a person is spoken of in the feminine, None where the text does not show it."""
        known = self._gender.get(person)
        return None if known is None else known[1] == "f"

    def with_function(self, lemma: str, value: str, offset: int, feminine: bool | None) -> str | None:
        """Return the last person before `offset` (else the first after) who was given a function of this name."""
        fits = [f for f in sorted(self._functions) if f[1] == lemma and self.fits(f[3], feminine)]
        asked = value.lower().split()
        best = [f for f in fits if f[2].lower().split()[: len(asked)] == asked] or fits
        before = [f for f in best if f[0] <= offset]
        chosen = before[-1] if before else best[0] if best else None
        return chosen[3] if chosen else None

    def fits(self, person: str, feminine: bool | None) -> bool:
        """Tell whether a pronoun of a gender may mean a person."""
        known = self.feminine(person)
        return feminine is None or known is None or known == feminine

    def between(self, start: int, end: int) -> list[Mention]:
        """Return the mentions of people that begin from word `start` on and before word `end`."""
        return self.mentions[bisect_left(self._firsts, start) : bisect_left(self._firsts, end)]

    def before(self, i: int, feminine: bool | None, leading: bool = False) -> str | None:
        """Return the person a pronoun at word `i` means: the nearest fitting one before it, subjects of sentences first.

        With `leading`, only a person whose name opens a sentence will do.
        """
        marks = members("complement_marks") | members("sources")
        end = i
        looked = 0
        while end > 0 and looked < _SENTENCES_BACK:
            start = sentence_start(self.page, end)
            looked += start < end
            here = [m for m in self.between(start, end) if self.fits(str(m.entity), feminine)]
            sure = [m for m in here if self.feminine(str(m.entity)) is not None] or here
            subjects = [m for m in sure if self.page.word(self.names.span[m.id][0] - 1) not in marks]
            if leading:
                sure = []
                subjects = [m for m in subjects if self.names.span[m.id][0] - start <= _OPENING]
            if subjects or sure:
                return (subjects or sure)[0].entity
            end = min(start, end) - 1
        return None
