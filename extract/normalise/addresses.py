"""Postal addresses of France, Belgium, Switzerland, Luxembourg, Québec, the Maghreb and Africa, found by their anchors.

An address always holds digits: a house number, a postal code or a post-office box. Each of these is looked at, the street is
sought around it, and the parts are then read from left to right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extract.lexicons import words
from extract.normalise.countries import fold, places
from extract.types import Candidate

_VARIANTS = str.maketrans({"a": "[aàâ]", "e": "[eéèê]", "i": "[iî]", "o": "[oô]", "u": "[uùû]"})
_REACH = 90  # how far left of a postal code or a box its street may begin, in characters
_TOKENS = 8  # longest street or town name, in words

_NUMBER = r"\d{1,4}(?:[ ]{0,2}(?:bis|ter|quater|[A-Da-d])(?!\w))?(?:[ ]?[-–/][ ]?\d{1,4}(?:[ ]?(?:bis|ter))?(?!\d))?"
_FLOOR = r"(?:\d{1,2}(?:er|e|[eè]me)[ ][ée]tage,?[ ]{0,3})"
_ANCHOR = re.compile(r"(?<![\w,./+-])(?:\d{1,5}(?![\d])(?!\.\d|,\d|\w*-\d{4})|[A-Z]{1,2}-\d{4,5}(?!\w)|B\.?[ ]?P\.?[ ]?(?=\d|[Nn])|(?:CS|TSA|C\.P\.)[ ]?(?=\d))")
_BOX = re.compile(r"(?:\d{1,2}[ ])?(?:B\.?[ ]?P\.?|CS|TSA|C\.P\.|CIDEX|Cidex|[Cc]ase[ ]postale|[Bb]o[iî]te[ ]postale)[ ]?(?:[Nn][°º]?o?\.?[ ]?)?\d{1,6}(?!\d)", re.ASCII)
_POSTAL = re.compile(r"(?:[A-Z]{1,2}[-–][ ]?|[A-Z]{2}[ ])?(?:\d{5}|\d{4}|\d{2}[ ]\d{3})(?![\d.,/€%-])[ ]{1,3}(?=[^\W\d_])")
_CANADA = re.compile(r"(?:\([^()\n]{2,24}\)|[A-Z]{2}),?[ ]{1,3}[A-Z]\d[A-Z][ ]?\d[A-Z]\d|[A-Z]\d[A-Z][ ]?\d[A-Z]\d")
_CEDEX = re.compile(r"[ ,]{1,2}(?:CEDEX|Cedex|cedex)(?:[ ]\d{1,2}(?!\d))?")
_DISTRICT = re.compile(r"[ ]\d{1,3}(?![\w.,/-]|[ ]\d)")
_UNIT = re.compile(
    r"(?:b[âa]timent|b[âa]t\.?|bureau|bur\.|[ée]tage|porte|bo[îi]te|bte|bloc|app(?:artement|\.)?|suite|local|escalier|hall|niveau)[ ](?:n°[ ]?)?\w{1,6}|\d{1,2}(?:er|e|[eè]me)[ ][ée]tage",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[ ]{0,3}(?:[,;–—|·]|-(?=[ ])|\n(?!\n))?[ ]{0,3}(?:à[ ](?=[A-Z0-9]))?")
_TOKEN = re.compile(r"(?:[ ]{1,2}|[ ]?(?=[-–][^\W\d_]))(?:[ldLD]['’])?[\w][\w.'’-]*")
_PARTICLES = frozenset("de du des la le les l d et à a aux au sur sous en lès lez saint sainte st ste".split())
_MONTHS = frozenset("janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split())
_DAY = re.compile(r"\d{1,2}(?:er)?(?:-\w.*)?")


@dataclass(slots=True)
class _Parts:
    """What has been read of an address so far."""

    end: int
    numbered: bool = False
    street: bool = False
    box: bool = False
    postal: bool = False
    town: bool = False

    def enough(self) -> bool:
        """Tell an address from a street or a town that is only mentioned."""
        if self.street:
            return self.numbered or self.postal or (self.box and self.town)
        return self.box and (self.postal or self.town)


def find(text: str) -> list[Candidate]:
    """Return the postal addresses of a text, sorted, without overlaps."""
    out: list[Candidate] = []
    done = 0
    for anchor in _ANCHOR.finditer(text):
        if anchor.start() < done:
            continue
        for start in _starts(text, anchor, done):
            parts = _read(text, start)
            if parts and parts.enough() and parts.end > anchor.start():
                out.append(Candidate("ADDRESS", start, parts.end, "address", confidence=0.95))
                done = parts.end
                break
    return out


def one_line(surface: str) -> str:
    """Return an address on one line, its lines joined by commas.

    >>> one_line("12, rue du Bac\\n75007 Paris")
    '12, rue du Bac, 75007 Paris'
    """
    lines = (line.strip(" ,") for line in surface.split("\n"))
    return ", ".join(re.sub(r"\s+", " ", line) for line in lines if line)


@cache
def _kinds() -> str:
    listed = sorted(words("contacts/streets.txt"), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).translate(_VARIANTS) for word in listed)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    weak = "|".join(re.escape(w).translate(_VARIANTS) for w in sorted(words("contacts/weak_streets.txt")))
    grande = r"(?:[Gg]rande?[ ]|[Vv]ieille[ ]|[Aa]ncienne[ ]|[Pp]etite[ ])?"
    street = re.compile(rf"(?:{_FLOOR})?(?P<number>{_NUMBER}[ ]{{0,2}},?[ ]{{1,3}})?{grande}(?P<kind>(?i:{_kinds()}))(?:\.|(?!\w))(?!['’])")
    left = re.compile(rf"(?<![\w'’-])(?:{_FLOOR})?(?:{_NUMBER}[ ]{{0,2}},?[ ]{{1,3}})?{grande}(?i:{_kinds()})(?:\.|(?!\w))(?=[ ])")
    left_weak = re.compile(rf"(?<![\w'’-])(?i:{weak})(?!\w)(?=[ ])")
    return street, left, left_weak


def _starts(text: str, anchor: re.Match[str], floor: int) -> Iterator[int]:
    """Yield the places where an address around an anchor may begin, the likeliest first."""
    street, left, weak = _patterns()
    surface = anchor.group()
    digits = surface.rpartition("-")[2] if surface[0].isalpha() else surface
    if digits.isdigit() and len(digits) < 5 and (street.match(text, anchor.start())):
        yield anchor.start()
    box = _BOX.match(text, anchor.start())
    if box or (digits.isdigit() and len(digits) >= 4 and _POSTAL.match(text, anchor.start())):
        window = max(floor, anchor.start() - _REACH)
        line = text.rfind("\n", window, anchor.start())
        before = text.rfind("\n", window, line) if line >= 0 else -1
        window = max(window, before + 1)
        found = [m.start() for m in left.finditer(text, window, anchor.start())]
        found += [] if found else [m.start() for m in weak.finditer(text, window, anchor.start())]
        for start in found:
            yield _phrase_start(text, start, window)
    if box:
        yield anchor.start()


def _phrase_start(text: str, start: int, window: int) -> int:
    """Return where the name of a street begins that has words before its kind (`Le Haut de la Rue du Bois`)."""
    line = max(window, text.rfind("\n", window, start) + 1)
    before = text[line:start]
    if before and not text[start].isdigit() and re.fullmatch(r"(?:[A-ZÀ-Ý][\w'-]*[ ])(?:(?:[A-ZÀ-Ý][\w'-]*|d[eu]s?|l[ae]s?)[ ]){0,4}", before):
        return line
    return start


def _read(text: str, start: int) -> _Parts | None:
    """Read an address from its first character; None where none begins."""
    parts = _Parts(start)
    at = start
    for _ in range(7):
        before = parts.end
        _read_part(text, at, parts)
        if parts.end == before:
            break
        separator = _SEPARATOR.match(text, parts.end)
        at = separator.end() if separator else parts.end
    return parts if parts.end > start else None


def _read_part(text: str, at: int, parts: _Parts) -> None:
    """Read one more part of an address: street, unit, box, postal code with town, or town."""
    street, _, weak = _patterns()
    if not parts.town and (box := _BOX.match(text, at)):
        parts.box, parts.end = True, box.end()
        if town := _town(text, box.end(), known_only=False, loose=False):
            parts.town, parts.end = True, _district(text, town)
    elif not parts.street and (head := street.match(text, at) or weak.match(text, at) or _worded_head(text, at)):
        named = _name(text, head.end(), loose=_postal_ahead(text, head.end()))
        if named is None and not (postal := _POSTAL.match(text, head.end() + 1)):
            return
        end, after = named or (head.end(), False)
        parts.street, parts.end = True, end
        parts.numbered = after or bool(head.groupdict().get("number"))
    elif not parts.postal and (postal := _POSTAL.match(text, at)):
        loose = parts.street or parts.box
        if town := _town(text, postal.end() - 1, known_only=False, loose=loose):
            parts.postal = parts.town = True
            parts.end = _district(text, town)
    elif parts.street and (unit := _UNIT.match(text, at)):
        parts.end = unit.end()
    elif parts.street and (code := _CANADA.match(text, at)):
        parts.postal, parts.end = True, code.end()
    elif parts.street and not parts.town and at > parts.end and text[at : at + 1].isupper():
        if town := _town(text, at - 1, known_only=True, loose=False):
            parts.town, parts.end = True, _district(text, town)


def _worded_head(text: str, at: int) -> re.Match[str] | None:
    """Match a street whose kind comes after other words (`Le Haut de la Rue`)."""
    return re.compile(rf"(?:[A-ZÀ-Ý][\w'-]*[ ])(?:(?:[A-ZÀ-Ý][\w'-]*|d[eu]s?|l[ae]s?)[ ]){{0,4}}(?i:{_kinds()})(?!\w)(?=[ ])").match(text, at)


def _postal_ahead(text: str, at: int) -> bool:
    """Tell whether a postal code or a box ends the same phrase, so that words in small letters belong to the street."""
    line = text[at : at + 70].split("\n")[0]
    return bool(re.match(r"[^,;:().\d]{2,60}?[ ](?:\d{5}(?!\d)|BP[ ]\d|CS[ ]\d|TSA[ ])", line))


def _name(text: str, at: int, loose: bool) -> tuple[int, bool] | None:
    """Return the end of a street's name and whether a house number follows it there; None where no name follows."""
    end = at
    words_read = 0
    while words_read < _TOKENS and (token := _TOKEN.match(text, at)):
        word = token.group().strip(" ")
        bare = re.sub(r"^[ldLD]['’]", "", word).strip("-–").rstrip(".,")
        if _BOX.match(text, token.start() + 1) or _POSTAL.match(text, token.start() + 1):
            break
        if bare.isdigit() and not _dated(text, token.end(), end > at or words_read > 0, bare):
            if words_read and len(bare) < 5:
                return token.start() + len(token.group().rstrip(".,")), True
            break
        if not (bare[:1].isupper() or bare[:1].isdigit() or bare.lower() in _PARTICLES or bare.lower() in _MONTHS or loose):
            break
        at = token.end()
        words_read += 1
        if bare.lower() not in _PARTICLES or bare[:1].isupper():
            end = token.start() + len(token.group().rstrip(".,"))
            if token.group().endswith((".", ",")) and len(bare) > 3:
                break
    if not words_read or end == at and not words_read:
        return None
    house = re.compile(r",?[ ](?:n°[ ]?)?\d{1,4}[A-Za-z]?(?=[ ]?(?:[,;–—-][ ]|\n|$|\.(?!\d)|[ ]\d{4}[ ]|[ ]à[ ]|/))").match(text, end)
    return (house.end(), True) if house and not _POSTAL.match(text, end + 1) else (end, False) if end > at - 60 else None


