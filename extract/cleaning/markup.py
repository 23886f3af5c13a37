"""Passes over HTML tags: a linear reader of tags that survives broken markup, and what becomes of the text between them."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import NamedTuple

from extract.cleaned import Edit, Mark
from extract.cleaning.links import hidden_address, protected_address
from extract.cleaning.passes import NOTHING, Findings
from extract.lexicons import rows

_TOKEN = re.compile(
    r"<!--|<[!?][^>]*>?"  # comments, declarations, processing instructions
    r"|</?([A-Za-z][\w:-]*)([^<>]*)>?"  # tags; those with < or > among their attributes are read again with care
    r"|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
    r"|[^\S ]\s*| \s+"  # white space other than one plain space
)
_ATTRIBUTE = re.compile(r"""(?<![\w:-])(class|id|role|href|datetime|data-cfemail)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_QUOTE_OPENS = re.compile(r"""=\s*(["'])""")
_LEVELS = {"none": 0, "cell": 2, "line": 3, "block": 4}
_SEPARATORS = ("", " ", "\t", "\n", "\n\n")
_SPACE = 1
_ENDS_ITSELF = frozenset({"li", "dt", "dd", "p", "tr", "td", "th", "option"})  # an opening sibling closes it


class Element(NamedTuple):
    """What an element means for the text: the separator its tags stand for, and whether it is marked, dropped, a scope."""

    level: int
    content: str


@cache
def elements() -> dict[str, Element]:
    """Return the known elements, from `data/cleaning/elements.tsv`."""
    return {name: Element(_LEVELS[level], content) for name, level, content in rows("cleaning/elements.tsv", 3)}


_UNKNOWN = Element(0, "keep")


def page(text: str, start: int = 0) -> Findings:
    """Take the tags of an HTML page out, from `start` on; white space flows as a browser would have it."""
    return _Page(text, start).read()


