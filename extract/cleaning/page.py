"""Pass over an HTML page: a linear reader of tags that survives broken markup; white space flows as in a browser."""

from __future__ import annotations

import html
import re

from extract.cleaned import Edit, Mark
from extract.cleaning.links import hidden_address, protected_address
from extract.cleaning.passes import Findings
from extract.cleaning.tags import (
    BLOCK,
    CELL,
    DEPTH,
    LINE,
    LOOSE,
    SEPARATORS,
    SPACE,
    UNKNOWN,
    elements,
    end_tag,
    grown_together,
    href_span,
    kept,
    tag_end,
    unbalanced,
)
from extract.cleaning.wrapping import LONG

_TOKEN = re.compile(
    r"<(/?)([A-Za-z][\w:-]*)([^<>]*)(>?)(\s*)"  # a tag; one with < or > among its attributes is read again with care
    r"|<!--|<[!?][^>]*>?"  # a comment, declaration, processing instruction
    r"|&(?:(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
    r"|nbsp|[aeiouAE](?:acute|grave|circ)|ccedil|[lr]aquo)"  # what browsers decode without a semicolon too
    r"|[^\S ]\s*| \s+"  # white space other than one plain space
)
_ENDS_ITSELF = frozenset({"li", "dt", "dd", "p", "tr", "td", "th"})  # an opening sibling closes it
_CODE = frozenset({"script", "style"})  # elements that swallow the page where they are never closed


def page(text: str, start: int = 0) -> Findings:
    """Take the tags of an HTML page out, from `start` on, and what no reader sees; mark what they set apart."""
    return _Page(text, start).read()


