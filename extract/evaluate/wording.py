"""When two wordings count as one: names, roles and dates as the gold has them and as the pipeline gives them."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

_ROLE_OVERLAP = 0.5  # share of words that two wordings of one role have in common
_TAG = re.compile(r"<[^<>]{1,200}>")
_LINE_END_HYPHEN = re.compile(r"(?<=[a-zà-ÿ])-\r?\n(?=[a-zà-ÿ])")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\ufeff]")
_ARTICLE = re.compile(r"(?:(?:les?|la|une?|des|du|de la) |(?:l|d|de l)' ?)(?=.{3})")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!T)")


def fold(text: str | None) -> str:
    """Return a surface as compared: without markup, line-end hyphens, accents, case, outer punctuation or leading article.

    >>> fold("La Fédération des moulins.")
    'federation des moulins'
    """
    text = unescape(_TAG.sub("", text or ""))
    text = _INVISIBLE.sub("", _LINE_END_HYPHEN.sub("", text))
    text = unicodedata.normalize("NFKD", text.replace("’", "'").casefold().replace("œ", "oe"))
    text = " ".join("".join(c for c in text if not unicodedata.combining(c)).split()).strip(" .,;:«»\"'()")
    return _ARTICLE.sub("", text, count=1) if len(text) > 4 and _ARTICLE.match(text) else text


def unordered(name: str | None) -> str:
    """Return a name by its words alone: `MARTIN Jean-Luc` is `Jean-Luc Martin`."""
    return " ".join(sorted(re.findall(r"\w+", fold(name))))


def alike(one: str, other: str) -> bool:
    """Tell whether two wordings of a role share enough of their words."""
    a, b = (set(re.findall(r"\w+", fold(text))) for text in (one, other))
    return bool(a) and len(a & b) >= _ROLE_OVERLAP * len(a | b)


def same_days(one: str, other: str | None) -> bool:
    """Tell whether two TIMEX values name the same days, one as a range and one as a list."""
    first, second = _DAY.findall(one), _DAY.findall(other or "")
    return len(first) > 1 and len(second) > 1 and (first[0], first[-1]) == (second[0], second[-1])
