"""Which of the competing candidates stand: typed things first, then names by weight of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import NamedTuple

from extract.naming.confidence import threshold
from extract.types import Candidate

NAMES = ("PER", "ORG", "LOC")
CLEAR = 0.75  # weight from which on a name speaks for others
TYPED = ("ADDRESS", "URL", "EMAIL", "PHONE", "DATE")
OTHER = "OTHER"  # a typed thing of no kind of ours: closes its stretch to names and dates
STREET = "STREET"  # closes its stretch to names, even inside an address
_MONTH_ALONE = "date.month.alone"
_BARE_HOST = "url.bare"  # in a list of signatories it may be a firm's name: `Lise Arnaud, juriste, voisins.coop`
_CERTAIN = 0.95
_SURE = 0.8  # from here on a name that holds a date is right, and the date is none
MASKS = frozenset({*TYPED, OTHER, STREET})
_DECIDING = frozenset(f"lexicon.{rule}" for rule in ("acronym", "word", "organisation", "country", "region", "city", "town-in"))
_CERTAIN_PERSON = 0.9  # surer than that of a person, the model is right: many a surname is a town
_MODEL_HOLDS = 0.3  # the longest name is the name: what the model's candidate gains by holding others inside it
_CUES = {  # what a rule gains that sees more than the name itself
    "person.honorific": 0.1,  # `M. Paris` is a person, however well the city is known
    "person.listed": 0.15,
    "lexicon.organisation": 0.03,
    "head.organisation": 0.27,
    "head.place": 0.27,
    "head.authority": 0.27,
    "lexicon.branch": 0.15,
}
_RULE_HOLDS = 0.06  # the same for a rule, which knows less of what stands around
_FARTHER = 0.55  # from here on the model is believed how far a name runs on from its head word
_RELIABLE = 0.45  # … where it is likely itself


class Name(NamedTuple):
    """A possible name with the weight of all candidates that agree on its bounds and kind."""

    start: int
    end: int
    kind: str
    rule: str  # of the strongest of them
    weight: float


def typed(candidates: Iterable[Candidate], length: int) -> tuple[list[Candidate], bytearray]:
    """Return the typed things that stand, in text order, and a mask of the characters where no name may be.

    Names may stand inside an address: its city is a place.
    """
    chosen: list[Candidate] = []
    taken = bytearray(length)
    closed = bytearray(length)
    names = [c for c in candidates if c.kind in NAMES and c.confidence >= _SURE]
    months = {(c.start, c.end) for c in names if c.confidence >= _CERTAIN}
    organisations = {(c.start, c.end) for c in names if c.kind == "ORG"}
    things = [
        c
        for c in candidates
        if c.kind in MASKS
        and not (c.kind == "DATE" and _in_a_name(c, names, months))
        and not (c.rule == _BARE_HOST and (c.start, c.end) in organisations)
    ]
    for c in sorted(things, key=_longest_first):
        size = c.end - c.start
        if c.kind == STREET:
            closed[c.start : c.end] = b"\1" * size
        if any(taken[c.start : c.end]):
            continue
        taken[c.start : c.end] = b"\1" * size
        if c.kind != "ADDRESS":
            closed[c.start : c.end] = b"\1" * size
        if c.kind in TYPED:
            chosen.append(c)
    chosen.sort(key=lambda c: c.start)
    return chosen, closed


def _longest_first(c: Candidate) -> tuple[int, int, str, str, float, str]:
    return c.start - c.end, c.start, c.kind, c.rule, -c.confidence, c.value or ""


def _in_a_name(date: Candidate, names: Sequence[Candidate], same: Set[tuple[int, int]]) -> bool:
    """Tell whether a date is the month or number in a name: `Claude Février`, `place du 8-Mai`, `Université Paris 8`."""
    if date.rule == _MONTH_ALONE and (date.start, date.end) in same:
        return True  # the planet Mars
    return any(
        name.start <= date.start and date.end <= name.end and name.end - name.start > date.end - date.start for name in names
    )


def weigh(candidates: Iterable[Candidate]) -> list[Name]:
    """Join the candidates that agree: each leaves the doubt of the others its own share."""
    together: dict[tuple[int, int, str], list[Candidate]] = {}
    for c in candidates:
        together.setdefault((c.start, c.end, c.kind), []).append(c)
    names = []
    for (start, end, kind), group in together.items():
        best = max(group, key=lambda c: (c.confidence, c.rule))
        doubt = 1.0
        for rule in sorted({c.rule for c in group}):
            doubt *= 1.0 - max(c.confidence for c in group if c.rule == rule)
        names.append(Name(start, end, kind, best.rule, 1.0 - doubt))
    return _known_by_kind(names)


def _known_by_kind(names: Sequence[Name]) -> list[Name]:
    """Let a known name decide the kind where the model sees the same name as another kind."""
    spans: dict[tuple[int, int], list[Name]] = {}
    for name in names:
        spans.setdefault((name.start, name.end), []).append(name)
    decided: list[Name] = []
    for group in spans.values():
        known = [name for name in group if name.rule in _DECIDING]
        seen = [name for name in group if name.rule.startswith("ner.")]
        if len(known) == len(seen) == 1 and (
            known[0].kind == "ORG" or seen[0].kind != "PER" or seen[0].weight < _CERTAIN_PERSON
        ):
            decided.append(known[0]._replace(weight=max(known[0].weight, seen[0].weight)))
        else:
            decided += group
    return decided


def select(names: Sequence[Name], closed: bytearray) -> list[Name]:
    """Return the names that stand, in text order and without overlaps."""
    farther = {(name.start, name.kind): name.end for name in names if name.rule.startswith("ner.") and name.weight >= _FARTHER}
    open_names = [
        name
        for name in names
        if not any(closed[name.start : name.end])
        and not (name.rule.startswith("head.") and farther.get((name.start, name.kind), 0) > name.end)
    ]
    ordered = sorted(open_names, key=lambda name: (name.start, -name.end))
    strength: list[tuple[float, Name]] = []
    for number, name in enumerate(ordered):
        holds = 0
        for inner in ordered[number + 1 :]:
            if inner.start >= name.end:
                break
            holds += inner.end <= name.end and (inner.start, inner.end) != (name.start, name.end)
        gain = _CUES.get(name.rule, 0.0)
        if holds and name.weight >= _RELIABLE:
            gain += _MODEL_HOLDS if name.rule.startswith("ner.") else _RULE_HOLDS
        strength.append((name.weight + gain, name))
    strength.sort(key=lambda pair: (-pair[0], pair[1].start - pair[1].end, pair[1].start, pair[1].kind, pair[1].rule))
    taken = bytearray(len(closed))
    chosen = []
    for _, name in strength:
        if name.weight < threshold(name.kind) or any(taken[name.start : name.end]):
            continue
        taken[name.start : name.end] = b"\1" * (name.end - name.start)
        chosen.append(name)
    chosen.sort()
    return chosen
