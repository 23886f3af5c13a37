"""The names of functions: their forms, their classes, and where one stands in a text."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from msgspec import Struct

from extract.lexicons import typed_rows
from extract.relations.page import Page
from extract.relations.wordsets import members

Kind = Literal["office", "portfolio", "state", "profession", "rank", "loose"]
_KEPT = 20_000  # words remembered
_INNER_MARKS = frozenset("-.·•")


class Head(Struct, frozen=True):
    """A word that names a function, as found in a text."""

    lemma: str
    kind: Kind
    feminine: bool | None
    plural: bool
    singular: str = ""


@cache
def heads() -> dict[str, Head]:
    """Return every form of the words that name a function."""
    found: dict[str, Head] = {}
    for masculine, feminine, kind in typed_rows("roles/heads.tsv", tuple[str, str, Kind]):
        forms = [(masculine, False)] + [(form, True) for form in feminine.split("|")]
        same = masculine == feminine
        forms += [(prefix + form, is_feminine) for prefix in sorted(members("joined_prefixes")) for form, is_feminine in forms]
        for form, is_feminine in forms:
            gender = None if same else is_feminine
            found.setdefault(form, Head(masculine, kind, gender, plural=False))
            for plural in _plurals(form):
                found.setdefault(plural, Head(masculine, kind, gender, plural=True, singular=form))
    return found


@cache
def shared_forms() -> frozenset[str]:
    """Return the masculine forms that women go by, too (`la maire`)."""
    listed = typed_rows("roles/heads.tsv", tuple[str, str, Kind])
    return frozenset(masculine for masculine, feminine, _ in listed if masculine in feminine.split("|"))


def _plurals(form: str) -> tuple[str, ...]:
    if form.endswith(("s", "x")):
        return ()
    if form.endswith("al"):
        return (form[:-2] + "aux",)
    return (form + "s",)


@cache
def _known_phrases() -> dict[str, tuple[tuple[tuple[str, ...], Head], ...]]:
    found: dict[str, tuple[tuple[tuple[str, ...], Head], ...]] = {}
    listed = typed_rows("roles/phrases.tsv", tuple[str, Kind | Literal[""]])
    for line, kind in sorted(listed, key=lambda row: (-len(row[0]), row[0])):
        parts = tuple(re.findall(r"\w+'|[\w-]+", line))
        like = heads().get(parts[0]) or heads().get(parts[-1])
        head = Head(line, kind or "office", like.feminine if like else None, plural=False)
        found[parts[0]] = (*found.get(parts[0], ()), (parts, head))
    return found


def head_at(page: Page, i: int) -> tuple[Head, int] | None:
    """Return the function's name at a word and how many words it takes, or None."""
    word = page.words[i]
    for parts, known in _known_phrases().get(word, ()):
        if all(page.word(i + k) == part for k, part in enumerate(parts)):
            return known, len(parts)
    head = heads().get(word)
    if head is None and "-" in word:
        first, _, rest = word.partition("-")
        for parts, known in _known_phrases().get(rest, ()) if first in members("role_prefixes") else ():
            if all(page.word(i + k) == part for k, part in enumerate(parts[1:], 1)):
                return known, len(parts)
        head = heads().get(rest) if first in members("role_prefixes") else heads().get(first)
    if head is None and ("." in word or "·" in word):
        head = heads().get(re.split(r"[.·•]", word)[0])
    return None if head is None else (head, 1)


class _MayBegin(dict[str, bool]):
    """Tells of a word whether a function's name can begin with it; asked for every word, so answers are kept."""

    def __missing__(self, word: str) -> bool:
        if len(self) > _KEPT:
            self.clear()
        marked = word[:1].isalpha() and not _INNER_MARKS.isdisjoint(word)
        self[word] = marked or word in heads() or word in _known_phrases()
        return self[word]


may_begin = _MayBegin()
