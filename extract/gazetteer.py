"""The names we know beforehand, found in a text in time that does not depend on how many they are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from extract.lexicons import rows
from extract.naming.words import Words
from extract.normalise.names import key

_JOINS = frozenset({" ", "-", "'", "’", "‑", "–", " - ", " – ", "- ", ". ", ".", " & ", "&", "/", " / ", " '", "+"})
_LISTED = _JOINS | {", "}
_MARKS = "!?+"
_SHORT = 7  # a word in capitals up to this long is an acronym: it must stand in capitals in the text too
_WELL_KNOWN = 50_000  # inhabitants of a town whose name is known without its accents, too
_LONG_NAME = 3  # names of so many words are known even where their first word has no capital


class Entry(NamedTuple):
    """One known thing. `country` is ISO 3166; `context` marks a name that is also a common word or a person's name."""

    kind: Literal["ORG", "LOC"]
    name: str
    sort: str
    country: str = ""
    acronym: str = ""
    aliases: tuple[str, ...] = ()
    geonames: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    inhabitants: int = 0
    context: bool = False
    proper: bool = False  # its first word always has a capital, being a common one


class Form(NamedTuple):
    """One way to write the name of an entry."""

    surface: str
    entry: Entry


class Match(NamedTuple):
    """Known things that share one name, at the words `first` to `last` of a text."""

    first: int
    last: int
    forms: tuple[Form, ...]


class Gazetteer:
    """All known names by their key."""

    def __init__(self, entries: Iterator[Entry]) -> None:
        self.forms: dict[str, tuple[Form, ...]] = {}
        self.marks: dict[str, str] = {}  # the mark that ends a name: `Yahoo!`, `En marche !`, `Canal+`
        lengths: dict[str, set[int]] = {}
        for entry in entries:
            for surface in dict.fromkeys((entry.name, entry.acronym, *entry.aliases)):
                if not surface:
                    continue
                name = key(surface)
                self.forms[name] = (*self.forms.get(name, ()), Form(surface, entry))
                if surface[-1] in _MARKS:
                    self.marks[name] = surface[-1]
                first, _, rest = name.partition(" ")
                lengths.setdefault(first, set()).add(rest.count(" ") + 2 if rest else 1)
        self.lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}

    def get(self, name: str) -> tuple[Form, ...]:
        """Return what is known under a name, however it is written."""
        return self.forms.get(key(name), ())

    def end(self, text: str, start: int, end: int) -> int:
        """Return where a name of a text ends, its own last mark included: `En marche` before ` !`."""
        mark = self.marks.get(key(text[start:end])) if any(mark in text[end : end + 2] for mark in _MARKS) else None
        return end if mark is None else text.find(mark, end, end + 2) + 1 or end

    def find(self, words: Words) -> list[Match]:
        """Return the longest known names of a text, in text order, without overlaps."""
        found: list[Match] = []
        free = 0
        lengths, folds = self.lengths, words.folds
        for first, folded in enumerate(folds):
            if first < free or folded not in lengths:
                continue
            for length in lengths[folded]:
                last = first + length - 1
                if last >= len(folds):
                    continue
                forms = self.forms.get(folded if length == 1 else " ".join(folds[first : last + 1]))
                fitting = (
                    forms and words.whole(first, last) and tuple(form for form in forms if _fits(form, words, first, last))
                )
                if fitting:
                    found.append(Match(first, last, fitting))
                    free = last + 1
                    break
        return found


def _fits(form: Form, words: Words, first: int, last: int) -> bool:
    """Tell whether words with the right letters also have the capitals and the joins of a name."""
    surface = form.surface
    if first == last:
        if surface.isupper() and len(surface) <= _SHORT:
            return words.surfaces[first] == surface
        found = words.surfaces[first]
        small = form.entry.sort == "city" and form.entry.inhabitants < _WELL_KNOWN
        if small and not found.isupper() and found.lower() != surface.lower():
            return False  # `Lire la suite` is not the town of Liré
        return found[0].isupper() or not surface[0].isupper()
    joins = _LISTED if ", " in surface else _JOINS
    if any(words.gap(number) not in joins for number in range(first, last)):
        return False
    capitals = [part[0].isupper() for part in surface.replace("'", " ").replace("-", " ").split()]
    if len(capitals) != last - first + 1:
        return words.capital(first)
    lenient = len(capitals) >= _LONG_NAME and not form.entry.proper
    missing = [number for number, capital in enumerate(capitals) if capital and not words.capital(first + number)]
    return not missing or (lenient and (missing == [0] or 0 not in missing))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _entries() -> Iterator[Entry]:
    for name, country, geonames, aliases in rows("names/countries.tsv", 4):
        yield Entry("LOC", name, "country", country, "", _split(aliases), int(geonames) if geonames else None)
    for name, sort, country, aliases, note in rows("names/places.tsv", 5):
        yield Entry("LOC", name, sort, country, "", _split(aliases), context=bool(note))
    for name, country, geonames, latitude, longitude, inhabitants, aliases, note in rows("names/cities.tsv", 8):
        yield Entry(
            "LOC", name, "city", country, "", _split(aliases),
            int(geonames), float(latitude), float(longitude), int(inhabitants), bool(note),
        )  # fmt: skip
    for name, acronym, aliases, country, sort, note in rows("names/organisations.tsv", 6):
        yield Entry("ORG", name, sort, country, acronym, _split(aliases), context=note == "context", proper=note == "capital")


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer of the package, loaded at first use."""
    return Gazetteer(_entries())
