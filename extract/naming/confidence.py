"""How far each rule is trusted, and what the weight of all evidence is worth: tables measured on press gold."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

from extract.lexicons import LexiconError, rows


@cache
def _table() -> dict[str, float]:
    return {rule: float(value) for rule, value, _ in rows("names/confidence.tsv", 3)}


def prior(rule: str) -> float:
    """Return how often a candidate of a rule is a right mention when it stands alone, 0..1."""
    value = _table().get(rule)
    if value is None:
        raise LexiconError(f"extract/data/names/confidence.tsv: no line for the rule {rule}")
    return value


def threshold(kind: str) -> float:
    """Return the weight of evidence from which on a name of a kind stands."""
    return prior(f"threshold/{kind}")


@cache
def _curve(kind: str) -> tuple[list[float], list[float]]:
    points = [(float(weight), float(share)) for name, weight, share in rows("names/calibration.tsv", 3) if name == kind]
    return [weight for weight, _ in points], [share for _, share in points]


def calibrated(kind: str, weight: float) -> float:
    """Return the share of mentions of a kind and a weight of evidence that are right: their confidence."""
    weights, shares = _curve(kind)
    after = bisect_right(weights, weight)
    if after == 0:
        return shares[0]
    if after == len(weights):
        return shares[-1]
    part = (weight - weights[after - 1]) / (weights[after] - weights[after - 1])
    return shares[after - 1] + part * (shares[after] - shares[after - 1])
