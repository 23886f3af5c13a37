"""Names of streets and towns, as far as they go in an address."""

from __future__ import annotations

import re

from extract.lexicons import words
from extract.normalise.addresses.patterns import BOX, POSTAL, YEAR, Trust, kinds, months
from extract.normalise.countries import places
from extract.normalise.names import fold

_MOST_WORDS = 8  # of a street's or a town's name
_CEDEX = re.compile(r"[ ,]{1,2}(?:CEDEX|Cedex|cedex)(?:[ ]\d{1,2}(?!\d))?")
_DISTRICT = re.compile(r"[ ]\d{1,3}(?:e|er|[eè]me)?(?![\w.,/-]|[ ]\d)")
_TOKEN = re.compile(r"(?:[ ]{1,2}|[ ]?(?=[-–][^\W\d_]))(?:[ldLD]['’])?\w[\w.'’-]*")
_TOWN_TOKEN = re.compile(r",?[ ]{1,3}(?:[ldLD]['’])?\w[\w.'’-]*")
_CODE_AHEAD = re.compile(r"[^,;:().\d\n]{2,60}?,?[ ](?:\d{5}(?!\d)|BP[ ]?\d|CS[ ]?\d|TSA[ ]|CIDEX[ ])")
_TERMINATED = re.compile(r"[ ]?(?:[,;.)\n–—•|]|-[ ]|$|à[ ][A-Z])")
_ENDED = re.compile(r"[ ]?(?:[,;.)\n–—•|(]|-[ ]|$)")
_ARTICLE = re.compile(r"[ ](?:de[ ]la[ ]|de[ ]l['’]|du[ ]|des[ ])")
_DAY = re.compile(r"\d{1,2}(?:er)?")


def street_name_end(text: str, at: int, trust: Trust | bool) -> int | None:
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
        if token is None or BOX.match(text, token.start() + 1) or POSTAL.match(text, token.start() + 1):
            break
        word = token.group().strip(" -–")
        bare = re.sub(r"^[ldLD]['’]", "", word).rstrip(".,")
        folded = fold(bare)
        if bare.isdigit() and not (month and YEAR.fullmatch(bare)) and not _dated(text, token.end(), bare):
            break
        capital = bare[:1].isupper() or bare[:1].isdigit()
        particle = folded in words("contacts/address_particles.txt") and not capital
        if not (capital or particle or small or folded in months()):
            break
        month = folded.rpartition("-")[2] in months()
        at = token.end()
        if not particle:
            end = token.start() + len(token.group().rstrip(".,"))
            if (token.group()[-1] in ".," and len(bare) > 3) or (not capital and _TERMINATED.match(text, end)):
                break
    return end


def _dated(text: str, end: int, bare: str) -> bool:
    """Tell whether a number in a street's name is the day of a date (`du 8 mai 1945`)."""
    following = _TOKEN.match(text, end)
    return bool(_DAY.fullmatch(bare) and following and fold(following.group().strip(" -–").rstrip(".,")) in months())


def town_end(text: str, at: int, alone: bool, loose: bool) -> int | None:
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
        if count == 0 and folded in kinds():
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
    known = " " not in name or fold(first) in places() or first in words("contacts/town_openers.txt")
    return known and _ENDED.match(text, end) is not None


def _rest_of_line(text: str, at: int) -> str:
    stop = text.find("\n", at)
    return text[at : stop if stop >= 0 else len(text)]
