"""Passes over single characters: entities, mojibake, spaces, invisible and exotic characters, accents in two pieces."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache

from extract.cleaned import Edit
from extract.cleaning.passes import NOTHING, Findings
from extract.lexicons import rows

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MOJIBAKE = re.compile(
    "[ÂÃÄÅÌâðï][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_SEQUENCE = re.compile("[ÂÃÄÅÌ].|[âï]..|ð...", re.DOTALL)  # `é` leads none: `é\u00a0»` ends a quotation
_SPLIT = r"[\u00ad¬][^\S\r\n]*\r?\n[^\S\r\n]*"  # a hyphen that only a line's end shows
_RUNS = {"\r": "\n", "\u00ad": "", "¬": ""}
_STYLED = "\U0001d400-\U0001d7ff\uff01-\uff5e"  # bold, script and wide letters, as posts on the web use them
_COMBINED = re.compile(f"[A-Za-zÀ-ɏ{_STYLED}][\u0300-\u036f]+")


def entities(text: str) -> Findings:
    """Decode HTML entities that end in a semicolon."""
    if "&" not in text or ";" not in text:
        return NOTHING
    edits = []
    for found in _ENTITY.finditer(text):
        decoded = html.unescape(found[0])
        if decoded != found[0]:
            edits.append(Edit(*found.span(), decoded))
    return Findings(edits)


def mojibake(text: str) -> Findings:
    """Repair UTF-8 that was read as Windows-1252 (`Ã©` → `é`), sequence by sequence.

    The cheap letter test comes first: most texts hold none of the letters that mojibake is made of.
    """
    if not _MOJIBAKE.search(text):
        return NOTHING
    edits = []
    for run in _detector().finditer(text):
        for found in _SEQUENCE.finditer(text, *run.span()):
            if (character := _repaired(found[0])) is not None:
                spare = found[0] == "Ã " and not text.startswith(" ", found.end())  # its no-break space is a real one
                edits.append(Edit(found.start(), found.end() - spare, character))
    return Findings(edits)


@cache
def _detector() -> re.Pattern[str]:
    """Return ftfy's pattern of misread UTF-8. Imported at first use: few texts need it, and it costs 0.1 s."""
    import ftfy.bad_codecs
    from ftfy.chardata import UTF8_DETECTOR_RE

    assert ftfy.bad_codecs  # importing it registers its encodings
    return re.compile(UTF8_DETECTOR_RE)


def _repaired(sequence: str) -> str | None:
    """Return the character whose UTF-8 bytes were read one by one, None where they are none."""
    for encoding in ("sloppy-windows-1252", "latin-1"):
        try:
            return sequence.replace(" ", "\u00a0").encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return None


def tidy(text: str) -> Findings:
    """Make line ends, spaces, apostrophes and hyphens plain; take invisible characters out; join letters and accents."""
    exchange, pattern = _plain()
    edits = []
    for found in pattern.finditer(text):
        run = found[0]
        if run in exchange:
            plain = exchange[run]
        elif run[0] in _RUNS:
            plain = _RUNS[run[0]]
        else:
            plain = unicodedata.normalize("NFKC", run)
        if plain != run:
            edits.append(Edit(*found.span(), plain))
    return Findings(edits)


@cache
def _plain() -> tuple[dict[str, str], re.Pattern[str]]:
    """Return the characters to exchange, and the pattern that finds them."""
    exchange: dict[str, str] = {}
    for codes, replacement, _ in rows("cleaning/characters.tsv", 3):
        first, _, last = codes.partition("-")
        plain = "" if replacement == "-" else "".join(chr(int(code, 16)) for code in replacement.split())
        exchange.update((chr(code), plain) for code in range(int(first, 16), int(last or first, 16) + 1))
    one = re.escape("".join(sorted(exchange)))
    return exchange, re.compile(f"{_COMBINED.pattern}|{_SPLIT}|\r\n|[{one}{_STYLED}]")