def _dated(text: str, end: int, begun: bool, bare: str) -> bool:
    """Tell whether a number in a street's name is part of a date (`du 8 mai 1945`, `du 11-Novembre`)."""
    following = _TOKEN.match(text, end)
    if following and fold(following.group().strip(" -–")).rstrip(".,") in {fold(m) for m in _MONTHS}:
        return True
    before = text[max(0, end - len(bare) - 12) : end - len(bare)].lower()
    return len(bare) == 4 and any(month[-4:] in before for month in _MONTHS)


def _town(text: str, at: int, known_only: bool, loose: bool) -> int | None:
    """Return the end of the town's name that begins after `at`; `loose` lets small letters pass to the end of the line."""
    end = None
    small = False
    for count in range(6):
        token = _TOKEN.match(text, at) if count or text[at : at + 1] == " " else re.compile(r"[\w][\w.'’-]*").match(text, at)
        if token is None:
            break
        word = token.group().strip(" ")
        bare = word.rstrip(".,")
        folded = fold(bare)
        if folded in words("contacts/address_stops.txt") or bare.isdigit():
            break
        if folded == "cedex":
            break
        capital = bare[:1].isupper() or bare[:2] in ("d'", "l'")
        if not capital and folded not in _PARTICLES:
            line_end = text.find("\n", at)
            rest = text[at : line_end if line_end >= 0 else len(text)]
            if not loose or (not small and count and end is not None) or len(rest) > 30:
                break
            small = True
        if known_only and count == 0 and folded not in places():
            return None
        at = token.end()
        if folded not in _PARTICLES or capital:
            end = token.start() + len(token.group().rstrip(".,"))
            if token.group().endswith((".", ",")) and len(bare) > 2:
                break
    if end is None:
        return None
    cedex = _CEDEX.match(text, end)
    return cedex.end() if cedex else end


def _district(text: str, end: int) -> int:
    """Return the end of a town with the number of its district or post office (`MARSEILLE 16`, `Abidjan 04`)."""
    match = _DISTRICT.match(text, end)
    return match.end() if match else end
