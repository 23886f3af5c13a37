"""Rules of relations kept as TOML: loaded, checked, and explained by file and line where they are wrong.

A rule needs two lines: the words that show the relation, and what stands on either side of them.

    [sponsors]
    trigger = "parraine|est le parrain de"
    between = "ORG -> ORG"
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace

from extract.lexicons import read
from extract.relations.confidence import confidence

Scope = Literal["sentence", "clause", "paragraph"]
KINDS = frozenset(("PER", "ORG", "LOC", "DATE", "ADDRESS", "EVENT", "THING"))
_BETWEEN = re.compile(r"\s*([A-Z|\s]+?)\s*(->|<-)\s*([A-Z|\s]+?)\s*")
_CLOSED = "extract/data/relations/rules.toml"


class RuleError(ValueError):
    """A rule file that cannot be used; the message names file, line and rule."""


class _Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule as the file has it."""

    trigger: str
    between: str
    reach: int = 12
    scope: Scope = "sentence"
    terminators: str = ""
    near: bool = False
    no_country: bool = False
    in_country: bool = False
    confidence: float = 0.8
    example: str | None = None
    counter_example: str | None = None


class Rule(msgspec.Struct, frozen=True):
    """A relation's rule: `triggers` are sequences of words; `left` and `right` the kinds on either side of them.

    `forward` tells that the left is the subject. `reach` is counted in words on each side. `near` asks for a name right before
    the trigger, a comma or bracket between at most; `no_country` for a subject that is no country, `in_country` for an object
    that is one.
    """

    id: str
    kind: str
    triggers: tuple[str, ...]
    left: frozenset[str]
    right: frozenset[str]
    forward: bool
    reach: int
    scope: Scope
    terminators: frozenset[str]
    near: bool
    no_country: bool
    in_country: bool
    confidence: float
    example: str | None
    counter_example: str | None


def load(path: str | Path) -> tuple[Rule, ...]:
    """Read a file of rules. Raises RuleError."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise RuleError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise RuleError(f"{path}: is not UTF-8 (byte {error.start})") from error
    return parse(text, str(path))


@cache
def known() -> tuple[Rule, ...]:
    """Return the rules of the package, with the confidence that hand reading gave them."""
    return tuple(replace(rule, confidence=confidence(rule.id)) for rule in parse(read("relations/rules.toml"), _CLOSED))


def together(own: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Return the package's rules with an analyst's added; one of the same id or kind replaces the package's."""
    ids = {rule.id for rule in own}
    return (*(rule for rule in known() if ids.isdisjoint((rule.id, rule.kind))), *own)


def parse(text: str, name: str) -> tuple[Rule, ...]:
    """Check the text of a rule file; `name` is what errors call it. Raises RuleError."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{name}: {error}") from error
    rules: list[Rule] = []
    for kind, table in tables.items():
        if not isinstance(table, dict):
            raise RuleError(f"{_place(name, text, kind)}: expected a table [{kind}], found a value")
        variants = {kind: table} if "trigger" in table or not table else {f"{kind}.{k}": v for k, v in table.items()}
        rules += [_rule(rule_id, kind, variant, _place(name, text, rule_id)) for rule_id, variant in variants.items()]
    return tuple(rules)


def _place(name: str, text: str, key: str) -> str:
    """Return `file:line` of a table or key."""
    pattern = re.compile(rf"^\s*(?:\[\s*{re.escape(key)}\s*\]|{re.escape(key)}\s*=)")
    line = next((n for n, line in enumerate(text.splitlines(), 1) if pattern.match(line)), 1)
    return f"{name}:{line}"


def _rule(rule_id: str, kind: str, table: object, place: str) -> Rule:
    try:
        written = msgspec.convert(table, _Written)
    except msgspec.ValidationError as error:
        raise RuleError(f"{place}: rule {rule_id}: {error}") from error
    sides = _BETWEEN.fullmatch(written.between)
    if sides is None:
        raise RuleError(f'{place}: rule {rule_id}: between must look like "ORG|PER -> ORG", found {written.between!r}')
    left, right = (frozenset(part.strip() for part in side.split("|")) for side in (sides.group(1), sides.group(3)))
    if unknown := sorted((left | right) - KINDS):
        raise RuleError(f"{place}: rule {rule_id}: unknown kind {unknown[0]}; known: {' '.join(sorted(KINDS))}")
    triggers = tuple(part.strip().lower().replace("’", "'") for part in written.trigger.split("|") if part.strip())
    if not triggers:
        raise RuleError(f"{place}: rule {rule_id}: no trigger")
    if not 0 < written.confidence <= 1 or written.reach < 1:
        raise RuleError(f"{place}: rule {rule_id}: confidence must be in 0..1 and reach at least 1")
    return Rule(
        rule_id,
        kind,
        triggers,
        left,
        right,
        sides.group(2) == "->",
        written.reach,
        written.scope,
        frozenset(part.strip() for part in written.terminators.split("|") if part.strip()),
        written.near,
        written.no_country,
        written.in_country,
        written.confidence,
        written.example,
        written.counter_example,
    )
