"""Numbers that are neither dates nor telephone numbers: registers, accounts, references, amounts."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from itertools import chain
from typing import Literal

import msgspec

from extract.lexicons import LexiconError, read, words
from extract.normalise.names import fold
from extract.types import Candidate

_FILE = "contacts/masks.toml"
_SPACES = "[ \u00a0\u2009\u202f]"
_GROUPED = r"\d{1,3}(?:[ .\u00a0\u2009\u202f]\d{3})+(?!\d)(?:,\d{1,4})?"
_NUMBER = (
    r"\d(?<![\w.,/]\d)(?:\d{0,2}(?:[ \u00a0\u2009\u202f]\d{2,3}|\.\d{3})+(?!\d)(?:,\d{1,4})?|\d{0,11}(?:[.,]\d{1,4})?)"
    rf"{_SPACES}{{0,2}}(?:-|–)?"
)
_STARTS = {
    "capital": re.compile(r"[A-Z](?<![\w-].)[A-Za-z.]{0,6}[ /°-]{0,2}(?:[Nn][°o]?[ ]?)?\d"),
    "digits": re.compile(r"\d(?<![\w.]\d)\d{0,3}\.\d{3}"),
}
_PREFIXED = re.compile(
    r"[CEUF$€£](?:(?<=[$€£])|(?<!\w.)(?:(?<=C)HF|(?<=E)UR|(?<=U)SD|(?<=F)CFA))"
    rf"{_SPACES}?(?:{_GROUPED}|\d{{1,12}}(?:[.,]\d{{1,4}})?)(?:[.,]?[–-])?(?!\w)"
)
_SIGNS = ("CHF", "EUR", "USD", "FCFA", "$", "€", "£")
_CODE = re.compile(r"\d(?<![\w.,]\d)(?:[ ./-]?[\dA-Z]){4,40}(?!\w)")
_WORD = re.compile(r"[^\W\d_]+")
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


def codes(text: str) -> list[Candidate]:
    """Return the registers, accounts, references and the like of a text, as OTHER; they may overlap."""
    masks = _compiled()[0]
    found = _labelled(text)
    for rule, gate, pattern in masks["any"]:
        if not gate or any(word in text for word in gate):
            found += [Candidate("OTHER", match.start(), match.end(), rule) for match in pattern.finditer(text)]
    for kind, begins in _STARTS.items():
        for begin in begins.finditer(text):
            for rule, _, pattern in masks[kind]:
                if match := pattern.match(text, begin.start()):
                    found.append(Candidate("OTHER", match.start(), match.end(), rule))
    return found


def quantities(text: str) -> list[Candidate]:
    """Return the amounts, percentages, sizes and measures of a text, as OTHER, without overlaps."""
    _, pattern, rules = _compiled()
    found = [
        Candidate("OTHER", match.start(), match.end(), rules[(match.lastindex or 1) - 1]) for match in pattern.finditer(text)
    ]
    if not any(sign in text for sign in _SIGNS):
        return found
    prefixed = (Candidate("OTHER", m.start(), m.end(), "other.amount") for m in _PREFIXED.finditer(text))
    return list(chain(found, prefixed))


def _labelled(text: str) -> list[Candidate]:
    """Find the numbers of registers and accounts by the label right before them (`SIRET`, `RCS Nantes`, `TVA`)."""
    known = words("contacts/number_labels.txt")
    out: list[Candidate] = []
    for match in _CODE.finditer(text):
        floor = max(0, match.start() - 40, text.rfind("\n", 0, match.start()) + 1)
        before = [*_WORD.finditer(text, floor, match.start())][-_NEAR:]
        label = next((word for word in before if fold(word.group()) in known), None)
        if label and not any(c.isdigit() for c in text[label.end() : match.start()]):
            out.append(Candidate("OTHER", label.start(), match.end(), "other.labelled"))
    return out
