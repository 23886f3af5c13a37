"""Noun phrases that name a function: `ancien directeur général par intérim de la Caisse nationale (CNAM)`."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from extract.lexicons import typed_rows, words
from extract.relations.functions import Head, head_at, heads, may_begin
from extract.relations.page import BREAK, PARAGRAPH, Names, Page
from extract.relations.wordsets import members
from extract.types import Mention

Determiner = Literal["definite", "indefinite", "possessive", "contracted", "plural"]

_REACH = 18


class Phrase(Struct, frozen=True):
    """A function as written: words `first` to `end` (exclusive), `value` without determiner, and the organisation in it."""

    first: int
    end: int
    head: Head
    determiner: str
    value_start: int
    value_end: int
    organisation: Mention | None
    inner: bool = False  # a function within the complement stands right before a name: it is that person's, not this one


@cache
def _tails() -> dict[str, tuple[tuple[str, ...], ...]]:
    table: dict[str, tuple[tuple[str, ...], ...]] = {}
    for line in sorted(words("roles/tails.txt"), key=lambda t: (-len(t), t)):
        parts = tuple(re.findall(r"\w+'|\w+(?:[.-]\w+)*", line.lower()))
        table[parts[0]] = (*table.get(parts[0], ()), parts)
    return table


@cache
def _before() -> dict[str, bool]:
    return {word: belongs == "keep" for word, belongs in typed_rows("roles/before.tsv", tuple[str, Literal["keep", "drop"]])}


@cache
def determiners() -> dict[str, Determiner]:
    """Return the determiners of a role with their kind."""
    return dict(typed_rows("roles/determiners.tsv", tuple[str, Determiner]))


@cache
def _endings() -> tuple[str, ...]:
    return tuple(sorted(words("roles/adjective_endings.txt")))


def find(page: Page, names: Names) -> list[Phrase]:
    """Return the function phrases of a page in text order; one inside another only where a name follows both."""
    found: list[Phrase] = []
    done = 0
    for i in [i for i, word in enumerate(page.words) if may_begin[word]]:
        cover = names.inside.get(i)
        free = cover is None or (names.span[cover.id][0] == i and (cover.kind == "ORG" or not page.capital(i)))
        if i < done or not free or page.word(i + 1) in members("after_verbs"):
            continue
        hit = head_at(page, i)
        if hit is not None and not _participle(page, i):
            seen = names if cover is None else names.without(cover)  # no organisation is called by a function
            phrase = _phrase(page, seen, i, *hit)
            inner = _inner(page, seen, phrase, i + hit[1])
            found += [phrase] if inner is None else [replace(phrase, inner=True), inner]
            done = phrase.end
    return found


def _participle(page: Page, i: int) -> bool:
    """Tell whether a word is a verb's participle here (`délégué par le ministre`)."""
    return (
        page.words[i] in members("participle_heads")
        and page.word(i + 1) in members("by")
        and page.word(i + 2) not in members("interim")
    )


def _inner(page: Page, names: Names, phrase: Phrase, i: int) -> Phrase | None:
    """Return the function inside a phrase that a name right after both belongs to (`bras droit du Premier ministre X`)."""
    following = names.first.get(phrase.end)
    named = page.word(phrase.end) in words("roles/honorifics.txt") or (following is not None and following.kind == "PER")
    if not named or phrase.head.lemma in members("deputies"):
        return None
    for k in range(i + 1, phrase.end):
        hit = head_at(page, k) if k not in names.inside else None
        if hit is not None and page.words[k - 1] in members("determiners") | members("to"):
            return _phrase(page, names, k, *hit)
    return None


def _phrase(page: Page, names: Names, i: int, head: Head, width: int) -> Phrase:
    first = value = i
    while first - 1 >= 0 and page.words[first - 1] in _before() and (first - 1) not in names.inside:
        first -= 1
        if _before()[page.words[first]]:
            value = first
    determiner = page.word(first - 1)
    if determiner in determiners():
        first -= 1
    else:
        determiner = ""
    end, value_end, organisation = complements(page, names, i + width, head)
    if organisation is None and not determiner and end == value_end:
        end = value_end = _bare_nouns(page, names, value_end)
    return Phrase(first, end, head, determiner, page.starts[value], page.ends[value_end - 1], organisation)


def _is_adjective(page: Page, i: int) -> bool:
    word = page.word(i)
    return (
        word in words("roles/adjectives.txt")
        or word in words("names/demonyms.txt")
        or (
            len(word) > 4
            and word not in _before()
            and word.endswith(_endings())
            and word not in words("roles/not_nouns.txt")
            and word not in heads()
        )
    )


def _describes(page: Page, i: int, begin: int, head: Head) -> bool:
    """Tell whether a word goes on with a function's name: an adjective, or right after a profession a second one."""
    word = page.words[i]
    if _is_adjective(page, i):
        return True
    if word in members("and"):
        return _is_adjective(page, i + 1) and head_at(page, i + 1) is None
    second = heads().get(word)
    return (
        i == begin
        and head.kind == "profession"
        and (word in ("chef", "cheffe") or (second is not None and second.kind == "profession"))
    )


def _tail(page: Page, i: int) -> int:
    """Return the number of words of a closing expression (`par intérim`) at a word, or 0."""
    for parts in _tails().get(page.word(i), ()):
        if all(page.word(i + k) == part for k, part in enumerate(parts)):
            return len(parts)
    return 0


