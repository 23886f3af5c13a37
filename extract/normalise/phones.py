"""Telephone numbers: found in every way the francophone press writes them, given back in E.164."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from extract.lexicons import rows, words
from extract.normalise.names import fold
from extract.types import Candidate, PhoneKind

_SPACE = " \u00a0\u2009\u202f\t"
_DASH = "\u2010-\u2015-"
_RUN = re.compile(rf"\d(?<![\w@.,=&?%]\d)(?:[{_SPACE}.·/(){_DASH}]{{0,3}}\d){{5,38}}(?![\w@])(?![.,]\d)")
_GROUP = re.compile(r"\d+")
_EXTENSION = re.compile(
    rf"[{_SPACE}]?[,(;–-]?[{_SPACE}]?\(?(?:poste|postes|ext\.?|extension|p\.)[{_SPACE}]?(?:n°[{_SPACE}]?)?:?[{_SPACE}]?(\d{{1,5}})(?!\d)\)?",
    re.IGNORECASE,
)
_CONTINUED = re.compile(rf"[{_SPACE}]?(?:/|ou|et|à|–|-)[{_SPACE}]?(\d{{1,3}})(?![\w%€]|[{_SPACE}.,/-]\d)")
_LABEL = re.compile(
    rf"([^\W\d_]+)[{_SPACE}]?(?:[.]?[{_SPACE}]?[:=°.–{_DASH}|]*|\([^\W\d_]{{1,12}}\)[{_SPACE}]?:?)[{_SPACE}]*\(?$"
)
_SHORT = re.compile(
    rf"[1389](?<![\w.,/+-].)(?:(?<=3)\d[{_SPACE}]?\d\d|(?<=1)\d{{1,4}}|(?<=[89])\d{{2,3}})(?![\w%€]|[.,/-]\d|[{_SPACE}]\d)"
)
_AFTER_AMOUNT = re.compile(
    rf"[{_SPACE}]*(?:[€%$£]|[kKMm]€|(?:euros?|dollars?|francs?|F?CFA|CHF|dinars?|dirhams?|k?m[²2]?|ha|habitants?)\b)"
)
_CURRENCY_BEFORE = re.compile(rf"(?:€|\$|CHF|EUR|FCFA|USD|MAD|DZD)[{_SPACE}]*$")

Home = Callable[[int, int], Mapping[str, float]]
"""The weights of the countries for a number that stands at these offsets."""
Offered = Callable[[int, int], bool]
"""Whether the place of a number says that it is one: alone on its line, beside an e-mail, in a contact zone."""


class Plan(NamedTuple):
    """How a country writes its national numbers."""

    code: str
    numbers: re.Pattern[str]
    groupings: frozenset[str]
    free: bool


class _Part(NamedTuple):
    start: int
    end: int
    digits: str


class _Read(NamedTuple):
    value: str
    end: int
    parts: int
    rule: str
    confidence: float


@cache
def plans() -> dict[str, Plan]:
    """Return the numbering plans by country."""
    return {
        country: Plan(code, re.compile(plan), frozenset(groupings.split()), free == "free")
        for country, code, plan, groupings, free in rows("contacts/plans.tsv", 5)
    }


@lru_cache(maxsize=16384)
def _fitting(digits: str) -> tuple[tuple[str, Plan], ...]:
    """Return the countries in whose plan a national number fits."""
    return tuple((country, plan) for country, plan in plans().items() if plan.numbers.fullmatch(digits))


@cache
def _overseas() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("contacts/overseas.tsv", 2)}


@cache
def labels() -> dict[str, str]:
    """Return the words that announce a number, with the kind they give it: phone, mobile or fax."""
    return {row[0]: row[1] for row in rows("contacts/phone_labels.tsv", 2)}


def of_prefix(digits: str) -> list[str]:
    """Return the countries whose calling code begins the digits after a plus sign."""
    return [country for country, plan in plans().items() if digits.startswith(plan.code)]


def find(text: str, home: Home, offered: Offered) -> list[Candidate]:
    """Return the telephone numbers of a text, sorted, without overlaps; the value is E.164.

    A span takes in an extension (`poste 234`), which `extension` reads back; the rule tells the kind where a label gives it
    (`phone.fax`, `phone.mobile`). In `01 23 45 67 89 / 90` the second number's span is `90`, its value the whole number.
    """
    out: list[Candidate] = []
    for run in _RUN.finditer(text):
        out += _numbers(text, run, home, offered)
    if short_cued(text):
        out += _short(text, out)
    return sorted(out, key=lambda c: c.start)


def extension(surface: str) -> str | None:
    """Return the digits of the extension in a number's surface.

    >>> extension("01 42 33 44 55, poste 12")
    '12'
    """
    match = _EXTENSION.search(surface)
    return match.group(1) if match else None


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


@lru_cache(maxsize=16384)
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


def _numbers(text: str, run: re.Match[str], home: Home, offered: Offered) -> Iterator[Candidate]:
    """Read the numbers of one run of digits and separators, from left to right."""
    parts = [_Part(m.start(), m.end(), m.group()) for m in _GROUP.finditer(text, run.start(), run.end())]
    rule_from = max(0, run.start() - 3)
    before = _label_before(text, run.start())
    if before in words("contacts/not_phone_labels.txt") or _CURRENCY_BEFORE.search(text[max(0, run.start() - 6) : run.start()]):
        return
    i = 0
    previous: _Read | None = None
    while i < len(parts):
        read = _read(text, parts[i:], home, offered, previous is not None or before in labels())
        if read is None:
            if previous is None and i == 0 and not text[parts[0].end : parts[0].end + 1].isspace():
                return  # a run that begins as something else holds no number further on
            i += 1
            continue
        start = _opening(text, parts[i].start, rule_from)
        end = read.end
        if tail := _EXTENSION.match(text, end):
            end = tail.end() - (tail.group().endswith(")") and "(" not in tail.group())
        rule = f"phone.{labels().get(before, 'phone')}" if before in labels() else read.rule
        yield Candidate("PHONE", start, end, "phone.national" if rule == "phone.phone" else rule, read.value, read.confidence)
        i += read.parts
        rule_from = end
        previous = read
        if i >= len(parts) or parts[i].start >= end:
            yield from _continued(text, end, read, rule)


def _continued(text: str, end: int, read: _Read, rule: str) -> Iterator[Candidate]:
    """Find the other last digits given after a number (`01 23 45 67 89 / 90`)."""
    while more := _CONTINUED.match(text, end):
        tail = more.group(1)
        if more.group()[-len(tail) - 1 :][:1] not in "/ " or (len(tail) != 2 and "/" not in more.group()):
            return
        if "/" not in more.group():
            return
        yield Candidate("PHONE", more.start(1), more.end(1), f"{rule}", read.value[: -len(tail)] + tail, 0.9)
        end = more.end()


def _opening(text: str, start: int, floor: int) -> int:
    """Return where a number begins whose first digit is at `start`: its plus sign and bracket belong to it."""
    while start > floor and text[start - 1] in "(+" + _SPACE:
        start -= 1
    while text[start] in _SPACE:
        start += 1
    return start


def _read(text: str, parts: list[_Part], home: Home, offered: Offered, announced: bool) -> _Read | None:
    """Read the number that begins with the first of these groups of digits."""
    first = parts[0]
    opened = text[max(0, first.start - 2) : first.start].rstrip(_SPACE)[-1:]
    if opened == "+" or first.digits.startswith("00"):
        return _international(text, parts, opened == "+")
    return _national(text, parts, home, offered, announced)


def _international(text: str, parts: list[_Part], plus: bool) -> _Read | None:
    """Read a number with its country's code, the `(0)` that is not dialled left out."""
    digits = ""
    best: _Read | None = None
    for n, part in enumerate(parts, 1):
        if not (n > 1 and part.digits == "0" and text[part.start - 1] == "("):
            digits += part.digits
        if len(digits) > 17:
            break
        whole = "+" + (digits if plus else digits[2:])
        if len(whole) < 8:
            continue
        end = n < len(parts) and _gap(text, part, parts[n])
        value = valid(whole, None)
        if value:
            best = _Read(value, part.end, n, "phone.international", 0.99)
            if end:
                break
    return best


