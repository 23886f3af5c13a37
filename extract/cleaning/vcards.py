"""A pass over vCards pasted into a text: `FN:Jeanne Martin` becomes the line of a contact as people write it."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from itertools import pairwise

from extract.cleaned import Edit
from extract.cleaning.passes import NOTHING, Findings
from extract.lexicons import rows

_BOUND = re.compile(r"(?:^|(?<=\s))(BEGIN|END):VCARD(?!\S)", re.IGNORECASE | re.MULTILINE)
_PARAMETERS = r'((?:;(?:"[^"\n]*+"|[^":;\n])*+)*+):'
_ON_LINES = re.compile(rf"^(?:\w+\.)?([A-Za-z-]++){_PARAMETERS}", re.MULTILINE)
_IN_LINE = re.compile(rf"(?<!\S)([A-Z-]++){_PARAMETERS}")  # where the line breaks of a card were lost
_LONGEST_LINE = 2000  # characters of a card without line breaks
_CONTINUED = re.compile(r"\s|\S*\r?$", re.MULTILINE)  # a line that is folded, empty, or encoded bytes
_NAMING = ("FN", "N", "ORG")
_CHARSET = re.compile(r"CHARSET=([\w-]+)", re.IGNORECASE)
_NAMES = 3  # parts of a name that are shown: surname, given name, further ones
_SIGN = re.compile(
    r"(?P<parting>;+)|\\(?P<escaped>.)|(?P<fold>\r?\n[ \t])|(?P<scheme>^(?i:tel|mailto):)"
    r"|(?P<bytes>=[0-7C-F][0-9A-F](?:=[89AB][0-9A-F])*+)|=\r?\n"  # quoted-printable: a letter, a broken line
)


def properties(text: str) -> Findings:
    """Show the properties of vCards as lines of a contact, without their names; drop those that say nothing to a reader."""
    if "VCARD" not in text and "vcard" not in text:
        return NOTHING
    edits: list[Edit] = []
    for begin, end in pairwise([*_BOUND.finditer(text), None]):
        if begin is None or begin[1].upper() != "BEGIN":
            continue
        stop = end.start() if end is not None else len(text)
        if end is not None and end[1].upper() == "END":
            stop = end.end()
        else:  # it was cut off
            lines = _line_starts(text, begin.start(), stop)
            stop = next((at for at in lines if not _ON_LINES.match(text, at)), stop)
        edits += _edits(text, begin.start(), stop)
    return Findings(edits)


def _edits(text: str, start: int, end: int) -> Iterator[Edit]:
    """Yield the edits of one card; none where prose stands between the words that bound it."""
    together = "\n" not in text[start:end]
    found = list((_IN_LINE if together else _ON_LINES).finditer(text, start, end))
    told = {one[1].upper() for one in found}
    begins = {one.start() for one in found}
    if told.isdisjoint(_NAMING) or (together and end - start > _LONGEST_LINE):
        return
    if not together and not all(at in begins or _CONTINUED.match(text, at) for at in _line_starts(text, start, end)):
        return
    for i, one in enumerate(found):
        stop = found[i + 1].start() if i + 1 < len(found) else end
        shown = _shown(one[1].upper(), one[2].upper())
        if shown is None or (shown[1] == "name" and "FN" in told):
            yield Edit(one.start(), stop, "")
            continue
        label, form = shown
        label = ("\n" if together else "") + label
        last = one.end() + len(text[one.end() : stop].rstrip())
        if form == "words":
            yield Edit(one.start(), last, label)
        else:
            yield Edit(one.start(), one.end(), f"{label} " if label.strip() else label)
            yield from _value(text, one.end(), last, form, one[2])


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


def _value(text: str, start: int, end: int, form: str, parameters: str) -> Iterator[Edit]:
    """Yield the edits that make a value readable; its characters keep their order, so that each keeps its place.

    A name that begins with the surname has it in capitals, as people write it who put it first.
    """
    value = text[start:end]
    charset = _CHARSET.search(parameters)
    encoded = "QUOTED-PRINTABLE" in parameters.upper()
    parts = 0
    begin = start
    for sign in _SIGN.finditer(value):
        at, after = start + sign.start(), start + sign.end()
        surname = form == "name" and not parts and ";" in value
        if surname and begin < at:
            yield Edit(begin, at, text[begin:at].upper())
        begin = after
        if sign["parting"]:
            parts += len(sign["parting"])
            if form == "name" and parts >= _NAMES:
                yield Edit(at, end, "")
                return
            last = start == at or after == end
            yield Edit(at, after, "" if last else " " if form == "name" else ", ")
        elif sign["escaped"]:
            yield Edit(at, after, ", " if sign["escaped"] in "nN" else sign["escaped"])
        elif sign["fold"] or sign["scheme"]:
            yield Edit(at, after, "")
        elif encoded:
            letter = _decoded(sign["bytes"] or "", charset[1] if charset else "utf-8")
            yield Edit(at, after, letter.upper() if surname else letter)


def _decoded(encoded: str, charset: str) -> str:
    try:
        return quopri.decodestring(encoded.encode()).decode(charset, "replace")
    except (LookupError, ValueError):  # a charset that nobody knows, or none of texts
        return encoded
