"""What a piece of a contact block is, by its words alone."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from extract.lexicons import either, rows, typed_rows
from extract.lexicons import words as listed
from extract.normalise.names import fold, key
from extract.relations.functions import heads

Told = Literal["person", "desk", "unit", "line", "organisation", "role", "label", "other"]

Desk = Literal["desk", "unit", "line"]

_TOKEN = re.compile(r"[^\W\d_][\w'’.-]*|&")
_MOST_WORDS = 6  # of a person's name
_MOST_ORGANISATION_WORDS = 12
_MOST_DIGITS = 5  # of an organisation's name
_LONGEST_ACRONYM = 4  # letters; a longer first word in capitals is rather a surname
_INITIALS = re.compile(r"[A-ZÀ-Ý](?:[.-]{1,2}[A-ZÀ-Ý])?\.")


@cache
def _given() -> frozenset[str]:
    return frozenset(part for name, _ in rows("names/given.tsv", 2) for part in key(name).split())


@cache
def _folded(name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in listed(name))


@cache
def desks() -> dict[str, Desk]:
    """Return the words that begin a desk's name, folded, with what the desk is. Raises LexiconError."""
    return dict(typed_rows("cards/desks.tsv", tuple[str, Desk]))


def is_given(text: str) -> bool:
    """Tell whether a piece is a given name or several."""
    found = key(text).split()
    return bool(found) and text[:1].isupper() and found[0] in _given()


def could_be_name(text: str) -> bool:
    """Tell whether a piece has the form of a person's name, whatever its words."""
    tokens = text.split()
    proper = [t for t in tokens if t[:1].isupper()]
    fits = all(t[:1].isupper() or fold(t) in _folded("cards/particles.txt") for t in tokens)
    said = {fold(t) for t in tokens}
    return 1 < len(proper) <= len(tokens) < _MOST_WORDS and fits and not said & _folded("cards/organisation_words.txt")


def is_surname_in_capitals(text: str) -> bool:
    """Tell whether a piece could be the surname of `MARTIN, Jean-Luc`."""
    return text.isupper() and len(text.split()) < 4 and len(text) > 2


@cache
def _for() -> re.Pattern[str]:
    articles = listed("cards/articles.txt")
    either_case = either({*articles, *map(str.capitalize, articles)})
    return re.compile(rf"(?:{either(listed('cards/for.txt'))})[ ](?:(?:{either_case})[ ]|[lL]['’])?")


def without_for(text: str) -> str:
    """Return an organisation's name without the words that say the card is for it.

    >>> without_for("Pour les Éditions du Lac")
    'Éditions du Lac'
    """
    match = _for().match(text)
    return text[match.end() :] if match else text


@cache
def _role_starts() -> frozenset[str]:
    return frozenset(fold(form) for form in heads())


def is_plural_role(text: str) -> bool:
    """Tell whether a role is that of several people.

    >>> is_plural_role("Chefs d'entreprise"), is_plural_role("cheffe d'atelier")
    (True, False)
    """
    head = heads().get(text.partition(" ")[0].lower())
    return head is not None and head.plural


def is_purpose(text: str) -> bool:
    """Tell whether a desk is what people call for, and no part of an organisation.

    >>> is_purpose("Billetterie des groupes"), is_purpose("Service de presse")
    (True, False)
    """
    return fold(text).split(" ", 1)[0] in listed("cards/purposes.txt")


def is_label_word(word: str) -> bool:
    """Tell whether a word only announces a contact."""
    return _is_label(fold(word.replace("’", "'")))


def heads_press_contacts(line: str) -> bool:
    """Tell whether a line is a heading such as `Contact presse`.

    >>> heads_press_contacts("Contacts médias :"), heads_press_contacts("Nous contacter")
    (True, False)
    """
    said = key(line).split()
    kinds = {kind for word, kind in rows("cards/press_contact.tsv", 2) if word in said}
    return 1 < len(said) < 6 and len(kinds) == 2 and "@" not in line


def only_name(piece: str) -> tuple[int, int] | None:
    """Return where the one capitalised word stands that a piece has beside its labels (`ou contacter Maëlle par mail`)."""
    tokens = [t for t in _TOKEN.finditer(piece) if not is_label_word(t.group().rstrip("."))]
    return tokens[0].span() if len(tokens) == 1 and tokens[0].group()[0].isupper() else None


