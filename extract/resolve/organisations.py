"""Mentions of organisations joined: full name, acronym, other names and spellings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from extract.gazetteer import Entry, Gazetteer
from extract.lexicons import rows
from extract.naming.vocabulary import vocabulary
from extract.normalise.names import key
from extract.resolve.selection import Name

_INITIALS = 3  # letters from which on an acronym is no accident
_ARTICLES = ("le ", "la ", "les ", "l ")


@dataclass(slots=True)
class Body:
    """One organisation with the indices of its mentions."""

    name: str
    acronym: str | None = None
    aliases: list[str] = field(default_factory=list)
    mentions: list[int] = field(default_factory=list)


def join(
    names: Sequence[Name], text: str, pairs: Mapping[str, str], known: Gazetteer, countries: Mapping[str, int]
) -> list[Body]:
    """Return the organisations of a document; `mentions` are indices into `names`.

    `pairs` maps the key of a short form to the key of the long form that the text gives it; `countries` counts the document's
    places by country, to tell homonyms apart.
    """
    groups: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        folded = _bare(key(text[name.start : name.end]))
        groups.setdefault(pairs.get(folded, folded), []).append(number)
    _join_translated(groups)
    _join_initials(groups, names, text)
    merged: dict[object, list[int]] = {}
    entries: dict[object, Entry] = {}
    for folded, numbers in groups.items():
        entry = _entry(folded, groups, known, countries)
        identity: object = (entry.name, entry.country) if entry else folded
        merged.setdefault(identity, []).extend(numbers)
        if entry:
            entries[identity] = entry
    bodies = [_body(sorted(numbers), names, text, entries.get(identity)) for identity, numbers in merged.items()]
    bodies.sort(key=lambda body: body.mentions[0])
    return bodies


def _join_translated(groups: dict[str, list[int]]) -> None:
    """Join `Hauts Plateaux Foundation` to `Fondation Hauts Plateaux`: the same words but for the English head."""
    french = _french()
    first: dict[tuple[str, ...], str] = {}
    for folded in list(groups):
        parts = folded.split()
        if len(parts) > 1 and any(part in french or part in french.values() for part in (parts[0], parts[-1])):
            same = first.setdefault(tuple(sorted(french.get(part, part) for part in parts)), folded)
            if same != folded:
                groups[same].extend(groups.pop(folded))


@cache
def _french() -> dict[str, str]:
    return {key(english): key(french) for english, french in rows("names/english.tsv", 2)}


def _join_initials(groups: dict[str, list[int]], names: Sequence[Name], text: str) -> None:
    """Move the mentions of an acronym to the one long name of the document whose initials spell it."""
    small = vocabulary().grammar["determiner"] | vocabulary().grammar["tail"]
    spelled: dict[str, set[str]] = {}
    for folded in groups:
        parts = folded.split()
        if len(parts) >= _INITIALS:
            strong = [part for part in parts if part not in small]
            for letters in ("".join(part[0] for part in parts), "".join(part[0] for part in strong)):
                if len(letters) >= _INITIALS:
                    spelled.setdefault(letters, set()).add(folded)
    for folded in [folded for folded in groups if len(spelled.get(folded, ())) == 1]:
        surfaces = {text[names[number].start : names[number].end] for number in groups[folded]}
        if any(surface.isupper() for surface in surfaces):
            groups[spelled[folded].pop()].extend(groups.pop(folded))


def _entry(folded: str, groups: Mapping[str, list[int]], known: Gazetteer, countries: Mapping[str, int]) -> Entry | None:
    """Return the known organisation of a name; of several, the one whose other names the text uses, or of its country."""
    forms = [form for name in (folded, *(article + folded for article in _ARTICLES)) for form in known.forms.get(name, ())]
    found = list(dict.fromkeys(form.entry for form in forms if form.entry.kind == "ORG"))
    if len(found) < 2:
        return found[0] if found else None
    told = [e for e in found if any(_bare(key(n)) in groups for n in (e.name, *e.aliases) if _bare(key(n)) != folded)]
    if len(told) == 1:
        return told[0]
    best = max(countries.get(e.country, 0) for e in found)
    local = [e for e in found if e.country and countries.get(e.country, 0) == best]
    return local[0] if best and len(local) == 1 else None


def _body(numbers: list[int], names: Sequence[Name], text: str, entry: Entry | None) -> Body:
    surfaces = list(dict.fromkeys(text[names[n].start : names[n].end] for n in numbers))
    long_forms = [surface for surface in surfaces if not _short(surface)]
    acronym = next((surface for surface in surfaces if _short(surface)), None)
    name = max(long_forms, key=len) if long_forms else entry.name if entry else surfaces[0]
    if entry and entry.acronym and not acronym:
        acronym = entry.acronym
    if acronym == name:
        acronym = None
    aliases = [surface for surface in surfaces if surface != name]
    return Body(name, acronym, aliases, numbers)


def _short(surface: str) -> bool:
    """Tell an acronym: one word, mostly capitals."""
    letters = [c for c in surface if c.isalpha()]
    return " " not in surface.strip() and len(surface) <= 12 and sum(c.isupper() for c in letters) > len(letters) / 2


def _bare(folded: str) -> str:
    for article in _ARTICLES:
        if folded.startswith(article) and len(folded) > len(article) + 3:
            return folded[len(article) :]
    return folded
