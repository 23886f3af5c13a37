"""Overlaps settled, mentions numbered, entities made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.types import (
    Acronym,
    Candidate,
    DateValue,
    Mention,
    Organisation,
    Person,
    Place,
    Zone,
)

TYPED = ("ADDRESS", "URL", "EMAIL", "PHONE", "DATE")
NAMES = ("PER", "ORG", "LOC")


@dataclass(slots=True)
class Settled:
    """What `settle` decided about one document."""

    mentions: list[Mention] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    dates: list[DateValue] = field(default_factory=list)


def settle(
    text: str, candidates: Sequence[Candidate], acronyms: Sequence[Acronym], zones: Sequence[Zone]
) -> Settled:
    """Choose among overlapping candidates and join what is chosen into entities."""
    chosen: list[Candidate] = []
    taken = bytearray(len(text))
    inside = bytearray(len(text))  # names may stand inside an address, never inside another typed thing
    for candidate in sorted(candidates, key=_typed_first):
        mask = inside if candidate.kind in NAMES else taken
        if any(mask[candidate.start : candidate.end]):
            continue
        if candidate.kind in TYPED or candidate.kind in NAMES:
            chosen.append(candidate)
        for place in range(candidate.start, candidate.end):
            taken[place] = 1
            inside[place] = inside[place] or candidate.kind != "ADDRESS"
    settled = Settled()
    chosen.sort(key=lambda c: (c.start, c.end, c.kind))
    names: dict[tuple[str, str], str] = {}
    held: dict[tuple[str, str], list[str]] = {}
    for number, c in enumerate(chosen, 1):
        surface = text[c.start : c.end]
        entity = None
        if c.kind in NAMES:
            entity = names.setdefault((c.kind, surface), f"e{len(names) + 1}")
            held.setdefault((c.kind, surface), []).append(f"m{number}")
        settled.mentions.append(
            Mention(f"m{number}", c.kind, c.start, c.end, surface, c.value, entity, c.rule, c.confidence)  # type: ignore[arg-type]
        )
        if c.kind == "DATE":
            settled.dates.append(date_of(f"m{number}", c.value))
    for (kind, surface), entity in names.items():
        mentions = tuple(held[kind, surface])
        if kind == "PER":
            settled.people.append(Person(entity, surface, None, None, mentions))
        elif kind == "ORG":
            settled.organisations.append(Organisation(entity, surface, None, (), mentions))
        else:
            settled.places.append(Place(entity, surface, None, None, None, None, None, mentions))
    return settled


def _typed_first(c: Candidate) -> tuple[int, int, int, str, str]:
    rank = 0 if c.kind not in NAMES else 1
    return rank, c.start - c.end, c.start, c.kind, c.rule


def date_of(mention: str, value: str | None) -> DateValue:
    """Return what a TIMEX3 value means for a mention."""
    from extract.normalise.dates import describe

    type_, begin, end = describe(value) if value else ("date", None, None)
    return DateValue(mention, type_, value, begin, end)