def _gap(text: str, part: _Part, following: _Part) -> bool:
    """Tell whether what separates two groups rather separates two numbers."""
    between = text[part.end : following.start]
    return "/" in between or "+" in between or bool(re.fullmatch(rf"[{_SPACE}]+[{_DASH}][{_SPACE}]+", between))


def _national(text: str, parts: list[_Part], home: Home, offered: Offered, announced: bool) -> _Read | None:
    """Read a number without prefix in the country that its place, its form and its document point to."""
    weights: Mapping[str, float] | None = None
    shown: bool | None = None
    best: tuple[float, _Read] | None = None
    digits = ""
    sizes: list[str] = []
    for n, part in enumerate(parts, 1):
        digits += part.digits
        sizes.append(str(len(part.digits)))
        if len(digits) > 11:
            break
        if len(digits) < 6:
            continue
        form = ".".join(sizes)
        last = n == len(parts)
        for country, plan in _fitting(digits):
            fits = form in plan.groupings
            if weights is None:
                weights = home(parts[0].start, part.end)
            if not ((plan.free and fits) or _north_american(text, parts[:n], country)):
                if shown is None:
                    shown = announced or offered(parts[0].start, parts[-1].end) or bool(_EXTENSION.match(text, part.end))
                if not shown or not weights.get(country):
                    continue
            if _AFTER_AMOUNT.match(text, part.end):
                continue
            belongs = _overseas().get(digits[:4]) if country == "FR" and len(digits) == 10 else None
            value = valid(digits, belongs or country)
            if value is None:
                continue
            score = weights.get(country, 0.0) + _form_weight(text, parts[:n], country, fits)
            score += 1.0 if last or _gap(text, part, parts[n]) else 0.0
            if best is None or score > best[0]:
                best = score, _Read(value, part.end, n, "phone.national", 0.97 if fits else 0.9)
    return best[1] if best else None


