"""Further mentions of the names that are clear: the same name elsewhere in the document, and surnames alone."""

from __future__ import annotations

from collections.abc import Sequence

from extract.naming.confidence import prior
from extract.naming.vocabulary import Vocabulary
from extract.naming.words import Words
from extract.normalise.names import is_capitals, key
from extract.resolve.people import parts
from extract.resolve.selection import CLEAR, Name

_JOINS = frozenset({" ", "-", "'", "’", "‑", "–", ". ", " & ", ".", "/", ", "})


def find(words: Words, chosen: Sequence[Name], closed: bytearray, vocabulary: Vocabulary) -> list[Name]:
    """Return further mentions of the clear names: the same name elsewhere, and surnames alone."""
    taken = bytearray(closed)
    for name in chosen:
        taken[name.start : name.end] = b"\1" * (name.end - name.start)
    found: list[Name] = []
    wanted: dict[tuple[str, ...], tuple[str, str, float]] = {}
    for name in chosen:
        if name.weight < CLEAR:
            continue
        surface = words.text[name.start : name.end]
        folded = tuple(words.folds[number] for number in words.span(name.start, name.end))
        _want(wanted, folded, name.kind, "document.repeat", name.weight)
        if name.kind == "PER":
            person = parts(surface, vocabulary)
            if person.family and person.given:
                _want(wanted, tuple(key(person.family).split()), "PER", "document.surname", name.weight)
    for folded in sorted(wanted, key=lambda f: (-len(f), f)):
        kind, rule, weight = wanted[folded]
        rarest = min(range(len(folded)), key=lambda n: len(words.places.get(folded[n], ())))
        for found_at in words.places.get(folded[rarest], ()):
            first = found_at - rarest
            last = first + len(folded) - 1
            if (
                first < 0
                or last >= len(words)
                or tuple(words.folds[first : last + 1]) != folded
                or not _stands(words, first, last, vocabulary)
            ):
                continue
            if first < last and words.surfaces[first] in vocabulary.grammar["article"]:
                first += 1
            start, end = words.starts[first], words.ends[last]
            if any(taken[start:end]) or (rule == "document.surname" and _namesake(words, first, vocabulary)):
                continue
            taken[start:end] = b"\1" * (end - start)
            found.append(Name(start, end, kind, rule, prior(rule) * weight))
    return found


def _namesake(words: Words, first: int, vocabulary: Vocabulary) -> bool:
    """Tell a surname that names a family, a law, a prize … and no person."""
    if not first or words.gap(first - 1) != " ":
        return False
    head = vocabulary.heads.get(words.folds[first - 1])
    return head is not None and head.kind in {"OTHER", "STREET"}


def _want(
    wanted: dict[tuple[str, ...], tuple[str, str, float]], folded: tuple[str, ...], kind: str, rule: str, weight: float
) -> None:
    if folded and sum(map(len, folded)) > 1 and (folded not in wanted or wanted[folded][2] < weight):
        wanted[folded] = (kind, rule, weight)


def _stands(words: Words, first: int, last: int, vocabulary: Vocabulary) -> bool:
    """Tell whether the right words stand there as a name: joined, with capitals, not part of a longer word."""
    if any(words.gap(number) not in _JOINS for number in range(first, last)):
        return False
    if not words.whole(first, last) or words.text[words.starts[first] - 1 : words.starts[first]] == ".":
        return False
    following = words.text[words.ends[last] : words.ends[last] + 2]
    if following[:1] in {".", "'", "’"} and following[1:].isalnum():
        return False
    if first == last:
        folded = words.folds[first]
        common = folded in vocabulary.grammar["pronoun"] or any(words.surfaces[n].islower() for n in words.places[folded])
        capital = words.capital(first) if len(words.folds[first]) > 2 else is_capitals(words.surfaces[first])
        return capital and not (common and words.opens_sentence(first) and not is_capitals(words.surfaces[first]))
    return words.capital(first) or words.capital(last)
