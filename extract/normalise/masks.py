"""Numbers that are neither dates nor telephone numbers: registers, accounts, references, amounts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import Literal

import msgspec

from extract.lexicons import LexiconError, read, words
from extract.normalise.digits import Groups, groups
from extract.normalise.names import fold
from extract.types import Candidate

_FILE = "contacts/masks.toml"
_SPACES = "[ \u00a0\u2009\u202f]"
_GROUPED = r"\d{1,3}(?:[ .\u00a0\u2009\u202f]\d{3}){1,6}(?!\d)(?:,\d{1,4})?"
_NUMBER = (
    r"\d(?<![\w.,/]\d)(?:\d{0,2}(?:[ \u00a0\u2009\u202f]\d{2,3}|\.\d{3}){1,6}(?!\d)(?:,\d{1,4})?|\d{0,11}(?:[.,]\d{1,4})?)"
    rf"{_SPACES}{{0,2}}(?:-|–)?"
)
_CAPITAL = re.compile(r"[A-Z](?<![\w-].)[A-Za-z.]{0,6}[ /°-]{0,2}(?:[Nn][°o]?[ ]?)?$")
_LONGEST_CAPITAL = 12  # characters that "capital" patterns have before their first digit
_NEVER_CAPITAL = frozenset(",:;()'’\n\u00a0\u202f")  # signs that never stand between such words and their digits
_MOST_DOTTED = 4  # digits before the dot of a number that "digits" patterns begin with
_PREFIXED = re.compile(
    r"[CEUF$€£](?:(?<=[$€£])|(?<!\w.)(?:(?<=C)HF|(?<=E)UR|(?<=U)SD|(?<=F)CFA))"
    rf"{_SPACES}?(?:{_GROUPED}|\d{{1,12}}(?:[.,]\d{{1,4}})?)(?:[.,]?[–-])?(?!\w)"
)
_SIGNS = ("CHF", "EUR", "USD", "FCFA", "$", "€", "£")
_CODE = re.compile(r"\d(?<![\w.,]\d)(?:[ ./-]?[\dA-Z]){4,40}(?!\w)")
_JOINTS = frozenset(" ./-")
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 5  # signs of a code
_REACH = 40  # characters before a code in which its label may stand
_NEAR = 3  # words before a number among which its label may stand (`RCS Nantes B 123 456 789`)


class Mask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One form of number, as the data file has it."""

    id: str
    pattern: str
    example: str
    counter_example: str
    gate: tuple[str, ...] = ()
    start: Literal["capital", "digits", "any"] = "any"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    mask: tuple[Mask, ...]
    quantity: tuple[Mask, ...]


_Compiled = tuple[str, tuple[str, ...], re.Pattern[str]]


@cache
def load() -> tuple[tuple[Mask, ...], tuple[Mask, ...]]:
    """Return the forms that stand by themselves and the units that follow a number."""
    try:
        data = msgspec.convert(tomllib.loads(read(_FILE)), _File)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise LexiconError(f"extract/data/{_FILE}: {error}") from error
    return data.mask, data.quantity


@cache
def _compiled() -> tuple[dict[str, list[_Compiled]], re.Pattern[str], tuple[str, ...]]:
    masks, quantities = load()
    units = "|".join(f"({quantity.pattern})" for quantity in quantities)
    by_start: dict[str, list[_Compiled]] = {"any": [], "capital": [], "digits": []}
    for mask in masks:
        by_start[mask.start].append((mask.id, mask.gate, re.compile(mask.pattern)))
    return (
        by_start,
        re.compile(f"{_NUMBER}(?:{units})"),
        tuple(quantity.id for quantity in quantities),
    )


def codes(text: str, digits: Groups | None = None) -> list[Candidate]:
    """Return the registers, accounts, references and the like of a text, as OTHER; they may overlap.

    `digits` are the groups of digits of the text, where they are known already.
    """
    digits = groups(text) if digits is None else digits
    masks = _compiled()[0]
    found = list(_labelled(text, digits))
    for rule, gate, pattern in masks["any"]:
        if not gate or any(word in text for word in gate):
            found += [Candidate("OTHER", match.start(), match.end(), rule) for match in pattern.finditer(text)]
    capitals = (
        ("capital", match.start())
        for start, _ in digits
        if start
        and text[start - 1] not in _NEVER_CAPITAL
        and (match := _CAPITAL.search(text, max(0, start - _LONGEST_CAPITAL), start))
    )
    dotted = (
        ("digits", start)
        for start, end in digits
        if text[end : end + 1] == "." and end - start <= _MOST_DOTTED and text[end + 1 : end + 4].isdecimal()
    )
    for kind, start in chain(capitals, dotted):
        for rule, _, pattern in masks[kind]:
            if match := pattern.match(text, start):
                found.append(Candidate("OTHER", match.start(), match.end(), rule))
    return found


def quantities(text: str, digits: Groups | None = None) -> list[Candidate]:
    """Return the amounts, percentages, sizes and measures of a text, as OTHER, without overlaps; `digits` as for `codes`."""
    digits = groups(text) if digits is None else digits
    _, pattern, rules = _compiled()
    found: list[Candidate] = []
    done = 0
    for start, _ in digits:
        if start >= done and (match := pattern.match(text, start)):
            done = match.end()
            found.append(Candidate("OTHER", start, done, rules[(match.lastindex or 1) - 1]))
    if not any(sign in text for sign in _SIGNS):
        return found
    prefixed = (Candidate("OTHER", m.start(), m.end(), "other.amount") for m in _PREFIXED.finditer(text))
    return list(chain(found, prefixed))


def _labelled(text: str, digits: Groups) -> Iterator[Candidate]:
    """Find the numbers of registers and accounts by the label right before them (`SIRET`, `RCS Nantes`, `TVA`)."""
    known = words("contacts/number_labels.txt")
    done = 0
    for start, end in digits:
        following = text[end : end + 1]
        if start < done or not (following in _JOINTS or following.isupper() or end - start >= _SHORTEST):
            continue
        match = _CODE.match(text, start)
        if match is None:
            continue
        done = match.end()
        floor = max(0, start - _REACH, text.rfind("\n", 0, start) + 1)
        before = [*_WORD.finditer(text, floor, start)][-_NEAR:]
        label = next((word for word in before if fold(word.group()) in known), None)
        if label and not any(c.isdigit() for c in text[label.end() : start]):
            yield Candidate("OTHER", label.start(), done, "other.labelled")
