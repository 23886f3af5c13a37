"""Counts of what was found, missed and wrong, and the figures that follow from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable

import msgspec
from msgspec import Struct, field


class Score(Struct):
    """Hits, false alarms and misses of one measure, with the errors told."""

    hits: int = 0
    wrong: int = 0
    missed: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, slug: str, gold: Iterable[Hashable], found: Iterable[Hashable]) -> None:
        """Count two collections against each other, each thing as often as it stands there; errors keep their order."""
        expected, got = Counter(gold), Counter(found)
        hit = expected & got
        self.hits += hit.total()
        self.missed += (expected - hit).total()
        self.wrong += (got - hit).total()
        self.errors += [f"{slug}: missed {thing}" for thing in (expected - hit)]
        self.errors += [f"{slug}: wrong {thing}" for thing in (got - hit)]

    @property
    def precision(self) -> float:
        """Share of what was found that is right, in per cent."""
        return 100 * self.hits / (self.hits + self.wrong) if self.hits else 0.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found, in per cent."""
        return 100 * self.hits / (self.hits + self.missed) if self.hits else 0.0

    @property
    def f(self) -> float:
        """Harmonic mean of precision and recall, in per cent."""
        return 200 * self.hits / (2 * self.hits + self.wrong + self.missed) if self.hits else 0.0


Scores = dict[str, Score]  # by measure


def report(scores: Scores, *, errors: int = 0, json: bool = False) -> str:
    """Return the scores as lines to read, with so many `errors` of each measure, or as JSON."""
    if json:
        rows = {
            name: {"P": round(s.precision, 1), "R": round(s.recall, 1), "F": round(s.f, 1), "n": s.hits + s.missed}
            for name, s in scores.items()
        }
        return msgspec.json.encode(rows).decode() + "\n"
    lines = []
    for name, score in scores.items():
        counts = f"P {score.precision:5.1f}  R {score.recall:5.1f}  F {score.f:5.1f}  n {score.hits + score.missed}"
        lines += [f"{name:<18} {counts}", *(f"    {error}" for error in score.errors[:errors])]
    return "\n".join(lines) + "\n"