class _Page:
    """One reading of one page, from its first character to its last."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.edits: list[Edit] = []
        self.marks: list[Mark] = []
        self.open: list[tuple[str, int, str]] = []  # marked elements not yet closed: name, where the content starts, value
        self.unclosed: set[str] = set()  # elements whose end tag was looked for in vain
        self.gap = start  # where the stretch without visible text began
        self.level = 0  # the separator that stretch stands for
        self.seen = start > 0  # visible text came before
        self.preformatted = 0
        self.start = start

    def read(self) -> Findings:
        text, search, at = self.text, _TOKEN.search, self.start
        while token := search(text, at):
            start, end = token.span()
            if start > at:
                self._show(at, start)
            first = text[start]
            if first == "<":
                at = self._tag(token) if token[1] else self._skip(start, end)
            elif first == "&":
                self._entity(start, end)
                at = end
            else:
                self._white(start, end)
                at = end
        if at < len(text):
            self._show(at, len(text))
        self._close_all(len(text))
        if self.gap < len(text):
            self.edits.append(Edit(self.gap, len(text), ""))
        return Findings(self.edits, self.marks)

    def _show(self, start: int, end: int) -> None:
        """Pass over visible text, whose only white space is single spaces."""
        text = self.text
        if text[start] == " ":
            self.level = self.level or _SPACE
            start += 1
            if start == end:
                return
        self._flush(start)
        if text[end - 1] == " ":
            self.gap, self.level = end - 1, _SPACE
        else:
            self.gap, self.level = end, 0

    def _flush(self, end: int) -> None:
        """Replace the stretch without visible text that ends here by the separator it stands for."""
        if self.gap < end:
            separator = _SEPARATORS[self.level] if self.seen else ""
            if end - self.gap != len(separator) or self.text[self.gap : end] != separator:
                self.edits.append(Edit(self.gap, end, separator))
        self.seen = True

    def _entity(self, start: int, end: int) -> None:
        decoded = html.unescape(self.text[start:end])
        if decoded.isspace():
            self.level = self.level or _SPACE
            return
        self._flush(start)
        if decoded != self.text[start:end]:
            self.edits.append(Edit(start, end, decoded))
        self.gap, self.level = end, 0

    def _white(self, start: int, end: int) -> None:
        if self.preformatted:
            newlines = self.text.count("\n", start, end)
            self.level = max(self.level, 4 if newlines > 1 else 3 if newlines else 2 if end - start > 3 else _SPACE)
        else:
            self.level = self.level or _SPACE

    def _skip(self, start: int, end: int) -> int:
        """Pass over a comment or declaration; return where it ends."""
        if self.text.startswith("<!--", start):
            close = self.text.find("-->", start + 4)
            return len(self.text) if close < 0 else close + 3
        if self.text.startswith("<![CDATA[", start):
            return start + 9
        return end

    def _tag(self, token: re.Match[str]) -> int:
        """Pass over a tag, and over the content that is dropped with it; return where the text goes on."""
        name, attributes = token[1].lower(), token[2]
        start, end = token.span()
        closing = self.text[start + 1] == "/"
        if not closing and (not token[0].endswith(">") or _unbalanced(attributes)):
            end = tag_end(self.text, token.end(1))
            attributes = self.text[token.end(1) : end]
        element = elements().get(name, _UNKNOWN)
        if name == "br" and self.level >= 3:
            self.level = 4
        else:
            self.level = max(self.level, element.level)
        if element.content == "drop":
            return end if closing or attributes.endswith("/") else self._drop(name, end)
        if name == "pre":
            self.preformatted = max(0, self.preformatted + (-1 if closing else 1))
        if element.content == "keep":
            return end
        if closing:
            self._close(name, start)
            return end
        return self._open(name, attributes, token.end(1), start, end)

    def _open(self, name: str, attributes: str, attributes_at: int, start: int, end: int) -> int:
        """Note a marked element; keep the address that its link hides. Return where the text goes on."""
        if name in _ENDS_ITSELF:
            self._close(name, start)
        value = ""
        if "=" in attributes:
            found = {m[1].lower(): m for m in _ATTRIBUTE.finditer(self.text, attributes_at, end)}
            if name == "a" and "href" in found:
                value = html.unescape(_value(found["href"]))
            elif name == "time" and "datetime" in found:
                value = _value(found["datetime"])
            else:
                value = " ".join(_value(found[k]) for k in ("class", "id", "role") if k in found)
            if "data-cfemail" in found or "/email-protection" in value:
                return self._protected(_value(found["data-cfemail"]) if "data-cfemail" in found else value, name, start, end)
            if name == "a" and value.startswith(("mailto:", "tel:")):
                self._hidden(found["href"], end)
        if not attributes.endswith("/"):
            self.open.append((name, end, value))
        return end

    def _hidden(self, href: re.Match[str], end: int) -> None:
        """Keep the address of a mailto: or tel: link in the text where the visible text lacks it."""
        at = next(i for i in (2, 3, 4) if href[i] is not None)
        if bounds := hidden_address(self.text, *href.span(at), end):
            self.level = self.level or _SPACE
            self._flush(bounds[0])
            self.gap, self.level = bounds[1], _SPACE

    def _protected(self, code: str, name: str, start: int, end: int) -> int:
        """Put the address that Cloudflare hid in place of its element."""
        address = protected_address(code)
        close = self._end_tag(name, end)
        if address is None or close is None:
            return end
        self._flush(start)
        self.edits.append(Edit(start, close, address))
        self.gap, self.level = close, 0
        return close

    def _close(self, name: str, at: int) -> None:
        """Close the nearest open element of a name, and those left open in it; a stray end tag changes nothing."""
        scope = elements()[name].content == "scope"
        for i in range(len(self.open) - 1, -1, -1):
            if self.open[i][0] == name:
                for inner, start, value in self.open[i:]:
                    if start < at:
                        self.marks.append(Mark(inner, start, at, value))
                del self.open[i:]
                return
            if not scope and elements()[self.open[i][0]].content == "scope":
                return

    def _close_all(self, at: int) -> None:
        self.marks += [Mark(name, start, at, value) for name, start, value in self.open if start < at]

    def _drop(self, name: str, at: int) -> int:
        """Return where the content of a dropped element ends; one that is never closed keeps it, but for code."""
        end = self._end_tag(name, at)
        if end is None:
            return len(self.text) if name in ("script", "style") else at
        return end

    def _end_tag(self, name: str, at: int) -> int | None:
        """Return where the next end tag of a name ends; one search in vain is enough for the page."""
        if name in self.unclosed:
            return None
        if found := _end_of(name).search(self.text, at):
            return found.end()
        self.unclosed.add(name)
        return None


@cache
def _end_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{re.escape(name)}\b[^<>]*>?", re.IGNORECASE)


def _value(found: re.Match[str]) -> str:
    return (found[2] or found[3] or found[4] or "").strip()


def _unbalanced(attributes: str) -> bool:
    """Tell whether a `>` that ends these attributes may stand inside a quoted value."""
    return attributes.count('"') % 2 == 1 or ("='" in attributes and attributes.count("'") % 2 == 1)


def tag_end(text: str, at: int) -> int:
    """Return where a tag ends whose attributes begin at `at`; a quote that is never closed does not swallow the page.

    >>> tag_end('<a title="a > b">x', 2), tag_end('<a href="x>y</a> <a href="z">', 2)
    (17, 11)
    """
    first = text.find(">", at)
    if first < 0:
        return len(text)
    while True:
        end = text.find(">", at)
        opened = _QUOTE_OPENS.search(text, at, end if end >= 0 else len(text))
        if end < 0:
            return first + 1
        if opened is None:
            return end + 1
        close = text.find(opened[1], opened.end())
        if close < 0 or ("<" in text[opened.end() : close] and not text.startswith((" ", ">", "/", "\n", "\t"), close + 1)):
            return first + 1
        at = close + 1


_INLINE = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?=[\s/>])([^<>]*)>|<!--(?:(?!-->).){0,20000}-->", re.DOTALL)


def inline_tags(text: str) -> Findings:
    """Take the HTML tags out of a text whose lines are its own: plain text and Markdown with some markup in it."""
    if "<" not in text or ">" not in text:
        return NOTHING
    known = elements()
    edits: list[Edit] = []
    marks: list[Mark] = []
    opened: list[tuple[str, int, str]] = []
    at = 0
    for tag in _INLINE.finditer(text):
        start, end = tag.span()
        if start < at:
            continue
        name = tag[1].lower() if tag[1] else ""
        element = known.get(name, _UNKNOWN)
        if name and element is _UNKNOWN:
            continue
        closing = text[start + 1] == "/"
        if element.content == "drop" and not closing and (close := _end_of(name).search(text, end)):
            end = close.end()
        elif name == "a" and not closing:
            edits += _link_text(text, tag)
        elif closing and (i := next((i for i in range(len(opened) - 1, -1, -1) if opened[i][0] == name), None)) is not None:
            marks += [Mark(inner, begin, start, value) for inner, begin, value in opened[i:]]
            del opened[i:]
        if element.content in ("mark", "scope") and not closing and not tag[2].endswith("/"):
            opened.append((name, end, _inline_value(name, tag[2])))
        if not edits or edits[-1].start < start:
            edits.append(Edit(start, end, "\n" if element.level >= 3 else "\t" if element.level == 2 else ""))
        at = end
    return Findings(edits, marks)


def _inline_value(name: str, attributes: str) -> str:
    found = {m[1].lower(): _value(m) for m in _ATTRIBUTE.finditer(attributes)}
    if name == "a":
        return html.unescape(found.get("href", ""))
    return found.get("datetime", "") if name == "time" else " ".join(found[k] for k in ("class", "id", "role") if k in found)


def _link_text(text: str, tag: re.Match[str]) -> list[Edit]:
    """Return the edits that keep a link's hidden address; none where the tag simply goes."""
    for href in _ATTRIBUTE.finditer(text, *tag.span(2)):
        if href[1].lower() == "href" and _value(href).startswith(("mailto:", "tel:")):
            at = next(i for i in (2, 3, 4) if href[i] is not None)
            if bounds := hidden_address(text, *href.span(at), tag.end()):
                return [Edit(tag.start(), bounds[0], ""), Edit(bounds[1], tag.end(), " ")]
    return []


_BROKEN_MAILTO = re.compile(r"""["']?mailto:([^\s"'<>?]{3,200})(?:\?[^\s"'<>]{0,500})?["']\s*>\s*""")


def broken_links(text: str) -> Findings:
    """Take out what is left of a link whose tag was lost: `"mailto:x@y">x@y`."""
    if "mailto:" not in text:
        return NOTHING
    edits = []
    for found in _BROKEN_MAILTO.finditer(text):
        if text.rfind("<", max(0, found.start() - 300), found.start()) > text.rfind(">", max(0, found.start() - 300), found.start()):
            continue  # inside a tag that is whole
        if text.startswith(found[1], found.end()):
            edits.append(Edit(*found.span(), ""))
        else:
            edits += [Edit(found.start(), found.start(1), ""), Edit(found.end(1), found.end(), " ")]
    return Findings(edits)


_WML_LINE = re.compile(r"^#.*(?:\n|\Z)", re.MULTILINE)


def wml_lines(text: str) -> Findings:
    """Take the directives and comments of Website Meta Language out: lines that begin with `#`."""
    return Findings([Edit(*found.span(), "") for found in _WML_LINE.finditer(text)])
