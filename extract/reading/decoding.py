"""Bytes to characters. Newlines and a byte order mark stay as they are, so that offsets count what the file holds."""

from __future__ import annotations

import codecs
import re

from extract.reading.payload import ReadError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROL = bytes(sorted({*range(32), 127} - set(b"\t\n\v\f\r\x1b")))
_FRENCH = "éèàêçâîôûùëïœÉÀÈÊÇ«»’°€–"
_LEGACY = ("cp1252", "mac_roman", "cp850")  # in order of preference
_SAMPLE = 1 << 16
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z][\w.:-]{1,30})""", re.IGNORECASE)


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """Return the text and the name of the encoding that was used.

    A byte order mark decides, then the declared charset where it decodes, then UTF-8; bytes that are not UTF-8 are read in
    the legacy encoding that gives most French letters. Raises ReadError for what is not text.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data.decode(name, "replace"), name
    if wide := _wide(data):
        return data.decode(wide, "replace"), wide
    _refuse_binary(data)
    if declared and (known := _known(declared)) not in (None, "utf-8", "ascii"):
        try:
            return data.decode(known, "cp1252-or-latin-1" if known == "cp1252" else "strict"), known
        except UnicodeDecodeError:
            pass  # the declaration is wrong: find out ourselves
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _broken(data)


def declared_charset(data: bytes) -> str | None:
    """Return the charset that an HTML page or an XML prolog names in its first 4 KB."""
    found = _DECLARED.search(data, 0, 4096)
    return found[1].decode("ascii") if found else None


def _known(name: str) -> str | None:
    """Return Python's name of a charset; what calls itself Latin-1 or ASCII on the web is Windows-1252."""
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return None
    return "cp1252" if known in ("iso8859-1", "iso8859-15") else known


def _wide(data: bytes) -> str | None:
    """Recognise UTF-16 without a mark: nearly every second byte of Latin text is NUL."""
    head = data[: _SAMPLE & ~1]
    if len(head) < 8 or b"\0" not in head:
        return None
    half = len(head) // 2
    if head[1::2].count(0) > 0.7 * half and head[::2].count(0) < 0.05 * half:
        return "utf-16-le"
    if head[::2].count(0) > 0.7 * half and head[1::2].count(0) < 0.05 * half:
        return "utf-16-be"
    return None


def _refuse_binary(data: bytes) -> None:
    head = data[:_SAMPLE]
    strange = len(head) - len(head.translate(None, _CONTROL))
    if strange > 0.02 * len(head):
        raise ReadError(
            "reading",
            f"not text: {strange} of the first {len(head)} bytes are control characters",
            "leave binary files out, or convert the document to text, HTML or PDF",
        )


def _broken(data: bytes) -> tuple[str, str]:
    """Decode what is not valid UTF-8: UTF-8 with a few stray bytes, or a legacy encoding."""
    valid = len(_MULTIBYTE.findall(data))
    stray = sum(byte >= 0x80 for byte in _MULTIBYTE.sub(b"", data[:_SAMPLE]))
    if valid > 4 * stray:
        return data.decode("utf-8", "cp1252-or-latin-1"), "utf-8+cp1252"
    head = data[:_SAMPLE]
    best = max(_LEGACY, key=lambda name: (_french(head, name), -_LEGACY.index(name)))
    return data.decode(best, "cp1252-or-latin-1"), best


def _french(data: bytes, encoding: str) -> int:
    text = data.decode(encoding, "replace")
    return sum(text.count(letter) for letter in _FRENCH)


def _stray_bytes(error: UnicodeError) -> tuple[str, int]:
    """Error handler: read undecodable bytes as Windows-1252, and the five it leaves undefined as Latin-1."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in stray), error.end


codecs.register_error("cp1252-or-latin-1", _stray_bytes)