class _Page:
    """One reading of one page. Between visible stretches of text lies a gap, which becomes one separator."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.start = start
        self.edits: list[Edit] = []
        self.marks: list[Mark] = []
        self.open: list[tuple[str, int, str]] = []  # marked elements not yet closed: name, where their content starts, value
        self.unclosed: set[str] = set()  # elements whose end tag was looked for in vain
        self.gap = start  # where the gap began
        self.level = 0  # how far apart it sets what stands on both sides
        self.last = ""  # the last visible character, where an entity stands for it
        self.column = 0  # visible characters since the last line break
        self.broken = False  # it was a `<br>` that made the gap a line break
        self.seen = start > 0  # visible text came before
        self.preformatted = 0
        self.link_end = -1  # where the last link ended

    def read(self) -> Findings:
        text, search, known = self.text, _TOKEN.search, elements()
        at = self.start + text.startswith("\ufeff", self.start)
        while token := search(text, at):
            start, end = token.span()
            if start > at:
                self._show(at, start)
            name = token[2]
            if not name:
                at = self._other(start, end)
                continue
            written = token[3]
            name = name.lower()
            end = token.end(4)
            element = known.get(name, UNKNOWN)
            if name == "br":
                self.level = BLOCK if self.level >= LINE else LINE
                self.broken = self.level == LINE
            elif element.level > self.level:
                self.level, self.broken = element.level, False
            at = end
            if token[1]:
                if element.marked:
                    self._closing(name, start)
            else:
                if not token[4] or unbalanced(written):
                    at = end = tag_end(text, token.end(2))
                    written = text[token.end(2) : end]
                if element.dropped:
                    at = end if written.endswith("/") else self._drop(name, end)
                elif element.marked:
                    at = self._opening(name, written, start, end)
            if at == token.end(4) < token.end() and not self.preformatted:
                self.level = max(self.level, SPACE)
                at = token.end()
        if at < len(text):
            self._show(at, len(text))
        self._close_from(0, len(text))
        if self.gap < len(text):
            self.edits.append(Edit(self.gap, len(text), ""))
        return Findings(self.edits, self.marks)

    def _show(self, start: int, end: int) -> None:
        """Pass over visible text, whose only white space is single spaces."""
        text = self.text
        if text[start] == " ":
            self.level = max(self.level, SPACE)
            start += 1
            if start == end:
                return
        self._fill(start)
        self.column += end - start
        if text[end - 1] == " ":
            self.gap, self.level = end - 1, SPACE
        else:
            self.gap = end

    def _fill(self, end: int) -> None:
        """Put a separator in the place of the gap, which ends here."""
        if self.gap < end:
            separator = self._separator(end) if self.seen else ""
            if self.text[self.gap : end] != separator:
                self.edits.append(Edit(self.gap, end, separator))
        self.seen = True
        self.gap, self.level, self.last = end, 0, ""

    def _separator(self, end: int) -> str:
        """Return what the gap stands for: by the tags in it, and where those leave it open by the letters on both sides."""
        if self.level >= LINE:
            last = self.last or self.text[self.gap - 1]
            if self.broken and self.column >= LONG and self.text[end].islower() and (last.isalpha() or last == ","):
                return " "  # a `<br>` that only breaks a long line of running text, as old pages have them
            self.column = 0
        elif self.level == LOOSE:
            return " " if grown_together(self.last or self.text[self.gap - 1], self.text[end : end + 4]) else ""
        return SEPARATORS[self.level]

    def _other(self, start: int, end: int) -> int:
        """Pass over an entity, white space, or what no reader sees; return where the text goes on."""
        text, first = self.text, self.text[start]
        if first == "&":
            self._entity(start, end)
        elif first != "<":
            self.level = max(self.level, self._white(start, end))
        elif text.startswith("<!--", start):
            close = text.find("-->", start + 4)
            return len(text) if close < 0 else close + 3
        elif text.startswith("<![CDATA[", start):
            return start + 9
        return end

    def _entity(self, start: int, end: int) -> None:
        decoded = html.unescape(self.text[start:end])
        if not decoded:
            return  # the code of no character (`&#1;`)
        if decoded.isspace():
            self.level = max(self.level, SPACE)
            return
        self._fill(start)
        if decoded != self.text[start:end]:
            self.edits.append(Edit(start, end, decoded))
        self.gap, self.last = end, decoded[-1]

    def _white(self, start: int, end: int) -> int:
        """Return how far white space sets apart, which is more than a space in preformatted text only."""
        if not self.preformatted:
            return SPACE
        newlines = self.text.count("\n", start, end)
        return BLOCK if newlines > 1 else LINE if newlines else CELL if end - start > 3 else SPACE

    def _opening(self, name: str, written: str, start: int, end: int) -> int:
        """Note a marked element; keep the address that its link hides. Return where the text goes on."""
        if name in _ENDS_ITSELF:
            self._close(name, start)
        elif name == "pre":
            self.preformatted += 1
        elif name == "a" and self.level <= LOOSE and self.link_end >= self.gap and self.link_end >= 0:
            self.level = CELL  # a link right after another: entries of a menu
        value = ""
        if "=" in written:
            value, code = kept(name, written)
            if code is not None or "/email-protection#" in value:
                return self._protected(code or value, name, start, end)
            if name == "a" and value.startswith(("mailto:", "tel:")):
                self._hidden(href_span(self.text, start, end), end)
        if not written.endswith("/"):
            self.open.append((name, end, value))
        return end

    def _closing(self, name: str, start: int) -> None:
        self._close(name, start)
        if name == "a":
            self.link_end = start
        elif name == "pre":
            self.preformatted = max(0, self.preformatted - 1)

    def _close(self, name: str, at: int) -> None:
        """Close the nearest open element of a name, and those left open in it; a stray end tag changes nothing."""
        if self.open and self.open[-1][0] == name:
            _, start, value = self.open.pop()
            if start < at:
                self.marks.append(Mark(name, start, at, value))
            return
        known = elements()
        scope = known[name].scope
        for i in range(len(self.open) - 1, max(-1, len(self.open) - DEPTH), -1):
            other = self.open[i][0]
            if other == name:
                self._close_from(i, at)
                return
            if not scope and known[other].scope:
                return

    def _close_from(self, first: int, at: int) -> None:
        self.marks += [Mark(name, start, at, kept) for name, start, kept in self.open[first:] if start < at]
        del self.open[first:]

    def _hidden(self, target: tuple[int, int], end: int) -> None:
        """Keep the address of a mailto: or tel: link in the text where the visible text lacks it."""
        if bounds := hidden_address(self.text, *target, end):
            self.level = max(self.level, SPACE)
            self._fill(bounds[0])
            self.gap, self.level = bounds[1], SPACE

    def _protected(self, code: str, name: str, start: int, end: int) -> int:
        """Put the address that Cloudflare hid in the place of its element."""
        address = protected_address(code)
        close = self._end_tag(name, end)
        if address is None or close is None:
            return end
        self._fill(start)
        self.edits.append(Edit(start, close, address))
        self.gap, self.last = close, address[-1]
        return close

    def _drop(self, name: str, at: int) -> int:
        """Return where the content of a dropped element ends; one that is never closed keeps it, but for code."""
        end = self._end_tag(name, at)
        if end is None:
            return len(self.text) if name in _CODE else at
        return end

    def _end_tag(self, name: str, at: int) -> int | None:
        """Return where the next end tag of a name ends; one search in vain is enough for the page."""
        if name in self.unclosed:
            return None
        if found := end_tag(name).search(self.text, at):
            return found.end()
        self.unclosed.add(name)
        return None
