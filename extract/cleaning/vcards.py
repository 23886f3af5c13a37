"""A pass over vCards pasted into a text: `FN:Jeanne Martin` becomes the line of a contact as people write it."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from extract.cleaned import Cleaned, Edit
from extract.cleaning.passes import NOTHING, Findings
from extract.lexicons import rows, words
from extract.normalise.names import key

_BOUND = re.compile(r"(?:^[> \t]*+|(?<=\s))(BEGIN|END):VCARD(?!\S)", re.IGNORECASE | re.MULTILINE)
_PARAMETERS = r'(?P<parameters>(?:;(?:"[^"\n]*+"|[^":;\n])*+)*+):'
_ON_LINES = re.compile(rf"^(?P<margin>[> \t]*+)(?:\w+\.)?(?P<name>[A-Za-z-]++){_PARAMETERS}", re.MULTILINE)
_IN_LINE = re.compile(rf"(?<!\S)(?P<margin>)(?P<name>(?i:begin|end)|[A-Z-]++){_PARAMETERS}")  # the line breaks were lost
_LONGEST_LINE = 2000  # characters of a card without line breaks
_BROKEN = re.compile(r"(?<==\n)|(?<==\r\n)")  # quoted-printable goes on here
_CONTINUED = re.compile(r"\s|\S*\r?$", re.MULTILINE)  # a line that is folded, empty, or encoded bytes
_NAMING = ("FN", "N", "ORG")
_CHARSET = re.compile(r"CHARSET=([\w-]+)", re.IGNORECASE)
_NAMES = 3  # parts of a name that are shown: surname, given name, further ones
_WORD = re.compile(r"[^\W\d_]++(?:['’-][^\W\d_]++)*+")
_SOFT_BREAK = re.compile(r"=\r?\n[> \t]*+")
_SIGN = re.compile(
    r"(?P<parting>;+)|\\(?P<escaped>.)|(?P<soft>=?)(?P<fold>\r?\n)|(?P<scheme>^(?i:tel|mailto):)"
    # Quoted-printable: a letter, its bytes perhaps on two lines.
    rf"|(?P<bytes>=[0-7C-F][0-9A-F](?:(?:{_SOFT_BREAK.pattern})?=[89AB][0-9A-F])*+)"
)


def properties(text: str) -> Findings:
    """Show the properties of vCards as lines of a contact, without their names; drop those that say nothing to a reader."""
    if ":vcard" not in text.lower():
        return NOTHING
    edits: list[Edit] = []
    for begin, end in pairwise([*_BOUND.finditer(text), None]):
        if begin is None or begin[1].upper() != "BEGIN":
            continue
        start, stop = begin.start(), end.start() if end is not None else len(text)
        second = text.find("\n", start, stop) + 1
        first = _ON_LINES.search(text, second, stop) if second else None
        margin = first["margin"] if first else ""  # quoted, or indented
        if end is not None and end[1].upper() == "END":
            stop = end.end()
        else:  # it was cut off
            lines = _line_starts(text, start, stop)
            stop = next((at for at in lines if not _is_property(_ON_LINES.match(text, at), margin)), stop)
        edits += _edits(text, start, stop, margin)
    return Findings(edits)


def _is_property(line: re.Match[str] | None, margin: str) -> bool:
    """Whether a line is a property of the card whose lines have this margin; what is further in continues a line."""
    return line is not None and (line["margin"] == margin or line["name"].upper() in ("BEGIN", "END"))


def _edits(text: str, start: int, end: int, margin: str) -> Iterator[Edit]:
    """Yield the edits of one card; none where prose stands between the words that bound it."""
    together = "\n" not in text[start:end]
    found: list[re.Match[str]] = []
    for one in (_IN_LINE if together else _ON_LINES).finditer(text, start, end):
        continues = found and _is_encoded(found[-1]["parameters"]) and _BROKEN.match(text, one.start())
        if not continues and (together or _is_property(one, margin)):
            found.append(one)
    told = {one["name"].upper() for one in found}
    begins = {one.start() for one in found}
    if told.isdisjoint(_NAMING) or (together and end - start > _LONGEST_LINE):
        return
    if not together and not all(at in begins or _continues(text, at, margin) for at in _line_starts(text, start, end)):
        return
    for i, one in enumerate(found):
        stop = found[i + 1].start() if i + 1 < len(found) else end
        shown = _shown(one["name"].upper(), one["parameters"].upper())
        if shown is None or (shown[1] == "name" and "FN" in told):
            yield Edit(one.start(), stop, "")
            continue
        label, form = shown
        label = ("\n" if together else "") + label
        first = one.end("margin")
        last = one.end() + len(text[one.end() : stop].rstrip())
        if form == "words":
            yield Edit(first, last, label)
            continue
        yield Edit(first, one.end(), f"{label} " if label.strip() else label)
        edits = list(_value(text, one.end(), last, margin, one["parameters"], form))
        yield from _name(text, one.end(), last, edits) if form == "name" else edits


def _continues(text: str, at: int, margin: str) -> bool:
    """Whether the line that starts here goes on with the value of the line before it."""
    if _BROKEN.match(text, at):
        return True
    return _CONTINUED.match(text, at + len(margin) if text.startswith(margin, at) else at) is not None


def _line_starts(text: str, start: int, end: int) -> Iterator[int]:
    while start < end:
        yield start
        start = text.find("\n", start, end) + 1 or end


def _shown(name: str, parameters: str) -> tuple[str, str] | None:
    """Return the words that stand for a property and its form; None where it is not shown."""
    for known, kind, label, form in rows("cleaning/vcard.tsv", 4):
        if known == name and kind in parameters:
            return label, form
    return None


def _is_encoded(parameters: str) -> bool:
    return "QUOTED-PRINTABLE" in parameters.upper()


def _value(text: str, start: int, end: int, margin: str, parameters: str, form: str) -> Iterator[Edit]:
    """Yield the edits that make a value readable; its characters keep their order, so that each keeps its place."""
    charset = _CHARSET.search(parameters)
    encoded = _is_encoded(parameters)
    for sign in _SIGN.finditer(text[start:end]):
        at, after = start + sign.start(), start + sign.end()
        if sign["parting"]:
            last = start == at or after == end
            yield Edit(at, after, sign["parting"] if form == "name" else "" if last else ", ")
        elif sign["escaped"]:
            yield Edit(at, after, ", " if sign["escaped"] in "nN" else sign["escaped"])
        elif sign["fold"]:
            after = min(after + len(margin), end) if text.startswith(margin, after) else after
            if sign["soft"] and encoded:
                yield Edit(at, after, "")
            elif text.startswith((" ", "\t"), after, end):
                yield Edit(at + len(sign["soft"]), after + 1, "")
        elif sign["scheme"]:
            yield Edit(at, after, "")
        elif encoded:
            yield Edit(at, after, _decoded(_SOFT_BREAK.sub("", sign["bytes"]), charset[1] if charset else "utf-8"))


def _name(text: str, start: int, end: int, edits: Sequence[Edit]) -> Iterator[Edit]:
    """Yield the edits that write a name, which comes with the surname first.

    It stays first, in capitals, as people write it who put it first, and each character keeps its place. After `de`
    it would be cut short: where it is plain that all is one name, that is written as people say it and has one place.
    """
    moved = [Edit(at - start, after - start, replacement) for at, after, replacement in edits]
    parts = Cleaned.untouched(text[start:end]).edited(moved).text.split(";")
    if said := _as_said(*(part.split() for part in parts[:_NAMES])):
        last = _last(edits, end)
        if len(said) != last - start:
            yield Edit(start, last, said)
        else:  # as long as what it replaces, it would go letter by letter
            yield from (Edit(start, last - 2, said[:-1]), Edit(last - 2, last, said[-1]))
        yield Edit(last, end, "")
        return
    partings, begin = 0, start
    for at, after, replacement in edits:
        if not partings and len(parts) > 1 and begin < at:
            yield Edit(begin, at, text[begin:at].upper())
        begin = after
        if not replacement.startswith(";"):
            yield Edit(at, after, replacement if partings or len(parts) == 1 else replacement.upper())
            continue
        partings += len(replacement)
        if partings >= _NAMES or after == end:
            yield Edit(at, end, "")
            return
        yield Edit(at, after, "" if at == start else " ")


def _last(edits: Sequence[Edit], end: int) -> int:
    """Return where the last part of a name that is shown ends."""
    partings = 0
    for at, after, replacement in edits:
        partings += len(replacement) if replacement.startswith(";") else 0
        if partings >= _NAMES or (after == end and replacement.startswith(";")):
            return at
    return end


def _as_said(surname: list[str], *others: list[str]) -> str | None:
    """Return a name in its natural order; None unless it is given names and a word after `de`, perhaps `de La`."""
    given = [word for part in others for word in part]
    *before, last = surname or [""]
    if before[:1] != ["de"] or not given or not {word.lower() for word in before} <= _particles():
        return None
    if not all(word[:1].isupper() and _given().issuperset(key(word).split()) for word in given):
        return None
    return " ".join([*given, *surname]) if last[:1].isupper() and _WORD.fullmatch(last) else None


@cache
def _given() -> frozenset[str]:
    """Return the given names that are no other words."""
    return frozenset(key(name) for name, note in rows("names/given.tsv", 2) if not note)


def _particles() -> frozenset[str]:
    return words("names/particles.txt")


def _decoded(encoded: str, charset: str) -> str:
    try:
        return quopri.decodestring(encoded.encode()).decode(charset, "replace")
    except (LookupError, ValueError):  # a charset that nobody knows, or none of texts
        return encoded
