"""The parts of an address read from left to right: street with its number, unit, box, postal code, town."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract.lexicons import either, words
from extract.normalise.addresses.names import street_name_end, town_end
from extract.normalise.addresses.patterns import (
    BOX,
    PHRASE,
    POSTAL,
    POSTAL_ALONE,
    REACH,
    WORD,
    YEAR,
    Trust,
    is_dating,
    is_told_as_year,
    kinds,
    street_start,
)
from extract.normalise.names import fold

_MOST_PARTS = 8
_CANADIAN = re.compile(r"(?:(?:\([^()\n]{2,24}\)|[A-Z]{2}),?[ ]{1,3})?[A-Z]\d[A-Z][ ]?\d[A-Z]\d(?!\w)")
_CANADIAN_TOWN = re.compile(  # on a line of its own
    r"\n([A-ZÀ-Ý][\w.'’-]{1,30}(?:[ ][\w.'’-]{1,30}){0,4}?)"
    r"(?=[ ,]{1,2}(?:\([^()\n]{2,24}\)|[A-Z]{2}),?[ ]{1,3}[A-Z]\d[A-Z][ ]?\d[A-Z]\d(?!\w))"
)
_LINE_END = re.compile(r"[ .;]*(?:\n|$)")
_SEPARATOR = re.compile(r"[ ]{0,3}(?:[,;–—|·•]|-(?=[ ]))?[ ]{0,3}(?:\n(?!\n)[ ]{0,3})?(?:à[ ](?=[A-Z0-9]))?")
_BLANK_LINE = re.compile(r"\n\n(?=\d{5}[ ])")
_HOUSE_AFTER = re.compile(
    r",?[ ](?:n°[ ]?)?\d{1,4}[A-Za-z]?(?=[ ]?(?:[,;–—-][ ]|\n|$|[ ]bo[îi]te[ ]|[ ]bte[ ]|\)|\.(?!\d)|[ ]\d{4}[ ]|[ ]à[ ]|/))"
)


@cache
def _unit() -> re.Pattern[str]:
    units, premises = either(words("contacts/address_units.txt")), either(words("contacts/address_premises.txt"))
    floor = r"\d{1,2}(?:er|e|[eè]me)[ ][ée]tage"
    return re.compile(rf"(?i:{units})[ ](?:n°[ ]?)?(?:\d{{1,5}}[A-Za-z]?|[A-Z]\d{{0,3}})(?!\w)|{floor}|(?i:{premises})")


@dataclass(slots=True)
class Parts:
    """What has been read of an address so far."""

    end: int
    numbered: bool = False
    street: bool = False
    weak: bool = False
    doubtful: bool = False  # what may be its house number may be a year
    box: bool = False
    postal: bool = False
    canadian: bool = False  # the postal code, where house numbers of four digits are common
    town: bool = False

    def enough(self) -> bool:
        """Tell an address from a street or a town that is only mentioned."""
        if self.street and not self.weak:
            return self.numbered or self.postal or (self.box and self.town)
        return (self.box or self.weak) and (self.postal or self.town)


def read(text: str, start: int) -> Parts:
    """Read an address from its first character."""
    parts = Parts(start)
    at = start
    for _ in range(_MOST_PARTS):
        before = parts.end
        _read_part(text, at, parts)
        if parts.end == before:
            break
        separator = _BLANK_LINE.match(text, parts.end) or _SEPARATOR.match(text, parts.end)
        at = separator.end() if separator else parts.end
    return parts


def is_proved(text: str, start: int, parts: Parts) -> bool:
    """Tell whether an address is one although its house number looks like a year: by its postal code, or standing apart.

    A postal code proves none where a word makes the number a year (`Festival 2024, place Foch, 49000 Angers`), save in Canada.

    `2012, place Riel, Winnipeg` does so at the head of a line, behind a label or `au`; after a label the line may end with it.
    """
    if parts.postal:
        return parts.canadian or not is_dating(text, start)
    before = text[text.rfind("\n", 0, start) + 1 : start].rstrip()
    labelled = before.endswith(":") and _LINE_END.match(text, parts.end) is not None
    apart = not before or before[-1] in ":•|–-" or fold(before.split()[-1]) in words("contacts/before_addresses.txt")
    return labelled or (apart and parts.town)


def _read_part(text: str, at: int, parts: Parts) -> None:
    """Read one more part of an address: box, postal code with town, unit, street, or town."""
    if not parts.town and (box := BOX.match(text, at)):
        parts.box, parts.end = True, box.end()
        if town := town_end(text, box.end(), alone=False, loose=False):
            parts.town, parts.end = True, town
        return
    if not parts.postal and (postal := POSTAL.match(text, at)):
        loose = parts.street or parts.box
        if town := town_end(text, postal.end(), alone=False, loose=loose):
            parts.postal, parts.town, parts.end = True, True, town
            return
    if not parts.street and not parts.town:
        _read_street(text, at, parts)
        if parts.street:
            return
    if not (parts.street or parts.box):
        return
    if unit := _unit().match(text, at):
        parts.end = unit.end()
    elif not parts.postal and (code := POSTAL_ALONE.match(text, at)):
        parts.postal, parts.end = True, code.end()
    elif not parts.postal and (code := _CANADIAN.match(text, at)):
        parts.postal, parts.canadian, parts.end = True, True, code.end()
    elif parts.street and not parts.town and (city := _CANADIAN_TOWN.match(text, at - 1)):
        parts.town, parts.end = True, city.end()
    elif parts.street and not parts.town and at > parts.end and (town := town_end(text, at - 1, alone=True, loose=False)):
        parts.town, parts.end = True, town


def _read_street(text: str, at: int, parts: Parts) -> None:
    """Read a street with its house number, before or after its name."""
    found = None if parts.box and not street_start().match(text, at) else _street_head(text, at)
    if found is None:
        return
    head, trust = found
    numbered = bool(head["number"])
    year = numbered and YEAR.match(head["number"]) is not None
    if year and is_told_as_year(text, head.start()):
        return  # `l'exercice 2023, clos le 30 septembre`
    name = street_name_end(text, head.end(), numbered and trust)
    if name is None:
        if not POSTAL.match(text, head.end() + 1):
            return
        name = head.end()
    house = None if numbered else _HOUSE_AFTER.match(text, name)
    if house and POSTAL.match(text, name + 1):
        house = None
    parts.street, parts.weak, parts.end = True, trust == "weak", house.end() if house else name
    parts.numbered = numbered or house is not None
    parts.doubtful = year and (trust == "common" or is_dating(text, head.start()))


def _street_head(text: str, at: int) -> tuple[re.Match[str], Trust] | None:
    """Match the number and the kind of a street, or a kind after other words (`Le Bas de la Rue`), with the kind's trust."""
    head = street_start().match(text, at)
    if head and (trust := kinds().get(fold(head["kind"]))):
        return head, trust
    for word in WORD.finditer(text, at, at + REACH // 2):
        trust = kinds().get(fold(word.group()))
        if trust and PHRASE.fullmatch(text, at, word.start()) and (head := street_start().match(text, word.start())):
            return head, trust
    return None