def _form_weight(text: str, parts: list[_Part], country: str, fits: bool) -> float:
    """Return how much a number's way of writing speaks for a country."""
    weight = 2.0 if fits else 0.0
    if len(parts) > 1 and "/" in text[parts[0].end : parts[1].start] and len(parts[0].digits) > 1:
        weight += 6.0 if country == "BE" else 0.0
    return weight + (6.0 if _north_american(text, parts, country) else 0.0)


def _north_american(text: str, parts: list[_Part], country: str) -> bool:
    """Tell the form that only North American numbers have (`418 555-0134`)."""
    return country == "CA" and len(parts) > 2 and len(parts[-1].digits) == 4 and text[parts[-1].start - 1] in "-\u2010\u2011"


def _label_before(text: str, start: int) -> str:
    """Return the word right before a number, folded, or an empty string."""
    match = _LABEL.search(text, max(0, start - 32), start)
    return fold(match.group(1)) if match else ""


@cache
def _short_cue() -> re.Pattern[str]:
    said = "|".join(sorted(map(re.escape, words("contacts/short_number_cues.txt")), key=len, reverse=True))
    return re.compile(rf"(?i)(?<!\w)(?:{said})(?:[ ](?:gratuit|gratuitement|national|européen|le|au|du|:))*[ ]?:?[ ]?$")


def short_cued(text: str) -> bool:
    """Tell whether a text speaks of numbers to call that may be short."""
    return "appel" in text or "ppele" in text or "ompos" in text or "uméro" in text or "° " in text


def _short(text: str, found: list[Candidate]) -> Iterator[Candidate]:
    """Find short numbers (`3939`, `115`), which only words before them tell from others; the value is their digits."""
    for match in _SHORT.finditer(text):
        if any(c.start < match.end() and match.start() < c.end for c in found):
            continue
        if _short_cue().search(text, max(0, match.start() - 40), match.start()):
            digits = re.sub(r"\D", "", match.group())
            yield Candidate("PHONE", match.start(), match.end(), "phone.short", digits, 0.9)
