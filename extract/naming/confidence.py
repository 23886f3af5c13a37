"""How far each rule is trusted: the table `data/names/confidence.tsv`, measured on press gold."""

from __future__ import annotations

from functools import cache

from extract.lexicons import LexiconError, rows


@cache
def _table() -> dict[str, float]:
    return {rule: float(value) for rule, value, _ in rows("names/confidence.tsv", 3)}


def prior(rule: str, kind: str = "") -> float:
    """Return how often a candidate of a rule (and kind, where the table tells them apart) is a right mention, 0..1."""
    table = _table()
    value = table.get(f"{rule}/{kind}", table.get(rule))
    if value is None:
        raise LexiconError(f"extract/data/names/confidence.tsv: no line for the rule {rule}")
    return value
