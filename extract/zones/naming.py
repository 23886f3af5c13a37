"""Organisations that the layout of a communiqué names: letterheads, agencies, bylines, descriptions, the source line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from extract.lexicons import words
from extract.types import Candidate
from extract.zones.cues import cue_of
from extract.zones.lines import Line, fold
from extract.zones.patterns import pattern
from extract.zones.titles import likeness, tokens

_LETTERHEAD = 120  # characters of a letterhead at most
_SURE = {
    "agency": 0.9,
    "named-source": 0.85,
    "letterhead": 0.8,
    "headed-site": 0.8,
    "byline": 0.7,
    "stated": 0.6,
    "described-organisation": 0.6,
    "subject-name": 0.6,
    "dated-by": 0.6,
    "site": 0.62,
}
_OPENING = 80  # characters that make a line the first paragraph
_OTHER = 0.4  # share of common words up to which two titles say different things
_HOST = re.compile(r"\w\.[a-z]{2,}")  # a name that is an address
_UNSURE = 0.4  # a name that no such word opens
_SEPARATOR = re.compile(r" [-–—|·] ")
_PARTS = re.compile(r" [-–—|] | ?[(|;\t]")


def organisations(lines: Sequence[Line], title: int) -> list[Candidate]:
    """Return candidates for names of organisations; `title` is the index of the line of the title."""
    found: list[Candidate] = []
    begun = False
    for i, line in enumerate(lines):
        if line.kind == "dateline":
            found += _matched("dated-by", line) + _matched("agency", line) or [
                c for c in _matched("byline", line) if _is_headed(c, line)
            ]
        elif line.kind == "about" and line.cue == "about":
            found += [c for c in _matched("described-organisation", line) if any(map(str.isupper, line.text[9:]))]
        elif line.cue == "source":
            found += [c if _is_headed(c, line) else replace(c, confidence=_UNSURE) for c in _matched("named-source", line)]
        elif line.kind == "heading" and i < title and (line.inner is None or line.inner.kind == "dateline"):
            found += _site(line) if line.titled else _letterhead(line)
        elif line.kind in (None, "body") and not begun and len(line.text) > _OPENING:
            begun = True
            found += [c for c in _matched("subject-name", line) if _is_headed(c, line)]
        if line.inner is not None and line.inner.kind == "heading":
            value = Candidate("ORG", line.inner.start, line.inner.end, "layout.letterhead", confidence=_SURE["letterhead"])
            found += [value] if len(line.text) < _LETTERHEAD and (_is_headed(value, line) or _signs(line, value)) else []
    return found


def sites(lines: Sequence[Line], stated: Sequence[str], headline: str) -> list[Candidate]:
    """Return the places where a page names its own site: what it states, and the last part of its `<title>`."""
    weights = dict.fromkeys(stated, _SURE["stated"])
    for line in () if stated else lines[:2]:
        last = _SEPARATOR.split(line.text)[-1].strip()
        if (
            line.titled
            and line.kind == "heading"
            and last != line.text
            and fold(last) not in fold(headline)
            and likeness(tokens(fold(last)), tokens(fold(headline))) < _OTHER
        ):
            weights.setdefault(last, _SURE["site"])
    found = []
    for name, confidence in weights.items():
        if 2 < len(name) < _LETTERHEAD and not cue_of(fold(name)) and not _HOST.search(name):
            place = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
            for line in lines:
                if line.kind != "furniture" and name in line.text:
                    found += [
                        Candidate("ORG", line.start + m.start(), line.start + m.end(), "layout.site", confidence=confidence)
                        for m in place.finditer(line.text)
                    ]
    return found


def agency(line: Line, length: int) -> list[Candidate]:
    """Return the agency that the date line at a paragraph's start names, in its first `length` characters."""
    return list(_found("agency", line, line.text[:length]))


def _matched(name: str, line: Line) -> list[Candidate]:
    return list(_found(name, line, line.text))


def _found(name: str, line: Line, text: str) -> Iterator[Candidate]:
    match = pattern("zones", name).search(text) if name in ("agency", "byline") else pattern("zones", name).match(text)
    if match:
        start, end = match.span(1)
        yield Candidate("ORG", line.start + start, line.start + end, f"layout.{name}", confidence=_SURE[name])


def _signs(line: Line, value: Candidate) -> bool:
    """Tell whether an author of front matter is an organisation: a word such as "collectif", an acronym or a number in it."""
    if not pattern("zones", "signed").match(line.fold):
        return False
    parts = line.text[value.start - line.start : value.end - line.start].split()
    acronym = any((part.isupper() and 1 < len(part) < 7) or part.isdigit() for part in parts)
    return len(parts) < 7 and (acronym or not words("zones/letterhead.txt").isdisjoint(fold(" ".join(parts)).split()[1:]))


def is_institution(folded: str) -> bool:
    """Tell whether a folded name begins with a word such as "ministère" or "cellule", and says of what."""
    first = folded.split(" ", 1)[0]
    if first not in words("zones/letterhead.txt") or first in words("zones/letterhead-others.txt"):
        return False
    return first != folded and not pattern("issuer", "anonymous").match(folded)


def _is_headed(candidate: Candidate, line: Line) -> bool:
    return is_institution(line.fold[candidate.start - line.start : candidate.end - line.start])


def _site(line: Line) -> list[Candidate]:
    """Return the parts of a page's `<title>` that name an institution."""
    found = []
    start = 0
    for part in [*_SEPARATOR.finditer(line.text), None]:
        end = part.start() if part else len(line.text)
        candidate = Candidate("ORG", line.start + start, line.start + end, "layout.site", confidence=_SURE["headed-site"])
        verbs = words("zones/headline-verbs.txt")
        if (
            start < end
            and _is_headed(candidate, line)
            and verbs.isdisjoint(line.fold[start:end].split())
            and ":" not in line.text[start:end]
        ):
            found.append(candidate)
        start = part.end() if part else end
    return found


def _letterhead(line: Line) -> list[Candidate]:
    """Return the name of an institution that a line is, up to a dash or bracket; none where the line is a sentence."""
    end = _PARTS.search(line.text)
    length = end.start() if end else len(line.text)
    candidate = Candidate("ORG", line.start, line.start + length, "layout.letterhead", confidence=_SURE["letterhead"])
    text = line.text[:length]
    if length > _LETTERHEAD or any(c in text for c in "0123456789:!?.") or not _is_headed(candidate, line):
        return []
    if not words("zones/headline-verbs.txt").isdisjoint(line.fold[:length].split()):
        return []
    return [candidate]