def complements(page: Page, names: Names, i: int, head: Head) -> tuple[int, int, Mention | None]:
    """Read on after a head: adjectives, complements, organisation. Return end, end of the value, organisation."""
    value_end = begin = i
    limit = min(len(page.words), i + _REACH)
    adjectives = words("roles/adjectives.txt")
    while i < limit:
        word = page.words[i]
        mention = names.first.get(i)
        if (width := _tail(page, i)) and (mention is None or names.span[mention.id][1] - i <= width):
            i += width
            value_end = i
        elif mention is not None and mention.kind in ("PER", "DATE"):
            break
        elif mention is not None and mention.kind == "ORG" and not (word in adjectives and names.span[mention.id][1] == i + 1):
            return _close(page, names, names.span[mention.id][1]), value_end, mention
        elif (i not in names.inside or word in adjectives) and _describes(page, i, begin, head):
            i += 1 + (word in members("and"))
            value_end = i
        elif word in members("charged") and page.word(i + 1) in members("of"):
            i += 1
        elif word in members("role_prepositions") or (word in members("and") | {","} and _coordinates(page, i, head)):
            step = _complement(page, names, i, head)
            if step is None:
                break
            i, takes_value, organisation = step
            if organisation is not None:
                return _close(page, names, i), value_end, organisation
            if not takes_value:  # its place, which closes it
                return i, value_end, None
            value_end = i
        else:
            break
    return value_end, value_end, None


def _bare_nouns(page: Page, names: Names, i: int) -> int:
    """Step over nouns set beside a function without a preposition (`consultant impacts environnementaux`, `Designer UX/UI`)."""
    end = i
    while end < len(page.words) and end - i < 6:
        word = page.words[end]
        parts = word in words("roles/not_nouns.txt") or word in members("parting") or word in members("articles")
        if end in names.inside or parts:
            return i
        if not (word[0].isalpha() or word == "/" or word in members("of")):
            break
        end += 1
    closed = end >= len(page.words) or page.words[end] in (",", ")", ".", ";", "|", "–", "-", BREAK, PARAGRAPH)
    return end if closed and end - i < 6 and page.word(end - 1) not in members("of") | {"/"} else i


def _coordinates(page: Page, i: int, head: Head) -> bool:
    """Tell whether `et` or a comma continues the complement (`de la Culture et des Arts`)."""
    following = page.word(i + 1)
    if page.words[i] in members("and"):
        if following in members("of_or_to"):
            noun = i + 2 if page.word(i + 2) not in members("determiners") else i + 3
            return head_at(page, noun) is None if noun < len(page.words) else False
        return head.kind == "portfolio" and i + 1 < len(page.words) and page.capital(i + 1) and page.capital(i - 1)
    return head.kind == "portfolio" and following in members("of") and page.capital(i - 1)


def _complement(page: Page, names: Names, i: int, head: Head) -> tuple[int, bool, Mention | None] | None:
    """Read one complement from its preposition: the word after it, whether it belongs to the value, its organisation."""
    k = i + 1
    if page.words[i] in members("and") | {","} and page.word(k) in members("role_prepositions"):
        k += 1
    if page.word(i) in members("within") and page.word(k) in members("within"):
        k += 1
    if page.word(i) in members("entitled") and page.word(k) in members("entitled"):
        k += 1
    if page.word(k) == "l'" and page.word(k + 1) in members("one_of"):
        return None
    while page.word(k) in members("determiners") and k not in names.first:
        k += 1
    if page.word(k) in words("roles/generic_bodies.txt"):
        named = k + 1
        while _is_adjective(page, named) and named not in names.inside:
            named += 1
        body = names.first.get(named)
        if body is not None and body.kind == "ORG" and head.kind != "portfolio":
            return names.span[body.id][1], False, body
    while page.word(k) in words("roles/near_nouns.txt") and k not in names.inside:
        k += 1
    mention = names.first.get(k)
    if mention is not None and mention.kind in ("PER", "DATE"):
        return None
    if mention is not None and head.kind != "portfolio":
        end = names.span[mention.id][1]
        if mention.kind == "ORG":
            return end, False, mention
        seat = page.words[i] in members("seat_marks") and head.lemma not in members("posted_abroad")
        return end, not seat, None
    return _noun_group(page, names, k, head)


def _noun_group(page: Page, names: Names, k: int, head: Head) -> tuple[int, bool, Mention | None] | None:
    """Read a common-noun complement (`la communication interne`, `projet`, `Affaires étrangères`)."""
    if k >= len(page.words) or not page.words[k][0].isalpha() or page.words[k] in words("roles/not_nouns.txt"):
        return None
    titles = words("roles/honorifics.txt")
    if page.words[k] in titles and (k + 1 in names.first or page.word(k + 1) in titles | {"."}):
        return None
    inside = names.first.get(k)
    end = names.span[inside.id][1] if inside is not None else k + 1
    capital = page.capital(k)
    no_noun = words("roles/not_nouns.txt") | titles
    while end < len(page.words) and end not in names.inside:
        word = page.words[end]
        if not word[0].isalpha() or word in members("role_prepositions") or word in members("and"):
            break
        proper = capital and page.capital(end) and word not in no_noun and word not in heads()
        closed = page.word(end + 1) in (",", ")", BREAK) and word not in no_noun and not page.capital(end)
        apposed = inside is None and end == k + 1 and (word in words("roles/tails.txt") or closed)
        if _is_adjective(page, end) or proper or apposed:
            end += 1
        else:
            break
    return end, True, None


def _close(page: Page, names: Names, i: int) -> int:
    """Step over a bracketed acronym and a place after the organisation (`(OMS) en Tunisie`)."""
    if page.word(i) == "(" and ")" in page.words[i + 1 : i + 6]:
        i = page.words.index(")", i + 1) + 1
    if page.word(i) in members("place_marks") and page.word(i) not in (",", "(", ":"):
        k = i + 1 + (page.word(i + 1) in members("articles"))
        mention = names.first.get(k)
        if mention is not None and mention.kind == "LOC":
            return names.span[mention.id][1]
    return i
