"""Names that announce themselves by their first word: `ministère de …`, `gare de …`, `rue …`."""

from __future__ import annotations

from extract.naming.confidence import prior
from extract.naming.vocabulary import Head, Vocabulary
from extract.naming.words import Words
from extract.normalise.names import is_capitals
from extract.types import Candidate

_JOIN = frozenset({" ", "-", "'", "’", "‑"})
_LONGEST = 16
_RULES = {
    "ORG": ("ORG", "head.organisation"),
    "NATION": ("ORG", "head.nation"),
    "AUTHORITY": ("ORG", "head.authority"),
    "LOC": ("LOC", "head.place"),
    "AREA": ("LOC", "head.area"),
    "STREET": ("STREET", "head.street"),
    "OTHER": ("OTHER", "head.other"),
}


def find(words: Words, vocabulary: Vocabulary) -> list[Candidate]:
    """Return the names that begin with a head word; kinds STREET and OTHER mark what is no mention (streets, prizes …)."""
    found: list[Candidate] = []
    lengths, folds = vocabulary.head_lengths, words.folds
    free = 0
    for first, folded in enumerate(folds):
        if first < free or folded not in lengths:
            continue
        for length in lengths[folded]:
            head = vocabulary.heads.get(" ".join(folds[first : first + length]))
            if head is None or any(words.gap(n) not in _JOIN for n in range(first, first + length - 1)):
                continue
            if first and f"{folds[first - 1]} {folded}" in vocabulary.grammar["idiom"]:
                break  # `mise en place de …`
            if (head.capitals and not words.surfaces[first].isupper()) or (head.proper and not words.capital(first)):
                continue
            if head.kind in {"ORG", "AUTHORITY"} and not head.capitals and is_capitals(words.surfaces[first]):
                break  # in a line of capitals nothing shows where the name ends
            last = _last(words, first, first + length, head, vocabulary)
            if last is not None:
                found.append(_candidate(words, first, last, head))
                free = last + 1
            break
    return found


def _candidate(words: Words, first: int, last: int, head: Head) -> Candidate:
    kind, rule = _RULES[head.kind]
    return Candidate(kind, words.starts[first], words.ends[last], rule, None, prior(rule))


def _last(words: Words, first: int, at: int, head: Head, vocabulary: Vocabulary) -> int | None:
    """Return the last word of the name whose head ends before word `at`, or None where the head is just a noun."""
    if head.kind == "NATION":
        return at if at < len(words) and words.gap(at - 1) == " " and words.folds[at] in vocabulary.demonyms else None
    while at < len(words) and words.gap(at - 1) == " " and words.folds[at] in vocabulary.adjectives:
        at += 1
    if at >= len(words) or words.gap(at - 1) not in _JOIN:
        return None
    proper = head.kind != "ORG" or head.of or words.capital(first)
    name = words.capital(at) and len(words.surfaces[at]) > 1 and words.folds[at] not in vocabulary.furniture
    if head.named and proper and name:
        return _capitals(words, at, vocabulary)
    if not head.of or words.folds[at] not in vocabulary.grammar["link"]:
        return None
    after = _complement(words, at, vocabulary)
    if after is None or head.kind == "AUTHORITY":
        return after
    while after + 1 < len(words) and after - first < _LONGEST:  # `… et du Tourisme`, `… des Sports et de la Jeunesse`
        following = _further(words, after, vocabulary)
        if following is None:
            break
        after = following
    return after


def _complement(words: Words, link: int, vocabulary: Vocabulary) -> int | None:
    """Return the end of `de la Justice`, whose first word is `link`: it must hold a capital."""
    at = link + 1
    while (
        at < len(words)
        and words.gap(at - 1) in _JOIN
        and words.folds[at] in vocabulary.grammar["article"]
        and not words.capital(at)
    ):
        at += 1
    if at >= len(words) or words.gap(at - 1) not in _JOIN or not words.capital(at) or words.surfaces[at][0].isdigit():
        return None
    return _capitals(words, at, vocabulary)


def _capitals(words: Words, at: int, vocabulary: Vocabulary) -> int:
    """Return the last of the capitalised words joined from `at` on, adjectives and `de` between capitals included."""
    small = vocabulary.grammar["link"] | vocabulary.grammar["article"] | vocabulary.grammar["inside"]
    last = at
    number = at + 1
    numbered = False
    while number < len(words) and number - at < 8 and words.gap(number - 1) in _JOIN:
        if words.capital(number) and words.folds[number] not in vocabulary.titles:
            last = number
        elif not numbered and words.surfaces[number].isdigit() and len(words.surfaces[number]) == 1 and number == last + 1:
            last, numbered = number, True  # `Lyon 2`
        elif _describes(words.folds[number], vocabulary) and (
            (number == last + 1 and words.gap(number - 1) == " ") or (number == last + 2 and words.gap(number - 1) == "-")
        ):
            last = number
        elif words.gap(number - 1) == "-" and words.gap(number) == "-":
            pass  # the small word of `Seine-et-Marne`
        elif words.gap(number) == "-" and words.folds[number + 1] in vocabulary.adjectives:
            pass  # `Intégration sous-régionale`
        elif number == last + 1 and (abroad := _abroad(words, number, vocabulary)) is not None:
            last = number = abroad
        elif words.folds[number] not in small or not _leads_to_capital(words, number, vocabulary):
            break
        number += 1
    return last


def _describes(folded: str, vocabulary: Vocabulary) -> bool:
    """Tell an adjective of the complement (`Affaires étrangères`) from one of the country (`ministère de l'Intérieur turc`)."""
    return folded in vocabulary.adjectives and folded not in vocabulary.demonyms


def _abroad(words: Words, number: int, vocabulary: Vocabulary) -> int | None:
    """Return the end of `de l'étranger`, `établis à l'extérieur`, which closes the name of a ministry in small letters."""
    for following in range(number, min(number + 4, len(words))):
        if words.gap(following - 1) not in _JOIN:
            return None
        if words.folds[following] in vocabulary.grammar["abroad"]:
            return following
        if words.folds[following] not in vocabulary.grammar["residing"]:
            return None
    return None


def _leads_to_capital(words: Words, number: int, vocabulary: Vocabulary) -> bool:
    for following in range(number + 1, min(number + 3, len(words))):
        if words.gap(following - 1) not in _JOIN:
            return False
        if words.capital(following):
            return True
        if words.folds[following] not in vocabulary.grammar["article"]:
            return False
    return False


def _further(words: Words, last: int, vocabulary: Vocabulary) -> int | None:
    """Return the end of a further complement after a name's last word: `et du Tourisme`, `, de la Culture et …`."""
    gap = words.gap(last)
    number = last + 1
    if gap == ", ":
        return _complement(words, number, vocabulary) if words.folds[number] in vocabulary.grammar["link"] else None
    if gap == " " and words.folds[number] in vocabulary.grammar["charge"] and number + 1 < len(words):
        following = words.folds[number + 1] in vocabulary.grammar["link"] and words.gap(number) == " "
        return _complement(words, number + 1, vocabulary) if following else None
    if gap != " " or words.folds[number] != "et" or number + 1 >= len(words) or words.gap(number) != " ":
        return None
    if words.folds[number + 1] in vocabulary.grammar["link"]:
        return _complement(words, number + 1, vocabulary)
    return None
