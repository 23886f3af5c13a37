"""Telephone numbers: found in every way the francophone press writes them, given back in E.164."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Literal, NamedTuple

from extract.lexicons import either, typed_rows, words
from extract.normalise.digits import Groups, groups
from extract.normalise.names import fold
from extract.normalise.numbering import fitting, overseas, valid
from extract.types import Candidate

_SPACE = " \u00a0\u2009\u202f\t"
_DASH = "\u2010-\u2015-"
_RUN = re.compile(rf"\d(?<![\w@.,=&?%]\d)(?:[{_SPACE}.·/(){_DASH}]{{0,3}}\d){{5,38}}(?![\w@])(?![.,]\d)")
_SHORTEST, _LONGEST_NATIONAL = 6, 11  # digits of a number
_FAR = 4  # characters between two groups of digits that set them apart
_DASH_APART = re.compile(rf"[{_SPACE}]+[{_DASH}][{_SPACE}]+")
_CONTINUED = re.compile(rf"[{_SPACE}]?/[ ]?(\d{{1,3}})(?![\w%€]|[{_SPACE}.,/-]\d)")
_LABEL = re.compile(
    rf"(?<![^\W\d_])([^\W\d_]+)[{_SPACE}]?(?:[.]?[{_SPACE}]?[:=°.–{_DASH}|]*|\([^\W\d_]{{1,12}}\)[{_SPACE}]?:?)[{_SPACE}]*\(?$"
)
_SHORT = re.compile(
    rf"[1389](?<![\w.,/+-].)(?:(?<=3)\d[{_SPACE}]?\d\d|(?<=1)\d{{1,4}}|(?<=[89])\d{{2,3}})(?![\w%€]|[.,/-]\d|[{_SPACE}]\d)"
)
_CURRENCY_BEFORE = re.compile(rf"(?:€|\$|CHF|EUR|FCFA|USD|MAD|DZD)[{_SPACE}]*$")

Label = Literal["phone", "mobile", "fax"]
Home = Callable[[int, int], Mapping[str, float]]
"""The weights of the countries for a number that stands at these offsets."""
Offered = Callable[[int, int], bool]
"""Whether the place of a number says that it is one: alone on its line, beside an e-mail, in a contact zone."""


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
def _extension() -> re.Pattern[str]:
    said = either(words("contacts/extension_labels.txt"))
    return re.compile(
        rf"(?i)[{_SPACE}]?[,(;–-]?[{_SPACE}]?\(?(?:{said})[{_SPACE}]?(?:n°[{_SPACE}]?)?:?[{_SPACE}]?(\d{{1,5}})(?!\d)\)?"
    )


@cache
def _after_amount() -> re.Pattern[str]:
    return re.compile(rf"[{_SPACE}]*(?:[€%$£]|[kKMm]€|(?:{either(words('contacts/units.txt'))})\b)")


@cache
def labels() -> dict[str, Label]:
    """Return the words that announce a number, with the kind they give it."""
    return dict(typed_rows("contacts/phone_labels.tsv", tuple[str, Label]))


def find(text: str, home: Home, offered: Offered, digits: Groups | None = None) -> list[Candidate]:
    """Return the telephone numbers of a text, sorted, without overlaps; the value is E.164.

    A span takes in an extension (`poste 234`), which `extension` reads back; the rule tells the kind where a label gives it
    (`phone.fax`, `phone.mobile`). In `01 23 45 67 89 / 90` the second number's span is `90`, its value the whole number.
    `digits` are the groups of digits of the text, where they are known already.
    """
    out: list[Candidate] = []
    for parts in _runs(text, groups(text) if digits is None else digits):
        out += _numbers(text, parts, home, offered)
    if short_cued(text):
        out += _short(text, out)
    return sorted(out, key=lambda c: c.start)


def _runs(text: str, digits: Groups) -> Iterator[list[_Part]]:
    """Yield the groups of digits that stand close enough together to be a number or several."""
    done = 0
    for i, (start, end) in enumerate(digits):
        following = digits[i + 1][0] if i + 1 < len(digits) else end + _FAR
        if start < done or not (end - start >= _SHORTEST or following - end < _FAR):
            continue
        if run := _RUN.match(text, start):
            done = run.end()
            last = bisect_left(digits, (done, 0), i)
            yield [_Part(a, min(b, done), text[a : min(b, done)]) for a, b in digits[i:last]]


def extension(surface: str) -> str | None:
    """Return the digits of the extension in a number's surface.

    >>> extension("01 42 33 44 55, poste 12")
    '12'
    """
    match = _extension().search(surface)
    return match.group(1) if match else None


def _numbers(text: str, parts: list[_Part], home: Home, offered: Offered) -> Iterator[Candidate]:
    """Read the numbers of one run of digits and separators, from left to right."""
    begin = parts[0].start
    rule_from = max(0, begin - 3)
    before = _label_before(text, begin)
    if before in words("contacts/not_phone_labels.txt") or _CURRENCY_BEFORE.search(text[max(0, begin - 6) : begin]):
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
        if tail := _extension().match(text, end):
            end = tail.end() - (tail.group().endswith(")") and "(" not in tail.group())
        announced = labels().get(before, "phone")
        rule = read.rule if announced == "phone" else f"phone.{announced}"
        yield Candidate("PHONE", start, end, rule, read.value, read.confidence)
        i += read.parts
        rule_from = end
        previous = read
        if i >= len(parts) or parts[i].start >= end:
            yield from _continued(text, end, read, rule)


def _continued(text: str, end: int, read: _Read, rule: str) -> Iterator[Candidate]:
    """Find the other last digits given after a number (`01 23 45 67 89 / 90`)."""
    while more := _CONTINUED.match(text, end):
        tail = more.group(1)
        yield Candidate("PHONE", more.start(1), more.end(1), rule, read.value[: -len(tail)] + tail, 0.9)
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
    return "/" in between or "+" in between or _DASH_APART.fullmatch(between) is not None


def _national(text: str, parts: list[_Part], home: Home, offered: Offered, announced: bool) -> _Read | None:
    """Read a number without prefix in the country that its place, its form and its document point to."""
    weights: Mapping[str, float] | None = None
    shown: bool | None = None
    possible: list[tuple[float, str, str, _Part, int, bool]] = []
    digits = ""
    sizes: list[str] = []
    for n, part in enumerate(parts, 1):
        digits += part.digits
        sizes.append(str(len(part.digits)))
        if len(digits) > _LONGEST_NATIONAL:
            break
        fits_in = fitting(digits) if len(digits) >= _SHORTEST else ()
        if not fits_in or _after_amount().match(text, part.end):
            continue
        form = ".".join(sizes)
        ended = 1.0 if n == len(parts) or _gap(text, part, parts[n]) else 0.0
        for country, plan in fits_in:
            fits = form in plan.groupings
            if weights is None:
                weights = home(parts[0].start, part.end)
            weight = weights.get(country, 0.0)
            if not ((plan.free and fits) or (country == "CA" and _north_american(text, parts[:n]))):
                if shown is None and weight:
                    shown = announced or offered(parts[0].start, parts[-1].end) or bool(_extension().match(text, part.end))
                if not weight or not shown:
                    continue
            score = weight + _form_weight(text, parts[:n], country, fits) + ended
            possible.append((score, digits, country, part, n, fits))
    for _, digits, country, part, n, fits in sorted(possible, key=lambda p: -p[0]):
        belongs = overseas().get(digits[:4]) if country == "FR" and len(digits) == 10 else None
        if value := valid(digits, belongs or country):
            return _Read(value, part.end, n, "phone.national", 0.97 if fits else 0.9)
    return None


def _form_weight(text: str, parts: list[_Part], country: str, fits: bool) -> float:
    """Return how much a number's way of writing speaks for a country."""
    weight = 2.0 if fits else 0.0
    if len(parts) > 1 and "/" in text[parts[0].end : parts[1].start] and len(parts[0].digits) > 1:
        weight += 6.0 if country == "BE" else 0.0
    return weight + (6.0 if country == "CA" and _north_american(text, parts) else 0.0)


