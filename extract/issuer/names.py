"""The names of an organisation made comparable with what a page says in other places: hosts, letterheads, folder names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from msgspec import Struct

from extract.lexicons import words
from extract.types import Organisation
from extract.zones.lines import fold

_TOKEN = re.compile(r"[a-z0-9]{2,}")
_STEM = 5  # letters by which "préfet" and "préfecture" are the same word


class Names(Struct, frozen=True):
    """The folded names of an organisation, the words of each, and its acronyms."""

    full: frozenset[str]
    acronyms: frozenset[str]
    bags: tuple[frozenset[str], ...]


def of_organisation(organisation: Organisation) -> Names:
    """Return the names of an organisation, folded."""
    listed = (organisation.name, *organisation.aliases)
    full = frozenset(fold(name) for name in listed if name)
    acronyms = {fold(name) for name in (organisation.acronym, *listed) if name and " " not in name and name[:2].isupper()}
    return Names(full, frozenset(acronyms), tuple(tokens(name) for name in sorted(full)))


def tokens(folded: str) -> frozenset[str]:
    """Return the words that tell a name from another."""
    return frozenset(_TOKEN.findall(folded)) - words("issuer/small.txt")


def stems(bag: frozenset[str]) -> frozenset[str]:
    """Return the beginnings of words, by which words of one family are the same."""
    return frozenset(word[:_STEM] for word in bag)


def is_fuller(names: Names, others: Names) -> bool:
    """Tell whether a name of the one says all that the longest name of the other says, and more (an acronym has none)."""
    longest = max(others.bags, key=lambda bag: (len(bag), sorted(bag)))
    return not (longest <= others.acronyms) and any(bag > longest for bag in names.bags)


def is_named(value: str, names: Names) -> bool:
    """Tell whether a folded name is one of the organisation's, or has mostly the same words."""
    if value in names.full or value in names.acronyms:
        return True
    bag = tokens(value)
    return any(bag and own and len(bag & own) * 2 > len(bag | own) for own in names.bags)


def is_domain(domain: str, names: Names) -> bool:
    """Tell whether a domain is made of an organisation's acronym or of the words of its name."""
    hosts = words("names/hosts.txt")
    labels = [label for label in domain.lower().split(".")[:-1] if label not in hosts]
    parts = {part for label in labels for part in label.split("-")} - hosts - words("issuer/small.txt")
    if any(acronym in parts or acronym.replace("-", "") in labels for acronym in names.acronyms):
        return True
    joined = "".join(labels)
    if any(joined == "".join(filter(str.isalnum, name)) for name in names.full):
        return True
    for bag in names.bags:
        strong = {word for word in bag if len(word) > 3}
        held = sum(word in parts or (len(strong) > 1 and word in joined) for word in strong)
        if held and (held * 2 >= len(strong) or len(strong & parts) * 2 >= len(parts) > 0):
            return True
    return False


def likeness(told: Sequence[str], names: Names) -> float:
    """Return how far the words that a file is called by are those of a name, 0 to 1; "association" alone makes no likeness."""
    heads = words("zones/letterhead.txt")
    folder = frozenset(told)
    openings = set(accumulate(told))
    if names.acronyms & folder or any("".join(filter(str.isalnum, name)) in openings - folder for name in names.full):
        return 1.0
    best = 0.0
    for bag in names.bags:
        if common := bag & folder:
            own = any(word not in heads and len(word) > 2 for word in common)
            best = max(best, len(common) / len(bag | folder) if own else 0.0)
    return best
