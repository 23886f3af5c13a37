"""The organisations of a list that says what it lists: `Premiers signataires :` and a name on each line below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extract.lexicons import either
from extract.lexicons import words as listed
from extract.naming.confidence import prior
from extract.naming.vocabulary import Vocabulary
from extract.naming.words import Words
from extract.normalise.names import fold, key
from extract.types import Candidate

_RULE = "list.organisation"
HOST = "list.host"  # a rule of its own: elsewhere such an item is a web address
_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"[-–—•▪‣*·o][ \t\u00a0]+(?=\S)")
_ENDS = " \t\u00a0;,."
_CUT = re.compile(r"[,:;()\[\]|/@\t]|\.\s|https?\b|\d{3}")  # says more than a name
_HEADING = 8  # words at most
_NAME = 6  # words at most


@cache
def _heading() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{either(fold(entry) for entry in listed('names/list_headings.txt'))})\b")


@cache
def _domain() -> re.Pattern[str]:
    """Return the pattern of a firm called by its domain, alone or after one of its people: `Ines de nuages.coop`."""
    links = either(link if link.endswith("'") else f"{link} " for link in listed("names/affiliations.txt")).replace("'", "['’]")
    return re.compile(rf"(?:^(?=[A-Z\d])|\b(?:{links})|, )(?P<name>[\w-]+\.[a-z]{{2,6}})$")


def find(words: Words, vocabulary: Vocabulary) -> list[Candidate]:
    """Return the items that may be names of organisations, in text order; people and places there are for others to claim."""
    found = []
    for start, end in _items(words.text):
        item = words.text[start:end]
        if domain := _domain().search(item):
            found.append(Candidate("ORG", start + domain.start("name"), end, HOST, None, prior(HOST)))
        elif item[0].isupper() and _could_be_name(item, vocabulary):
            found.append(Candidate("ORG", start, end, _RULE, None, prior(_RULE)))
    return found


def _items(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of the items of the lists under such headings."""
    above = ""  # the last line that is no item
    listing: bool | None = None  # whether it says that such a list follows: looked at only where items do
    for line in _LINE.finditer(text):
        bullet = _BULLET.match(text, line.start(), line.end())
        if bullet is None:
            above, listing = line[0], None
            continue
        if listing is None:
            listing = _is_heading(above)
        if listing and (name := text[bullet.end() : line.end()].rstrip(_ENDS)):
            yield bullet.end(), bullet.end() + len(name)


def _is_heading(line: str) -> bool:
    stripped = line.strip("*_#> \t\u00a0")
    return len(stripped.split()) <= _HEADING and not stripped.endswith(".") and _heading().search(fold(stripped)) is not None


def _could_be_name(item: str, vocabulary: Vocabulary) -> bool:
    tokens = item.split()
    first = key(tokens[0])
    if _CUT.search(item) or len(tokens) > _NAME or not first:
        return False
    return not (vocabulary.is_given(first) or first in vocabulary.furniture or first in vocabulary.honorifics)
