"""Signs and words by which the parts of an address are known: kinds of streets, postal codes, boxes."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from extract.lexicons import either, typed_rows, words
from extract.normalise.names import fold

Trust = Literal["sure", "common", "named", "weak"]

REACH = 90  # how far left of a postal code or a box its street may begin, in characters
_LONGEST_WORD = 20  # before a number
_RANGE = 8  # characters of the first year of a range
MOST_DIGITS = 5  # of a house number, a postal code, a box
NUMBER = (
    r"\d{1,4}(?:[ ]{0,2}(?:bis|ter|quater)(?!\w)|[ ]?[A-E](?!\w)|[a-e](?!\w))?"
    r"(?:[ ]?[-–/][ ]?\d{1,4}(?:[ ]?(?:bis|ter))?(?!\d))?"
)
FLOOR = r"\d{1,2}(?:er|e|[eè]me)[ ][ée]tage,?[ ]{1,3}"
PHRASE = re.compile(r"(?:[A-ZÀ-Ý][\w'-]*[ ])(?:(?:[A-ZÀ-Ý][\w'-]*|d[eu]s?|l[ae]s?)[ ]){0,4}")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
BOX_KIND = r"(?:B\.?[ ]?P\.?|CS|TSA|C\.P\.|C(?i:idex)|(?i:case|bo[iî]te)[ ]postale)[ ]?(?:[Nn][°º]?o?\.?[ ]?)?"
BOX = re.compile(rf"(?:\d{{1,2}}[ ])?{BOX_KIND}\d{{1,6}}(?!\d)")
POSTAL = re.compile(r"(?:[A-Z]{1,2}[-–][ ]?|[A-Z]{2}[ ])?(?:\d{5}|\d{4}|\d{2}[ ]\d{3})(?![\d.€%-]|,\d)(?=,?[ ]{1,3}[^\W\d_])")
POSTAL_ALONE = re.compile(r"\d{5}(?=[ ]?[);,.\n]|$)")
YEAR = re.compile(r"1[89]\d\d|20\d\d")
_YEAR_ALONE = re.compile(rf"(?:{YEAR.pattern})(?:[ ]?[-–/][ ]?\d{{2,4}})?[ ]{{0,2}},")
_YEAR_OPEN = re.compile(rf"(?<!\w)(?:{YEAR.pattern})[ ]?[-–][ ]?$")  # of a range that ends with another
_WORD_BEFORE = re.compile(r"([^\W\d_]+)['’]?[ ]{1,2}$")


@cache
def kinds() -> dict[str, Trust]:
    """Return the words for streets and places, folded, with how far each can be trusted."""
    return dict(typed_rows("contacts/streets.tsv", tuple[str, Trust]))


@cache
def months() -> frozenset[str]:
    """Return the names of months, which streets are called after."""
    return words("contacts/months.txt")


@cache
def before_kind() -> str:
    """Return the pattern of a word before a street's kind (`Grande Rue`)."""
    return rf"(?:(?i:{either(words('contacts/before_streets.txt'))})[ ])?"


@cache
def street_start() -> re.Pattern[str]:
    """Return the pattern of a house number and the kind of a street after it, both as groups."""
    return re.compile(
        rf"(?:{FLOOR})?(?P<number>{NUMBER}[ ]{{0,2}},?[ ]{{1,3}})?{before_kind()}"
        r"(?P<kind>[^\W\d_]+(?:-(?:[Rr]ue|[Pp]lace|[Pp]oint))?)(?:\.|(?!['’\w]|-\d))"
    )


def is_told_as_year(text: str, at: int) -> bool:
    """Tell whether the word before a number makes it a year: `en 2012`, `mai 2012`, `l'exercice 2012`."""
    word = _WORD_BEFORE.search(text, max(0, at - _LONGEST_WORD), at)
    return word is not None and (fold(word[1]) in words("contacts/before_years.txt") or fold(word[1]) in months())


def is_dating(text: str, at: int) -> bool:
    """Tell whether a number is a year that closes what the word before it names: `Festival 2024, place de la Comédie`.

    It may be a house number behind the words that lead to an address (`situé 2012, place Riel`).
    """
    if not _YEAR_ALONE.match(text, at):
        return False
    opened = _YEAR_OPEN.search(text, max(0, at - _RANGE), at)
    at = opened.start() if opened else at
    word = _WORD_BEFORE.search(text, max(0, at - _LONGEST_WORD), at)
    return word is not None and fold(word[1]) not in words("contacts/before_addresses.txt")