def _north_american(text: str, parts: list[_Part]) -> bool:
    """Tell the form that only North American numbers have (`418 555-0134`)."""
    return len(parts) > 2 and len(parts[-1].digits) == 4 and text[parts[-1].start - 1] in "-\u2010\u2011"


def _label_before(text: str, start: int) -> str:
    """Return the word right before a number, folded, or an empty string."""
    match = _LABEL.search(text, max(0, start - 32), start)
    return fold(match.group(1)) if match else ""


@cache
def _short_cue() -> re.Pattern[str]:
    said, links = either(words("contacts/short_number_cues.txt")), either(words("contacts/short_number_links.txt"))
    return re.compile(rf"(?i)(?<!\w)(?:{said})(?:[ ](?:{links}|:))*[ ]?:?[ ]?$")


@cache
def _pieces() -> tuple[str, ...]:
    listed = sorted(words("contacts/short_number_pieces.txt"))
    return tuple(dict.fromkeys([*listed, *map(str.upper, listed)]))


def short_cued(text: str) -> bool:
    """Tell whether a text speaks of numbers to call that may be short."""
    return any(piece in text for piece in _pieces())


def _short(text: str, found: list[Candidate]) -> Iterator[Candidate]:
    """Find short numbers (`3939`, `115`), which only words before them tell from others; the value is their digits."""
    for match in _SHORT.finditer(text):
        if any(c.start < match.end() and match.start() < c.end for c in found):
            continue
        if _short_cue().search(text, max(0, match.start() - 40), match.start()):
            digits = re.sub(r"\D", "", match.group())
            yield Candidate("PHONE", match.start(), match.end(), "phone.short", digits, 0.9)
