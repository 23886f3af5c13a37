"""Host names: which endings make an internet address."""

from __future__ import annotations

from functools import cache

from extract.lexicons import rows

_LONGEST = 24


@cache
def endings() -> dict[str, bool]:
    """Return every known top-level domain; True where a bare `name.tld` is enough to make an address of it."""
    return {tld: flag != "scheme" for tld, flag in rows("contacts/tlds.tsv", 2)}


def known(label: str) -> bool:
    """Tell whether a label is a top-level domain, internationalised ones in their `xn--` form included."""
    folded = label.lower()
    return folded in endings() or folded.startswith("xn--")


def possible(label: str) -> bool:
    """Tell whether a label could be a top-level domain: letters, at least two, known or not."""
    return known(label) or (1 < len(label) <= _LONGEST and label.isalpha())


def without_next_sentence(host: str) -> str:
    """Return a host without the word of the next sentence that a missing space glued to it.

    >>> without_next_sentence("exemple.fr.Nous")
    'exemple.fr'
    """
    labels = host.split(".")
    while len(labels) > 2 and known(labels[-2]) and (not known(labels[-1]) or _capital(labels)):
        labels.pop()
    return ".".join(labels)


def _capital(labels: list[str]) -> bool:
    return labels[-1][:1].isupper() and labels[-2].islower()
