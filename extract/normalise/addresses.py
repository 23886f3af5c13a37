"""Postal addresses of France, Belgium, Switzerland, Luxembourg, Québec, the Maghreb and Africa, found by their numbers.

An address always holds digits: a house number, a postal code or a post-office box. Each number of a text is looked at, the
street is sought after it or before it, and the parts are then read from left to right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extract.lexicons import rows, words
from extract.normalise.countries import places
from extract.normalise.digits import Groups, groups
from extract.normalise.names import fold
from extract.types import Candidate

_REACH = 90  # how far left of a postal code or a box its street may begin, in characters
_MOST_PARTS = 8
_MOST_WORDS = 8  # of a street's or a town's name

_MOST_DIGITS = 5  # of a house number, a postal code, a box
_NOT_BEFORE = frozenset("_.,/+")  # nor a letter
_NUMBER = (
    r"\d{1,4}(?:[ ]{0,2}(?:bis|ter|quater)(?!\w)|[ ]?[A-E](?!\w)|[a-e](?!\w))?"
    r"(?:[ ]?[-–/][ ]?\d{1,4}(?:[ ]?(?:bis|ter))?(?!\d))?"
)
_FLOOR = r"\d{1,2}(?:er|e|[eè]me)[ ][ée]tage,?[ ]{1,3}"
_AGE = r"(?:(?i:grande?|vieille|ancienne|petite)[ ])?"
_HEAD = re.compile(
    rf"(?:{_FLOOR})?(?P<number>{_NUMBER}[ ]{{0,2}},?[ ]{{1,3}})?{_AGE}"
    r"(?P<kind>[^\W\d_]+(?:-(?:[Rr]ue|[Pp]lace|[Pp]oint))?)(?:\.|(?!['’\w]|-\d))"
)
_FLOOR_BEFORE = re.compile(rf"(?:{_FLOOR}|{_NUMBER}[ ]{{0,2}},?[ ]{{1,3}}){_AGE}$")
_PHRASE = re.compile(r"(?:[A-ZÀ-Ý][\w'-]*[ ])(?:(?:[A-ZÀ-Ý][\w'-]*|d[eu]s?|l[ae]s?)[ ]){0,4}")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_BOX_KIND = r"(?:B\.?[ ]?P\.?|CS|TSA|C\.P\.|C(?i:idex)|(?i:case|bo[iî]te)[ ]postale)[ ]?(?:[Nn][°º]?o?\.?[ ]?)?"
_BOX = re.compile(rf"(?:\d{{1,2}}[ ])?{_BOX_KIND}\d{{1,6}}(?!\d)")
_BOX_BEFORE = re.compile(rf"(?:(?<!\w)\d{{1,2}}[ ])?(?<!\w){_BOX_KIND}$")
_BOX_ENDS = frozenset("PpSAXxe.°oNn")  # the last sign before the number of a box
_AFTER_HOUSE = frozenset(" ,-–/bBtTqQaAcCdDeE\u00a0")
_POSTAL = re.compile(r"(?:[A-Z]{1,2}[-–][ ]?|[A-Z]{2}[ ])?(?:\d{5}|\d{4}|\d{2}[ ]\d{3})(?![\d.€%-]|,\d)(?=,?[ ]{1,3}[^\W\d_])")
_POSTAL_ALONE = re.compile(r"\d{5}(?=[ ]?[);,.\n]|$)")
_CANADIAN = re.compile(r"(?:(?:\([^()\n]{2,24}\)|[A-Z]{2}),?[ ]{1,3})?[A-Z]\d[A-Z][ ]?\d[A-Z]\d(?!\w)")
_CANADIAN_TOWN = re.compile(  # on a line of its own
    r"\n([A-ZÀ-Ý][\w.'’-]{1,30}(?:[ ][\w.'’-]{1,30}){0,4}?)"
    r"(?=[ ,]{1,2}(?:\([^()\n]{2,24}\)|[A-Z]{2}),?[ ]{1,3}[A-Z]\d[A-Z][ ]?\d[A-Z]\d(?!\w))"
)
_CEDEX = re.compile(r"[ ,]{1,2}(?:CEDEX|Cedex|cedex)(?:[ ]\d{1,2}(?!\d))?")
_DISTRICT = re.compile(r"[ ]\d{1,3}(?:e|er|[eè]me)?(?![\w.,/-]|[ ]\d)")
_UNIT = re.compile(
    r"(?i:b[âa]timent|b[âa]t\.?|bureau|bur\.|[ée]tage|porte|bo[îi]te|bte|bloc|app(?:artement|\.)?|suite|local|escalier|hall|niveau|entr[ée]e)"
    r"[ ](?:n°[ ]?)?(?:\d{1,5}[A-Za-z]?|[A-Z]\d{0,3})(?!\w)|\d{1,2}(?:er|e|[eè]me)[ ][ée]tage|(?i:cit[ée][ ]administrative)"
)
_SEPARATOR = re.compile(r"[ ]{0,3}(?:[,;–—|·•]|-(?=[ ]))?[ ]{0,3}(?:\n(?!\n)[ ]{0,3})?(?:à[ ](?=[A-Z0-9]))?")
_BLANK_LINE = re.compile(r"\n\n(?=\d{5}[ ])")
_TOKEN = re.compile(r"(?:[ ]{1,2}|[ ]?(?=[-–][^\W\d_]))(?:[ldLD]['’])?\w[\w.'’-]*")
_TOWN_TOKEN = re.compile(r",?[ ]{1,3}(?:[ldLD]['’])?\w[\w.'’-]*")
_HOUSE_AFTER = re.compile(
    r",?[ ](?:n°[ ]?)?\d{1,4}[A-Za-z]?(?=[ ]?(?:[,;–—-][ ]|\n|$|[ ]bo[îi]te[ ]|[ ]bte[ ]|\)|\.(?!\d)|[ ]\d{4}[ ]|[ ]à[ ]|/))"
)
_CODE_AHEAD = re.compile(r"[^,;:().\d\n]{2,60}?,?[ ](?:\d{5}(?!\d)|BP[ ]?\d|CS[ ]?\d|TSA[ ]|CIDEX[ ])")
_TERMINATED = re.compile(r"[ ]?(?:[,;.)\n–—•|]|-[ ]|$|à[ ][A-Z])")
_ENDED = re.compile(r"[ ]?(?:[,;.)\n–—•|(]|-[ ]|$)")
_ARTICLE = re.compile(r"[ ](?:de[ ]la[ ]|de[ ]l['’]|du[ ]|des[ ])")
_YEAR = re.compile(r"1[89]\d\d|20\d\d")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)['’]?[ ]{1,2}$")
_LONGEST_WORD = 20
_LINE_END = re.compile(r"[ .;]*(?:\n|$)")
_DAY = re.compile(r"\d{1,2}(?:er)?")


@dataclass(slots=True)
class _Parts:
    """What has been read of an address so far."""

    end: int
    numbered: bool = False
    street: bool = False
    weak: bool = False
    doubtful: bool = False  # what may be its house number may be a year
    box: bool = False
    postal: bool = False
    town: bool = False

    def enough(self) -> bool:
        """Tell an address from a street or a town that is only mentioned."""
        if self.street and not self.weak:
            return self.numbered or self.postal or (self.box and self.town)
        return (self.box or self.weak) and (self.postal or self.town)


def find(text: str, digits: Groups | None = None) -> list[Candidate]:
    """Return the postal addresses of a text, sorted, without overlaps.

    `digits` are the groups of digits of the text, where they are known already.
    """
    out: list[Candidate] = []
    done = 0
    for at, end in groups(text) if digits is None else digits:
        if at < done or end - at > _MOST_DIGITS or (at and (text[at - 1] in _NOT_BEFORE or text[at - 1].isalnum())):
            continue
        for start in _starts(text, at, end, done):
            parts = _read(text, start)
            if parts.enough() and parts.end >= end and (not parts.doubtful or _is_proved(text, start, parts)):
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
def _kinds() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("contacts/streets.tsv", 2)}


@cache
def _months() -> frozenset[str]:
    return words("contacts/months.txt")


def _starts(text: str, at: int, end: int, floor: int) -> Iterator[int]:
    """Yield the places where an address around the number `text[at:end]` may begin, the likeliest first."""
    digits = end - at
    if (
        digits < _MOST_DIGITS
        and text[end : end + 1] in _AFTER_HOUSE
        and (head := _HEAD.match(text, at))
        and fold(head["kind"]) in _kinds()
    ):
        yield at
    boxed = at and text[at - 2 : at].rstrip()[-1:] in _BOX_ENDS
    box = _BOX_BEFORE.search(text, max(floor, at - 24), at) if boxed else None
    if box or (digits > 3 and (_POSTAL.match(text, at) or _POSTAL_ALONE.match(text, at))):
        yield from _streets_before(text, at, floor)
    if box:
        yield box.start()


def _streets_before(text: str, at: int, floor: int) -> Iterator[int]:
    """Yield where streets begin on the line of a postal code or on the line before, the farthest first."""
    line = text.rfind("\n", floor, at)
    before = text.rfind("\n", floor, line) if line >= 0 else -1
    window = max(floor, at - _REACH, before + 1)
    weak: list[int] = []
    for word in _WORD.finditer(text, window, at):
        trust = _kinds().get(fold(word.group()))
        if trust == "weak":
            weak.append(word.start())
        elif trust:
            yield _phrase_start(text, word.start(), window)
    yield from weak


def _phrase_start(text: str, start: int, window: int) -> int:
    """Return where the name of a street begins that has a number or words before its kind (`Le Bas de la Rue du Puits`)."""
    line = max(window, text.rfind("\n", window, start) + 1)
    before = _FLOOR_BEFORE.search(text, line, start)
    if before and not (_YEAR.match(before[0]) and _is_told_as_year(text, before.start())):
        return before.start()
    return line if start > line and _PHRASE.fullmatch(text, line, start) else start


def _read(text: str, start: int) -> _Parts:
    """Read an address from its first character."""
    parts = _Parts(start)
    at = start
    for _ in range(_MOST_PARTS):
        before = parts.end
        _read_part(text, at, parts)
        if parts.end == before:
            break
        separator = _BLANK_LINE.match(text, parts.end) or _SEPARATOR.match(text, parts.end)
        at = separator.end() if separator else parts.end
    return parts


def _read_part(text: str, at: int, parts: _Parts) -> None:
    """Read one more part of an address: box, postal code with town, unit, street, or town."""
    if not parts.town and (box := _BOX.match(text, at)):
        parts.box, parts.end = True, box.end()
        if town := _town(text, box.end(), alone=False, loose=False):
            parts.town, parts.end = True, town
        return
    if not parts.postal and (postal := _POSTAL.match(text, at)):
        loose = parts.street or parts.box
        if town := _town(text, postal.end(), alone=False, loose=loose):
            parts.postal, parts.town, parts.end = True, True, town
            return
    if not parts.street and not parts.town:
        _read_street(text, at, parts)
        if parts.street:
            return
    if not (parts.street or parts.box):
        return
    if unit := _UNIT.match(text, at):
        parts.end = unit.end()
    elif not parts.postal and (code := _POSTAL_ALONE.match(text, at) or _CANADIAN.match(text, at)):
        parts.postal, parts.end = True, code.end()
    elif parts.street and not parts.town and (city := _CANADIAN_TOWN.match(text, at - 1)):
        parts.town, parts.end = True, city.end()
    elif parts.street and not parts.town and at > parts.end and (town := _town(text, at - 1, alone=True, loose=False)):
        parts.town, parts.end = True, town


def _read_street(text: str, at: int, parts: _Parts) -> None:
    """Read a street with its house number, before or after its name."""
    found = None if parts.box and not _HEAD.match(text, at) else _street_head(text, at)
    if found is None:
        return
    head, trust = found
    numbered = bool(head["number"])
    year = numbered and _YEAR.match(head["number"]) is not None
    if year and _is_told_as_year(text, head.start()):
        return  # `l'exercice 2023, clos le 30 septembre`
    name = _street_name(text, head.end(), numbered and trust)
    if name is None:
        if not _POSTAL.match(text, head.end() + 1):
            return
        name = head.end()
    house = None if numbered else _HOUSE_AFTER.match(text, name)
    if house and _POSTAL.match(text, name + 1):
        house = None
    parts.street, parts.weak, parts.end = True, trust == "weak", house.end() if house else name
    parts.numbered = numbered or house is not None
    parts.doubtful = year and trust == "common"


def _is_told_as_year(text: str, at: int) -> bool:
    """Tell whether the word before a number makes it a year: `en 2012`, `mai 2012`, `l'exercice 2012`."""
    word = _WORD_BEFORE.search(text, max(0, at - _LONGEST_WORD), at)
    return word is not None and (fold(word[1]) in words("contacts/before_years.txt") or fold(word[1]) in _months())


def _is_proved(text: str, start: int, parts: _Parts) -> bool:
    """Tell whether an address is one although its house number looks like a year: by its postal code, or standing apart.

    `2012, place Riel, Winnipeg` does so at the head of a line, behind a label or `au`; after a label the line may end with it.
    """
    before = text[text.rfind("\n", 0, start) + 1 : start].rstrip()
    labelled = before.endswith(":") and _LINE_END.match(text, parts.end) is not None
    apart = not before or before[-1] in ":•|–-" or before.lower().endswith((" au", "\tau")) or before.lower() == "au"
    return parts.postal or labelled or (apart and parts.town)


def _street_head(text: str, at: int) -> tuple[re.Match[str], str] | None:
    """Match the number and the kind of a street, or a kind after other words (`Le Bas de la Rue`), with the kind's trust."""
    head = _HEAD.match(text, at)
    if head and (trust := _kinds().get(fold(head["kind"]))):
        return head, trust
    for word in _WORD.finditer(text, at, at + _REACH // 2):
        trust = _kinds().get(fold(word.group()))
        if trust and _PHRASE.fullmatch(text, at, word.start()) and (head := _HEAD.match(text, word.start())):
            return head, trust
    return None


def _street_name(text: str, at: int, trust: str | bool) -> int | None:
    """Return the end of a street's name, None where no name follows.

    Words in small letters belong to it before a postal code, and after a house number as far as the kind of street is trusted.
    """
    if _CODE_AHEAD.match(text, at):
        return _name(text, at, small=True)
    if trust == "sure" or (trust == "common" and _ARTICLE.match(text, at)):
        end = _name(text, at, small=True)
        if end is not None and _TERMINATED.match(text, end):
            return end
    return _name(text, at, small=False)


def _name(text: str, at: int, small: bool) -> int | None:
    end = None
    month = False
    for _ in range(_MOST_WORDS):
        token = _TOKEN.match(text, at)
        if token is None or _BOX.match(text, token.start() + 1) or _POSTAL.match(text, token.start() + 1):
            break
        word = token.group().strip(" -–")
        bare = re.sub(r"^[ldLD]['’]", "", word).rstrip(".,")
        folded = fold(bare)
        if bare.isdigit() and not (month and _YEAR.fullmatch(bare)) and not _dated(text, token.end(), bare):
            break
        capital = bare[:1].isupper() or bare[:1].isdigit()
        particle = folded in words("contacts/address_particles.txt") and not capital
        if not (capital or particle or small or folded in _months()):
            break
        month = folded.rpartition("-")[2] in _months()
        at = token.end()
        if not particle:
            end = token.start() + len(token.group().rstrip(".,"))
            if (token.group()[-1] in ".," and len(bare) > 3) or (not capital and _TERMINATED.match(text, end)):
                break
    return end


def _dated(text: str, end: int, bare: str) -> bool:
    """Tell whether a number in a street's name is the day of a date (`du 8 mai 1945`)."""
    following = _TOKEN.match(text, end)
    return bool(_DAY.fullmatch(bare) and following and fold(following.group().strip(" -–").rstrip(".,")) in _months())


def _town(text: str, at: int, alone: bool, loose: bool) -> int | None:
    """Return the end of the town's name that begins after `at`, its CEDEX and district included.

    `alone`: no postal code says that it is a town; `loose`: words in small letters may belong to it, to the end of the line.
    """
    end = None
    count = 0
    for count in range(_MOST_WORDS):
        token = (_TOKEN if count else _TOWN_TOKEN).match(text, at)
        if token is None:
            break
        bare = token.group().strip(" ,-–").rstrip(".,")
        folded = fold(bare)
        capital = bare[:1].isupper() or bare[:2] in ("d'", "l'")
        if (folded in words("contacts/address_stops.txt") and capital) or bare.isdigit() or folded == "cedex":
            break
        if count == 0 and folded in _kinds():
            break
        if (
            not capital
            and folded not in words("contacts/address_particles.txt")
            and not (loose and len(_rest_of_line(text, at)) < 30)
        ):
            break
        at = token.end()
        if capital or folded not in words("contacts/address_particles.txt"):
            end = token.start() + len(token.group().rstrip(".,"))
            if token.group()[-1] in ".," and len(bare) > 2:
                break
    if end is None or (alone and not _is_town(text, at, end)):
        return None
    if cedex := _CEDEX.match(text, end):
        return cedex.end()
    district = _DISTRICT.match(text, end)
    return district.end() if district else end


def _is_town(text: str, at: int, end: int) -> bool:
    """Tell whether a name after a street is its town: one word, or a known one, with nothing more behind it."""
    begin = max(text.rfind(sign, 0, end) for sign in ",\n–(")
    name = text[begin + 1 : end].strip()
    first = name.partition(" ")[0]
    known = " " not in name or fold(first) in places() or first in ("La", "Le", "Les", "Saint")
    return known and _ENDED.match(text, end) is not None


def _rest_of_line(text: str, at: int) -> str:
    stop = text.find("\n", at)
    return text[at : stop if stop >= 0 else len(text)]
