"""What a tag is: where it ends in broken markup, what its attributes say, what its element means for the text."""

from __future__ import annotations

import html
import re
from functools import cache, lru_cache
from typing import NamedTuple

from extract.lexicons import rows

# How far apart two stretches of text are set; 0: not at all. LOOSE is a space where two words would grow together.
LOOSE, SPACE, CELL, LINE, BLOCK = 1, 2, 3, 4, 5
SEPARATORS = ("", "", " ", "\t", "\n", "\n\n")
DEPTH = 250  # how many open elements an end tag is compared with
_LEVELS = {"none": 0, "loose": LOOSE, "cell": CELL, "line": LINE, "block": BLOCK}

_ATTRIBUTE = re.compile(
    r"""(?<![\w:-])(class|id|role|href|datetime|data-cfemail)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
_HREF = re.compile(r"""(?<![\w:-])href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_QUOTE_OPENS = re.compile(r"""=\s*(["'])""")
_AFTER_QUOTE = (" ", ">", "/", "\n", "\t", "\r")


class Element(NamedTuple):
    """What an element means for the text.

    `level`: how far its tags set apart what stands on both sides. `dropped`: its content goes too. `marked`: its content gets
    a mark. `scope`: it bounds what is left unclosed inside.
    """

    level: int = 0
    dropped: bool = False
    marked: bool = False
    scope: bool = False


UNKNOWN = Element()


@cache
def elements() -> dict[str, Element]:
    """Return the known elements, from `data/cleaning/elements.tsv`."""
    return {
        name: Element(_LEVELS[level], content == "drop", content in ("mark", "scope"), content == "scope")
        for name, level, content in rows("cleaning/elements.tsv", 3)
    }


@cache
def end_tag(name: str) -> re.Pattern[str]:
    """Return the pattern of an element's end tag."""
    return re.compile(rf"</{re.escape(name)}\b[^<>]*>?", re.IGNORECASE)


def attributes(written: str) -> dict[str, str]:
    """Return those attributes of a tag that matter here, by lower-case name.

    >>> attributes(' class="on" href=/presse data-x="1"')
    {'class': 'on', 'href': '/presse'}
    """
    return {m[0].lower(): (m[1] or m[2] or m[3]).strip() for m in _ATTRIBUTE.findall(written)}


@lru_cache(maxsize=4096)  # the pages of a site write most of their tags alike
def kept(name: str, written: str) -> tuple[str, str | None]:
    """Return what a mark keeps of an element's attributes, and the code of an address that Cloudflare hid in them."""
    found = attributes(written)
    return value(name, found), found.get("data-cfemail")


def value(name: str, found: dict[str, str]) -> str:
    """Return what a mark keeps of an element's attributes."""
    if name == "a":
        return html.unescape(found.get("href", ""))
    if name == "time" and "datetime" in found:
        return found["datetime"]
    return " ".join(found[key] for key in ("class", "id", "role") if key in found)


def href_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the target of the link in `text[start:end]` stands; an empty span where it has none."""
    found = _HREF.search(text, start, end)
    if found is None:
        return start, start
    return next(found.span(i) for i in (1, 2, 3) if found[i] is not None)


def unbalanced(written: str) -> bool:
    """Tell whether a `>` that ends these attributes may stand inside a quoted value."""
    return written.count('"') % 2 == 1 or ("='" in written and written.count("'") % 2 == 1)


def tag_end(text: str, at: int) -> int:
    """Return where a tag ends whose attributes begin at `at`; a quote that is never closed does not swallow the page.

    >>> tag_end('<a title="a > b">x', 2), tag_end('<a href="x>y</a> <a href="z">', 2)
    (17, 11)
    """
    first = text.find(">", at)
    if first < 0:
        return len(text)
    end = first
    while opened := _QUOTE_OPENS.search(text, at, end):
        close = text.find(opened[1], opened.end())
        swallows = close >= 0 and "<" in text[opened.end() : close] and not text.startswith(_AFTER_QUOTE, close + 1)
        end = text.find(">", close + 1) if close >= 0 else -1
        if swallows or end < 0:
            return first + 1
        at = close + 1
    return end + 1


def grown_together(last: str, following: str) -> bool:
    """Tell whether a tag stands between two words rather than inside one, by the letters on both sides.

    >>> grown_together("é", "Le"), grown_together("1", "er mai"), grown_together(":", "27"), grown_together("L", "e")
    (True, False, True, False)
    """
    first = following[:1]
    if last in ":;!?":
        return first.isalnum()
    if first.isupper():
        return last.islower() or last.isdigit() or last in ".)»"
    if first.isdigit():
        return last.islower()
    return last.isdigit() and following[:4].isalpha() and len(following) > 3
