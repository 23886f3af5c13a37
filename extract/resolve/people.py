"""Mentions of people joined: `M. Cazeneuve`, `CAZENEUVE Bernard` and `Bernard Cazeneuve` are one person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extract.naming.vocabulary import Vocabulary
from extract.normalise.names import fold, is_capitals, key
from extract.resolve.selection import Name

_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+")


class Parts(NamedTuple):
    """A person's name taken apart; unknown parts are empty."""

    given: str
    family: str


@dataclass(slots=True)
class Someone:
    """One person with the numbers of the mentions found so far."""

    parts: Parts
    surfaces: list[str] = field(default_factory=list)
    mentions: list[int] = field(default_factory=list)


def parts(surface: str, vocabulary: Vocabulary) -> Parts:
    """Take a person's name apart.

    Capitals show the surname, in whatever order; else the name begins with what are given names.
    """
    tokens = surface.replace(" ", " ").split()
    if len(tokens) == 1:
        folded = key(surface)
        alone = folded in vocabulary.given or all(vocabulary.is_given(part) for part in folded.split())
        return Parts(surface, "") if alone else Parts("", surface)
    if all(_particle(token, vocabulary) for token in tokens[:-1]):
        return Parts("", surface)
    shouted = [_shouted(token) for token in tokens]
    if any(shouted) and not all(shouted):
        first = shouted.index(True)
        if first > 0:
            while first > 1 and fold(tokens[first - 1].strip("'’")) in vocabulary.particles:
                first -= 1
            return Parts(" ".join(tokens[:first]), " ".join(tokens[first:]))
        last = max(number for number, flag in enumerate(shouted) if flag)
        return Parts(" ".join(tokens[last + 1 :]), " ".join(tokens[: last + 1]).rstrip(","))
    count = 1
    while (
        count < len(tokens) - 1
        and tokens[count][0].isupper()
        and (_given(tokens[count], vocabulary) or _initial(tokens[count]))
    ):
        count += 1
    if not _given(tokens[0], vocabulary) and _given(tokens[-1], vocabulary) and len(tokens) == 2:
        return Parts(tokens[-1], tokens[0]) if all(shouted) else Parts(tokens[0], tokens[1])
    return Parts(" ".join(tokens[:count]), " ".join(tokens[count:]))


def join(names: Sequence[Name], text: str, vocabulary: Vocabulary) -> list[Someone]:
    """Return the people of a document; `mentions` are indices into `names`, which must be in text order.

    Full names make people; a surname alone is the last named person who bears it, a given name alone the only one who does.
    """
    people: list[Someone] = []
    bearers: dict[str, list[Someone]] = {}  # by each word of their names
    taken_apart = [parts(text[name.start : name.end], vocabulary) for name in names]
    alone: list[int] = []
    for number, person in enumerate(taken_apart):
        if not (person.given and person.family):
            alone.append(number)
            continue
        family = key(person.family).partition(" ")[0]
        same = next((someone for someone in bearers.get(family, ()) if _same(someone.parts, person)), None)
        if same is None:
            same = Someone(person)
            people.append(same)
            for word in dict.fromkeys(f"{key(person.given)} {key(person.family)}".split()):
                bearers.setdefault(word, []).append(same)
        elif len(person.given) > len(same.parts.given):
            same.parts = person
        _add(same, number, names, text)
    for number in alone:
        person = taken_apart[number]
        words = key(person.family or person.given).split()
        someone = _bearer(person, number, bearers.get(words[0], ()) if words else ())
        if someone is None:
            someone = Someone(person)
            people.append(someone)
            for word in dict.fromkeys(words):
                bearers.setdefault(word, []).append(someone)
        _add(someone, number, names, text)
    for someone in people:
        someone.mentions.sort()
    people.sort(key=lambda someone: someone.mentions[0])
    return people


def display(someone: Someone) -> str:
    """Return the name to show: given name first, as the fullest mention writes it, surnames in capitals kept as written."""
    if someone.parts.given and someone.parts.family:
        return f"{someone.parts.given} {someone.parts.family}"
    return someone.parts.family or someone.parts.given


def _add(someone: Someone, number: int, names: Sequence[Name], text: str) -> None:
    someone.mentions.append(number)
    surface = text[names[number].start : names[number].end]
    if surface not in someone.surfaces:
        someone.surfaces.append(surface)


def _bearer(person: Parts, number: int, people: Sequence[Someone]) -> Someone | None:
    """Return the person whom a name of one part means: the one named last before it, or else the first named after it."""
    if person.family:
        wanted = key(person.family)
        bearers = [p for p in people if key(p.parts.family) == wanted or _surname_in(wanted, p.parts)]
    else:
        wanted = key(person.given)
        alone = next((p for p in people if not p.parts.family and key(p.parts.given) == wanted), None)
        if alone is not None:
            return alone
        bearers = [p for p in people if key(p.parts.given) == wanted or (not p.parts.given and key(p.parts.family) == wanted)]
        if not any(p.parts.given for p in bearers):
            surnames = [p for p in people if key(p.parts.family) == wanted or _surname_in(wanted, p.parts)]
            bearers += [p for p in surnames if p not in bearers]
        if len(bearers) != 1:
            return None
    if not bearers:
        return None
    before = [(max(n for n in p.mentions if n < number), p) for p in bearers if any(n < number for n in p.mentions)]
    return max(before, key=lambda pair: pair[0])[1] if before else bearers[0]


def _surname_in(wanted: str, person: Parts) -> bool:
    """Tell whether a surname is a whole half of a double one (`Diomandé` of `Diomandé-Traoré`)."""
    family = key(person.family).split()
    return bool(person.given and family) and wanted in {family[-1], family[0]} and len(wanted) > 3


def _same(one: Parts, other: Parts) -> bool:
    first, second = key(one.family), key(other.family)
    if first == key(f"{other.given} {other.family}") or second == key(f"{one.given} {one.family}"):
        return True  # `Purusi Sadiki` is the surname of `Jean-Jacques Purusi Sadiki`
    if first != second and not _married(first, second):
        return _swapped(one, other)
    return _compatible(key(one.given), key(other.given))


def _married(first: str, second: str) -> bool:
    """Tell whether one surname is the other with a second name after it."""
    longer, shorter = (first, second) if len(first) > len(second) else (second, first)
    return longer.startswith(shorter + " ") and len(shorter) > 3


def _swapped(one: Parts, other: Parts) -> bool:
    return (key(one.given), key(one.family)) == (key(other.family), key(other.given))


def _compatible(one: str, other: str) -> bool:
    """Tell whether two given names can be one: equal, an initial, or the shorter of a compound."""
    if one == other:
        return True
    first, second = one.split(), other.split()
    if all(len(part) == 1 for part in first) or all(len(part) == 1 for part in second):
        return all(a[0] == b[0] for a, b in zip(first, second, strict=False))
    return first == second[: len(first)] or second == first[: len(second)] if len(first) != len(second) else False


def _given(token: str, vocabulary: Vocabulary) -> bool:
    folded = key(token).split()
    return bool(folded) and vocabulary.is_given(folded[0])


def _particle(token: str, vocabulary: Vocabulary) -> bool:
    folded = fold(token.strip("'’"))
    return folded in vocabulary.particles and not (token[0].isupper() and vocabulary.is_given(folded))


def _initial(token: str) -> bool:
    return len(token.rstrip(".")) == 1 and token[0].isupper()


def _shouted(token: str) -> bool:
    if _INITIALS.fullmatch(token):
        return False
    letters = "".join(c for c in token if c.isalpha())
    return is_capitals(letters)
