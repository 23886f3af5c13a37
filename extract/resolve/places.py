"""Mentions of places joined, and told what is known of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log10

from extract.gazetteer import Entry, Gazetteer
from extract.naming.vocabulary import vocabulary
from extract.normalise.names import key
from extract.resolve.selection import Name

_SAME_COUNTRY = 3.0  # what a country named in the text weighs against a thousand times more inhabitants
_SORTS = {
    "country": 9.0,
    "continent": 9.0,
    "area": 7.0,
    "ocean": 8.0,
    "sea": 8.0,
    "region": 6.0,
    "department": 4.0,
    "province": 4.0,
    "state": 4.0,
}


@dataclass(slots=True)
class Spot:
    """One place with the indices of its mentions."""

    name: str
    entry: Entry | None
    aliases: list[str] = field(default_factory=list)
    mentions: list[int] = field(default_factory=list)


def countries_of(names: Sequence[Name], text: str, known: Gazetteer, home: str | None) -> Counter[str]:
    """Count the countries that a document's unmistakable places lie in; `home` is the country the container told."""
    counted: Counter[str] = Counter({home: 2} if home else {})
    for name in names:
        entries = _entries(text[name.start : name.end], known)
        found = {entry.country for entry in entries if entry.country}
        if len(found) == 1 or any(entry.sort == "country" for entry in entries):
            counted.update(sorted(found)[:1] if len(found) == 1 else [e.country for e in entries if e.sort == "country"])
    return counted


def join(names: Sequence[Name], text: str, known: Gazetteer, countries: Mapping[str, int]) -> list[Spot]:
    """Return the places of a document; `mentions` are indices into `names`."""
    spots: dict[object, Spot] = {}
    for number, name in enumerate(names):
        surface = text[name.start : name.end]
        entries = _entries(surface, known)
        entry = max(entries, key=lambda e: (_weight(e, countries), e.name, e.country), default=None)
        identity: object = (entry.name, entry.country, entry.sort) if entry else key(surface)
        spot = spots.setdefault(identity, Spot(entry.name if entry else surface, entry))
        spot.mentions.append(number)
        if surface != spot.name and surface not in spot.aliases:
            spot.aliases.append(surface)
    return list(spots.values())


def _entries(surface: str, known: Gazetteer) -> list[Entry]:
    found = [form.entry for form in known.get(surface) if form.entry.kind == "LOC"]
    if found:
        return found
    folded = key(surface)
    for head in vocabulary().grammar["territory"]:
        if folded.startswith(head + " "):
            return [form.entry for form in known.get(folded.removeprefix(head)) if form.entry.kind == "LOC"]
    return []


def _weight(entry: Entry, countries: Mapping[str, int]) -> float:
    size = _SORTS.get(entry.sort, log10(entry.inhabitants + 1) if entry.inhabitants else 3.0)
    local = _SAME_COUNTRY if entry.country and countries.get(entry.country) else 0.0
    return size + local
