"""Which countries a text is about, as far as the telephone numbers in it need to know."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from extract.lexicons import rows
from extract.normalise.names import fold

# Weights of the clues; only their order matters: what a line says beats what the document says.
REGION, PREFIX, DOMAIN, WORD, POSTAL = 14.0, 3.0, 3.0, 1.0, 2.0
_MOST = 6.0  # no kind of clue counts for more than this, however often it repeats
_PRIOR = {"FR": 1.5, "BE": 0.4, "CH": 0.3, "CA": 0.2}  # where nothing speaks, in the order of the French press

_WORD = re.compile(r"[A-ZÀ-Ý][\w'-]*\w")
_POSTAL = re.compile(
    r"[A-CE-HJ-NPR-TVXY](?<!\w.)(?:(?:(?<=[BLF])|(?<=C)H|(?<=M)C|(?<=L)U)-\d{4,5}|(?<!F)\d[A-Z] ?\d[A-Z]\d)(?!\w)"
)
_POSTAL_COUNTRIES = {"B": "BE", "CH": "CH", "L": "LU", "LU": "LU", "F": "FR", "MC": "MC"}


@cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    """Return country by top-level domain and by pointing word."""
    listed = rows("contacts/countries.tsv", 3)
    by_domain = {tld: country for country, tld, _ in listed}
    by_word = {word: country for country, _, pointing in listed for word in pointing.split()}
    return by_domain, by_word


def of_host(host: str) -> str | None:
    """Return the country of a host's ending.

    >>> of_host("presse.exemple.be")
    'BE'
    """
    return _tables()[0].get(host.rpartition(".")[2].lower())


def leanings(text: str, hosts: Iterable[str], region: str | None = None) -> dict[str, float]:
    """Return the weight of each country for a text, its hosts (of e-mails, web addresses, the site) and a region hint."""
    total = clues(text, hosts)
    for country, weight in _PRIOR.items():
        total[country] = total.get(country, 0.0) + weight
    if region:
        total[region.upper()] = total.get(region.upper(), 0.0) + REGION
    return total


def clues(text: str, hosts: Iterable[str]) -> dict[str, float]:
    """Return the weight that the words and hosts of a stretch of text give to each country."""
    said: dict[str, float] = {}
    for country in map(_pointed_to, _WORD.findall(text)):
        if country:
            said[country] = min(_MOST, said.get(country, 0.0) + WORD)
    domains: dict[str, float] = {}
    for host in hosts:
        country = of_host(host) or _named_in(host)
        if country:
            domains[country] = min(_MOST, domains.get(country, 0.0) + DOMAIN)
    for code in _POSTAL.finditer(text):
        country = _POSTAL_COUNTRIES.get(code.group().partition("-")[0], "CA")
        said[country] = said.get(country, 0.0) + POSTAL
    return {country: said.get(country, 0.0) + domains.get(country, 0.0) for country in said | domains}


@lru_cache(maxsize=4096)
def _pointed_to(word: str) -> str | None:
    """Return the country that a word of the text points to."""
    return _tables()[1].get(fold(word[2:] if word[1] == "'" else word))


@cache
def places() -> frozenset[str]:
    """Return the words that point to a country, folded: among them the larger towns."""
    return frozenset(_tables()[1])


def _named_in(host: str) -> str | None:
    """Return the country that a word of a host names (`voyage-tunisie.org`)."""
    by_word = _tables()[1]
    words = re.split(r"[.-]", host)[:-1]
    return next((by_word[word] for word in words if len(word) > 3 and word in by_word), None)