@lru_cache(maxsize=4096)  # press offices sign all their communiqués alike
def kind_of(piece: str) -> tuple[Told, int, int]:
    """Return what a piece is, and where in it the name stands, if it is a person's (0 and its length otherwise).

    >>> kind_of("Mme Leïla MANSOUR")
    ('person', 4, 17)
    >>> kind_of("attachée de presse")[0]
    'role'
    """
    tokens = list(_TOKEN.finditer(piece))
    whole = (0, len(piece))
    if not tokens:
        return "other", *whole
    folded = [fold(token.group().rstrip(".").replace("’", "'")) for token in tokens]
    first = 0
    while first < len(tokens) and folded[first] in _folded("cards/honorifics.txt"):
        first += 1
    titled = first > 0
    if titled and first < len(tokens) and (span := _name(piece, tokens[first:], folded[first:], titled=True)):
        return "person", *span
    if len(tokens) > 1 and (desk := _desk(folded)) and folded[0] not in _given():
        last = len(tokens) - (folded[-1] in listed("cards/linking.txt"))
        return desk, 0, len(piece) if last == len(tokens) else tokens[last - 1].end()
    if len(tokens) > 1 and _starts_role(folded[0]):
        return "role", *whole
    if len(tokens) > 1 and folded[0] in listed("cards/possessives.txt") and _starts_role(folded[1]):
        return "role", tokens[1].start(), len(piece)
    if all(_is_label(word) for word in folded):
        return "label", *whole
    if _is_label(folded[0]) and (rest := _after_labels(tokens, folded)):
        told, start, end = kind_of(piece[rest:])
        if told in ("person", "organisation", "unit", "desk"):
            return told, rest + start, rest + end
    if _starts_role(folded[0]):
        return "role", *whole
    if desk := _desk(folded):
        return desk, *whole
    if span := _name(piece, tokens, folded, titled=False):
        return "person", *span
    last = len(tokens)
    while last > 1 and (_is_label(folded[last - 1]) or folded[last - 1] in listed("cards/linking.txt")):
        last -= 1
    if last == 1 < len(tokens) and piece[:1].isupper() and folded[0] in _given():
        return "person", tokens[0].start(), tokens[0].end()
    if last < len(tokens) and (span := _name(piece[: tokens[last - 1].end()], tokens[:last], folded[:last], titled=False)):
        return "person", *span
    if _is_organisation(piece, tokens, folded):
        return "organisation", *whole
    return "other", *whole


def _starts_role(word: str) -> bool:
    return word.rpartition("'")[2] in _role_starts() or word.partition("-")[0] in _role_starts()


def _is_label(word: str) -> bool:
    return word in _folded("cards/labels.txt") or (len(word) > 2 and word[1] == "'" and word[2:] in _folded("cards/labels.txt"))


def _after_labels(tokens: list[re.Match[str]], folded: list[str]) -> int:
    """Return where the piece goes on after the labels and small words that begin it (`Contact presse du SEO`), 0 if nowhere."""
    for token, word in zip(tokens, folded, strict=True):
        if not _is_label(word):
            elided = token.group().partition("'")[0]
            return token.start() + (len(elided) + 1 if len(elided) == 1 else 0)
    return 0


def _desk(folded: list[str]) -> Desk | None:
    starts = (" ".join(folded[:length]) for length in (3, 2, 1))
    return next((desks()[start] for start in starts if start in desks()), None)


def _name(piece: str, tokens: list[re.Match[str]], folded: list[str], titled: bool) -> tuple[int, int] | None:
    """Return where a person's name stands that the tokens make up from the first one on; None where they make none."""
    if not 0 < len(tokens) <= _MOST_WORDS or piece[tokens[-1].end() :].strip(" .'\""):
        return None
    particles, organisations = _folded("cards/particles.txt"), _folded("cards/organisation_words.txt")
    proper = 0
    capitals = 0
    given = False
    for token, word in zip(tokens, folded, strict=True):
        surface = token.group()
        if word in organisations or (word in _role_starts() and not surface[:1].isupper()):
            return None
        if surface[:1].isupper() or surface[:2].lower() in ("d'", "d’", "l'", "l’"):
            proper += 1
            capitals += surface.isupper() and len(surface) > 2
            given = given or any(part in _given() for part in re.split(r"[-.']", word) if len(part) > 1)
        elif word not in particles:
            return None
    initial = len(tokens) > 1 and _INITIALS.match(piece, tokens[0].start()) is not None
    mixed = 0 < capitals < proper and (tokens[-1].group().isupper() or len(tokens[0].group()) > _LONGEST_ACRONYM)
    if not tokens[0].group()[:1].isupper() or not tokens[-1].group()[:1].isupper():
        return None
    if titled or (proper > 1 and (given or mixed or initial)):
        return tokens[0].start(), tokens[-1].end()
    return None


def _is_organisation(piece: str, tokens: list[re.Match[str]], folded: list[str]) -> bool:
    """Tell a name of an organisation: an acronym, or a phrase that begins with a word for one; a register number is none."""
    if sum(map(str.isdigit, piece)) > _MOST_DIGITS:
        return False
    if len(tokens) == 1:
        surface = tokens[0].group()
        return surface.isupper() and 1 < len(surface) < 9
    if len(tokens) > _MOST_ORGANISATION_WORDS or not piece[:1].isupper():
        return False
    acronym = tokens[0].group()
    if folded[0] in _folded("cards/organisation_words.txt") or (acronym.isupper() and len(acronym) > 1):
        return True
    particles = _folded("cards/particles.txt")
    proper = all(
        token.group()[:1].isupper() or word in particles or word[1:2] == "'" for token, word in zip(tokens, folded, strict=True)
    )
    return proper and any(t.group().isupper() and len(t.group()) > 1 for t in tokens)
