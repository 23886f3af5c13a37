"""Numbering plans: in which countries a telephone number is possible, its E.164 form, what kind of line it is."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from extract.lexicons import rows, typed_rows
from extract.types import PhoneKind

_TELLING = 5  # first digits of a number that, with its length, tell the plans in which it fits


class Plan(NamedTuple):
    """How a country writes its national numbers."""

    code: str
    numbers: re.Pattern[str]
    groupings: frozenset[str]
    free: bool


@cache
def plans() -> dict[str, Plan]:
    """Return the numbering plans by country."""
    return {
        country: Plan(code, re.compile(plan), frozenset(groupings.split()), free == "free")
        for country, code, plan, groupings, free in rows("contacts/plans.tsv", 5)
    }


def fitting(digits: str) -> tuple[tuple[str, Plan], ...]:
    """Return the countries in whose plan a national number fits."""
    return _fitting(digits[:_TELLING].ljust(len(digits), "0"))


@lru_cache(maxsize=4096)
def _fitting(digits: str) -> tuple[tuple[str, Plan], ...]:
    return tuple((country, plan) for country, plan in plans().items() if plan.numbers.fullmatch(digits))


@cache
def overseas() -> dict[str, str]:
    """Return the overseas territories by the first four digits of their numbers, which are written like French ones."""
    return dict(typed_rows("contacts/overseas.tsv", tuple[str, str]))


def of_prefix(digits: str) -> list[str]:
    """Return the countries whose calling code begins the digits after a plus sign."""
    return [country for country, plan in plans().items() if digits.startswith(plan.code)]


@lru_cache(maxsize=4096)
def valid(digits: str, country: str | None) -> str | None:
    """Return the E.164 form of a number that its numbering plan allows, else None.

    `digits` begins with `+` where it is international and `country` is None.
    """
    try:
        number = phonenumbers.parse(digits, country)
    except NumberParseException:
        return None
    if phonenumbers.is_valid_number(number):
        return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))
    return _invented(digits, number.country_code or 0)


def _invented(digits: str, code: int) -> str | None:
    """Return the E.164 form of a number that fits its country's plan though no operator has its range (as in fiction)."""
    for plan in plans().values():
        if plan.code == str(code):
            national = digits[len(plan.code) + 1 :] if digits.startswith("+") else digits
            for written in (national, f"0{national}"):
                if plan.numbers.fullmatch(written):
                    keep = plan.code in ("225", "229", "242", "241")  # there the zero is part of the number
                    return f"+{plan.code}{written if keep else written.removeprefix('0')}"
    return None


def kind(value: str, rule: str) -> PhoneKind:
    """Return what kind of line a number is: what its label says (the rule), else what its numbering plan says."""
    if rule == "phone.fax":
        return "fax"
    if rule == "phone.mobile":
        return "mobile"
    return _planned_kind(value)


@lru_cache(maxsize=4096)
def _planned_kind(value: str) -> PhoneKind:
    if value.startswith(("+336", "+337")):
        return "mobile"
    if re.fullmatch(r"\+33[1-5]\d{8}", value):
        return "landline"
    try:
        found = phonenumbers.number_type(phonenumbers.parse(value))
    except NumberParseException:
        return "unknown"
    if found == PhoneNumberType.MOBILE:
        return "mobile"
    return "landline" if found in (PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE) else "unknown"
