"""How likely what a rule finds is right: the share found right by hand reading, in `relations/readings.tsv`."""

from __future__ import annotations

from functools import cache

from extract.lexicons import LexiconError, rows

_DRAWN = 5  # readings that the share of a rule's kind weighs


@cache
def _readings() -> dict[str, tuple[int, int]]:
    return {rule: (int(read), int(right)) for rule, read, right in rows("relations/readings.tsv", 3)}


@cache
def confidence(rule: str) -> float:
    """Return the confidence of a rule, 0 to 1. Raises LexiconError for a rule without a line in the table.

    >>> confidence("role.apposition") > confidence("role.copula-pronoun")
    True
    """
    if rule not in _readings():
        raise LexiconError(f"extract/data/relations/readings.tsv: no line for the rule {rule}")
    kind = rule.partition(".")[0]
    of_kind = [counts for other, counts in _readings().items() if other.partition(".")[0] == kind]
    share = (1 + sum(right for _, right in of_kind)) / (2 + sum(read for read, _ in of_kind))
    read, right = _readings()[rule]
    return round((right + _DRAWN * share) / (read + _DRAWN), 3)
