"""Date lines: `Tunis, le 6 mars 2026`, alone on a line or as the first words of the text."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from msgspec import Struct, convert

from extract.lexicons import read

_REACH = 150  # characters of a line's start that a date line may take
_BESIDE = re.compile(r" ?[\])|·•] ?(?:[-–—|·•] ?)?[^.!?:«]{0,80}$|,? ?[-–—]? ?par [^.!?:«]{2,60}$")
_ORNAMENTS = "[(|*_ 📅🗓📆-"
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[\w.]+")


class _Parts(Struct, frozen=True, forbid_unknown_fields=True):
    """The patterns of `data/zones/dateline.toml`."""

    weekday: str
    month: str
    day: str
    year: str
    before: str
    article: str
    rest: str
    wire: str
    agency: str
    dash: str
    stamp: str
    posted: str
    particles: frozenset[str]
    not_places: frozenset[str]

    def date(self) -> str:
        """Return the pattern of a calendar date; the year may be missing after a month's name."""
        written = rf"{self.day}[ .-]{{0,2}}{self.month}(?:[ ,-]{{0,2}}{self.year})?"
        figures = r"(?:0?[1-9]|[12]\d|3[01]) ?[./-] ?(?:0?[1-9]|1[0-2]) ?[./-] ?(?:\d{4}|\d{2})\b|\d{4}-\d\d-\d\d"
        english = rf"{self.month} \d{{1,2}}(?:st|nd|rd|th)?,? {self.year}"
        return rf"\b(?:{self.before}?(?:{self.weekday},? (?:{self.article})?)?(?:{written}|{figures}|{english}))"


class _Patterns(Struct, frozen=True):
    date: re.Pattern[str]
    end: re.Pattern[str]
    joint: re.Pattern[str]
    agency: re.Pattern[str]
    stamp: re.Pattern[str]
    posted: re.Pattern[str]
    article: str
    particles: frozenset[str]
    not_places: frozenset[str]


@cache
def _patterns() -> _Patterns:
    parts = convert(tomllib.loads(read("zones/dateline.toml")), _Parts)
    return _Patterns(
        date=re.compile(parts.date() + parts.rest),
        end=re.compile(rf"[)\]]?(?:{parts.wire})?[ .,:;)\]–—-]{{0,4}}$"),
        joint=re.compile(rf"[)\]]?(?:{parts.wire})?{parts.dash}"),
        agency=re.compile(parts.agency + parts.dash),
        stamp=re.compile(parts.stamp + r" ?:?"),
        posted=re.compile(parts.posted),
        article=parts.article,
        particles=parts.particles,
        not_places=parts.not_places,
    )


def is_dateline(text: str, folded: str) -> bool:
    """Tell whether a whole line is a date line or a bare date.

    >>> is_dateline("Bruxelles, le 3 mars 2024", "bruxelles, le 3 mars 2024")
    True
    """
    if len(text) > _REACH or not _DIGIT.search(folded):
        return False
    patterns = _patterns()
    date = patterns.date.search(folded)
    if not date or not patterns.end.match(folded, date.end()):
        return False
    before = folded[: date.start()].strip(_ORNAMENTS + " ,:–—/\"'#")
    if not before:  # "samedi 3 mai 2024 à 20 h" alone is when something takes place
        return " a " not in date[0] or patterns.stamp.match(folded) is not None
    if patterns.stamp.fullmatch(before):
        return text[0] not in "-–•*"
    place = text[: date.start()]
    # "Ville de X, le 3 mai 2024": the comma and the article leave no doubt, whatever the words before are
    parted = place.rstrip().endswith(",") and date[0].startswith(patterns.article)
    return _is_place(place, patterns, loose=parted and len(before) < 60)


def is_posted(text: str, folded: str) -> bool:
    """Tell whether a short line opens with "publié le", "posté par" and the like."""
    return len(text) <= _REACH and _patterns().posted.match(folded.lstrip(_ORNAMENTS)) is not None


def opens_with_date(folded: str) -> bool:
    """Tell whether a line begins with a date that has its year, or with "by" and a name."""
    date = _patterns().date.match(folded)
    return folded.startswith("by ") or (date is not None and date[0].rstrip()[-2:].isdigit())


def is_stamp(text: str, folded: str) -> bool:
    """Tell whether a line says when and by whom a page was put up, as in `3 mai 2024 | Service de presse`.

    >>> is_stamp("Publié le 3 mai 2024 par la rédaction", "publie le 3 mai 2024 par la redaction")
    True
    """
    if is_posted(text, folded):
        return True
    if len(text) > _REACH:
        return False
    patterns = _patterns()
    plain = folded.lstrip(_ORNAMENTS)
    date = patterns.date.match(plain)
    return date is not None and _BESIDE.match(plain, date.end()) is not None and date[0].rstrip()[-2:].isdigit()


def dateline_length(text: str, folded: str) -> int:
    """Return how many characters of a paragraph's start are its date line, the separator left out; 0 where there is none.

    >>> dateline_length("Tunis, le 6 mars 2026 – Le ministre", "tunis, le 6 mars 2026 – le ministre")
    21
    """
    patterns = _patterns()
    date = patterns.date.search(folded, 0, _REACH) if _DIGIT.search(folded, 0, _REACH) else None
    if date:
        joint = patterns.joint.match(folded, date.end() - folded[: date.end()].endswith("."))
        place = text[: date.start()]
    else:
        joint = patterns.agency.search(folded, 0, _REACH)
        place = text[: joint.start()] if joint else ""
    if not joint or not _is_place(place, patterns):
        return 0
    return len(folded[: joint.end()].rstrip(" :.-–—/"))


def _is_place(text: str, patterns: _Patterns, *, loose: bool = False) -> bool:
    """Tell whether words look like the name of a place: capitals but for particles, no function word in front.

    A `loose` look asks for a capital at the beginning only.
    """
    if any(mark in text for mark in ':;!?«»"'):
        return False
    words: list[str] = _WORD.findall(text)
    if not words or len(words) > 9 or words[0].lower() in patterns.not_places:
        return False
    return words[0][0].isupper() and (loose or all(not word[0].islower() or word in patterns.particles for word in words))
